"""Commands that speak to the running app: look, wait, go there, answer. Main thread; blocks on one socket.

It never decides for the person: where more than one agent could be meant, it names them and does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from headspace_desktop.autostart import own_command
from headspace_desktop.cli import EXIT_TIMEOUT
from headspace_desktop.cli.agents import Line, only, pick
from headspace_desktop.cli.table import COLOURS, duration, plain, table
from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import AppAway, BadRequest

if TYPE_CHECKING:
    from headspace_desktop.settings import Settings

#: How long the app may take to show its socket after a start from here.
START_LIMIT_S = 20.0

#: The order in which a person wants to see them.
_ORDER = ("needs_input", "stalled", "done", "working", "idle", "unknown", "ended")


def status(options: argparse.Namespace) -> int:
    """`headspace status`: the board as a table, or as one JSON object."""
    board = _call("status", {})
    agents = [agent for agent in board["agents"] if options.all or agent["state"] != "ended"]
    if since := board.get("stale_since"):
        reason = plain(str(board.get("stale_reason")))
        sys.stderr.write(f"Not current: this is how it was at {since}. {reason}.\n")
    if options.json:
        _print(json.dumps({**board, "agents": agents}, ensure_ascii=True))
        return 0
    if not agents:
        _print("No agents." if options.all else "No agents are running.")
        return 0
    agents.sort(key=lambda agent: (_ORDER.index(agent["state"]), agent["since_at"] or ""))
    now = datetime.now(UTC)
    rows = [("STATE", "FOR", "AGENT", "PROJECT", "WHAT")]
    rows += [(_state(one), _since(one, now), _name(one), one["project"]["name"], _what(one)) for one in agents]
    colours = ["", *(COLOURS.get(one["state"], "") for one in agents)] if _is_colourful() else []
    _print(table(rows, shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 1000, colours=colours))
    return 0


def board() -> list[Line]:
    """Every agent that the app shows, as JSON lines."""
    agents: list[Line] = _call("status", {})["agents"]
    return agents


def in_use(settings: Settings) -> Settings:
    """The settings with the store of the running app, which may have been started with another one."""
    from headspace_desktop.intake.caller import Refused  # noqa: PLC0415

    try:
        url = str(_call("store", {})["url"])
    except (AppAway, Refused):  # or it is of an older version
        return settings
    return replace(settings, database=replace(settings.database, url=url))


def why(options: argparse.Namespace) -> int:
    """`headspace why`: the reasoning behind one agent's verdict."""
    is_live = {"several": "there are several", "by": "`headspace why AGENT`"}
    one = only(board(), options.agent, lambda agent: agent["state"] != "ended", **is_live)
    if options.json:
        keys = ("agent", "state", "sub_state", "rule", "reason", "deciding", "dissent", "missing", "since_at")
        _print(json.dumps({key: one.get(key) for key in keys}, ensure_ascii=True))
        return 0
    _print(f"{plain(_name(one))}: {_state(one)}, {plain(one['reason'])}")
    rows = [("rule", one["rule"]), ("decided by", one.get("deciding") or "nobody"), ("since", one["since_at"] or "?")]
    rows += [("disagrees", plain(words)) for words in one.get("dissent", ())]
    rows += [("missing", plain(words)) for words in one.get("missing", ())]
    _print(table(rows, 1000))
    return 0


def watch(options: argparse.Namespace) -> int:
    """`headspace watch`: one line for each agent now, then one for every change, until interrupted."""
    with _watch() as lines:
        for line in lines:
            if options.json:
                _print(json.dumps(line, ensure_ascii=True))
            elif "state" in line:
                when = datetime.now().astimezone().strftime("%H:%M:%S")
                _print(f"{when}  {_state(line):24}  {plain(_name(line))}  {plain(_what(line))}".rstrip())
    raise AppAway("it ended while it was watched")


def wait(options: argparse.Namespace) -> int:
    """`headspace wait`: until the agent (or any) is in one of the states; 4 when that takes too long."""
    wanted = {str(state) for state in options.until}
    deadline = None if options.timeout is None else time.monotonic() + options.timeout
    uuid = pick(_call("status", {})["agents"], options.agent)["agent"] if options.agent else ""
    with _watch(deadline) as lines:
        for line in lines:
            if line.get("state") in wanted and uuid in ("", line["agent"]):
                _print(json.dumps(line, ensure_ascii=True) if options.json else f"{line['agent']}  {_state(line)}")
                return 0
    if deadline is not None and time.monotonic() >= deadline:
        return EXIT_TIMEOUT
    raise AppAway("it ended while it was watched")


def focus(options: argparse.Namespace) -> int:
    """`headspace focus`: to the agent, or to the one that waits longest."""
    agents = _call("status", {})["agents"]
    if options.agent:
        agent = pick(agents, options.agent)
    else:
        waiting = [one for one in agents if one["state"] == "needs_input"]
        if not waiting:
            _print("No agent waits for you.")
            return 0
        agent = min(waiting, key=lambda one: one["since_at"] or "")
    from headspace_desktop.intake.caller import Refused  # noqa: PLC0415

    try:
        _call("focus", {"agent": agent["agent"]})
    except Refused as trouble:
        if command := trouble.result.get("attach_command"):
            trouble.remedy = f"{trouble.remedy} {command}".strip()
        raise
    return 0


def reply(options: argparse.Namespace) -> int:
    """`headspace reply`: a text into the agent's prompt; waits for the receipt."""
    text = sys.stdin.read() if options.text == ["-"] else " ".join(options.text)
    if not text.strip():
        raise BadRequest("the text is empty", remedy="Give the text behind `reply`, or `-` to read it from a pipe.")
    agent = only(
        _call("status", {})["agents"], options.agent, lambda one: one["state"] in ("needs_input", "idle", "done")
    )
    return _receipt(_call("reply", {"agent": agent["agent"], "text": text.rstrip("\n")}))


def decide(options: argparse.Namespace) -> int:
    """`headspace decide`: the answer to a permission request or a plan."""
    agent = only(_call("status", {})["agents"], options.agent, _asks("permission", "plan"))
    _must_ask(agent, "permission", "plan")
    params = {
        "agent": agent["agent"],
        "ask": agent["ask"]["key"],
        "decision": options.decision.replace("-", "_"),
        "message": options.message,
    }
    return _receipt(_call("decide", params))


def answer(options: argparse.Namespace) -> int:
    """`headspace answer`: the answer to a question, by option, number or own words."""
    agent = only(_call("status", {})["agents"], options.agent, _asks("question", "form"))
    _must_ask(agent, "question", "form")
    answers = chosen(agent["ask"]["items"], options.answers)
    return _receipt(_call("answer", {"agent": agent["agent"], "ask": agent["ask"]["key"], "answers": answers}))


def mute(options: argparse.Namespace) -> int:
    """`headspace mute`: no notifications until then."""
    until_at = moment(options.until, datetime.now().astimezone())
    _call("mute", {"until_at": until_at.astimezone(UTC).isoformat() if until_at else None})
    _print(f"Muted until {until_at:%a %H:%M}." if until_at else "Not muted.")
    return 0


def open_window(_options: argparse.Namespace) -> int:
    """`headspace open`: raise the window, and start the app for it if need be."""
    if _is_opened():
        return 0
    subprocess.Popen(
        own_command(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + START_LIMIT_S
    while not _is_opened():
        if time.monotonic() > deadline:
            remedy = "Start `headspace-desktop` in a terminal and see what it says."
            raise AppAway("it was started but does not answer", remedy=remedy)
        time.sleep(0.1)
    return 0


def _is_opened() -> bool:
    try:
        _call("open", {})
    except AppAway:
        return False
    return True


def quit_app(_options: argparse.Namespace) -> int:
    """`headspace quit`: end the app; one that is away already is no trouble."""
    try:
        _call("quit", {})
    except AppAway:
        _print("Headspace Desktop is not running.")
    return 0


def chosen(items: Sequence[Mapping[str, Any]], words: Sequence[str]) -> list[list[str]]:
    """The labels for each question of an ask: one word a question, or several for a single question.

    Raises: BadRequest.
    """
    if len(items) == 1:
        if len(words) > 1 and not items[0].get("is_multi"):
            raise BadRequest("the question takes one answer", remedy="Put words of your own into quotes.")
        return [[_label(items[0], word) for word in words]]
    if len(words) != len(items):
        raise BadRequest(
            f"there are {len(items)} questions and {len(words)} answers",
            remedy="Give one answer for each question, in their order.",
        )
    return [[_label(item, word)] for item, word in zip(items, words, strict=True)]


def _label(item: Mapping[str, Any], word: str) -> str:
    labels = [str(option["label"]) for option in item.get("options", ())]
    for label in labels:
        if label.casefold() == word.casefold():
            return label
    if word.isdecimal() and 1 <= int(word[:9]) <= len(labels):
        return labels[int(word) - 1]
    return word


def moment(word: str, now: datetime) -> datetime | None:
    """When a mute ends; None for `off`.

    Raises: BadRequest.
    """
    if word == "off":
        return None
    if word == "tomorrow":
        return next_morning(now)
    match = re.fullmatch(r"(\d{1,4})([mh])", word)
    if match is None or int(match[1]) == 0:
        raise BadRequest(f"{plain(word)} is no time", remedy="Say 30m, 1h, tomorrow or off.")
    return now + timedelta(minutes=int(match[1]) * (60 if match[2] == "h" else 1))


def _asks(*kinds: str) -> Callable[[Line], bool]:
    return lambda one: bool(one.get("ask")) and one["ask"]["kind"] in kinds


def _must_ask(agent: Line, *kinds: str) -> None:
    if not _asks(*kinds)(agent):
        ask = agent.get("ask")
        asks = f"it asks a {ask['kind']}" if ask else "it asks nothing"
        use = {"permission": "decide", "plan": "decide"}.get(ask["kind"], "answer") if ask else "reply"
        raise BadRequest(f"{_name(agent)}: {asks}", remedy=f"Use `headspace {use}`, or look with `headspace status`.")


def _receipt(result: Mapping[str, Any]) -> int:
    _print(str(result.get("stage", "done")))
    return 0


def _state(one: Line) -> str:
    return f"{one['state']} ({one['sub_state']})" if one.get("sub_state") else str(one["state"])


def _since(one: Line, now: datetime) -> str:
    try:
        return duration((now - datetime.fromisoformat(one["since_at"])).total_seconds())
    except (TypeError, ValueError):
        return ""


def _name(one: Line) -> str:
    return str(one.get("name") or one["agent"][:8])


def _what(one: Line) -> str:
    if one.get("ask"):
        return str(one["ask"]["text"])
    return str(one.get("tool") or one.get("instruction") or "")


def _is_colourful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _call(verb: str, params: Mapping[str, Any]) -> Any:
    from headspace_desktop.intake import caller  # noqa: PLC0415  only when something is to be said

    return caller.call(Paths.from_environment(), verb, params)


def _watch(deadline: float | None = None) -> AbstractContextManager[Iterator[Line]]:
    from headspace_desktop.intake import caller  # noqa: PLC0415

    return caller.watch(Paths.from_environment(), deadline=deadline)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
