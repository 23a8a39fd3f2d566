"""The small facts of a card in words: chips that stand out, and the quiet line at its foot.

Any thread; values in, words out. A fact that is not known is left out, never shown as zero.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import HeldBubble
from headspace_desktop.domain.model import BackgroundTask, ReplyStage, State
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.words import age, moment, number, stage_word, told, tr, unreachable

#: From here on a context window is told in a tone of its own. Source: features 1.10.
CONTEXT_WARN_PERCENT, CONTEXT_HIGH_PERCENT = 65, 75

#: It can be typed to.
PROMPT = ">_"

#: The bands of a score, from above. Source: features 7.3.
_BANDS = ((76, "top"), (51, "high"), (26, "mid"), (0, "low"))


@dataclass(frozen=True, slots=True)
class Chip:
    """A fact with a ground of its own. `tone`: "", "bad", "needs", "good"."""

    text: str
    tone: str
    tip: str = ""


def badges(card: Card) -> list[tuple[str, str]]:
    """The words of the chips with their tone."""
    return [(chip.text, chip.tone) for chip in chips(card)]


def chips(card: Card, held: HeldBubble | None = None, *, is_snoozed: bool = False) -> list[Chip]:
    """What stands out on a card, the most urgent first."""
    said = [*_reply(card), *_wait(card, held, is_snoozed=is_snoozed), *_work(card), *_limits(card)]
    if card.persona:
        said.append(Chip(one_line(card.persona, 40), "", tr("Persona")))
    if card.is_foreign_host:
        said.append(Chip(tr("other machine"), ""))
    return said


def _reply(card: Card) -> list[Chip]:
    if card.reply is None or card.reply.stage is ReplyStage.SEEN:
        return []
    is_bad = card.reply.stage is ReplyStage.FAILED
    said = tr("Reply") + ": " + stage_word(card.reply.stage).lower()
    return [Chip(said, "bad" if is_bad else "good", one_line(card.reply.detail, 300))]


def _wait(card: Card, held: HeldBubble | None, *, is_snoozed: bool) -> list[Chip]:
    said: list[Chip] = []
    if card.ask_count > 1:
        said.append(Chip(tr("%n asks", card.ask_count), "needs"))
    if card.verdict.state is State.DONE and not card.is_seen:
        said.append(Chip(tr("not seen yet"), "good"))
    if is_snoozed and card.snoozed_until_at is not None:
        said.append(Chip(tr("snoozed until {time}").format(time=moment(card.snoozed_until_at)), ""))
    if held is not None:
        until = tr("Held back until {time}.").format(time=moment(held.until_at)) if held.until_at else ""
        said.append(Chip(tr("not told: {why}").format(why=held_word(held.why)), "", until or tr("Held back.")))
    return said


def _work(card: Card) -> list[Chip]:
    said: list[Chip] = []
    if card.plan and card.ask is None:
        said.append(Chip(tr("plan"), "", one_line(card.plan, 400)))
    if card.background:
        tips = [one_line(task.description, 120) for task in card.background if task.description]
        said += [Chip(words, "", "\n".join(tips[:8])) for words in _running(card.background)]
    elif card.background_count:
        said.append(Chip(tr("%n in background", card.background_count), ""))
    return said


def _running(tasks: tuple[BackgroundTask, ...]) -> list[str]:
    return [_running_word(kind, count) for kind, count in Counter(task.kind for task in tasks).items()]


def _running_word(kind: str, count: int) -> str:
    match kind:
        case "subagent":
            return tr("1 subagent") if count == 1 else tr("%n subagents", count)
        case "shell":
            return tr("1 shell") if count == 1 else tr("%n shells", count)
        case "teammate":
            return tr("1 teammate") if count == 1 else tr("%n teammates", count)
        case _:
            return tr("%n in background", count)


def _limits(card: Card) -> list[Chip]:
    said: list[Chip] = []
    if card.verdict.state is not State.ENDED and (chip := _context(card)) is not None:
        said.append(chip)
    can_answer = card.can_answer if card.ask is not None else card.can_type
    if card.verdict.state is State.NEEDS_INPUT and card.why_not and not can_answer:
        said.append(Chip(reach_word(card.why_not), "", " ".join(unreachable(card.why_not))))
    return said


def _context(card: Card) -> Chip | None:
    percent = card.usage.context_percent
    if percent is None or percent < CONTEXT_WARN_PERCENT:
        return None
    is_high = percent >= CONTEXT_HIGH_PERCENT
    word = tr("nearly full") if is_high else tr("filling")
    said = tr("ctx {percent} · {word}").format(percent=f"{percent:.0f}%", word=word)
    return Chip(said, "bad" if is_high else "needs", context_tip(card))


def context_tip(card: Card) -> str:
    """How full the context window is, in a sentence; empty when not known."""
    percent = card.usage.context_percent
    if percent is None:
        return ""
    said = tr("{percent} of the context window is used").format(percent=f"{percent:.0f}%")
    if card.usage.context_tokens is not None:
        said += tr(": {count} tokens").format(count=number(card.usage.context_tokens))
    return said


def quiet_facts(card: Card) -> list[str]:
    """What may be known at the foot of a card: turns and context."""
    said: list[str] = []
    if card.turn_count:
        said.append(tr("1 turn") if card.turn_count == 1 else tr("%n turns", card.turn_count))
    percent = card.usage.context_percent
    if percent is not None and percent < CONTEXT_WARN_PERCENT:
        said.append(tr("ctx {percent}").format(percent=f"{percent:.0f}%"))
    return said


def reach_fact(card: Card) -> str:
    """A prompt where it can be typed to, two words where that was lost; empty where a chip says so or it is over.

    An agent outside tmux never could: that is told where the person has to know it, by the chip, and by `reach_tip`.
    """
    if card.verdict.state is State.ENDED:
        return ""
    if card.can_type:
        return PROMPT if card.pane is not None else ""
    if card.verdict.state is State.NEEDS_INPUT and not (card.ask is not None and card.can_answer):
        return ""
    return reach_word(card.why_not) if card.why_not not in ("", "NotReachable") else ""


def reach_tip(card: Card) -> str:
    """Whether it can be typed to, in a sentence; empty when it is over or not known."""
    if card.verdict.state is State.ENDED:
        return ""
    if card.can_type:
        return tr("It runs in tmux: what you write here reaches it.") if card.pane is not None else ""
    return " ".join(unreachable(card.why_not)) if card.why_not else ""


def reach_word(kind: str) -> str:
    """Why an agent cannot be typed to, in two words."""
    return {
        "NotReachable": tr("outside tmux"),
        "PaneGone": tr("pane gone"),
        "PaneChanged": tr("pane taken"),
    }.get(kind, tr("read only"))


def held_word(why: str) -> str:
    """Why a notification is held back."""
    return {
        "quiet_hours": tr("quiet hours"),
        "desktop_dnd": tr("do not disturb"),
        "typing": tr("you are typing"),
        "limit": tr("enough for this hour"),
        "snoozed": tr("snoozed"),
        "muted": tr("muted"),
        "project_off": tr("off for this project"),
        "kind_off": tr("off for this kind"),
        "looking": tr("you are looking at it"),
    }.get(why, one_line(why, 40))


def band(score: int) -> str:
    """Which of four bands a score is in: low, mid, high, top."""
    return next(name for least, name in _BANDS if score >= least)


def band_word(score: int) -> str:
    return {"low": tr("low"), "mid": tr("middle"), "high": tr("high"), "top": tr("top")}[band(score)]


def band_tone(score: int) -> str:
    return {"low": "", "mid": "work", "high": "needs", "top": "good"}[band(score)]


def priority_tip(card: Card) -> str:
    if card.priority is None:
        return tr("Not scored yet; it counts as 50.")
    said = tr("Priority {score} of 100 ({band}).").format(
        score=card.priority.score, band=band_word(card.priority.score)
    )
    return said + (" " + one_line(told(card.priority.reason), 300) if card.priority.reason else "")


def span(since_at: datetime, until_at: datetime) -> str:
    """How long it took: ``<1m``, ``14m``, ``2h 05m``."""
    minutes = max(int((until_at - since_at).total_seconds()), 0) // 60
    if minutes < 1:
        return "<1m"
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h {minutes % 60:02d}m"


def step_age(since_at: datetime | None, now: datetime) -> str:
    """An age that changes seldom: below a minute in steps of ten seconds."""
    if since_at is None:
        return ""
    seconds = max(int((now - since_at).total_seconds()), 0)
    if seconds >= 60:
        return age(since_at, now)
    return tr("now") if seconds < 10 else f"{seconds // 10 * 10}s"
