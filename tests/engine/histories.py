"""Histories for the engine: what witnesses of a session say, bent as each of them may be, over a real store.

Hooks may be late, swapped, lost and told twice. Transcript lines come in the order of their file, but late, in chunks,
and again after a restart. Live-session files may be missed in between, never the last one, and told late; but nobody
reads in one what was overwritten before. Looks at panes come in order, a little late. A process's end is true.
"""

from __future__ import annotations

import gzip
import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql

from headspace_desktop.domain.effects import FollowTranscript
from headspace_desktop.domain.model import State
from headspace_desktop.paths import Paths
from headspace_desktop.recording.retelling import Retelling
from headspace_desktop.recording.tape import Header, Told, load
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Batch, Records
from tests.engine.recorded import Stage

CORPUS = Path(__file__).resolve().parents[1] / "accuracy" / "corpus"

#: Until everything that only time tells has been told (but no hung tool and no silence).
AFTERWARDS_S = 30.0

#: What is told of live-session files.
_OF_FILES = {"registry", "registry_gone"}

_numbers = itertools.count()


@dataclass(frozen=True)
class Message:
    """One message and how many seconds after the start it arrives."""

    t_s: float
    via: str
    event: Any


def messages_of(header: Header, told: Sequence[Told]) -> list[Message]:
    """What the engine gets, in order of arrival."""
    retelling = Retelling(header)
    found = [(one, retelling.event(one)) for one in told]
    return [Message(one.t_s, one.via, event) for one, event in found if event is not None]


def recorded(version: str, name: str) -> tuple[datetime, list[Message]]:
    with gzip.open(CORPUS / version / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        header, told = load(file)
    return header.started_at, messages_of(header, told)


def names() -> list[tuple[str, str]]:
    """(version, name) of every recording."""
    return [(path.parent.name, path.name.removesuffix(".jsonl.gz")) for path in sorted(CORPUS.glob("*/*.jsonl.gz"))]


# -- what may happen to a message


@dataclass(frozen=True)
class Fate:
    """What becomes of one message; each witness is bent only as far as it may be."""

    late_s: float = 0.0
    is_lost: bool = False
    is_twice: bool = False
    is_joined: bool = False  # read together with the message of the same file after it
    is_restart: bool = False  # the app is killed just after it, and started again


def disturbed(messages: Sequence[Message], fates: Sequence[Fate], *, may_lose_hooks: bool) -> list[Message | None]:
    """In the new order of arrival; None stands for a restart."""
    found: list[tuple[float, int, Message | None]] = []
    order = itertools.count()
    file_at: dict[str, float] = {}
    file_of: dict[int, str] = {}  # the live-session files of processes
    joined: dict[str, tuple[Any, ...]] = {}
    for index, (one, fate) in enumerate(zip(messages, fates, strict=True)):
        t_s, event = one.t_s + fate.late_s, one.event
        match one.via:
            case "hook":
                if fate.is_lost and may_lose_hooks:
                    continue
            case "transcript":
                path = event.offset.path
                t_s = file_at[path] = max(t_s, file_at.get(path, 0.0))
                evidence = (*joined.pop(path, ()), *event.evidence)
                later = any(m.via == "transcript" and m.event.offset.path == path for m in messages[index + 1 :])
                if fate.is_joined and later:
                    joined[path] = evidence
                    continue
                event = replace(event, evidence=evidence)
            case "registry":
                path = file_of[event.reading.pid] = event.reading.path
                if fate.is_lost and _is_overwritten_soon(messages, index, path):
                    continue
                t_s = file_at[path] = max(one.t_s + min(fate.late_s, 0.5), file_at.get(path, 0.0))
                seen_s = min(t_s, _overwritten_s(messages[index + 1 :], path))
                seen_at = event.reading.seen_at + timedelta(seconds=seen_s - one.t_s)
                event = replace(event, reading=replace(event.reading, seen_at=seen_at))
            case "screen":
                t_s = file_at["screen"] = max(one.t_s + min(fate.late_s, 0.5), file_at.get("screen", 0.0))
            case _:
                t_s = max(one.t_s + min(fate.late_s, 0.5), file_at.get(file_of.get(event.pid, ""), 0.0))
                event = replace(event, at=event.at + timedelta(seconds=t_s - one.t_s))  # of when it was noticed
        moved = replace(one, t_s=t_s, event=event)
        found.append((t_s, next(order), moved))
        if fate.is_twice and one.via in {"hook", "transcript"}:
            found.append((t_s + 0.3, next(order), replace(moved, t_s=t_s + 0.3)))
        if fate.is_restart:
            found.append((t_s, next(order), None))
    return [each for _t_s, _number, each in sorted(found, key=lambda row: row[:2])]


def _is_overwritten_soon(messages: Sequence[Message], index: int, path: str) -> bool:
    """A reading is missed only when the next one of the file comes before it could be looked at."""
    after = messages[index + 1 :]
    is_written_again = any(m.via == "registry" and m.event.reading.path == path for m in after)
    return is_written_again and _overwritten_s(after, path) <= messages[index].t_s + 0.5


def _overwritten_s(after: Sequence[Message], path: str) -> float:
    """When the live-session file is written again, or removed."""
    paths = ((m, m.event.reading.path if m.via == "registry" else m.event.path) for m in after if m.via in _OF_FILES)
    return next((m.t_s for m, of in paths if of == path), math.inf)


# -- one run


@dataclass
class Outcome:
    """What is left of a run, without what differs by nature."""

    verdicts: list[tuple[str, ...]]
    people: list[tuple[str, ...]]  # which sessions and processes belong together
    keyed: list[tuple[str, str, str]]  # (actor, text, key of the turn) in the order of the history
    flaws: list[str] = field(default_factory=list)
    decisions: dict[str, str] = field(default_factory=dict)  # by ask: allow, deny, answered, unknown or none
    #: What was seen to be asked, if it was seen in time, is nobody's words; a hook's later ones do not make it theirs.
    noticed: frozenset[tuple[str, str]] = frozenset()

    def contradicts(self, other: Outcome) -> dict[str, tuple[str, str]]:
        """The asks that the two runs hold to be decided otherwise; what is not known contradicts nothing."""
        both = {key: (self.decisions[key], other.decisions[key]) for key in self.decisions.keys() & other.decisions}
        return {key: pair for key, pair in both.items() if len({*pair} - {"unknown", "none"}) > 1}

    @property
    def spoken(self) -> list[tuple[str, str]]:
        return [(actor, text) for actor, text, _key in self.keyed]

    def less(self, noticed: frozenset[tuple[str, str]]) -> Outcome:
        return replace(self, keyed=[said for said in self.keyed if said[:2] not in noticed])

    @property
    def texts(self) -> Counter[tuple[str, str]]:
        return Counter(self.spoken)


class Life(Stage):
    """The engine over a real store that sees every batch before it is saved, and looks for what must never be."""

    def __init__(self, paths: Paths, start: datetime) -> None:
        self.paths = paths
        self.flaws: list[str] = []
        self.begun_at = start
        super().__init__(self._records, start)

    def _records(self) -> Any:
        life = self

        class Watched(Records):
            def save(self, batch: Batch) -> None:
                life.look_at(batch)
                super().save(batch)

        return Watched(open_store("", self.paths, host_id="h1", host_name="here"))

    def look_at(self, batch: Batch) -> None:
        for agent in batch.agents.values():
            scene = agent.scene
            settled = {ask.key for ask in scene.asks} & set(scene.settled_ask_keys)
            answered = {ask.tool_use_id for ask in scene.asks} & set(scene.finished_tool_ids)
            if settled or answered:
                self.flaws.append(f"asked after its answer: {settled or answered}")
            if agent.verdict.state is State.ENDED and (scene.asks or agent.ended_at is None):
                self.flaws.append("ended, but not over")
            if agent.is_live is not (agent.verdict.state is not State.ENDED):
                self.flaws.append("live and ended at once")

    def live(self, messages: Sequence[Message | None]) -> Outcome:
        unread: list[Message] = []  # lines of files that nobody has asked to follow yet
        for one in messages:
            if one is None:
                self.effects.clear()
                self.restart()
            elif one.via == "transcript":
                unread.append(one)
                self.wait_until(self.begun_at + timedelta(seconds=one.t_s))
            else:
                self.wait_until(self.begun_at + timedelta(seconds=one.t_s))
                self.engine.handle([one.event])
            followed = {effect.path for effect in self.effects if isinstance(effect, FollowTranscript)}
            for read in [each for each in unread if each.event.offset.path in followed]:
                unread.remove(read)
                self.engine.handle([read.event])
        self.wait_until(self.now + timedelta(seconds=AFTERWARDS_S))
        return self.outcome()

    def rows(self, words: str) -> list[tuple[Any, ...]]:
        with self.engine._memory._database.db.connect() as connection:  # type: ignore[union-attr]
            return [tuple(row) for row in connection.execute(sql(words))]

    def outcome(self) -> Outcome:
        board = self.engine._board
        agents = [agent for agent in board.all() if agent.uuid not in board.hidden]
        verdicts = sorted((_who(a), str(a.verdict.state), str(a.verdict.sub_state)) for a in agents)
        people = sorted(tuple(sorted(filter(None, {a.session_id, *a.old_session_ids}))) for a in agents)
        turns = self.rows(
            "select a.session_id, lower(t.actor), lower(t.intent), t.text, t.key, t.source from turns t"
            " join agents a on a.id = t.agent_id where not t.is_internal order by t.at, t.id"
        )
        flaws = list(self.flaws)
        keys = Counter((row[0], row[4]) for row in turns)
        flaws += [f"twice: {key}" for key, count in keys.items() if count > 1]
        open_ones = self.rows("select agent_id, count(*) from commands where lower(state) != 'complete' group by 1")
        flaws += [f"{count} open commands" for _agent, count in open_ones if count > 1]
        noticed = frozenset((row[1], row[3]) for row in turns if row[5] == "registry")
        said = [row for row in turns if row[5] != "registry"]
        keyed = [(row[1], row[3], row[4]) for row in said if not row[4].startswith("answer:")]
        decisions = {row[0]: row[1] for row in self.rows("select ask_key, decision from decisions")}
        return Outcome(verdicts, people, keyed, flaws, decisions, noticed)

    def close(self) -> None:
        self.engine.close()


def _who(agent: Any) -> str:
    return agent.session_id or agent.uuid


def fresh_paths(home: Path) -> Paths:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(home / f"life{next(_numbers)}"), "HOME": str(home)})
    paths.make_private()
    return paths


def run(home: Path, start: datetime, messages: Sequence[Message | None]) -> Outcome:
    life = Life(fresh_paths(home), start)
    try:
        return life.live(messages)
    finally:
        life.close()
