from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.desktop import (  # noqa: F401  fixtures
    Desktop,
    desktop,
    new_desktop,
    require,
    shared_desktop,
)
from tests.terminals.stage import Stage


@pytest.fixture
def stage(shared_desktop: Desktop) -> Iterator[Stage]:  # noqa: F811
    require("tmux", "xterm")
    with tempfile.TemporaryDirectory(prefix="stage-") as folder:
        made = Stage(shared_desktop, Path(folder))
        yield made
        made.close()
