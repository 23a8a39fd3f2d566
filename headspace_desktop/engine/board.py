"""The board: every agent of this host as it is held to be now. Engine thread; nothing else remembers.

Changes of one batch are laid over it and taken in only after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from headspace_desktop.domain.card import Card, card_of
from headspace_desktop.domain.correlate import Index
from headspace_desktop.domain.model import Agent, Ask, Objective, PaneRef, Priority, Reply
from headspace_desktop.domain.naming import told_apart
from headspace_desktop.domain.priority import priority_of, substance

#: Of the agents that have ended the newest so many stay on the board; all stay in the store.
ENDED_LIMIT = 200
#: What an agent said at its end has come in after so long.
LAST_WORDS = timedelta(minutes=1)
#: While nothing but time has passed, a score stands for so long.
SCORE_FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Score:
    """The priority of an agent, and what it was made from."""

    priority: Priority
    made_from: tuple[object, ...]
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """A board as it was."""

    agents: dict[str, Agent]
    hidden: frozenset[str]
    verdict_at: dict[str, datetime]
    scores: dict[str, Score]
    cards: dict[str, Card]


class Board:
    """Agents, an index over their clues, and the cards as they were last told."""

    def __init__(self) -> None:
        self.agents: dict[str, Agent] = {}
        self.index = Index()
        self.cards: dict[str, Card] = {}
        self.hidden: set[str] = set()
        self.objective: Objective | None = None
        self.scored: dict[str, Priority | None] = {}  # scores that are not stored yet
        self._scores: dict[str, Score] = {}
        self._over: dict[str, Agent] = {}
        self._verdict_at: dict[str, datetime] = {}
        self._replies: dict[str, Reply] = {}  # newest of each agent
        self._projects: dict[str, str] = {}  # of all agents that were ever here: folder and name
        self._labels: dict[str, str] = {}  # by folder, where a name is shared
        self._marked: tuple[set[str], dict[str, datetime], dict[str, Reply]] = (set(), {}, {})

    def fill(self, agents: Iterable[Agent], replies: Iterable[Reply], now: datetime) -> None:
        """Start with what was stored."""
        self.agents = {agent.uuid: agent for agent in agents}
        self._over = {}
        self.index = Index(self.agents.values())
        self._verdict_at = dict.fromkeys(self.agents, now)
        for reply in replies:
            self.note_reply(reply)
        self._scores = {}
        self._learn_projects(self.agents.values())
        self.cards = {uuid: self._card(agent, now) for uuid, agent in self.agents.items() if uuid not in self.hidden}

    def snapshot(self) -> BoardSnapshot:
        return BoardSnapshot(
            dict(self.agents), frozenset(self.hidden), dict(self._verdict_at), dict(self._scores), dict(self.cards)
        )

    def go_back(self, to: BoardSnapshot) -> None:
        self.agents, self.hidden = dict(to.agents), set(to.hidden)
        self._verdict_at, self._scores, self.cards = dict(to.verdict_at), dict(to.scores), dict(to.cards)
        self._over, self._replies, self.scored = {}, {}, {}
        self.index = Index(self.agents.values())

    def get(self, uuid: str) -> Agent | None:
        """The newest version of an agent, also one of the batch under way."""
        return self._over.get(uuid) or self.agents.get(uuid)

    def all(self) -> list[Agent]:
        return [self._over.get(uuid, agent) for uuid, agent in self.agents.items()] + [
            agent for uuid, agent in self._over.items() if uuid not in self.agents
        ]

    def in_pane(self, pane: PaneRef) -> list[Agent]:
        """Who runs in this pane; one that began inside another's is in it, too."""
        return [agent for agent in self.all() if agent.is_live and agent.pane == pane]

    def put(self, agent: Agent, now: datetime) -> None:
        """Lay a new version over the board."""
        known = self.get(agent.uuid)
        was = None if known is None else (known.verdict.state, known.verdict.sub_state, known.verdict.rule)
        if was != (agent.verdict.state, agent.verdict.sub_state, agent.verdict.rule):
            self._verdict_at[agent.uuid] = now
        self._over[agent.uuid] = agent
        self.index.put(agent)

    def keep(self, now: datetime) -> tuple[list[Card], list[str]]:
        """The batch is committed: what differs now, as changed cards and as uuids of cards that are gone."""
        self.agents.update(self._over)
        touched, self._over = list(self._over), {}
        renamed = self._learn_projects(self.agents[uuid] for uuid in touched)
        if renamed:
            touched = [uuid for uuid, agent in self.agents.items() if uuid in touched or agent.project.path in renamed]
        changed, gone = [], []
        for uuid in touched:
            if uuid in self.hidden:
                if self.cards.pop(uuid, None) is not None:
                    gone.append(uuid)
            elif (card := self._card(self.agents[uuid], now)) != self.cards.get(uuid):
                self.cards[uuid] = card
                changed.append(card)
        return changed, gone

    def mark(self) -> None:
        """A batch begins: remember the state to come back to."""
        self._marked = (set(self.hidden), dict(self._verdict_at), dict(self._replies))

    def undo(self) -> None:
        """The batch was not committed."""
        self.hidden, self._verdict_at, self._replies = self._marked
        if self._over:
            self._over = {}
            self.index = Index(self.agents.values())

    def refresh(self, uuid: str, now: datetime) -> Card | None:
        """The card of an agent if it differs from what was told; its reply or its score may have moved."""
        agent = self.agents.get(uuid)
        if agent is None or uuid in self.hidden or (card := self._card(agent, now)) == self.cards.get(uuid):
            return None
        self.cards[uuid] = card
        return card

    def note_reply(self, reply: Reply) -> None:
        known = self._replies.get(reply.agent_uuid)
        if known is None or known.id == reply.id or reply.created_at >= known.created_at:
            self._replies[reply.agent_uuid] = reply

    def with_ask(self, delivery_name: str) -> tuple[Agent, Ask] | None:
        """The open ask that mailed itself under this name."""
        for agent in self.all():
            for ask in agent.scene.asks:
                if ask.delivery_name == delivery_name:
                    return agent, ask
        return None

    def with_hold(self, hold_id: str) -> tuple[Agent, Ask] | None:
        for agent in self.all():
            for ask in agent.scene.asks:
                if ask.hold_id == hold_id:
                    return agent, ask
        return None

    def surplus(self, now: datetime) -> list[str]:
        """Agents that ended before the newest `ENDED_LIMIT` of them, oldest first; not while last words may come."""
        ended = [
            (uuid not in self.hidden, agent.ended_at, uuid)
            for uuid, agent in self.agents.items()
            if agent.ended_at is not None
        ]
        if len(ended) <= ENDED_LIMIT:
            return []
        return [uuid for _, ended_at, uuid in sorted(ended)[:-ENDED_LIMIT] if ended_at < now - LAST_WORDS]

    def drop(self, uuids: Iterable[str]) -> None:
        """Forget agents that ended long ago; their history stays in the store."""
        for uuid in uuids:
            self.agents.pop(uuid, None)
            self.cards.pop(uuid, None)
            self._verdict_at.pop(uuid, None)
            self._replies.pop(uuid, None)
            self._scores.pop(uuid, None)
            self.index.drop(uuid)

    def rescore(self, now: datetime) -> list[Card]:
        """Score every live agent whose score is old or whose objective changed; the cards that differ now."""
        live = [uuid for uuid, agent in self.agents.items() if agent.is_live]
        return [card for uuid in live if (card := self.refresh(uuid, now)) is not None]

    def _card(self, agent: Agent, now: datetime) -> Card:
        verdict_at = self._verdict_at.get(agent.uuid, agent.last_seen_at)
        card = card_of(agent, self._replies.get(agent.uuid), verdict_at)
        label = self._labels.get(card.project_path, "")
        return replace(card, priority=self._priority(card, now), project_label=label)

    def _learn_projects(self, agents: Iterable[Agent]) -> set[str]:
        """Keep the names of projects apart; the folders of those that are to be called otherwise now."""
        met = {agent.project.path: agent.project.name for agent in agents if agent.project.path}
        if met.items() <= self._projects.items():
            return set()
        self._projects |= met
        named = {path: (name, path) for path, name in self._projects.items()}
        before, said = self._labels, told_apart(named)
        self._labels = {path: label for path, label in said.items() if label != self._projects[path]}
        return {path for path, _ in before.items() ^ self._labels.items()}

    def _priority(self, card: Card, now: datetime) -> Priority | None:
        """An equal score keeps its moment, so that nothing is told or stored when nothing changed."""
        known = self._scores.get(card.uuid)
        if card.ended_at is not None:
            if self._scores.pop(card.uuid, None) is not None:
                self.scored[card.uuid] = None
            return None
        made_from = (*substance(card), self.objective)
        is_same = known is not None and known.made_from == made_from
        if known is not None and is_same and now - known.checked_at < SCORE_FRESH:
            return known.priority
        priority = priority_of(card, self.objective, now)
        if known is not None and is_same and known.priority.score == priority.score:
            priority = known.priority
        else:
            self.scored[card.uuid] = priority
        self._scores[card.uuid] = Score(priority, made_from, now)
        return priority
