"""Reads the hooks' mail: one file per event, in order, at least once; removed only after the engine has committed.

Intake thread. It never decides what a payload means, and never touches a file that a hook may still write. Paths are
plain texts here: a hundred mails a second are named, moved and removed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from headspace_desktop import clients
from headspace_desktop.domain.events import BacklogTold, MailOpened, SessionEvidence
from headspace_desktop.intake.arrivals import Arrival, Arrivals, arrivals
from headspace_desktop.intake.backlog import Waiting, in_order, keep_rejected, sweep
from headspace_desktop.intake.envelope import Sorter
from headspace_desktop.intake.mail import Mail, open_mail
from headspace_desktop.troubles import MailUnreadable, SpoolUnusable, Trouble

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

log = logging.getLogger(__name__)

#: Mails on their way to the engine at once; the others wait on disk, where they are safe.
ON_THE_WAY_FILES = 2048
ON_THE_WAY_BYTES = 16 << 20
#: Mails that waited are read in pieces of so many: whoever waits for an answer is not kept waiting by them.
PIECE_FILES = 64
#: How long a file whose writer may still be at work is given before it counts as cut off.
CUT_OFF_AFTER_S = 5.0
#: Source: limits.h, NAME_MAX (255), less ``@`` and a moment in nanoseconds.
NAME_LIMIT_BYTES = 230
_AGAIN_S = 0.1
_REOPEN_S = 1.0
_SWEEP_EVERY_FILES = 5_000
#: The hook event of `install.self_test`: acknowledged, never told to the engine.
SELF_TEST = "HeadspaceSelfTest"
#: The note that the SessionStart line leaves when it had to drop mail.
SWEPT = "swept"


@dataclass(slots=True)
class _Taken:
    waiting: Waiting
    begin: int
    end: int
    size_bytes: int
    is_rejected: bool


class Spool:
    """All clients' mail below one folder. Give it `post` for the engine and `tell` for troubles (None ends one)."""

    def __init__(
        self,
        folder: Path,
        post: Callable[[MailOpened | BacklogTold], None],
        tell: Callable[[str, Trouble | None], None],
        *,
        source: Callable[[list[Path]], Arrivals] = arrivals,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._post = post
        self._tell = tell
        self._homes = [folder / client.name for client in clients.known()]
        self._folders = [place for home in self._homes for place in (home, home / "tool")]
        self._taken_folders = {str(home / "taken"): home.name for home in self._homes}  # -> the client's name
        self._source = source
        self._now = now
        self._arrivals: Arrivals | None = None
        self._watch: Watch | None = None
        self._sorter = Sorter()
        self._queue: deque[Waiting] = deque()
        self._queued: set[str] = set()
        self._unready: dict[str, float] = {}
        self._taken: dict[str, _Taken] = {}
        self._taken_bytes = 0
        self._reopen_at: float | None = None
        self._unready_at = 0.0
        self._until_sweep = _SWEEP_EVERY_FILES
        self._is_backlog_asked = False
        self._self_tests: deque[str] = deque(maxlen=64)

    # -- life -----------------------------------------------------------------

    def open(self, watch: Watch) -> None:
        """Make the folders, watch them, and queue what is there already, mail that was taken before a crash too.

        It is read by `tick`, a piece at a time.
        """
        self._watch = watch
        try:
            self._make_folders()
            self._arrivals = self._source(self._folders)
            self._arrivals.open(watch, self._came)
        except OSError as error:
            self._arrivals = None
            self._reopen_at = time.monotonic() + _REOPEN_S
            self._tell("spool", SpoolUnusable(f"{error.filename or self._folder}: {error.strerror}"))
            return
        self._tell("spool", None)
        self._sweep()
        self._look_through()

    def close(self) -> None:
        """Stop reading; what was not forgotten stays in `taken` and is read again at the next start."""
        if self._arrivals is not None:
            self._arrivals.close()
        self._arrivals = None

    def due_s(self) -> float | None:
        """Nothing is due while all is read and the system tells of arrivals; a full way to the engine waits for it."""
        due: list[float] = []
        if self._reopen_at is not None:
            due.append(self._reopen_at - time.monotonic())
        if self._arrivals is not None:
            if self._queue and not self._is_full():
                due.append(0.0)
            if self._unready:
                due.append(self._unready_at - time.monotonic())
            if (look_s := self._arrivals.due_s()) is not None:
                due.append(look_s)
        return max(0.0, min(due)) if due else None

    def tick(self) -> None:
        """Do what is due; of mail that waits, one piece is read."""
        if self._reopen_at is not None and time.monotonic() >= self._reopen_at and self._watch is not None:
            self._reopen_at = None
            self.close()
            self.open(self._watch)
        else:
            self._came()

    def heard_self_test(self, token: str) -> bool:
        """Whether a mail of `install.self_test` with this session id has arrived."""
        self.collect()
        return token in self._self_tests

    def _make_folders(self) -> None:
        for home in self._homes:
            for place in (home, home / "tool", home / "taken", home / "rejected"):
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                place.chmod(0o700)
        self._folder.chmod(0o700)

    def tell_backlog(self) -> None:
        """Say so as soon as no mail waits any more that arrived before now."""
        self._is_backlog_asked = True
        self._came()

    # -- finding --------------------------------------------------------------

    def collect(self) -> None:
        """Read all that has arrived, in order, as far as the engine keeps up."""
        self._queue_arrivals()
        while self._read_piece():
            pass

    def _came(self) -> None:
        self._queue_arrivals()
        self._read_piece()

    def _queue_arrivals(self) -> None:
        if self._arrivals is None:
            return
        for arrival in self._arrivals.take():
            self._queue_arrival(arrival)
        if self._arrivals.is_lost:
            self._arrivals.close()
            self._arrivals = None
            self._reopen_at = time.monotonic()

    def _queue_arrival(self, arrival: Arrival) -> None:
        path = os.path.join(arrival.folder, arrival.name)
        self._unready.pop(path, None)
        if path in self._queued or arrival.folder not in self._folders:
            return
        self._enqueue(Waiting(path, arrival.name, is_closed=arrival.is_closed))

    def _enqueue(self, waiting: Waiting) -> None:
        self._queue.append(waiting)
        self._queued.add(waiting.path)
        self._until_sweep -= 1
        if self._until_sweep <= 0:
            self._sweep()

    def _look_through(self) -> None:
        """Queue every file that waits. Order: `backlog.in_order`."""
        found: list[Waiting] = []
        for place in self._folders:
            found += [Waiting(entry.path, entry.name) for entry in _files(place)]
        for folder in self._taken_folders:
            for entry in _files(folder):
                name, _, moment = entry.name.rpartition("@")
                if entry.path in self._taken:
                    continue
                known_ns = int(moment) if moment.isascii() and moment.isdigit() and len(moment) < 20 else None
                found.append(Waiting(entry.path, name or entry.name, is_closed=True, taken_ns=known_ns or 1))
        for waiting in in_order(found):
            if waiting.path not in self._queued:
                self._enqueue(waiting)

    # -- reading --------------------------------------------------------------

    def _read_piece(self) -> bool:
        """Read the next that wait; whether more of them can be read now."""
        if self._arrivals is None:
            return False
        for _ in range(min(PIECE_FILES, len(self._queue))):
            if self._is_full():  # `forget` goes on
                break
            waiting = self._queue.popleft()
            self._queued.discard(waiting.path)
            self._read(waiting)
        if self._queue and not self._is_full():
            return True
        if self._is_backlog_asked and not self._queue:
            self._is_backlog_asked = False
            self._post(BacklogTold("mail"))
        self._unready_at = time.monotonic() + _AGAIN_S
        for path in list(self._unready):
            if not self._is_full():
                self._read(Waiting(path, os.path.basename(path)))
        return False

    def _is_full(self) -> bool:
        return len(self._taken) >= ON_THE_WAY_FILES or self._taken_bytes >= ON_THE_WAY_BYTES

    def _read(self, waiting: Waiting) -> None:
        try:
            with _open(waiting.path) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return
                mail = open_mail(file, status.st_size)
        except FileNotFoundError:
            self._unready.pop(waiting.path, None)
            return
        except OSError as error:
            self._unready.pop(waiting.path, None)
            self._tell("mail", MailUnreadable(f"{waiting.path}: {error.strerror}"))
            return
        # An empty file may have been opened by its hook just now: taken away, what is written next would be lost.
        is_open = mail.is_open or status.st_size == 0
        if is_open and not waiting.is_closed and not self._is_cut_off(waiting.path):
            return
        self._unready.pop(waiting.path, None)
        moment_ns = waiting.taken_ns or status.st_mtime_ns
        path = waiting.path if waiting.taken_ns else self._claim(waiting.path, moment_ns)
        if path is None:
            return
        claimed = Waiting(path, _readable(_short(waiting.name)), is_closed=True, taken_ns=moment_ns)
        self._deliver(claimed, mail, 0, status.st_size)

    def _is_cut_off(self, path: str) -> bool:
        return time.monotonic() - self._unready.setdefault(path, time.monotonic()) >= CUT_OFF_AFTER_S

    def _claim(self, path: str, moment_ns: int) -> str | None:
        """Move the file where no hook appends to it and no sweep drops it."""
        folder, name = os.path.split(path)
        home = folder.removesuffix("/tool")
        stem = f"{home}/taken/{_short(name)}"
        target = f"{stem}@{moment_ns}"
        while os.path.lexists(target):
            moment_ns += 1
            target = f"{stem}@{moment_ns}"
        try:
            os.rename(path, target)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell("spool", SpoolUnusable(f"{home}/taken: {error.strerror}"))
            self._reopen_at = time.monotonic() + _REOPEN_S
            return None
        return target

    def _deliver(self, waiting: Waiting, mail: Mail, begin: int, size_bytes: int) -> None:
        is_rejected = mail.is_rejected or mail.is_open
        if size_bytes == 0 or waiting.name == SWEPT:
            self._deliver_note(waiting, size_bytes)
            return
        anomalies = list(mail.anomalies)
        payloads = list(mail.payloads)
        if mail.is_open:
            told = "its head was read" if mail.fragment else "its head tells nothing"
            anomalies.append(f"cut off after {size_bytes} bytes; {told}")
            if mail.fragment:
                payloads.append((mail.fragment_at, mail.fragment))
        evidence: list[SessionEvidence] = []
        for offset, payload in payloads:
            if payload.get("hook_event_name") == SELF_TEST:
                self._self_tests.append(str(payload.get("session_id")))
                continue
            try:
                found, flaws = self._translate(waiting, offset, payload)
            except ValueError as error:
                anomalies.append(f"not understood: {error}")
                is_rejected = True
                continue
            evidence += found
            anomalies += flaws
        self._taken[waiting.path] = _Taken(waiting, begin, mail.end, size_bytes, is_rejected)
        self._taken_bytes += size_bytes
        self._post(MailOpened(waiting.name, waiting.path, size_bytes, tuple(evidence), tuple(anomalies)))

    def _deliver_note(self, waiting: Waiting, size_bytes: int) -> None:
        """An empty file tells nothing; a note of the SessionStart line tells how much was dropped."""
        if size_bytes == 0:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(waiting.path)
            return
        with _open(waiting.path) as note:
            words = note.read(4096).split()
        count = sum(int(word) for word in words if word.isdigit() and len(word) < 10)
        told = (f"the spool overflowed: {count} tool payloads were dropped, the oldest first",)
        self._taken[waiting.path] = _Taken(waiting, 0, size_bytes, size_bytes, is_rejected=False)
        self._taken_bytes += size_bytes
        self._post(MailOpened(waiting.name, waiting.path, size_bytes, (), told))

    def _translate(
        self, waiting: Waiting, offset: int, payload: dict[str, Any]
    ) -> tuple[list[SessionEvidence], list[str]]:
        client = clients.by_name(self._taken_folders[os.path.dirname(waiting.path)])
        envelope = self._sorter.envelope(
            waiting.name, mtime_ns=waiting.taken_ns or 0, offset=offset, seen_at=self._now(), is_agent=client.is_process
        )
        return client.read_mail(payload, envelope)

    # -- forgetting -----------------------------------------------------------

    def set_aside(self, path: str, size_bytes: int) -> None:
        """The engine could not take it: it is kept among the rejected."""
        if (taken := self._taken.get(path)) is not None:
            self._taken[path] = replace(taken, is_rejected=True)
            self.forget(path, size_bytes)

    def forget(self, path: str, size_bytes: int) -> None:
        """Remove a committed mail; one that grew since is read on from where it ended."""
        if os.path.dirname(path) not in self._taken_folders:
            log.warning("asked to forget a file outside the spool: %s", os.path.basename(path))
            return
        taken = self._taken.pop(path, None)
        if taken is not None:
            self._taken_bytes -= taken.size_bytes
        try:
            now_bytes = os.stat(path, follow_symlinks=False).st_size
            if taken is not None and now_bytes > size_bytes:
                self._read_tail(taken, now_bytes)
            elif taken is not None and taken.is_rejected:
                keep_rejected(Path(path))
            else:
                os.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            self._tell("spool", SpoolUnusable(f"{path}: {error.strerror}"))

    def _read_tail(self, taken: _Taken, now_bytes: int) -> None:
        with _open(taken.waiting.path) as file:
            mail = open_mail(file, now_bytes, taken.end)
        self._deliver(taken.waiting, mail, taken.end, now_bytes)

    def _sweep(self) -> None:
        self._until_sweep = _SWEEP_EVERY_FILES
        for home in self._homes:
            if dropped := sweep(home):
                with (home / SWEPT).open("a", encoding="ascii") as note:
                    note.write(f"{dropped}\n")


def _open(path: str) -> BinaryIO:
    """A file of ours: no link is followed, no pipe waited for."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")


def _short(name: str) -> str:
    """A name that leaves room for a moment behind it. Ours have less than 100 bytes; anybody can write others."""
    return os.fsdecode(os.fsencode(name)[:NAME_LIMIT_BYTES])


def _readable(name: str) -> str:
    """A name is part of what identifies an event, and no store takes one that is no text. Ours always are."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _files(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return []
