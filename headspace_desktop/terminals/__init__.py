"""Brings the right window to the front: one file per route (X11, sway, kitty, iTerm2 …), and the doctor.

Runs in the tmux thread; the doctor in any. Never guesses which window is meant, and never decides whether to go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals.lineage import Lineage


class TerminalClient(Protocol):
    """A terminal attached to a tmux server. `activity` grows with every key typed in it."""

    @property
    def tty(self) -> str: ...
    @property
    def pid(self) -> int: ...
    @property
    def session(self) -> str: ...
    @property
    def activity(self) -> int: ...
    @property
    def pane_id(self) -> str:
        """The pane that it shows."""


class PaneClients(Protocol):
    """What this room needs of tmux; the tmux room has it, `app` brings it here."""

    def clients_of(self, pane: PaneRef) -> Sequence[TerminalClient]:
        """Every client with a terminal that is attached to the pane's server, asked of tmux now.

        Order: clients on the pane's session first, then the most recently used. Control clients are left out.
        Raises: Trouble when the server or the pane is gone.
        """

    def clients_on(self, socket: str) -> Sequence[TerminalClient]:
        """Every client with a terminal that is attached to this server, asked of tmux now, by one command.

        Raises: Trouble when the server is gone.
        """

    def show(self, pane: PaneRef, tty: str) -> None:
        """Select the pane's session, window and pane, on this client only.

        Raises: Trouble when tmux refuses.
        """

    def is_shown(self, pane: PaneRef, tty: str) -> bool:
        """Whether this client's active pane is that one; False when client or pane is gone."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a terminal: a tmux client, or an agent outside tmux."""

    pid: int
    tty: str
    lineage: Lineage

    @classmethod
    def of(cls, pid: int, tty: str) -> Holder:
        return cls(pid, tty, Lineage.of(pid))


@dataclass(frozen=True, slots=True)
class Window:
    """Where a holder is to be seen. `key` is the route's own name for it.

    `is_tab_shown` is False when the window is certain, but another tab or split of it was in front.
    """

    key: str
    title: str = ""
    how: str = ""
    is_tab_shown: bool = True


class Route(Protocol):
    """One way to a window. Each call is bounded by a timeout; a `Trouble` tells what failed."""

    name: str
    title: str
    #: False: written from the vendor's documentation, not run on the real system.
    is_verified: bool
    #: False: selects the tab only; raising the window is left to a window system's route.
    can_raise: bool

    def is_here(self) -> bool:
        """Whether this environment offers it; cheap."""

    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        """Exactly the holder's window, or None: never one of several.

        Changes: with `may_mark` the terminal's title for some milliseconds.
        """

    def raise_(self, window: Window, activation_token: str = "") -> None:
        """Bring it to the front, whatever desktop it is on; whether it came is for `is_in_front` to tell."""

    def is_in_front(self, window: Window) -> bool:
        """Whether it has the input focus now."""

    def front(self, holders: Sequence[Holder]) -> list[tuple[Holder, Window]]:
        """Those of these whose window has the input focus now. A route whose questions cost asks them once for all."""
        found = ((holder, self.find(holder, may_mark=False)) for holder in holders)
        return [(holder, window) for holder, window in found if window is not None and self.is_in_front(window)]

    def focus(self) -> str:
        """A word for what has the input focus now, the same for as long as that stays; empty: not known."""
        return ""

    def close(self) -> None:
        """Let connections go; the next call opens them again."""
