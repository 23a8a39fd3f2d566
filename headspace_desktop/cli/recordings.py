"""Commands about recordings: write one, play one. Main thread of a process without windows.

Both are the program itself at work: they alone load the app's modules, and only then.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headspace_desktop.cli.table import plain, table
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import BadRequest

if TYPE_CHECKING:
    from headspace_desktop.app.replay import Held

_SPAN = re.compile(r"(\d{1,6})\s*([smhd])")
_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def record(options: argparse.Namespace) -> int:
    """`headspace record`: what the store kept of the sessions, without content unless asked for."""
    from headspace_desktop import settings as chosen  # noqa: PLC0415
    from headspace_desktop.app import recorder  # noqa: PLC0415  the program itself
    from headspace_desktop.cli.agents import pick  # noqa: PLC0415
    from headspace_desktop.cli.talk import board, in_use  # noqa: PLC0415

    paths = Paths.from_environment()
    uuid = pick(board(), options.agent)["agent"] if options.agent else None
    count = recorder.record(
        paths, in_use(chosen.load(paths).settings), Path(options.file), agent_uuid=uuid, since=_since(options.since),
        with_content=options.with_content,
    )  # fmt: skip
    kept = "with all texts and paths" if options.with_content else "without texts and paths"
    sys.stdout.write(f"{count} messages, {kept}: {plain(options.file)}\n")
    return 0


def replay(options: argparse.Namespace) -> int:
    """`headspace replay`: every change of a verdict that the recorded messages lead to, with its rule."""
    from headspace_desktop.app import recorder  # noqa: PLC0415  the program itself
    from headspace_desktop.app import replay as player  # noqa: PLC0415

    header, told = recorder.read_file(Path(options.file))
    held = player.numbered(player.Player(header).play(told))
    if options.json:
        for number, one in held:
            sys.stdout.write(json.dumps(_line(number, one)) + "\n")
        return 0
    rows = [("SECONDS", "AGENT", "STATE", "RULE", "HEARD", "WHY")]
    for number, one in held:
        verdict = one.verdict
        words = f"{verdict.state}/{verdict.sub_state}" if verdict.sub_state else str(verdict.state)
        rows.append((f"{one.t_s:.3f}", str(number), words, verdict.rule, one.via, plain(verdict.reason)))
    sys.stdout.write(table(rows, 1000) + "\n")
    return 0


def _line(number: int, one: Held) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "t": round(one.t_s, 3),
        "agent": number,
        "pid": one.pid,
        "state": str(verdict.state),
        "sub_state": str(verdict.sub_state),
        "rule": verdict.rule,
        "reason": verdict.reason,
        "deciding": str(verdict.deciding or ""),
        "dissent": list(verdict.dissent),
        "missing": list(verdict.missing),
        "heard": one.via,
    }


def _since(text: str) -> datetime | None:
    """`30m`, `2h`, `1d` ago, or a moment in ISO 8601. Raises: BadRequest."""
    if not text:
        return None
    if match := _SPAN.fullmatch(text.strip()):
        return datetime.now(UTC) - timedelta(seconds=int(match[1]) * _UNITS_S[match[2]])
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise BadRequest(f"--since {text}: neither a span such as 30m nor a moment") from error
