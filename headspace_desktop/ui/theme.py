"""One visual language: colours by role, spacing and type, and which palette is in force. See docs/design.md.

GUI thread. Follows the system unless the person chose; must not read settings or know any widget.
"""

from __future__ import annotations

from dataclasses import fields
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from headspace_desktop import paths
from headspace_desktop.domain.model import State
from headspace_desktop.ui.looks import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, TERMINAL, Look

Choice = Literal["system", "light", "dark", "terminal", "contrast"]

# Spacing in device-independent pixels: one 4 px grid.
XS_PX, S_PX, M_PX, L_PX, XL_PX = 4, 8, 12, 16, 24
CHIP_RADIUS_PX, CARD_RADIUS_PX = 4, 7


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
        QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.connect(self._system_changed)
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
        if self._choice in {"system", "contrast"} and self._wanted() is not self.look:
            self._apply()

    def _wanted(self) -> Look:
        match self._choice:
            case "light":
                return LIGHT
            case "dark":
                return DARK
            case "terminal":
                return TERMINAL
            case "contrast":
                return CONTRAST_DARK if self._is_dark() else CONTRAST_LIGHT
            case "system" if _wants_contrast():
                return CONTRAST_DARK if self._is_dark() else CONTRAST_LIGHT
            case "system":
                return DARK if self._is_dark() else LIGHT

    def _is_dark(self) -> bool:
        """What the desktop asks for."""
        scheme = QGuiApplication.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown:  # bare X sessions say nothing; the palette at start does
            return self._system.window().color().lightness() < 128
        return scheme == Qt.ColorScheme.Dark

    def _apply(self) -> None:
        self.look = self._wanted()
        self._app.setPalette(palette(self.look))
        self._app.setStyleSheet(self._style.substitute(roles(self.look)))
        self.changed.emit()


def _wants_contrast() -> bool:
    """Whether the desktop asks for high contrast. Source: QAccessibilityHints, since Qt 6.10."""
    hints = QGuiApplication.styleHints()  # held: without it PySide takes what belongs to it for deleted
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def roles(look: Look) -> dict[str, str]:
    """The colour roles as the style sheet names them."""
    named = {field.name: str(getattr(look, field.name)) for field in fields(look) if field.type == "str"}
    for sign in ("arrow", "tick"):
        file = paths.packaged()[0] / "style" / f"{sign}-{'dark' if is_dark(look) else 'light'}.svg"
        named[sign] = file.as_posix()
    for state, hue in look.hues.items():
        named |= {f"{state}_ink": hue.ink, f"{state}_fill": hue.fill, f"{state}_tint": hue.tint}
    return named


def is_dark(look: Look) -> bool:
    return QColor(look.surface).lightness() < 128


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
