"""When an agent may interrupt the person, when it is held back and why, and who is next in the queue.

Pure rules over cards, settings and the circumstances of a moment; the engine only asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.local_time import moment_of
from headspace_desktop.domain.model import State, Verdict

Why = Literal[
    "off", "project_off", "kind_off", "snoozed", "muted", "quiet_hours", "desktop_dnd", "typing", "limit", "looking"
]  # fmt: skip
Days = Literal["every day", "weekdays", "weekends"]

#: In these states the person is told.
TOLD = frozenset({State.NEEDS_INPUT, State.DONE, State.STALLED})

#: Who types is not disturbed for so long at most.
TYPING_WAIT = timedelta(seconds=5)

#: Of the interruptions of an hour this share is for whatever there is; the rest is kept for who needs an answer.
COMMON_SHARE = 0.75

#: Somebody who waits is told of again after once, twice, four times … the time; so often at most.
STEPS = 6

#: What a minute of waiting is worth in each state.
KIND_WEIGHTS = {State.NEEDS_INPUT: 3.0, State.STALLED: 2.0, State.DONE: 1.0}

#: Held for so little that it does not count as held.
_FRESH = frozenset({"", "typing"})

_HOUR = timedelta(hours=1)
_WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Manners:
    """How the person wants to be told; plain values from the settings."""

    is_enabled: bool = True
    needs_input: bool = True
    done: bool = True
    stalled: bool = True
    with_sound: bool = False
    group_from: int = 4
    quiet_from: time | None = None  # local time
    quiet_until: time | None = None
    quiet_days: Days = "every day"  # on which the quiet hours begin
    respects_desktop: bool = True
    waits_for_typing: bool = True
    silent_projects: frozenset[str] = frozenset()  # by name or folder
    limit_per_hour: int = 30  # 0: no limit
    escalate_after_s: int = 900  # 0: never


@dataclass(frozen=True, slots=True)
class Moment:
    """What speaks for or against an interruption now. `zone` is that of the person's clock; None: the machine's."""

    now: datetime
    mute_until_at: datetime | None = None
    is_desktop_quiet: bool = False
    is_typing: bool = False
    recent: tuple[datetime, ...] = ()  # interruptions, oldest first
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now, and why. `until_at` None: until that is over."""

    why: Why
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notification that is due. `held`: why it was held until now; `step` counts how often it was told again."""

    card: Card
    due_at: datetime
    is_old: bool = False  # from before the start of the program
    held: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is told now: each alone, all of `together` as one (`note` says why); and what is held."""

    alone: tuple[Waiting, ...]
    together: tuple[Waiting, ...]
    note: str
    held: tuple[tuple[Waiting, Hold], ...]


def arrange(due: Sequence[Waiting], manners: Manners, moment: Moment) -> Plan:
    """Who is told now, alone or together, and who is held. Whoever needs an answer goes first."""
    held: list[tuple[Waiting, Hold]] = []
    free: list[Waiting] = []
    for waiting in sorted(due, key=lambda one: (-KIND_WEIGHTS[one.card.verdict.state], one.due_at)):
        hold = hold_of(waiting.card, manners, moment, waiting.due_at)
        if hold is None:
            free.append(waiting)
        else:
            held.append((waiting, hold))
    groups = _groups(free, manners)
    together = [waiting for group, _note in groups for waiting in group]
    note = groups[0][1] if len(groups) == 1 else ""
    grouped = {waiting.card.uuid for waiting in together}
    alone = [waiting for waiting in free if waiting.card.uuid not in grouped]
    recent = list(moment.recent)
    if together and (hold := _over_limit(together, manners, recent, moment.now)) is not None:
        held += [(waiting, hold) for waiting in together]
        together = []
    elif together:
        recent.append(moment.now)
    told = []
    for waiting in alone:
        if (hold := _over_limit([waiting], manners, recent, moment.now)) is not None:
            held.append((waiting, hold))
        else:
            recent.append(moment.now)
            told.append(waiting)
    return Plan(tuple(told), tuple(together), note, tuple(held))


def _groups(free: Sequence[Waiting], manners: Manners) -> list[tuple[list[Waiting], str]]:
    old = [waiting for waiting in free if waiting.is_old]
    kept = [waiting for waiting in free if not waiting.is_old and waiting.held not in _FRESH]
    fresh = [waiting for waiting in free if not waiting.is_old and waiting.held in _FRESH]
    groups = []
    if len(old) >= 2:
        groups.append((old, "since before the start"))
    if len(kept) >= 2:
        groups.append((kept, "held back until now"))
    if len(fresh) >= manners.group_from:
        groups.append((fresh, ""))
    return groups


# -- what holds a notification back -------------------------------------------


def hold_of(card: Card, manners: Manners, moment: Moment, due_at: datetime) -> Hold | None:
    """Why this card may not interrupt now, besides the limit of the hour; None when it may."""
    now = moment.now
    if not manners.is_enabled:
        return Hold("off")
    if {card.project_name, card.project_path} & manners.silent_projects:
        return Hold("project_off")
    if not _is_wanted(card.verdict, manners):
        return Hold("kind_off")
    if card.snoozed_until_at is not None and now < card.snoozed_until_at:
        return Hold("snoozed", card.snoozed_until_at)
    if moment.mute_until_at is not None and now < moment.mute_until_at:
        return Hold("muted", moment.mute_until_at)
    if (end := quiet_until(manners, now, moment.zone)) is not None:
        return Hold("quiet_hours", end)
    if moment.is_desktop_quiet and manners.respects_desktop:
        return Hold("desktop_dnd")
    if moment.is_typing and manners.waits_for_typing and now < due_at + TYPING_WAIT:
        return Hold("typing", due_at + TYPING_WAIT)
    return None


def _is_wanted(verdict: Verdict, manners: Manners) -> bool:
    wanted = {State.NEEDS_INPUT: manners.needs_input, State.DONE: manners.done, State.STALLED: manners.stalled}
    return wanted.get(verdict.state, False)


def quiet_until(manners: Manners, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """When the quiet hours end in which `now` lies, in UTC; None outside them. They may go over midnight."""
    start, end = manners.quiet_from, manners.quiet_until
    if start is None or end is None or start == end:
        return None
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        is_weekend = day.weekday() >= _WEEKEND
        if manners.quiet_days != "every day" and is_weekend is not (manners.quiet_days == "weekends"):
            continue
        begins = moment_of(day, start, zone)
        ends = moment_of(day if start < end else day + timedelta(days=1), end, zone)
        if begins <= now < ends:
            return ends
    return None


def _over_limit(told: Iterable[Waiting], manners: Manners, recent: Sequence[datetime], now: datetime) -> Hold | None:
    is_asked = any(waiting.card.verdict.state is State.NEEDS_INPUT for waiting in told)
    share = manners.limit_per_hour if is_asked else max(1, int(manners.limit_per_hour * COMMON_SHARE))
    last = [at for at in recent if now - _HOUR < at]
    if manners.limit_per_hour == 0 or len(last) < share:
        return None
    return Hold("limit", last[-share] + _HOUR)


def within_the_hour(recent: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """The interruptions that still count; a clock that was set back does not make them count for ever."""
    return tuple(at for at in recent if now - _HOUR < at <= now)


# -- topics and escalation -----------------------------------------------------


def topic(card: Card) -> str:
    """What a bubble is about: another topic replaces it, the same one does not show twice."""
    ask = card.ask.key if card.ask is not None else ""
    return f"{card.verdict.state}/{card.verdict.sub_state}/{ask}/{card.verdict.since_at}"


def next_step(card: Card, manners: Manners, now: datetime) -> tuple[int, datetime] | None:
    """The number and moment at which somebody who waits for an answer is told of again; None for never."""
    since_at = card.verdict.since_at
    if card.verdict.state is not State.NEEDS_INPUT or not manners.escalate_after_s or since_at is None:
        return None
    for step in range(1, STEPS + 1):
        at = since_at + timedelta(seconds=manners.escalate_after_s * 2 ** (step - 1))
        if at > now:
            return step, at
    return None


# -- the queue -----------------------------------------------------------------


def queue(cards: Iterable[Card], now: datetime) -> list[str]:
    """Who is next: the oldest and costliest first, snoozed ones last; what the person has seen is not in it.

    Cost is the time that it waited, at least a minute, by what waiting is worth in its state, by its priority.
    """
    waiting = [card for card in cards if card.verdict.state in TOLD and not card.is_seen and card.ended_at is None]
    return [card.uuid for card in sorted(waiting, key=lambda card: _place(card, now))]


def _place(card: Card, now: datetime) -> tuple[bool, float, datetime, str]:
    since_at = card.verdict.since_at or card.verdict_at
    is_snoozed = card.snoozed_until_at is not None and now < card.snoozed_until_at
    return is_snoozed, -cost(card, now), since_at, card.uuid


def cost(card: Card, now: datetime) -> float:
    """What it costs that this agent waits: minutes, by what they weigh in its state, by 0.5 to 1.5 for its priority."""
    waited = (now - (card.verdict.since_at or card.verdict_at)).total_seconds() / 60
    score = card.priority.score if card.priority is not None else 50
    return max(1.0, waited) * KIND_WEIGHTS.get(card.verdict.state, 0.0) * (0.5 + score / 100)
