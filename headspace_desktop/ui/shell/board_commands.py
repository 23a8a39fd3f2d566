"""How the board is searched and ordered, and how the queue of those who wait is drained. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.ui.board.face import Density
from headspace_desktop.ui.board.filter_bar import sort_words
from headspace_desktop.ui.board.order import Grouping, Sort
from headspace_desktop.ui.shell import reasons
from headspace_desktop.ui.shell.agent_commands import whys
from headspace_desktop.ui.shell.commands import Command
from headspace_desktop.ui.words import tr

if TYPE_CHECKING:
    from headspace_desktop.ui.window import MainWindow


def queue_commands(window: MainWindow) -> tuple[Command, ...]:
    """Those that drain the queue of who waits. What they do counts for all that are marked."""
    why, board, top = whys(window), window.board, window.top
    no_snooze = why(reasons.no_snooze)

    def nobody_waits() -> str:
        return "" if board.round.queue else tr("Nobody waits.")

    def nobody_is_next() -> str:
        return "" if board.next.advice is not None else tr("Nobody is recommended.")

    def quarter() -> None:
        board.deeds.snooze(window.ground.now() + timedelta(minutes=15))

    def until_tomorrow() -> None:
        board.deeds.snooze(next_morning(window.ground.now()))

    return (
        Command("queue.next", tr("Next waiting"), window.next_waiting, "Ctrl+J", "N", nobody_waits),
        Command("queue.recommended", tr("Recommended next"), board.next.go, "Ctrl+Shift+J", why_not=nobody_is_next),
        Command("queue.drain", tr("Go on by itself"), top.drain.toggle, is_on=top.drain.isChecked),
        Command("queue.snooze", tr("Not now: 15 minutes"), quarter, why_not=no_snooze),
        Command("queue.snooze_hour", tr("Not now: 1 hour"), board.deeds.snooze_hour, "", "Z", no_snooze),
        Command("queue.snooze_tomorrow", tr("Not now: until tomorrow"), until_tomorrow, why_not=no_snooze),
        Command(
            "queue.snooze_menu", tr("Not now: for how long…"), board.deeds.open_snooze_menu, "", "Shift+Z", no_snooze
        ),
        Command(
            "queue.wake", tr("Wait no longer with it"), lambda: board.deeds.snooze(None), why_not=why(reasons.no_wake)
        ),
    )


def board_commands(window: MainWindow) -> tuple[Command, ...]:
    """Search, order and how much is shown."""
    board = window.board
    look = board.filter

    def not_sorted() -> str:
        return tr("This list is ordered by priority.") if board.deck.grouping is Grouping.PRIORITY else ""

    def search() -> None:
        window.docks.board.come_up()
        board.search()

    sorts = [
        Command(
            f"board.sort_{sort}",
            tr("Order by: {order}").format(order=words),
            _sort(window, sort),
            why_not=not_sorted,
            is_on=_sorted(window, sort),
        )
        for sort, words in sort_words().items()
    ]
    return (
        Command("board.search", tr("Search agents"), search, "", "/"),
        Command("board.show_all", tr("Show all agents"), board.clear_filter, why_not=_nothing_hidden(window)),
        *sorts,
        Command("board.compact", tr("Compact cards"), look.compact.toggle, is_on=_is_compact(window)),
        Command(
            "board.short_done", tr("Shorten what is over"), look.short_done.toggle, is_on=look.short_done.isChecked
        ),
    )


def _nothing_hidden(window: MainWindow) -> Callable[[], str]:
    return lambda: tr("All agents are shown.") if window.board.deck.sieve.is_open else ""


def _sort(window: MainWindow, sort: Sort) -> Callable[[], None]:
    return lambda: window.board.sort_by(sort)


def _sorted(window: MainWindow, sort: Sort) -> Callable[[], bool]:
    return lambda: window.board.deck.order.sort is sort


def _is_compact(window: MainWindow) -> Callable[[], bool]:
    return lambda: window.board.density is Density.COMPACT
