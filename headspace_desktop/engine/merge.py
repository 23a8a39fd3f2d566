"""What waited while nobody took it in, in the order in which it happened, whoever tells it first. Engine thread.

Mail, transcripts and live-session files are read side by side. Folded as they arrive, the end of one would hide the
beginning of the other. So a message is given out only when no source that is still behind can tell of an earlier one,
and with many others while more comes: each batch costs a version of every agent in the store and on the board.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from headspace_desktop.domain.events import (
    BacklogTold,
    MailOpened,
    PanesSeen,
    ProcessEnded,
    RegistryGone,
    RegistrySeen,
    SessionEvidence,
    TranscriptRead,
)
from headspace_desktop.domain.model import Source

#: The source of all hooks' mail; every other source is the path of a transcript.
MAIL = "mail"

#: A transcript is read so much later than its hooks while all is well; what was read long after is put there, too.
TRAILS = timedelta(milliseconds=250)

#: Sources of whose room nothing is heard for so long hold up the others no more, however much those tell.
PATIENCE = timedelta(seconds=5)

#: What waited is given out in batches of so many, once so much came that reading on would only fill the memory; what
#: there is when nothing more came for a moment, since a source may wait for us, too.
BATCH = 4096
ENOUGH = 8192
LULL = timedelta(milliseconds=30)

#: Among many busy agents there is no lull: what there is is given out after so long.
LONGEST = timedelta(seconds=1)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """What a transcript said at one moment; how far the file was read is told with the last of them."""

    evidence: tuple[SessionEvidence, ...]


Held = MailOpened | TranscriptRead | Part | RegistrySeen | RegistryGone | ProcessEnded | PanesSeen


class Merge:
    """Open until every source that was behind has told all that waited."""

    def __init__(self, batch: int = BATCH, enough: int = ENOUGH) -> None:
        self.is_open = False
        self._batch = batch
        self._enough = enough
        self._behind: dict[str, datetime] = {}  # -> the moment up to which it has told
        self._held: list[tuple[datetime, int, Held]] = []
        self._next: deque[tuple[datetime, Held]] = deque()  # nobody can tell of an earlier one
        self._count = 0
        self._heard_at = _LONG_AGO  # anything
        self._mail_at = self._lines_at = _LONG_AGO  # when the mail, and any transcript, told last: each has one reader
        self._taken_at = _LONG_AGO

    def open(self, now: datetime, transcripts: Iterable[str]) -> None:
        """Much may wait in the mail and in these: hold and sort what comes from now on."""
        self.is_open = True
        self._heard_at = self._taken_at = self._mail_at = self._lines_at = now
        for source in (MAIL, *transcripts):
            self.expect(source)

    def expect(self, source: str) -> None:
        """This source may have something to tell from before."""
        if self.is_open and source not in self._behind:
            self._behind[source] = _LONG_AGO
            self.put_back()

    def due_at(self) -> datetime | None:
        """When there is enough in what has come, or a silent source is waited for no more."""
        if not self.is_open:
            return None
        self._sort_out()
        if self._next:
            return min(self._heard_at + LULL, self._taken_at + LONGEST)
        return min((self._patience_ends_at(source) for source in self._blocking()), default=None)

    def give_up(self, now: datetime) -> None:
        """Wait for nobody who was silent for long, and for whom the others wait."""
        self._sort_out()
        if self.is_open and not self._next:
            for source in self._blocking():
                if now >= self._patience_ends_at(source):
                    del self._behind[source]

    def _blocking(self) -> list[str]:
        """Who must tell more before anything can be given out; never one that waits for what it told to be taken in."""
        first_at = self._held[0][0] if self._held else None
        return [source for source, at in self._behind.items() if first_at is None or at < first_at]

    def _patience_ends_at(self, source: str) -> datetime:
        told_at = self._mail_at if source == MAIL else self._lines_at
        return max(told_at, self._taken_at) + PATIENCE

    def taken_in(self, now: datetime) -> None:
        """What was given out is committed: who waited for that can go on."""
        self._taken_at = now

    def hold(self, message: object, now: datetime) -> bool:
        """Keep a message that tells of the past until its turn; others are for now."""
        if not self.is_open:
            return isinstance(message, BacklogTold)
        match message:
            case BacklogTold(source=source):
                self._behind.pop(source, None)
                self._hear(source, now)
            case MailOpened():
                at = _moment_of(message.evidence, self._behind.get(MAIL, _LONG_AGO))
                self._put(at, message)
                self._tell(MAIL, at)
                self._hear(MAIL, now)
            case TranscriptRead():
                for at, part in _parts(message, self._behind.get(message.offset.path, _LONG_AGO)):
                    self._put(at, part)
                    self._tell(message.offset.path, at)
                self._hear(message.offset.path, now)
            case Part():
                self._put(_moment_of(message.evidence, now) + TRAILS, message)
            case RegistrySeen(reading=reading):
                self._put(reading.status_at if reading.is_alive else now, message)
            case RegistryGone() | ProcessEnded() | PanesSeen():
                self._put(message.at, message)
            case _:
                return False
        self._heard_at = now
        return True

    def ready(self, now: datetime) -> list[tuple[datetime, Held]]:
        """The next that happened, oldest first, each with its moment: a full batch, or all there is after a lull."""
        if not self.has_ready() and now < min(self._heard_at + LULL, self._taken_at + LONGEST):
            return []
        return [self._next.popleft() for _ in range(min(self._batch, len(self._next)))]

    def is_closed_now(self) -> bool:
        """Close when nobody is behind and nothing is held any more; whether that was now."""
        is_closing = self.is_open and not self._behind and not self._held and not self._next
        self.is_open = self.is_open and not is_closing
        return is_closing

    def put_back(self, given: Iterable[tuple[datetime, Held]] = ()) -> None:
        """These were given out too early: a source came to light that may have something in between."""
        for at, message in (*given, *self._next):
            self._put(at, message)
        self._next.clear()

    def has_ready(self) -> bool:
        """Whether there is nothing to wait for any more, or enough came, and a full batch of it is ready."""
        if not self.is_open:
            return False
        self._sort_out()
        is_enough = len(self._next) + len(self._held) >= self._enough
        return not self._behind or (is_enough and len(self._next) >= self._batch)

    def _sort_out(self) -> None:
        """Find the next ones of which nobody can tell of something earlier."""
        frontier = min(self._behind.values(), default=None)
        while self._held and len(self._next) < self._batch and (frontier is None or self._held[0][0] <= frontier):
            at, _count, message = heapq.heappop(self._held)
            self._next.append((at, message))

    def _put(self, at: datetime, message: Held) -> None:
        self._count += 1
        heapq.heappush(self._held, (at, self._count, message))

    def _hear(self, source: str, now: datetime) -> None:
        if source == MAIL:
            self._mail_at = now
        else:
            self._lines_at = now

    def _tell(self, source: str, at: datetime) -> None:
        if source in self._behind:
            self._behind[source] = max(self._behind[source], at)


def _moment_of(evidence: Sequence[SessionEvidence], otherwise: datetime) -> datetime:
    return evidence[0].origin.at if evidence else otherwise


def _parts(read: TranscriptRead, before: datetime) -> Iterator[tuple[datetime, TranscriptRead | Part]]:
    """One message for each moment, in the order of the file."""
    if not read.evidence:
        yield before, read
        return
    parts = moments_of(read.evidence)
    moments = [part[0].origin.at + TRAILS for part in parts]
    for index in range(len(moments) - 2, -1, -1):  # a clock that was set back: never later than what follows
        moments[index] = min(moments[index], moments[index + 1])
    for at, part in zip(moments[:-1], parts[:-1], strict=True):
        yield at, Part(part)
    yield moments[-1], replace(read, evidence=parts[-1])


def moments_of(evidence: Sequence[SessionEvidence]) -> list[tuple[SessionEvidence, ...]]:
    """Evidence by its moments: what one line of a transcript says is known at once. A hook's stand alone."""
    found: list[tuple[SessionEvidence, ...]] = []
    begin = 0
    for end, item in enumerate(evidence):
        first = evidence[begin]
        if end > begin and (item.origin.at != first.origin.at or item.origin.source is not Source.TRANSCRIPT):
            found.append(tuple(evidence[begin:end]))
            begin = end
    if evidence:
        found.append(tuple(evidence[begin:]))
    return found
