"""What the event log keeps: every step once, so that the past can be told again and no row says what another said."""

from __future__ import annotations

from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import Source
from tests.domain.builders import registry, said
from tests.engine.desks import Desk, desk, hook, kept

__all__ = ["desk"]


def test_from_call_to_call_the_calls_themselves_tell(desk: Desk) -> None:
    desk.mail(hook(e.PromptSubmitted, 1, text="Go", prompt_id="p1"))
    for number in range(3):
        call = {"tool": "Bash", "tool_use_id": f"t{number}"}
        desk.mail(hook(e.ToolStarted, 2 + number, **call, detail="ls"))
        desk.mail(hook(e.ToolFinished, 2.5 + number, **call))
    desk.mail(hook(e.TurnStopped, 6, last_text="Done."))
    told = [(kind, payload) for kind, payload in kept(desk) if kind != "state_transition"]
    calls = ["ToolStarted", "ToolFinished"] * 3
    assert [kind for kind, _payload in told] == [
        "verdict_changed", "PromptSubmitted", *calls, "verdict_changed", "TurnStopped",
    ]  # fmt: skip
    verdicts = [payload["to"] for kind, payload in told if kind == "verdict_changed"]
    assert verdicts == ["working", "done"]


def test_what_another_witness_changes_has_a_line_of_its_own(desk: Desk) -> None:
    desk.mail(hook(e.PromptSubmitted, 1, text="Go", prompt_id="p1"))
    desk.mail(hook(e.ToolStarted, 2, tool="Bash", tool_use_id="t1", detail="ls"))
    desk.tell(registry("waiting", 3, waiting_for="permission prompt"), seconds=3)
    desk.tell(registry("busy", 5), seconds=5)
    verdicts = [(payload["from"], payload["to"]) for kind, payload in kept(desk) if kind == "verdict_changed"]
    assert verdicts[1:] == [("working", "needs_input"), ("needs_input", "working")]


def test_a_hook_that_begins_a_wait_in_the_midst_of_a_call_is_told(desk: Desk) -> None:
    desk.mail(hook(e.PromptSubmitted, 1, text="Go", prompt_id="p1"))
    desk.mail(hook(e.ToolStarted, 2, tool="Bash", tool_use_id="t1", detail="ls"))
    desk.mail(hook(e.CompactionStarted, 3))
    assert [payload["sub_state"] for kind, payload in kept(desk) if kind == "verdict_changed"][-1] == "compacting"


def test_an_event_is_kept_as_it_was_said(desk: Desk) -> None:
    desk.mail(hook(e.PromptSubmitted, 1, text="Go\x00 on", prompt_id="p1"))
    desk.tell(e.MailOpened("m2", "/spool/m2", 1, (said(e.TextSaid, 2, Source.TRANSCRIPT, text="x", entry_uuid="u"),)))
    payloads = dict(kept(desk))
    assert payloads["PromptSubmitted"]["prompt_id"] == "p1"
    assert payloads["TextSaid"]["origin"]["source"] == "transcript"
    assert "is_final" not in payloads["TextSaid"], "what is as by default is left out"
