"""A number of a process that is given to another one, with real processes in a namespace of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_a_process_that_got_the_number_of_one_that_ended_is_not_taken_for_it(tmp_path: Path) -> None:
    alone = ["unshare", *([] if os.getuid() == 0 else ["-r"]), "--fork", "--pid", "--mount-proc", "--kill-child"]
    program = [sys.executable, "-m", "tests.registry.reused_pid", str(tmp_path / ".claude")]
    done = subprocess.run([*alone, *program], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    (pid, same), (start, other) = found["pids"], found["starts"]
    assert same == pid
    assert start != other
    assert ["file", pid, True] in found["before"]
    assert found["before"].count(["ended", pid, start]) == 1
    assert ["file", pid, False] in found["after"], "the file that was left behind is of nobody who lives"
    assert [one for one in found["after"] if one[0] == "ended"] == [["ended", pid, start]], "the other one lives"
