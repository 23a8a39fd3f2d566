"""What one hook line costs the agent, as a multiple of an empty shell in the same run.

The lines take turns within each round, so that a noisy moment hits all of them. Budget: 3 times `sh -c :`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from headspace_desktop import clients
from headspace_desktop.intake import lines

ROUNDS, RUNS = 10, 30
PAYLOADS = {"2 KB": b'{"text": "' + b"x" * 2_000 + b'"}', "300 KB": b'{"text": "' + b"x" * 300_000 + b'"}'}


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        spool = Path(place, "claude")
        (spool / "tool").mkdir(parents=True)
        commands = {"sh -c :": ":"}
        for spec in clients.by_name("claude").hooks:
            if spec.event in {"Stop", "PreToolUse", "SessionStart", "PermissionRequest"}:
                commands[spec.event] = lines.hook_line(
                    spec, spool=spool, socket=Path(place, "x"), script=Path(place, "y"), python=sys.executable
                )
        commands["statusline (true)"] = lines.statusline_line("true", spool=spool)
        for size, payload in PAYLOADS.items():
            stdin = Path(place, "stdin")
            stdin.write_bytes(payload)
            start = commands.pop("SessionStart")
            report(size, commands, stdin, spool)
            # alone: it leaves a sweep running beside the agent
            report(size, {"sh -c :": ":", "SessionStart": start}, stdin, spool)
            commands["SessionStart"] = start


def report(size: str, commands: dict[str, str], stdin: Path, spool: Path) -> None:
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for _ in range(RUNS):
            for name, command in commands.items():
                took[name].append(once(command, stdin))
        for mail in [*spool.glob("*.*"), *(spool / "tool").iterdir()]:
            mail.unlink()
    floor = statistics.median(took["sh -c :"])
    print(f"stdin {size}")
    for name, times in took.items():
        print(f"  {name:20} {statistics.median(times):6.2f} ms  {statistics.median(times) / floor:4.1f}x")


def once(command: str, stdin: Path) -> float:
    """One run as the client does it, in ms."""
    source, sink = os.open(stdin, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY)
    begin = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)]
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", command], os.environ, file_actions=actions)
    _, status = os.waitpid(pid, 0)
    took_ms = (time.perf_counter() - begin) * 1e3
    os.close(source)
    os.close(sink)
    assert status == 0, f"{command} ended with {status}"
    return took_ms


if __name__ == "__main__":
    main()
