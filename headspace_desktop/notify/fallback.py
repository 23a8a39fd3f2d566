"""Where a bubble goes on a desktop without notifications: the tray's message, else the window itself.

GUI thread. It never drops a bubble: the window is always there.
"""

from __future__ import annotations

from collections.abc import Callable

from headspace_desktop.domain.effects import NotifyEffect, ShowBubble
from headspace_desktop.notify import texts


class Fallback:
    """Tries `tray_message(title, body) -> bool` first and hands to `in_app` what the tray did not show.

    What is withdrawn always goes to `in_app`, which knows whether it shows it.
    """

    def __init__(self, tray_message: Callable[[str, str], bool], in_app: Callable[[NotifyEffect], None]) -> None:
        self._tray_message = tray_message
        self._in_app = in_app

    def take(self, effect: NotifyEffect) -> None:
        """Show or withdraw one bubble."""
        if isinstance(effect, ShowBubble):
            title = texts.line(effect.title, texts.TITLE_CHARS)
            if self._tray_message(title, texts.body(effect.body)):
                return
        self._in_app(effect)
