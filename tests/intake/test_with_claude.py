"""The real client with our lines in its settings: its mail arrives in order, and our faults never reach it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from headspace_desktop.intake import arrivals, install
from headspace_desktop.intake.spool import Spool
from headspace_desktop.paths import Paths
from tests.harness.claude import ClaudeHome
from tests.harness.model_server import Call, ModelServer, Step

PROMPT = "list the folder"
STEPS = (Step(calls=[Call("Bash", {"command": "ls -la", "description": "List"})]), Step(text="It is empty."))


@pytest.fixture
def claude(tmp_path: Path):
    with ModelServer() as model, ClaudeHome(tmp_path, model.url) as home:
        model.script(PROMPT, *STEPS)
        yield home


def run(home: ClaudeHome) -> None:
    done = home.print_mode(PROMPT, "--permission-mode", "default", "--allowedTools=Bash")
    assert (done.returncode, done.stdout.strip()) == (0, "It is empty."), done.stderr


def test_its_mail_arrives_in_order(claude: ClaudeHome, place: Path, loop) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(place)})
    claude.settings({"model": "sonnet"})
    install.plan_install(paths, claude.config_dir).apply()
    run(claude)
    mails = []
    spool = Spool(paths.spool_dir, mails.append, lambda *_: None, source=arrivals.arrivals)
    spool.open(loop)
    spool.collect()
    payloads = [json.loads(Path(mail.path).read_bytes()) for mail in mails]
    events = [payload["hook_event_name"] for payload in payloads]
    wanted = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolBatch", "Stop", "SessionEnd"]
    assert events == wanted
    evidence = [one for mail in mails for one in mail.evidence]
    assert len({one.clues.session_id for one in evidence}) == 1
    assert {one.clues.is_attended for one in evidence} == {False}
    assert all(one.clues.pid for one in evidence)
    spool.close()


def test_it_goes_on_when_all_of_ours_is_deleted(claude: ClaudeHome, place: Path) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(place / "hs")})
    install.plan_install(paths, claude.config_dir).apply()
    shutil.rmtree(place / "hs")
    run(claude)
    assert not (place / "hs").exists()
