"""A witness in a format that we do not know: one value of a recorded message has another type, or is not there.

No such value may end in an exception, nor in a definite state that nobody told: what is held at the end is what the
whole recording says, or what it says without that message (that line of a transcript), or unknown.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.app import recorder
from headspace_desktop.app.replay import Player
from headspace_desktop.recording.tape import Header, Told
from tests.accuracy.score import CORPUS

#: Where the message of the agent program lies in what a recording tells of it.
BODY = {"hook": "payload", "transcript": "lines", "registry": "file"}
FILES = sorted(CORPUS.glob("*/*.jsonl.gz"))
#: A value at each of these says which session or process is meant: another one is another agent.
NAMES = {"session_id", "sessionId", "pid", "procStart", "transcript_path", "cwd", "offset"}
WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, float("nan"), "", "ja", "9" * 50, "\ud800", [], [None, [], 1], {},
    {"a": {"b": 1}},
)  # fmt: skip
CALM = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@cache
def recorded(index: int) -> tuple[Header, tuple[Told, ...]]:
    header, told = recorder.read_file(FILES[index])
    return header, tuple(one for one in told if one.via != "truth")


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in rows:
        if key not in NAMES:
            yield from places(below, (*at, key))


def put(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    """What was there before."""
    for key in at[:-1]:
        value = value[key]
    old, value[at[-1]] = value[at[-1]], new
    return old


def _without_line(values: Any, number: int) -> dict[str, Any]:
    return {**values, "lines": [row for each, row in enumerate(values["lines"]) if each != number]}


def ends(header: Header, told: list[Told]) -> dict[str, str]:
    """What is held at the end, by agent."""
    held = Player(header).play(told)
    return {f"{one.pid} {one.session_id}": str(one.verdict.state) for one in held}


@given(data=st.data(), index=st.integers(0, len(FILES) - 1))
@CALM
def test_a_wrong_type_leads_to_no_state_that_nobody_told(data: st.DataObject, index: int) -> None:
    header, told = recorded(index)
    number = data.draw(st.sampled_from([n for n, one in enumerate(told) if one.via in BODY]))
    one = told[number]
    values = copy.deepcopy(dict(one.values))
    body = values[BODY[one.via]]
    at = data.draw(st.sampled_from([at for at in places(body) if one.via != "transcript" or len(at) > 2]))
    new = data.draw(st.sampled_from(WRONG))
    old = put(body, at, new)
    if isinstance(old, str) and isinstance(new, str):
        return  # another text is another statement
    bent = [*told[:number], Told(one.t_s, one.via, values), *told[number + 1 :]]
    found, whole = ends(header, bent), ends(header, list(told))
    less = [Told(one.t_s, one.via, _without_line(one.values, at[0]))] if one.via == "transcript" else []
    without = ends(header, [*told[:number], *less, *told[number + 1 :]])
    for agent, state in found.items():
        assert state in {whole.get(agent), without.get(agent), "unknown"}, f"{one.via} {at}: {old!r} became {new!r}"
