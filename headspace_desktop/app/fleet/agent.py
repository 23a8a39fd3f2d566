"""What a simulated agent does, step by step, and what is true of it meanwhile. Fleet thread.

A step is a generator that yields how many seconds until the next one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Generator, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headspace_desktop.app.fleet import words
from headspace_desktop.app.fleet.session import LATE_S, Session
from headspace_desktop.domain.model import State, SubState

if TYPE_CHECKING:
    from headspace_desktop.app.fleet.room import Fleet

Step = Iterator[float]

#: However fast time runs: what is late has come, and what trails is written, before the next thing happens.
_SHORTEST_S = LATE_S[1] + 0.1
#: Between two turns an agent rests at least so long: rules that wait for a moment have spoken.
_REST_S = 2.5
#: Recorded: between the end of a session by /clear and the start of the next; from a call to the dialog about it.
_CLEARS_S = 0.1
_ASKS_AFTER_S = 0.05


class Agent:
    """One seat of the fleet: agents come and go on it."""

    def __init__(self, number: int, fleet: Fleet) -> None:
        self.number = number
        self._fleet = fleet
        self._random = random.Random(fleet.seed * 1000 + number)  # noqa: S311
        self._project, self._branch, self._tasks = words.PROJECTS[number % len(words.PROJECTS)]
        self._cwd: Path = fleet.root.parent / "projects" / self._project
        self._cwd.mkdir(parents=True, exist_ok=True)
        self.life = 0
        self.answer: bytes | None = None
        self.session = self._new_session()

    def _new_session(self) -> Session:
        self.life += 1
        return Session(
            self._fleet, self._random, self._cwd, self._branch, f"{self._project}-{self.number:02d}"
        )  # fmt: skip

    # -- what is true

    def _is(self, state: State, sub_state: SubState = SubState.NONE) -> None:
        self._fleet.note(self, state, sub_state)

    # -- life

    def live(self) -> Step:
        """For ever."""
        yield self._pause(0, 4)
        while True:
            yield from self._arrive("startup")
            while not self._happens(self._fleet.habits.crashes):
                yield from self._turn(self._random.choice(self._tasks))
                yield self._rest(4, 40)
                if self._fleet.is_ending:
                    while True:
                        yield 3600.0
                yield from self._between()
            yield from self._crash()
            self.session = self._new_session()

    def _arrive(self, reason: str) -> Step:
        self.session.status("idle")
        self.session.hook("SessionStart", source=reason, model="claude-sonnet-4-5")
        self._is(State.IDLE, SubState.FRESH)
        yield self._rest(0, 6)

    def _crash(self) -> Step:
        """Killed without a word, at its work."""
        self._begin(self._random.choice(self._tasks))
        yield self._pause(1, 5)
        self.session.body.kill()
        self._is(State.ENDED)
        yield self._rest(10, 40)

    def _between(self) -> Step:
        chance, habits = self._random.random(), self._fleet.habits
        self.session.skew = timedelta(0)
        if chance < habits.clears:
            self.session.hook("SessionEnd", reason="clear")
            self._is(State.IDLE, SubState.FRESH)
            yield _CLEARS_S
            self.session.renew()
            yield from self._arrive("clear")
        elif chance < habits.clears + habits.leaves:
            self.session.hook("SessionEnd", reason="prompt_input_exit")
            self.session.leave()
            self._is(State.ENDED)
            yield self._rest(10, 40)
            self.session.revive()
            yield from self._arrive("resume")
        elif self._happens(habits.clock_jumps):
            self.session.skew = timedelta(seconds=self._random.uniform(10, 300))

    # -- a turn

    def _turn(self, task: str) -> Step:
        habits = self._fleet.habits
        self._begin(task)
        yield self._pause(1, 5)
        for _ in range(self._random.randrange(1, 6)):
            if self._happens(habits.esc):
                yield from self._esc()
                return
            yield from self._call(*self._random.choice(words.TOOLS))
        if self._happens(habits.compacts):
            yield from self._compact()
        if self._happens(habits.asks_permission) and (yield from self._permission(*self._random.choice(words.RISKY))):
            return
        if self._happens(habits.asks_question):
            yield from self._question(*self._random.choice(words.QUESTIONS))
        if self._happens(habits.fails):
            self._fail()
        elif self._happens(habits.subagent):
            yield from self._with_background("subagent")
        elif self._happens(habits.shell):
            yield from self._with_background("shell")
        else:
            self._finish()

    def _begin(self, task: str, *, is_machine: bool = False) -> None:
        session = self.session
        session.new_prompt()
        session.hook("UserPromptSubmit", prompt=task)
        session.status("busy")
        self._is(State.WORKING)
        origin = {"kind": "task-notification"} if is_machine else {"kind": "human"}
        session.heard(task, origin=origin, promptSource="system" if is_machine else "typed")

    def _call(self, tool: str, tool_input: dict[str, Any]) -> Step:
        use_id = self._begin_call(tool, tool_input)
        yield self._pause(1, 8)
        self._end_call(use_id, tool, tool_input)
        yield self._pause(0.3, 2)

    def _begin_call(self, tool: str, tool_input: dict[str, Any]) -> str:
        use_id = f"toolu_{self._random.getrandbits(60):x}"
        self.session.said({"type": "tool_use", "id": use_id, "name": tool, "input": tool_input}, stop="tool_use")
        self.session.hook("PreToolUse", tool_name=tool, tool_input=tool_input, tool_use_id=use_id)
        return use_id

    def _end_call(self, use_id: str, tool: str, tool_input: dict[str, Any], **response: Any) -> None:
        habits = self._fleet.habits
        said = "x" * habits.bulk_bytes if self._happens(habits.bulky) else "(done)"
        told = {"toolUseResult": response} if response else {}
        self.session.heard([{"type": "tool_result", "tool_use_id": use_id, "content": said}], **told)
        about = {"tool_name": tool, "tool_input": tool_input, "tool_use_id": use_id, "tool_response": response}
        self.session.hook("PostToolUse", **about)
        self.session.hook("PostToolBatch", tool_calls=[{**about, "tool_response": "(done)"}])

    def _refuse_call(self, use_id: str) -> None:
        """What the terminal's own dialog leaves behind when the person says no, or Esc: no hook at all."""
        result = {"type": "tool_result", "tool_use_id": use_id, "content": words.REFUSED_WORDS, "is_error": True}
        self.session.heard([result], toolDenialKind="user-rejected")
        self.session.heard([{"type": "text", "text": "[Request interrupted by user for tool use]"}])
        self.session.status("idle")
        self._is(State.IDLE, SubState.INTERRUPTED)

    def _esc(self) -> Step:
        use_id = self._begin_call(*self._random.choice(words.TOOLS))
        yield self._pause(1, 6)
        self._refuse_call(use_id)

    def _compact(self) -> Step:
        yield self._pause(2, 10)
        self.session.hook("SessionStart", source="compact")
        self.session.line("system", subtype="compact_boundary", compactMetadata={"trigger": "auto"})
        self.session.heard("This session goes on from one before.", isCompactSummary=True)
        yield self._shortest()

    def _permission(self, tool: str, tool_input: dict[str, Any]) -> Generator[float, None, bool]:
        """Whether the turn ended with a refusal."""
        use_id = self._begin_call(tool, tool_input)
        yield 0.2
        name = self.session.hook(
            "PermissionRequest", tool_name=tool, tool_input=tool_input, permission_suggestions=[]
        )  # fmt: skip
        self._is(State.NEEDS_INPUT, SubState.PERMISSION)
        yield _ASKS_AFTER_S
        self.session.status("waiting", "permission prompt")
        yield from self._held(name, self._random.uniform(15, 90))
        if self._is_refused():
            self._refuse_call(use_id)
            return True
        self.session.status("busy")
        self._is(State.WORKING)
        yield self._pause(1, 4)
        self._end_call(use_id, tool, tool_input)
        yield self._shortest()
        return False

    def _is_refused(self) -> bool:
        """By the app's answer; without one the imagined person decides."""
        if self.answer is not None:
            return b'"deny"' in self.answer
        return self._happens(self._fleet.habits.denied)

    def _question(self, text: str, header: str, labels: Sequence[str]) -> Step:
        options = [{"label": label, "description": ""} for label in labels]
        asked = {"questions": [{"question": text, "header": header, "options": options, "multiSelect": False}]}
        yield self._shortest()
        use_id = self._begin_call("AskUserQuestion", asked)
        self._is(State.NEEDS_INPUT, SubState.QUESTION)  # its dialog comes with the call; no hook waits before it
        yield _ASKS_AFTER_S
        name = self.session.hook("PermissionRequest", tool_name="AskUserQuestion", tool_input=asked)
        yield _ASKS_AFTER_S
        self.session.status("waiting", "input needed")
        yield from self._held(name, self._random.uniform(20, 120))
        self.session.status("busy")
        self._is(State.WORKING)
        answers = {text: _chosen(self.answer) or labels[0]}
        self._end_call(use_id, "AskUserQuestion", asked, **asked, answers=answers)
        yield self._pause(1, 2)

    def _held(self, name: str, limit_s: float) -> Step:
        """Wait for an answer from the app, or until the imagined person decides in the terminal."""
        self.answer = None
        wire = self._fleet.ask(self, name)
        left_s = max(limit_s / self._fleet.speed, 2.0)
        while not self.is_answered() and left_s > 0:
            step_s = 0.2 if wire is not None else left_s
            left_s -= step_s
            yield step_s
        self._fleet.hang_up(wire)

    def is_answered(self) -> bool:
        return self.answer is not None

    # -- how a turn ends

    def _finish(self, *, background: Sequence[dict[str, Any]] = ()) -> None:
        final, is_question = self._random.choice(words.FINALS)
        if background:
            final, is_question = "It runs in the background; I will tell you when it is done.", False
        session = self.session
        session.said({"type": "text", "text": final}, stop="end_turn")
        agents = sum(task["type"] == "subagent" for task in background)
        session.line("system", subtype="turn_duration", **({"pendingBackgroundAgentCount": agents} if agents else {}))
        session.hook(
            "Stop", last_assistant_message=final, stop_hook_active=False, background_tasks=list(background)
        )  # fmt: skip
        if background:
            self._is(State.WORKING, SubState.BACKGROUND)
        else:
            session.status("idle")
            self._is(State.NEEDS_INPUT if is_question else State.DONE)

    def _fail(self) -> None:
        self.session.line(
            "assistant", isApiErrorMessage=True, error="rate_limit",
            message={"role": "assistant", "content": [{"type": "text", "text": words.LIMIT_WORDS}]},
        )  # fmt: skip
        self.session.hook("StopFailure", error="rate_limit", last_assistant_message=words.LIMIT_WORDS)
        self.session.status("idle")
        self._is(State.STALLED, SubState.RATE_LIMIT)

    def _with_background(self, kind: str) -> Step:
        """The turn ends, what it started goes on; then the program wakes itself."""
        task_id = f"{kind[0]}{self._random.getrandbits(48):x}"
        task = {"id": task_id, "type": kind, "status": "running", "description": "Check the whole suite"}
        is_agent = kind == "subagent"
        about = {"description": "Check the whole suite", "run_in_background": True}
        use_id = self._begin_call("Agent" if is_agent else "Bash", about)
        yield self._shortest()
        if is_agent:
            self.session.hook("SubagentStart", agent_id=task_id, agent_type="general-purpose")
        self._end_call(use_id, "Agent" if is_agent else "Bash", about)
        yield self._pause(1, 3)
        self._finish(background=[task])
        if not is_agent:
            self.session.status("shell")
        yield self._rest(5, 40)
        if is_agent:
            self.session.hook("SubagentStop", agent_id=task_id, agent_type="general-purpose", background_tasks=[])
            yield 0.15
        self._begin(f"<task-notification>\n<task-id>{task_id}</task-id>\n</task-notification>", is_machine=True)
        yield self._pause(1, 4)
        self._finish()

    # -- chance and time

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def _pause(self, shortest_s: float, longest_s: float) -> float:
        return max(self._random.uniform(shortest_s, longest_s) / self._fleet.speed, _SHORTEST_S)

    def _rest(self, shortest_s: float, longest_s: float) -> float:
        return max(self._random.uniform(shortest_s, longest_s) / self._fleet.speed, _REST_S)

    @staticmethod
    def _shortest() -> float:
        return _SHORTEST_S


def _chosen(answer: bytes | None) -> str:
    """The label in an answer that came over the wire; empty when there is none."""
    body = (answer or b"").partition(b"\n")[2]
    try:
        decision = json.loads(body)["hookSpecificOutput"]["decision"]
        return str(next(iter(decision["updatedInput"]["answers"].values())))
    except (ValueError, KeyError, TypeError, StopIteration):
        return ""
