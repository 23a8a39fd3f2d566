"""Troubles as a strip beneath the top bar: title, detail, remedy. Never modal, never in the way.

GUI thread. A trouble stays until it is gone or put aside; one with an empty key is told once. Bubbles that no desktop
shows come here too, in a calm look: they are no troubles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from headspace_desktop import troubles
from headspace_desktop.domain.actions import OpenTerminal
from headspace_desktop.domain.changes import FocusTold, TroubleShown
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.parts import button, frame, label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, S_PX, Theme
from headspace_desktop.ui.words import family, number, tr

_SHOWN = 2
_KEPT = 50
#: Kinds that are told in a calm look: nothing is wrong.
_CALM = frozenset({"Bubble"})
#: Kinds by what they endanger; the others lie between.
_SEVERE = frozenset({"Bug", "SecondEngine", "SpoolUnusable", "HooksRemoved", *family(troubles.StoreTrouble)})
_SLIGHT = frozenset({"NoTrayHost", "NoNotifications", "SettingsUnreadable", "SettingInvalid", "SettingUnknown"})
#: Many of these are shown as one.
_SETTINGS = frozenset({"SettingInvalid", "SettingUnknown"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A button on a strip."""

    word: str
    pressed: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What one strip says; `keys` are those of the troubles in it."""

    trouble: TroubleShown
    keys: tuple[str, ...]
    offer: Offer | None = None

    @property
    def is_calm(self) -> bool:
        return self.trouble.kind in _CALM

    @property
    def rank(self) -> int:
        kind = self.trouble.kind
        return 0 if kind in _CALM else 1 if kind in _SLIGHT else 3 if kind in _SEVERE else 2


class Strip(QWidget):
    """One trouble, or several of one sort."""

    def __init__(self, theme: Theme, told: Told) -> None:
        super().__init__()
        self.told = told
        trouble = told.trouble
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        outer = frame("notice" if told.is_calm else "banner")
        line.addWidget(outer)
        box = QHBoxLayout(outer)
        box.setContentsMargins(L_PX, S_PX, S_PX, S_PX)
        box.setSpacing(S_PX)
        if not told.is_calm:
            box.addWidget(StateGlyph(theme, State.STALLED, 16))
        words = QVBoxLayout()
        words.setSpacing(1)
        title = one_line(trouble.title, 160)
        detail = one_line(trouble.detail, 500)
        self.title = label(title, "" if told.is_calm else "bad", themes.prose(is_strong=True))
        said = " ".join(_sentence(part) for part in (detail, one_line(trouble.remedy, 500)) if part)
        self.detail = label(said, "", themes.prose("caption"), wraps=True)
        self.detail.setVisible(bool(said))
        words.addWidget(self.title)
        words.addWidget(self.detail)
        box.addLayout(words, 1)
        if told.offer is not None:
            self.offer = button(told.offer.word)
            self.offer.clicked.connect(told.offer.pressed)
            box.addWidget(self.offer)
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setAccessibleName(tr("Put aside") + ": " + title)
        self.close_button.setToolTip(tr("Put aside"))
        box.addWidget(self.close_button)
        self.setAccessibleName(f"{title}. {detail}")


class Banner(QWidget):
    """At most two strips at once, the most severe first, of these the newest; the rest is counted by its sort."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told: list[Told] = []  # the newest last
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

    def show_trouble(self, trouble: TroubleShown, offer: Offer | None = None) -> None:
        """Show it, in place of the same one told before."""
        same = next((told for told in self._told if trouble.key and told.trouble.key == trouble.key), None)
        if same is not None and _said(same.trouble) == _said(trouble):
            return
        if same is not None:
            self._told.remove(same)
        elif trouble.key in self._aside or any(_said(told.trouble) == _said(trouble) for told in self._told):
            return
        self._told = [*self._told, Told(trouble, (trouble.key,), offer)][-_KEPT:]
        self._settle()

    def show_focus(self, told: FocusTold, at: datetime, post: Callable[[OpenTerminal], None]) -> None:
        """How a click to focus ended, for those who do not look at the agent's panel; a failure offers a terminal."""
        key = f"focus:{told.agent_uuid}"
        if told.is_ok:
            self.forget(key)
            return

        def open_terminal() -> None:
            post(OpenTerminal(told.agent_uuid, request_id=uuid4().hex))
            self.forget(key)

        title = tr("The terminal did not come to the front")
        remedy = " ".join(part for part in (told.remedy, told.attach_command) if part)
        offer = Offer(tr("Open a terminal"), open_terminal) if told.attach_command else None
        self.show_trouble(TroubleShown(key, "FocusRefused", title, told.detail, remedy, at), offer)

    def forget(self, key: str) -> None:
        """The trouble is over."""
        self._aside.discard(key)
        self._told = [told for told in self._told if told.trouble.key != key]
        self._settle()

    @Slot()
    def _closed(self) -> None:
        pressed = self.sender()
        for strip in [strip for strip in self._strips if strip.close_button is pressed]:
            self._aside |= {key for key in strip.told.keys if key}
            gone = strip.told.keys
            self._told = [
                told for told in self._told if (told.trouble.key not in gone if any(gone) else told != strip.told)
            ]
        self._settle()

    @Slot()
    def _show_all(self) -> None:
        self._is_all = True
        self._settle()

    def _settle(self) -> None:
        """Show what is told now; strips that say the same stay as they are."""
        wanted = _grouped(self._told)
        kept = {strip.told: strip for strip in self._strips}
        strips = [kept.pop(told) if told in kept else self._made(told) for told in wanted]
        for strip in kept.values():
            self._box.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        self._is_all = self._is_all and len(strips) > _SHOWN
        for at, strip in enumerate(strips):
            if self._box.indexOf(strip) != at:
                self._box.insertWidget(at, strip)
            strip.setVisible(self._is_all or at < _SHOWN)
        self._strips = strips
        hidden = [] if self._is_all else strips[_SHOWN:]
        self.more.setVisible(bool(hidden))
        self.more.setText(_more(hidden))
        self.setVisible(bool(strips))

    def _made(self, told: Told) -> Strip:
        strip = Strip(self._theme, told)
        strip.close_button.clicked.connect(self._closed)
        return strip


def _more(strips: Sequence[Strip]) -> str:
    """What is wrong and what merely waits, each counted for itself."""
    calm = sum(strip.told.is_calm for strip in strips)
    wrong = len(strips) - calm
    troubles = tr("1 more trouble") if wrong == 1 else tr("%n more troubles", wrong)
    notices = tr("1 more notice") if calm == 1 else tr("%n more notices", calm)
    return " · ".join(([troubles] if wrong else []) + ([notices] if calm else []))


def _grouped(all_told: Sequence[Told]) -> list[Told]:
    """As strips: the settings together, the most severe first, then the newest."""
    settings = [told for told in all_told if told.trouble.kind in _SETTINGS]
    rest = [told for told in all_told if told.trouble.kind not in _SETTINGS]
    if len(settings) > 1:
        title = tr("%n settings are not used", len(settings))
        detail = "; ".join(one_line(told.trouble.detail or told.trouble.title, 160) for told in settings[:8])
        if len(settings) > 8:
            detail += "; " + tr("and") + " " + number(len(settings) - 8) + " " + tr("more")
        trouble = replace(settings[-1].trouble, title=title, detail=detail)
        settings = [Told(trouble, tuple(told.trouble.key for told in settings))]
    newest_first = [*reversed(rest), *reversed(settings)]
    return sorted(newest_first, key=lambda told: -told.rank)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":")) else text + "."


def _said(trouble: TroubleShown) -> tuple[str, str, str, str]:
    return (trouble.title, trouble.detail, trouble.remedy, trouble.agent_uuid)
