"""Run as the first process of a namespace of process numbers: one process ends, and another one gets its number.

Argument: a configuration folder. Prints as JSON what the registry's room posts, before and after it was started again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from headspace_desktop.domain.effects import WatchProcess
from headspace_desktop.domain.events import ProcessEnded, RegistrySeen
from headspace_desktop.processes import look_up
from headspace_desktop.registry.watcher import RegistryRoom
from tests.harness.hand_watch import HandWatch

NEXT = Path("/proc/sys/kernel/ns_last_pid")


def start_of(pid: int) -> str:
    process = look_up(pid)
    assert process is not None
    return process.start


def ticks() -> int:
    """Of the clock that the starts of processes are told in."""
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK"))


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "600"])


def told(posted: Iterable[Any]) -> list[list[Any]]:
    found: list[list[Any]] = []
    for one in posted:
        if isinstance(one, ProcessEnded):
            found.append(["ended", one.pid, one.proc_start])
        elif isinstance(one, RegistrySeen):
            found.append(["file", one.reading.pid, one.reading.is_alive])
    return found


def main() -> None:
    root, watch = Path(sys.argv[1]), HandWatch()
    first = sleeper()
    pid, start = first.pid, start_of(first.pid)
    values = {"pid": pid, "sessionId": "s", "procStart": start, "cwd": "/", "status": "busy", "statusUpdatedAt": 1}
    (root / "sessions").mkdir(parents=True)
    (root / "sessions" / f"{pid}.json").write_text(json.dumps(values))

    before: list[Any] = []
    room = RegistryRoom(before.append, [("claude", str(root))])
    room.open(watch)
    room.handle([WatchProcess(pid, start)])
    first.kill()
    first.wait()
    while ticks() <= int(start):  # no number comes round within a tick of the kernel's clock
        time.sleep(0.001)
    NEXT.write_text(str(pid - 1))
    second = sleeper()
    watch.until(room, lambda: any(isinstance(one, ProcessEnded) for one in before))
    room.close()

    after: list[Any] = []
    room = RegistryRoom(after.append, [("claude", str(root))])
    room.open(watch)
    room.handle([WatchProcess(pid, start), WatchProcess(pid, start_of(second.pid))])
    room.close()
    starts = [start, start_of(second.pid)]
    second.kill()
    second.wait()
    print(json.dumps({"pids": [pid, second.pid], "starts": starts, "before": told(before), "after": told(after)}))


if __name__ == "__main__":
    main()
