"""What each log shows of its rows: columns, words for its kinds, and what it says while it is empty.

GUI thread. Words and bounded lines only; untrusted text is folded and made visible here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headspace_desktop.domain.asks import LogName
from headspace_desktop.ui.pages.found import LogLine
from headspace_desktop.ui.pages.paged import Column
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.words import clock, number, tr

Name = Callable[[LogLine], str]

#: What of a payload says most, in this order; the rest is in the row's details.
_TELLING = ("tool", "detail", "text", "last_text", "message", "error", "reason", "status", "waiting_for", "what", "why",
            "stage", "route", "surface", "name")  # fmt: skip

_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


@dataclass(frozen=True, slots=True)
class LogShape:
    """One of the logs. `kinds` names the filter of its kinds; `forget` its clearing, empty where it may not be."""

    name: LogName
    title: str
    empty: str
    kinds: str
    search: str
    columns: Callable[[Name], Sequence[Column]]
    kind_word: Callable[[str], str]
    forget: str = ""


def kind_words(kind: str) -> str:
    """The kind of an event as words: ``ToolStarted`` and ``verdict_changed`` alike."""
    return " ".join(_JOINT.split(kind)).lower()


def details(payload: Mapping[str, Any] | None) -> str:
    """The telling values of a stored event on one line, wherever in it they are (two levels deep)."""
    if not payload:
        return ""
    if "from" in payload and "to" in payload:
        more = (payload.get(key) for key in ("sub_state", "rule", "trigger", "outcome"))
        said = [f"{payload['from']} → {payload['to']}", *(str(value) for value in more if value)]
        return one_line("  ".join(said), 300)
    flat: dict[str, str] = {}
    for value in (payload, *(inner for inner in payload.values() if isinstance(inner, Mapping))):
        for key in _TELLING:
            said_so = value.get(key)
            if isinstance(said_so, str) and said_so and key not in flat:
                flat[key] = said_so
    return one_line("  ".join(flat[key] for key in _TELLING if key in flat), 300)


def shapes() -> tuple[LogShape, ...]:
    """The logs in the order of their tabs."""
    return (
        LogShape(
            "events",
            tr("Events"),
            tr("Nothing was heard yet."),
            tr("All events"),
            tr("Search the events"),
            _event_columns,
            kind_words,
            tr("Remove all events of this machine from the log? What agents said and did stays."),
        ),
        LogShape(
            "calls",
            tr("Inference calls"),
            tr("No call was ever made: no language model is asked for anything yet, and none without your setting."),
            tr("All levels"),
            tr("Search prompts and replies"),
            _call_columns,
            str,
            tr("Remove all inference calls from the log? What they cost is forgotten with them."),
        ),
        LogShape(
            "bubbles",
            tr("Notifications"),
            tr("No notification was shown or held back yet."),
            tr("Shown and held"),
            tr("Search the notifications"),
            _bubble_columns,
            bubble_word,
        ),
        LogShape(
            "decisions",
            tr("Decisions"),
            tr("Nothing was decided yet. Every permission, plan and question is put down here once it is over."),
            tr("All decisions"),
            tr("Search the decisions"),
            _decision_columns,
            decided_word,
        ),
    )


def _common(name: Name) -> tuple[Column, Column]:
    return Column(tr("Time"), lambda line: clock(line.at), 17, is_mono=True), Column(tr("Agent"), name, 28)


def _event_columns(name: Name) -> Sequence[Column]:
    return (
        *_common(name),
        Column(tr("What"), lambda line: one_line(kind_words(line.kind), 60), 22, is_mono=True),
        Column(tr("Source"), lambda line: one_line(str(line.values.get("source", "")), 30), 13),
        Column(tr("Details"), lambda line: details(line.values.get("payload")), 0),
    )


def _call_columns(name: Name) -> Sequence[Column]:
    def of(key: str) -> Callable[[LogLine], str]:
        return lambda line: one_line(str(line.values.get(key) or ""), 80)

    return (
        *_common(name),
        Column(tr("Level"), lambda line: one_line(line.kind, 20), 10),
        Column(tr("Purpose"), of("purpose"), 18),
        Column(tr("Model"), of("model"), 20, is_mono=True),
        Column(tr("Tokens in"), _count("input_tokens"), 9, is_number=True),
        Column(tr("Out"), _count("output_tokens"), 8, is_number=True),
        Column(tr("Took"), _took, 9, is_number=True),
        Column(tr("Cost"), _cost, 10, is_number=True),
        Column(tr("Result"), _result, 0, tone=lambda line: "stalled_ink" if line.values.get("error_message") else ""),
    )


def _count(key: str) -> Callable[[LogLine], str]:
    def count(line: LogLine) -> str:
        value = line.values.get(key)
        return "" if value is None else number(value)

    return count


def _took(line: LogLine) -> str:
    value = line.values.get("latency_ms")
    return "" if value is None else tr("{count} ms").format(count=number(value))


def _cost(line: LogLine) -> str:
    if line.values.get("cached"):
        return tr("cached")
    value = line.values.get("cost_usd")
    return "" if value is None else f"${value:.4f}"


def _result(line: LogLine) -> str:
    return one_line(str(line.values.get("error_message") or line.values.get("result_text") or ""), 300)


def _bubble_columns(name: Name) -> Sequence[Column]:
    return (
        *_common(name),
        Column(tr("What"), lambda line: bubble_word(line.kind), 18, tone=_bubble_tone),
        Column(tr("Why"), why_held, 30),
        Column(tr("Details"), _bubble_details, 0),
    )


def _bubble_details(line: LogLine) -> str:
    payload = line.values.get("payload") or {}
    until = str(payload.get("until") or "")
    if until:
        try:
            return tr("until {time}").format(time=clock(datetime.fromisoformat(until)))
        except ValueError:
            return one_line(until, 60)
    return details({key: value for key, value in payload.items() if key not in ("why", "reason")})


def _bubble_tone(line: LogLine) -> str:
    return "needs_input_ink" if line.kind == "bubble_held" else ""


def bubble_word(kind: str) -> str:
    """How a notification went."""
    return {
        "bubble_shown": tr("Shown"),
        "bubble_held": tr("Held back"),
        "bubble_closed": tr("Closed"),
        "digest_shown": tr("Digest shown"),
    }.get(kind, one_line(kind_words(kind), 40))


def why_held(line: LogLine) -> str:
    """Why a notification was held back, or how it was closed."""
    payload = line.values.get("payload") or {}
    why = str(payload.get("why") or payload.get("reason") or "")
    return {
        "quiet_hours": tr("quiet hours"),
        "desktop_dnd": tr("the desktop does not want to be disturbed"),
        "typing": tr("you were typing"),
        "limit": tr("too many within the hour"),
        "snoozed": tr("the agent was snoozed"),
        "muted": tr("muted"),
        "project_off": tr("switched off for this project"),
        "kind_off": tr("switched off for this kind"),
        "looking": tr("you were looking at it"),
    }.get(why, one_line(kind_words(why), 60))


def _decision_columns(name: Name) -> Sequence[Column]:
    def of(key: str, chars: int = 80) -> Callable[[LogLine], str]:
        return lambda line: one_line(str(line.values.get(key) or ""), chars)

    return (
        *_common(name),
        Column(tr("Decided"), lambda line: decided_word(line.kind), 20, tone=_decision_tone),
        Column(tr("By"), lambda line: surface_word(str(line.values.get("surface") or "")), 14),
        Column(tr("Kind"), of("kind"), 11),
        Column(tr("Tool"), of("tool"), 14, is_mono=True),
        Column(tr("What was asked"), of("text", 300), 0),
    )


def _decision_tone(line: LogLine) -> str:
    return {"allow": "idle_ink", "allow_session": "idle_ink", "deny": "stalled_ink"}.get(line.kind, "")


def decided_word(decision: str) -> str:
    """What was decided."""
    return {
        "allow": tr("Allowed"),
        "allow_session": tr("Allowed for the session"),
        "deny": tr("Denied"),
        "answered": tr("Answered"),
        "unknown": tr("Decided, not told how"),
        "none": tr("Nobody decided"),
    }.get(decision, one_line(decision, 40))


def surface_word(surface: str) -> str:
    """Where it was decided."""
    return {
        "board": tr("board"),
        "notification": tr("notification"),
        "cli": tr("command line"),
        "terminal": tr("terminal"),
        "": tr("not known"),
    }.get(surface, one_line(surface, 30))
