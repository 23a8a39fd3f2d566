"""Start here: read argv, see whether there is a screen and a Qt that loads, call `app.run`. Main thread.

Nothing graphical is imported before the checks, so that a bare machine gets a sentence instead of a crash.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import re
import socket
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from headspace_desktop import __version__, pace
from headspace_desktop.troubles import NoDisplay, SystemLibraryMissing, Trouble

#: Which Debian package brings a library that Qt wants. Source: desktop notes, section 1 (tried in a bare system).
PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libbrotlidec.so.1": "libbrotli1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


#: How many agents are simulated, and how many may be.
DEMO_AGENTS, DEMO_LIMIT = 12, 200


def main(argv: Sequence[str] | None = None) -> int:
    """The program `headspace-desktop`; returns its exit code."""
    options = _parser().parse_args(argv)
    try:
        check_display(os.environ)
        check_libraries(os.environ)
        return _run(options)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n{trouble.remedy}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001  guard 4 of 4
        sys.stderr.write("Headspace made a mistake; please report it with these lines:\n")
        traceback.print_exc()
        return 70


def _run(options: argparse.Namespace) -> int:
    pace.begin()
    from headspace_desktop.app import run  # noqa: PLC0415  only after the checks
    from headspace_desktop.paths import Paths  # noqa: PLC0415

    paths = Paths.from_environment()
    if options.settings is not None:
        paths = replace(paths, settings_file=options.settings.expanduser().absolute())
    flags = {"database.url": options.database, "log.level": options.log_level}
    return run(paths, flags, is_hidden=options.hidden, demo_count=options.demo)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="headspace-desktop", description="Watches your coding agents and takes you to the right one."
    )
    parser.add_argument("--hidden", action="store_true", help="start in the tray, without a window")
    parser.add_argument(
        "--demo",
        "--simulate",
        nargs="?",
        type=_agents,
        const=DEMO_AGENTS,
        default=0,
        metavar="N",
        help=f"show N simulated agents (default {DEMO_AGENTS}, at most {DEMO_LIMIT}); nothing real is touched",
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="another settings file")
    parser.add_argument("--database", metavar="URL", help="another store, for this run (postgresql://… or sqlite:///…)")
    parser.add_argument("--log-level", choices=("DEBUG", "INFO", "WARNING", "ERROR"), type=str.upper)
    parser.add_argument("--version", action="version", version=f"headspace-desktop {__version__}")
    return parser


def _agents(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= DEMO_LIMIT:
        raise argparse.ArgumentTypeError(f"a number from 1 to {DEMO_LIMIT}, not {text!r}")
    return int(text)


def check_display(env: Mapping[str, str], platform: str = sys.platform) -> None:
    """See whether a screen answers: Qt would end the process without a word that helps.

    Raises: NoDisplay.
    """
    if platform != "linux" or env.get("QT_QPA_PLATFORM", "").split(":")[0] not in ("", "xcb", "wayland"):
        return
    wayland, x11 = env.get("WAYLAND_DISPLAY", ""), env.get("DISPLAY", "")
    if not wayland and not x11:
        raise NoDisplay("neither DISPLAY nor WAYLAND_DISPLAY is set")
    if wayland and _answers(str(Path(env.get("XDG_RUNTIME_DIR", "/"), wayland))):
        return
    if x11:
        match = re.fullmatch(r"(?:unix)?:(\d{1,5})(?:\.\d+)?", x11)
        if match is None:
            return  # another machine's screen: only Qt can tell
        file = f"/tmp/.X11-unix/X{match[1]}"  # noqa: S108  where X keeps its sockets
        if _answers(file) or _answers(f"\0{file}"):
            return
    raise NoDisplay(" and ".join(f"{name} does not answer" for name in (wayland, x11) if name))


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(path)
        except (OSError, ValueError):
            return False
    return True


def check_libraries(env: Mapping[str, str], platform: str = sys.platform) -> None:
    """Load what Qt loads first, so that a missing library is named with the package that brings it.

    Raises: SystemLibraryMissing.
    """
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise SystemLibraryMissing("PySide6 is not installed", remedy="Run `make setup`.")
    try:
        import PySide6.QtWidgets  # noqa: F401, PLC0415
    except ImportError as error:
        raise _missing(str(error)) from error
    read_no_sources()
    is_wayland = bool(env.get("WAYLAND_DISPLAY")) and env.get("QT_QPA_PLATFORM", "") != "xcb"
    if platform != "linux" or is_wayland or env.get("QT_QPA_PLATFORM", "xcb").split(":")[0] != "xcb":
        return
    plugin = Path(spec.submodule_search_locations[0], "Qt", "plugins", "platforms", "libqxcb.so")
    try:
        if plugin.exists():
            ctypes.CDLL(str(plugin))
    except OSError as error:
        raise _missing(str(error)) from error


def read_no_sources() -> None:
    """Keep PySide from reading the source of every module that is imported after it: 26 MB and a tenth of the start.

    It looks for users of `__feature__`, which we are not. Source: PySide6 6.11, support/feature.py.
    """
    feature = sys.modules.get("PySide6.support.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010  unknown to the type checker


def _missing(words: str) -> SystemLibraryMissing:
    library = re.match(r"(lib[\w.+-]+\.so[.\d]*)", words)
    package = PACKAGES.get(library[1]) if library else None
    if package is None:
        return SystemLibraryMissing(words)
    return SystemLibraryMissing(
        library[1] if library else words, remedy=f"Run `make setup`, or type: sudo apt install -y {package}"
    )


if __name__ == "__main__":
    sys.exit(main())
