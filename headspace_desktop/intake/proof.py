"""Proves that hooks arrive: runs the installed lines as the client would and looks where their mail is.

Any thread but the GUI's; blocks for a few milliseconds a line. It starts shells, and nothing that asks the person.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.intake.spool import SELF_TEST

_LINE_LIMIT_S = 10.0
_HEARD_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True)
class LineProof:
    """How one installed line did; `problem` is empty when its mail arrived."""

    event: str
    is_heard_by_app: bool
    problem: str = ""


def prove(event: str, command: str, spool: Path, heard: Callable[[str], bool] | None) -> LineProof:
    """Run one line. `heard` asks the running app whether the mail with this token arrived; None: the app is away."""
    token = f"self-test-{uuid.uuid4().hex}"
    payload = json.dumps({"hook_event_name": SELF_TEST, "session_id": token}).encode()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("CLAUDE", "TMUX"))}
    env["CLAUDE_CODE_SESSION_ATTENDED"] = "0"  # the deciding line must not ask
    with subprocess.Popen(
        ["/bin/sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env
    ) as shell:
        try:
            out, _ = shell.communicate(payload, timeout=_LINE_LIMIT_S)
        except subprocess.TimeoutExpired:
            shell.kill()
            return LineProof(event, is_heard_by_app=False, problem="the line does not end")
    if shell.returncode != 0 or out:
        return LineProof(
            event, is_heard_by_app=False, problem=f"it ends with {shell.returncode} and says {out[:200]!r}"
        )
    if heard is not None and _is_heard(token, heard):
        return LineProof(event, is_heard_by_app=True)
    if not _take(spool, shell.pid, payload):
        return LineProof(event, is_heard_by_app=False, problem="no mail arrived")
    problem = "the app runs but does not read its mail" if heard is not None else ""
    return LineProof(event, is_heard_by_app=False, problem=problem)


def _is_heard(token: str, heard: Callable[[str], bool]) -> bool:
    deadline = time.monotonic() + _HEARD_WITHIN_S
    while not heard(token):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True


def _take(spool: Path, pid: int, payload: bytes) -> bool:
    for folder in (spool, spool / "tool"):
        for file in folder.glob(f"{pid}.*"):
            with contextlib.suppress(OSError):
                if file.read_bytes() == payload:
                    file.unlink()
                    return True
    return False
