"""Window and tray as one face: what both are told, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from headspace_desktop import settings
from headspace_desktop.app import face as faces
from headspace_desktop.app.face import Face
from headspace_desktop.domain.changes import BoardReset, BoardStale

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BEHIND = BoardStale(NOW, "It is still being read", is_catching_up=True)


@pytest.fixture
def make(qtbot: Any, tmp_path: Path) -> Iterator[Callable[[], Face]]:
    made: list[Face] = []

    def one() -> Face:
        layout = QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)
        face = Face(lambda _: None, lambda _: None, lambda: None, notify=lambda _: None,
                    settings=settings.Settings(), layout=layout)  # fmt: skip
        qtbot.addWidget(face.window)
        face.show(is_hidden=False)
        face.take([BoardReset((), NOW)])
        made.append(face)
        return face

    yield one
    for face in made:
        face.hide()
        face.shut()


def test_a_moment_of_catching_up_is_nobodys_business(make: Callable[[], Face], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "PATIENCE_MS", 600_000)
    face = make()
    face.take([BEHIND])
    assert not face.window.top.stale.isVisible() and face.tray._stale is None
    face.take([BoardStale(None)])
    assert not face._patience.isActive(), "and it is not shown when it is over"


def test_long_catching_up_is_shown_by_window_and_tray_until_it_is_over(
    make: Callable[[], Face], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "PATIENCE_MS", 10)
    face = make()
    face.take([BEHIND])
    qtbot.waitUntil(face.window.top.stale.isVisible)
    assert face.window.top.stale.text().startswith("Catching up")
    assert face.tray._stale is not None and face.tray._stale.since_at == NOW
    later = BoardStale(NOW.replace(hour=13), BEHIND.reason, is_catching_up=True)
    face.take([later])
    assert face.tray._stale.since_at == later.since_at
    face.take([BoardStale(None)])
    assert not face.window.top.stale.isVisible() and face.tray._stale is None


def test_a_store_that_is_away_is_told_at_once_whatever_was_under_way(
    make: Callable[[], Face], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "PATIENCE_MS", 600_000)
    face = make()
    face.take([BEHIND, BoardStale(NOW, "The disk is full")])
    assert "The disk is full" in face.window.top.stale.text()
    assert not face._patience.isActive()
