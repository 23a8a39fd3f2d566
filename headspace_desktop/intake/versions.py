"""Which version of an agent program reads a settings file: of the program that is started, and of what runs already.

Any thread but the GUI's. It reads small files, and asks the program itself only where they do not tell.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from headspace_desktop import processes
from headspace_desktop.clients import Client, Version, read_version

_ANSWERS_WITHIN_S = 10.0
#: A package's own file stands so few folders above its program.
_PACKAGE_DEPTH = 4
_READ_BYTES = 64 << 10


def oldest(client: Client, root: str | Path, program: str = "", env: Mapping[str, str] = os.environ) -> Version | None:
    """The oldest version that reads this configuration folder; None where nothing tells.

    `program` is what the person starts, a name or a path. Blocks: up to a second the first time where no file tells.
    """
    found = [version for version in (_of_program(client, program, env), *_of_sessions(client, root)) if version]
    return min(found, default=None)


def _of_program(client: Client, program: str, env: Mapping[str, str]) -> Version | None:
    home = env.get("HOME") or str(Path.home())
    for place in (program or client.name, *client.programs(home)):
        found = shutil.which(os.path.expanduser(place), path=env.get("PATH"))  # noqa: PTH111  a bare name stays bare
        if found is not None:
            return _of_file(client, found, env)
    return None


def _of_file(client: Client, found: str, env: Mapping[str, str]) -> Version | None:
    real = Path(os.path.realpath(found))
    if (version := read_version(real.name)) is not None:  # the native installation names the file after it
        return version
    for folder in list(real.parents)[:_PACKAGE_DEPTH]:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            about = json.loads((folder / "package.json").read_bytes()[:_READ_BYTES])
            if isinstance(about, dict) and str(about.get("name")).startswith(client.packages):
                return read_version(str(about.get("version")))
    with contextlib.suppress(OSError):
        return _asked(str(real), found, real.stat().st_mtime_ns, env.get("PATH", os.defpath), env.get("HOME", ""))
    return None


@lru_cache(maxsize=16)
def _asked(_real: str, found: str, _changed_ns: int, path: str, home: str) -> Version | None:
    """What the program says of itself; once for as long as its file stays the same."""
    try:
        done = subprocess.run(
            [found, "--version"], env={"PATH": path, "HOME": home}, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_ANSWERS_WITHIN_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_version(done.stdout[:_READ_BYTES].decode("utf-8", "replace"))


def _of_sessions(client: Client, root: str | Path) -> Iterator[Version]:
    """Of the sessions that run: their live-session files name it. Sessions that were left behind do not count."""
    folder = client.registry_dir(str(Path(root).expanduser()))
    if folder is None:
        return
    for file in Path(folder).glob("*.json"):
        with contextlib.suppress(OSError, ValueError):
            if not file.is_file():  # a pipe would keep us waiting
                continue
            with file.open("rb") as opened:
                reading = client.read_registry(opened.read(_READ_BYTES), str(file), datetime.now(UTC))
            process, version = processes.look_up(reading.pid), read_version(reading.version)
            if process is not None and reading.proc_start in {None, process.start} and version is not None:
                yield version
