"""The transcripts room: follows the transcripts of known sessions while they grow, live ones first.

Runs in the transcripts thread. It reads and translates; it decides nothing, and it changes no file of an agent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from headspace_desktop.clients import Client, LineCursor, by_name
from headspace_desktop.domain.effects import FollowTranscript, LeaveTranscript, TellBacklog
from headspace_desktop.domain.events import BacklogTold, Event, SessionEvidence, TranscriptRead
from headspace_desktop.domain.model import FileOffset
from headspace_desktop.kernel.inotify import IN_MODIFY, IN_Q_OVERFLOW
from headspace_desktop.pace import Baton
from headspace_desktop.transcripts.folders import Folders
from headspace_desktop.transcripts.locate import search
from headspace_desktop.transcripts.reader import CHUNK_BYTES, Line, Reader
from headspace_desktop.troubles import TranscriptUnreadable, Trouble
from headspace_desktop.workers import Watch

#: Evidence in one message; the engine commits each message at once.
EVIDENCE_LIMIT = 256
#: Progress without evidence is only told this often: reading it again after a crash costs nothing.
QUIET_BYTES = 1 << 20
#: Sentences about bad lines in one message.
_ANOMALY_LIMIT = 20
#: How often a file is looked at that nothing tells us about, and one that the kernel watches for us.
UNWATCHED_S = 2.0
WATCHED_S = 10.0
#: With more than this waiting for the engine, old transcripts are not read further for a moment: what happens now is
#: taken in behind them. Each of these messages takes the engine about 20 ms.
BACKLOG_LIMIT = 8
_PAUSE_S = 0.01

Tell = Callable[[str, Trouble | None], None]


@dataclass(slots=True)
class _Followed:
    client: Client
    reader: Reader
    cursor: LineCursor
    told_bytes: int
    is_behind: bool = True  # its end was not reached yet
    is_touched: bool = False
    is_told: bool = False  # that its end was reached
    is_missing: bool = False
    is_left: bool = False  # it is read to its end, and then followed no more
    is_asked: bool = True  # to be told that nothing waits any more


class TranscriptRoom:
    """See `workers.Room`.

    `offsets` says how far each file was read before; it is looked at in `open`. `tell` shows or (with None) withdraws
    a trouble by key. `backlog` counts what waits for the engine. Whoever has the `baton` is not disturbed, see `pace`.
    """

    def __init__(
        self,
        post: Callable[[Event], None],
        offsets: Mapping[str, FileOffset],
        *,
        tell: Tell | None = None,
        backlog: Callable[[], int] | None = None,
        baton: Baton | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._post = post
        self._saved = offsets
        self._offsets: dict[str, FileOffset] = {}
        self._tell = tell or (lambda _key, _trouble: None)
        self._backlog = backlog or (lambda: 0)
        self._baton = baton or Baton()
        self._now = now
        self._files: dict[str, _Followed] = {}
        self._folders: Folders | None = None
        self._turn: list[str] = []  # files that are behind, in the order in which they take their turns
        self._look_at_s = 0.0
        self._troubled: set[str] = set()

    def open(self, watch: Watch) -> None:
        self._offsets = dict(self._saved)
        self._folders = Folders(watch, self._stirred, IN_MODIFY)

    def close(self) -> None:
        if self._folders is not None:
            self._folders.close()

    def handle(self, batch: Sequence[Any]) -> None:
        for effect in batch:
            match effect:
                case FollowTranscript():
                    self._follow(effect)
                case LeaveTranscript(path=path):
                    self._leave(path)
                case TellBacklog():
                    for file in self._files.values():
                        file.is_asked = True
                        self._tell_backlog(file)
                case _:
                    raise TypeError(f"not for this room: {effect!r}")

    def due_s(self) -> float | None:
        if any(file.is_touched for file in self._files.values()):
            return 0.0
        if self._turn:
            return _PAUSE_S if self._backlog() > BACKLOG_LIMIT else 0.0
        return max(0.0, self._look_at_s - time.monotonic()) if self._files else None

    def tick(self) -> None:
        """Read what grew, then one piece of one file that is behind."""
        touched = [file for file in self._files.values() if file.is_touched]
        for file in touched:
            file.is_touched = False
            if not file.is_behind:
                self._step(file)
        if self._turn and self._backlog() <= BACKLOG_LIMIT:
            file = self._files[self._turn.pop(0)]
            self._step(file)
        if time.monotonic() >= self._look_at_s:
            self._look()

    # Following.

    def _follow(self, effect: FollowTranscript) -> None:
        path = effect.path
        try:
            client = by_name(effect.client)
        except KeyError:
            client = None
        if path in self._files:
            self._files[path].is_left = False
        if client is None or path in self._files or not _is_plausible(path):
            self._post(BacklogTold(path))
            return
        saved = self._offsets.get(path) or self._moved_from(path, effect)
        reader = Reader(path, saved.offset_bytes, saved.identity) if saved else Reader(path)
        cursor = LineCursor(path, self._now(), session_id=effect.session_id or (saved.session_id if saved else ""))
        file = _Followed(client, reader, cursor, told_bytes=reader.offset_bytes)
        self._files[path] = file
        if self._folders is not None:
            self._folders.watch(str(PurePosixPath(path).parent))
        self._step(file)
        self._look_at_s = min(self._look_at_s, time.monotonic() + UNWATCHED_S)

    def _moved_from(self, path: str, effect: FollowTranscript) -> FileOffset | None:
        """The offset of the same session's file that was moved here; the reader proves that it is the same one."""
        name = PurePosixPath(path).name
        same = [
            offset
            for offset in self._offsets.values()
            if offset.client == effect.client and PurePosixPath(offset.path).name == name
        ]
        return max(same, key=lambda offset: offset.offset_bytes) if same else None

    def _leave(self, path: str) -> None:
        file = self._files.get(path)
        if file is None:
            return
        file.is_left = True
        self._step(file)

    def _let_go(self, path: str) -> None:
        del self._files[path]
        if path in self._turn:
            self._turn.remove(path)
        folder = str(PurePosixPath(path).parent)
        if self._folders is not None and not any(str(PurePosixPath(other).parent) == folder for other in self._files):
            self._folders.leave(folder)

    def _stirred(self, folder: str, name: str, mask: int) -> None:
        """Something happened in a folder; after an overflow (an empty name) in any of them."""
        if mask & IN_Q_OVERFLOW or not name:
            for file in self._files.values():
                file.is_touched = True
        elif file_of := self._files.get(f"{folder}/{name}"):
            file_of.is_touched = True

    def _look(self) -> None:
        """The slow safety net: sizes, and files that lie elsewhere than they should."""
        for file in list(self._files.values()):
            if file.is_missing and self._is_found_again(file):
                continue
            if not file.is_behind:
                self._step(file)
        is_watched = self._folders is not None and self._folders.is_complete
        is_watched = is_watched and not any(file.is_missing for file in self._files.values())
        self._look_at_s = time.monotonic() + (WATCHED_S if is_watched else UNWATCHED_S)

    def _is_found_again(self, file: _Followed) -> bool:
        root = file.client.root_of_transcript(file.reader.path)
        session_id = PurePosixPath(file.reader.path).stem
        found = search(file.client.transcripts_dir(root), session_id) if root else None
        if found is None or found == file.reader.path or found in self._files:
            return False
        self._leave(file.reader.path)
        self._follow(FollowTranscript(found, file.client.name, file.cursor.session_id))
        return True

    # Reading.

    def _step(self, file: _Followed) -> None:
        with self._baton.held():
            self._read(file)

    def _read(self, file: _Followed) -> None:
        path = file.reader.path
        try:
            piece = file.reader.step(CHUNK_BYTES)
        except OSError as error:
            self._trouble(path, error)
            file.is_behind = False
            self._tell_backlog(file)
            if file.is_left:
                self._let_go(path)
            return
        if path in self._troubled:
            self._troubled.discard(path)
            self._tell(f"transcript:{path}", None)
        file.is_missing = not piece.exists
        file.is_behind = not piece.is_caught_up
        if file.is_behind and path not in self._turn and path in self._files:
            self._turn.append(path)
        self._translate(file, piece.lines, piece.anomalies, is_caught_up=piece.is_caught_up and piece.exists)
        self._tell_backlog(file)
        if file.is_left and not file.is_behind:
            self._let_go(path)

    def _tell_backlog(self, file: _Followed) -> None:
        if file.is_asked and not file.is_behind:
            file.is_asked = False
            self._post(BacklogTold(file.reader.path))

    def _translate(self, file: _Followed, lines: list[Line], anomalies: list[str], *, is_caught_up: bool) -> None:
        evidence: list[SessionEvidence] = []
        notes = list(anomalies)
        file.cursor.seen_at = self._now()
        for index, line in enumerate(lines):
            file.cursor.offset_bytes = line.offset_bytes
            if line.is_cut:
                notes.append(f"the line at byte {line.offset_bytes} is too long: only its ends were read")
            try:
                evidence.extend(file.client.read_line(line.data, file.cursor))
            except ValueError as error:
                notes.append(f"the line at byte {line.offset_bytes} is unreadable: {error}")
            if len(evidence) >= EVIDENCE_LIMIT and index + 1 < len(lines):
                self._say(file, lines[index + 1].offset_bytes, evidence, notes, is_caught_up=False)
                evidence, notes = [], []
        end = file.reader.offset_bytes
        is_news = is_caught_up and not file.is_told
        if evidence or notes or is_news or end < file.told_bytes or end - file.told_bytes >= QUIET_BYTES:
            file.is_told = file.is_told or is_caught_up
            self._say(file, end, evidence, notes, is_caught_up=is_caught_up)

    def _say(
        self,
        file: _Followed,
        end_bytes: int,
        evidence: list[SessionEvidence],
        notes: list[str],
        *,
        is_caught_up: bool,
    ) -> None:
        reader = file.reader
        offset = FileOffset(reader.path, file.client.name, reader.identity, end_bytes, file.cursor.session_id)
        self._offsets[reader.path] = offset
        file.told_bytes = end_bytes
        if len(notes) > _ANOMALY_LIMIT:
            notes = [*notes[:_ANOMALY_LIMIT], f"and {len(notes) - _ANOMALY_LIMIT} more"]
        self._post(TranscriptRead(offset, tuple(evidence), is_caught_up, tuple(notes)))

    def _trouble(self, path: str, error: OSError) -> None:
        if path not in self._troubled:
            self._troubled.add(path)
            self._tell(f"transcript:{path}", TranscriptUnreadable(f"{path}: {error.strerror or error}"))


def _is_plausible(path: str) -> bool:
    return path.startswith("/") and path.endswith(".jsonl") and "\0" not in path and len(path) < 4096
