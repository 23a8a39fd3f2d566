"""Which agent is meant: by id, session id, name or pane, and never by a guess. Pure; any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from headspace_desktop.troubles import BadRequest, UnknownAgent

Line = Mapping[str, Any]

#: Shorter beginnings of an id name too many agents by chance.
SHORTEST_PREFIX_CHARS = 4


def pick(agents: Sequence[Line], wanted: str) -> Line:
    """The one agent of this id, session id (or the beginning of one), name or tmux pane.

    Raises: UnknownAgent, BadRequest when several fit; a living agent is preferred to ended ones.
    """
    exact = [one for one in agents if wanted in _names(one)]
    found = exact or [
        one
        for one in agents
        if len(wanted) >= SHORTEST_PREFIX_CHARS
        and any(str(one.get(key) or "").startswith(wanted) for key in ("agent", "session_id"))
    ]
    found = [one for one in found if one["state"] != "ended"] or found
    if not found:
        raise UnknownAgent(wanted)
    if len(found) > 1:
        raise BadRequest(f"{wanted} fits {_listed(found)}", remedy="Name it by one of these ids.")
    return found[0]


def only(
    agents: Sequence[Line],
    wanted: str,
    fits: Callable[[Line], bool],
    *,
    several: str = "several wait",
    by: str = "--agent",
) -> Line:
    """The agent that was named or, if none was, the only one that fits; `several` and `by` tell where that fails.

    Raises: UnknownAgent, BadRequest.
    """
    if wanted:
        return pick(agents, wanted)
    found = [one for one in agents if fits(one)]
    if not found:
        raise UnknownAgent("none waits for that", remedy="Look with `headspace status`.")
    if len(found) > 1:
        raise BadRequest(f"{several}: {_listed(found)}", remedy=f"Say which one with {by}.")
    return found[0]


def _names(one: Line) -> tuple[str, ...]:
    pane = one.get("pane") or {}
    values = (one["agent"], one.get("session_id"), one.get("name"), pane.get("pane_id"))
    return tuple(str(value) for value in values if value)


def _listed(agents: Sequence[Line]) -> str:
    return ", ".join(f"{one['agent'][:8]} ({one.get('name') or one['project']['name']})" for one in agents[:5])
