"""Requests that are the same, so that one click may answer all of them. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import AskKind


@dataclass(frozen=True, slots=True)
class Group:
    """At least two permission requests with the same tool, input, project and directory; each as (agent, ask key)."""

    id: str
    tool: str
    text: str
    asks: tuple[tuple[str, str], ...]


def groups(cards: Iterable[Card]) -> list[Group]:
    """All groups of identical requests, the largest first; a request that is not known whole is in none."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        if identity := identity_of(card):
            found.setdefault(identity, []).append(card)
    alike = [(identity, same) for identity, same in found.items() if len(same) > 1]
    return [_group(identity, same) for identity, same in sorted(alike, key=lambda one: (-len(one[1]), one[0]))]


def identity_of(card: Card) -> str:
    """What identical requests have in common; empty when this card asks nothing that can be answered so."""
    ask = card.ask
    if ask is None or ask.kind is not AskKind.PERMISSION or not card.can_answer or not ask.is_input_complete:
        return ""
    try:
        told = json.dumps(ask.tool_input, sort_keys=True, default=dict)
    except (TypeError, ValueError):
        return ""
    words = "\0".join((card.project_path, card.cwd, card.client, ask.tool, told))
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _group(identity: str, cards: list[Card]) -> Group:
    asks = [card.ask for card in cards if card.ask is not None]
    return Group(identity, asks[0].tool, asks[0].text, tuple((c.uuid, a.key) for c, a in zip(cards, asks, strict=True)))
