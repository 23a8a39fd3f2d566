"""Lengths of time, days and periods as a person reads them, in the person's language.

GUI thread. Words only; what is not known is a dash, never a zero.
"""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from headspace_desktop.domain.activity import Period, Span, period_of
from headspace_desktop.ui.words import tr

#: Stands where nothing was measured.
NOTHING = "–"


def length(seconds: float | None) -> str:
    """A length of time in its two largest units."""
    if seconds is None:
        return NOTHING
    whole = max(round(seconds), 0)
    if whole < 60:
        return tr("{seconds} s").format(seconds=whole)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        if rest == 0 or minutes >= 10:
            return tr("{minutes} min").format(minutes=minutes + (rest >= 30))
        return tr("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    hours, minutes = divmod(round(whole / 60), 60)
    return tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes) if minutes else (
        tr("{hours} h").format(hours=hours)
    )  # fmt: skip


def figure(value: float | None, digits: int = 1) -> str:
    """A number in the person's notation; a dash when it is not known."""
    return NOTHING if value is None else QLocale().toString(float(value), "f", digits)


def day_word(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def moment(at: datetime | None) -> str:
    """Local day and time."""
    if at is None:
        return NOTHING
    local = at.astimezone()
    return tr("{day} {year}, {time}").format(day=day_word(local.date()), year=local.year, time=local.strftime("%H:%M"))


def first_weekday() -> int:
    """0 is Monday, as the desktop's language and country begin their weeks."""
    return QLocale().firstDayOfWeek().value - 1


def period_word(period: Period, today: date) -> str:
    """Today, Yesterday, this week, or its dates."""
    match period.span:
        case Span.DAY:
            if period.first == today:
                return tr("Today")
            if period.after().first == today:
                return tr("Yesterday")
            return tr("{day} {year}").format(day=day_word(period.first), year=period.first.year)
        case Span.WEEK:
            if period.holds(today):
                return tr("This week")
            if period.after().holds(today):
                return tr("Last week")
            last = date.fromordinal(period.until.toordinal() - 1)
            return tr("{first} to {last} {year}").format(
                first=day_word(period.first), last=day_word(last), year=last.year
            )
        case Span.MONTH:
            if period.holds(today):
                return tr("This month")
            day = period.first
            return QLocale().toString(QDate(day.year, day.month, day.day), "MMMM yyyy")


def present(span: Span, today: date) -> Period:
    """The period of this kind that has not ended yet."""
    return period_of(span, today, first_weekday())
