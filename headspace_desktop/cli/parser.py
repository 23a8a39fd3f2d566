"""The grammar of the command line, and which function carries out what. Imports a command's module only to run it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from headspace_desktop import __version__
from headspace_desktop.domain.model import State

Command = Callable[[argparse.Namespace], int]

_AGENT = "its id, session id (or the beginning of one), name, or tmux pane; default: the only one that waits"


def command_of(argv: Sequence[str] | None) -> tuple[Command, argparse.Namespace]:
    """Which function to call with which options; wrong usage ends the process with 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    own, _, rest = _split(words)
    options = parser().parse_args(own)
    options.rest = rest
    if rest and options.command != "start":
        parser().error("only `start` passes words behind -- on")
    if options.function is None:
        parser().print_help()
        raise SystemExit(2)
    module, _, function = cast(str, options.function).partition(":")
    return cast(Command, getattr(import_module(f"headspace_desktop.cli.{module}"), function)), options


def _split(words: list[str]) -> tuple[list[str], str, list[str]]:
    if words[:1] == ["start"] and "--" in words:
        at = words.index("--")
        return words[:at], "--", words[at + 1 :]
    return words, "", []


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="headspace",
        description="Talks to Headspace Desktop, which watches your coding agents.",
        epilog="Exit codes: 0 done, 1 trouble (told on standard error), 2 wrong usage, 3 the app is not running, "
        "4 nothing happened in time.",
    )
    top.add_argument("--version", action="version", version=f"headspace {__version__}")
    top.set_defaults(function=None, command="")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    _with_the_app(commands)
    _on_its_own(commands)
    return top


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, function: str, text: str
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    one.set_defaults(function=function)
    return one


def _with_the_app(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    status = _add(commands, "status", "talk:status", "what every agent does now")
    status.add_argument("--json", action="store_true", help="for programs: the board as one JSON object")
    status.add_argument("--all", action="store_true", help="ended agents too")

    watch = _add(commands, "watch", "talk:watch", "one line for every change of verdict, until interrupted")
    watch.add_argument("--json", action="store_true", help="for programs: JSON lines")

    wait = _add(commands, "wait", "talk:wait", "until an agent is in a state")
    wait.add_argument("--until", required=True, type=_states, metavar="STATE[,STATE]", help=", ".join(State))
    wait.add_argument("--agent", default="", help=_AGENT.split(";", maxsplit=1)[0] + "; default: any")
    wait.add_argument("--timeout", type=_seconds, metavar="S", help="give up after so many seconds (exit code 4)")
    wait.add_argument("--json", action="store_true", help="print the agent that was waited for as JSON")

    focus = _add(commands, "focus", "talk:focus", "bring an agent's terminal to the front")
    focus.add_argument("agent", nargs="?", default="", help=_AGENT.replace("only", "oldest"))

    reply = _add(commands, "reply", "talk:reply", "type a text into an agent's prompt and send it")
    reply.add_argument("--agent", default="", help=_AGENT)
    reply.add_argument("text", nargs="+", help="the text; - reads it from standard input")

    decide = _add(commands, "decide", "talk:decide", "allow or deny what an agent asks permission for")
    decide.add_argument("--agent", default="", help=_AGENT)
    decide.add_argument("decision", choices=("allow", "allow-session", "deny"))
    decide.add_argument("--message", default="", help="with deny: what to do instead")

    answer = _add(commands, "answer", "talk:answer", "answer an agent's question")
    answer.add_argument("--agent", default="", help=_AGENT)
    answer.add_argument("answers", nargs="+", help="an option, its number, or words of your own; one for each question")

    why = _add(
        commands,
        "why",
        "talk:why",
        "why an agent's state is what it is: rule, witnesses, what disagrees and what is missing",
    )
    why.add_argument("agent", nargs="?", default="", help=_AGENT.replace("that waits", "there is"))
    why.add_argument("--json", action="store_true", help="for programs")

    mute = _add(commands, "mute", "talk:mute", "no notifications for a while")
    mute.add_argument("until", nargs="?", default="30m", help="30m, 1h, 90m …, tomorrow, or off; default 30m")

    _add(commands, "open", "talk:open_window", "raise the window; starts the app if it is away")
    _add(commands, "quit", "talk:quit_app", "end the app; waiting questions go back to their terminals")


def _on_its_own(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    start = _add(commands, "start", "alone:start", "run Claude Code in a tmux session under watch")
    start.usage = "headspace start [--project DIR] [--detach] [-- ARGUMENTS]"
    start.add_argument("--project", default=".", metavar="DIR", help="where it works; default: here")
    start.add_argument("--detach", action="store_true", help="do not show it, only tell how to")

    doctor = _add(commands, "doctor", "doctor:doctor", "what works on this desktop and what does not, with remedies")
    doctor.add_argument("--json", action="store_true", help="for programs")

    hooks = _add(
        commands, "hooks", "hooks:hooks", "the lines in Claude Code's settings by which it tells us what it does"
    )
    hooks.add_argument("verb", choices=("status", "diff", "install", "repair", "uninstall", "self-test"))
    hooks.add_argument(
        "--config-dir", action="append", default=[], metavar="DIR", help="instead of ~/.claude; repeatable"
    )
    hooks.add_argument("--yes", action="store_true", help="do not ask")
    hooks.add_argument("--json", action="store_true", help="with status: for programs")

    store = _add(commands, "store", "alone:store", "where everything is remembered")
    store.add_argument("verb", choices=("path", "migrate", "backup"))
    store.add_argument("--yes", action="store_true", help="with migrate: a backup was made")

    record = _add(
        commands, "record", "recordings:record", "write what was heard of agents into a file, without content"
    )
    record.add_argument("--agent", default="", help=_AGENT.split(";", maxsplit=1)[0] + "; default: all")
    record.add_argument("--since", default="", metavar="WHEN", help="30m, 2h, 1d ago or a moment; default: all")
    record.add_argument("--with-content", action="store_true", help="leave texts and paths as they are")
    record.add_argument("file", help="a new file; .gz compresses it")

    replay = _add(commands, "replay", "recordings:replay", "play a recording and tell each change of a verdict")
    replay.add_argument("--json", action="store_true", help="for programs: JSON lines")
    replay.add_argument("file", help="what `headspace record` wrote")

    settings = _add(commands, "settings", "alone:settings", "what can be chosen, and what is in force")
    settings.add_argument("verb", choices=("path", "show", "sample"))


def _states(text: str) -> tuple[State, ...]:
    try:
        return tuple(State(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; choose from {', '.join(State)}") from error


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 <= value <= 31_536_000:
        raise argparse.ArgumentTypeError("between 0 and a year, please")
    return value
