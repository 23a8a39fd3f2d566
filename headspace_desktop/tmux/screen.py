"""What a pane shows, in the words of the agent program that runs there. tmux thread; it only looks."""

from __future__ import annotations

from headspace_desktop.clients import ScreenReading, by_name
from headspace_desktop.tmux.client import TmuxClient


def look(tmux: TmuxClient, pane_id: str, client: str) -> ScreenReading:
    """Read the pane's visible screen once.

    Raises: the troubles of `TmuxClient.run`.
    """
    return by_name(client).read_screen(tmux.capture(pane_id))


def squeeze(text: str) -> str:
    """The text without white space and frame signs: what is left of it however a screen wraps it."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in "│╎┃")


def last_lines(tmux: TmuxClient, pane_id: str, count: int = 20) -> str:
    """The last lines with text in them, plain, for a person to read."""
    lines = [line.rstrip() for line in tmux.run("capture-pane", "-p", "-J", "-t", pane_id).split("\n")]
    return "\n".join([line for line in lines if line][-count:])
