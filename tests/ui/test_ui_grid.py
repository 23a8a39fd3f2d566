"""One grid: every page begins at the same edge, on the same ground, and no choice is cut at a common size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from cards import NOW, card
from conftest import make_desk
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from headspace_desktop.domain.changes import BoardReset
from headspace_desktop.domain.model import Objective, State
from headspace_desktop.ui.board.filter_bar import WORDS_PX
from headspace_desktop.ui.pages.catalogue import PAGES
from headspace_desktop.ui.pages.column import ColumnPage
from headspace_desktop.ui.pages.page import Page, PagePlace
from headspace_desktop.ui.theme import M_PX

#: The data browser begins with its list of tables at the very edge; without notices there is one button, at the right.
EDGELESS = {"data", "notices"}
LEAVES = (QLabel, QLineEdit, QAbstractButton, QComboBox, QAbstractSpinBox)


@pytest.fixture
def window(qtbot: Any, layout: QSettings) -> Iterator[Any]:
    desk = make_desk(layout)
    desk.window.resize(1440, 900)
    desk.window.show()
    desk.take(BoardReset((card("one"),), "here"))
    yield desk.window
    desk.window.shut()
    shiboken6.delete(desk.window)


def opened(window: Any, qtbot: Any, name: str) -> Page:
    window.go(PagePlace(name))
    qtbot.waitUntil(lambda: name in window.docks.pages and window.docks.pages[name].isVisible())
    page: Page = window.docks.pages[name]
    return page


def leaves(page: QWidget) -> Iterator[QWidget]:
    for made in page.findChildren(QWidget):
        is_said = not isinstance(made, QLabel) or bool(made.text())
        is_part = isinstance(made.parent(), QComboBox | QAbstractSpinBox)
        if isinstance(made, LEAVES) and made.isVisible() and is_said and not is_part:
            yield made


@pytest.mark.parametrize("name", [page.name for page in PAGES if page.name not in EDGELESS])
def test_every_page_begins_at_the_same_edge(window: Any, qtbot: Any, name: str) -> None:
    page = opened(window, qtbot, name)
    begun = {_left(made, page): made for made in leaves(page) if not _is_centred(made)}
    assert not begun or min(begun) == M_PX, begun[min(begun)]


@pytest.mark.parametrize("name", [page.name for page in PAGES if issubclass(page, ColumnPage)])
def test_what_is_scrolled_stands_on_the_ground_of_a_page(window: Any, qtbot: Any, name: str) -> None:
    page = opened(window, qtbot, name)
    assert isinstance(page, ColumnPage)
    page.show_body()  # as it is once an answer came
    qtbot.waitUntil(lambda: page.body.visibleRegion().boundingRect().height() > page.height() // 2)
    edge = page.body.mapTo(page, QPoint(M_PX // 2, 0)).x()
    assert page.grab().toImage().pixelColor(edge, page.height() // 2) == QColor(window.theme.look.surface)


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_no_choice_is_cut(window: Any, qtbot: Any, name: str) -> None:
    page = opened(window, qtbot, name)
    boxes = [made for made in leaves(page) if isinstance(made, QComboBox)]
    assert [made.currentText() for made in boxes if made.width() < made.sizeHint().width() - 1] == []


def _left(made: QWidget, page: QWidget) -> int:
    """Where it begins; a label's margin is no part of it."""
    return made.mapTo(page, made.contentsRect().topLeft() if isinstance(made, QLabel) else QPoint()).x()


def _is_centred(made: QWidget) -> bool:
    return isinstance(made, QLabel) and bool(made.alignment() & Qt.AlignmentFlag.AlignHCenter)


@pytest.mark.parametrize("width", [1000, 1200, 1440, 1920])
def test_the_line_above_the_columns_never_cuts_a_word(window: Any, width: int) -> None:
    window.resize(width, 700)
    QApplication.processEvents()
    bar = window.board.filter
    buttons = [made for made in bar.findChildren(QToolButton) if made.isVisible()]
    assert any(made in {bar.view, *bar.views.values()} for made in buttons)
    assert [made.text() for made in buttons if made.width() < made.sizeHint().width()] == []
    assert bar.words.width() >= WORDS_PX


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_no_page_makes_a_small_window_larger(window: Any, qtbot: Any, name: str) -> None:
    window.resize(1000, 640)
    page = opened(window, qtbot, name)
    wide = QWidget(page)
    wide.setMinimumWidth(3000)  # as a path of one word, or a sentence in another language
    layout = page.layout()
    assert layout is not None
    layout.addWidget(wide)
    for _ in range(5):  # sizes are told upwards from turn to turn
        QApplication.processEvents()
    assert (window.width(), window.height()) == (1000, 640)


def test_the_board_needs_no_scroll_bar_with_four_columns_in_a_common_window(window: Any, qtbot: Any) -> None:
    window.resize(1360, 860)
    states = (State.NEEDS_INPUT, State.WORKING, State.STALLED, State.IDLE, State.ENDED)
    window.board.take([BoardReset(tuple(card(str(state), state) for state in states), "here")])
    qtbot.waitUntil(lambda: len(window.board.columns) >= 4)
    QApplication.processEvents()
    assert not window.board.lanes.horizontalScrollBar().isVisible()


def test_constraints_are_cut_only_where_the_line_ends(window: Any, qtbot: Any) -> None:
    bar = window.board.objective
    rest = "no new dependencies; keep the old import path"
    bar.show_objective(Objective("Ship it", NOW, rest))
    qtbot.waitUntil(lambda: (bar.text.text(), bar.constraints.text()) == ("Ship it", rest))
