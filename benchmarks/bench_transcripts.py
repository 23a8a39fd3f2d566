"""How fast transcripts are read, beside a bare loop that only decodes the same lines, in the same process and run."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import figures
import msgspec

from headspace_desktop.domain.effects import FollowTranscript
from headspace_desktop.transcripts.watcher import TranscriptRoom

TURNS, ROUNDS = 1500, 3


def write(path: Path) -> float:
    """A transcript as a long session leaves it; its size in MB."""
    common = {
        "sessionId": path.stem, "cwd": "/work", "gitBranch": "main", "version": "2.1.330", "isSidechain": False,
        "timestamp": "2026-03-04T14:20:00.000Z", "userType": "external",
    }  # fmt: skip
    usage = {"input_tokens": 20_000, "output_tokens": 300, "cache_read_input_tokens": 10_000}

    def line(kind: str, number: int, **fields: object) -> str:
        return json.dumps({**common, "type": kind, "uuid": f"{kind}-{number}-{len(fields)}", **fields})

    with path.open("w") as file:
        for n in range(TURNS):
            about = {"id": f"msg_{n}", "role": "assistant", "model": "claude-sonnet-4-5", "usage": usage}
            use = {"type": "tool_use", "id": f"toolu_{n}", "name": "Bash", "input": {"command": "make check " * 20}}
            result = {"type": "tool_result", "tool_use_id": f"toolu_{n}", "content": "a line of output\n" * 400}
            said = {"type": "text", "text": "All tests pass. " * 50}
            lines = [
                line("user", n, promptId=f"p{n}", message={"role": "user", "content": f"number {n}"}),
                line("assistant", n, message={**about, "content": [use], "stop_reason": "tool_use"}),
                line("user", n, promptId=f"p{n}", message={"role": "user", "content": [result]}, toolUseResult={}),
                line("assistant", n, message={**about, "content": [said], "stop_reason": "end_turn"}, requestId="r"),
            ]
            file.write("\n".join(lines) + "\n")
    return path.stat().st_size / 1e6


class NoWatch:
    def add(self, fd: int, ready: object, *, is_write: bool = False) -> None: ...
    def remove(self, fd: int) -> None: ...


def through_room(path: Path) -> float:
    told: list[object] = []
    room = TranscriptRoom(told.append, {})
    begin_s = time.perf_counter()
    room.open(NoWatch())
    room.handle([FollowTranscript(str(path), "claude", path.stem)])
    while not any(getattr(event, "is_caught_up", False) for event in told[-1:]):
        room.tick()
    took_s = time.perf_counter() - begin_s
    room.close()
    return took_s


def bare(path: Path) -> float:
    begin_s = time.perf_counter()
    with path.open("rb") as file:
        for line in file:
            msgspec.json.decode(line)
    return time.perf_counter() - begin_s


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "3f0c6a52-0000-4000-8000-000000000001.jsonl")
        size_mb = write(path)
        took = figures.interleaved(
            {"bare decoding": lambda: bare(path), "the room": lambda: through_room(path)}, ROUNDS
        )
    floor = min(took["bare decoding"])
    figures.report("transcripts", [
        {"way": name, "mb": size_mb, "mb_per_s": size_mb / min(each), "times_bare": min(each) / floor}
        for name, each in took.items()
    ])  # fmt: skip


if __name__ == "__main__":
    main()
