"""What can be answered on the card itself: one question with one answer, or a request that is seen whole.

Any thread; values only. A card never offers to allow what it does not show whole; then the panel must be opened.
"""

from __future__ import annotations

from dataclasses import dataclass

from headspace_desktop.domain import permission
from headspace_desktop.domain.actions import Action, AnswerAsk, Decide
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.identical import are_identical
from headspace_desktop.domain.model import Ask, AskKind, AskOption, Decision, ReplyKind, ReplyStage
from headspace_desktop.ui.ask_text import request_text
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.risk import TONES, safety_word
from headspace_desktop.ui.words import tr

#: More options than keys from 1 to 9 are answered in the panel.
MOST_OPTIONS = 9
#: A longer request is never whole on a card.
_WHOLE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to click. `what`: ``option``, ``allow`` or ``deny``."""

    what: str
    value: str
    text: str
    tip: str = ""


def is_under_way(card: Card) -> bool:
    """Whether an answer to what is asked was sent already and has not failed."""
    reply, ask = card.reply, card.ask
    return (
        reply is not None
        and ask is not None
        and reply.kind is not ReplyKind.TEXT
        and reply.ask_key == ask.key
        and reply.stage is not ReplyStage.FAILED
    )


def direct_answers(card: Card, *, is_whole: bool) -> tuple[Answer, ...]:
    """What the card offers. `is_whole`: the request stands on the card without an ellipsis."""
    ask = card.ask
    if ask is None or not card.can_answer or is_under_way(card):
        return ()
    if ask.kind is AskKind.PERMISSION:
        if not is_whole or not is_told_whole(ask):
            return ()
        deny = Answer("deny", "", tr("Deny"))
        return (deny,) if is_destructive(card, ask) else (Answer("allow", "", tr("Allow")), deny)
    return tuple(
        Answer("option", option.label, f"{number} {one_line(option.label, 80)}", one_line(option.description, 300))
        for number, option in enumerate(options_of(ask), 1)
    )


def options_of(ask: Ask) -> tuple[AskOption, ...]:
    """The options of a question that one click answers."""
    is_one = ask.kind is AskKind.QUESTION and len(ask.items) == 1 and not ask.items[0].is_multi
    options = ask.items[0].options if is_one else ()
    return options if len(options) <= MOST_OPTIONS else ()


def is_told_whole(ask: Ask) -> bool:
    """Whether one line can tell the whole request, with nothing folded or cut."""
    text = request_text(ask).strip()
    if permission.leaves_sandbox(ask.tool_input):
        return False
    return ask.is_input_complete and 0 < len(text) <= _WHOLE_CHARS and one_line(text, _WHOLE_CHARS) == text


def action_of(card: Card, what: str, value: str, request_id: str) -> Action | None:
    """The action that this answer means; None when the card asks nothing like it any more."""
    ask = card.ask
    if ask is None or not card.can_answer or is_under_way(card):
        return None
    match what:
        case "allow" if ask.kind is AskKind.PERMISSION:
            return Decide(card.uuid, ask.key, Decision.ALLOW, request_id=request_id)
        case "deny" if ask.kind is AskKind.PERMISSION:
            return Decide(card.uuid, ask.key, Decision.DENY, request_id=request_id)
        case "option" if any(option.label == value for option in options_of(ask)):
            return AnswerAsk(card.uuid, ask.key, ((value,),), request_id=request_id)
        case _:
            return None


def same_request(cards: list[Card]) -> bool:
    """Whether all of them ask for the very same thing, so that one decision may stand for all."""
    return are_identical(cards) and not any(is_under_way(card) for card in cards)


def is_destructive(card: Card, ask: Ask) -> bool:
    """Whether it takes more than one click to allow it: in the panel, where all that is known about it stands."""
    return permission.summary(ask, card.project_path, card.cwd).safety is permission.Safety.DESTRUCTIVE


def safety(card: Card, ask: Ask) -> tuple[str, str, str]:
    """How dangerous a request is: one word, its tone, and what to stop at in a sentence."""
    found = permission.summary(ask, card.project_path, card.cwd)
    return safety_word(found.safety), TONES[found.safety], one_line(found.label, 80)
