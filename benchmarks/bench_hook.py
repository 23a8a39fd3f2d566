"""What the hook line costs the agent, as a multiple of an empty shell: see hook_line.py, which takes the times."""

from __future__ import annotations

import tempfile
from pathlib import Path

import figures
from hook_line import once

from headspace_desktop import clients
from headspace_desktop.intake import lines

ROUNDS = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        spool = Path(place, "claude")
        (spool / "tool").mkdir(parents=True)
        spec = next(spec for spec in clients.by_name("claude").hooks if spec.event == "PreToolUse")
        line = lines.hook_line(spec, spool=spool, socket=Path(place, "x"), script=Path(place, "y"), python="python3")
        rows: list[dict[str, figures.Figure]] = []
        for size in (2_000, 300_000):
            stdin = Path(place, "stdin")
            stdin.write_bytes(b'{"text": "' + b"x" * size + b'"}')

            def way(command: str, stdin: Path = stdin) -> float:
                return once(command, stdin)

            took = figures.interleaved({"sh -c :": lambda: way(":"), "hook line": lambda: way(line)}, ROUNDS)
            floor = figures.percentile(took["sh -c :"], 50)
            rows += [
                {"what": name, "stdin_kb": size // 1000, "p50_ms": figures.percentile(each, 50),
                 "p95_ms": figures.percentile(each, 95), "times_shell": figures.percentile(each, 50) / floor}
                for name, each in took.items()
            ]  # fmt: skip
    figures.report("hook", rows)


if __name__ == "__main__":
    main()
