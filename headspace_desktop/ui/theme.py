"""One visual language: colours by role, spacing, type, and the light and dark palettes. See docs/design.md.

GUI thread. Follows the system unless the person chose; must not read settings or know any widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from string import Template
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from headspace_desktop import paths
from headspace_desktop.domain.model import State

Choice = Literal["system", "light", "dark"]

# Spacing in device-independent pixels: one 4 px grid.
XS_PX, S_PX, M_PX, L_PX, XL_PX = 4, 8, 12, 16, 24
CHIP_RADIUS_PX, CARD_RADIUS_PX = 4, 7


@dataclass(frozen=True, slots=True)
class Hue:
    """The colours of one state: `ink` for words, `fill` for shapes, `tint` for what lies behind words."""

    ink: str
    fill: str
    tint: str


@dataclass(frozen=True, slots=True)
class Look:
    """Every colour of one theme, by what it is for."""

    name: str
    window: str
    surface: str
    sunken: str
    raised: str
    line: str
    line_strong: str
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_text: str
    selection: str
    hues: Mapping[State, Hue]

    def hue(self, state: State) -> Hue:
        return self.hues[state]


LIGHT = Look(
    name="light",
    window="#f5f5f2",
    surface="#ffffff",
    sunken="#ecece8",
    raised="#fafaf8",
    line="#dddcd7",
    line_strong="#b7b6b0",
    text="#1c1f24",
    text_soft="#4d535c",
    text_faint="#636974",
    accent="#0b6672",
    accent_text="#ffffff",
    selection="#d9edef",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#7a4a00", "#b87000", "#fdf0d5"),
            State.WORKING: Hue("#1a56b0", "#2f72d6", "#e5eefc"),
            State.IDLE: Hue("#1b6e3e", "#2c9457", "#e3f3e9"),
            State.STALLED: Hue("#a8231b", "#d23b31", "#fbe7e5"),
            State.DONE: Hue("#3f6150", "#6a8a78", "#eaf0ec"),
            State.ENDED: Hue("#5b616b", "#7c828b", "#ededea"),
            State.UNKNOWN: Hue("#5b616b", "#7c828b", "#ededea"),
        }
    ),
)

DARK = Look(
    name="dark",
    window="#121316",
    surface="#1a1c20",
    sunken="#0d0e10",
    raised="#22252a",
    line="#2b2f35",
    line_strong="#454b54",
    text="#e6e8eb",
    text_soft="#a9b0ba",
    text_faint="#8b929d",
    accent="#5cc8d2",
    accent_text="#06262a",
    selection="#173338",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#f2bd66", "#e8a83f", "#33280f"),
            State.WORKING: Hue("#8db6f7", "#5f97ee", "#172740"),
            State.IDLE: Hue("#7ed3a1", "#4fb37c", "#142c1f"),
            State.STALLED: Hue("#f2938d", "#e3655d", "#3a1b19"),
            State.DONE: Hue("#9dbfac", "#7c9c8a", "#1c2822"),
            State.ENDED: Hue("#98a0ab", "#7a828d", "#24272c"),
            State.UNKNOWN: Hue("#98a0ab", "#7a828d", "#24272c"),
        }
    ),
)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Theme(QObject):
    """The theme that is in force; `changed` tells when widgets that paint must paint again.

    No event filter on the application: it crashes the web view, and costs a call into Python for every event.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = "system") -> None:
        super().__init__(app)
        self._app = app
        self._system = QPalette(app.palette())
        self._choice: Choice = choice
        self._style = Template((paths.packaged()[0] / "style" / "headspace.qss").read_text(encoding="utf-8"))
        self.look = LIGHT
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def choice(self) -> Choice:
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Take this theme from now on; ``system`` follows the desktop."""
        if choice != self._choice:
            self._choice = choice
            self._apply()

    @Slot()
    def _system_changed(self) -> None:
        if self._choice == "system" and self._wanted() is not self.look:
            self._apply()

    def _wanted(self) -> Look:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        scheme = QGuiApplication.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown:  # bare X sessions say nothing; the palette at start does
            return DARK if self._system.window().color().lightness() < 128 else LIGHT
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        self.look = self._wanted()
        self._app.setPalette(palette(self.look))
        self._app.setStyleSheet(self._style.substitute(roles(self.look)))
        self.changed.emit()


def roles(look: Look) -> dict[str, str]:
    """The colour roles as the style sheet names them."""
    named = {field.name: str(getattr(look, field.name)) for field in fields(look) if field.type == "str"}
    named["arrow"] = (paths.packaged()[0] / "style" / f"arrow-{look.name}.svg").as_posix()
    for state, hue in look.hues.items():
        named |= {f"{state}_ink": hue.ink, f"{state}_fill": hue.fill, f"{state}_tint": hue.tint}
    return named


def palette(look: Look) -> QPalette:
    """The same colours for everything that the style draws by itself."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, look.window),
        (role.WindowText, look.text),
        (role.Base, look.surface),
        (role.AlternateBase, look.raised),
        (role.Text, look.text),
        (role.Button, look.raised),
        (role.ButtonText, look.text),
        (role.BrightText, look.hue(State.STALLED).ink),
        (role.ToolTipBase, look.raised),
        (role.ToolTipText, look.text),
        (role.PlaceholderText, look.text_faint),
        (role.Highlight, look.accent),
        (role.HighlightedText, look.accent_text),
        (role.Accent, look.accent),
        (role.Link, look.accent),
        (role.LinkVisited, look.accent),
        (role.Light, look.raised),
        (role.Midlight, look.line),
        (role.Mid, look.line),
        (role.Dark, look.line_strong),
        (role.Shadow, look.sunken),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(look.text_faint))
    made.setColor(QPalette.ColorGroup.Inactive, role.Highlight, QColor(look.accent))
    return made


# Type: four sizes relative to the desktop's own font, so that its size is respected.
_SCALE = {"caption": 0.88, "body": 1.0, "title": 1.25, "display": 1.9}


def prose(size: str = "body", *, is_strong: bool = False) -> QFont:
    """The desktop's own face, for words."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * _SCALE[size])
    font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    return font


def mono(size: str = "caption", *, is_strong: bool = False) -> QFont:
    """The desktop's fixed face, for numbers, ids, paths and commands."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QApplication.font().pointSizeF() * _SCALE[size] * 0.97)
    font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
