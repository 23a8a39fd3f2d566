"""Hooks: how each watched folder stands, what would be changed in its settings file, and the buttons that do it.

GUI thread. Nothing is written that was not shown here before; the reader keeps the very plan whose diff this is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from headspace_desktop.domain.asks import AskHooks, HookWish
from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.diff import DiffView
from headspace_desktop.ui.dialogs.marks import mark_icon
from headspace_desktop.ui.dialogs.rows import words
from headspace_desktop.ui.dialogs.shapes import HookRow, Hooks
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.pages.sheet import Sheet
from headspace_desktop.ui.parts import button, frame, label, retone, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr

_MARKS = {"installed": "ok", "absent": "absent", "unreadable": "missing"}


def state_words(state: str) -> str:
    return {
        "installed": tr("Installed"),
        "absent": tr("Not installed"),
        "outdated": tr("From another version"),
        "partial": tr("Changed: some lines are missing"),
        "removed": tr("Removed by another program"),
        "disabled": tr("Switched off"),
        "unreadable": tr("The file cannot be read"),
    }.get(state, state)


class HooksPage(Sheet):
    name = "hooks"

    changed = Signal()  # hooks were installed or taken out

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        theme = ground.theme
        self._rows: tuple[HookRow, ...] = ()
        self._root = ""
        self._is_taking_out = False
        self._head_line(tr("Hooks"))
        self.again = button(tr("Look again"))
        self.again.clicked.connect(self.refresh)
        self.head.addWidget(self.again)
        self.list = QTableWidget(0, 2)
        self.detail = words("", "soft")
        self.diff_title = label("", "faint", themes.prose("caption", is_strong=True))
        self.diff = DiffView(theme)
        self.diff.setAccessibleName(tr("What would be changed"))
        self.outcome = words("")
        self.undo = words("", "soft", themes.mono())
        self.result_box = frame("box")
        self.install = button(tr("Install"), "primary")
        self.uninstall = button(tr("Uninstall…"))
        self.take_out = button(tr("Take our lines out"), "danger")
        self.back = button(tr("Back"), "quiet")
        self.self_test = button(tr("Self-test"), tip=tr("Runs the installed lines and sees whether their mail arrives"))
        self.unwatch = button(tr("Stop watching"), "quiet", tr("Leaves this folder alone from now on"))
        self._build()
        theme.changed.connect(self._repaint_marks)

    def _build(self) -> None:
        box = QVBoxLayout(self.body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S_PX)
        said = tr(
            "Hooks are lines in the agent's own settings file: by them it tells at once what it does. They deliver "
            "mail to this program and nothing else; your own hooks and settings stay as they are."
        )
        box.addWidget(label(said, "soft", wraps=True))
        box.addWidget(self._build_list())
        box.addWidget(self.detail)
        box.addWidget(self.diff_title)
        box.addWidget(self.diff, 1)
        inner = QVBoxLayout(self.result_box)
        inner.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        inner.setSpacing(XS_PX)
        inner.addWidget(self.outcome)
        inner.addWidget(self.undo)
        self.result_box.hide()
        box.addWidget(self.result_box)
        buttons = (self.install, self.take_out, self.back, self.uninstall, self.self_test, None, self.unwatch)
        box.addLayout(row(*buttons, spacing_px=S_PX))
        self.install.clicked.connect(self._install)
        self.uninstall.clicked.connect(self._show_uninstall)
        self.take_out.clicked.connect(self._uninstall)
        self.back.clicked.connect(self._show_install)
        self.self_test.clicked.connect(self._test)
        self.unwatch.clicked.connect(self._unwatch)

    def _build_list(self) -> QTableWidget:
        table = self.list
        table.setAccessibleName(tr("Watched folders"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
        heading = table.horizontalHeader()
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading.setHighlightSections(False)
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        heading.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setHorizontalHeaderLabels([tr("State"), tr("Settings file")])
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.itemSelectionChanged.connect(self._picked)
        return table

    # -- what it is told ----------------------------------------------------------

    @Slot()
    @staticmethod
    @override
    def title() -> str:
        return tr("Hooks")

    @override
    def refresh(self) -> None:
        if self.is_waiting:
            return
        if not self._rows:
            self.say(tr("Looking at the settings files…"))
        self.result_box.hide()
        self._wish("status", "")

    @override
    def show_page(self, page: Hooks) -> None:
        self._rows = tuple(page.roots)
        self._is_taking_out = False
        self.result_box.setVisible(bool(page.told))
        self.outcome.setText(visible(". ".join(part for part in (page.told.rstrip("."), page.remedy) if part), 3000))
        retone(self.outcome, "good" if page.is_good else "bad")
        self.undo.setText(visible(page.undo, 1000))
        self.undo.setVisible(bool(page.undo))
        self._fill_list()
        self._show_root()
        if page.told:
            self.changed.emit()

    @override
    def fail(self, trouble: TroubleShown) -> None:
        super().fail(trouble)
        self._enable(is_free=True)

    def _fill_list(self) -> None:
        table = self.list
        table.blockSignals(True)
        table.setRowCount(len(self._rows))
        chosen = next((at for at, one in enumerate(self._rows) if one.root == self._root), 0)
        for at, one in enumerate(self._rows):
            state = QTableWidgetItem(self._icon(one), state_words(one.state))
            learned = "  (" + tr("learned from an agent") + ")" if one.is_learned else ""
            file = QTableWidgetItem(one_line(one.file, 400) + learned)
            file.setFont(themes.mono("body"))
            file.setToolTip(one_line(one.root, 400))
            table.setItem(at, 0, state)
            table.setItem(at, 1, file)
        if self._rows:
            table.selectRow(chosen)
            self._root = self._rows[chosen].root
        table.blockSignals(False)
        height = table.horizontalHeader().sizeHint().height() + min(max(len(self._rows), 1), 5) * (
            table.verticalHeader().defaultSectionSize()
        )
        table.setFixedHeight(height + 2)

    def _icon(self, one: HookRow) -> QIcon:
        return mark_icon(_MARKS.get(one.state, "warning"), self.ground.theme.look)

    @Slot()
    def _repaint_marks(self) -> None:
        for at, one in enumerate(self._rows):
            item = self.list.item(at, 0)
            if item is not None:
                item.setIcon(self._icon(one))

    def _current(self) -> HookRow | None:
        return next((one for one in self._rows if one.root == self._root), None)

    def _show_root(self) -> None:
        one = self._current()
        if one is None:
            self.say(tr("No configuration folder is watched."))
            return
        self.detail.setText(visible("  ".join(_details(one)), 2000))
        self.detail.setVisible(bool(self.detail.text()))
        diff = one.uninstall_diff if self._is_taking_out else one.install_diff
        is_repair = one.state not in ("absent", "installed")
        self.install.setText(tr("Repair") if is_repair else tr("Install"))
        if self._is_taking_out:
            self.diff_title.setText(tr("Uninstalling would change this"))
        elif not diff:
            self.diff_title.setText(tr("Nothing would be changed"))
        else:
            self.diff_title.setText(
                tr("Repairing would change this") if is_repair else tr("Installing would change this")
            )
        as_is = tr("All our lines stand in the file as they should.") if one.state == "installed" else ""
        self.diff.setPlaceholderText(as_is)
        self.diff.show_diff(diff)
        self._enable(is_free=not self.is_waiting)

    def _enable(self, *, is_free: bool) -> None:
        one = self._current()
        has_install = one is not None and bool(one.install_diff)
        has_uninstall = one is not None and bool(one.uninstall_diff)
        self.install.setVisible(not self._is_taking_out)
        self.uninstall.setVisible(not self._is_taking_out)
        self.take_out.setVisible(self._is_taking_out)
        self.back.setVisible(self._is_taking_out)
        self.self_test.setVisible(not self._is_taking_out)
        self.unwatch.setVisible(one is not None and one.is_learned and not self._is_taking_out)
        self.install.setEnabled(is_free and has_install)
        self.uninstall.setEnabled(is_free and has_uninstall)
        self.take_out.setEnabled(is_free and has_uninstall)
        self.self_test.setEnabled(is_free and one is not None and one.state not in ("absent", "unreadable"))
        self.unwatch.setEnabled(is_free)
        self.again.setEnabled(is_free)

    # -- what the person does --------------------------------------------------------------

    def _wish(self, do: HookWish, root: str) -> None:
        self._post(lambda ask_id: AskHooks(ask_id, do, root))
        self._enable(is_free=False)

    @Slot()
    def _picked(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._rows) and self._rows[at].root != self._root:
            self._root, self._is_taking_out = self._rows[at].root, False
            self.result_box.hide()
            self._show_root()

    @Slot()
    def _install(self) -> None:
        one = self._current()
        if one is not None:
            self._wish("install" if one.state == "absent" else "repair", one.root)

    @Slot()
    def _show_uninstall(self) -> None:
        self._is_taking_out = True
        self.result_box.hide()
        self._show_root()
        self.back.setFocus()

    @Slot()
    def _show_install(self) -> None:
        self._is_taking_out = False
        self._show_root()

    @Slot()
    def _uninstall(self) -> None:
        self._wish("uninstall", self._root)

    @Slot()
    def _test(self) -> None:
        self.result_box.show()
        self.undo.hide()
        retone(self.outcome, "soft")
        self.outcome.setText(tr("The installed lines are run…"))
        self._wish("self_test", self._root)

    @Slot()
    def _unwatch(self) -> None:
        self._wish("ignore", self._root)


def _details(one: HookRow) -> list[str]:
    found = []
    if one.detail:
        found.append(f"{one.detail}. {one.remedy}")
    elif one.missing and one.state == "partial":
        found.append(tr("Missing:") + " " + ", ".join(one.missing))
    if one.is_statusline_wrapped is False and one.state == "installed":
        found.append(tr("The status line is your own and is not read."))
    if one.left_out and one.version:
        words = tr("Left out, because version {version} does not know them: {events}.")
        found.append(words.format(version=one.version, events=", ".join(one.left_out)))
    return found
