"""Activity in words: what a bar says, what the causes and courses of a wait are called and mean. GUI thread."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from headspace_desktop.domain.activity import ActivityPage, Bin, Mood, Span
from headspace_desktop.domain.waits import Blocked, Cause, Course, Decisions
from headspace_desktop.ui.charts.points import Point
from headspace_desktop.ui.charts.shares import Share
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.spans import NOTHING, day_word, figure, length
from headspace_desktop.ui.words import number, tr


def not_measured() -> str:
    return tr(
        "Frustration is not measured yet: nothing scores your messages, because that needs the language model, "
        "which is not set up."
    )


def mood_legend() -> str:
    return tr(
        "Beside each bar, frustration from 0 to 10: the line from the lowest to the highest score, the box one "
        "standard deviation around the mean, the notch at the mean. Green is calm, amber raised (from 4), red high "
        "(from 7)."
    )


def turns_points(page: ActivityPage) -> list[Point]:
    """One bar for each hour or day."""
    return [_turns_point(one, page.period.span) for one in page.bins]


def turns_columns() -> tuple[str, ...]:
    return (tr("From"), tr("Turns"), tr("Average turn time"), tr("Agents"), tr("Frustration"), tr("Highest"))


def _turns_point(one: Bin, span: Span) -> Point:
    measure, label, when = one.measure, _label(one.start_at, span), _when(one, span)
    mood = measure.mood
    parts = [
        tr("turns: %n", measure.turns),
        tr("average turn time {length}").format(length=length(measure.turn_time_s)) if measure.turn_time_s else "",
        tr("active agents: %n", measure.agents) if measure.agents else "",
        mood_words(mood) if mood is not None else "",
    ]
    cells = (
        when, number(measure.turns), length(measure.turn_time_s), number(measure.agents),
        figure(mood.mean) if mood is not None else NOTHING, str(mood.most) if mood is not None else NOTHING,
    )  # fmt: skip
    return Point(label, measure.turns, f"{when}: " + ", ".join(part for part in parts if part), cells, mood)


def mood_words(mood: Mood) -> str:
    """All that is known of the frustration of a bar."""
    return tr("frustration {mean} ± {deviation}, lowest {least}, highest {most}, {count} scored").format(
        mean=figure(mood.mean), deviation=figure(mood.deviation), least=mood.least, most=mood.most, count=mood.count
    )


def _label(at: datetime, span: Span) -> str:
    local = at.astimezone()
    if span is Span.DAY:
        return local.strftime("%H")
    if span is Span.WEEK:
        return QLocale().toString(QDate(local.year, local.month, local.day), "ddd")
    return str(local.day)


def _when(one: Bin, span: Span) -> str:
    start, until = one.start_at.astimezone(), one.until_at.astimezone()
    if span is Span.DAY:
        return f"{start:%H:%M}–{until:%H:%M}"
    return day_word(start.date())


# -- waiting for the person


def cause_word(cause: Cause) -> str:
    return {
        Cause.PERMISSION: tr("Permission"),
        Cause.QUESTION: tr("Question"),
        Cause.PLAN: tr("Plan"),
        Cause.TEXT: tr("Question in the text"),
    }[cause]


def course_word(course: Course) -> str:
    return {
        Course.AT_ONCE: tr("Within a minute"),
        Course.DELIBERATE: tr("On purpose"),
        Course.LATE: tr("Seen late"),
        Course.MISSED: tr("Missed"),
        Course.UNTOLD: tr("Not told"),
        Course.OPEN: tr("Just asked"),
    }[course]


def course_meaning(course: Course) -> str:
    return {
        Course.AT_ONCE: tr("You decided within a minute."),
        Course.DELIBERATE: tr("You put it off, or looked within a minute and decided later."),
        Course.LATE: tr("A notification was shown; the first sign of you came more than a minute later."),
        Course.MISSED: tr("A notification was shown, and nothing was decided."),
        Course.UNTOLD: tr(
            "It took more than a minute and no notification was shown: muted, switched off or not running."
        ),
        Course.OPEN: tr("It waits for less than a minute."),
    }[course]


def definition() -> str:
    return tr(
        "An agent is blocked from the moment it asks (a permission, a question, a plan, or a question at the end of "
        "its text) until you decide, it goes on, or it ends. Several requests of one agent at the same time count "
        "once; two agents that wait beside each other count both. What is still open counts until now. The time to "
        "a decision belongs to the period in which it was asked, and only decisions of yours count in it. Half of "
        "all decisions took no longer than p50, nine of ten no longer than p90."
    )


def working_meaning() -> str:
    return tr(
        "How long agents had a command under way, without the time in which they waited for you. Agents that work "
        "beside each other count each; an open command counts until its agent was last heard of."
    )


def waits_points(blocked: Blocked) -> list[Point]:
    """Minutes by the local hour of the day."""
    points = []
    for hour, seconds in enumerate(blocked.by_hour):
        when = f"{hour:02d}:00–{(hour + 1) % 24:02d}:00"
        tip = tr("{hours}: agents waited {length}").format(hours=when, length=length(seconds))
        points.append(Point(f"{hour:02d}", seconds / 60, tip, (when, figure(seconds / 60))))
    return points


def project_shares(blocked: Blocked) -> list[Share]:
    return [Share(one_line(name, 60), seconds, length(seconds)) for name, seconds in blocked.by_project]


def cause_shares(blocked: Blocked) -> list[Share]:
    return [Share(cause_word(cause), seconds, length(seconds)) for cause, seconds in blocked.by_cause]


def course_shares(blocked: Blocked) -> list[Share]:
    return [
        Share(course_word(course), count, number(count), course_meaning(course)) for course, count in blocked.by_course
    ]


def decision_rows(blocked: Blocked) -> list[tuple[str, Decisions]]:
    """All decisions, then those of each cause."""
    rows = [(tr("All"), blocked.decisions)]
    return rows + [(cause_word(cause), decisions) for cause, decisions in blocked.decisions_by_cause]
