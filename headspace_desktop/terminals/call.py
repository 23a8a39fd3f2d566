"""Runs a terminal's own control program, bounded in time and output. Thread of the caller; never a shell."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from headspace_desktop.troubles import WindowNotFound

TIMEOUT_S = 3.0
OUTPUT_BYTES = 8 << 20


def call(argv: Sequence[str], env: Mapping[str, str], timeout_s: float = TIMEOUT_S) -> str:
    """Its standard output.

    Raises: WindowNotFound when it is missing, fails or takes too long.
    """
    try:
        done = subprocess.run(
            list(argv), env=dict(env), stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout_s, check=False
        )
    except OSError as error:
        raise WindowNotFound(f"{argv[0]} cannot be run: {error.strerror or error}") from error
    except subprocess.TimeoutExpired as error:
        raise WindowNotFound(f"{argv[0]} did not answer within {timeout_s:.0f} s") from error
    if done.returncode != 0:
        words = done.stderr.decode("utf-8", "replace").strip()[:300]
        raise WindowNotFound(f"{argv[0]} failed with {done.returncode}: {words}")
    return done.stdout[:OUTPUT_BYTES].decode("utf-8", "replace")


def call_json(argv: Sequence[str], env: Mapping[str, str]) -> Any:
    """Its standard output as JSON.

    Raises: WindowNotFound, also when it is not JSON.
    """
    text = call(argv, env)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WindowNotFound(f"{argv[0]} answered something that is not JSON") from error


def dicts(value: Any) -> list[dict[str, Any]]:
    """The dicts of a list, whatever else may be in it; empty for anything that is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
