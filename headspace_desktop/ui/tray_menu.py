"""What the tray says: the counts, the sentence of its tooltip, the lines of its menu.

Any thread; values and words only. It decides nothing: who waits is the verdict of each card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.domain.model import State
from headspace_desktop.ui.ask_text import headline
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.recommend import advice
from headspace_desktop.ui.tray_icon import Face, Shape
from headspace_desktop.ui.words import age, ask_word, moment, state_word, sub_word, tr

#: Waiting agents listed by name; more are one line that opens the board.
WAITING_LIMIT = 12
NAME_CHARS, WHAT_CHARS = 32, 64

#: Projects in which a new agent can be started from here.
PROJECT_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """All agents of this host, counted; `waiting` holds those that need input, the longest first."""

    counts: Counter[State]
    waiting: tuple[Card, ...]
    here: tuple[Card, ...] = ()

    def of(self, state: State) -> int:
        return self.counts[state]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line of the menu does: ``go``, ``next``, ``start``, ``page``, ``mute``, ``unmute``, ``quit``."""

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; without a choice and children it is a separator."""

    text: str = ""
    choice: Choice | None = None
    is_enabled: bool = True
    children: tuple[Entry, ...] = ()

    @property
    def form(self) -> tuple[object, ...]:
        """All but the words: while it stays, the line stays and only its text changes."""
        return (self.choice, self.is_enabled, tuple(child.form for child in self.children))


def summarise(cards: Iterable[Card]) -> Summary:
    """Count the agents that run here; those of other hosts cannot be reached from this tray."""
    here = [card for card in cards if not card.is_foreign_host]
    waiting = [card for card in here if card.verdict.state is State.NEEDS_INPUT]
    waiting.sort(key=lambda card: (_waiting_since(card), card.uuid))
    return Summary(Counter(card.verdict.state for card in here), tuple(waiting), tuple(here))


def face(summary: Summary | None, *, is_muted: bool) -> Face:
    """The icon: what needs the person first, then what is stuck, then work, then what is not known, then quiet."""
    if summary is None:
        return Face(Shape.UNKNOWN, 0, is_muted)
    if count := summary.of(State.NEEDS_INPUT):
        return Face(Shape.NEEDS_INPUT, min(count, 10), is_muted)
    if count := summary.of(State.STALLED):
        return Face(Shape.STALLED, min(count, 10), is_muted)
    if summary.of(State.WORKING):
        return Face(Shape.WORKING, 0, is_muted)
    if summary.of(State.UNKNOWN):
        return Face(Shape.UNKNOWN, 0, is_muted)
    if summary.of(State.IDLE) or summary.of(State.DONE):
        return Face(Shape.IDLE, 0, is_muted)
    return Face(Shape.NONE, 0, is_muted)


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing new could be taken in since then."""

    since_at: datetime
    reason: str = ""


def tooltip(summary: Summary | None, mute_until_at: datetime | None, stale: Stale | None = None) -> str:
    """The state of all agents in words, such as “2 need you, 3 working”."""
    if summary is None:
        said = tr("Headspace is starting")
    else:
        needing, stalled = summary.of(State.NEEDS_INPUT), summary.of(State.STALLED)
        parts = [
            "" if not needing else tr("1 needs you") if needing == 1 else tr("%n need you", needing),
            tr("%n stalled", stalled) if stalled else "",
            *(
                tr(text, summary.of(state)) if summary.of(state) else ""
                for state, text in (
                    (State.WORKING, "%n working"),
                    (State.DONE, "%n done"),
                    (State.IDLE, "%n idle"),
                    (State.UNKNOWN, "%n unknown"),
                )
            ),
        ]
        said = ", ".join(part for part in parts if part) or tr("No agents")
    if stale is not None:
        since = tr("Not current since {time}").replace("{time}", moment(stale.since_at))
        said = f"{since}: {one_line(stale.reason, WHAT_CHARS)}\n{said}"
    if mute_until_at is not None:
        said += "\n" + tr("Muted until {time}").replace("{time}", _hour(mute_until_at))
    return said


def entries(summary: Summary | None, mute_until_at: datetime | None, now: datetime) -> tuple[Entry, ...]:
    """The whole menu."""
    waiting = summary.waiting if summary is not None else ()
    lines = [Entry(waiting_line(card, now), Choice("go", card.uuid)) for card in waiting[:WAITING_LIMIT]]
    if len(waiting) > WAITING_LIMIT:
        lines.append(Entry(tr("… and %n more", len(waiting) - WAITING_LIMIT), Choice("page", "board")))
    if lines:
        lines.append(Entry())
    lines += _recommended(summary, now)
    lines += [
        Entry(tr("Next waiting"), Choice("next"), is_enabled=bool(waiting)),
        Entry(tr("Open board"), Choice("page", "board")),
        Entry(),
    ]
    if mute_until_at is not None:
        until = tr("Unmute (muted until {time})").replace("{time}", _hour(mute_until_at))
        lines.append(Entry(until, Choice("unmute")))
    lines.append(
        Entry(
            tr("Mute"),
            children=(
                Entry(tr("30 minutes"), Choice("mute", "30")),
                Entry(tr("1 hour"), Choice("mute", "60")),
                Entry(tr("Until tomorrow"), Choice("mute", "tomorrow")),
            ),
        )
    )
    return (
        *lines,
        Entry(),
        *_new_agent(summary),
        Entry(tr("Start agent…"), Choice("page", "start")),
        Entry(tr("Settings"), Choice("page", "settings")),
        Entry(tr("Doctor"), Choice("page", "doctor")),
        Entry(),
        Entry(tr("Quit"), Choice("quit")),
    )


def _recommended(summary: Summary | None, now: datetime) -> list[Entry]:
    found = advice(summary.here, now) if summary is not None else None
    if found is None:
        return []
    names = (one_line(found.card.project, NAME_CHARS), one_line(found.card.name, NAME_CHARS))
    who = " · ".join(dict.fromkeys(name for name in names if name))
    return [Entry(tr("Recommended next: {name}").replace("{name}", who), Choice("go", found.card.uuid))]


def _new_agent(summary: Summary | None) -> list[Entry]:
    """The projects of the agents that are here, by name: an order by time would never rest."""
    here = summary.here if summary is not None else ()
    names = {card.project_path: card.project or card.project_path for card in here if card.project_path}
    found = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))[:PROJECT_LIMIT]
    lines = tuple(Entry(one_line(name, NAME_CHARS), Choice("start", path)) for path, name in found)
    return [Entry(tr("New agent in"), children=lines)] if lines else []


def waiting_line(card: Card, now: datetime) -> str:
    """One waiting agent: name, what it wants, how long already."""
    if card.ask is not None:
        what = f"{ask_word(card.ask.kind)}: {headline(card.ask, WHAT_CHARS)}"
    else:
        what = sub_word(card.verdict.sub_state) or state_word(card.verdict.state)
    parts = (one_line(card.name or card.project, NAME_CHARS), one_line(what, WHAT_CHARS + 16))
    waited = age(_waiting_since(card), now)
    return " · ".join(part for part in (*parts, waited) if part)


def mute_end(value: str, now: datetime) -> datetime:
    """When a mute of so many minutes, or until ``tomorrow``, ends."""
    return next_morning(now) if value == "tomorrow" else now + timedelta(minutes=int(value))


def _waiting_since(card: Card) -> datetime:
    if card.ask is not None and card.ask.asked_at is not None:
        return card.ask.asked_at
    return card.verdict.since_at or card.verdict_at


def _hour(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M")
