"""What a notification says, for one agent, for many, as a sample. Pure; untrusted text stays plain.

`tr` says a text in the person's language; untrusted text is put in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.effects import BubbleAction, ShowBubble
from headspace_desktop.domain.intent import closing_question
from headspace_desktop.domain.model import Ask, AskKind, State, SubState
from headspace_desktop.domain.permission import Fact, Safety, command_of, leaves_sandbox, summary

#: Longest bubble texts; daemons clip anyhow. Source: desktop notes, section 2.
TITLE_CHARS = 100
BODY_CHARS = 400

Translate = Callable[[str], str]


def english(text: str) -> str:
    return text


SUMMARY_KEY = "summary"
TEST_KEY = "test"


def topic(card: Card) -> str:
    """What a bubble is about: another topic replaces it, the same one does not show twice."""
    ask = card.ask.key if card.ask is not None else ""
    return f"{card.verdict.state}/{card.verdict.sub_state}/{ask}/{card.verdict.since_at}"


def bubble_of(card: Card, *, with_sound: bool = False, waited_min: int = 0, tr: Translate = english) -> ShowBubble:
    """The notification for one agent, in words; `waited_min` when it is told again because it still waits."""
    who = f"{card.project} · {card.name}"
    title, body = _words(card, tr)
    if waited_min:
        title = f"{tr('has waited {1} min').replace('{1}', str(waited_min))}: {title}"
    return ShowBubble(
        key=card.uuid,
        title=_clip(f"{who} {title}", TITLE_CHARS),
        body=_clip(body, BODY_CHARS),
        actions=_actions(card, tr),
        can_reply=card.can_type and _takes_text(card),
        is_urgent=card.verdict.state is State.NEEDS_INPUT,
        with_sound=with_sound,
        agent_uuid=card.uuid,
        ask_key=card.ask.key if card.ask is not None else "",
    )


def summary_of(
    cards: Sequence[Card], note: str = "", *, with_sound: bool = False, tr: Translate = english
) -> ShowBubble:
    """One notification for many agents; `note` says why they come together."""
    waiting = [card for card in cards if card.verdict.state is State.NEEDS_INPUT]
    if len(waiting) != len(cards):
        title = tr("{count} agents want you to know").replace("{count}", str(len(cards)))
    else:
        title = _count_waiting(len(waiting), tr)
    if note:
        title += f" ({tr(note)})"
    lines = [f"{card.project} · {card.name}: {_words(card, tr)[0]}" for card in cards[:6]]
    if len(cards) > 6:
        lines.append(tr("and {count} more").replace("{count}", str(len(cards) - 6)))
    return ShowBubble(
        key=SUMMARY_KEY,
        title=title,
        body=_clip("\n".join(lines), BODY_CHARS),
        actions=(BubbleAction("default", tr("Open board")),),
        is_urgent=bool(waiting),
        with_sound=with_sound,
    )


def sample(*, with_sound: bool = False, tr: Translate = english) -> ShowBubble:
    """What a notification looks like, for who asks to see one."""
    return ShowBubble(
        TEST_KEY,
        "Headspace Desktop",
        tr("This is how an agent that needs you will be told."),
        (BubbleAction("default", tr("Open board")),),
        with_sound=with_sound,
    )


def _count_waiting(count: int, tr: Translate) -> str:
    return tr("An agent needs you") if count == 1 else tr("{count} agents need you").replace("{count}", str(count))


def _words(card: Card, tr: Translate) -> tuple[str, str]:
    verdict, ask = card.verdict, card.ask
    if verdict.state is State.NEEDS_INPUT:
        if ask is not None:
            asks = {
                AskKind.PERMISSION: tr("asks for permission"),
                AskKind.QUESTION: tr("has a question"),
                AskKind.PLAN: tr("has a plan"),
                AskKind.FORM: tr("shows a form"),
            }[ask.kind]
            return asks, ask.text
        if verdict.sub_state is SubState.QUESTION_IN_TEXT:
            return tr("has a question"), closing_question(card.last_text)
        return tr("needs you"), tr(verdict.reason)
    if verdict.state is State.STALLED:
        return tr("is stalled"), tr(verdict.reason)
    return tr("has finished"), card.last_text or card.instruction


def _actions(card: Card, tr: Translate) -> tuple[BubbleAction, ...]:
    go = BubbleAction("default", tr("Go there"))
    ask = card.ask
    if ask is None or not card.can_answer:
        return (go,)
    if ask.kind is AskKind.PERMISSION:
        allow = (BubbleAction("allow", tr("Allow")),) if _is_whole(ask) and _is_plain(card, ask) else ()
        return (go, *allow, BubbleAction("deny", tr("Deny")))
    if ask.kind is AskKind.PLAN:
        return (go, BubbleAction("allow", tr("Approve")), BubbleAction("deny", tr("Keep planning")))
    if len(ask.items) == 1 and not ask.items[0].is_multi:
        options = ask.items[0].options[:4]
        return (go, *(BubbleAction(f"option:{number}", option.label) for number, option in enumerate(options)))
    return (go,)


def _is_whole(ask: Ask) -> bool:
    """Whether the bubble's text leaves nothing of a command out: what is not seen is not allowed from there."""
    command = command_of(ask)
    shown = ask.text.split()
    is_cut = len(ask.text.strip()) > BODY_CHARS or not ask.is_input_complete
    if leaves_sandbox(ask.tool_input):
        return False
    return not is_cut and (command is None or command.split() == shown[-len(command.split()) :])


def _is_plain(card: Card, ask: Ask) -> bool:
    """Whether one click may do. What destroys or hides is read in the panel first, where all that is known stands."""
    found = summary(ask, card.project_path, card.cwd)
    return found.safety is not Safety.DESTRUCTIVE and not found.facts.has(Fact.HIDDEN_SIGNS)


def _takes_text(card: Card) -> bool:
    return card.ask is None and card.verdict.state in {State.NEEDS_INPUT, State.DONE, State.IDLE}


def _clip(text: str, limit_chars: int) -> str:
    text = text.strip()
    return text if len(text) <= limit_chars else text[: limit_chars - 1] + "…"
