"""Claude Code's hook payloads (and its statusline's) as evidence. Pure; any thread.

A payload says what happened, never when: the moment comes with the envelope. Facts: docs of 2.1.197 to 2.1.330.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from headspace_desktop.clients import Envelope, HookSpec
from headspace_desktop.clients.claude_fields import Fields, is_complete, reset_moment
from headspace_desktop.clients.claude_typed import unwrapped
from headspace_desktop.clients.claude_words import (
    detail,
    permission_item,
    permission_text,
    plan_item,
    question_items,
    question_text,
    split_answer,
)
from headspace_desktop.domain.events import (
    AttentionRaised,
    Clues,
    CompactionFinished,
    CompactionStarted,
    DirectoryChanged,
    InputAsked,
    Origin,
    PromptSubmitted,
    SessionEnded,
    SessionEvidence,
    SessionStarted,
    SubagentStarted,
    SubagentStopped,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnStopped,
    UsageReported,
)
from headspace_desktop.domain.model import Ask, AskItem, AskKind, BackgroundTask, Json, Source, Usage

NAME = "claude"

#: More of a call's text than a terminal shows in its permission dialog.
_SHOWN_CHARS = 4000

#: A hook that decides may be held as long as a person is away; the terminal's own dialog stays open meanwhile.
_HOLD_LIMIT_S = 86_400

#: An event that a version does not know makes it ignore the person's whole settings file (2.0.10, 2.0.60), or stop at
#: a dialog at each start (2.1.20, 2.1.70). `since`: each seen to be known by that version, and not by one before it.
HOOKS: tuple[HookSpec, ...] = (
    HookSpec("SessionStart"),
    HookSpec("SessionEnd"),
    HookSpec("UserPromptSubmit"),
    HookSpec("PreToolUse", is_bulky=True),
    HookSpec("PermissionRequest", timeout_s=_HOLD_LIMIT_S, is_deciding=True, since=(2, 0, 45)),
    HookSpec("PostToolUse", is_bulky=True),
    HookSpec("PostToolUseFailure", is_bulky=True, since=(2, 0, 60)),
    HookSpec("PostToolBatch", is_bulky=True, since=(2, 1, 119)),  # the only one that hears the end of a denied call
    HookSpec("Notification"),
    HookSpec("Stop"),
    HookSpec("StopFailure", since=(2, 1, 78)),
    HookSpec("SubagentStart", since=(2, 0, 44)),
    HookSpec("SubagentStop"),
    # Not PreCompact and PostCompact: the client prints their lines into the person's terminal (seen on 2.1.330).
    HookSpec("CwdChanged", since=(2, 1, 83)),
    HookSpec("Elicitation", since=(2, 1, 63)),  # a form's own notification comes 6 s later
    HookSpec("ElicitationResult", since=(2, 1, 63)),
)

QUESTION_TOOL = "AskUserQuestion"
PLAN_TOOL = "ExitPlanMode"
KINDS = {QUESTION_TOOL: AskKind.QUESTION, PLAN_TOOL: AskKind.PLAN}

#: How texts begin that the program sends to itself.
MACHINE_PREFIXES = ("<task-notification>", "<system-reminder>", "<teammate-message", "<agent-message", "<cross-session")
#: How a result begins that was refused. Source: transcripts of 2.1.197 and 2.1.330.
REFUSED_PREFIX = "The user doesn't want to proceed with this tool use"
#: How the text of a failure tells that the service had too much to do. Source: recorded with 2.1.197 and 2.1.330.
OVERLOADED_MARK = "API Error: 529"
#: One of them tells a statusline; the context came after 2.0.60.
_STATUSLINE = frozenset({"context_window", "cost"})
#: What a notification without a type is about. Source: 2.0.10 and 2.0.60.
_NOTIFIES = {"Claude needs your permission": "permission_prompt", "Claude is waiting for your input": "idle_prompt"}
#: Notifications of a server's form, as the program names them.
FORM_OPEN, FORM_OVER = "elicitation_dialog", "elicitation_response"
_SAID_MARK = "the user said:\n"


class _Mail:
    """One payload while it is read."""

    def __init__(self, values: Mapping[str, Any], envelope: Envelope, source: Source) -> None:
        self.anomalies: list[str] = []
        self.fields = Fields(values, self.anomalies)
        self.envelope = envelope
        self._source = source
        self._count = 0
        self.cwd = self.fields.text("cwd")
        self.subagent_id = self.fields.maybe("agent_id")
        self.clues = Clues(
            client=NAME,
            session_id=self.fields.maybe("session_id"),
            pid=envelope.pid,
            proc_start=envelope.proc_start,
            pane=envelope.pane,
            cwd=self.cwd or None,
            transcript_path=self.fields.maybe("transcript_path"),
            is_attended=envelope.is_attended,
            launch_id=envelope.launch_id,
        )

    def common(self) -> dict[str, Any]:
        """What every evidence of this mail shares; each one gets its own delivery id."""
        suffix = f"#{self._count}" if self._count else ""
        self._count += 1
        origin = Origin(
            source=self._source,
            delivery_id=f"{self.envelope.delivery_id}{suffix}",
            at=self.envelope.at,
            seen_at=self.envelope.seen_at,
        )
        return {"origin": origin, "clues": self.clues, "subagent_id": self.subagent_id}


def read_mail(payload: Any, envelope: Envelope) -> tuple[list[SessionEvidence], list[str]]:
    """One hook payload as evidence, with anomalies in words.

    Raises: ValueError for what is no JSON object.
    """
    if not isinstance(payload, Mapping):
        raise ValueError(f"a hook payload is an object, not {type(payload).__name__}")  # noqa: TRY004  by contract
    if is_statusline(payload):
        mail = _Mail(payload, envelope, Source.STATUSLINE)
        return _statusline(mail), mail.anomalies
    mail = _Mail(payload, envelope, Source.HOOK)
    event = mail.fields.text("hook_event_name")
    read = _READERS.get(event)
    if read is None:
        if not event:
            mail.anomalies.append("hook_event_name is missing")
        return [], mail.anomalies
    if mail.clues.session_id is None:
        mail.anomalies.append("session_id is missing")
    return read(mail), mail.anomalies


def is_statusline(payload: Mapping[str, Any]) -> bool:
    """Whether this is what the program writes to a statusline command."""
    return "hook_event_name" not in payload and "workspace" in payload and not payload.keys().isdisjoint(_STATUSLINE)


def is_machine_text(text: str) -> bool:
    """Whether the program wrote this prompt to itself."""
    return text.lstrip().startswith(MACHINE_PREFIXES)


def said_with_refusal(result: str) -> str:
    """What the person told the agent instead of allowing the call."""
    return result.partition(_SAID_MARK)[2].strip()


def answers_of(response: Any, anomalies: list[str]) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The answers to a question, one tuple of labels per item, and the same in words."""
    if not isinstance(response, Mapping):
        return (), ""
    fields = Fields(response, anomalies)
    given = Fields(fields.table("answers"), anomalies, "answers.")
    items = question_items(fields.rows("questions"), anomalies)
    texts = [given.text(item.text) for item in items]
    if not any(texts):
        return (), ""
    return tuple(split_answer(text, item) for text, item in zip(texts, items, strict=True)), "; ".join(texts)


def asked(tool: str, tool_input: Json, key: str, anomalies: list[str], **more: Any) -> Ask:
    """The question or plan that this call puts before the person."""
    fields = Fields(tool_input, anomalies)
    if tool == PLAN_TOOL:
        text = "Approve the plan?"
        items: tuple[AskItem, ...] = (plan_item(text),)
    else:
        rows = fields.rows("questions")
        items = question_items(rows, anomalies)
        text = question_text(rows) or "A question"
    return Ask(
        key=key,
        kind=KINDS[tool],
        tool=tool,
        text=text,
        items=items,
        tool_input=tool_input,
        plan=fields.maybe("plan"),
        is_input_complete=is_complete(tool_input),
        **more,
    )


def permission(tool: str, tool_input: Json, key: str, cwd: str, **more: Any) -> Ask:
    """The permission request for one call; `more` may hold what the client suggests to allow."""
    text = permission_text(tool, tool_input, cwd)
    return Ask(
        key=key,
        kind=AskKind.PERMISSION,
        tool=tool,
        text=text,
        items=(permission_item(text, more.get("suggestions", ())),),
        tool_input=tool_input,
        is_input_complete=is_complete(tool_input),
        **more,
    )


def shortened(tool_input: Json) -> Json:
    """What a permission dialog may show of a call: its short texts, and the beginning of its long ones."""
    return {
        key: value[:_SHOWN_CHARS] if isinstance(value, str) else value
        for key, value in tool_input.items()
        if isinstance(value, str | int | float | bool)
    }


def _session_start(mail: _Mail) -> list[SessionEvidence]:
    reason = mail.fields.text("source") or "unknown"
    return [SessionStarted(**mail.common(), reason=reason, model=mail.fields.text("model"))]


def _session_end(mail: _Mail) -> list[SessionEvidence]:
    return [SessionEnded(**mail.common(), reason=mail.fields.text("reason") or "other")]


def _prompt(mail: _Mail) -> list[SessionEvidence]:
    text = unwrapped(mail.fields.text("prompt"))
    prompt_id = mail.fields.maybe("prompt_id")
    return [PromptSubmitted(**mail.common(), text=text, prompt_id=prompt_id, is_machine=is_machine_text(text))]


def _tool_start(mail: _Mail) -> list[SessionEvidence]:
    tool, tool_input = mail.fields.text("tool_name"), mail.fields.table("tool_input")
    use_id = mail.fields.text("tool_use_id")
    if not use_id:
        mail.anomalies.append("tool_use_id is missing")
        use_id = f"call:{mail.envelope.delivery_id}"
    about = detail(tool, tool_input, mail.cwd)
    found: list[SessionEvidence] = [ToolStarted(**mail.common(), tool_use_id=use_id, tool=tool, detail=about)]
    if tool in KINDS:
        ask = asked(
            tool,
            tool_input,
            use_id,
            mail.anomalies,
            tool_use_id=use_id,
            subagent_id=mail.subagent_id,
            asked_at=mail.envelope.at,
        )
        found.append(InputAsked(**mail.common(), ask=ask))
    return found


def _permission(mail: _Mail) -> list[SessionEvidence]:
    tool, tool_input = mail.fields.text("tool_name"), mail.fields.table("tool_input")
    key = f"ask:{mail.envelope.delivery_id}"
    suggestions = tuple(mail.fields.rows("permission_suggestions"))
    more: dict[str, Any] = {
        "subagent_id": mail.subagent_id,
        "delivery_name": mail.envelope.name,
        "asked_at": mail.envelope.at,
        "suggestions": suggestions,
    }
    if tool in KINDS:
        return [InputAsked(**mail.common(), ask=asked(tool, tool_input, key, mail.anomalies, **more))]
    if not tool:
        mail.anomalies.append("tool_name is missing")
    about = detail(tool, tool_input, mail.cwd)
    ask = permission(tool, tool_input, key, mail.cwd, detail=about, **more)
    return [InputAsked(**mail.common(), ask=ask)]


def _tool_end(mail: _Mail) -> list[SessionEvidence]:
    return [_finished(mail, mail.fields, is_error=False)]


def _tool_failure(mail: _Mail) -> list[SessionEvidence]:
    return [_finished(mail, mail.fields, is_error=True)]


def _tool_denied(mail: _Mail) -> list[SessionEvidence]:
    tool, use_id = mail.fields.text("tool_name"), mail.fields.text("tool_use_id")
    reason = mail.fields.text("reason")
    return [
        ToolFinished(**mail.common(), tool_use_id=use_id, tool=tool, is_error=True, is_denied=True, text=reason),
    ]


def _tool_batch(mail: _Mail) -> list[SessionEvidence]:
    """Each call with the text that the model is given: only a refusal in the terminal is known by its words.

    What a hook refused looks like any result. Source: recorded with 2.1.197, 2.1.330 and 2.1.332.
    """
    calls = (Fields(row, mail.anomalies, "tool_calls.") for row in mail.fields.rows("tool_calls"))
    ends = (_finished(mail, call, is_error=False) for call in calls if call.text("tool_use_id"))
    return [replace(end, is_untold=not end.is_denied) for end in ends]


def _finished(mail: _Mail, call: Fields, *, is_error: bool) -> ToolFinished:
    tool, response = call.text("tool_name"), call.raw("tool_response")
    answers, text = answers_of(response, mail.anomalies) if tool == QUESTION_TOOL else ((), "")
    is_denied = isinstance(response, str) and response.startswith(REFUSED_PREFIX)
    if is_denied and isinstance(response, str):
        text = said_with_refusal(response)
    return ToolFinished(
        **mail.common(),
        tool_use_id=call.text("tool_use_id"),
        tool=tool,
        is_error=is_error or is_denied,
        is_denied=is_denied,
        answers=answers,
        text=text,
    )


def _notification(mail: _Mail) -> list[SessionEvidence]:
    kind, message = mail.fields.text("notification_type"), mail.fields.text("message")
    if not kind:
        kind = next((kind for begin, kind in _NOTIFIES.items() if message.startswith(begin)), "")
    return [AttentionRaised(**mail.common(), kind=kind, message=message)]


def _form(mail: _Mail) -> list[SessionEvidence]:
    return [AttentionRaised(**mail.common(), kind=FORM_OPEN, message=mail.fields.text("message"))]


def _form_over(mail: _Mail) -> list[SessionEvidence]:
    return [AttentionRaised(**mail.common(), kind=FORM_OVER, message="")]


def _stop(mail: _Mail) -> list[SessionEvidence]:
    return [
        TurnStopped(
            **mail.common(),
            last_text=mail.fields.text("last_assistant_message"),
            prompt_id=mail.fields.maybe("prompt_id"),
            background=_background(mail),
        )
    ]


def _background(mail: _Mail) -> tuple[BackgroundTask, ...]:
    rows = (Fields(row, mail.anomalies, "background_tasks.") for row in mail.fields.rows("background_tasks"))
    return tuple(
        BackgroundTask(row.text("id"), row.text("type"), row.text("description") or row.text("command"))
        for row in rows
        if row.text("status") in {"running", "pending", ""}
    )


def _stop_failure(mail: _Mail) -> list[SessionEvidence]:
    text = mail.fields.text("last_assistant_message")
    resets_at = reset_moment(text, mail.envelope.at)
    error = failure_of(mail.fields.text("error"), text)
    return [TurnFailed(**mail.common(), error=error, text=text, resets_at=resets_at)]


def failure_of(error: str, text: str) -> str:
    """The kind of a failure; an overloaded service is told as a server error, with its status. Recorded: 2.1.330."""
    if error == "server_error" and OVERLOADED_MARK in text:
        return "overloaded"
    return error or "unknown"


def _subagent_start(mail: _Mail) -> list[SessionEvidence]:
    return [SubagentStarted(**mail.common(), kind=mail.fields.text("agent_type"))]


def _subagent_stop(mail: _Mail) -> list[SessionEvidence]:
    kind = mail.fields.text("agent_type")
    # Compaction sends one without a type, of a sub-agent that never started.
    return [SubagentStopped(**mail.common(), kind=kind)] if kind else []


def _compact_start(mail: _Mail) -> list[SessionEvidence]:
    return [CompactionStarted(**mail.common(), trigger=mail.fields.text("trigger"))]


def _compact_end(mail: _Mail) -> list[SessionEvidence]:
    return [CompactionFinished(**mail.common(), trigger=mail.fields.text("trigger"))]


def _directory(mail: _Mail) -> list[SessionEvidence]:
    cwd = mail.fields.text("new_cwd") or mail.cwd
    return [DirectoryChanged(**mail.common(), cwd=cwd)] if cwd else []


def _statusline(mail: _Mail) -> list[SessionEvidence]:
    context = mail.fields.below("context_window")
    limits = mail.fields.below("rate_limits")
    five_hour, seven_day = limits.below("five_hour"), limits.below("seven_day")
    tokens = context.number("total_input_tokens")
    usage = Usage(
        model=mail.fields.below("model").text("display_name") or mail.fields.below("model").text("id"),
        context_percent=context.number("used_percentage"),
        context_tokens=int(tokens) if tokens else None,
        cost_usd=mail.fields.below("cost").number("total_cost_usd"),
        five_hour_percent=five_hour.number("used_percentage"),
        five_hour_resets_at=five_hour.moment("resets_at"),
        seven_day_percent=seven_day.number("used_percentage"),
    )
    return [UsageReported(**mail.common(), usage=usage)]


_READERS: Mapping[str, Callable[[_Mail], list[SessionEvidence]]] = {
    "SessionStart": _session_start,
    "SessionEnd": _session_end,
    "UserPromptSubmit": _prompt,
    "PreToolUse": _tool_start,
    "PermissionRequest": _permission,
    "PermissionDenied": _tool_denied,
    "PostToolUse": _tool_end,
    "PostToolUseFailure": _tool_failure,
    "PostToolBatch": _tool_batch,
    "Notification": _notification,
    "Elicitation": _form,
    "ElicitationResult": _form_over,
    "Stop": _stop,
    "StopFailure": _stop_failure,
    "SubagentStart": _subagent_start,
    "SubagentStop": _subagent_stop,
    "PreCompact": _compact_start,
    "PostCompact": _compact_end,
    "CwdChanged": _directory,
}
