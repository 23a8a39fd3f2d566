"""The program with a store that it cannot open: it is there, says so everywhere, and goes on when it can."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app.whole import Whole, wait_for
from tests.harness.desktop import Desktop

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def whole(tmp_path: Path, new_desktop: Callable[..., Desktop]) -> Iterator[Whole]:
    with Whole(tmp_path, new_desktop()).running() as whole:
        yield whole


def test_damaged_store_is_told_by_bubble_and_command_line_and_left_as_it_is(whole: Whole) -> None:
    file = whole.folder / "hs/data/headspace.sqlite3"
    file.parent.mkdir(parents=True)
    rubbish = b"this is no database, but somebody may love it" * 100
    file.write_bytes(rubbish)
    whole.start_app("--hidden", is_ready=False)
    whole.desktop.wait_for_bubble()
    refused = wait_for(lambda: _refusal(whole), "the command line tells the trouble", whole.logs)
    assert "damaged" in refused or "not a Headspace store" in refused
    assert file.read_bytes() == rubbish
    again = subprocess.run(whole.command("--hidden"), env=whole.env, capture_output=True, timeout=60, check=False)
    assert again.returncode == 0, "a second start finds the first"
    file.unlink()
    whole.wait_until_ready()


def _refusal(whole: Whole) -> str | None:
    done = whole._run("status")
    return done.stderr if done.returncode == 1 else None
