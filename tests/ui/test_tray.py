"""The tray object without any host: what it holds ready, what it posts, what it does not claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from headspace_desktop.domain.actions import FocusAgent, Mute, Quit
from headspace_desktop.domain.card import Card
from headspace_desktop.ui import tray as tray_module
from headspace_desktop.ui import tray_host
from headspace_desktop.ui.tray import Tray
from tests.ui.tray_cards import NOW, asking


class Stage:
    def __init__(self) -> None:
        self.posted: list[Any] = []
        self.pages: list[str] = []
        self.hosted: list[bool] = []
        self.now: datetime = NOW
        self.tray = Tray(
            self.posted.append, self.pages.append, on_host_changed=self.hosted.append, now=lambda: self.now
        )

    def show(self, *cards: Card) -> None:
        self.tray.show_cards({card.uuid: card for card in cards})

    @property
    def actions(self) -> list[QAction]:
        return [action for action in self.tray._menu.actions() if not action.isSeparator()]

    @property
    def texts(self) -> list[str]:
        return [action.text() for action in self.actions]

    def click(self, text: str) -> None:
        next(action for action in self.actions if action.text() == text).trigger()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage()
    yield stage
    stage.tray.stop()


def test_the_menu_is_ready_before_any_board(stage: Stage) -> None:
    assert stage.texts == ["Next waiting", "Open board", "Mute", "Start agent…", "Settings", "Doctor", "Quit"]


def test_changes_come_together(stage: Stage, qtbot: QtBot) -> None:
    spy = QSignalSpy(stage.tray._settle.timeout)
    for number in range(200):
        stage.show(asking("otter", f"question {number}"))
    qtbot.waitUntil(lambda: stage.texts[0] == "otter · Question: question 199 · 5m")
    assert spy.count() == 1


def test_a_line_lives_on_while_only_its_words_change(stage: Stage, qtbot: QtBot) -> None:
    stage.show(asking("otter", "first & foremost_"))
    qtbot.waitUntil(lambda: stage.texts[0].startswith("otter"))
    assert stage.texts[0] == "otter · Question: first && foremost_ · 5m", "a drawn menu, not one sent by D-Bus"
    line = stage.actions[0]
    stage.now += timedelta(minutes=10)
    stage.tray._menu.aboutToShow.emit()
    assert stage.actions[0] is line
    assert line.text().endswith("15m")


def test_next_walks_through_all_that_wait(stage: Stage, qtbot: QtBot) -> None:
    stage.show(*(asking(f"a{minutes}", "?", minutes) for minutes in (1, 2, 3)))
    qtbot.waitUntil(lambda: len(stage.texts) == 12)
    for _ in range(4):
        stage.click("Next waiting")
    assert [action.agent_uuid for action in stage.posted] == ["uuid-a3", "uuid-a2", "uuid-a1", "uuid-a3"]
    assert stage.posted[0] == FocusAgent("uuid-a3", surface="tray")


def test_a_new_agent_in_a_project_and_whom_to_look_at_next(stage: Stage, qtbot: QtBot) -> None:
    stage.show(asking("otter", "?", 3), asking("badger", "?", 9))
    qtbot.waitUntil(lambda: "New agent in" in stage.texts)
    stage.click("Recommended next: shop · badger")
    new = next(action for action in stage.actions if action.text() == "New agent in").menu()
    new.actions()[0].trigger()
    went, started = stage.posted
    assert went == FocusAgent("uuid-badger", surface="tray")
    assert (started.project_path, started.client) == ("/home/person/shop", "claude")


def test_signs_of_life_leave_the_menu_as_it_is(stage: Stage, qtbot: QtBot) -> None:
    cards = [asking("otter", "?", 3, project_path="/a", project_name="a"), asking("badger", "?", 9)]
    stage.show(*cards)
    qtbot.waitUntil(lambda: "New agent in" in stage.texts)
    before = stage.actions
    stage.show(replace(cards[0], last_seen_at=NOW + timedelta(minutes=1)), cards[1])
    stage.tray._settled()
    assert stage.actions == before


def test_a_menu_that_is_made_anew_leaves_nothing_of_the_old_one(stage: Stage, qtbot: QtBot) -> None:
    def made() -> tuple[int, int]:
        menu = stage.tray._menu
        return len(menu.findChildren(QMenu)), len(menu.findChildren(QAction))

    few, many = [asking("otter", "?", 3)], [asking("otter", "?", 3), asking("badger", "?", 9)]
    counts = set()
    for _ in range(6):
        for count, cards in ((1, few), (2, many)):
            stage.show(*cards)
            qtbot.waitUntil(lambda count=count: sum(" · Question: " in text for text in stage.texts) == count)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        counts.add(made())
    assert len(counts) == 1, counts


def test_clicks_on_the_icon(stage: Stage, qtbot: QtBot) -> None:
    reasons = QSystemTrayIcon.ActivationReason
    stage.tray._activated(reasons.Trigger)
    stage.tray._activated(reasons.Context)
    stage.tray._activated(reasons.DoubleClick)
    assert stage.pages == ["board"]
    stage.tray._activated(reasons.MiddleClick)
    assert stage.pages == ["board", "board"], "nobody waits"
    stage.show(asking("old", "?", 9), asking("young", "?", 1))
    stage.tray._activated(reasons.MiddleClick)
    stage.tray._activated(reasons.MiddleClick)
    assert [action.agent_uuid for action in stage.posted] == ["uuid-old", "uuid-old"]


def test_on_macos_a_click_opens_the_menu_only(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray_module, "IS_MACOS", True)
    stage.tray._activated(QSystemTrayIcon.ActivationReason.Trigger)
    assert stage.pages == []


def test_muting_and_quitting(stage: Stage, qtbot: QtBot) -> None:
    mute = next(action for action in stage.actions if action.text() == "Mute").menu()
    for action in mute.actions():
        action.trigger()
    assert stage.posted[:2] == [Mute(NOW + timedelta(minutes=30)), Mute(NOW + timedelta(hours=1))]
    assert stage.posted[2].until_at > NOW
    stage.tray.mute_until(NOW + timedelta(hours=1))
    qtbot.waitUntil(lambda: any(text.startswith("Unmute") for text in stage.texts))
    stage.click(next(text for text in stage.texts if text.startswith("Unmute")))
    stage.click("Quit")
    assert stage.posted[3:] == [Mute(None), Quit()]


class Host:
    """Stands for what the desktop answers; the real ones are in test_tray_host.py."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_there = False
        monkeypatch.setattr(tray_host, "is_present", lambda **_known: self.is_there)


def test_a_mute_ends_by_the_clock_on_the_wall(stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    Host(monkeypatch)
    stage.tray.mute_until(NOW + timedelta(hours=1))
    qtbot.waitUntil(lambda: any(text.startswith("Unmute") for text in stage.texts))
    stage.now += timedelta(hours=2)
    stage.tray._look_for_host()
    qtbot.waitUntil(lambda: not any(text.startswith("Unmute") for text in stage.texts))


def test_without_a_host_it_claims_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    Host(monkeypatch)
    stage.tray.start()
    assert not stage.tray.is_hosted
    assert stage.hosted == []
    assert not stage.tray.message("title", "body")


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the offscreen platform has no trays
def test_it_tells_when_the_host_comes_and_goes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    stage.tray.start()
    for is_there in (True, True, False, False, True):
        host.is_there = is_there
        stage.tray._look_for_host()
        assert stage.tray.is_hosted is is_there
    assert stage.hosted == [True, False, True]


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the offscreen platform has no trays
@pytest.mark.parametrize("is_embedded", [True, False])
def test_a_message_is_only_trusted_to_a_tray_that_shows_it_itself(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, is_embedded: bool
) -> None:
    host = Host(monkeypatch)
    host.is_there = True
    stage.tray.start()
    shown: list[Any] = []
    icon = stage.tray._icon
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(icon, "showMessage", lambda *told: shown.append(told[:2]), raising=False)

    class Box:
        def isEmpty(self) -> bool:
            return not is_embedded

    monkeypatch.setattr(icon, "geometry", Box, raising=False)
    assert stage.tray.message("title", "body") is is_embedded
    assert shown == ([("title", "body")] if is_embedded else [])
