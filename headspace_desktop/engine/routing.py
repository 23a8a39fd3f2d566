"""Brings each message to who understands it. Engine thread; it decides nothing.

Every event and every action has its line here; a wish of the person goes on to `wishes`.
"""

from __future__ import annotations

from collections.abc import Callable

from headspace_desktop.domain.actions import Action
from headspace_desktop.domain.events import (
    BacklogTold,
    BubbleActed,
    BubbleClosed,
    DesktopQuiet,
    FocusFinished,
    HoldClosed,
    HoldOpened,
    InterruptFinished,
    LookSeen,
    MailOpened,
    PanesSeen,
    ProcessEnded,
    RegistryGone,
    RegistrySeen,
    ReplyMoved,
    ScreenMoved,
    ScreenSeen,
    SettingsChanged,
    ShortcutPressed,
    StartFinished,
    TranscriptRead,
    WorldEvent,
)
from headspace_desktop.domain.limits import Limits
from headspace_desktop.engine.board import Board
from headspace_desktop.engine.bubbles import Bubbles
from headspace_desktop.engine.fold import Fold
from headspace_desktop.engine.merge import Part
from headspace_desktop.engine.replies import Replies
from headspace_desktop.engine.sights import Sights
from headspace_desktop.engine.wishes import Wishes
from headspace_desktop.engine.work import Work

Message = WorldEvent | Action | Part


class Routing:
    """The parts of one engine, by what they take. `change_limits` is the engine's own."""

    def __init__(
        self,
        board: Board,
        fold: Fold,
        replies: Replies,
        bubbles: Bubbles,
        wishes: Wishes,
        *,
        sights: Sights,
        change_limits: Callable[[Work, Limits], None],
    ) -> None:
        self._board, self._fold, self._replies = board, fold, replies
        self._bubbles, self._wishes, self._sights = bubbles, wishes, sights
        self._change_limits = change_limits

    def take(self, work: Work, message: Message) -> None:
        """Let one message do what it does."""
        if not isinstance(message, Part | MailOpened):
            self._fold.end_runs(work)  # it may be about any agent
        match message:
            case MailOpened():
                self._fold.mail(work, message)
            case TranscriptRead():
                self._fold.transcript(work, message)
            case Part():
                self._fold.part(work, message)
            case BacklogTold():
                pass  # word for the merge
            case RegistrySeen():
                self._fold.registry(work, message)
            case RegistryGone():
                self._fold.registry_gone(work, message)
            case ProcessEnded():
                self._fold.process(work, message)
            case PanesSeen():
                self._fold.panes(work, message)
                self._sights.meet(message)
            case ScreenSeen():
                self._sights.seen(message)
                self._fold.screen(work, message)
            case ScreenMoved():
                self._sights.moved(message)
            case HoldOpened():
                self._fold.hold_opened(work, message)
            case HoldClosed():
                self._fold.hold_closed(work, message)
            case ReplyMoved():
                self._replies.moved(work, message)
            case FocusFinished():
                self._wishes.focused(work, message)
            case StartFinished():
                self._wishes.started(work, message)
            case LookSeen():
                for uuid in self._bubbles.looked(message, work):
                    self._wishes.see_if_read(work, uuid, message.at)
            case BubbleActed():
                self._wishes.bubble_acted(work, message)
            case BubbleClosed(reason="unknown"):
                self._bubbles.lost(message.key, self._board.cards, work.now)
            case BubbleClosed():
                self._bubbles.closed(work, message)
            case DesktopQuiet():
                self._bubbles.desktop_quiet(message.is_quiet)
            case ShortcutPressed():
                self._wishes.go_to_next(work)
            case InterruptFinished():
                self._wishes.interrupted(work, message)
            case SettingsChanged(limits=limits):
                if limits is not None:
                    self._change_limits(work, limits)
            case _:
                self._wishes.take(work, message)
