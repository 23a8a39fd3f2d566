"""The window in German: no text of ours stays English, and none is cut off."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from cards import card, permission
from conftest import make_desk
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from headspace_desktop import settings
from headspace_desktop.app import language
from headspace_desktop.app.choices import SettingRow
from headspace_desktop.app.choices import SettingsPage as SettingsFound
from headspace_desktop.app.manual import help_page
from headspace_desktop.domain.asks import AskHelp
from headspace_desktop.domain.bubble import bubble_of, summary_of
from headspace_desktop.domain.changes import BoardReset, PageReady, TroubleShown
from headspace_desktop.domain.model import State, SubState
from headspace_desktop.troubles import SettingInvalid
from headspace_desktop.ui.board.composer import Composer
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.pages.catalogue import PAGES
from headspace_desktop.ui.pages.page import HelpPlace, PagePlace
from headspace_desktop.ui.pages.topics import topics
from headspace_desktop.ui.words import number, told, tr

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def german(qapp: Any) -> Iterator[None]:
    assert language.speak("de", RESOURCES) == "de"
    yield
    language.hush()


def english() -> set[str]:
    """Every source whose German differs."""
    said = set()
    for message in ET.parse(RESOURCES / "i18n" / "headspace_de.ts").getroot().iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        if source not in {translation.text, *(form.text for form in translation)}:
            said.add(source)
    return said


def test_a_german_card_says_why_it_needs_an_answer_in_the_narrowest_column(german: None) -> None:
    asking = card("x", State.NEEDS_INPUT, SubState.PERMISSION, ask=permission())
    said = [run.text for run in Composer(Fonts(), 174).compose(asking).runs]
    assert "Antwort nötig" in said
    assert "Erlaubnis" in said


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("key", "wrong", "said"),
    [
        ("notify.group_from", 1, "hier gehört eine ganze Zahl von 2 bis 50 hin"),
        ("ui.global_shortcut", "x" * 81, "hier gehört ein Text von höchstens 80 Zeichen hin"),
        ("notify.quiet_from", "late", "hier gehört eine Uhrzeit wie 22:00 hin"),
    ],
)
def test_what_a_setting_expects_is_told_beside_it(desk: Any, qtbot: Any, key: str, wrong: object, said: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        settings.check(key, wrong)
    rows = tuple(SettingRow(one, one.default, "default") for one in settings.choices())
    desk.window.go(PagePlace("settings"))
    page = desk.window.docks.pages["settings"]
    page.show_page(SettingsFound("/c/settings.yaml", rows, {}))
    qtbot.waitUntil(lambda: len(page.fields) == len(rows))  # one group in each turn of the loop
    page.show_page(SettingsFound("/c/settings.yaml", rows, {key: caught.value.detail.removeprefix(f"{key}: ")}))
    assert page.fields[key].error.text() == said


def test_the_help_is_there_in_german_topic_by_topic(german: None) -> None:
    english, own = help_page(RESOURCES), help_page(RESOURCES, language.spoken())
    assert own.anchors == english.anchors
    for topic, title in topics().items():
        said, there = own.texts[topic], english.texts[topic]
        assert said.startswith(f"# {title}\n"), topic
        assert said != there, topic
        for pattern in (r"^#+ ", r"\{[a-z_]+\.[a-z_0-9]+\}", r"\]\([^)]*\)"):  # headings, keys, links
            found, wanted = (sorted(re.findall(pattern, text, re.MULTILINE)) for text in (said, there))
            assert set(found) == set(wanted), (topic, pattern)
        assert said.count("\n#") == there.count("\n#"), topic


def test_a_german_heading_is_found_by_its_english_name(german: None, desk: Any) -> None:
    desk.window.go(HelpPlace("settings", "who-wins"))
    desk.take(PageReady(desk.last_ask(AskHelp).ask_id, help_page(RESOURCES, language.spoken())))
    reading = desk.window.docks.pages["help"].reading
    assert reading.textCursor().block().text() == "Wer gewinnt"


def test_a_topic_without_a_translation_is_english(tmp_path: Path) -> None:
    for place, words in (("a.md", "# One"), ("b.md", "# Two"), ("de/a.md", "# Eins")):
        (tmp_path / "help" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "help" / place).write_text(words, encoding="utf-8")
    assert help_page(tmp_path, "de").texts == {"a": "# Eins", "b": "# Two"}


def texts(window: QWidget) -> Iterator[tuple[str, str]]:
    for action in window.findChildren(QAction):
        yield "action", action.text()
    for widget in (window, *window.findChildren(QWidget)):
        kind = type(widget).__name__
        yield f"{kind} name", widget.accessibleName()
        yield f"{kind} tooltip", widget.toolTip()
        yield f"{kind} title", widget.windowTitle()
        match widget:
            case QAbstractButton() | QLabel():
                yield kind, widget.text()
            case QLineEdit():
                yield kind, widget.placeholderText()
            case QComboBox():
                for index in range(widget.count()):
                    yield kind, widget.itemText(index)
            case QTabBar():
                for index in range(widget.count()):
                    yield kind, widget.tabText(index)


@pytest.fixture
def whole(german: None, qtbot: Any, layout: QSettings) -> Iterator[Any]:
    """The window with an agent on the board and every page once in front."""
    desk = make_desk(layout)
    desk.window.resize(1360, 860)
    desk.window.show()
    desk.take(BoardReset((card("one"),), "here"))
    for page in PAGES:
        desk.window.go(PagePlace(page.name))
        qtbot.waitUntil(lambda page=page: page.name in desk.window.docks.pages)
    yield desk
    desk.window.shut()
    shiboken6.delete(desk.window)


def test_no_text_of_ours_stays_english(whole: Any) -> None:
    sources = english()
    assert len(sources) > 1000
    shown = list(texts(whole.window))
    assert len(shown) > 500
    assert [(where, text) for where, text in shown if text in sources] == []


def test_no_button_is_too_narrow_for_its_words(whole: Any) -> None:
    cut = []
    for made in whole.window.findChildren(QAbstractButton):
        if made.isVisible() and made.text() and made.width() and made.width() + 1 < made.minimumSizeHint().width():
            cut.append((made.text(), made.width(), made.minimumSizeHint().width()))
    assert cut == []


def test_plurals_and_numbers_are_german(german: None) -> None:
    assert tr("%n rows", 1) == "1 Zeile"
    assert tr("%n rows", 2) == "2 Zeilen"
    assert number(12345) == "12.345"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_sentences_that_rooms_made_are_german(german: None) -> None:
    assert told("Bash runs unusually long") == "Bash läuft ungewöhnlich lange"
    assert told("needs you +40; has waited 3 min +10 (no objective is set)") == (
        "wartet auf Antwort +40; wartet seit 3 min +10 (kein Ziel gesetzt)"
    )
    assert told("something of which nobody knows") == "something of which nobody knows"
    trouble = TroubleShown("", "DiskFull", "The disk is full", "/var", "See `headspace --help`.", None)
    assert language.in_words(trouble).title == "Der Datenträger ist voll"


def test_notifications_are_german(german: None) -> None:
    bubble = bubble_of(card("one"), waited_min=15, tr=told)
    assert "wartet seit 15 min" in bubble.title
    assert bubble.actions[0].label == "Hingehen"
    assert "Agenten" in summary_of([card("one"), card("two")], "held back until now", tr=told).title


@pytest.mark.parametrize(("env", "chosen", "spoken"), [
    ({"LANG": "de_DE.UTF-8"}, "system", "de"),
    ({"LANG": "en_US.UTF-8", "LANGUAGE": "de"}, "system", "de"),
    ({"LANG": "fr_FR.UTF-8"}, "system", "en"),
    ({"LANG": "de_DE.UTF-8"}, "en", "en"),
    ({"LANG": "C"}, "de", "de"),
])  # fmt: skip
def test_the_system_decides_unless_the_person_does(env, chosen, spoken) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication, QLocale\n"
        "from headspace_desktop.app.language import speak; from headspace_desktop.ui.words import tr\n"
        "qt = QCoreApplication([]); print(speak(sys.argv[1], Path(sys.argv[2])), tr('Close'), QLocale().name()[:2])"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "LC_"))}
    done = subprocess.run(
        [sys.executable, "-c", code, chosen, str(RESOURCES)],
        env=clean | env | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=True, cwd=RESOURCES.parent,
    )  # fmt: skip
    said = done.stdout.split()
    assert said[:2] == [spoken, "Schließen" if spoken == "de" else "Close"]
    if chosen != "system":
        assert said[2] == spoken


def test_what_is_ticked_for_a_terminal_is_quoted_on_the_screen(german: None) -> None:
    assert told("Install Claude Code, or put `claude` on your PATH.").count("„claude“") == 1
    assert "`" not in told("Add `tray_output *` to the `bar` block of nobody's config.")
    assert told("a lone ` stays") == "a lone ` stays"
