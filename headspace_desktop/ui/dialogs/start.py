"""Start an agent: in which project, with which arguments. GUI thread; it asks for the start and starts nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.actions import StartAgent
from headspace_desktop.domain.asks import AskStart
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.dialog import Ask, Dialog
from headspace_desktop.ui.dialogs.rows import words
from headspace_desktop.ui.dialogs.shapes import StartShown
from headspace_desktop.ui.parts import button, frame, label, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import told, tr


class _Giving(QStyledItemDelegate):
    """Lines that ask for no width: what has no room is elided instead of cut off."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(1, super().sizeHint(option, index).height())


class StartDialog(Dialog):
    size_px = (600, 520)

    def __init__(
        self, theme: Theme, ask: Ask, post: Callable[[StartAgent], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Start an agent"), theme, ask, parent)
        self._start_agent = post
        self._can_start = False
        self._chooser: QFileDialog | None = None
        self._head_line(tr("Start an agent"))
        self.trouble = words("", "bad")
        self.remedy = words("")
        self.trouble_box = frame("box")
        self.folder = QLineEdit()
        self.folder.setFont(themes.mono("body"))
        self.folder.setPlaceholderText(tr("Project folder"))
        self.folder.setAccessibleName(tr("Project folder"))
        self.choose = button(tr("Choose…"))
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent projects"))
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.setItemDelegate(_Giving(self.recent))
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.args = QLineEdit()
        self.args.setFont(themes.mono("body"))
        self.args.setPlaceholderText(tr("for example") + " --model opus")
        self.args.setAccessibleName(tr("Arguments"))
        self.error = words("", "bad")
        self.shut = button(tr("Close"), "quiet")
        self.start = button(tr("Start"), "primary")
        self.start.setDefault(True)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self.body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S_PX)
        inner = QVBoxLayout(self.trouble_box)
        inner.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        inner.setSpacing(XS_PX)
        inner.addWidget(self.trouble)
        inner.addWidget(self.remedy)
        self.trouble_box.hide()
        said = tr("It runs in a tmux session of its own and goes on when this program or its terminal is closed.")
        box.addWidget(label(said, "soft", wraps=True))
        box.addWidget(self.trouble_box)
        box.addWidget(self._caption(tr("Project"), self.folder))
        line = row(self.folder, self.choose, spacing_px=S_PX)
        line.setStretch(0, 1)
        box.addLayout(line)
        box.addWidget(self._caption(tr("Recent projects"), self.recent))
        box.addWidget(self.recent, 1)
        box.addWidget(self._caption(tr("Arguments"), self.args))
        box.addWidget(self.args)
        box.addWidget(self.error)
        self.error.hide()
        self.foot.addWidget(self.shut)
        self.foot.addWidget(self.start)
        self.choose.clicked.connect(self._choose)
        self.recent.currentItemChanged.connect(self._picked)
        self.recent.itemActivated.connect(self._activated)
        self.folder.textChanged.connect(self._edited)
        self.args.textChanged.connect(self._edited)
        self.folder.returnPressed.connect(self._start)
        self.args.returnPressed.connect(self._start)
        self.shut.clicked.connect(self.close)
        self.start.clicked.connect(self._start)
        self._edited()

    def _caption(self, text: str, buddy: QWidget) -> QWidget:
        made = label(text, "faint", themes.prose("caption", is_strong=True))
        made.setBuddy(buddy)
        return made

    @override
    def refresh(self) -> None:
        if not self.is_waiting:
            if not self.recent.count():
                self.say(tr("Looking for tmux and the agent…"))
            self._post(AskStart)

    @override
    def show_page(self, page: StartShown) -> None:
        self._can_start = not page.troubles
        self.trouble_box.setVisible(bool(page.troubles))
        self.trouble.setText("\n".join(visible(told(title), 300) for title, _remedy in page.troubles))
        self.remedy.setText("\n".join(visible(told(remedy), 300) for _title, remedy in page.troubles))
        chosen = self.folder.text()
        self.recent.blockSignals(True)
        self.recent.clear()
        for name, path in page.projects:
            item = QListWidgetItem(f"{one_line(name, 60)}\n{one_line(path, 300)}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(one_line(path, 400))
            self.recent.addItem(item)
            if path == chosen:
                self.recent.setCurrentItem(item)
        self.recent.blockSignals(False)
        if not page.projects:
            empty = QListWidgetItem(tr("None yet: choose a folder."))
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            self.recent.addItem(empty)
        if not chosen and page.projects:
            self.recent.setCurrentRow(0)
        self._edited()
        self.folder.setFocus()

    @Slot()
    def _edited(self) -> None:
        self.error.hide()
        self.start.setEnabled(self._can_start and bool(self.folder.text().strip()))

    @Slot(QListWidgetItem)
    def _picked(self, item: QListWidgetItem | None) -> None:
        path = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(path, str):
            self.folder.setText(path)

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        self._picked(item)
        self._start()

    @Slot()
    def _choose(self) -> None:
        if self._chooser is None:
            self._chooser = QFileDialog(self, tr("Start an agent in which project?"))
            self._chooser.setFileMode(QFileDialog.FileMode.Directory)
            self._chooser.setOption(QFileDialog.Option.ShowDirsOnly)
            self._chooser.setModal(False)
            self._chooser.fileSelected.connect(self.folder.setText)
        if self.folder.text().startswith("/"):
            self._chooser.setDirectory(self.folder.text())
        self._chooser.show()
        self._chooser.raise_()

    @Slot()
    def _start(self) -> None:
        folder = self.folder.text().strip()
        if not self._can_start or not folder:
            return
        if not folder.startswith(("/", "~")):
            self._refuse(tr("Give the whole path of the folder, from / or ~ on."))
            return
        try:
            args = tuple(shlex.split(self.args.text()))
        except ValueError:
            self._refuse(tr("A quotation mark in the arguments is not closed."))
            return
        self._start_agent(StartAgent(folder, args=args))
        self.close()

    def _refuse(self, why: str) -> None:
        self.error.setText(why)
        self.error.show()
