"""The macOS room with a stand-in that records what desktop-notifier is told; never run on the real system here."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import desktop_notifier
import pytest

from headspace_desktop.domain.effects import BubbleAction, ShowBubble, WithdrawBubble
from headspace_desktop.domain.events import BubbleActed, BubbleClosed
from headspace_desktop.notify import macos
from headspace_desktop.settings import NotifySettings
from headspace_desktop.troubles import NoNotifications
from headspace_desktop.workers import AsyncWorker
from tests.notify.fake_daemon import wait_until

ASKS = ShowBubble(
    key="agent-1",
    title="swift-otter needs you",
    body="Allow <b>Bash</b> & more?",
    actions=(BubbleAction("default", "Go there"), BubbleAction("allow:1", "Allow"), BubbleAction("deny:1", "Deny")),
    is_urgent=True,
    with_sound=True,
    can_reply=True,
    agent_uuid="uuid-1",
)


class Recording:
    """What `desktop_notifier.DesktopNotifier` is on macOS, as far as its documentation tells."""

    on_clicked: Callable[[str], Any]
    on_dismissed: Callable[[str], Any]
    on_button_pressed: Callable[[str, str], Any]
    on_replied: Callable[[str, str], Any]

    def __init__(self, app_name: str, app_icon: object) -> None:
        self.sent: list[desktop_notifier.Notification] = []
        self.cleared: list[str] = []
        self.is_permitted = True
        self.asked = 0
        self.question: asyncio.Future[bool] | None = None  # stands before the person until it has a result
        self.is_hanging = False
        self.abilities = frozenset({desktop_notifier.Capability.BUTTONS, desktop_notifier.Capability.REPLY_FIELD})

    async def get_capabilities(self) -> frozenset[desktop_notifier.Capability]:
        return self.abilities

    async def has_authorisation(self) -> bool:
        raise AssertionError("version 6.2 answers it twice, which fails in the callback")

    async def request_authorisation(self) -> bool:
        self.asked += 1
        if self.question is not None:
            return await self.question
        return self.is_permitted

    async def send_notification(self, notification: desktop_notifier.Notification) -> str:
        if self.is_hanging:
            await asyncio.sleep(60)
        self.sent.append(notification)
        return notification.identifier

    async def clear(self, identifier: str) -> None:
        self.cleared.append(identifier)


class MacStage:
    def __init__(self, change: Callable[[Recording], None] = lambda _centre: None) -> None:
        self.events: list[Any] = []
        self.threads: set[str] = set()
        self.fallen: list[Any] = []
        self.told: list[Any] = []
        self.bugs: list[BaseException] = []
        self.centre = Recording("", None)
        change(self.centre)
        library = SimpleNamespace(**{**vars(desktop_notifier), "DesktopNotifier": lambda **_names: self.centre})
        room = macos.NotifyRoom(
            self._post, NotifySettings(), fall_back=self.fallen.append, tell=self.told.append, library=library
        )
        self.worker = AsyncWorker("notify", room, lambda _name, error: self.bugs.append(error))
        self.worker.start()

    def _post(self, event: Any) -> None:
        self.threads.add(threading.current_thread().name)
        self.events.append(event)

    def post(self, *messages: Any) -> None:
        for message in messages:
            self.worker.post(message)

    def sent(self, count: int = 1) -> desktop_notifier.Notification:
        wait_until(f"{count} sent", lambda: len(self.centre.sent) >= count)
        return self.centre.sent[count - 1]

    @property
    def acted(self) -> list[tuple[str, str, str]]:
        return [(e.key, e.action, e.text) for e in self.events if isinstance(e, BubbleActed)]

    @property
    def closed(self) -> list[tuple[str, str]]:
        return [(e.key, e.reason) for e in self.events if isinstance(e, BubbleClosed)]


@pytest.fixture
def mac(request: pytest.FixtureRequest) -> MacStage:
    return start(request)


def start(request: pytest.FixtureRequest, change: Callable[[Recording], None] = lambda _centre: None) -> MacStage:
    stage = MacStage(change)

    def end() -> None:
        stage.worker.stop()
        assert stage.worker.wait(15_000)
        assert stage.bugs == []

    request.addfinalizer(end)
    return stage


def test_what_is_sent(mac: MacStage) -> None:
    mac.post(ASKS)
    sent = mac.sent()
    assert (sent.title, sent.message) == ("swift-otter needs you", "Allow <b>Bash</b> & more?")
    assert [button.title for button in sent.buttons] == ["Allow", "Deny"]
    assert sent.urgency is desktop_notifier.Urgency.Critical
    assert sent.sound == desktop_notifier.DEFAULT_SOUND
    assert sent.reply_field is not None
    assert (sent.reply_field.title, sent.reply_field.button_title) == ("Reply", "Send")
    assert sent.thread == "uuid-1"


def test_what_the_person_does_arrives_through_the_rooms_own_thread(mac: MacStage) -> None:
    mac.post(ASKS)
    first = mac.sent()
    mac.centre.on_button_pressed(first.identifier, first.buttons[0].identifier)
    wait_until("acted", lambda: mac.closed)
    mac.post(ASKS)
    mac.centre.on_replied(mac.sent(2).identifier, "yes\nplease")
    wait_until("replied", lambda: len(mac.closed) == 2)
    mac.post(ASKS)
    mac.centre.on_clicked(mac.sent(3).identifier)
    wait_until("clicked", lambda: len(mac.closed) == 3)
    mac.post(ASKS)
    mac.centre.on_dismissed(mac.sent(4).identifier)
    wait_until("dismissed", lambda: len(mac.closed) == 4)
    assert mac.acted == [("agent-1", "allow:1", ""), ("agent-1", "reply", "yes\nplease"), ("agent-1", "default", "")]
    assert mac.threads == {"notify"}


def test_equal_titles_give_equal_identifiers_for_macos_keeps_the_first(mac: MacStage) -> None:
    """A category is known by its titles and keeps the identifiers of the first bubble that used them."""
    mac.post(ASKS)
    first = mac.sent()
    mac.post(
        ShowBubble("agent-2", "t", "b", actions=(BubbleAction("allow:2", "Allow"), BubbleAction("deny:2", "Deny")))
    )
    second = mac.sent(2)
    assert [b.identifier for b in first.buttons] == [b.identifier for b in second.buttons]
    mac.centre.on_button_pressed(second.identifier, first.buttons[1].identifier)
    wait_until("acted", lambda: mac.acted)
    assert mac.acted == [("agent-2", "deny:2", "")]


def test_options_with_equal_labels_stay_apart(mac: MacStage) -> None:
    mac.post(ShowBubble("k", "t", "b", actions=(BubbleAction("a", "Same"), BubbleAction("b", "Same"))))
    sent = mac.sent()
    mac.centre.on_button_pressed(sent.identifier, sent.buttons[1].identifier)
    wait_until("acted", lambda: mac.acted)
    assert mac.acted == [("k", "b", "")]


def test_replacing_clears_the_old_one_whose_buttons_are_dead(mac: MacStage) -> None:
    mac.post(ASKS)
    old = mac.sent()
    mac.post(ShowBubble("agent-1", "asks again", "", actions=ASKS.actions))
    new = mac.sent(2)
    assert mac.centre.cleared == [old.identifier]
    mac.centre.on_button_pressed(old.identifier, "Allow")
    mac.centre.on_button_pressed(new.identifier, "Deny")
    wait_until("acted", lambda: mac.acted)
    assert mac.acted == [("agent-1", "deny:1", "")]


def test_withdrawn_and_left(mac: MacStage) -> None:
    mac.post(ASKS, ShowBubble("agent-2", "t", "b"))
    mac.sent(2)
    mac.post(WithdrawBubble("agent-1"))
    wait_until("withdrawn", lambda: mac.closed == [("agent-1", "withdrawn")])
    mac.worker.stop()
    assert mac.worker.wait(15_000)
    assert mac.closed[-1] == ("agent-2", "withdrawn")
    assert len(mac.centre.cleared) == 2


def test_outside_a_signed_application_all_falls_back(request: pytest.FixtureRequest) -> None:
    mac = start(request, lambda centre: setattr(centre, "abilities", frozenset()))
    mac.post(ASKS, WithdrawBubble("never"))
    wait_until("fallen", lambda: mac.fallen == [ASKS])
    assert isinstance(mac.told[0], NoNotifications)
    assert "signed" in mac.told[0].remedy


def test_without_permission_all_falls_back_until_it_is_granted(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macos, "PERMISSION_S", 0.0)
    mac = start(request, lambda centre: setattr(centre, "is_permitted", False))
    mac.post(ASKS)
    wait_until("fallen", lambda: mac.fallen == [ASKS])
    assert "System Settings" in mac.told[0].remedy
    mac.centre.is_permitted = True
    mac.post(ASKS)
    mac.sent()
    wait_until("told that it works", lambda: mac.told[-1] is None)
    wait_until("taken back there", lambda: mac.fallen[-1] == WithdrawBubble("agent-1"))


def test_a_notification_centre_that_hangs_holds_nothing_up(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macos, "SEND_S", 0.05)
    mac = start(request, lambda centre: setattr(centre, "is_hanging", True))
    mac.post(ASKS)
    wait_until("fallen", lambda: mac.fallen == [ASKS])
    assert isinstance(mac.told[0], NoNotifications)


def test_the_system_asks_once_and_its_question_may_stand_open(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library answers a future of its own: a question that was cancelled would break its callback."""
    monkeypatch.setattr(macos, "SEND_S", 0.05)
    monkeypatch.setattr(macos, "PERMISSION_S", 0.0)
    loops: list[asyncio.AbstractEventLoop] = []

    class Asking(asyncio.Future[bool]):
        def cancel(self, msg: object = None) -> bool:
            raise AssertionError("the person's answer has nowhere to go")

    def change(centre: Recording) -> None:
        async def ask() -> bool:
            centre.asked += 1
            if centre.question is None:
                loops.append(asyncio.get_running_loop())
                centre.question = Asking(loop=loops[0])
            return await centre.question

        centre.request_authorisation = ask  # type: ignore[method-assign]

    mac = start(request, change)
    mac.post(ASKS)
    wait_until("fallen", lambda: mac.fallen == [ASKS])
    mac.post(ASKS)
    wait_until("fallen again", lambda: mac.fallen == [ASKS, ASKS])
    assert mac.centre.asked == 1
    assert mac.centre.question is not None
    loops[0].call_soon_threadsafe(mac.centre.question.set_result, True)
    wait_until("answered", lambda: mac.centre.question is not None and mac.centre.question.done())
    mac.post(ASKS)
    mac.sent()


def test_the_system_asks_at_the_start(mac: MacStage) -> None:
    wait_until("asked", lambda: mac.centre.asked == 1)
