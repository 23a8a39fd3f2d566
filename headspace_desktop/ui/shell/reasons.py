"""Why something cannot be done with an agent right now, in one sentence; empty when it can. GUI thread; pure."""

from __future__ import annotations

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import AskKind, State
from headspace_desktop.ui.board.facts import reach_word
from headspace_desktop.ui.words import tr

_OVER = State.ENDED


def none_chosen(card: Card | None) -> str:
    return "" if card is not None else tr("Choose a card on the board first.")


def no_going(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    if card.is_foreign_host:
        return tr("It runs on another machine.")
    return tr("It has ended; there is no terminal to go to.") if card.verdict.state is _OVER else ""


def no_reply(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    if card.verdict.state is _OVER:
        return tr("It has ended. Resume it first.")
    if card.can_type or card.can_answer:
        return ""
    return tr("It cannot be typed to: {why}.").format(why=reach_word(card.why_not) or tr("not known why"))


def no_decision(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    if card.ask is None or card.ask.kind not in (AskKind.PERMISSION, AskKind.PLAN):
        return tr("It asks for no permission and shows no plan.")
    return "" if card.can_answer else tr("Answer it in its terminal: from here it cannot be reached.")


def no_transcript(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    return "" if card.transcript_path else tr("It has no transcript yet.")


def no_terminal(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    return "" if card.pane is not None and card.verdict.state is not _OVER else tr("It runs in no tmux pane.")


def no_interrupt(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    return no_terminal(card) or ("" if card.verdict.state is State.WORKING else tr("It does not work just now."))


def no_resume(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    if card.verdict.state is not _OVER:
        return tr("It has not ended.")
    if card.is_foreign_host:
        return tr("It ran on another machine.")
    return "" if card.session_id and card.project_path else tr("Its session or its folder is not known.")


def no_snooze(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    return tr("It has ended.") if card.verdict.state is _OVER else ""


def no_wake(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    return "" if card.snoozed_until_at is not None else tr("It is not put off.")


def no_dismiss(card: Card | None) -> str:
    if card is None:
        return none_chosen(card)
    is_gone = card.verdict.state in (State.ENDED, State.UNKNOWN)
    return "" if is_gone else tr("Only an agent that has ended can be taken off the board.")
