"""Asks git how a folder stands: branch, what is not committed, ahead and behind. Projects thread; it only looks.

It takes no lock, so that it never stands in the way of an agent's own git, and runs nothing that the repository names.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

from headspace_desktop.domain.git_state import GitState
from headspace_desktop.troubles import GitSilent

#: Source: features, section 6.1.
TIMEOUT_S = 5.0
#: More than so much of an answer is not read: the count is then a least one.
OUTPUT_BYTES = 16 << 20

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "color.ui=false")


def read_git(path: str, *, program: str = "git", timeout_s: float = TIMEOUT_S) -> GitState:
    """The state of the repository that a folder lies in.

    Blocks: for at most `timeout_s`. Raises: GitSilent when git is missing or does not answer in time.
    """
    status = ("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--ignore-submodules=dirty")
    code, said = _run(path, status, program, timeout_s)
    if code != 0:
        return GitState(path, is_repository=False)
    return parse_status(path, said)


def parse_status(path: str, said: bytes) -> GitState:
    """What ``git status --porcelain=v2 --branch -z`` tells. Source: git-status(1), porcelain format version 2."""
    heads: dict[str, str] = {}
    counts = {"1": 0, "2": 0, "u": 0, "?": 0}
    records = iter(said.split(b"\0"))
    for record in records:
        kind = record[:1].decode("ascii", "replace")
        if kind == "#":
            name, _, value = record[2:].decode("utf-8", "replace").partition(" ")
            heads[name] = value
        elif kind in counts:
            counts[kind] += 1
        if kind == "2":
            next(records, None)  # a rename is followed by its old name
    ahead, behind = _distance(heads.get("branch.ab", ""))
    branch, head = heads.get("branch.head", ""), heads.get("branch.oid", "")
    return GitState(
        path,
        is_repository=True,
        branch="" if branch == "(detached)" else branch,
        head="" if head == "(initial)" else head[:12],
        upstream=heads.get("branch.upstream", ""),
        ahead=ahead,
        behind=behind,
        changed_count=counts["1"] + counts["2"],
        untracked_count=counts["?"],
        conflict_count=counts["u"],
    )


def _distance(text: str) -> tuple[int | None, int | None]:
    parts = text.split()
    if len(parts) != 2 or not all(part[1:].isdigit() for part in parts):
        return None, None
    return int(parts[0][1:]), int(parts[1][1:])


def _run(path: str, words: Sequence[str], program: str, timeout_s: float) -> tuple[int, bytes]:
    """Exit code and output. Raises: GitSilent."""
    argv = [program, "--no-optional-locks", "--no-pager", "-C", path, *_SAFE, *words]
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        process = subprocess.Popen(
            argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise GitSilent(f"{program} cannot be run: {error}") from error
    with process:
        try:
            said, _ = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            raise GitSilent(f"no answer within {timeout_s:.0f} s for {path}") from error
        finally:
            if process.poll() is None:
                _end(process)
    return process.returncode, said[:OUTPUT_BYTES]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Also what it may have started itself: they share its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
