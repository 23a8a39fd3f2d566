"""What states, ages and receipts are called on screen: the vocabulary of the product, through Qt's translation.

GUI thread. Words only: no colours, no widgets, and no untrusted text in a format string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from headspace_desktop import troubles
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import AskKind, Decision, ReplyStage, Source, State, SubState


def tr(text: str, count: int = -1) -> str:
    """The text in the person's language; with a count, ``%n`` is replaced."""
    said = QCoreApplication.translate("Headspace", text, None, count)
    return said.replace("%n", str(count)) if count >= 0 else said


def know(templates: Iterable[str]) -> None:
    """The sentences that the program makes, such as ``{1} runs unusually long``, the most exact ones first."""
    global _templates  # noqa: PLW0603  one language for one program
    told.cache_clear()
    _templates = tuple(
        (template, re.compile(re.sub(r"\\{(\d)\\}", r"(?P<_\1>.+?)", re.escape(template)), re.DOTALL))
        for template in templates
    )


@lru_cache(maxsize=4096)
def told(text: str) -> str:
    """A sentence that a room without Qt has made, in the person's language; one that is not known stays as it is.

    Any thread. A list with semicolons is taken apart, and so is what stands in round brackets after it. What stands in
    backticks, for a terminal, is quoted as prose does it.
    """
    return _TICKED.sub(lambda found: QLocale().quoteString(found[1]), _said(text))


def _said(text: str) -> str:
    if not _templates or not text:
        return text
    if (said := tr(text)) != text:
        return said
    for template, pattern in _templates:
        if (found := pattern.fullmatch(text)) and (said := tr(template)) != template:
            return re.sub(r"\{(\d)\}", lambda field: _said(found[f"_{field[1]}"]), said)
    if "; " in text:
        return "; ".join(map(_said, text.split("; ")))
    if points := re.fullmatch(r"(.+?)( \+\d+)(?: \((.+)\))?", text, re.DOTALL):  # a part of a priority
        return _said(points[1]) + points[2] + (f" ({_said(points[3])})" if points[3] else "")
    return text


_TICKED = re.compile(r"`([^`\n]+)`")
_templates: tuple[tuple[str, re.Pattern[str]], ...] = ()


def state_word(state: State) -> str:
    return {
        State.NEEDS_INPUT: tr("Needs input"),
        State.WORKING: tr("Working"),
        State.IDLE: tr("Idle"),
        State.DONE: tr("Done"),
        State.STALLED: tr("Stalled"),
        State.ENDED: tr("Ended"),
        State.UNKNOWN: tr("Unknown"),
    }[state]


def sub_word(sub_state: SubState) -> str:
    """The finer word beside the state's own; empty where it would add nothing."""
    return {
        SubState.NONE: "",
        SubState.THINKING: tr("thinking"),
        SubState.TOOL: tr("tool"),
        SubState.COMPACTING: tr("compacting"),
        SubState.BACKGROUND: tr("background"),
        SubState.QUESTION: tr("question"),
        SubState.QUESTION_IN_TEXT: tr("asks in its text"),
        SubState.PERMISSION: tr("permission"),
        SubState.PLAN: tr("plan"),
        SubState.FORM: tr("form"),
        SubState.DIALOG: tr("dialog"),
        SubState.FRESH: tr("new"),
        SubState.SEEN: tr("seen"),
        SubState.INTERRUPTED: tr("interrupted"),
        SubState.RATE_LIMIT: tr("rate limit"),
        SubState.OVERLOADED: tr("overloaded"),
        SubState.AUTHENTICATION: tr("signed out"),
        SubState.BILLING: tr("billing"),
        SubState.MODEL: tr("model"),
        SubState.ERROR: tr("error"),
        SubState.HUNG_TOOL: tr("tool hangs"),
        SubState.NO_ANSWER: tr("no answer"),
        SubState.CLEAN: "",
        SubState.KILLED: tr("killed"),
        SubState.TERMINAL_GONE: tr("terminal gone"),
    }[sub_state]


def source_word(source: Source) -> str:
    return {
        Source.HOOK: tr("a hook"),
        Source.TRANSCRIPT: tr("the transcript"),
        Source.REGISTRY: tr("the session file"),
        Source.PROCESS: tr("the process"),
        Source.PANE: tr("the terminal pane"),
        Source.STATUSLINE: tr("the status line"),
        Source.LAUNCHER: tr("the launcher"),
        Source.USER: tr("you"),
        Source.CLOCK: tr("the clock"),
    }[source]


def ask_word(kind: AskKind) -> str:
    return {
        AskKind.PERMISSION: tr("Permission"),
        AskKind.QUESTION: tr("Question"),
        AskKind.PLAN: tr("Plan"),
        AskKind.FORM: tr("Form"),
    }[kind]


def stage_word(stage: ReplyStage) -> str:
    return {
        ReplyStage.IN_FLIGHT: tr("On its way"),
        ReplyStage.TYPED: tr("Typed"),
        ReplyStage.SUBMITTED: tr("Submitted"),
        ReplyStage.SEEN: tr("Seen by the agent"),
        ReplyStage.FAILED: tr("Not delivered"),
    }[stage]


def decision_word(decision: Decision, *, is_plan: bool = False) -> str:
    """What was decided, for the one who decided it."""
    if is_plan:
        return tr("Keep planning") if decision is Decision.DENY else tr("Plan approved")
    return {
        Decision.ALLOW: tr("Allowed"),
        Decision.ALLOW_SESSION: tr("Allowed for this session"),
        Decision.DENY: tr("Denied"),
    }[decision]


def age(since_at: datetime | None, now: datetime) -> str:
    """How long ago, in at most four signs: ``8s``, ``4m``, ``2h``, ``3d``; empty when not known."""
    if since_at is None:
        return ""
    seconds = max(int((now - since_at).total_seconds()), 0)
    if seconds < 60:
        return f"{seconds}s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return f"{minutes}m"
    return f"{hours}h" if hours < 48 else f"{days}d"


def clock(at: datetime | None) -> str:
    """The local time of day, with the date when it is not today's."""
    if at is None:
        return ""
    local = at.astimezone()
    today = datetime.now().astimezone().date()
    return local.strftime("%H:%M:%S") if local.date() == today else local.strftime("%Y-%m-%d %H:%M")


def moment(at: datetime) -> str:
    """A time of day soon to come or just gone: ``15:00``, on another day ``Fri 06:00``."""
    local, now = at.astimezone(), datetime.now().astimezone()
    said = local.strftime("%H:%M")
    if local.date() == now.date():
        return said
    day = QLocale().dayName(local.isoweekday(), QLocale.FormatType.ShortFormat)
    return f"{day} {said}" if abs((local - now).days) < 7 else local.strftime("%Y-%m-%d %H:%M")


def number(value: int) -> str:
    return QLocale().toString(value)


def short_id(card: Card) -> str:
    return (card.session_id or card.uuid)[:8]


def unreachable(kind: str) -> tuple[str, str]:
    """Title and remedy of the trouble that keeps an agent from being typed to."""
    found = _TROUBLES.get(kind, troubles.NotReachable)
    return told(found.title), told(found.remedy)


def family(of: type[troubles.Trouble]) -> dict[str, type[troubles.Trouble]]:
    """A kind of trouble and all that are special cases of it, by name."""
    found = {of.__name__: of}
    for child in of.__subclasses__():
        found |= family(child)
    return found


_TROUBLES = family(troubles.Trouble)
