"""What a waiting hook of Claude Code prints to answer for the person. Pure; any thread.

It never widens a permission beyond what the program itself suggested, and then for this session only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from headspace_desktop.clients.claude_hooks import PLAN_TOOL, QUESTION_TOOL
from headspace_desktop.clients.claude_words import suggestion_words
from headspace_desktop.domain.effects import AnswerHold
from headspace_desktop.domain.model import Decision

_DENIED = "The person denied this."


def hold_answer(answer: AnswerHold) -> bytes:
    """The JSON for one decision. Source: "Decisions from a GUI" in the facts on agent clients (seen on 2.1.330)."""
    output = {"hookEventName": "PermissionRequest", "decision": _decision(answer)}
    return msgspec.json.encode({"hookSpecificOutput": output})


def _decision(answer: AnswerHold) -> dict[str, Any]:
    ask = answer.ask
    if answer.decision is Decision.DENY:
        return {"behavior": "deny", "message": answer.message or _DENIED}
    decision: dict[str, Any] = {"behavior": "allow"}
    if ask.tool == QUESTION_TOOL:
        decision["updatedInput"] = {"questions": _questions(answer), "answers": _answers(answer)}
    elif ask.tool == PLAN_TOOL:
        # A plain allow leaves the dialog of 2.1.330 open.
        decision["updatedInput"] = {}
    if answer.decision is Decision.ALLOW_SESSION:
        wanted = [{**each, "destination": "session"} for each in ask.suggestions if suggestion_words(each)]
        if wanted:
            decision["updatedPermissions"] = wanted
    return decision


def _questions(answer: AnswerHold) -> list[Any]:
    questions = answer.ask.tool_input.get("questions")
    return list(questions) if isinstance(questions, list | tuple) else []


def _answers(answer: AnswerHold) -> dict[str, str]:
    """Question text to answer; several choices are one comma list."""
    asked = [question.get("question") if isinstance(question, Mapping) else None for question in _questions(answer)]
    pairs = zip(asked, answer.answers, strict=False)
    return {text: ", ".join(labels) for text, labels in pairs if isinstance(text, str) and labels}
