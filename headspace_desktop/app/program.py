"""Builds every room, joins them, starts and stops them in order: the only place where the rooms meet.

Main thread. It decides nothing: effects go to the one room that they are for, changes to whoever shows them.
"""

from __future__ import annotations

import logging
import os
import shlex
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Any, assert_never

from PySide6.QtCore import QObject, QSettings, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication

from headspace_desktop import clients, logs, pace, settings
from headspace_desktop.app.face import Face
from headspace_desktop.app.fleet import Fleet
from headspace_desktop.app.hooks import is_ignored, roots_of
from headspace_desktop.app.language import speak
from headspace_desktop.app.past import PastRoom
from headspace_desktop.app.reader import Reader
from headspace_desktop.crash import Crash
from headspace_desktop.domain.actions import Quit, ReleaseHolds
from headspace_desktop.domain.asks import AskGit, PageAsk, PastAsk
from headspace_desktop.domain.attention import Manners
from headspace_desktop.domain.changes import BoardReset, BoardStale, Change, TroubleGone, TroubleShown, WindowWanted
from headspace_desktop.domain.effects import (
    AnswerHold,
    Effect,
    Focus,
    FollowTranscript,
    Forget,
    LeaveTranscript,
    LookAtScreen,
    PressInterrupt,
    ReleaseHold,
    SetAside,
    ShowBubble,
    ShowTerminal,
    StartSession,
    TellBacklog,
    TellCaller,
    TypeAnswer,
    TypeReply,
    WatchLook,
    WatchProcess,
    WatchRoot,
    WatchServer,
    WithdrawBubble,
)
from headspace_desktop.domain.events import SettingsChanged, ShortcutPressed
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import FileOffset
from headspace_desktop.engine.engine import Engine, Memory, utc_now
from headspace_desktop.host import this_host
from headspace_desktop.intake.room import IntakeRoom
from headspace_desktop.notify import notify_room
from headspace_desktop.paths import Paths
from headspace_desktop.projects.room import ProjectsRoom
from headspace_desktop.projects.root import find_folder, find_project
from headspace_desktop.registry.watcher import RegistryRoom
from headspace_desktop.single import Instance
from headspace_desktop.store.database import open_store
from headspace_desktop.store.past import PastEvents
from headspace_desktop.store.records import Loaded, Records
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.focus import Focuser, attach_line
from headspace_desktop.terminals.look import Looker
from headspace_desktop.terminals.open import Opener
from headspace_desktop.terminals.routes import all_routes, idle_of
from headspace_desktop.tmux.client import default_socket
from headspace_desktop.tmux.room import Key, TmuxRoom
from headspace_desktop.transcripts.locate import locate
from headspace_desktop.transcripts.watcher import TranscriptRoom
from headspace_desktop.troubles import AlreadyRunning, Trouble
from headspace_desktop.ui.dock import leave_dock
from headspace_desktop.ui.words import told
from headspace_desktop.workers import AsyncWorker, Voice, Worker

log = logging.getLogger(__name__)

#: Every thread besides the GUI's, in the order of their start. ARCHITECTURE.md lists what each owns.
THREADS = ("engine", "registry", "tmux", "transcripts", "notify", "reader", "projects", "past", "intake")

#: What runs even while the store cannot be opened: it tells so, and hooks are still answered.
VOICES = ("notify", "reader", "intake")

#: A room that has not ended after so long is left behind; its data is safe with the store.
STOP_LIMIT_MS = 5000

#: The strip that tells how far the opening of an older store is.
_OPENING = "store-opening"


class App(QObject):
    """The whole program. Lives in the GUI thread."""

    def __init__(
        self,
        paths: Paths,
        loaded: settings.Loaded,
        *,
        is_hidden: bool,
        demo_root: Path | None = None,
        demo_count: int = 12,
        flags: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._demo_root, self._loaded, self._flags = demo_root, loaded, flags
        self._demo_count = demo_count
        self.paths, self.settings = paths, loaded.settings
        self._is_hidden = is_hidden
        self._is_started = self._is_stopping = False
        self._offsets: dict[str, FileOffset] = {}
        self.has_left_some_behind = False  # threads that did not end in time
        self.crash = Crash()
        self.voice = Voice(self._take)
        self.workers: dict[str, Worker | AsyncWorker] = {}
        self._build()
        layout = QSettings(str(paths.layout_file), QSettings.Format.IniFormat)
        self.face = Face(self.post, self.ask, self.quit, notify=self._route, settings=loaded.settings, layout=layout)
        self.crash.tell_with(self._tell_bug)
        for trouble in loaded.troubles:
            self._tell([shown(_settings_key(trouble), trouble)])

    # -- building

    def _build(self) -> None:
        chosen, report = self.settings, self.crash.report
        self.host = this_host(self.paths.data_dir)
        baton = pace.Baton()
        engine = Engine(
            open_memory=self._open_memory,
            tell=self._tell,
            ask=self._route,
            find_project=find_project,
            find_folder=find_folder,
            root_of=lambda client, path: clients.by_name(client).root_of_transcript(path),
            limits=limits_of(chosen),
            on_ready=self._remember,
            catches_up=True,
            baton=baton,
            tr=told,
        )
        routes = all_routes()
        self._focuser = Focuser(routes)
        self._opener = Opener(command=chosen.terminal.command)
        self._looker = Looker(routes, Away(idle_of(routes)), chosen.notify.away_after_s)
        self.workers["engine"] = Worker("engine", engine, report)
        rooms: dict[str, Any] = {
            "registry": RegistryRoom(self.post, self._roots(chosen), locate=locate),
            "tmux": TmuxRoom(
                self.post,
                chosen.tmux,
                self._focuser.focus,
                self._looker.look,
                programs={"claude": chosen.claude.program},
                usual_socket=default_socket() if self._demo_root is None else "",
                hotkey=self._hotkey(chosen.ui.global_shortcut),
                open_terminal=lambda pane, cwd: self._opener.open(shlex.split(attach_line(pane)), cwd or None),
            ),
            "transcripts": TranscriptRoom(
                self.post,
                self._offsets,
                tell=self._tell_room,
                backlog=lambda: len(self.workers["engine"].inbox),
                baton=baton,
            ),
            "reader": Reader(
                self.paths,
                self._loaded,
                self.host,
                self._tell,
                load=lambda: settings.load(self.paths, flags=self._flags),
                saved=self._settings_saved,
                roots=self._roots,
                may_autostart=self._demo_root is None,
            ),
            "past": PastRoom(
                PastEvents(chosen.database.url, self.paths, host_id=self.host.id),
                self._tell,
                lambda: limits_of(self.settings),
            ),
            "projects": ProjectsRoom(lambda ready: self._tell([ready]), lambda trouble: shown("", trouble)),
            "intake": IntakeRoom(
                self.post,
                self.paths,
                chosen,
                tell_trouble=lambda change: self._tell([change]),
                raise_window=lambda agent_uuid, token: self.voice.tell([WindowWanted(agent_uuid, token)]),
                baton=baton,
            ),
        }
        for name, room in rooms.items():
            self.workers[name] = Worker(name, room, report)
        if self._demo_root is not None:
            self.workers["fleet"] = Worker("fleet", Fleet(self.paths, self._demo_root, count=self._demo_count), report)
        notifier = notify_room(
            self.post, chosen.notify, fall_back=lambda effect: self.voice.tell([effect]), tell=self._tell_notify
        )
        self.workers["notify"] = AsyncWorker("notify", notifier, report)

    def _hotkey(self, text: str) -> Key | None:
        """The person's key for who is next; there is none on macOS, whose keys need another way."""
        if sys.platform == "darwin":
            return None
        from headspace_desktop.terminals.hotkey import Hotkey  # noqa: PLC0415  python-xlib is there on Linux only

        return Hotkey(
            os.environ,
            text,
            pressed=lambda: self.post(ShortcutPressed(utc_now())),
            tell=lambda trouble: self._tell_room("shortcut", trouble),
        )

    def _roots(self, chosen: settings.Settings) -> list[tuple[str, str]]:
        """In a demo nothing of the person's own is looked at."""
        return roots_of(chosen) if self._demo_root is None else [("claude", str(self._demo_root))]

    def _open_memory(self) -> Memory:
        """Engine thread. What an older store needs may take a while: then it is told how far it is."""
        url, host = self.settings.database.url, self.host
        is_first = not url and not self.paths.database_file.exists()
        tell = None if is_first else self._tell_opening
        try:
            return Records(open_store(url, self.paths, host_id=host.id, host_name=host.name, tell=tell))
        finally:
            self._tell([TroubleGone(_OPENING)])

    def _tell_opening(self, sentence: str) -> None:
        remedy = "Nothing is to be done: it goes on by itself, and what happens meanwhile waits in the spool."
        self._tell([TroubleShown(_OPENING, "Opening", "The store is being prepared", sentence, remedy, utc_now())])

    def _remember(self, loaded: Loaded) -> None:
        """Engine thread, before the first board is told: what the transcripts room starts from."""
        self._offsets.update({offset.path: offset for offset in loaded.offsets})

    # -- messages

    def post(self, message: Any) -> None:
        """An event or an action for the engine, or a page for the reader. Any thread."""
        if isinstance(message, Quit):
            self.voice.tell([message])
        elif isinstance(message, PageAsk):
            self.ask(message)
        else:
            self.workers["engine"].post(message)

    def ask(self, page: PageAsk) -> None:
        """A page for a panel, from the room that knows it. Any thread."""
        name = "projects" if isinstance(page, AskGit) else "past" if isinstance(page, PastAsk) else "reader"
        self.workers[name].post(page)

    def _route(self, effect: Effect) -> None:
        match effect:
            case TellBacklog():
                self.workers["intake"].post(effect)
                name = "transcripts"
            case Forget() | SetAside() | AnswerHold() | ReleaseHold() | TellCaller():
                name = "intake"
            case FollowTranscript() | LeaveTranscript():
                name = "transcripts"
            case WatchRoot():
                if is_ignored(effect.path, self.settings):
                    return
                self.workers["reader"].post(effect)  # the Hooks page shows it
                name = "registry"
            case WatchProcess():
                name = "registry"
            case WatchServer() | LookAtScreen() | TypeReply() | TypeAnswer() | PressInterrupt():
                name = "tmux"
            case Focus() | ShowTerminal() | WatchLook() | StartSession():
                name = "tmux"
            case ShowBubble() | WithdrawBubble():
                name = "notify"
            case _:
                assert_never(effect)
        self.workers[name].post(effect)

    def _settings_saved(self, loaded: settings.Loaded) -> None:
        """Give every room its slice of the new settings. Reader thread."""
        before, chosen = self._loaded, loaded.settings
        self._loaded, self.settings = loaded, chosen
        self.workers["engine"].post(SettingsChanged(limits=limits_of(chosen)))
        self.workers["intake"].post(chosen)
        self.workers["notify"].post(chosen.notify)
        self.workers["tmux"].post(chosen.tmux)
        self.workers["tmux"].post(chosen.claude)
        self.workers["tmux"].post(chosen.ui)
        for client, root in self._roots(chosen):
            self.workers["registry"].post(WatchRoot(client, root))
        self._looker.away_after_s = chosen.notify.away_after_s
        self._opener.command = chosen.terminal.command
        logs.set_level(chosen.log.level)
        gone = [TroubleGone(_settings_key(trouble)) for trouble in before.troubles]
        self._tell([*gone, *(shown(_settings_key(trouble), trouble) for trouble in loaded.troubles)])
        self.voice.tell([chosen.ui])

    def _tell(self, changes: Sequence[Change]) -> None:
        """Changes for the windows and for who watches by socket. Any thread."""
        self.voice.tell(changes)
        for change in changes:
            self.workers["intake"].post(change)

    def _tell_room(self, key: str, trouble: Trouble | None) -> None:
        self._tell([TroubleGone(key) if trouble is None else shown(key, trouble)])

    def _tell_notify(self, trouble: Trouble | None) -> None:
        self._tell_room("notify", trouble)

    def _tell_bug(self, title: str, detail: str) -> None:
        self._tell([TroubleShown("", "Bug", title, detail, "Please report it with the log.", utc_now())])

    def _take(self, changes: list[Any]) -> None:
        """GUI thread: what the rooms told since the last frame."""
        if any(isinstance(change, Quit) for change in changes):
            self.quit()
        if not self._is_started:
            self._start_rooms(changes)
        self.face.take(changes)

    # -- start and stop

    def start(self) -> None:
        """Show ourselves, then open the store in the engine's thread; the other rooms follow its first board."""
        self.face.show(is_hidden=self._is_hidden)
        self.workers["engine"].start()

    def _start_rooms(self, changes: list[Any]) -> None:
        """All of them once there is a board; without a store those that can still say so."""
        if any(isinstance(change, BoardReset) for change in changes):
            self._is_started = True
            names = self._others()
        elif any(isinstance(change, BoardStale) for change in changes):
            names = VOICES
        else:
            return
        for name in names:
            if not self._is_stopping and not self.workers[name].isRunning():
                self.workers[name].start()

    def _others(self) -> tuple[str, ...]:
        return (*THREADS[1:], "fleet") if "fleet" in self.workers else THREADS[1:]

    @Slot()
    def quit(self) -> None:
        """End in stages, each of which comes back to the event loop: ears, hands, then the engine."""
        if self._is_stopping:
            return
        self._is_stopping = True
        self.face.hide()
        self.post(ReleaseHolds())
        QTimer.singleShot(100, self._stop_ears)

    @Slot()
    def _stop_ears(self) -> None:
        for name in reversed(self._others()):
            self.workers[name].stop()
        self._wait_for(self._others(), self._stop_engine)

    @Slot()
    def _stop_engine(self) -> None:
        self.workers["engine"].stop()
        self._wait_for(THREADS[:1], self._end)

    def _wait_for(self, names: Sequence[str], then: Any, waited_ms: int = 0) -> None:
        running = [name for name in names if self.workers[name].isRunning()]
        if running and waited_ms < STOP_LIMIT_MS:
            QTimer.singleShot(20, self, lambda: self._wait_for(names, then, waited_ms + 20))
            return
        if running:
            log.error("left behind at the end: %s", ", ".join(running))
            self.has_left_some_behind = True
        then()

    @Slot()
    def _end(self) -> None:
        self._focuser.close()
        self._opener.close()
        self.face.shut()
        QApplication.quit()


def shown(key: str, trouble: Trouble) -> TroubleShown:
    """A trouble as the screen is told of it."""
    return TroubleShown(key, trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now())


def _settings_key(trouble: Trouble) -> str:
    return f"settings:{trouble.detail}"


def limits_of(chosen: settings.Settings) -> Limits:
    """The engine's slice of the settings."""
    notify, state = chosen.notify, chosen.state
    return Limits(
        thresholds=Thresholds(state.hung_tool_after_s, state.no_answer_after_s),
        manners=Manners(
            notify.enabled,
            notify.needs_input,
            notify.done,
            notify.stalled,
            notify.sound,
            notify.group_from,
            quiet_from=_time(notify.quiet_from),
            quiet_until=_time(notify.quiet_until),
            quiet_days=notify.quiet_days,
            respects_desktop=notify.desktop_quiet,
            waits_for_typing=notify.wait_while_typing,
            silent_projects=frozenset(notify.silent_projects),
            limit_per_hour=notify.limit_per_hour,
            escalate_after_s=notify.escalate_after_s,
        ),
        retention_days=chosen.database.retention_days,
    )


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def run(paths: Paths, flags: Mapping[str, Any], *, is_hidden: bool = False, demo_count: int = 0) -> int:
    """The program from its settings to its end; returns the exit code.

    Raises: Trouble when it cannot start at all.
    """
    if demo_count:
        with tempfile.TemporaryDirectory(prefix="headspace-demo-") as folder:
            demo = Paths.from_environment({**os.environ, "HEADSPACE_HOME": folder})
            flags = {**flags, "database.url": None}
            root = Path(folder) / "claude"
            return _run_alone(demo, flags, is_hidden=is_hidden, demo_root=root, demo_count=demo_count)
    return _run_alone(paths, flags, is_hidden=is_hidden)


def _run_alone(
    paths: Paths, flags: Mapping[str, Any], *, is_hidden: bool, demo_root: Path | None = None, demo_count: int = 0
) -> int:
    """One program in this home; a second one raises the first and is done."""
    paths.make_private()
    loaded = settings.load(paths, flags=flags)
    logs.set_up(paths.log_file, loaded.settings.log.level)
    instance = Instance(paths.runtime_dir)
    try:
        instance.take()
    except AlreadyRunning as other:
        from headspace_desktop.intake import caller  # noqa: PLC0415  only a second start needs it

        caller.call(paths, "raise", {})
        sys.stderr.write(f"{other}\n{other.remedy}\n")
        return 0
    try:
        return _run(paths, loaded, flags, is_hidden=is_hidden, demo_root=demo_root, demo_count=demo_count)
    finally:
        instance.give_back()


def _run(
    paths: Paths,
    loaded: settings.Loaded,
    flags: Mapping[str, Any],
    *,
    is_hidden: bool,
    demo_root: Path | None,
    demo_count: int,
) -> int:
    from headspace_desktop.ui.transcript.prepare import prepare_web  # noqa: PLC0415  before there is an application

    prepare_web()
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("headspace-desktop")
    qt.setDesktopFileName("headspace-desktop")
    qt.setQuitOnLastWindowClosed(False)
    leave_dock()
    speak(loaded.settings.ui.language, paths.resources_dir)
    program = App(paths, loaded, is_hidden=is_hidden, demo_root=demo_root, demo_count=demo_count, flags=flags)
    program.crash.install()
    signals = _quit_on_signals(program)
    program.start()
    pace.settle()
    code = qt.exec()
    signals.setEnabled(False)
    if program.has_left_some_behind:  # Qt aborts where a thread is destroyed that still waits for a store or a program
        logging.shutdown()
        os._exit(code)
    return code


def _quit_on_signals(program: App) -> QSocketNotifier:
    """SIGTERM and SIGINT end the program at once, not at the next timer. Source: desktop notes, section 8."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, program)
    notifier.activated.connect(program.quit)
    program.setProperty("signal sockets", (ours, theirs))
    return notifier


__all__ = ["THREADS", "App", "limits_of", "roots_of", "run"]
