"""What the window remembers from one start to the next: where everything stands, and what was begun and not sent.

GUI thread. What cannot be understood is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from headspace_desktop.ui.board.order import Grouping

if TYPE_CHECKING:
    from headspace_desktop.ui.window import MainWindow


def keep(window: MainWindow, kept: QSettings) -> None:
    kept.setValue("geometry", window.saveGeometry())
    kept.setValue("state", list(window.docks.state()))
    kept.setValue("grouping", str(window.board.deck.grouping))
    kept.setValue("unfolded", sorted(window.board.unfolded))
    kept.setValue("board", window.board.remembered())
    kept.setValue("drafts", {uuid: text for uuid, text in window.drafts.replies.items() if text.strip()})


def recall(window: MainWindow, kept: QSettings) -> None:
    geometry, state = kept.value("geometry"), kept.value("state")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    if isinstance(state, list) and len(state) == 2 and all(isinstance(one, QByteArray) for one in state):
        window.docks.restore((state[0], state[1]))
    window.docks.bring_back()
    unfolded = kept.value("unfolded")
    window.board.unfolded = set(unfolded) if isinstance(unfolded, list) else set()
    if (grouping := kept.value("grouping")) in set(Grouping):
        window.group(Grouping(grouping))
    if isinstance(remembered := kept.value("board"), dict):
        window.board.recall(remembered)
    drafts = kept.value("drafts")
    if isinstance(drafts, dict):
        window.drafts.replies.update({str(uuid): text for uuid, text in drafts.items() if isinstance(text, str)})
