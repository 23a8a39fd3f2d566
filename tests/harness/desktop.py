"""A real headless desktop for tests: Xvfb, D-Bus, openbox, a tray host, a notification daemon, a home of its own.

    def test_it(desktop): desktop.spawn("app", [sys.executable, "-m", "headspace_desktop"])

Import the fixtures `desktop` (one per test), `shared_desktop` (one per session: leave it as you found it) and
`new_desktop` (a factory for other options) into a conftest. Everything is ended by pid. Test threads only.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from Xlib import X, display, error

T = TypeVar("T")
Tray = Literal["xfce4-panel", "tint2", "none"]
Notifications = Literal["dunst", "none"]

DEADLINE_S = 15.0

PACKAGES = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "dbus-send": "dbus",
    "openbox": "openbox",
    "xfce4-panel": "xfce4-panel",
    "tint2": "tint2",
    "dunst": "dunst",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "setpriv": "util-linux",
    "xterm": "xterm",
    "tmux": "tmux",
    "sway": "sway",
    "foot": "foot",
    "kitty": "kitty",
}

DUNSTRC = """[global]
mouse_left_click = do_action, close_current
mouse_middle_click = close_current
mouse_right_click = close_current
font = DejaVu Sans 10
width = 340
origin = top-right
offset = 12x44
"""

# No standard service folders: a daemon that a test did not start must not be started by D-Bus.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<servicedir>{services}</servicedir><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

PANEL_XML = """<?xml version="1.0" encoding="UTF-8"?><channel name="xfce4-panel" version="1.0">
<property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/><property name="panel-1" type="empty">
<property name="position" type="string" value="p=6;x=0;y=0"/><property name="length" type="uint" value="100"/>
<property name="position-locked" type="bool" value="true"/><property name="size" type="uint" value="30"/>
<property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/>
<value type="int" value="3"/></property></property></property>
<property name="plugins" type="empty"><property name="plugin-1" type="string" value="tasklist"/>
<property name="plugin-2" type="string" value="separator"><property name="expand" type="bool" value="true"/></property>
<property name="plugin-3" type="string" value="systray"><property name="known-legacy-items" type="array"/></property>
</property></channel>
"""


def require(*programs: str) -> None:
    """Fail the test, never skip it, when a program is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        packages = " ".join(sorted({PACKAGES.get(name, name) for name in missing}))
        pytest.fail(f"these programs are missing: {', '.join(missing)}; sudo apt-get install {packages}", pytrace=False)


def wait_for(what: str, probe: Callable[[], T | None], deadline_s: float = DEADLINE_S) -> T:
    """Poll until `probe` gives something true, and return it; fails with `what` after the deadline."""
    end = time.monotonic() + deadline_s
    while True:
        if found := probe():
            return found
        if time.monotonic() > end:
            pytest.fail(f"not within {deadline_s:.0f} s: {what}")
        time.sleep(0.02)


@dataclass(frozen=True)
class Window:
    """A top-level window as the window manager lists it (or a bubble, which it does not list)."""

    id: int
    title: str
    wm_class: str
    pid: int | None
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Desktop:
    """One desktop. `env` is the whole environment for programs that shall live in it."""

    def __init__(
        self,
        *,
        tray: Tray = "xfce4-panel",
        notifications: Notifications = "dunst",
        size: tuple[int, int] = (1600, 1000),
        scale: float = 1.0,
    ) -> None:
        self.tray = tray
        self.notifications = notifications
        self.size = size
        # Short on purpose: sockets live below it, and their paths must stay under 100 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="desk-"))
        self.env = self._environment(scale)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._display: Any = None

    # -- life -----------------------------------------------------------------

    def start(self) -> None:
        require("Xvfb", "dbus-daemon", "dbus-send", "openbox", "xdotool", "import", "setpriv")
        self._start_screen()
        self._start_bus()
        self.spawn("openbox", ["openbox"])
        wait_for("openbox manages the screen", lambda: self._root_numbers("_NET_SUPPORTING_WM_CHECK"))
        if self.notifications != "none":
            self.start_notifications()
        if self.tray != "none":
            self.start_tray()

    def stop(self) -> None:
        """End all that was started here, newest first, and remove the folder."""
        if self._display is not None:
            self._display.display.socket.close()  # Display.close fails when the screen is gone already
            self._display = None
        for name in reversed(list(self._processes)):
            self.end(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def spawn(
        self, name: str, argv: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program inside the desktop; it is ended with it. Its output is `log(name)`."""
        unique = name
        while unique in self._processes:
            unique += "+"
        with (self.folder / f"{unique.replace('/', '_')}.log").open("ab") as output:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", "--", *argv],
                env={**self.env, **(env or {})},
                cwd=cwd or self.home,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes[unique] = process
        return process

    def end(self, name: str, deadline_s: float = 5.0) -> None:
        """End one program and its process group: TERM, then KILL. An unknown or ended one is no error."""
        process = self._processes.pop(name, None)
        if process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
            except ProcessLookupError:
                break
            try:
                process.wait(deadline_s)
                break
            except subprocess.TimeoutExpired:
                continue
        process.wait(deadline_s)

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def run(self, argv: Sequence[str], *, timeout_s: float = 20.0, is_checked: bool = True) -> str:
        """Run a program inside the desktop to its end; its standard output."""
        done = subprocess.run(
            list(argv), env=self.env, cwd=self.home, capture_output=True, timeout=timeout_s, check=False
        )
        if is_checked and done.returncode != 0:
            pytest.fail(f"{list(argv)} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
        return done.stdout.decode("utf-8", "replace")

    # -- its parts ------------------------------------------------------------

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def display(self) -> str:
        return self.env["DISPLAY"]

    def start_tray(self) -> None:
        """Start the tray host, also later than the program under test."""
        host: Tray = "xfce4-panel" if self.tray == "none" else self.tray
        require(host)
        if host == "xfce4-panel":
            folder = self.home / ".config/xfce4/xfconf/xfce-perchannel-xml"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "xfce4-panel.xml").write_text(PANEL_XML)
            self.spawn("tray", ["xfce4-panel", "--disable-wm-check"])
            self.wait_for_name("org.kde.StatusNotifierWatcher")
        else:
            self.spawn("tray", [host])
            wait_for("the tray selection is owned", self._tray_owner)

    def stop_tray(self) -> None:
        self.end("tray")

    def start_notifications(self) -> None:
        """Start dunst, where a left click on a bubble is its default action."""
        require("dunst")
        path = self.folder / "dunstrc"
        path.write_text(DUNSTRC)
        self.spawn("notifications", ["dunst", "-conf", str(path)])
        self.wait_for_name("org.freedesktop.Notifications")

    def stop_notifications(self) -> None:
        self.end("notifications")

    def has_name(self, name: str) -> bool:
        """Whether somebody owns this name on the session bus."""
        reply = self.run(
            [
                "dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", f"string:{name}",
            ]
        )  # fmt: skip
        return "true" in reply

    def wait_for_name(self, name: str) -> None:
        wait_for(f"{name} is on the bus", lambda: self.has_name(name))

    # -- eyes and hands -------------------------------------------------------

    def screenshot(self, path: Path) -> Path:
        """The whole screen as PNG."""
        self.run(["import", "-silent", "-window", "root", str(path)])
        return path

    def xdotool(self, *arguments: str) -> str:
        return self.run(["xdotool", *arguments]).strip()

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there and click, as a person would."""
        self.xdotool("mousemove", "--sync", str(x), str(y), "click", str(button))

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "5", text)

    def active_window(self) -> int:
        """Id of the window that has the focus; 0 for none."""
        numbers = self._root_numbers("_NET_ACTIVE_WINDOW")
        return numbers[0] if numbers else 0

    def activate(self, window: Window) -> None:
        """Give a window the focus, as a click in the task list would."""
        self.xdotool("windowactivate", str(window.id))
        wait_for(f"{window.title!r} is active", lambda: self.active_window() == window.id)

    def windows(self) -> list[Window]:
        """Managed windows, bottom to top, panels left out."""
        found = [self._window(number) for number in self._root_numbers("_NET_CLIENT_LIST_STACKING")]
        return [window for window in found if window is not None and window.wm_class != "Xfce4-panel"]

    def window_of(self, pid: int) -> Window:
        """The one window of this process, as soon as there is one."""
        return wait_for(f"process {pid} has a window", lambda: next((w for w in self.windows() if w.pid == pid), None))

    def window_titled(self, title: str) -> Window:
        return wait_for(
            f"a window has the title {title!r}", lambda: next((w for w in self.windows() if w.title == title), None)
        )

    def bubble_window(self) -> Window | None:
        """The notification bubble on the screen; None while there is none."""
        for child in self._x().screen().root.query_tree().children:
            window = self._window(child.id)
            if window is not None and window.wm_class == "Dunst" and self._is_viewable(child.id):
                return window
        return None

    def wait_for_bubble(self) -> Window:
        return wait_for("a bubble is shown", self.bubble_window)

    # -- within ---------------------------------------------------------------

    def _environment(self, scale: float) -> dict[str, str]:
        run = self.folder / "run"
        for folder in (run, self.home):
            folder.mkdir(mode=0o700)
        env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "USER": "person",
            "LOGNAME": "person",
            "SHELL": "/bin/sh",
            "HOME": str(self.home),
            "TMPDIR": os.environ.get("TMPDIR", tempfile.gettempdir()),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_SESSION_TYPE": "x11",
            "XDG_CURRENT_DESKTOP": "XFCE",
            "GTK_USE_PORTAL": "0",
            "NO_AT_BRIDGE": "1",
            "QT_QPA_PLATFORM": "xcb",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        if scale != 1.0:
            env["QT_SCALE_FACTOR"] = str(scale)
        if os.geteuid() == 0:
            env["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        return env

    def _start_screen(self) -> None:
        read_fd, write_fd = os.pipe()
        width, height = self.size
        with (self.folder / "screen.log").open("ab") as output:
            self._processes["screen"] = subprocess.Popen(
                [
                    "setpriv", "--pdeathsig", "TERM", "--", "Xvfb", "-displayfd", str(write_fd),
                    "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset",
                ],
                env=self.env, pass_fds=[write_fd], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        os.close(write_fd)
        with os.fdopen(read_fd) as lines:
            number = lines.readline().strip()
        if not number:
            pytest.fail(f"Xvfb did not start: {self.log('screen')}")
        self.env["DISPLAY"] = f":{number}"

    def _start_bus(self) -> None:
        services = self.folder / "services"
        services.mkdir()
        settings_daemon = Path("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
        if settings_daemon.exists():  # the panel cannot read its settings without it
            shutil.copy(settings_daemon, services)
        socket = self.folder / "run" / "bus"
        config = self.folder / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=socket, services=services))
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={socket}"
        self.spawn("bus", ["dbus-daemon", f"--config-file={config}", "--nofork", "--nosyslog"])
        wait_for(f"the session bus answers: {self.log('bus')}", socket.exists)

    def _x(self) -> Any:
        if self._display is None:
            self._display = display.Display(self.display)
        return self._display

    def _root_numbers(self, name: str) -> list[int]:
        x = self._x()
        found = x.screen().root.get_full_property(x.intern_atom(name), X.AnyPropertyType)
        return [int(number) for number in found.value] if found is not None else []

    def _tray_owner(self) -> bool:
        x = self._x()
        return bool(x.get_selection_owner(x.intern_atom("_NET_SYSTEM_TRAY_S0")) != X.NONE)

    def _is_viewable(self, number: int) -> bool:
        try:
            return bool(self._x().create_resource_object("window", number).get_attributes().map_state == X.IsViewable)
        except (error.BadWindow, error.BadDrawable):
            return False

    def _window(self, number: int) -> Window | None:
        x = self._x()
        window = x.create_resource_object("window", number)
        try:
            title = window.get_full_property(x.intern_atom("_NET_WM_NAME"), X.AnyPropertyType)
            text = title.value.decode("utf-8", "replace") if title is not None else (window.get_wm_name() or "")
            pid = window.get_full_property(x.intern_atom("_NET_WM_PID"), X.AnyPropertyType)
            name = window.get_wm_class()
            box = window.get_geometry()
            at = window.translate_coords(x.screen().root, 0, 0)
        except (error.BadWindow, error.BadDrawable):
            return None
        return Window(
            number,
            text if isinstance(text, str) else bytes(text).decode("utf-8", "replace"),
            name[1] if name else "",
            int(pid.value[0]) if pid is not None and len(pid.value) else None,
            -at.x,
            -at.y,
            box.width,
            box.height,
        )


def _started(**options: Any) -> Desktop:
    desktop = Desktop(**options)
    try:
        desktop.start()
    except BaseException:
        desktop.stop()
        raise
    return desktop


@pytest.fixture
def new_desktop() -> Iterator[Callable[..., Desktop]]:
    """Start a desktop with options of your own: `new_desktop(tray="none", notifications="none", size=(800, 600))`."""
    made: list[Desktop] = []

    def start(**options: Any) -> Desktop:
        made.append(_started(**options))
        return made[-1]

    yield start
    for desktop in made:
        desktop.stop()


@pytest.fixture
def desktop(new_desktop: Callable[..., Desktop]) -> Desktop:
    """A desktop with everything, for this test alone."""
    return new_desktop()


@pytest.fixture(scope="session")
def shared_desktop() -> Iterator[Desktop]:
    """A desktop with everything, started once. Close what you open."""
    desktop = _started()
    yield desktop
    desktop.stop()
