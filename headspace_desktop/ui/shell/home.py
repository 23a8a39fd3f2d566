"""The first tab of the middle: the board, or the first page while there is no agent. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from headspace_desktop.ui.board.board import Board
from headspace_desktop.ui.welcome import Welcome

_ARROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})


class Home(QStackedWidget):
    """Whoever comes here with no card chosen chooses one by an arrow, or is led to who waits: nobody else chooses."""

    def __init__(self, welcome: Welcome, board: Board) -> None:
        super().__init__()
        self._welcome, self._board = welcome, board
        self.addWidget(welcome)
        self.addWidget(board)

    def show_right(self) -> None:
        """With the first card the board comes up; it has the focus where the page of an empty board had it."""
        shown: QWidget = self._board if len(self._board.deck) else self._welcome
        if shown is self.currentWidget():
            return
        focused: QWidget | None = self.window().focusWidget()
        had_focus = focused is self or self.isAncestorOf(focused) if focused else True
        self.setCurrentWidget(shown)
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """A list would choose its first card when it has the focus, so the board itself has it."""
        if self._board.current_uuid and self.currentWidget() is self._board:
            self._board.lanes.take_focus()
        elif (shown := self.currentWidget()) is not None:
            shown.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS and self.currentWidget() is self._board:
            self._board.lanes.take_focus()
        else:
            super().keyPressEvent(event)
