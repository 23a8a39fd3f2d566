"""Which cards are shown: words to look for, states and projects. Any thread; pure values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State

#: A text that is looked through is no longer than that.
_LOOKED_AT_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Sieve:
    """Every word must occur somewhere on the card; no states or projects means all of them."""

    words: str = ""
    states: frozenset[State] = frozenset()
    projects: frozenset[str] = frozenset()
    terms: tuple[str, ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", tuple(self.words.casefold().split()))

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not (self.terms or self.states or self.projects)

    def passes(self, card: Card) -> bool:
        if self.states and shown_state(card) not in self.states:
            return False
        if self.projects and project_key(card) not in self.projects:
            return False
        if not self.terms:
            return True
        text = _text(card)
        return all(term in text for term in self.terms)

    def with_state(self, state: State) -> Sieve:
        """With this state chosen, or not chosen any more."""
        return replace(self, states=self.states ^ {state})

    def with_project(self, project: str) -> Sieve:
        return replace(self, projects=self.projects ^ {project})


def shown_state(card: Card) -> State:
    """Idle and done are one word to the person who looks for somebody free."""
    return State.IDLE if card.verdict.state is State.DONE else card.verdict.state


def project_key(card: Card) -> str:
    return card.project_path or card.project_name


def _text(card: Card) -> str:
    ask = card.ask.text if card.ask is not None else ""
    asked = [item.text for item in card.ask.items] if card.ask is not None else []
    parts = (card.name, card.project_name, card.branch, card.persona, card.session_id, card.instruction, card.last_text)
    return "\n".join(part[:_LOOKED_AT_CHARS] for part in (*parts, card.tool, ask, *asked)).casefold()
