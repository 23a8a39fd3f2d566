"""“This is wrong”: a real store, a real recording, nothing of the content in it."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from headspace_desktop.app.recorder import read_file
from headspace_desktop.app.wrong import report_wrong
from headspace_desktop.domain.asks import AskRecording
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.troubles import NothingRecorded
from tests.store.board import an_agent, an_event

SECRET = "the password is swordfish"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "home")})
    made.make_private()
    return made


def kept(paths: Paths, *, age_h: float) -> str:
    host = this_host(paths.data_dir)
    records = Records(open_store("", paths, host_id=host.id, host_name=host.name))
    agent = an_agent()
    when = utc_now() - timedelta(hours=age_h)
    origin = {"source": "hook", "at": when.isoformat(), "seen_at": when.isoformat()}
    event = an_event("d1", agent.uuid, kind="PromptSubmitted", at=when, seen_at=when,
                     payload={"origin": origin, "prompt": SECRET, "cwd": "/home/somebody/secret-plan"})  # fmt: skip
    records.save(Batch(agents={agent.uuid: agent}, events=[event]))
    records.close()
    return agent.uuid


@pytest.mark.parametrize("age_h", [1, 100])
def test_it_is_saved_scrubbed_with_what_the_person_says(paths: Paths, age_h: float) -> None:
    uuid = kept(paths, age_h=age_h)
    page = report_wrong(AskRecording("1", uuid, "idle seen idle/stop", "needs_input", "It waits"), paths, Settings())
    file = Path(page.path)
    assert (page.count, page.size_bytes) == (1, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    assert "swordfish" not in text
    assert "secret-plan" not in text
    assert page.sample == text[: len(page.sample)]
    header, told = read_file(file)
    assert header.is_scrubbed
    assert header.notes["wrong"]["right"] == "needs_input"
    assert header.notes["wrong"]["words"] == "It waits"
    assert len(told) == 1
    assert json.loads(text.splitlines()[0])["headspace_recording"]


def test_nothing_to_record_is_said_and_leaves_no_file(paths: Paths) -> None:
    kept(paths, age_h=1)
    with pytest.raises(NothingRecorded):
        report_wrong(AskRecording("1", str(uuid4()), "", "idle"), paths, Settings())
    assert not list(paths.recordings_dir.iterdir())
