"""The dialogs: what they show for a page, what they ask for, what they refuse; by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from headspace_desktop import settings
from headspace_desktop.app.about import about_page
from headspace_desktop.app.choices import SettingRow
from headspace_desktop.app.choices import SettingsPage as SettingsFound
from headspace_desktop.app.hooks import HookRoot
from headspace_desktop.app.hooks import HooksPage as HooksFound
from headspace_desktop.app.launch import StartPage
from headspace_desktop.domain.actions import StartAgent
from headspace_desktop.domain.asks import AskAbout, AskDoctor, AskHooks, AskSettings, AskStart
from headspace_desktop.domain.changes import PageReady, TroubleShown
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.ui.dialogs.dialog import Dialog
from headspace_desktop.ui.dialogs.start import StartDialog
from headspace_desktop.ui.pages.about import AboutPage
from headspace_desktop.ui.pages.doctor import DoctorPage
from headspace_desktop.ui.pages.hooks import HooksPage
from headspace_desktop.ui.pages.page import Page, PagePlace
from headspace_desktop.ui.pages.settings import SettingsPage

FINDINGS = (
    Finding("focus", "Going to a terminal", "ok", "through X11", "never shown"),
    Finding("tray", "Tray", "warning", "no <b>tray</b>\u202e", "Add `tray_output *`."),
    Finding("claude", "Claude Code", "missing", "not on PATH", "Install Claude Code."),
    Finding("route.x", "Route: iTerm2", "unknown", "not run"),
)
TROUBLE = TroubleShown("", "SettingsUnreadable", "It cannot be written", "/x: full", "Free some space.", NOW)


def make(desk: Any, kind: Callable[..., Dialog], *more: Any) -> Any:
    """A page in its dock, or a dialog of its own."""
    if issubclass(kind, Page):
        desk.window.go(PagePlace(kind.name))
        page = desk.window.docks.pages[kind.name]
        if not page.is_waiting:
            page.refresh()
        return page
    dialog = kind(desk.window.theme, desk.asked.append, *more, parent=desk.window)
    dialog.open_up()
    return dialog


def answer(desk: Any, dialog: Dialog, page: object) -> None:
    assert dialog.take_page(PageReady(desk.asked[-1].ask_id, page))
    while isinstance(dialog, SettingsPage) and len(dialog.fields) < len(settings.choices()):
        QApplication.processEvents()
    QApplication.processEvents()


def shown(dialog: QWidget) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


# -- doctor


def test_the_doctor_shows_what_is_not_well_first(desk) -> None:
    dialog = make(desk, DoctorPage)
    assert isinstance(desk.asked[-1], AskDoctor)
    assert "Looking at this desktop" in shown(dialog)
    answer(desk, dialog, SimpleNamespace(findings=FINDINGS))
    assert dialog.heading.text() == "1 missing, 1 limited, 1 in order"
    text = shown(dialog)
    order = [text.index(name) for name in ("Claude Code", "Tray", "iTerm2", "Going to a terminal")]
    assert order == sorted(order)
    assert "no <b>tray</b>⟨202E⟩" in text, "plain text, and nothing that deceives"
    assert "never shown" not in text


def test_a_remedy_can_be_selected_by_keyboard_and_the_table_copied(desk) -> None:
    dialog = make(desk, DoctorPage)
    answer(desk, dialog, SimpleNamespace(findings=FINDINGS))
    (remedy,) = (one for one in dialog.findChildren(QLabel) if one.text() == "Install Claude Code.")
    assert remedy.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    dialog.copy_text.click()
    copied = QGuiApplication.clipboard().text()
    assert "Missing    Claude Code: not on PATH\n           → Install Claude Code.\n" in copied
    assert "never shown" not in copied


def test_only_the_answer_to_the_last_question_counts(desk) -> None:
    dialog = make(desk, DoctorPage)
    assert not dialog.take_page(PageReady("another", SimpleNamespace(findings=FINDINGS)))
    dialog.refresh()
    assert len(desk.asked) == 1, "one look at a time"
    assert dialog.take_page(PageReady(desk.asked[-1].ask_id, None, TROUBLE))
    assert "It cannot be written\n\n/x: full\n\nFree some space." in shown(dialog)
    dialog.again.click()
    answer(desk, dialog, SimpleNamespace(findings=FINDINGS[:1]))
    assert dialog.heading.text() == "Everything works that could be looked at"


# -- hooks


ROOT = HookRoot(
    client="claude", root="/h/.claude", file="/h/.claude/settings.json", state="absent", missing=(), is_there=True,
    is_statusline_wrapped=None, is_learned=False, detail="", remedy="", install_diff="--- a\n+++ b\n+ours\n",
    uninstall_diff="",
)  # fmt: skip
INSTALLED = replace(ROOT, state="installed", install_diff="", uninstall_diff="--- b\n+++ a\n-ours\n")


def last_wish(desk: Any) -> tuple[str, str]:
    ask = desk.asked[-1]
    assert isinstance(ask, AskHooks)
    return ask.do, ask.root


def test_the_difference_is_shown_before_anything_can_be_pressed(desk) -> None:
    dialog = make(desk, HooksPage)
    assert last_wish(desk) == ("status", "")
    assert not dialog.install.isVisible()
    answer(desk, dialog, HooksFound((ROOT,)))
    assert dialog.diff.toPlainText() == ROOT.install_diff
    assert (dialog.install.text(), dialog.install.isEnabled()) == ("Install", True)
    assert not dialog.uninstall.isEnabled()
    assert not dialog.self_test.isEnabled()
    dialog.install.click()
    assert last_wish(desk) == ("install", "/h/.claude")
    assert not dialog.install.isEnabled(), "one at a time"
    answer(desk, dialog, HooksFound((INSTALLED,), "Our lines stand in the file.", "As it was: /b", root="/h/.claude"))
    assert "As it was: /b" in shown(dialog)
    assert not dialog.install.isEnabled()
    assert dialog.self_test.isEnabled()


def test_taking_out_shows_its_own_difference_first(desk, qtbot) -> None:
    dialog = make(desk, HooksPage)
    answer(desk, dialog, HooksFound((INSTALLED,)))
    asked = len(desk.asked)
    dialog.uninstall.click()
    assert len(desk.asked) == asked, "nothing is asked for yet"
    assert dialog.diff.toPlainText() == INSTALLED.uninstall_diff
    assert not dialog.install.isVisible()
    dialog.back.click()
    assert dialog.uninstall.isVisible()
    dialog.uninstall.click()
    with qtbot.waitSignal(dialog.changed):
        dialog.take_out.click()
        assert last_wish(desk) == ("uninstall", "/h/.claude")
        answer(desk, dialog, HooksFound((ROOT,), "Our lines are taken out."))
    assert dialog.install.isVisible()


def test_a_file_that_changed_meanwhile_is_shown_anew(desk) -> None:
    dialog = make(desk, HooksPage)
    answer(desk, dialog, HooksFound((ROOT,)))
    dialog.install.click()
    other = replace(ROOT, install_diff="+other\n")
    told = HooksFound((other,), "The agent's settings file changed meanwhile: /h", is_good=False, remedy="Look again.")
    answer(desk, dialog, told)
    assert dialog.diff.toPlainText() == "+other\n"
    assert "changed meanwhile: /h. Look again." in shown(dialog)
    assert dialog.outcome.property("tone") == "bad"
    assert dialog.install.isEnabled()


@pytest.mark.parametrize(
    ("state", "word", "button"),
    [("partial", "Changed: some lines are missing", "Repair"), ("removed", "Removed by another program", "Repair"),
     ("outdated", "From another version", "Repair"), ("absent", "Not installed", "Install")],
)  # fmt: skip
def test_each_state_has_its_word_and_its_button(desk, state: str, word: str, button: str) -> None:
    dialog = make(desk, HooksPage)
    row = replace(ROOT, state=state, missing=("Stop",), is_learned=True)
    answer(desk, dialog, HooksFound((row,)))
    assert dialog.list.item(0, 0).text() == word
    assert dialog.install.text() == button
    dialog.unwatch.click()
    assert last_wish(desk) == ("ignore", "/h/.claude")


def test_each_folder_has_its_own_difference(desk, qtbot) -> None:
    dialog = make(desk, HooksPage)
    other = replace(INSTALLED, root="/w/.claude", file="/w/.claude/settings.json")
    answer(desk, dialog, HooksFound((ROOT, other)))
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.diff.toPlainText() == ""
    dialog.self_test.click()
    assert last_wish(desk) == ("self_test", "/w/.claude")
    answer(desk, dialog, HooksFound((ROOT, other), "all 16 hooks arrive, the app heard them", root="/w/.claude"))
    assert "the app heard them" in shown(dialog)
    assert dialog.list.currentRow() == 1, "the chosen folder stays"


# -- settings


def page(file: dict[str, Any] | None = None, **more: Any) -> SettingsFound:
    said = file or {}
    rows = tuple(
        SettingRow(
            one,
            said.get(one.key, one.default),
            "file" if one.key in said else "default",
            note="later" if one.key == "database.url" else "",
        )
        for one in settings.choices()
    )
    return SettingsFound("/c/settings.yaml", rows, **{"errors": {}, **more})


def test_every_setting_is_there_with_its_sentence_bounds_and_origin(desk) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page({"notify.sound": True}))
    assert set(dialog.fields) == {one.key for one in settings.choices()}
    text = shown(dialog)
    for one in settings.choices():
        assert one.title in text
        assert one.description in text
        assert dialog.fields[one.key].editor.accessibleName() == one.title
        assert one.title != one.key.partition(".")[2], "each has a title of its own"
    assert "5 to 3600 s · default: 60 s" in text
    assert dialog.fields["notify.sound"].origin.text() == "set in the file"
    assert dialog.fields["notify.sound"].reset.isVisible()
    assert not dialog.save.isEnabled()


EDITS: list[tuple[str, Callable[[Any, Any], None], object]] = [
    ("notify.sound", lambda _q, e: e.click(), True),
    ("ui.theme", lambda q, e: q.keyClicks(e, "Dark"), "dark"),
    ("notify.away_after_s", lambda q, e: q.keyClick(e, Qt.Key.Key_Up), 61),
    ("tmux.timeout_s", lambda q, e: q.keyClick(e, Qt.Key.Key_Up), 5.5),
    ("claude.program", lambda q, e: (e.clear(), q.keyClicks(e, "my-claude")), "my-claude"),
    ("claude.config_dirs", lambda _q, e: e.insertPlainText("~/a\n\n ~/b"), ["~/a", "~/b"]),
]


@pytest.mark.parametrize(("key", "edit", "value"), EDITS, ids=[key for key, _, _ in EDITS])
def test_what_is_changed_is_saved_and_nothing_else(desk, qtbot, key: str, edit: Any, value: object) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page())
    edit(qtbot, dialog.fields[key].editor)
    assert dialog.told.text() == "Not saved yet: 1"
    dialog.save.click()
    ask = desk.asked[-1]
    assert isinstance(ask, AskSettings)
    assert dict(ask.changes) == {key: value}
    answer(desk, dialog, page({key: tuple(value) if isinstance(value, list) else value}, saved=(key,)))
    assert dialog.told.text() == "Saved, and in force."
    assert not dialog.save.isEnabled()


def test_a_mistake_stands_beside_its_field_and_nothing_is_lost(desk, qtbot) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page())
    program = dialog.fields["claude.program"]
    qtbot.keyClicks(program.editor, "!")
    dialog.fields["notify.sound"].editor.click()
    dialog.save.click()
    answer(desk, dialog, page(errors={"claude.program": "it is wrong"}))
    assert program.error.isVisible()
    assert program.error.text() == "it is wrong"
    assert dialog.fields["notify.sound"].value is True
    assert dialog.told.text() == "Nothing was saved. Fields to correct: 1"
    dialog.save.click()
    assert dialog.take_page(PageReady(desk.asked[-1].ask_id, None, TROUBLE))
    assert program.value == "claude!", "a full disk loses nothing that was typed"
    assert "Free some space." in shown(dialog)
    dialog.revert.click()
    assert program.value == "claude"
    assert not dialog.save.isEnabled()


def test_reset_takes_it_out_of_the_file(desk) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page({"notify.away_after_s": 90}))
    dialog.fields["notify.away_after_s"].reset.click()
    assert dialog.fields["notify.away_after_s"].value == 60
    dialog.save.click()
    assert dict(desk.asked[-1].changes) == {"notify.away_after_s": None}


def test_what_needs_a_restart_says_so(desk, qtbot) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page())
    assert dialog.fields["database.url"].note.text() == "later"
    qtbot.keyClicks(dialog.fields["database.url"].editor, "sqlite:////x")
    dialog.save.click()
    answer(desk, dialog, page({"database.url": "sqlite:////x"}, saved=("database.url",)))
    assert dialog.told.text() == "Saved. later"


def test_what_the_environment_sets_cannot_be_set_here(desk) -> None:
    dialog = make(desk, SettingsPage)
    rows = tuple(replace(row, origin="env HEADSPACE_X") for row in page().rows)
    answer(desk, dialog, replace(page(), rows=rows))
    assert not any(one.editor.isEnabled() for one in dialog.fields.values())
    assert dialog.fields["log.level"].origin.text() == "set by HEADSPACE_X"


def test_the_wheel_scrolls_and_changes_nothing(desk, qtbot) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page())
    editor = dialog.fields["notify.away_after_s"].editor
    dialog.sheet.ensureWidgetVisible(editor)
    before = dialog.sheet.verticalScrollBar().value()
    window = desk.window.windowHandle()
    QTest.wheelEvent(window, editor.mapTo(desk.window, QPoint(5, 5)).toPointF(), QPoint(0, -120))
    assert editor.value() == 60
    assert dialog.sheet.verticalScrollBar().value() > before


def test_colours_that_were_chosen_elsewhere_are_read_again(desk) -> None:
    dialog = make(desk, SettingsPage)
    answer(desk, dialog, page())
    dialog.hide()
    count = len([ask for ask in desk.asked if isinstance(ask, AskSettings)])
    desk.window.theme.choose("dark")
    desk.window.theme.choose("light")
    assert len([ask for ask in desk.asked if isinstance(ask, AskSettings)]) == count, "nobody looks"
    dialog.show()
    assert len([ask for ask in desk.asked if isinstance(ask, AskSettings)]) == count + 1


# -- start


def test_a_long_path_of_a_recent_project_has_room(desk) -> None:
    dialog = make(desk, StartDialog, [].append)
    answer(desk, dialog, StartPage((("shop", "/home/dev/" + "a-long-name/" * 20 + "shop"),), (), "claude"))
    row = dialog.recent.visualItemRect(dialog.recent.item(0))
    assert row.width() <= dialog.recent.viewport().width()
    assert dialog.recent.textElideMode() is Qt.TextElideMode.ElideMiddle


def test_a_start_names_folder_and_arguments(desk, qtbot) -> None:
    started: list[StartAgent] = []
    dialog = make(desk, StartDialog, started.append)
    assert isinstance(desk.asked[-1], AskStart)
    answer(desk, dialog, StartPage((("shop", "/p/shop"), ("api", "/p/api")), (), "claude"))
    assert dialog.folder.text() == "/p/shop"
    dialog.recent.setCurrentRow(1)
    assert dialog.folder.text() == "/p/api"
    qtbot.keyClicks(dialog.args, "--model opus 'two words")
    dialog.start.click()
    assert started == []
    assert "not closed" in shown(dialog)
    qtbot.keyClicks(dialog.args, "'")
    qtbot.keyClick(dialog.args, Qt.Key.Key_Return)
    assert started == [StartAgent("/p/api", args=("--model", "opus", "two words"))]
    assert not dialog.isVisible()


def test_without_tmux_nothing_can_be_started_and_the_remedy_is_shown(desk, qtbot) -> None:
    started: list[StartAgent] = []
    dialog = make(desk, StartDialog, started.append)
    answer(desk, dialog, StartPage((), (("tmux is not installed", "Install it with `apt`."),), "claude"))
    dialog.folder.setText("/p")
    assert not dialog.start.isEnabled()
    qtbot.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert started == []
    assert 'Install it with "apt".' in shown(dialog)
    dialog.refresh()
    answer(desk, dialog, StartPage((), (), "claude"))
    assert dialog.start.isEnabled()
    dialog.folder.setText("p")
    dialog.start.click()
    assert started == []
    assert "whole path" in shown(dialog)


# -- about


def test_about_names_every_library_with_its_licence(desk) -> None:
    dialog = make(desk, AboutPage)
    assert isinstance(desk.asked[-1], AskAbout)
    answer(desk, dialog, about_page())
    text = shown(dialog)
    for name, licence in (("PySide6", "LGPL-3.0"), ("SQLAlchemy", "MIT"), ("psycopg-binary", "LGPL-3.0-only")):
        assert name in text
        assert licence in text
    assert "https://www.sqlalchemy.org" in text
    assert "pytest" not in text


# -- all of them


def all_dialogs(desk: Any) -> list[Dialog]:
    found = []
    for kind, what, more in (
        (DoctorPage, SimpleNamespace(findings=FINDINGS), ()),
        (HooksPage, HooksFound((INSTALLED,), "done", "undo"), ()),
        (SettingsPage, page({"notify.sound": True}, troubles=("x",)), ()),
        (StartDialog, StartPage((("a", "/a"),), (("t", "r"),), "claude"), (print,)),
        (AboutPage, about_page(), ()),
    ):
        dialog = make(desk, kind, *more)
        answer(desk, dialog, what)
        found.append(dialog)
    return found


USED = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox, QAbstractItemView, QScrollArea)


def test_none_is_modal_and_each_used_thing_has_a_name_and_takes_the_keyboard(desk) -> None:
    for dialog in all_dialogs(desk):
        if not isinstance(dialog, Page):
            assert not dialog.isModal()
            assert dialog.windowTitle()
        assert dialog.isVisible()
        for widget in dialog.findChildren(QWidget):
            if not isinstance(widget, USED) or not widget.isVisible():
                continue
            if widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView):
                continue
            if isinstance(widget.parent(), (QAbstractSpinBox, QComboBox, QTableView)):
                continue
            name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            assert name, f"{dialog}: {widget}"
            if not isinstance(widget, QScrollArea):
                assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, f"{dialog}: {name}"
    assert QApplication.activeModalWidget() is None


def test_escape_leads_back_and_everything_fits(desk, qtbot) -> None:
    for dialog in all_dialogs(desk):
        dialog.window().activateWindow()
        window = dialog.window()
        qtbot.waitUntil(lambda window=window: QApplication.activeWindow() is window)
        if isinstance(dialog, Page):
            desk.window.go(PagePlace(dialog.name))
        else:
            assert dialog.size().toTuple() == dialog.size_px, "no words made it grow"
        for area in dialog.findChildren(QScrollArea):
            assert area.widget().width() <= area.viewport().width()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        if isinstance(dialog, Page):
            qtbot.waitUntil(lambda: desk.window.docks.board.is_in_front)
        else:
            assert not dialog.isVisible()
