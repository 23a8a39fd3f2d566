from __future__ import annotations

from typing import get_args

import pytest
import shiboken6
from PySide6.QtWidgets import QCheckBox, QMainWindow, QRadioButton, QWidget

from headspace_desktop import settings
from headspace_desktop.domain.model import State
from headspace_desktop.ui.looks import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, LOOKS, TERMINAL, Look, contrast
from headspace_desktop.ui.theme import Choice, Theme, palette


def test_contrast_is_the_standard_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_words_are_legible_on_every_ground(look: Look) -> None:
    grounds = (look.window, look.surface, look.sunken, look.raised, look.selection)
    for ink in (look.text, look.text_soft, look.text_faint, look.accent):
        for ground in grounds if ink != look.text_faint else grounds[:4]:
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(look.accent_text, look.accent) >= 4.5


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_states_are_legible(look: Look, state: State) -> None:
    hue = look.hue(state)
    for ground in (hue.tint, look.surface, look.window, look.sunken):
        assert contrast(hue.ink, ground) >= 4.5
    for ground in (look.surface, look.window, look.sunken):
        assert contrast(hue.fill, ground) >= 3.0
    assert contrast(look.text, hue.tint) >= 4.5


def test_the_choice_changes_the_application(qapp, qtbot) -> None:
    theme = Theme(qapp, "light")
    assert qapp.palette().window().color().name() == LIGHT.window
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.look is DARK
    assert qapp.palette().window().color().name() == DARK.window
    assert palette(DARK).text().color().name() == DARK.text
    assert "$" not in qapp.styleSheet()
    theme.choose("terminal")
    assert theme.look is TERMINAL
    theme.choose("contrast")
    assert theme.look in (CONTRAST_DARK, CONTRAST_LIGHT)
    theme.choose("light")
    shiboken6.delete(theme)


@pytest.mark.parametrize("look", [CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda look: look.name)
def test_high_contrast_is_high(look: Look) -> None:
    """WCAG 2.2, 1.4.6: 7:1 for all text; borders are seen too."""
    for ground in (look.window, look.surface, look.sunken, look.raised):
        for ink in (look.text, look.text_soft, look.text_faint, look.accent, *(hue.ink for hue in look.hues.values())):
            assert contrast(ink, ground) >= 7, (ink, ground)
        assert contrast(look.line, ground) >= 4.5


@pytest.mark.parametrize("choice", ["light", "dark", "terminal", "contrast"])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_what_can_be_ticked_is_seen_before_it_is(qapp, qtbot, kind: type[QWidget], choice: str) -> None:
    theme = Theme(qapp, choice)
    host = QMainWindow()  # has the ground of a window
    box = kind("")
    host.setCentralWidget(box)
    host.show()
    picture = host.grab().toImage()
    found = {picture.pixelColor(x, picture.height() // 2).name() for x in range(24)}
    assert max(contrast(one, theme.look.window) for one in found) >= 3.0
    shiboken6.delete(host)
    theme.choose("light")
    shiboken6.delete(theme)


def test_what_can_be_chosen_can_be_saved() -> None:
    (saved,) = (choice for choice in settings.choices() if choice.key == "ui.theme")
    assert saved.values == get_args(Choice)
