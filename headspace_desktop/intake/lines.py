"""The shell lines that an agent program runs for us. Pure text; any thread.

A line must end with 0, print nothing and never wait: a wrong one can refuse the person's every prompt.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from headspace_desktop.clients import HookSpec
from headspace_desktop.intake.backlog import LIMIT_BYTES, LIMIT_FILES
from headspace_desktop.troubles import SpoolUnusable

VERSION = 1
#: Does nothing in a shell, and tells our lines from everybody else's.
MARK = f": headspace-desktop v{VERSION};"
STATUSLINE_MARK = f": headspace-desktop v{VERSION} statusline;"
_OURS = re.compile(r": headspace-desktop v\d+( statusline)?;")

#: The deciding hook's script, and the flag that lets sessions without a dialog wait. Both lie in `paths.hook_dir`.
ANSWER_SCRIPT = "answer.py"
UNATTENDED_FLAG = "hold-unattended"

#: Programs before 2.1.197 do not tell their number; that of the shell's parent is a guess, and marked as one.
_SENDER = "a=${CLAUDE_PID:-p$PPID}"
# No slash can come from the environment: it would name another folder, and the mail would be lost.
_NAME = "$$.${a##*/}.${TMUX_PANE##*/}.${TMUX##*/}.${CLAUDE_CODE_SESSION_ATTENDED##*/}"


def hook_line(spec: HookSpec, *, spool: Path, socket: Path, script: Path, python: str) -> str:
    """The command to install for one hook; `spool` is the client's folder of the spool.

    Never ``exec`` with a redirection: where that fails dash exits 2, which means *block* to the client.
    Source: architecture, section 6; dash(1), special built-ins. Raises: SpoolUnusable for a path without UTF-8.
    """
    folder = spool / "tool" if spec.is_bulky else spool
    if spec.is_deciding:
        may_ask = f'[ "$CLAUDE_CODE_SESSION_ATTENDED" != 0 ] || [ -e {quoted(script.with_name(UNATTENDED_FLAG))} ]'
        ask = f'{quoted(python)} -S -E {quoted(script)} {quoted(socket)} "$m" {quoted(spool.name)} </dev/null'
        body = f'm="{_NAME}"; cat >>{quoted(folder)}/"$m"; [ -S {quoted(socket)} ] && {{ {may_ask}; }} && {ask}'
    else:
        body = f'cat >>{quoted(folder)}/"{_NAME}"'
        if spec.event == "SessionStart":
            body += f"; {_sweep(spool)}"
    return f"{MARK} {{ umask 077; {_SENDER}; {body}; }} 2>/dev/null || :"


def _sweep(spool: Path) -> str:
    """Drops the older half of the tool payloads when nobody reads them, beside the agent, and notes how many."""
    kilobytes = LIMIT_BYTES // 1000
    return (
        f"(cd {quoted(spool / 'tool')} && set -- * && n=$# && set -- $(du -sk .) && "
        f'if [ "$n" -gt {LIMIT_FILES} ] || [ "$1" -gt {kilobytes} ]; then ls -t | tail -n +$((n/2+1)) | '
        f'tr "\\n" "\\0" | xargs -0 rm -f --; echo $((n-n/2)) >>../swept; fi) </dev/null >/dev/null 2>&1 &'
        " :"
    )


def statusline_line(original: str, *, spool: Path) -> str:
    """The person's own statusline command with a copy of its input for us.

    Their command keeps its input, output, exit status and delay: it ends the pipe, and the copy goes on even when it
    reads nothing. Source: tee(1), a pipe that breaks while SIGPIPE is ignored does not end the copy.
    """
    copy = f"""umask 077; {_SENDER}; trap "" PIPE; exec tee -a {quoted(spool / "tool")}/"{_NAME}" 2>/dev/null"""
    return f"{STATUSLINE_MARK} ({copy}) | exec /bin/sh -c {shlex.quote(original)}"


def original_statusline(line: str) -> str | None:
    """The person's command inside one of our statusline lines; None if it is not one."""
    if not line.startswith(": headspace-desktop v") or " statusline;" not in line[:60]:
        return None
    try:
        return shlex.split(line)[-1]
    except ValueError:
        return None


def is_ours(command: str) -> bool:
    """Whether this program, in any version, wrote the command."""
    return _OURS.match(command) is not None


def quoted(path: Path | str) -> str:
    """A word for the shell that means exactly this path. Raises: SpoolUnusable."""
    text = str(path)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SpoolUnusable(f"{text!r} is not UTF-8 and cannot be written to a settings file") from error
    return shlex.quote(text)
