"""Troubles as a strip beneath the top bar: title, detail, remedy. Never modal, never in the way.

GUI thread. A trouble stays until it is gone or put aside; one with an empty key is told once.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.parts import button, frame, label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, S_PX, Theme
from headspace_desktop.ui.words import tr

_SHOWN = 2


class Strip(QWidget):
    """One trouble."""

    def __init__(self, theme: Theme, trouble: TroubleShown) -> None:
        super().__init__()
        self.trouble = trouble
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        outer = frame("banner")
        line.addWidget(outer)
        box = QHBoxLayout(outer)
        box.setContentsMargins(L_PX, S_PX, S_PX, S_PX)
        box.setSpacing(S_PX)
        box.addWidget(StateGlyph(theme, State.STALLED, 16))
        words = QVBoxLayout()
        words.setSpacing(1)
        title = one_line(trouble.title, 160)
        detail = one_line(trouble.detail, 500)
        self.title = label(title, "bad", themes.prose(is_strong=True))
        said = f"{detail}  {one_line(trouble.remedy, 500)}".strip()
        self.detail = label(said, "", themes.prose("caption"), wraps=True)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        box.addLayout(words, 1)
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setAccessibleName(tr("Put aside") + ": " + title)
        self.close_button.setToolTip(tr("Put aside"))
        box.addWidget(self.close_button)
        self.setAccessibleName(f"{title}. {detail}")


class Banner(QWidget):
    """At most two strips at once, the newest first; the rest is counted."""

    emptied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strips: list[Strip] = []
        self._aside: set[str] = set()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.more = button("", "quiet")
        self.more.clicked.connect(self._show_all)
        self._box.addWidget(self.more)
        self._is_all = False
        self._settle()

    @property
    def strips(self) -> list[Strip]:
        return list(self._strips)

    def show_trouble(self, trouble: TroubleShown) -> None:
        """Show it, in place of the same one told before."""
        same = next((s for s in self._strips if trouble.key and s.trouble.key == trouble.key), None)
        if same is not None and _said(same.trouble) == _said(trouble):
            return
        if same is not None:
            self._remove(same)
        elif trouble.key in self._aside or any(_said(s.trouble) == _said(trouble) for s in self._strips):
            return
        strip = Strip(self._theme, trouble)
        strip.close_button.clicked.connect(self._closed)
        self._strips.insert(0, strip)
        self._box.insertWidget(0, strip)
        for old in self._strips[50:]:
            self._remove(old)
        self._settle()

    def forget(self, key: str) -> None:
        """The trouble is over."""
        self._aside.discard(key)
        for strip in [strip for strip in self._strips if strip.trouble.key == key]:
            self._remove(strip)
        self._settle()

    @Slot()
    def _closed(self) -> None:
        pressed = self.sender()
        for strip in [strip for strip in self._strips if strip.close_button is pressed]:
            if strip.trouble.key:
                self._aside.add(strip.trouble.key)
            self._remove(strip)
        self._settle()

    @Slot()
    def _show_all(self) -> None:
        self._is_all = True
        self._settle()

    def _remove(self, strip: Strip) -> None:
        self._strips.remove(strip)
        self._box.removeWidget(strip)
        strip.hide()
        strip.deleteLater()

    def _settle(self) -> None:
        self._is_all = self._is_all and len(self._strips) > _SHOWN
        for at, strip in enumerate(self._strips):
            strip.setVisible(self._is_all or at < _SHOWN)
        hidden = 0 if self._is_all else max(len(self._strips) - _SHOWN, 0)
        self.more.setVisible(hidden > 0)
        self.more.setText(tr("%n more troubles", hidden))
        self.setVisible(bool(self._strips))


def _said(trouble: TroubleShown) -> tuple[str, str, str, str]:
    return (trouble.title, trouble.detail, trouble.remedy, trouble.agent_uuid)
