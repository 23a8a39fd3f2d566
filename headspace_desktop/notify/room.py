"""What the notification rooms of all platforms have in common: what they are given, and which bubbles stand.

Runs in the notify thread. It never decides what to tell: that is the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from headspace_desktop.domain.effects import NotifyEffect, ShowBubble, WithdrawBubble
from headspace_desktop.domain.events import BubbleActed, BubbleClosed, Event
from headspace_desktop.troubles import Trouble

Post = Callable[[Event], None]

#: Shows (or withdraws) what this desktop cannot. Called in the notify thread; must not block.
FallBack = Callable[[NotifyEffect], None]

#: Told once when notifications stop working, and with None once they work again. Notify thread; must not block.
Tell = Callable[[Trouble | None], None]

#: Bubbles remembered at once; the oldest is forgotten first (its buttons then do nothing).
STANDING_LIMIT = 500

Native = TypeVar("Native", int, str)


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words that a desktop wants from the room itself, translated by whoever builds it."""

    go: str = "Go there"
    reply: str = "Reply"
    send: str = "Send"


@dataclass(frozen=True, slots=True)
class Standing(Generic[Native]):
    """One bubble on the screen: what it says, and by which id the desktop knows it."""

    effect: ShowBubble
    native_id: Native
    generation: int


class Bubbles(Generic[Native]):
    """The bubbles that stand, and the events that they give."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._by_key: dict[str, Standing[Native]] = {}
        self._keys: dict[Native, str] = {}
        self._generation = 0

    def next_generation(self) -> int:
        """A number for each bubble shown, so that a click on an older one under the same id is known as such."""
        self._generation += 1
        return self._generation

    def get(self, key: str) -> Standing[Native] | None:
        return self._by_key.get(key)

    def of(self, native_id: Native) -> Standing[Native] | None:
        key = self._keys.get(native_id)
        return None if key is None else self._by_key.get(key)

    def ids(self) -> list[Native]:
        return list(self._keys)

    def put(self, standing: Standing[Native]) -> None:
        self.drop(standing.effect.key)
        self._by_key[standing.effect.key] = standing
        self._keys[standing.native_id] = standing.effect.key
        while len(self._by_key) > STANDING_LIMIT:
            self.drop(next(iter(self._by_key)))

    def drop(self, key: str) -> Standing[Native] | None:
        standing = self._by_key.pop(key, None)
        if standing is not None:
            self._keys.pop(standing.native_id, None)
        return standing

    def acted(self, standing: Standing[Native], action: str, *, text: str = "", token: str = "") -> None:
        effect = standing.effect
        self._post(BubbleActed(effect.key, action, text, datetime.now(UTC), token, effect.ask_key))

    def closed(self, key: str, reason: str) -> None:
        """The bubble is gone; said once for each that stood."""
        if self.drop(key) is not None:
            self._post(BubbleClosed(key, reason, datetime.now(UTC)))

    def lost(self) -> None:
        """The desktop forgot all bubbles (its daemon ended): none of the ids is worth anything now."""
        for key in list(self._by_key):
            self.closed(key, "unknown")


def newest(effects: Iterable[NotifyEffect]) -> list[NotifyEffect]:
    """Only the last word about each bubble, in the order of those last words."""
    last: dict[str, NotifyEffect] = {}
    for effect in effects:
        last.pop(effect.key, None)
        last[effect.key] = effect
    return list(last.values())


class Fallen:
    """What was handed to the fallback, so that it can be withdrawn there too."""

    def __init__(self, fall_back: FallBack) -> None:
        self._fall_back = fall_back
        self._keys: set[str] = set()

    def show(self, effect: ShowBubble) -> None:
        self._keys.add(effect.key)
        self._fall_back(effect)

    def withdraw(self, key: str) -> None:
        """Take it back there; nothing if it was never handed over."""
        if key in self._keys:
            self._keys.discard(key)
            self._fall_back(WithdrawBubble(key))
