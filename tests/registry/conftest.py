from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def process() -> Iterator[Callable[..., subprocess.Popen]]:
    """Real processes that wait until they are ended."""
    started: list[subprocess.Popen] = []

    def start(**env: str) -> subprocess.Popen:
        one = subprocess.Popen(
            [sys.executable, "-S", "-c", "import sys; print('up', flush=True); sys.stdin.read()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **env},
        )
        assert one.stdout is not None and one.stdout.readline() == b"up\n"
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        one.wait(10)
        for pipe in (one.stdin, one.stdout):
            if pipe is not None:
                pipe.close()
