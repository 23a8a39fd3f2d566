"""What the person has begun to write or choose and not yet sent: kept per agent, whatever the board does.

GUI thread. Values only; it is emptied only by a sent reply that arrived, or by the person.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class AskDraft:
    """Choices and words for one ask: item number to chosen option numbers, and to the "other" text."""

    chosen: dict[int, set[int]] = field(default_factory=dict)
    other: dict[int, str] = field(default_factory=dict)
    message: str = ""

    def words(self) -> str:
        """Everything typed, so that it can be kept when the ask is gone."""
        return "\n".join(text for text in (*self.other.values(), self.message) if text.strip())


@dataclass(slots=True)
class Drafts:
    """All drafts of this window."""

    replies: dict[str, str] = field(default_factory=dict)
    asks: dict[tuple[str, str], AskDraft] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)  # what somebody began to say of a wrong state
    sent: dict[str, str] = field(default_factory=dict)  # on the way, until a receipt says that it was typed

    def ask(self, agent_uuid: str, key: str) -> AskDraft:
        return self.asks.setdefault((agent_uuid, key), AskDraft())

    def put_back(self, agent_uuid: str, text: str) -> None:
        """Give a text back to its author, beneath whatever was begun since."""
        begun = self.replies.get(agent_uuid, "")
        if text and text not in begun:
            self.replies[agent_uuid] = f"{begun}\n{text}" if begun.strip() else text
