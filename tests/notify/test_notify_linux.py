"""The Linux room against a daemon that the test commands: everything that real daemons do only now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from headspace_desktop.domain.effects import BubbleAction, ShowBubble, WithdrawBubble
from headspace_desktop.settings import NotifySettings
from headspace_desktop.troubles import NoNotifications
from headspace_desktop.workers import BATCH_LIMIT
from tests.harness.desktop import Desktop
from tests.notify.fake_daemon import ALL, FakeDaemon, wait_until
from tests.notify.notify_stage import Stage

ASKS = ShowBubble(
    key="agent-1",
    title="swift-otter needs you",
    body="Allow Bash: make check?",
    actions=(BubbleAction("allow", "Allow"), BubbleAction("deny", "Deny")),
    is_urgent=True,
)


@pytest.fixture
def daemons(bare_desktop: Desktop) -> Iterator[Callable[..., FakeDaemon]]:
    made: list[FakeDaemon] = []

    def start(abilities: list[str] = ALL, first_id: int = 0) -> FakeDaemon:
        made.append(FakeDaemon(bare_desktop.env["DBUS_SESSION_BUS_ADDRESS"], abilities, first_id))
        return made[-1]

    yield start
    for daemon in made:
        daemon.stop()


@pytest.fixture
def stage(bare_desktop: Desktop, stages: list[Stage]) -> Callable[..., Stage]:
    def start(settings: NotifySettings | None = None) -> Stage:
        stages.append(Stage(bare_desktop.env, settings))
        return stages[-1]

    return start


Daemons = Callable[..., FakeDaemon]
Stages = Callable[..., Stage]


def shown(daemon: FakeDaemon, count: int = 1) -> dict:
    wait_until(f"{count} bubbles shown", lambda: len(daemon.shown) >= count)
    return daemon.shown[count - 1]


def key_of(bubble: dict, label: str) -> str:
    return next(key for key, text in bubble["actions"].items() if text == label)


def test_a_bubble_has_a_labelled_default_its_buttons_and_hints(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    bubble = shown(daemon)
    assert bubble["title"] == ASKS.title
    assert bubble["body"] == ASKS.body
    assert list(bubble["actions"].values()) == ["Go there", "Allow", "Deny"]
    assert bubble["actions"]["default"] == "Go there"
    assert bubble["hints"] == {"urgency": 2, "desktop-entry": "headspace-desktop", "suppress-sound": True}
    assert bubble["expires_ms"] == 0
    assert room.told == []


def test_sound_urgency_and_an_own_default_label(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(
        ShowBubble("k", "Done", "all", actions=(BubbleAction("default", "Show it"),), with_sound=True, can_reply=False)
    )
    bubble = shown(daemon)
    assert bubble["actions"] == {"default": "Show it"}
    assert bubble["hints"]["urgency"] == 1
    assert bubble["hints"]["sound-name"] == "message-new-instant"
    assert "suppress-sound" not in bubble["hints"]
    assert bubble["expires_ms"] == -1


def test_clicks_reach_the_engine_with_their_action_and_token(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    bubble = shown(daemon)
    daemon.emit("ActivationToken", 1, "token-7")
    daemon.emit("ActionInvoked", 1, "default")
    daemon.emit("ActionInvoked", 1, key_of(bubble, "Deny"))
    daemon.emit("NotificationClosed", 1, 2)
    wait_until("closed", lambda: room.closed)
    assert room.acted == [("agent-1", "default", "", "token-7"), ("agent-1", "deny", "", "")]
    assert room.closed == [("agent-1", "dismissed")]
    daemon.emit("ActionInvoked", 1, "default")
    room.post(ShowBubble("other", "t", "b"))
    shown(daemon, 2)
    assert len(room.acted) == 2, "a closed bubble says nothing any more"


def test_a_click_that_overtakes_the_reply_is_understood(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    daemon.before_reply.append(lambda number: daemon.interface.ActionInvoked(number, "default"))
    room.post(ASKS)
    wait_until("acted", lambda: room.acted)
    assert room.acted[0][:2] == ("agent-1", "default")


def test_a_bubble_is_replaced_under_its_id_and_an_old_button_only_leads_there(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    old = shown(daemon)
    room.post(ShowBubble("agent-1", "asks again", "Allow Bash: rm -rf build?", actions=ASKS.actions))
    new = shown(daemon, 2)
    assert new["replaces_id"] == 1
    daemon.emit("ActionInvoked", 1, key_of(old, "Allow"))
    daemon.emit("ActionInvoked", 1, key_of(new, "Allow"))
    wait_until("both clicks", lambda: len(room.acted) == 2)
    assert [action for _key, action, _text, _token in room.acted] == ["default", "allow"]


def test_a_reply_is_typed_in_the_bubble_where_the_daemon_can(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ShowBubble("agent-1", "asks", "which?", can_reply=True))
    bubble = shown(daemon)
    assert bubble["actions"]["inline-reply"] == "Reply"
    daemon.emit("NotificationReplied", 1, "the second one\nplease")
    wait_until("replied", lambda: room.acted)
    assert room.acted == [("agent-1", "reply", "the second one\nplease", "")]


@pytest.mark.parametrize(
    ("abilities", "body", "actions"),
    [
        (["body", "body-markup", "actions"], "a &amp;&amp; b &lt;b&gt;c&lt;/b&gt;", ["Go there", "Allow", "Deny"]),
        (["body", "actions"], "a && b <b>c</b>", ["Go there", "Allow", "Deny"]),
        (["body"], "a && b <b>c</b>", []),
        ([], "", []),
    ],
)
def test_a_daemon_gets_only_what_it_can(
    daemons: Daemons, stage: Stages, abilities: list[str], body: str, actions: list[str]
) -> None:
    daemon, room = daemons(abilities), stage()
    room.post(ShowBubble("k", "title", "a && b <b>c</b>", actions=ASKS.actions, can_reply=True))
    bubble = shown(daemon)
    assert bubble["body"] == body
    assert list(bubble["actions"].values()) == actions
    if not abilities:
        assert bubble["title"] == "title: a && b <b>c</b>"


def test_withdrawing_closes_it_once(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    shown(daemon)
    room.post(WithdrawBubble("agent-1"), WithdrawBubble("agent-1"), WithdrawBubble("never seen"))
    wait_until("closed", lambda: daemon.withdrawn == [1])
    wait_until("told", lambda: room.closed == [("agent-1", "withdrawn")])


def test_of_many_words_about_one_bubble_only_the_last_is_shown(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    shown(daemon)
    daemon.before_reply.append(lambda _number: room.post(*later) if len(daemon.shown) == 2 else None)
    later = [ShowBubble("agent-2", "title", str(number)) for number in range(BATCH_LIMIT - 1)]
    room.post(ShowBubble("agent-3", "first", ""))
    wait_until("the last word", lambda: daemon.shown[-1]["body"] == str(BATCH_LIMIT - 2))
    assert len(daemon.shown) < 10


def test_a_new_daemon_is_met_with_fresh_ids_and_its_own_abilities(daemons: Daemons, stage: Stages) -> None:
    first, room = daemons(first_id=40), stage()
    room.post(ASKS)
    shown(first)
    first.stop()
    wait_until("told that it is gone", lambda: room.told and isinstance(room.told[-1], NoNotifications))
    assert room.closed == [("agent-1", "unknown")]
    room.post(ShowBubble("agent-1", "meanwhile", ""))
    wait_until("it falls back", lambda: room.fallen)
    second = daemons(["body"], first_id=70)
    wait_until("told that it is back", lambda: room.told[-1] is None)
    room.post(ASKS)
    bubble = shown(second)
    assert bubble["replaces_id"] == 0, "an id of the old daemon may be somebody else's now"
    assert bubble["actions"] == {}
    wait_until("the fallback is taken back", lambda: room.fallen[-1] == WithdrawBubble("agent-1"))
    second.emit("ActionInvoked", 41, "default")
    second.emit("NotificationClosed", 71, 1)
    wait_until("closed", lambda: room.closed[-1] == ("agent-1", "expired"))
    assert room.acted == []


def test_without_a_daemon_all_falls_back_and_a_late_one_is_used(daemons: Daemons, stage: Stages) -> None:
    room = stage()
    room.post(ASKS, WithdrawBubble("agent-1"), ShowBubble("agent-2", "t", "b"))
    wait_until("the fallback is used", lambda: room.fallen)
    wait_until("the last word arrives", lambda: room.fallen[-1] == ShowBubble("agent-2", "t", "b"))
    assert isinstance(room.told[0], NoNotifications)
    assert room.told[0].remedy
    room.post(WithdrawBubble("agent-2"))
    wait_until("withdrawn there", lambda: room.fallen[-1] == WithdrawBubble("agent-2"))
    daemon = daemons()
    wait_until("it is noticed", lambda: room.told[-1] is None)
    room.post(ASKS)
    shown(daemon)


def test_a_daemon_that_hangs_holds_nothing_up(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    shown(daemon)
    daemon.is_hanging = True
    room.post(ShowBubble("agent-2", "t", "b"))
    shown(daemon, 2)
    room.post(ShowBubble("agent-3", "t", "b"), ShowBubble("agent-4", "t", "b"))
    wait_until("all fall back", lambda: len(room.fallen) == 3)
    assert [effect.key for effect in room.fallen] == ["agent-2", "agent-3", "agent-4"]
    assert len(daemon.shown) == 2, "it is not asked for each bubble anew"
    assert isinstance(room.told[-1], NoNotifications)


def test_switched_off_takes_the_standing_ones_away(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    shown(daemon)
    room.post(NotifySettings(enabled=False))
    wait_until("withdrawn", lambda: daemon.withdrawn == [1])
    room.post(ASKS)
    room.post(NotifySettings(enabled=True), ShowBubble("agent-2", "t", "b"))
    wait_until("on again", lambda: daemon.shown[-1]["title"] == "t")
    assert [bubble["title"] for bubble in daemon.shown].count(ASKS.title) <= 2


def test_leaving_takes_our_bubbles_along(daemons: Daemons, stage: Stages) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS, ShowBubble("agent-2", "t", "b"))
    shown(daemon, 2)
    room.end()
    wait_until("both withdrawn", lambda: daemon.withdrawn == [1, 2])


HOSTILE = {
    "nul": "a\x00b",
    "escape": "\x1b[31mred\x1b[0m",
    "lone surrogate": "a\ud800b",
    "reordering": "allow \u202etxt.exe\u202c",
    "noncharacter": "a\ufffeb\uffffc",
    "huge": "x" * 5_000_000,
    "many lines": "line\n" * 10_000,
    "markup": "<b>&amp;</b><img src='http://example.org/x.png'/>" * 50,
    "blank": " \n\t \r\n",
    "empty": "",
    "emoji": "👩‍💻 ünïcödé 日本語",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_shown_harmlessly(daemons: Daemons, stage: Stages, name: str) -> None:
    daemon, room = daemons(), stage()
    text = HOSTILE[name]
    room.post(
        ShowBubble(text, text, text, actions=(BubbleAction(text, text), BubbleAction("ok", "OK")), can_reply=True)
    )
    bubble = shown(daemon)
    for told in (bubble["title"], bubble["body"], *bubble["actions"].values()):
        assert len(told) <= 3_000
        assert not any(char in told for char in "\x00\x1b\u202e\ufffe\uffff")
        assert "<" not in bubble["body"]
    assert bubble["title"].count("\n") == 0
    daemon.emit("ActionInvoked", 1, key_of(bubble, "OK"))
    wait_until("acted", lambda: room.acted)
    assert room.acted[0][:2] == (text, "ok")
    if name == "emoji":
        assert bubble["title"] == text


def test_forged_and_wrong_signals_are_ignored(daemons: Daemons, stage: Stages, bare_desktop: Desktop) -> None:
    daemon, room = daemons(), stage()
    room.post(ASKS)
    bubble = shown(daemon)
    for arguments in (["uint32:1", f"string:{key_of(bubble, 'Allow')}"], ["string:1", "string:default"], ["uint32:1"]):
        bare_desktop.run(
            ["dbus-send", "--session", "--type=signal", "/org/freedesktop/Notifications",
             "org.freedesktop.Notifications.ActionInvoked", *arguments]
        )  # fmt: skip
    daemon.emit("ActionInvoked", 1, "999.999")
    daemon.emit("ActionInvoked", 1, "1.99")
    daemon.emit("ActionInvoked", 9, "default")
    daemon.emit("NotificationClosed", 1, 4)
    wait_until("closed", lambda: room.closed)
    assert [action for _key, action, _text, _token in room.acted] == ["default", "default"]
    assert room.closed == [("agent-1", "unknown")]
