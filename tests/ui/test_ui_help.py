"""The help: every page and setting has a topic, every link and key in it is real, and it loads nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cards import NOW, card
from conftest import Desk
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication

from headspace_desktop import paths, settings
from headspace_desktop.app.manual import help_page
from headspace_desktop.domain.asks import AskHelp
from headspace_desktop.domain.changes import BoardReset, PageReady, TroubleShown
from headspace_desktop.troubles import HelpMissing
from headspace_desktop.ui.pages.page import HelpPlace, PagePlace
from headspace_desktop.ui.pages.topics import (
    DOCK_TOPICS,
    SETTING_TOPICS,
    slug,
    topic_of_dock,
    topic_of_setting,
    topics,
)

TEXTS = help_page(paths.packaged()[0]).texts
LINK = re.compile(r"\]\(([^)]*)\)")
KEYS = re.compile(r"\{([a-z_]+\.[a-z_0-9]+)\}")


def headings(topic: str) -> set[str]:
    return {slug(line.lstrip("# ")) for line in TEXTS[topic].splitlines() if line.startswith("#")}


def test_every_topic_has_its_file_and_its_title() -> None:
    assert set(TEXTS) == set(topics())
    for name, text in TEXTS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert text.startswith(f"# {topics()[name]}\n"), name
        assert len(text) > 200, name
        assert "<" not in re.sub(r"`[^`]*`", "", text), f"{name}: no markup"


def test_every_setting_leads_to_a_heading() -> None:
    for choice in settings.choices():
        topic, anchor = topic_of_setting(choice.key)
        assert choice.key.partition(".")[0] in SETTING_TOPICS, choice.key
        assert anchor in headings(topic), (choice.key, topic, anchor)


def test_every_dock_has_a_topic(desk: Desk) -> None:
    docks = desk.window.docks
    assert set(DOCK_TOPICS.values()) <= set(topics())
    kinds = {kind.name: kind for kind in docks.kinds}
    for name in docks.by_name:
        found = topic_of_dock(name, kinds[name].topic if name in kinds else "")
        assert found != "index" or name == "help", name


@pytest.mark.parametrize("topic", sorted(TEXTS))
def test_every_link_and_every_key_is_real(desk: Desk, topic: str) -> None:
    known = {choice.key for choice in settings.choices()}
    for target in LINK.findall(TEXTS[topic]):
        url = QUrl(target)
        match url.scheme():
            case "topic":
                assert url.path() in TEXTS, target
                assert not url.fragment() or url.fragment() in headings(url.path()), target
            case "setting":
                assert url.path() in known, target
            case "page":
                assert url.path() in desk.window.docks.by_name, target
            case _:
                assert url.scheme() == "https", target
    for name in KEYS.findall(TEXTS[topic]):
        assert name in desk.window.commands, name


def shown(desk: Desk, topic: str = "index", anchor: str = "") -> Any:
    desk.window.go(HelpPlace(topic, anchor))
    ask = desk.last_ask(AskHelp)
    desk.take(PageReady(ask.ask_id, help_page(paths.packaged()[0])))
    return desk.window.docks.pages["help"]


def test_it_is_read_once_and_a_place_waits_for_it(desk: Desk, qtbot: Any) -> None:
    page = shown(desk, "layouts", "layouts")
    assert page._shown == "layouts"
    assert page.list.currentItem().text() == topics()["layouts"]
    assert page.reading.extraSelections()
    assert "Ctrl+Alt+1" in page.reading.toPlainText(), "keys in force"
    desk.window.go(HelpPlace("board"))
    desk.window.go(PagePlace("help"))
    assert len([said for said in desk.asked if isinstance(said, AskHelp)]) == 1
    assert page._shown == "board"


def test_keys_that_are_changed_change_in_the_help(desk: Desk) -> None:
    page = shown(desk, "index")
    desk.window.commands.set_keys("app.palette", "window", "Ctrl+F9")
    assert "Press Ctrl+F9 and type" in page.reading.toPlainText()
    desk.window.commands.set_keys("app.palette", "window", "")
    assert "Press (no key) and type" in page.reading.toPlainText()


def test_the_search_goes_over_all_texts(desk: Desk, qtbot: Any) -> None:
    page = shown(desk)
    qtbot.keyClick(page.reading, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is page.search
    page.search.setText("rewrite that file")
    assert [page.list.item(at).text() for at in range(page.list.count())] == [topics()["hooks"]]
    assert page._shown == "hooks"
    page.search.setText("no such words anywhere")
    assert page.list.item(0).text() == "Nothing found"
    page.search.clear()
    assert page.list.count() == len(TEXTS)


def test_links_lead_into_the_window_and_outside_only_when_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[str] = []
    monkeypatch.setattr(
        "headspace_desktop.ui.pages.help.QDesktopServices.openUrl", lambda url: followed.append(url.toString())
    )
    page = shown(desk)
    page.reading.anchorClicked.emit(QUrl("topic:board"))
    assert page._shown == "board"
    page.reading.anchorClicked.emit(QUrl("topic:nothing"))
    assert page._shown == "index"
    for bad in ("file:///etc/passwd", "http://example.org", "javascript:alert(1)"):
        page.reading.anchorClicked.emit(QUrl(bad))
        assert page.strip.isHidden()
    page.reading.anchorClicked.emit(QUrl("https://example.org/x"))
    assert not page.strip.isHidden()
    assert not followed
    page.strip._buttons[0].click()
    assert followed == ["https://example.org/x"]
    page.reading.anchorClicked.emit(QUrl("setting:notify.sound"))
    assert desk.window.docks.by_name["settings"].is_in_front
    page.reading.anchorClicked.emit(QUrl("page:doctor"))
    assert desk.window.docks.by_name["doctor"].is_in_front


def test_nothing_is_loaded(desk: Desk) -> None:
    page = shown(desk)
    assert page.reading.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert not page.reading.openLinks()
    assert not page.reading.openExternalLinks()


def test_f1_tells_about_what_has_the_focus(desk: Desk) -> None:
    page = shown(desk)
    desk.take(BoardReset((card("a1"),), NOW))
    for name, topic in (("agent", "agent"), ("transcript", "transcripts"), ("settings", "settings"), ("doctor", None)):
        desk.window.go(PagePlace(name))
        body = desk.window.docks.by_name[name].body
        body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body.setFocus()
        desk.window.commands.run("app.help")
        assert page._shown == (topic or "troubleshooting")
        assert desk.window.docks.by_name["help"].is_in_front
    desk.window.to_board()
    desk.window.show_agent("a1")
    desk.window.commands.run("app.help")
    assert page._shown == "board"


def test_a_help_that_is_not_there_says_so(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(HelpMissing):
        help_page(tmp_path)
    (tmp_path / "help").mkdir()
    (tmp_path / "help" / "x.md").write_bytes(b"\xff\xfe")
    with pytest.raises(HelpMissing):
        help_page(tmp_path)
    desk.window.go(HelpPlace("index"))
    trouble = TroubleShown("", "HelpMissing", "The help is not there", "", "Install it again.", NOW)
    desk.take(PageReady(desk.last_ask(AskHelp).ask_id, None, trouble))
    assert "Install it again." in desk.window.docks.pages["help"].words.text()
