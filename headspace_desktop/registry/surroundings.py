"""What the process table adds to a live-session file: the terminal, the tmux pane and the launch of a process.

Runs in the registry thread. It reads /proc of the person's own processes and keeps nothing but three variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.domain.model import PaneRef

#: Set by `headspace start` for the session that it launches.
LAUNCH_VARIABLE = "HEADSPACE_LAUNCH_ID"
_WANTED = {b"TMUX", b"TMUX_PANE", LAUNCH_VARIABLE.encode()}
_ENVIRON_LIMIT_BYTES = 4 << 20
_PANE = re.compile(r"%\d{1,9}\Z")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Empty where it is not known, such as on systems without /proc."""

    tty: str = ""
    pane: PaneRef | None = None
    launch_id: str | None = None


def surroundings_of(pid: int) -> Surroundings:
    """Where a process runs. Blocks: on two reads of /proc."""
    folder = Path(f"/proc/{pid}")
    environ = _environ(folder)
    return Surroundings(tty=_tty(folder), pane=_pane(environ), launch_id=environ.get(LAUNCH_VARIABLE) or None)


def _environ(folder: Path) -> dict[str, str]:
    try:
        with (folder / "environ").open("rb") as file:
            raw = file.read(_ENVIRON_LIMIT_BYTES)
    except OSError:
        return {}
    pairs = (pair.partition(b"=") for pair in raw.split(b"\0"))
    return {key.decode(): value.decode("utf-8", "replace") for key, _sep, value in pairs if key in _WANTED}


def _pane(environ: dict[str, str]) -> PaneRef | None:
    socket, pane_id = environ.get("TMUX", "").split(",", 1)[0], environ.get("TMUX_PANE", "")
    return PaneRef(socket, pane_id) if socket.startswith("/") and _PANE.match(pane_id) else None


def _tty(folder: Path) -> str:
    """The controlling terminal, from field 7 of the status. Source: proc(5); the device numbers of Linux."""
    try:
        stat = (folder / "stat").read_bytes()
        number = int(stat[stat.rfind(b")") + 2 :].split()[4])
    except (OSError, ValueError, IndexError):
        return ""
    major, minor = (number >> 8) & 0xFFF, (number & 0xFF) | ((number >> 12) & 0xFFF00)
    if 136 <= major <= 143:
        return f"/dev/pts/{(major - 136) * 256 + minor}"
    if major == 4:
        return f"/dev/tty{minor}" if minor < 64 else f"/dev/ttyS{minor - 64}"
    return ""
