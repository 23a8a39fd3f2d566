"""Short ways to say what happened, for tests of the rules. Moments are seconds after `T0`."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from headspace_desktop.domain import events as e
from headspace_desktop.domain import lifecycle
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    AskItem,
    AskKind,
    AskOption,
    PaneRef,
    Project,
    RegistryReading,
    Source,
    Turn,
)

T0 = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
LIMITS = Thresholds()
UUID = "00000000-0000-4000-8000-000000000001"
SESSION = "aaaaaaaa-0000-4000-8000-00000000000a"
PANE = PaneRef("/run/tmux/default", "%1")

_numbers = itertools.count()


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def said(
    what: type[Any],
    seconds: float,
    source: Source = Source.HOOK,
    /,
    *,
    session: str = SESSION,
    pid: int | None = 100,
    subagent_id: str | None = None,
    delivery_id: str | None = None,
    cwd: str = "/home/dev/project",
    **fields: Any,
) -> Any:
    """One evidence of the type `what`."""
    origin = e.Origin(source, delivery_id or f"d{next(_numbers)}", at(seconds), at(seconds))
    clues = e.Clues("claude", session_id=session, pid=pid if source is Source.HOOK else None, cwd=cwd)
    return what(origin=origin, clues=clues, subagent_id=subagent_id, **fields)


def question(key: str = "toolu_q", *labels: str, **fields: Any) -> Ask:
    options = tuple(AskOption(label) for label in labels or ("Red", "Blue"))
    fields = {"tool_use_id": None if fields.get("delivery_name") else key} | fields
    return Ask(
        key=key, kind=AskKind.QUESTION, tool="AskUserQuestion", text="Which colour?",
        items=(AskItem("Which colour?", "Colour", options),), tool_input={"questions": ["Which colour?"]}, **fields,
    )  # fmt: skip


def permission(delivery: str = "m1", command: str = "touch a", **fields: Any) -> Ask:
    return Ask(
        key=f"ask:{delivery}", kind=AskKind.PERMISSION, tool="Bash", text=f"Run: {command}", delivery_name=delivery,
        tool_input={"command": command}, detail=command, **fields,
    )  # fmt: skip


def registry(status: str, seconds: float, *, waiting_for: str = "", is_alive: bool = True, **fields: Any) -> Any:
    values: dict[str, Any] = {
        "path": "/home/dev/.claude/sessions/100.json", "pid": 100, "proc_start": "5", "session_id": SESSION,
        "cwd": "/home/dev/project",
    } | fields  # fmt: skip
    reading = RegistryReading(
        status=status, waiting_for=waiting_for, status_at=at(seconds), seen_at=at(seconds), is_alive=is_alive, **values
    )
    return e.RegistrySeen("claude", reading, f"r{next(_numbers)}")


class Story:
    """One agent and everything that became of it."""

    def __init__(self) -> None:
        clues = e.Clues("claude", session_id=SESSION, cwd="/home/dev/project")
        self.agent: Agent = lifecycle.born(UUID, clues, Project("/home/dev/project", "project"), T0)
        self.turns: dict[str, Turn] = {}
        self.commands: dict[str, Any] = {}
        self.verdicts: list[str] = []
        self.wake_at: datetime | None = None
        self.now = T0

    def tell(self, *messages: Any, now: float | None = None) -> Story:
        for message in messages:
            moment = message.reading.status_at if isinstance(message, e.RegistrySeen) else message.origin.at
            self.now = at(now) if now is not None else max(self.now, moment)
            if isinstance(message, e.RegistrySeen):
                self._take(lifecycle.read_registry(self.agent, message, self.now, LIMITS))
            else:
                self._take(lifecycle.advance(self.agent, [message], self.now, LIMITS))
        return self

    def lose_registry(self, seconds: float) -> Story:
        self.now = at(seconds)
        self._take(lifecycle.lose_registry(self.agent, self.now, self.now, LIMITS))
        return self

    def wake(self, seconds: float) -> Story:
        self.now = at(seconds)
        self._take(lifecycle.wake(self.agent, self.now, LIMITS))
        return self

    def _take(self, result: lifecycle.Advance) -> None:
        self.agent = result.agent
        self.wake_at = result.wake_at
        for _command, turn in result.turns:
            known = self.turns.get(turn.key)
            self.turns[turn.key] = turn if known is None else known
        self.commands |= {command.uuid: command for command in result.commands}
        if not self.verdicts or self.verdicts[-1] != self.verdict:
            self.verdicts.append(self.verdict)

    @property
    def verdict(self) -> str:
        verdict = self.agent.verdict
        return f"{verdict.state}/{verdict.sub_state}" if verdict.sub_state else str(verdict.state)

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """(intent, text) of all turns that the person sees, in the order of their times."""
        turns = sorted((t for t in self.turns.values() if not t.is_internal), key=lambda t: t.at)
        return [(str(turn.intent), turn.text) for turn in turns]
