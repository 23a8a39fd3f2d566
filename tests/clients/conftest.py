from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.clients import Envelope

DATA = Path(__file__).parents[1] / "data" / "claude"
AT = datetime(2026, 11, 23, 1, 35, tzinfo=UTC)


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def payloads() -> dict[str, dict[str, Any]]:
    """Every recorded payload by ``version/event``."""
    found = {}
    for version in ("2.1.330", "2.1.197"):
        for name, payload in json.loads((DATA / version / "payloads.json").read_text()).items():
            found[f"{version}/{name}"] = payload
    return found


@pytest.fixture(scope="session")
def envelope() -> Callable[..., Envelope]:
    def make(name: str = "12.34.%0.default", seconds: float = 0.0, **more: Any) -> Envelope:
        at = AT + timedelta(seconds=seconds)
        return Envelope(name=name, delivery_id=f"mail:{name}:{seconds}", at=at, seen_at=at, **more)

    return make


@pytest.fixture(scope="session")
def stream() -> Callable[[str], list[tuple[float, dict[str, Any]]]]:
    def read(path: str) -> list[tuple[float, dict[str, Any]]]:
        rows = [json.loads(line) for line in (DATA / path).read_text().splitlines()]
        return [(row["dt"], row["body"]) for row in rows]

    return read
