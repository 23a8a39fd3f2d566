"""Six scenarios with the real program, now: what is told in time, and what a recording of it tells again."""

from __future__ import annotations

import pytest

from headspace_desktop.app.replay import Player
from tests.accuracy import recorder, score
from tests.accuracy.scenarios import ALL

#: Beside other tests a machine is slow; how quick it is is measured by `make accuracy-live`, alone.
PATIENCE_S = 3.0


@pytest.mark.parametrize(
    "name", ["plain-turn", "permission-allowed", "esc-while-streaming-no-hooks", "a-question", "killed", "clear"]
)
def test_live(name: str) -> None:
    header, told, stage = recorder.play(ALL[name])
    assert stage.tap.bugs == []
    header, clean = recorder.scrubbed(header, told, "live", stage)
    held = Player(header).play(clean, afterwards_s=0.0)
    found = score.score(name, clean, held, header.started_at.timestamp(), more_s=PATIENCE_S)
    assert (found.errors, found.missed_asks, found.flips) == ([], [], [])
    live = [row[1:] for row in stage.tap.story]
    assert live == [(h.pid, str(h.verdict.state), str(h.verdict.sub_state), h.verdict.rule) for h in held]
