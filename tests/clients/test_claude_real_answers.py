"""The real program asks, our words answer: each decision that a waiting hook can print."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.clients import by_name
from headspace_desktop.domain.effects import AnswerHold
from headspace_desktop.domain.events import InputAsked, ToolFinished
from headspace_desktop.domain.model import AskKind, Decision
from tests.harness.claude import ClaudeHome
from tests.harness.model_server import Call, ModelServer, Step, ask_user, plan_steps
from tests.harness.tmux_server import TmuxServer

CLAUDE = by_name("claude")


def until(is_so: Callable[[], Any], limit_s: float = 30.0) -> Any:
    deadline = time.monotonic() + limit_s
    while not (found := is_so()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


class Hooks:
    """Shell lines that keep each payload in a file; the deciding one prints what the test puts beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def settings(self) -> dict[str, Any]:
        mail = shlex.quote(str(self.folder / "mail"))
        keep = f"cat > {mail}.$$.part; mv {mail}.$$.part {mail}.$$.json"
        wait = f"{keep}; n=0; until [ -s {mail}.$$.answer ] || [ $n -gt 400 ]; do sleep 0.1; n=$((n+1)); done"
        lines = {hook.event: f"{wait}; cat {mail}.$$.answer" if hook.is_deciding else keep for hook in CLAUDE.hooks}
        return {
            "hooks": {
                hook.event: [{"hooks": [{"type": "command", "command": lines[hook.event], "timeout": 60}]}]
                for hook in CLAUDE.hooks
            }
        }

    def evidence(self, envelope) -> list[tuple[Path, Any]]:
        found = []
        for file in sorted(self.folder.glob("mail.*.json"), key=lambda one: one.stat().st_mtime_ns):
            evidence, anomalies = CLAUDE.read_mail(json.loads(file.read_bytes()), envelope(file.name))
            assert anomalies == []
            found.extend((file, one) for one in evidence)
        return found

    def next_ask(self, envelope, kind: AskKind) -> tuple[Path, Any]:
        """The newest request that waits for an answer."""

        def waiting() -> Any:
            for file, one in self.evidence(envelope):
                is_waiting = isinstance(one, InputAsked) and one.ask.delivery_name is not None
                if is_waiting and one.ask.kind is kind and not file.with_suffix(".answer").exists():
                    return file, one.ask
            return None

        return until(waiting)

    def answer(self, envelope, kind: AskKind, decision: Decision, **more: Any) -> None:
        file, ask = self.next_ask(envelope, kind)
        raw = CLAUDE.hold_answer(AnswerHold("h", "claude", ask, decision, "r", **more))
        part = file.with_suffix(".tmp")
        part.write_bytes(raw)
        part.rename(file.with_suffix(".answer"))


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def session(model: ModelServer, tmp_path: Path):
    hooks = Hooks(tmp_path / "mail")
    with TmuxServer() as tmux, ClaudeHome(tmp_path, model.url) as home:
        home.settings(hooks.settings())
        yield hooks, home, home.start(tmux)


def test_every_decision_is_understood(model, session, envelope):
    hooks, home, tui = session

    def touch(name: str) -> Call:
        return Call("Bash", {"command": f"touch {name}", "description": "Touch"})

    model.script("first", Step("", [touch("allowed.txt")]), Step("First done."))
    tui.prompt("first")
    hooks.answer(envelope, AskKind.PERMISSION, Decision.ALLOW)
    tui.wait_for("First done.")
    assert (home.project / "allowed.txt").exists()

    model.script("second", Step("", [touch("denied.txt")]), Step("Second done."))
    tui.prompt("second")
    hooks.answer(envelope, AskKind.PERMISSION, Decision.DENY, message="Not from here")
    tui.wait_for("Second done.")
    assert not (home.project / "denied.txt").exists()

    questions = ask_user(
        ("Which size?", "Size", ["Small", "Large"], False), ("Which extras?", "Extras", ["Milk", "Sugar"], True)
    )
    model.script("third", Step("", [questions]), Step("Third done."))
    tui.prompt("third")
    answers = (("Large",), ("Milk", "Sugar", "a lot of tea"))
    hooks.answer(envelope, AskKind.QUESTION, Decision.ALLOW, answers=answers)
    tui.wait_for("Third done.")
    given = [one.answers for _file, one in hooks.evidence(envelope) if isinstance(one, ToolFinished) and one.answers]
    assert answers in given

    model.script("fourth", Step("", [touch("a.txt")]), Step("", [touch("b.txt")]), Step("Fourth done."))
    tui.prompt("fourth")
    hooks.answer(envelope, AskKind.PERMISSION, Decision.ALLOW_SESSION)
    tui.wait_for("Fourth done.")  # the second call did not ask
    assert (home.project / "a.txt").exists() and (home.project / "b.txt").exists()


def test_a_plan_is_approved(model, session, envelope):
    hooks, _home, tui = session
    model.script("plan it", *plan_steps("# The plan\n\n1. Begin\n", Step("Planned.")))
    tui.keys("BTab", "BTab")  # default, accept edits, plan
    tui.wait_for("plan mode on")
    tui.prompt("plan it")
    hooks.answer(envelope, AskKind.PLAN, Decision.ALLOW)
    tui.wait_for("Planned.")
