"""Which agent a message belongs to: several clues, in order, and never a guess. Pure.

One agent stays one agent; two never become one. A directory alone is no clue: two agents may work in one.
"""

from __future__ import annotations

from collections.abc import Iterable

from headspace_desktop.domain.events import Clues
from headspace_desktop.domain.model import Agent, PaneRef, Phase


def is_elsewhere(agent: Agent, clues: Clues) -> bool:
    """Whether the agent lives in another process than the one that speaks: one session may be open in two terminals."""
    if clues.pid is None or agent.pid is None or not agent.is_live or agent.scene.process_ended_at is not None:
        return False
    is_same_start = not clues.proc_start or not agent.proc_start or clues.proc_start == agent.proc_start
    return clues.pid != agent.pid or not is_same_start


def is_blank(agent: Agent) -> bool:
    """Whether it has not said or been told a word yet: nothing is lost with it."""
    is_at_rest = agent.scene.phase in {Phase.UNKNOWN, Phase.READY}
    return is_at_rest and agent.command is None and agent.turn_count == 0 and not agent.old_session_ids


def is_unheard(agent: Agent) -> bool:
    """Whether it was only ever seen to wait on its screen: it had no session yet."""
    return is_blank(agent) and agent.session_id is None and agent.launch_id is None and agent.scene.registry is None


def _has_left(agent: Agent, clues: Clues) -> bool:
    """Whether its process told that it leaves its session for another one, which its hook cannot name a process for."""
    return agent.scene.phase is Phase.READY and bool(agent.scene.end_reason) and clues.pid is None


class Index:
    """Live and recent agents by what they may be recognised by. Engine thread."""

    def __init__(self, agents: Iterable[Agent] = ()) -> None:
        self._agents: dict[str, Agent] = {}
        self._sessions: dict[tuple[str, str], str] = {}
        self._pids: dict[int, str] = {}
        self._launches: dict[str, str] = {}
        self._panes: dict[PaneRef, str] = {}
        for agent in agents:
            self.put(agent)

    def put(self, agent: Agent) -> None:
        """Take in a new version of an agent; the newest holder of a clue wins."""
        self._agents[agent.uuid] = agent
        for session_id in (*agent.old_session_ids, agent.session_id):
            if session_id:
                holder = self._agents.get(self._sessions.get((agent.client, session_id), ""))
                if holder is None or holder.uuid == agent.uuid or session_id == agent.session_id:
                    self._sessions[agent.client, session_id] = agent.uuid
        if agent.pid is not None and agent.is_live:
            self._pids[agent.pid] = agent.uuid
        if agent.launch_id:
            self._launches[agent.launch_id] = agent.uuid
        if agent.pane is not None and agent.is_live:
            self._panes[agent.pane] = agent.uuid

    def drop(self, uuid: str) -> None:
        """Forget an agent."""
        if self._agents.pop(uuid, None) is None:
            return
        self._sessions = {clue: holder for clue, holder in self._sessions.items() if holder != uuid}
        self._pids = {clue: holder for clue, holder in self._pids.items() if holder != uuid}
        self._launches = {clue: holder for clue, holder in self._launches.items() if holder != uuid}
        self._panes = {clue: holder for clue, holder in self._panes.items() if holder != uuid}

    def by_session(self, client: str, session_id: str) -> Agent | None:
        return self._agents.get(self._sessions.get((client, session_id), ""))

    def by_pid(self, pid: int, proc_start: str | None = None) -> Agent | None:
        """The live agent with this process; a known, different start means a reused number."""
        agent = self._agents.get(self._pids.get(pid, ""))
        if agent is None or agent.pid != pid:
            return None
        if proc_start and agent.proc_start and proc_start != agent.proc_start:
            return None
        if not proc_start and agent.scene.process_ended_at is not None:
            return None
        return agent

    def _twin(self, clues: Clues) -> Agent | None:
        """Another agent that shows the same session, if its process may be the one that is meant."""
        for agent in self._agents.values():
            if agent.client == clues.client and agent.session_id == clues.session_id and not is_elsewhere(agent, clues):
                return agent
        return None

    def find(self, clues: Clues) -> Agent | None:
        """The agent that the clues name, or None when they name none that is known.

        Order: process (it survives `/clear`), session id, launch, and a pane whose agent is not known by process.
        """
        if (
            clues.pid is not None
            and (agent := self.by_pid(clues.pid, clues.proc_start))
            and agent.client == clues.client
        ):
            return agent
        if clues.session_id and (agent := self.by_session(clues.client, clues.session_id)):
            if not is_elsewhere(agent, clues):
                return agent
            return self._twin(clues)
        launched = self._agents.get(self._launches.get(clues.launch_id or "", ""))
        if launched is not None and launched.session_id in {None, clues.session_id}:
            return launched
        if clues.pane is not None and (agent := self._agents.get(self._panes.get(clues.pane, ""))):
            is_unclaimed = agent.pid is None and agent.session_id is None
            if agent.client == clues.client and agent.is_live and (is_unclaimed or _has_left(agent, clues)):
                return agent
        return None
