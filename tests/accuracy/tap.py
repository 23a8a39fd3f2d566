"""The real rooms in one thread, and a tap on each: what a witness delivers is noted raw, in order of arrival."""

from __future__ import annotations

import json
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from headspace_desktop import clients
from headspace_desktop.app.replay import NoMemory
from headspace_desktop.clients.claude_fields import decode
from headspace_desktop.domain import effects as fx
from headspace_desktop.domain import events as ev
from headspace_desktop.domain.changes import CardChanged
from headspace_desktop.engine.engine import Engine
from headspace_desktop.engine.fold import screen_payload
from headspace_desktop.intake.room import IntakeRoom
from headspace_desktop.paths import Paths
from headspace_desktop.projects.root import find_project
from headspace_desktop.recording.tape import Told
from headspace_desktop.registry.watcher import RegistryRoom
from headspace_desktop.settings import Settings, TmuxSettings
from headspace_desktop.tmux.room import TmuxRoom
from headspace_desktop.transcripts.locate import locate
from headspace_desktop.transcripts.watcher import TranscriptRoom


class Tap:
    """Use as a context manager. `told` grows; `cards` holds what the engine says now, for a look at a run."""

    def __init__(self, paths: Paths, root: Path, tmux_socket: str) -> None:
        self._paths, self._root, self._tmux_socket = paths, root, tmux_socket
        self._client = clients.by_name("claude")
        self._heard = _Heard(self._client)
        self._inbox: deque[Any] = deque()
        self._bell = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._is_over = False
        self._thread = threading.Thread(target=self._live, name="tap", daemon=True)
        self.started_at = datetime.now(UTC)
        self.told: list[Told] = []
        self.cards: dict[str, Any] = {}
        self.story: list[tuple[float, int | None, str, str, str]] = []
        self.bugs: list[str] = []

    def __enter__(self) -> Self:
        clients._BY_NAME["claude"] = self._heard  # type: ignore[assignment]
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._thread.join(10)
        clients._BY_NAME["claude"] = self._client

    def now_s(self) -> float:
        return time.time() - self.started_at.timestamp()

    def post(self, message: Any) -> None:
        """An action for the engine. Any thread."""
        self._inbox.append(message)

    # -- the thread

    def _live(self) -> None:
        watch = _Watch(self._selector)
        engine = Engine(
            open_memory=NoMemory, tell=self._tell, ask=self._route, find_project=find_project,
            root_of=lambda _client, path: self._client.root_of_transcript(path),
        )  # fmt: skip
        intake = IntakeRoom(
            self._take, self._paths, Settings(), tell_trouble=lambda _change: None, raise_window=lambda *_: None
        )
        transcripts = TranscriptRoom(self._take, {})
        registry = RegistryRoom(self._take, [("claude", str(self._root))], locate=locate)
        tmux = TmuxRoom(self._take, TmuxSettings(), _no_focus)
        self._rooms = {"intake": intake, "transcripts": transcripts, "registry": registry, "tmux": tmux}
        engine.open(watch)
        for room in self._rooms.values():
            room.open(watch)
        tmux.handle([fx.WatchServer(self._tmux_socket)])  # the person's usual one, as the app watches it
        while not self._is_over:
            for key, _ in self._selector.select(0.005):
                key.data()
            for room in self._rooms.values():
                if (due_s := room.due_s()) is not None and due_s <= 0:
                    room.tick()
            while self._inbox:
                engine.handle([self._inbox.popleft()])
            if (due_s := engine.due_s()) is not None and due_s <= 0:
                engine.tick()
        for room in self._rooms.values():
            room.close()
        self._selector.close()

    def _route(self, effect: Any) -> None:
        match effect:
            case fx.Forget() | fx.SetAside() | fx.AnswerHold() | fx.ReleaseHold() | fx.TellCaller():
                self._rooms["intake"].handle([effect])
            case fx.FollowTranscript() | fx.LeaveTranscript():
                self._rooms["transcripts"].handle([effect])
            case fx.WatchRoot() | fx.WatchProcess():
                self._rooms["registry"].handle([effect])
            case fx.WatchServer() | fx.LookAtScreen():
                self._rooms["tmux"].handle([effect])
            case _:
                return

    def _tell(self, changes: Any) -> None:
        for change in changes:
            if isinstance(change, CardChanged):
                card, verdict = change.card, change.card.verdict
                self.cards[card.uuid] = card
                row = (card.pid, str(verdict.state), str(verdict.sub_state), verdict.rule)
                if not self.story or self.story[-1][1:] != row:
                    self.story.append((self.now_s(), *row))

    def _take(self, event: Any) -> None:
        t_s = self.now_s()
        for via, values in self._noted(event):
            self.told.append(Told(t_s, via, values))
        self._inbox.append(event)

    def _noted(self, event: Any) -> list[tuple[str, dict[str, Any]]]:
        match event:
            case ev.MailOpened():
                return [("hook", values) for values in self._heard.take("hook")]
            case ev.TranscriptRead(offset=offset):
                lines = self._heard.take(f"line:{offset.path}")
                return [("transcript", {"path": offset.path, "lines": lines})] if lines else []
            case ev.RegistrySeen(reading=reading):
                return [("registry", _registry(reading, self._heard.registry[reading.path]))]
            case ev.RegistryGone(path=path, pid=pid):
                return [("registry_gone", {"path": path, "pid": pid})]
            case ev.ProcessEnded(pid=pid, proc_start=proc_start):
                return [("process", {"pid": pid, "proc_start": proc_start})]
            case ev.ScreenSeen():
                return [("screen", screen_payload(event))]
            case _:
                return []


def _no_focus(*_: object) -> Any:
    raise AssertionError("nobody asked for the focus")


def _registry(reading: Any, raw: bytes) -> dict[str, Any]:
    values: dict[str, Any] = {"path": reading.path, "file": decode(raw), "is_alive": reading.is_alive}
    for key in ("tty", "launch_id", "transcript_path"):
        if found := getattr(reading, key):
            values[key] = found
    if reading.pane is not None:
        values["pane"] = [reading.pane.socket, reading.pane.pane_id]
    return values


class _Heard:
    """The client with an ear at its door: every raw input is kept before it is translated."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._kept: dict[str, list[dict[str, Any]]] = {}
        self.registry: dict[str, bytes] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def take(self, key: str) -> list[dict[str, Any]]:
        return self._kept.pop(key, [])

    def read_mail(self, payload: Any, envelope: Any) -> Any:
        pane = envelope.pane
        values = {
            "name": envelope.name, "delivery_id": envelope.delivery_id, "at": envelope.at.isoformat(),
            "pid": envelope.pid, "proc_start": envelope.proc_start, "is_attended": envelope.is_attended,
            "launch_id": envelope.launch_id, "pane": [pane.socket, pane.pane_id] if pane else None,
            "payload": payload,
        }  # fmt: skip
        self._kept.setdefault("hook", []).append({key: one for key, one in values.items() if one is not None})
        return self._client.read_mail(payload, envelope)

    def read_line(self, line: bytes, cursor: Any) -> Any:
        before = _left_behind(cursor)
        found = self._client.read_line(line, cursor)
        if found or before != _left_behind(cursor):
            row = {"offset": cursor.offset_bytes, "line": json.loads(line)}
            self._kept.setdefault(f"line:{cursor.path}", []).append(row)
        return found

    def read_registry(self, raw: bytes, path: str, seen_at: datetime) -> Any:
        self.registry[path] = raw
        return self._client.read_registry(raw, path, seen_at)


def _left_behind(cursor: Any) -> tuple[Any, ...]:
    """What a line that tells nothing by itself may leave for those after it."""
    return cursor.session_id, cursor.prompt_id, cursor.cwd, dict(cursor.notes.get("by_hook", {}))


class _Watch:
    def __init__(self, selector: selectors.BaseSelector) -> None:
        self._selector = selector

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        mask = selectors.EVENT_WRITE if is_write else selectors.EVENT_READ
        if fd in self._selector.get_map():
            self._selector.modify(fd, mask, ready)
        else:
            self._selector.register(fd, mask, ready)

    def remove(self, fd: int) -> None:
        if fd in self._selector.get_map():
            self._selector.unregister(fd)
