"""Requests that are the same, so that one click may answer all of them. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import AskKind


def are_identical(cards: Iterable[Card]) -> bool:
    """Whether all ask for the same tool with the same input in the same place, each known whole and answerable."""
    identities = {identity_of(card) for card in cards}
    return len(identities) == 1 and "" not in identities


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
