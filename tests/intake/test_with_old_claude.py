"""A real client that does not know all our hooks: the person's own settings go on to count."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from headspace_desktop.intake import arrivals, install, versions
from headspace_desktop.intake.spool import Spool
from headspace_desktop.paths import Paths
from tests.harness.claude import ClaudeHome, find_old_claude
from tests.harness.model_server import ModelServer, Step


@pytest.fixture
def old(tmp_path: Path):
    with ModelServer() as model, ClaudeHome(tmp_path, model.url, program=find_old_claude()) as home:
        model.script("say it", Step(text="It is said."))
        yield home


def ran(home: ClaudeHome) -> bool:
    """Whether the person's own hook ran in a session."""
    mark = home.path / "own"
    mark.unlink(missing_ok=True)
    done = home.print_mode("say it")
    assert (done.returncode, done.stdout.strip()) == (0, "It is said."), done.stderr
    return mark.exists()


def test_its_settings_count_and_its_mail_names_its_process(old: ClaudeHome, place: Path, loop) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(place)})
    own = {"type": "command", "command": f"touch {old.path}/own"}
    old.settings({"hooks": {"Stop": [{"hooks": [own]}]}})
    assert ran(old)

    install.plan_install(paths, old.config_dir).apply()
    assert not ran(old), "a hook that it does not know makes it ignore the whole file: the reason for all this"

    version = versions.oldest(install.CLAUDE, old.config_dir, str(old.program), os.environ)
    assert version == (2, 0, 60)
    install.plan_install(paths, old.config_dir, version=version).apply()
    assert ran(old)

    mails = []
    spool = Spool(paths.spool_dir, mails.append, lambda *_: None, source=arrivals.arrivals)
    spool.open(loop)
    spool.collect()
    names = [one.name for one in (paths.spool_dir / "claude" / "taken").iterdir()]
    assert names and all(name.split(".")[1].startswith("p") for name in names)
    evidence = [type(one).__name__ for mail in mails for one in mail.evidence]
    assert [name for name in evidence if not name.startswith("Subagent")] == [
        "SessionStarted",
        "PromptSubmitted",
        "TurnStopped",
        "SessionEnded",
    ]
    spool.close()
