"""Calls that are folded together while much is caught up leave the same as calls that are folded one by one."""

from __future__ import annotations

import itertools
import os
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.domain import events as e
from headspace_desktop.domain.effects import FollowTranscript
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import FileOffset, Project, Source
from headspace_desktop.engine import fold
from headspace_desktop.engine.engine import Engine
from headspace_desktop.engine.merge import MAIL
from tests.domain.builders import said
from tests.engine.histories import Life, Message, fresh_paths, names, recorded

KEPT = (
    "select kind, source, at, delivery_id, payload from events order by kind, at, delivery_id, payload",
    "select key, actor, intent, text, at, source, is_internal, entry_uuid, prompt_id from turns order by agent_id, key",
    "select uuid, state, outcome, started_at, completed_at, full_command, full_output from commands order by uuid",
    "select ask_key, decision, outcome, surface, asked_at, decided_at from decisions order by ask_key",
)

#: The least that the settings allow: whoever is quiet for half a minute is taken for stalled.
IMPATIENT = Limits(thresholds=Thresholds(hung_tool_after_s=30, no_answer_after_s=30))


class Away(Life):
    """Closed while everything happened: all of it is taken in at once, long after."""

    limits = Limits()

    def start(self) -> Engine:
        self.engine = Engine(
            open_memory=self._open_memory, tell=self._told, ask=self.effects.append,
            find_project=lambda cwd: Project(cwd, cwd.rsplit("/", 1)[-1]), root_of=lambda _client, _path: None,
            clock=lambda: self.now, catches_up=True, limits=self.limits,
        )  # fmt: skip
        self.engine.open(None)  # type: ignore[arg-type]  # it watches nothing
        return self.engine

    def take_in(self, messages: list[Message]) -> None:
        files: dict[str, e.TranscriptRead] = {}
        for read in [one.event for one in messages if one.via == "transcript"]:
            before = files[read.offset.path].evidence if read.offset.path in files else ()
            files[read.offset.path] = replace(read, evidence=before + read.evidence)
        self.engine.handle([one.event for one in messages if one.via != "transcript"])
        self.engine.handle([e.BacklogTold(MAIL)])
        told: set[str] = set()
        while self.engine.is_catching_up:
            asked = {effect.path for effect in self.effects if isinstance(effect, FollowTranscript)} - told
            for path in sorted(asked):
                self.engine.handle([*([files[path]] if path in files else []), e.BacklogTold(path)])
            told |= asked
            self.wait_until(self.now + timedelta(seconds=1))
        self.wait_until(self.now + timedelta(seconds=5))

    def left(self) -> list[Any]:
        rows = [self.rows(words) for words in KEPT]
        return [*rows, sorted(self.engine._board.agents.items())]


def left_of(
    home: Path, messages: list[Message], end: datetime, *, one_by_one: bool, limits: Limits | None = None
) -> tuple[list[Any], int]:
    """All that is left of these, and how many versions of agents it took."""
    numbers, advanced = itertools.count(1), itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fold.uuid, "uuid4", lambda: uuid.UUID(int=next(numbers)))
        advance = fold.lifecycle.advance
        patch.setattr(fold.lifecycle, "advance", lambda *args: (next(advanced), advance(*args))[1])
        if one_by_one:
            patch.setattr(fold, "are_steps", lambda _moment: False)
        patch.setattr(Away, "limits", limits or Limits())
        life = Away(fresh_paths(home), end)
        try:
            life.take_in(messages)
            assert life.flaws == []
            return life.left(), next(advanced)
        finally:
            life.close()


def assert_the_same(home: Path, messages: list[Message], end: datetime, limits: Limits | None = None) -> int:
    """How many versions were saved."""
    together, few = left_of(home, messages, end, one_by_one=False, limits=limits)
    apart, many = left_of(home, messages, end, one_by_one=True, limits=limits)
    for found, wanted in zip(together, apart, strict=True):
        assert found == wanted
    return many - few


@pytest.mark.parametrize("has_hooks", [True, False])
def test_recorded_sessions(tmp_path: Path, has_hooks: bool) -> None:
    saved = 0
    for version, name in names()[::20]:
        start, messages = recorded(version, name)
        end = start + timedelta(seconds=messages[-1].t_s + 3600)
        first = next((one for one in messages if one.via == "hook"), None)
        said_by = [one for one in messages if one.via != "hook" or has_hooks or one is first]
        saved += assert_the_same(tmp_path, said_by, end)
    assert saved > 0, "nothing was folded together"


#: One step of a session: who tells it, what, and how long after the step before.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("start", "finish", "use", "text", "final", "prompt", "hook", "stop", "other")),
        st.sampled_from((0.0, 0.2, 1.5, 8.0, 12.0, 29.0, 31.0, 700.0)),
        st.integers(0, 3),
    ),
    max_size=24,
)
PATH = "/home/dev/.claude/projects/p/{}.jsonl"


def told_of(steps: list[tuple[str, float, int]], session: str) -> list[Message]:
    lines: list[Any] = []
    found = [
        Message(
            0, "hook", _mail(said(e.SessionStarted, 0, reason="startup", session=session, delivery_id=f"s{session}"))
        )
    ]
    t_s = 1.0
    for number, (what, after_s, call) in enumerate(steps):
        t_s += after_s
        ids = {"session": session, "delivery_id": f"{session}{number}"}
        use_id = f"{session}t{call}"
        lined: dict[str, tuple[type[Any], dict[str, Any]]] = {
            "start": (e.ToolStarted, {"tool": "Bash", "tool_use_id": use_id, "detail": "ls"}),
            "finish": (e.ToolFinished, {"tool": "Bash", "tool_use_id": use_id}),
            "use": (e.UsageReported, {"usage": e.Usage(context_tokens=number), "message_id": f"m{number}"}),
            "text": (e.TextSaid, {"entry_uuid": f"u{session}{number}", "text": f"text {number}"}),
            "final": (e.TextSaid, {"entry_uuid": f"u{session}{number}", "text": f"final {number}", "is_final": True}),
            "prompt": (e.PromptSubmitted, {"text": f"prompt {number}", "prompt_id": f"p{session}{number}"}),
        }
        if what in lined:
            kind, fields = lined[what]
            lines.append(said(kind, t_s, Source.TRANSCRIPT, **ids, **fields))
        elif what == "hook":
            found.append(
                Message(
                    t_s, "hook", _mail(said(e.ToolStarted, t_s, tool="Read", tool_use_id=use_id, detail="a", **ids))
                )
            )
        elif what == "stop":
            found.append(Message(t_s, "hook", _mail(said(e.TurnStopped, t_s, last_text=f"final {number - 1}", **ids))))
    path = PATH.format(session)
    if lines:
        found.append(Message(t_s, "transcript", e.TranscriptRead(FileOffset(path, "claude", "i", 1), tuple(lines))))
    return found


def _mail(evidence: Any) -> e.MailOpened:
    clues = e.Clues("claude", session_id=evidence.clues.session_id, cwd="/home/dev/p",
                    transcript_path=PATH.format(evidence.clues.session_id))  # fmt: skip
    fields = {name: getattr(evidence, name) for name in evidence.__dataclass_fields__}
    name = evidence.origin.delivery_id
    return e.MailOpened(name, f"/spool/{name}", 1, (type(evidence)(**fields | {"clues": clues}),))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@settings(
    max_examples=25, suppress_health_check=list(HealthCheck), deadline=None,
    derandomize="HEADSPACE_EXPLORE" not in os.environ,
)  # fmt: skip
@given(one=STEPS, other=STEPS, is_impatient=st.booleans())
def test_any_two_sessions(
    one: list[tuple[str, float, int]], other: list[tuple[str, float, int]], is_impatient: bool, ground: Path
) -> None:
    """Also where a call hangs, or nothing comes for so long that a session counts as stalled."""
    messages = [*told_of(one, "a" * 36), *told_of(other, "b" * 36)]
    end = messages[0].event.evidence[0].origin.at + timedelta(days=1)
    assert_the_same(ground, messages, end, IMPATIENT if is_impatient else None)
