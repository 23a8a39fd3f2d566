"""A dialog that is held to be there really is: pictures of the real program, and whatever else can look like one."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.clients.claude_screen import read_screen
from headspace_desktop.tmux.client import TmuxClient
from headspace_desktop.tmux.guard import AgentPane
from headspace_desktop.troubles import PaneChanged
from tests.harness.tmux_server import TmuxServer

DATA = Path(__file__).parents[1] / "data/claude/screens.json.gz"
#: Captured with 2.0.60, 2.1.197 and 2.1.330; what they show was looked at by a person.
PICTURES: dict[str, Any] = {
    f"{one['version']} {one['name']}": one for one in json.loads(gzip.decompress(DATA.read_bytes()))
}
BASH = PICTURES["2.1.330 perm-bash"]["lines"]
BOX = PICTURES["2.1.330 hostile-text"]["lines"][-4:]
WIDTH = 120


def plain(lines: Sequence[str]) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]


def colourless(line: str) -> str:
    """The same, if it is a line from edge to edge without any colour."""
    (text,) = plain([line])
    return f"\x1b[0m{text}" if set(text) & set("─╌") else line


@pytest.mark.parametrize("name", PICTURES)
def test_what_the_real_program_shows(name: str) -> None:
    picture = PICTURES[name]
    reading = read_screen(picture["lines"], picture["width"])
    assert (reading.certain, reading.has_prompt) == (picture["certain"], picture["has_prompt"])


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        ("said by the agent, its box below", [*(f"  {line}" for line in plain(BASH)), *BOX]),
        ("the same with its colours", [*BASH, *BOX]),
        ("said by the agent, the box not drawn yet", [f"  {line}" for line in plain(BASH)]),
        ("its colours, but further in", [f"  {line}" for line in BASH]),
        ("no colours", plain(BASH)),
        ("lines without a colour", [colourless(line) for line in BASH]),
        ("a pager stands in it", [*BASH, "\x1b[7m(END)\x1b[0m"]),
        ("an editor stands in it", [*BASH, "~", '"notes.txt" 12L, 300B']),
        ("a shell came back below it", [*BASH, "$ "]),
        ("the upper part is not drawn yet", BASH[14:]),
        ("at work, its box cut off", ["\x1b[38;5;153m" + "─" * WIDTH, "\x1b[38;5;246mesc to interrupt"]),
        ("a box of signs", ["┌" + "─" * 118 + "┐", "│ 1. Yes", "│ ❯ 2. No", "└" + "─" * 118 + "┘"]),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_dialog(what: str, lines: list[str]) -> None:
    assert read_screen(BASH, WIDTH).certain == "permission"
    without_rules = [line for line in lines if "╌" not in line] if what == "the upper part is not drawn yet" else lines
    assert read_screen(without_rules, WIDTH).certain == ""


def test_a_picture_of_another_width_is_half_of_two() -> None:
    assert read_screen(BASH, 119).certain == ""
    assert read_screen(BASH).certain == "", "without a width nothing is certain"


def test_wide_signs_do_not_hide_a_dialog() -> None:
    wide = [line.replace("touch made", "touch 日本語テキスト🙂") for line in BASH]
    assert wide != BASH
    assert read_screen(wide, WIDTH).certain == "permission"


# -- in a real pane


def shown(tmux: TmuxServer, tmp_path: Path, words: str) -> str:
    """A pane of 120 columns in which these words of a shell have run; the dialog stands in the file `dialog`."""
    (tmp_path / "dialog").write_text("\n".join(BASH).rstrip())
    pane = tmux.new_session(f"{words}; exec cat", cwd=tmp_path, width=WIDTH)
    tmux.wait_for(pane, "Tab to amend")
    return pane


def sight(tmux: TmuxServer, pane: str, pid: int | None) -> tuple[str, str]:
    seen = AgentPane(TmuxClient(tmux.socket, 5.0), pane, pid, "claude").sight()
    return seen.shows, seen.dialog


HIDE = r"printf '\033[?25l'; cat dialog"


def test_a_dialog_in_the_pane_is_seen_also_in_copy_mode_and_beside_others(tmux: TmuxServer, tmp_path: Path) -> None:
    pane = shown(tmux, tmp_path, HIDE)
    pid = tmux.pane_pid(pane)
    assert sight(tmux, pane, pid) == ("dialog", "permission")
    tmux.run("copy-mode", "-t", pane)
    tmux.run("send-keys", "-t", pane, "-X", "page-up")
    assert sight(tmux, pane, pid) == ("dialog", "permission"), "the agent waits whatever the person scrolls to"
    tmux.run("send-keys", "-t", pane, "-X", "cancel")
    other = tmux.run("split-window", "-v", "-P", "-F", "#{pane_id}", "-t", pane, "cat").strip()
    tmux.run("resize-pane", "-Z", "-t", other)
    assert sight(tmux, pane, pid) == ("dialog", "permission"), "another pane is zoomed over it"


def test_a_program_with_a_cursor_is_another_one(tmux: TmuxServer, tmp_path: Path) -> None:
    pane = shown(tmux, tmp_path, "cat dialog")
    assert sight(tmux, pane, tmux.pane_pid(pane)) == ("", "")


def test_a_dialog_that_scrolled_up_is_history(tmux: TmuxServer, tmp_path: Path) -> None:
    pane = shown(tmux, tmp_path, f"{HIDE}; echo; echo and more")
    tmux.wait_for(pane, "and more")
    assert sight(tmux, pane, tmux.pane_pid(pane)) == ("", "")


def test_a_pane_that_was_made_narrower_still_shows_it(tmux: TmuxServer, tmp_path: Path) -> None:
    """tmux wraps the lines until the program draws them anew."""
    pane = shown(tmux, tmp_path, HIDE)
    tmux.run("resize-window", "-t", pane, "-x", "77")
    assert sight(tmux, pane, tmux.pane_pid(pane)) == ("dialog", "permission")


def test_a_pane_of_somebody_else_is_not_read(tmux: TmuxServer, tmp_path: Path) -> None:
    pane = shown(tmux, tmp_path, HIDE)
    with pytest.raises(PaneChanged):
        sight(tmux, pane, os.getpid())
