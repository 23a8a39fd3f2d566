from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data" / "claude"


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    return sorted(DATA.glob("2.1.*/transcripts/*.jsonl"))
