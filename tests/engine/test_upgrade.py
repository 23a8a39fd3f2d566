"""The first start of a newer version: what an older one stored has some fields less."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import State
from tests.engine.desks import Desk, desk, hook, rows

__all__ = ["desk"]


def without_defaults(value: Any) -> Any:
    """The stored state with nothing in it that may be missing."""
    return {
        name: without_defaults(item) if isinstance(item, dict) else item
        for name, item in value.items()
        if item not in (None, "", False, 0, [], {})
    }


def test_an_agent_that_an_older_version_stored_goes_on(desk: Desk) -> None:
    desk.mail(hook(e.SessionStarted, 0, reason="startup"), name="m0")
    desk.mail(hook(e.PromptSubmitted, 1, text="first", prompt_id="p1"), name="m1")
    desk.mail(hook(e.TurnStopped, 2, last_text="Done."), name="m2")
    ((stored,),) = rows(desk, "SELECT state FROM agents")
    older = without_defaults(json.loads(stored))
    assert "background" not in older["scene"], "what a newer version would add is not there"
    memory: Any = desk.engine._memory
    with memory._database.db.begin() as connection:
        connection.execute(text("UPDATE agents SET state = :state"), {"state": json.dumps(older)})
    desk.restart()
    assert desk.card.verdict.state is State.DONE
    desk.mail(hook(e.PromptSubmitted, 11, text="second", prompt_id="p2"), name="m3")
    desk.mail(hook(e.ToolStarted, 12, tool="Bash", tool_use_id="t1", detail="ls"), name="m4")
    desk.mail(hook(e.ToolFinished, 13, tool="Bash", tool_use_id="t1"), name="m5")
    assert desk.card.verdict.state is State.WORKING
    desk.mail(hook(e.TurnStopped, 14, last_text="Done again."), name="m6")
    assert desk.card.verdict.state is State.DONE
    assert rows(desk, "SELECT count(*) FROM turns") == [(4,)]
