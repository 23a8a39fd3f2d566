"""Native notifications with actions and reply, one file per platform.

`notify_room` picks the platform's room; run it in `workers.AsyncWorker("notify", …)`. Imports no platform library
until then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from headspace_desktop.notify.fallback import Fallback
from headspace_desktop.notify.room import FallBack, Labels, Post, Tell
from headspace_desktop.settings import NotifySettings

if TYPE_CHECKING:
    from headspace_desktop.workers import AsyncRoom  # it brings Qt, which the command line does without


def notify_room(
    post: Post,
    settings: NotifySettings,
    *,
    fall_back: FallBack,
    tell: Tell,
    labels: Labels | None = None,
    env: Mapping[str, str] = os.environ,
) -> AsyncRoom:
    """The notification room of this platform: takes `ShowBubble`, `WithdrawBubble` and new `NotifySettings`.

    `fall_back` and `tell` are called in the notify thread and must not block.
    """
    if sys.platform == "darwin":
        from headspace_desktop.notify import macos  # noqa: PLC0415  its library exists only there

        return macos.NotifyRoom(post, settings, fall_back=fall_back, tell=tell, labels=labels)
    from headspace_desktop.notify import linux  # noqa: PLC0415

    return linux.NotifyRoom(post, settings, fall_back=fall_back, tell=tell, labels=labels, env=env)


__all__ = ["FallBack", "Fallback", "Labels", "Post", "Tell", "notify_room"]
