"""What can be done with the agent that is chosen. GUI thread; every deed is an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from headspace_desktop.domain.actions import (
    Action,
    InterruptAgent,
    OpenTerminal,
    ResumeAgent,
    ShutDownAgent,
)
from headspace_desktop.domain.card import Card
from headspace_desktop.ui.shell import reasons
from headspace_desktop.ui.shell.commands import Command
from headspace_desktop.ui.words import tr

if TYPE_CHECKING:
    from headspace_desktop.ui.window import MainWindow


def agent_commands(window: MainWindow) -> tuple[Command, ...]:
    """Those of the menu Agent."""
    why, wish = whys(window), _wishes(window)
    panel = window.agent

    def reply() -> None:
        window.docks.show("agent")
        panel.write()

    def show_why() -> None:
        window.docks.show("agent")
        panel.show_why()

    return (
        Command("agent.go", tr("Go there"), panel.go, "Ctrl+G", "Return", why(reasons.no_going)),
        Command("agent.reply", tr("Reply"), reply, "Ctrl+R", "R", why(reasons.no_reply)),
        Command("agent.allow", tr("Allow"), _decided(window, "allow"), "Ctrl+Shift+A", "A", why(reasons.no_decision)),
        Command("agent.deny", tr("Deny"), _decided(window, "deny"), "Ctrl+Shift+D", "D", why(reasons.no_decision)),
        Command("agent.rename", tr("Rename…"), panel.rename, why_not=why(reasons.none_chosen)),
        Command("agent.seen", tr("Mark as seen"), window.board.deeds.see, "", "S", why(reasons.none_chosen)),
        Command("agent.why", tr("Why this state?"), show_why, "", "W", why(reasons.none_chosen)),
        Command(
            "agent.transcript",
            tr("Show the transcript"),
            window.show_transcript,
            "Ctrl+T",
            "T",
            why(reasons.no_transcript),
        ),
        Command(
            "agent.terminal",
            tr("Open a terminal on it"),
            wish(lambda card, wish_id: OpenTerminal(card.uuid, wish_id)),
            why_not=why(reasons.no_terminal),
        ),
        Command(
            "agent.interrupt",
            tr("Interrupt (Esc in its terminal)"),
            wish(lambda card, wish_id: InterruptAgent(card.uuid, wish_id)),
            why_not=why(reasons.no_interrupt),
        ),
        Command(
            "agent.shut_down",
            tr("Shut down"),
            wish(lambda card, wish_id: ShutDownAgent(card.uuid, wish_id)),
            why_not=why(reasons.no_terminal),
        ),
        Command(
            "agent.resume",
            tr("Resume in tmux"),
            wish(lambda card, wish_id: ResumeAgent(card.uuid, wish_id)),
            why_not=why(reasons.no_resume),
        ),
        Command(
            "agent.dismiss",
            tr("Take off the board"),
            window.board.deeds.dismiss,
            "",
            "Del",
            why_not=why(reasons.no_dismiss),
        ),
        Command("agent.start", tr("Start an agent…"), window.calls.start, "Ctrl+N"),
    )


def _decided(window: MainWindow, what: str) -> Callable[[], None]:
    """Nobody decides what is not in sight: the panel is shown first, and only then the key counts."""

    def decide() -> None:
        if window.board.deeds.decide_for_marked(what):
            return
        if window.docks.by_name["agent"].is_in_front:
            window.agent.press(what)
        else:
            window.docks.show("agent")

    return decide


def whys(window: MainWindow) -> Callable[[Callable[[Card | None], str]], Callable[[], str]]:
    """Binds a reason against something to the card that is the current one when it is asked."""

    def bound(reason: Callable[[Card | None], str]) -> Callable[[], str]:
        return lambda: reason(window.board.current())

    return bound


def _wishes(window: MainWindow) -> Callable[[Callable[[Card, str], Action]], Callable[[], None]]:
    def bound(make: Callable[[Card, str], Action]) -> Callable[[], None]:
        def wish() -> None:
            if (card := window.board.current()) is not None:
                window.ground.post(make(card, uuid4().hex))

        return wish

    return bound
