"""Settings: made from the settings model, saved as one, each mistake beside its field. GUI thread; opens no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.asks import AskSettings
from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.field import Field
from headspace_desktop.ui.dialogs.rows import SELECTABLE, as_tall_as_needed, words
from headspace_desktop.ui.dialogs.shapes import SettingRow, SettingsShown
from headspace_desktop.ui.pages.page import Deed, Ground, HelpPlace, PagePlace, SettingPlace
from headspace_desktop.ui.pages.sheet import Sheet
from headspace_desktop.ui.pages.topics import topic_of_setting
from headspace_desktop.ui.parts import button, frame, label, make_clearable, retone, rule
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX
from headspace_desktop.ui.words import told, tr

#: What people look for comes first; a group that is not here comes last.
_ORDER = ("ui", "notify", "state", "claude", "hooks", "terminal", "tmux", "database", "log")


def group_word(name: str) -> str:
    return {
        "ui": tr("Windows"),
        "notify": tr("Notifications"),
        "state": tr("States"),
        "claude": tr("Claude Code"),
        "hooks": tr("Hooks"),
        "terminal": tr("Terminal"),
        "tmux": tr("tmux"),
        "database": tr("Store"),
        "log": tr("Log"),
    }.get(name, name)


class SettingsPage(Sheet):
    name = "settings"
    deeds = (Deed("save_all", lambda: tr("Save the settings"), "Ctrl+S"),)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.fields: dict[str, Field] = {}
        self._page: SettingsShown | None = None
        self._groups_left: list[str] = []
        self._groups: dict[str, tuple[QWidget, QWidget]] = {}  # heading and card
        self._wanted = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the settings"))
        self.search.setAccessibleName(tr("Search the settings"))
        make_clearable(self.search)
        self.search.textChanged.connect(self._sift)
        self.none = label(tr("No setting is called so."), "soft")
        self.none.hide()
        self._groups_box = QVBoxLayout()
        self._head_line(tr("Settings"))
        self.sheet = QScrollArea()
        self.sheet.setWidgetResizable(True)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setAccessibleName(tr("Settings"))
        self.troubles = words("", "bad")
        self.troubles.hide()
        box = QVBoxLayout(self.body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S_PX)
        box.addWidget(self.troubles)
        box.addWidget(self.search)
        box.addWidget(self.none)
        box.addWidget(self.sheet, 1)
        self.first = self.search
        self.file = words("", "faint", themes.mono())
        self.file.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.file.setTextInteractionFlags(SELECTABLE)
        self.told = label("", "soft", themes.prose("caption"))
        self.revert = button(tr("Revert"), "quiet", tr("Shows again what is in force"))
        self.save = button(tr("Save"), "primary")
        self.ground.theme.changed.connect(self.grow_stale)  # the colours may be chosen by a command too
        self.revert.clicked.connect(self._revert)
        self.save.clicked.connect(self.save_all)
        self.head.takeAt(1)  # the gap: the path takes it
        self.head.addWidget(self.file, 1)
        self.foot.insertWidget(0, self.told)
        self.foot.addWidget(self.revert)
        self.foot.addWidget(self.save)
        self._edited()

    @staticmethod
    @override
    def title() -> str:
        return tr("Settings")

    @override
    def refresh(self) -> None:
        if not self.is_waiting:
            if not self.fields:
                self.say(tr("Reading the settings…"))
            self._post(AskSettings)

    @override
    def show_page(self, page: SettingsShown) -> None:
        self._page = page
        if not self.fields:
            self._begin()
        self.file.setText(one_line(page.file, 300))
        self.troubles.setText("\n".join(visible(one, 300) for one in page.troubles))
        self.troubles.setVisible(bool(page.troubles))
        for key in page.saved:
            if key in self.fields:
                self.fields[key].settled()
        for row in page.rows:
            if row.choice.key in self.fields:
                self.fields[row.choice.key].show_row(row)
        self._edited()
        if page.errors:
            self._show_errors(page)
        elif page.saved:
            notes = [row.note for row in page.rows if row.choice.key in page.saved and row.note]
            self._tell(tr("Saved, and in force.") if not notes else tr("Saved.") + " " + " ".join(map(tr, notes)))

    @override
    def fail(self, trouble: TroubleShown) -> None:
        """A file that cannot be written is no reason to lose what was typed."""
        if self.fields:
            said = " ".join(part for part in (trouble.title + ":", trouble.detail, trouble.remedy) if part)
            self.troubles.setText(visible(said, 1000))
            self.troubles.show()
            self._edited()
            self._tell(tr("Nothing was saved."), "bad")
        else:
            super().fail(trouble)

    def _begin(self) -> None:
        """Build one group in each turn of the loop: all at once would take several frames."""
        content = QWidget()
        as_tall_as_needed(content)
        self._groups_box = QVBoxLayout(content)
        self._groups_box.setContentsMargins(0, 0, S_PX, 0)
        self._groups_box.setSpacing(M_PX)
        self._groups_box.addStretch(1)
        self.sheet.setWidget(content)
        self.sheet.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        here = dict.fromkeys(row.choice.key.partition(".")[0] for row in self._rows())
        self._groups_left = [name for name in _ORDER if name in here] + [name for name in here if name not in _ORDER]
        self._build_next()

    @Slot()
    def _build_next(self) -> None:
        name = self._groups_left.pop(0)
        rows = [row for row in self._rows() if row.choice.key.partition(".")[0] == name]
        at = self._groups_box.count() - 1
        heading = label(group_word(name), font=themes.prose("body", is_strong=True))
        self._groups[name] = (heading, self._group(rows))
        for step, widget in enumerate(self._groups[name]):
            self._groups_box.insertWidget(at + step, widget)
        for row in rows:
            self.fields[row.choice.key].show_row(row)
        if self._groups_left:
            QTimer.singleShot(0, self, self._build_next)
        else:
            self._sift()
            QTimer.singleShot(0, self, self._show_wanted)  # once all of it is laid out

    def _rows(self) -> Sequence[SettingRow]:
        return self._page.rows if self._page is not None else ()

    def _group(self, rows: list[SettingRow]) -> QWidget:
        card = frame("box")
        box = QVBoxLayout(card)
        box.setContentsMargins(L_PX, S_PX, L_PX, S_PX)
        box.setSpacing(0)
        for at, row in enumerate(rows):
            if at:
                box.addWidget(rule())
            field = Field(row.choice)
            field.edited.connect(self._edited)
            field.help_wanted.connect(self._help)
            self.fields[row.choice.key] = field
            box.addWidget(field)
        return card

    def _show_errors(self, page: SettingsShown) -> None:
        first: Field | None = None
        for key, why in page.errors.items():
            if (field := self.fields.get(key)) is not None:
                field.show_error(told(why))
                first = first or field
        self._tell(tr("Nothing was saved. Fields to correct: %n", len(page.errors)), "bad")
        if first is not None:
            self.sheet.ensureWidgetVisible(first)
            first.editor.setFocus()

    def _tell(self, text: str, tone: str = "good") -> None:
        retone(self.told, tone)
        self.told.setText(one_line(text, 300))

    def _changes(self) -> dict[str, object]:
        return {key: field.change for key, field in self.fields.items() if field.is_changed}

    @Slot()
    def _edited(self) -> None:
        count = len(self._changes())
        self.save.setEnabled(count > 0 and not self.is_waiting)
        self.revert.setEnabled(count > 0)
        self._tell(tr("Not saved yet: %n", count) if count else "", "soft")

    @Slot()
    def _revert(self) -> None:
        for field in self.fields.values():
            field.revert()
        self._edited()

    @Slot()
    def save_all(self) -> None:
        """Save what was changed, all of it or nothing."""
        changes = self._changes()
        if changes and not self.is_waiting:
            self._post(lambda ask_id: AskSettings(ask_id, changes))
            self.save.setEnabled(False)

    # -- finding one

    @override
    def go_to(self, place: SettingPlace | PagePlace) -> None:
        """Show one setting, or a group, or what fits the words."""
        if isinstance(place, PagePlace):
            self.search.setText(place.words)
            return
        self.search.clear()
        self._wanted = place.key
        self._show_wanted()

    @Slot()
    def _show_wanted(self) -> None:
        if self._groups_left or not self.fields or not self._wanted:
            return
        key, self._wanted = self._wanted, ""
        found = self.fields.get(key)
        if found is not None:
            self.sheet.ensureWidgetVisible(found)
            found.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in self._groups:
            self.sheet.ensureWidgetVisible(self._groups[key][1])
            self.sheet.ensureWidgetVisible(self._groups[key][0])

    @Slot()
    def _sift(self) -> None:
        """Show only what fits the words."""
        words = self.search.text().lower().split()
        shown: set[str] = set()
        for key, field in self.fields.items():
            group = key.partition(".")[0]
            text = f"{key} {tr(field.choice.title)} {tr(field.choice.description)} {group_word(group)}".lower()
            is_shown = all(word in text for word in words)
            field.setVisible(is_shown)
            if is_shown:
                shown.add(group)
        for group, widgets in self._groups.items():
            for widget in widgets:
                widget.setVisible(group in shown)
        self.none.setVisible(bool(words) and not shown)

    @Slot(str)
    def _help(self, key: str) -> None:
        self.ground.go(HelpPlace(*topic_of_setting(key)))
