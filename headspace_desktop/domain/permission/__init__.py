"""What an agent asks leave for, taken apart: a label, how safe it is, and the facts. Any thread; pure, no model asked.

It is a help for reading, never a lock: a request is shown in full all the same. What is not understood is unknown.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from headspace_desktop.domain.model import Ask
from headspace_desktop.domain.permission.facts import Fact, Facts, Findings, Mark, Safety, Summary
from headspace_desktop.domain.permission.judge import Judge
from headspace_desktop.domain.permission.labels import LABEL_CHARS, cut
from headspace_desktop.domain.permission.places import Where, where_of
from headspace_desktop.domain.permission.rules import judge_program
from headspace_desktop.domain.permission.tools import judge_tool

__all__ = [
    "LABEL_CHARS", "Fact", "Facts", "Mark", "Safety", "Summary", "command_of", "judge_command", "leaves_sandbox",
    "summary",
]  # fmt: skip

_SHELL_TOOLS = frozenset(("Bash", "shell", "local_shell", "exec_command", "run_shell_command", "execute_bash"))


def summary(ask: Ask, project_path: str, cwd: str = "") -> Summary:
    """What is asked, how safe it is and why. The agent's own description of it is never believed here."""
    command = command_of(ask)
    if command is not None:
        made = _as_called(judge_command(command, project_path, cwd), ask.tool_input)
    else:
        made = _tool_summary(ask, where_of(project_path, cwd))
    if ask.is_input_complete or (command is None and "elided" not in ask.tool_input):
        return made
    facts = replace(made.facts, said=(*made.facts.said, (Fact.NOT_WHOLE, "")))
    if command is None:
        return replace(made, facts=facts)
    return replace(made, safety=max(made.safety, Safety.UNKNOWN, key=lambda each: each.rank), facts=facts)


def leaves_sandbox(given: Mapping[str, Any]) -> bool:
    """Whether a call asks for more than its command tells: whoever shows the command alone does not show it whole."""
    return given.get("dangerouslyDisableSandbox") is True


def _as_called(made: Summary, given: Mapping[str, Any]) -> Summary:
    """What the call says besides its command. Source: the Bash tool of Claude Code 2.1."""
    said = list(made.facts.said)
    safety = made.safety
    if given.get("run_in_background") is True:
        said.append((Fact.BACKGROUND, ""))
    if leaves_sandbox(given):
        said.append((Fact.UNSANDBOXED, ""))
        safety = max(safety, Safety.UNKNOWN, key=lambda each: each.rank)
    return replace(made, safety=safety, facts=replace(made.facts, said=tuple(said)))


def command_of(ask: Ask) -> str | None:
    """The shell command of a request; None for any other tool."""
    given = ask.tool_input.get("command")
    if isinstance(given, str) and ask.tool in _SHELL_TOOLS:
        return given
    if isinstance(given, list) and ask.tool in _SHELL_TOOLS and all(isinstance(each, str) for each in given):
        return shlex.join(given)
    return None


@lru_cache(maxsize=1024)
def judge_command(command: str, project_path: str, cwd: str = "") -> Summary:
    """A shell command taken apart; the worst of its parts decides. The same command is judged once."""
    judge = Judge(where_of(project_path, cwd), judge_program)
    judge.text(command)
    found = judge.found
    _leaks(found)
    if not found.labels:
        return Summary(cut(command) or "Permission needed", found.safety, found.facts())
    worst = max(safety.rank for safety, _ in found.labels)
    label = next(label for safety, label in found.labels if safety.rank == worst)
    more = len(found.labels) - 1
    if more:
        tail = f" +{more}"
        label = cut(label, LABEL_CHARS - len(tail)) + tail
    return Summary(label, found.safety, found.facts())


def _leaks(found: Findings) -> None:
    """Credentials that are read by something that also reaches over the network may leave the machine."""
    if Fact.CREDENTIALS in found.kinds and found.kinds & {Fact.NETWORK, Fact.SENDS}:
        found.worsen(Safety.DESTRUCTIVE)


def _tool_summary(ask: Ask, where: Where) -> Summary:
    found = Findings()
    options = " ".join(f"{option.label} {option.description}" for item in ask.items for option in item.options)
    label = judge_tool(ask.tool, ask.tool_input, options, where, found)
    return Summary(label, found.safety, found.facts())
