"""Search, chosen projects, order and density: the line above the columns.

GUI thread. Holds no cards; what the person chooses leaves as signals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.order import Grouping, Sort
from headspace_desktop.ui.board.sieve import Sieve
from headspace_desktop.ui.parts import label, make_clearable
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import number, state_word, tr

#: So much of what is searched for is seen.
WORDS_PX = 150
_OWN_KEYS = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down})
#: Chips of chosen projects that are shown one by one.
_CHIPS = 3


class FilterBar(QFrame):
    """What is shown, in what order, how densely."""

    grouped = Signal(object)  # Grouping
    sieved = Signal(object)  # Sieve
    sorted_by = Signal(object)  # Sort
    compact_switched = Signal(bool)
    short_done_switched = Signal(bool)
    left = Signal()  # down to the cards

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "boardline")
        self.sieve = Sieve()
        self._projects: dict[str, str] = {}
        self._sort = Sort.AUTO
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Search agents  ( / )"))
        self.words.setAccessibleName(tr("Search agents"))
        make_clearable(self.words)
        self.words.setMaximumWidth(280)
        self.words.setMinimumWidth(WORDS_PX)
        self.words.textChanged.connect(self._typed)
        self.words.installEventFilter(self)
        self.count = label("", "soft", themes.mono("caption"))
        self.project = self._menu_button(tr("Project"), tr("Show only some projects"))
        self.view = self._menu_button("", tr("View by"))
        self.sort = self._menu_button("", tr("Order within a column"))
        self.look = self._menu_button(tr("Cards"), tr("How much of a card is shown"))
        self._chips: list[QToolButton] = []
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(M_PX, XS_PX, M_PX, XS_PX)
        self._box.setSpacing(S_PX)
        self._box.addWidget(self.words, 2)
        self._box.addWidget(self.project)
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(XS_PX)
        self._box.addLayout(self._chip_row)
        self._box.addWidget(self.count)
        self._box.addStretch(1)
        self._box.addLayout(self._switch())
        self._box.addWidget(self.view)
        self._box.addSpacing(S_PX)
        self._box.addWidget(self.sort)
        self._box.addWidget(self.look)
        self.sorts: dict[Sort, QAction] = {}
        self._fill_sorts()
        self._fill_look()
        self.project.menu().aboutToShow.connect(self._fill_projects)
        self.show_grouping(Grouping.STATE)
        self.show_sort(Sort.AUTO)
        self.show_count(0, 0)

    def _switch(self) -> QHBoxLayout:
        box = QHBoxLayout()
        box.setSpacing(2)
        group = QButtonGroup(self)
        self._said = label(tr("View by"), "faint", themes.prose("caption"))
        box.addWidget(self._said)
        self.views: dict[Grouping, QToolButton] = {}
        words = {Grouping.STATE: tr("state"), Grouping.PROJECT: tr("project"), Grouping.PRIORITY: tr("priority")}
        for grouping, word in words.items():
            made = self.views[grouping] = QToolButton()
            made.setText(word)
            made.setCheckable(True)
            made.setAccessibleName(tr("View by {what}").format(what=word))
            made.setProperty("view", str(grouping))
            group.addButton(made)
            box.addWidget(made)
            self.view.menu().addAction(word, partial(self.grouped.emit, grouping))
        group.buttonClicked.connect(self._view_clicked)
        return box

    def _menu_button(self, text: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(QMenu(made))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made

    def _fill_sorts(self) -> None:
        group = QActionGroup(self)
        for sort, words in sort_words().items():
            made = QAction(words, self)
            made.setCheckable(True)
            made.setData(sort)
            group.addAction(made)
            self.sort.menu().addAction(made)
            self.sorts[sort] = made
        group.triggered.connect(self._sort_chosen)

    def _fill_look(self) -> None:
        self.compact = QAction(tr("Compact cards"), self)
        self.short_done = QAction(tr("Shorten what is over"), self)
        for made, switched in ((self.compact, self.compact_switched), (self.short_done, self.short_done_switched)):
            made.setCheckable(True)
            made.toggled.connect(switched)
            self.look.menu().addAction(made)

    def show_grouping(self, grouping: Grouping) -> None:
        self.views[grouping].setChecked(True)
        self.view.setText(self.views[grouping].text())
        self.sort.setEnabled(grouping is not Grouping.PRIORITY)

    # -- what is shown ------------------------------------------------------------------

    def show_projects(self, projects: Mapping[str, str]) -> None:
        """The projects that can be chosen: their keys with their names."""
        self._projects = dict(projects)

    def show_count(self, shown: int, total: int) -> None:
        is_all = self.sieve.is_open
        self.count.setText("" if is_all else tr("{shown} of {total}").format(shown=number(shown), total=number(total)))
        self.count.setVisible(not is_all)

    def show_sort(self, sort: Sort) -> None:
        self._sort = sort
        self.sorts[sort].setChecked(True)
        self._fit()

    def focus_words(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def toggle_state(self, state: State) -> None:
        self._sift(self.sieve.with_state(state))

    def clear(self) -> bool:
        """Show everything again; False when everything is shown already."""
        if self.sieve.is_open:
            return False
        self.sieve = Sieve()
        self.words.clear()
        self._sift(Sieve())
        return True

    def _sift(self, sieve: Sieve) -> None:
        self.sieve = sieve
        self._show_chips()
        self.sieved.emit(sieve)

    # -- what the person does -------------------------------------------------------------

    @Slot(str)
    def _typed(self, text: str) -> None:
        if text.strip() != self.sieve.words:
            self._sift(replace(self.sieve, words=text.strip()))

    @Slot(QToolButton)
    def _view_clicked(self, clicked: QToolButton) -> None:
        self.grouped.emit(Grouping(clicked.property("view")))

    @Slot(QAction)
    def _sort_chosen(self, chosen: QAction) -> None:
        sort = Sort(chosen.data())
        self.show_sort(sort)
        self.sorted_by.emit(sort)

    @Slot()
    def _fill_projects(self) -> None:
        menu = self.project.menu()
        menu.clear()
        for key, name in sorted(self._projects.items(), key=lambda item: item[1].casefold()):
            made = menu.addAction(one_line(name, 60).replace("&", "&&") or "—")
            made.setCheckable(True)
            made.setChecked(key in self.sieve.projects)
            made.setData(key)
            made.triggered.connect(self._project_chosen)

    @Slot()
    def _project_chosen(self) -> None:
        made = self.sender()
        if isinstance(made, QAction):
            self._sift(self.sieve.with_project(made.data()))

    @Slot()
    def _chip_clicked(self) -> None:
        made = self.sender()
        if isinstance(made, QToolButton):
            if (state := made.property("state")) is not None:
                self._sift(self.sieve.with_state(State(state)))
            else:
                self._sift(self.sieve.with_project(str(made.property("project"))))

    def _show_chips(self) -> None:
        """One chip for each choice, each of which takes it back."""
        for chip in self._chips:
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        chosen = [("state", str(state), state_word(state)) for state in sorted(self.sieve.states)]
        chosen += [("project", key, self._projects.get(key, key)) for key in sorted(self.sieve.projects)][:_CHIPS]
        for kind, value, words in chosen:
            chip = QToolButton()
            chip.setProperty("kind", "chip")
            chip.setProperty(kind, value)
            chip.setText(one_line(words, 24).replace("&", "&&") + "  ×")
            chip.setAccessibleName(tr("Do not filter by {name} any more").format(name=one_line(words, 60)))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(self._chip_clicked)
            self._chip_row.addWidget(chip)
            self._chips.append(chip)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape, Return and Down are the search box's own here, whatever they mean on the board."""
        if watched is self.words and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if event.key() != Qt.Key.Key_Escape or not self.clear():
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # only now the style is known

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where words would be cut, one thing after the other takes less room, the least wanted first."""
        self.sort.setText(tr("Order: {order}").format(order=sort_words()[self._sort]))
        for widget in (self._said, *self.views.values(), self.sort, self.project):
            widget.show()
        self.view.hide()
        for yields in (self._drop_titles, self._fold_views, self.sort.hide, self.project.hide):
            if self._wanted_px() <= self.width():
                return
            yields()

    def _drop_titles(self) -> None:
        self._said.hide()
        self.sort.setText(sort_words()[self._sort])

    def _fold_views(self) -> None:
        for made in self.views.values():
            made.hide()
        self.view.show()

    def _wanted_px(self) -> int:
        """How wide it would like to be now; a layout remembers what was a moment ago."""
        said = (
            self.project,
            *self._chips,
            self.count,
            self._said,
            *self.views.values(),
            self.view,
            self.sort,
            self.look,
        )
        shown = [widget.sizeHint().width() + S_PX for widget in said if not widget.isHidden()]
        return WORDS_PX + sum(shown) + S_PX + 2 * M_PX


def sort_words() -> dict[Sort, str]:
    return {
        Sort.AUTO: tr("as needed"),
        Sort.URGENCY: tr("urgency"),
        Sort.PRIORITY: tr("priority"),
        Sort.LAST_ACTIVE: tr("last active"),
        Sort.NAME: tr("name"),
    }
