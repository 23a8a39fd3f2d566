from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

from cards import NOW, card, fleet
from conftest import make_desk
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel

from headspace_desktop import ui
from headspace_desktop.domain.actions import Mute, OpenTerminal
from headspace_desktop.domain.changes import (
    BoardReset,
    BoardStale,
    CardChanged,
    CardGone,
    FocusTold,
    MuteChanged,
    TroubleGone,
    TroubleShown,
    WindowWanted,
)
from headspace_desktop.domain.model import State
from headspace_desktop.ui.pages.log_columns import details
from headspace_desktop.ui.shell.calls import Calls
from headspace_desktop.ui.welcome import Finding, Found
from headspace_desktop.ui.words import moment


def trouble(key: str = "store", detail: str = "No space.", **more: str) -> TroubleShown:
    return TroubleShown(key, "StoreFull", "The disk is full", detail, "Free some space.", NOW, **more)


def test_counts_and_mute(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    said = {state: count.accessibleName() for state, count in desk.window.top.counts.items()}
    assert said[State.NEEDS_INPUT] == "3 need you"
    assert said[State.IDLE] == "3 idle"
    assert desk.window.top.counts[State.STALLED].isVisible()
    desk.take(MuteChanged(NOW + timedelta(minutes=30)))
    assert desk.window.top.mute.isVisible()
    desk.window.top.mute.click()
    assert desk.last(Mute).until_at is None
    desk.take(MuteChanged(None))
    assert not desk.window.top.mute.isVisible()


def test_first_page_until_there_is_an_agent(desk) -> None:
    assert desk.window.welcome.isVisible()
    desk.window.show_findings((Finding("tmux", Found.NO, "<b>x</b>"),), "headspace start", has_hooks=False)
    assert desk.window.welcome.command.toPlainText() == "headspace start"
    desk.take(BoardReset((card("a1"),), NOW))
    assert desk.window.board.isVisible()
    desk.take(CardGone("a1"))
    assert desk.window.welcome.isVisible()


def test_troubles_are_strips_that_go(desk) -> None:
    banner = desk.window.banner
    desk.take(trouble(), trouble())
    assert [strip.title.text() for strip in banner.strips] == ["The disk is full"]
    desk.take(trouble(detail="Still none."))
    assert "Still none." in banner.strips[0].detail.text()
    assert len(banner.strips) == 1
    banner.strips[0].close_button.click()
    assert not banner.strips
    desk.take(trouble(detail="Still none."))
    assert not banner.strips, "put aside until it is over"
    desk.take(TroubleGone("store"), trouble())
    assert len(banner.strips) == 1
    desk.take(*(trouble(f"k{n}", f"d{n}") for n in range(9)))
    assert sum(strip.isVisible() for strip in banner.strips) == 2
    assert banner.more.text() == "8 more troubles"


def test_layout_grouping_and_drafts_are_restored(qtbot, tmp_path: Path) -> None:
    path = str(tmp_path / "layout.ini")
    first = make_desk(QSettings(path, QSettings.Format.IniFormat))
    qtbot.addWidget(first.window)
    first.window.show()
    first.take(BoardReset((card("a1", State.IDLE),), NOW))
    first.window.show_agent("a1")
    first.window.agent.reply.editor.setPlainText("not sent yet")
    first.window.resize(790, 640)  # the offscreen screen is 800 wide
    first.window.docks.by_name["agent"].hide()
    first.window.docks.by_name["logs"].show()
    first.window.group(first.window.board.deck.grouping.PROJECT)
    first.window.close()
    first.layout.sync()
    second = make_desk(QSettings(path, QSettings.Format.IniFormat))
    qtbot.addWidget(second.window)
    second.window.show()
    assert second.window.size() == first.window.size()
    assert not second.window.docks.by_name["agent"].isVisible()
    assert second.window.docks.by_name["logs"].isVisible()
    assert second.window.board.deck.grouping == "project"
    second.take(BoardReset((card("a1", State.IDLE),), NOW))
    second.window.show_agent("a1")
    assert second.window.agent.reply.editor.toPlainText() == "not sent yet"


def test_a_broken_layout_is_no_matter(qtbot, tmp_path: Path) -> None:
    path = tmp_path / "layout.ini"
    path.write_text("[General]\ngeometry=@ByteArray(xx)\nstate=7\ndrafts=3\ngrouping=@Invalid()\nunfolded=1\n")
    made = make_desk(QSettings(str(path), QSettings.Format.IniFormat))
    qtbot.addWidget(made.window)
    made.window.show()
    assert made.window.isVisible()


def test_closing_is_decided_outside(qtbot, layout: QSettings) -> None:
    closed: list[int] = []
    made = make_desk(layout, Calls(close=lambda: closed.append(1)))
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.close()
    assert closed == [1]
    assert made.window.isVisible()
    assert layout.value("state") is not None


def test_window_wanted_shows_the_agent(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.hide()
    desk.take(WindowWanted("g7"))
    assert desk.window.isVisible()
    assert desk.window.agent.card.uuid == "g7"


def test_log_details_take_the_telling_values() -> None:
    assert details({"clues": {"client": "claude"}, "tool": "Bash", "detail": "ls"}) == "Bash ls"
    assert details({"evidence": {"text": "<b>"}}) == "<b>"
    assert details(None) == ""


def test_the_room_opens_nothing() -> None:
    """No file, socket, database or process in this room; resources of our own are read by three named files."""
    allowed = {"theme.py", "web.py", "icons.py"}
    for path in Path(ui.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & {"socket", "sqlite3", "subprocess", "sqlalchemy", "PySide6.QtNetwork", "threading"}, path
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert "open" not in names, path
        assert path.name in allowed or not called & {"read_text", "read_bytes", "write_text"}, path
        assert "setMarkdown" not in called or path.name in ("help.py", "markdown.py"), path  # they load nothing
        assert "setHtml" not in called or path.name == "web.py", path


def test_the_first_page_cuts_no_words(desk, qtbot) -> None:
    long = Finding(
        "Notifications", Found.NO, "Install a server with `sudo apt install dunst`; until then the window tells."
    )
    desk.window.show_findings((long, long), "headspace start", has_hooks=False)
    for width in (700, 1000, 1360):
        desk.window.resize(width, 620)
        qtbot.waitUntil(lambda: all(words.isVisible() for words in desk.window.welcome.findChildren(QLabel)))
        desk.window.grab()
        for words in desk.window.welcome.findChildren(QLabel):
            assert words.height() >= words.heightForWidth(words.width()), (width, words.text())
            if not words.wordWrap():
                assert words.width() >= words.sizeHint().width(), (width, words.text())


def test_changes_are_shown_at_a_pace(desk, qtbot) -> None:
    desk.window.PACE_MS = 50
    desk.take(BoardReset((card("a1"),), NOW))
    assert desk.window.board.deck.card("a1") is not None, "the first is shown at once"
    spy = QSignalSpy(desk.window.board.deck.columns["working"].dataChanged)
    for n in range(20):
        desk.take(CardChanged(card("a1", tool=f"Bash: {n}")))
    assert spy.count() == 0
    qtbot.waitUntil(lambda: desk.window.board.deck.card("a1").tool == "Bash: 19")
    assert spy.count() == 1
    desk.take(CardChanged(card("b2")))
    assert desk.window.show_agent("b2"), "who is asked for is there"
    desk.take(CardChanged(card("c3", State.NEEDS_INPUT)), WindowWanted("c3"))
    assert desk.window.agent.card.uuid == "c3"


def test_a_board_that_is_not_current_says_so(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW), BoardStale(NOW, "The disk is full"))
    said = desk.window.top.stale.text()
    assert said == f"Not current since {moment(NOW)} (The disk is full)"
    columns = desk.window.board.columns.values()
    assert {column.list.cards.opacity for column in columns} == {0.6}
    desk.window.group(desk.window.board.deck.grouping.PROJECT)
    assert {column.list.cards.opacity for column in desk.window.board.columns.values()} == {0.6}
    desk.take(BoardStale(None))
    assert not desk.window.top.stale.isVisible()
    assert {column.list.cards.opacity for column in desk.window.board.columns.values()} == {1.0}


def test_a_board_that_catches_up_says_how_far_it_is(desk) -> None:
    for at in (NOW - timedelta(days=1), NOW):
        desk.take(BoardReset(tuple(fleet()), NOW), BoardStale(at, "It is still being read", is_catching_up=True))
        assert desk.window.top.stale.text() == f"Catching up, at {moment(at)}"
    assert desk.window.top.stale.property("tone") == "accent"
    assert {column.list.cards.opacity for column in desk.window.board.columns.values()} == {0.6}
    desk.take(BoardStale(NOW, "The disk is full"))
    assert desk.window.top.stale.property("tone") == "bad"
    desk.take(BoardStale(None))
    assert not desk.window.top.stale.isVisible()


def test_the_most_severe_trouble_is_on_top_and_settings_are_one(desk) -> None:
    banner = desk.window.banner
    for n in range(5):
        desk.take(TroubleShown(f"settings:{n}", "SettingUnknown", "Unknown", f"a.b{n}", "Look.", NOW))
    assert [strip.title.text() for strip in banner.strips] == ["5 settings are not used"]
    desk.take(TroubleShown("b", "Bubble", "ledger has a question", "Which?", "", NOW))
    desk.take(trouble(), TroubleShown("f", "FocusRefused", "Refused", "", "", NOW))
    titles = [strip.title.text() for strip in banner.strips]
    assert titles == ["The disk is full", "Refused", "5 settings are not used", "ledger has a question"]
    assert [strip.title.property("tone") for strip in banner.strips] == ["bad", "bad", "bad", None], "no trouble"
    desk.take(TroubleGone("settings:0"))
    assert "4 settings are not used" in [strip.title.text() for strip in banner.strips]
    next(strip for strip in banner.strips if "settings" in strip.title.text()).close_button.click()
    assert len(banner.strips) == 3
    desk.take(TroubleShown("settings:3", "SettingUnknown", "Unknown", "a.b3", "Look.", NOW))
    assert len(banner.strips) == 3, "put aside"
    for n in range(3):
        desk.take(TroubleShown("", "Bug", "A mistake", f"d{n}", "", NOW))
    banner.strips[1].close_button.click()
    assert [s.detail.text() for s in banner.strips if s.title.text() == "A mistake"] == ["d2.", "d0."]


def test_who_waits_is_not_counted_among_what_is_wrong(desk) -> None:
    """Without a notification server the bubbles of waiting agents stand in the banner."""
    more = desk.window.banner.more
    for n in range(4):
        desk.take(TroubleShown(f"bubble:{n}", "Bubble", f"agent {n} has a question", "Which?", "", NOW))
    assert more.text() == "2 more notices"
    for n, said in enumerate(("3 more notices", "4 more notices", "1 more trouble · 4 more notices")):
        desk.take(TroubleShown(f"t{n}", "FocusRefused", f"Refused {n}", "", "", NOW))
        assert more.text() == said
    desk.take(
        TroubleShown("t3", "FocusRefused", "Refused 3", "", "", NOW), *(TroubleGone(f"bubble:{n}") for n in "123")
    )
    assert more.text() == "2 more troubles · 1 more notice"


def test_a_dock_comes_to_the_front_from_behind(desk, qtbot) -> None:
    desk.take(BoardReset((card("a1"),), NOW))
    transcript = desk.window.docks.by_name["transcript"]
    desk.window.commands.action("page.transcript").trigger()
    qtbot.waitUntil(lambda: not desk.window.transcript.visibleRegion().isEmpty())
    desk.window.commands.action("page.logs").trigger()
    qtbot.waitUntil(lambda: not desk.window.docks.pages["logs"].visibleRegion().isEmpty())
    assert desk.window.transcript.visibleRegion().isEmpty()
    assert desk.window.commands.action("page.transcript").isChecked()
    desk.window.commands.action("page.transcript").trigger()
    qtbot.waitUntil(lambda: not desk.window.transcript.visibleRegion().isEmpty())
    desk.window.commands.action("page.transcript").trigger()
    assert transcript.isHidden()
    assert not desk.window.commands.action("page.transcript").isChecked()


def test_a_terminal_is_offered_where_nobody_looks_at_the_agent(desk) -> None:
    desk.take(BoardReset((card("a1"), card("b2")), NOW))
    desk.window.show_agent("a1")
    desk.take(FocusTold("b2", False, "No terminal shows it", "Open one.", "tmux attach -t b"))
    desk.window.banner.strips[0].offer.click()
    assert desk.last(OpenTerminal).agent_uuid == "b2"
    assert not desk.window.banner.strips


def test_nobody_but_the_person_chooses_a_card(desk, qtbot) -> None:
    assert desk.window.home.isAncestorOf(desk.window.focusWidget())
    desk.take(BoardReset(tuple(fleet()), NOW))
    assert desk.window.board.current() is None
    assert desk.window.focusWidget() is desk.window.board
    qtbot.keyClick(desk.window.board, Qt.Key.Key_Down)
    assert desk.window.board.current() is not None
    assert desk.window.board.lanes.isAncestorOf(desk.window.focusWidget())
