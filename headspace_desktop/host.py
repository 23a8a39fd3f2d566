"""Which machine this is: an id that stays, and a name for a person. Any thread."""

from __future__ import annotations

import hashlib
import os
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path

#: Files with a machine's lasting id. Source: machine-id(5).
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@dataclass(frozen=True, slots=True)
class Host:
    """`id` is 32 hex digits, the same at every start of this person on this machine."""

    id: str
    name: str


def this_host(data_dir: Path) -> Host:
    """This machine, as this person's. The machine's own id is never stored, only a hash of it.

    Changes: writes `host-id` into the data folder where the system has no id of its own.
    """
    name = socket.gethostname() or "localhost"
    machine = next((text for file in _MACHINE_IDS if (text := _text(file))), "")
    if not machine:
        file = data_dir / "host-id"
        machine = _text(file)
        if not machine:
            machine = uuid.uuid4().hex
            file.write_text(machine + "\n", encoding="utf-8")
    digest = hashlib.blake2b(f"headspace-desktop {machine} {os.getuid()}".encode(), digest_size=16)
    return Host(digest.hexdigest(), name)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
