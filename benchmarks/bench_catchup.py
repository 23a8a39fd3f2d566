"""Closed while agents worked: from the start to a settled board, with 50 sessions and 500 MB of transcripts.

5 % of the transcripts is new. Compared with bare reading of the new bytes in the same run; hooks that arrive meanwhile
are timed too. Run: `python benchmarks/bench_catchup.py [MB]`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import figures
from rooms import Home, Rooms

from headspace_desktop import pace

SESSIONS = 50
SHARE_NEW = 0.05
ROUNDS = 3


class Told:
    """One session's transcript and hooks, as a program writes them."""

    def __init__(self, number: int, root: Path, at: datetime) -> None:
        self.id = str(uuid.UUID(int=number + (4 << 76) + (8 << 60)))
        self.cwd = root.parent / f"project{number % 7}"
        self.cwd.mkdir(parents=True, exist_ok=True)
        self.file = root / "projects" / str(self.cwd).replace("/", "-").replace(".", "-") / f"{self.id}.jsonl"
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.at = at
        self.body = subprocess.Popen(["sleep", "3600"], stdin=subprocess.DEVNULL)
        self._count = number * 1_000_000

    def turns(self, size_bytes: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Lines and hooks of one turn after the other, about as large as those of real sessions."""
        done = 0
        while done < size_bytes:
            text, hooks = self._turn()
            done += len(text)
            yield text, hooks

    def _turn(self) -> tuple[str, list[dict[str, Any]]]:
        prompt_id, lines, hooks = self._uuid(), [], []
        lines.append(self._line("user", {"role": "user", "content": "Make it so. " * 10}, promptId=prompt_id))
        hooks.append({"hook_event_name": "UserPromptSubmit", "prompt": "Make it so. " * 10, "at": self.at})
        for _ in range(4):
            use_id = f"toolu_{self._next()}"
            call = {"type": "tool_use", "id": use_id, "name": "Read", "input": {"file_path": "src/a.py"}}
            lines.append(self._line("assistant", self._message([call], "tool_use")))
            result = {"type": "tool_result", "tool_use_id": use_id, "content": "some line of code\n" * 450}
            lines.append(self._line("user", {"role": "user", "content": [result]}, promptId=prompt_id))
        final = "It is so. " * 30
        lines.append(self._line("assistant", self._message([{"type": "text", "text": final}], "end_turn")))
        hooks.append({"hook_event_name": "Stop", "last_assistant_message": final, "background_tasks": [],
                      "at": self.at})  # fmt: skip
        for hook in hooks:
            hook["prompt_id"] = prompt_id
        return "".join(lines), hooks

    def _message(self, content: list[dict[str, Any]], stop: str) -> dict[str, Any]:
        usage = {"input_tokens": 1000, "output_tokens": 100}
        return {"id": f"msg_{self._next()}", "role": "assistant", "model": "claude-sonnet-4-5", "content": content,
                "stop_reason": stop, "usage": usage}  # fmt: skip

    def _line(self, kind: str, message: dict[str, Any], **more: Any) -> str:
        self.at += timedelta(seconds=3)
        stamp = self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entry = {"type": kind, "uuid": self._uuid(), "sessionId": self.id, "timestamp": stamp, "cwd": str(self.cwd),
                 "version": "2.1.330", "gitBranch": "main", "isSidechain": False, "message": message,
                 **more}  # fmt: skip
        return json.dumps(entry) + "\n"

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._next() + (4 << 76) + (8 << 60)))


def main(total_mb: float) -> None:
    """Print one row a round."""
    pace.settle()
    rows = []
    for _ in range(ROUNDS):
        with Home() as home:
            rows.append(measure(home, int(total_mb * 1e6)))
    median = sorted(rows, key=lambda row: row["settled s"])[len(rows) // 2]
    figures.report("catchup", [*rows, {**median, "round": "median"}])


def measure(home: Home, total_bytes: int) -> dict[str, Any]:
    """One program's life: it knows the old part, is away for the new part, and starts again."""
    root = home.folder / ".claude"
    each = total_bytes // SESSIONS
    sessions = [Told(number, root, datetime.now(UTC) - timedelta(days=5)) for number in range(SESSIONS)]
    try:
        for told in sessions:
            told.file.write_text("".join(text for text, _hooks in told.turns(int(each * (1 - SHARE_NEW)))))
        know(home, root, sessions)
        new_bytes, mails = away(home, sessions, int(each * SHARE_NEW))
        raw_s = read_raw(sessions, new_bytes)
        first = sessions[0]
        late = [first.id, str(first.file), str(first.cwd), str(first.body.pid)]
        started = subprocess.run(
            [sys.executable, __file__, "start", str(home.folder), *late], check=True, capture_output=True, text=True
        )
        found = json.loads(started.stdout)
        return {
            "new MB": round(new_bytes / 1e6, 1), "mails": mails, **found, "bare reading s": round(raw_s, 4),
            "times bare": round(found["settled s"] / raw_s), "goal s": 2,
        }  # fmt: skip
    finally:
        for told in sessions:
            told.body.kill()
            told.body.wait(5)


def know(home: Home, root: Path, sessions: list[Told]) -> None:
    """The first life: all sessions are met, and their transcripts are known up to here."""
    for told in sessions:
        home.mail(told.id, told.file, told.cwd, told.body.pid, {"hook_event_name": "SessionStart", "source": "startup"})
    rooms = Rooms(home, root)
    rooms.start()
    rooms.wait_for(lambda: len(rooms.cards) == SESSIONS and rooms.is_settled(), 300)
    rooms.stop()


def away(home: Home, sessions: list[Told], each_bytes: int) -> tuple[int, int]:
    """What happens while nobody watches: bytes and mails."""
    new_bytes = mails = 0
    for told in sessions:
        with told.file.open("a") as file:
            for text, hooks in told.turns(each_bytes):
                new_bytes += file.write(text)
                for hook in hooks:
                    home.mail(told.id, told.file, told.cwd, told.body.pid, hook)
                    mails += 1
    return new_bytes, mails


def read_raw(sessions: list[Told], new_bytes: int) -> float:
    """The floor: read the new bytes, and split them into lines."""
    begin_s = time.perf_counter()
    for told in sessions:
        with told.file.open("rb") as file:
            file.seek(-(new_bytes // SESSIONS), 2)
            for _line in file:
                pass
    return time.perf_counter() - begin_s


def start(folder: Path, session_id: str, file: Path, cwd: Path, pid: int) -> dict[str, Any]:
    """The second life, in a process of its own; a hook that arrives while it catches up is timed until it is told."""
    home = Home.at(folder)
    pace.settle()
    rooms = Rooms(home, folder / ".claude")
    begin_s, cpu_s = time.perf_counter(), time.process_time()
    rooms.start()
    shown_s = time.perf_counter() - begin_s
    home.mail(session_id, file, cwd, pid, {"hook_event_name": "UserPromptSubmit", "prompt": "late",
              "prompt_id": str(uuid.uuid4())})  # fmt: skip
    late_s: list[float] = []

    def is_there() -> bool:
        if not late_s and any(card.instruction == "late" for card in rooms.cards.values()):
            late_s.append(time.perf_counter() - begin_s - shown_s)
        return bool(late_s) and rooms.is_settled()

    rooms.wait_for(is_there, 120)
    settled_s = rooms.last_change_s - begin_s
    used_s = time.process_time() - cpu_s
    rooms.stop()
    return {
        "board shown s": round(shown_s, 3), "settled s": round(settled_s, 2), "processor s": round(used_s, 2),
        "hook that came meanwhile s": round(late_s[0], 2),
    }  # fmt: skip


if __name__ == "__main__":
    pace.begin()
    if sys.argv[1:2] == ["start"]:
        print(json.dumps(start(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]), int(sys.argv[6]))))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 500)
