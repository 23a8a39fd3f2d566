"""Is this pane still the agent's, and will it take keys? Asked before anything is typed.

tmux thread; it sends nothing but the key that leaves copy mode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from headspace_desktop.clients import ScreenReading, by_name
from headspace_desktop.domain.events import Clues
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import look_up
from headspace_desktop.tmux.client import PaneState, Picture, TmuxClient
from headspace_desktop.tmux.screen import look
from headspace_desktop.tmux.steps import Steps
from headspace_desktop.troubles import PaneChanged, PaneGone, PaneUnsafe

_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Sight:
    """What a pane certainly shows, as `model.PaneReading` has it; and who runs there, where that was not known."""

    shows: str
    dialog: str = ""
    stranger: Clues | None = None


@dataclass(frozen=True, slots=True)
class AgentPane:
    """The pane of one agent. Without `agent_pid` only the screen can tell that the agent is there."""

    tmux: TmuxClient
    pane_id: str
    agent_pid: int | None
    client: str

    def ready(self) -> Steps:
        """Steps after which the pane is the agent's and takes keys.

        Raises: PaneGone, PaneChanged, PaneUnsafe, and the troubles of `TmuxClient.run`.
        """
        state = self.check()
        for _ in range(8):  # modes can lie on one another
            if not state.mode_count:
                return
            self.tmux.leave_mode(self.pane_id)
            yield 0.03
            state = self.check()
        if state.mode_count:
            raise PaneUnsafe("the pane stays in copy mode")

    def check(self) -> PaneState:
        """The pane's state, when it is alive, takes keys alone, and the agent is in its foreground.

        Raises: PaneGone, PaneChanged, PaneUnsafe.
        """
        state = self.tmux.state(self.pane_id)
        if state.is_dead:
            raise PaneGone(f"{self.pane_id}: its program has ended")
        if state.is_synchronised:
            raise PaneUnsafe("its window sends every key to all panes (synchronize-panes)")
        if state.is_input_off:
            raise PaneUnsafe("the pane's input is switched off")
        if self.agent_pid is not None:
            _check_agent(state.pid, self.agent_pid)
        return state

    def look(self) -> ScreenReading:
        """Read the visible screen once."""
        return look(self.tmux, self.pane_id, self.client)

    def sight(self) -> Sight:
        """What certainly stands there.

        Raises: PaneGone; PaneChanged when another program is in the foreground; the troubles of `TmuxClient.run`.
        """
        picture = self.tmux.picture(self.pane_id)
        stranger = None
        if self.agent_pid is not None:
            _check_agent(picture.pid, self.agent_pid)
        else:
            stranger = self._stranger(picture)
        reading = by_name(self.client).read_screen(list(picture.lines), picture.width)
        if reading.certain and not picture.has_cursor:
            return Sight("dialog", reading.certain, stranger)
        return Sight("prompt" if reading.has_prompt else "", "", stranger)

    def _stranger(self, picture: Picture) -> Clues:
        """The agent program in the pane's foreground. Raises: PaneChanged."""
        first = look_up(picture.pid)
        leader = look_up(first.foreground) if first is not None and first.foreground > 0 else None
        if first is None or leader is None or not by_name(self.client).is_process(leader.name):
            raise PaneChanged("no agent program is in the foreground")
        pane = PaneRef(self.tmux.socket, self.pane_id)
        return Clues(
            self.client, pid=first.foreground, proc_start=leader.start, pane=pane, cwd=picture.cwd, tty=leader.tty
        )  # fmt: skip

    def press(self, *keys: str) -> None:
        """Press keys, if the pane is still the agent's.

        Raises: as `check`.
        """
        if self.check().mode_count:
            raise PaneUnsafe("the pane went into copy mode while keys were sent")
        self.tmux.keys(self.pane_id, *keys)

    def paste(self, text: str) -> None:
        """Paste text, if the pane is still the agent's.

        Raises: as `check`.
        """
        self.check()
        self.tmux.paste(self.pane_id, text)


def _check_agent(pane_pid: int, agent_pid: int) -> None:
    agent = look_up(agent_pid)
    if agent is None:
        raise PaneChanged(f"the agent's process {agent_pid} has ended")
    if pane_pid != agent_pid and pane_pid not in _ancestors(agent_pid):
        raise PaneChanged(f"process {agent_pid} does not run in this pane")
    if agent.is_stopped or (agent.foreground > 0 and agent.group != agent.foreground):
        raise PaneChanged("the agent is suspended or in the background")


def _ancestors(pid: int) -> Iterator[int]:
    for _ in range(_DEPTH):
        process = look_up(pid)
        if process is None or process.parent <= 1:
            return
        pid = process.parent
        yield pid
