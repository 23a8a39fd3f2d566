"""Wishes under way: each action that a page sent with a request id, until it is told what became of it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from headspace_desktop.domain.actions import Action
from headspace_desktop.domain.changes import Change, WishAnswered

#: What is to be done with an answer.
Then = Callable[[WishAnswered], None]


class Wishing:
    """The wishes of one page."""

    def __init__(self, post: Callable[[Action], None]) -> None:
        self._post = post
        self._then: dict[str, Then] = {}

    def post(self, action: Any, then: Then) -> None:
        """Send an action; `then` is told what became of it."""
        request_id = uuid4().hex
        self._then[request_id] = then
        self._post(replace(action, request_id=request_id))

    def take(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if isinstance(change, WishAnswered) and (then := self._then.pop(change.request_id, None)) is not None:
                then(change)
