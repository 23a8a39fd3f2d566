"""The stories that matter most once more, with PostgreSQL as the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app import stories
from tests.app.whole import Whole
from tests.harness.desktop import Desktop

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def whole(tmp_path: Path, new_desktop: Callable[..., Desktop], postgres_url: str) -> Iterator[Whole]:
    with Whole(tmp_path, new_desktop(), postgres_url).running() as whole:
        yield whole
        assert not (tmp_path / "hs/data/headspace.sqlite3").exists(), "nothing went into the embedded store"


def test_from_prompt_to_done(whole: Whole) -> None:
    stories.from_prompt_to_done(whole)


def test_killed_in_the_middle(whole: Whole) -> None:
    stories.killed_in_the_middle(whole)
