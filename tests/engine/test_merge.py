"""What waited is given out in the order in which it happened, and only when nobody can tell of something earlier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from headspace_desktop.domain.events import (
    BacklogTold,
    Clues,
    Evidence,
    MailOpened,
    Origin,
    PromptSubmitted,
    TranscriptRead,
)
from headspace_desktop.domain.model import FileOffset, Source
from headspace_desktop.engine.merge import LONGEST, LULL, PATIENCE, Merge, Part

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PATH = "/t/a.jsonl"


def prompt(second: float, source: Source, text: str = "") -> PromptSubmitted:
    at = NOW + timedelta(seconds=second)
    words = text or f"{source}{second}"
    return PromptSubmitted(origin=Origin(source, words, at, at), clues=Clues("claude"), text=words)


def mail(second: float) -> MailOpened:
    return MailOpened(f"m{second}", f"/s/{second}", 1, (prompt(second, Source.HOOK),))


def read(*seconds: float) -> TranscriptRead:
    return TranscriptRead(
        FileOffset(PATH, "claude", "", 10), tuple(prompt(second, Source.TRANSCRIPT) for second in seconds)
    )


def merge(*sources: str, batch: int = 100) -> Merge:
    made = Merge(batch, enough=batch)
    made.open(NOW, sources)
    return made


def given(made: Merge) -> list[str]:
    found: list[Evidence] = [item for _at, one in made.ready(NOW) for item in one.evidence]  # type: ignore[union-attr]
    return [item.origin.delivery_id for item in found]


def test_in_the_order_of_their_moments_whoever_came_first() -> None:
    made = merge(PATH)
    for message in (mail(1), mail(5), mail(9), read(2, 4, 6), BacklogTold("mail"), BacklogTold(PATH)):
        assert made.hold(message, NOW)
    assert given(made) == ["hook1", "transcript2", "transcript4", "hook5", "transcript6", "hook9"]
    assert made.is_closed_now()


def test_nothing_is_given_out_beyond_what_the_slowest_has_told() -> None:
    made = merge(PATH, batch=1)
    made.hold(mail(1), NOW)
    made.hold(mail(5), NOW)
    assert given(made) == []
    made.hold(read(2), NOW)
    assert [given(made), given(made), given(made)] == [["hook1"], ["transcript2"], []]
    made.hold(BacklogTold(PATH), NOW)
    assert given(made) == ["hook5"]
    assert not made.is_closed_now()


def test_the_offset_comes_with_the_last_of_what_was_read() -> None:
    made = merge(PATH)
    for message in (read(2, 4, 6), BacklogTold("mail"), BacklogTold(PATH)):
        made.hold(message, NOW)
    kinds = [type(one) for _at, one in made.ready(NOW)]
    assert kinds == [Part, Part, TranscriptRead]


def test_what_was_given_out_too_early_is_taken_back() -> None:
    made = merge(PATH, batch=2)
    for message in (mail(1), mail(5), mail(6), BacklogTold("mail"), BacklogTold(PATH)):
        made.hold(message, NOW)
    first, second = made.ready(NOW)
    assert made.has_ready()
    made.put_back([second])
    made.expect("/t/new.jsonl")
    assert given(made) == []
    assert not made.is_closed_now()
    assert first[1].evidence[0].origin.delivery_id == "hook1"  # type: ignore[union-attr]


def test_only_full_batches_are_given_out_while_more_may_come() -> None:
    made = merge(PATH, batch=2)
    for message in (mail(1), mail(2), mail(3), mail(4), read(1.5)):
        made.hold(message, NOW)
    assert given(made) == ["hook1", "transcript1.5"]
    assert not made.has_ready()
    made.hold(read(5), NOW)
    assert given(made) == ["hook2", "hook3"]
    assert given(made) == []
    for source in ("mail", PATH):
        made.hold(BacklogTold(source), NOW)
    assert [given(made), given(made)] == [["hook4", "transcript5"], []]
    assert made.is_closed_now()


def test_who_reads_is_not_disturbed_before_enough_has_come() -> None:
    made = Merge(batch=2, enough=4)
    made.open(NOW, [PATH])
    for message in (mail(1), mail(2), read(5)):
        made.hold(message, NOW)
    assert not made.has_ready() and given(made) == []
    made.hold(mail(6), NOW)
    assert made.has_ready() and given(made) == ["hook1", "hook2"]
    assert not made.has_ready(), "the rest waits for more, or for a lull"
    assert len(made.ready(NOW + LULL)) == 1


def test_who_waits_for_what_it_told_to_be_taken_in_is_not_waited_for() -> None:
    """The intake gives no more mail while too much of it is on the way."""
    made = merge(batch=10)
    made.hold(mail(1), NOW)
    assert made.due_at() == NOW + LULL
    assert made.ready(NOW) == []
    assert len(made.ready(NOW + LULL)) == 1
    assert made.due_at() == NOW + PATIENCE


def test_what_waits_for_a_full_batch_goes_behind_a_source_that_comes_to_light() -> None:
    made = merge(batch=3)
    for message in (mail(1), mail(9)):
        made.hold(message, NOW)
    assert not made.has_ready()
    made.expect(PATH)
    for message in (read(5), BacklogTold("mail"), BacklogTold(PATH)):
        made.hold(message, NOW)
    assert given(made) == ["hook1", "transcript5", "hook9"]


def test_what_a_line_says_at_one_moment_stays_together() -> None:
    made = merge(PATH)
    for message in (read(2, 2, 4), BacklogTold("mail"), BacklogTold(PATH)):
        made.hold(message, NOW)
    assert [len(one.evidence) for _at, one in made.ready(NOW)] == [2, 1]  # type: ignore[union-attr]


def test_a_source_that_stays_silent_holds_up_nobody_for_long() -> None:
    made = merge(PATH)
    made.hold(mail(1), NOW)
    made.give_up(NOW + PATIENCE - timedelta(seconds=1))
    assert given(made) == []
    made.give_up(NOW + PATIENCE)
    assert len(made.ready(NOW + PATIENCE)) == 1
    made.taken_in(NOW + PATIENCE)
    made.give_up(NOW + 2 * PATIENCE)
    assert made.has_ready() and given(made) == [] and made.is_closed_now(), "nor is the mail waited for for ever"


def test_a_clock_that_was_set_back_keeps_the_order_of_the_file() -> None:
    made = merge(PATH)
    for message in (read(100, 3, 4), mail(50), BacklogTold("mail"), BacklogTold(PATH)):
        made.hold(message, NOW)
    assert given(made) == ["transcript100", "transcript3", "transcript4", "hook50"]


def test_wishes_and_a_closed_merge_hold_nothing() -> None:
    made = merge()
    assert not made.hold(object(), NOW)
    made.hold(BacklogTold("mail"), NOW)
    assert made.is_closed_now()
    assert not made.hold(mail(1), NOW)
    assert made.hold(BacklogTold("mail"), NOW), "word for the merge alone"


def test_a_disk_that_does_not_answer_holds_up_nobody_though_others_go_on_telling() -> None:
    """Its room hangs with it; hooks tell something every second, and the board may not stand still for ever."""
    made, now = merge(PATH), NOW
    for second in range(1, 8):
        now = NOW + timedelta(seconds=second)
        made.hold(mail(second), now)
        made.give_up(now)
    assert [one.name for _at, one in made.ready(now + LULL)][:2] == ["m1", "m2"]  # type: ignore[union-attr]
    made.taken_in(now)
    made.hold(BacklogTold("mail"), now)
    assert given(made) == [] and made.is_closed_now()


def test_who_waits_for_what_it_told_to_be_taken_in_is_never_given_up() -> None:
    """The intake is full and silent for as long as others are waited for; it may have more from before."""
    made, later = merge(PATH), NOW + PATIENCE
    made.hold(mail(1), NOW)
    made.give_up(later)
    assert len(made.ready(later)) == 1
    made.taken_in(later)
    assert not made.is_closed_now()
    made.give_up(later + LULL)
    for message in (mail(3), read(2), BacklogTold("mail")):
        made.hold(message, later + LULL)
    assert given(made) == ["transcript2", "hook3"]


def test_among_many_who_write_all_the_time_mail_that_is_full_is_taken_in_all_the_same() -> None:
    """There is no lull, and never a full batch: more mail comes only once this is committed."""
    made, now = merge(PATH), NOW
    made.hold(mail(1), now)
    made.hold(read(5), now)
    found: list[object] = []
    while not found:
        now += LULL / 2
        assert now < NOW + PATIENCE
        made.hold(read(6), now)
        due_at = made.due_at()
        assert due_at is not None
        found = made.ready(now)
    assert now >= NOW + LONGEST
    made.taken_in(now)
    made.hold(mail(2), now)
    assert made.ready(now) == [] and made.due_at() == now + LULL
