"""The command line's socket: JSON lines, protocol version 1 (docs/protocol.md).

Intake thread. Looking is answered here from the cards that the engine told; wishes go to the engine as actions.
"""

from __future__ import annotations

import dataclasses
import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headspace_desktop import clients
from headspace_desktop.domain.actions import Action, AnswerAsk, Decide, FocusAgent, Mute, Quit, SendReply, StartAgent
from headspace_desktop.domain.asks import AskDoctor
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import (
    BoardReset,
    BoardStale,
    CardChanged,
    CardGone,
    Change,
    MuteChanged,
    PageReady,
)
from headspace_desktop.domain.effects import TellCaller
from headspace_desktop.domain.model import Decision, State
from headspace_desktop.intake import words
from headspace_desktop.intake.wire import Listener, Peer
from headspace_desktop.troubles import BadRequest, StoreTrouble, Trouble

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

#: How long the engine may take for one wish; focusing and starting have their own, shorter limits.
ANSWER_WITHIN_S = 30.0
#: How long a request may wait for the board of an app that is only just starting.
BOARD_WITHIN_S = 10.0
TEXT_LIMIT_CHARS = 100_000
_NOT_DONE = Trouble("the app did not answer in time", title="No answer", remedy="Look at the window, then try again.")
_STARTING = Trouble("the board is not loaded yet", title="Headspace is still starting", retry_after_s=1.0)

Request = Mapping[str, Any]


@dataclass(slots=True)
class _Wish:
    """A request that somebody else answers, or a `wait`."""

    peer: Peer
    id: object
    until_s: float | None
    states: frozenset[str] = frozenset()
    agent: str = ""


class Commands:
    """All callers. `post` goes to the engine (or, for a page, to the reader); `raise_window` shows our own window."""

    def __init__(
        self,
        path: Path,
        post: Callable[[Action | AskDoctor], None],
        raise_window: Callable[[str, str], None],
        heard_self_test: Callable[[str], bool],
        store_url: str,
    ) -> None:
        self._listener = Listener(path, self._welcome)
        self._post = post
        self._raise_window = raise_window
        self._heard_self_test = heard_self_test
        self._store_url = store_url
        self._cards: dict[str, Card] | None = None
        self._muted_until_at: datetime | None = None
        self._stale = BoardStale(None)
        self._wishes: dict[str, _Wish] = {}
        self._watchers: dict[Peer, object] = {}
        self._early: list[tuple[Peer, Request, float]] = []

    @property
    def listener(self) -> Listener:
        return self._listener

    def open(self, watch: Watch) -> None:
        """Raises: SocketUnusable."""
        self._listener.open(watch)

    def due_s(self) -> float | None:
        moments = [wish.until_s for wish in self._wishes.values() if wish.until_s is not None]
        moments += [until_s for _, _, until_s in self._early]
        due = [moment_s - time.monotonic() for moment_s in moments]
        if (silent_s := self._listener.due_s()) is not None:
            due.append(silent_s)
        return max(0.0, min(due)) if due else None

    def tick(self) -> None:
        self._listener.tick()
        now_s = time.monotonic()
        for key, wish in list(self._wishes.items()):
            if wish.until_s is not None and wish.until_s <= now_s:
                del self._wishes[key]
                late = Trouble("no agent came to it in time", title="Nothing happened") if wish.states else _NOT_DONE
                self._refuse(wish.peer, wish.id, late)
        early, self._early = self._early, []
        for peer, request, until_s in early:
            if until_s <= now_s:
                self._refuse(peer, request.get("id"), _STARTING)
            else:
                self._early.append((peer, request, until_s))

    def close(self) -> None:
        self._listener.close()
        self._wishes.clear()
        self._watchers.clear()
        self._early.clear()

    # -- callers --------------------------------------------------------------

    def _welcome(self, peer: Peer) -> None:
        peer.on_line = self._hear
        peer.on_gone = self._gone

    def _gone(self, peer: Peer) -> None:
        self._watchers.pop(peer, None)
        self._wishes = {key: wish for key, wish in self._wishes.items() if wish.peer is not peer}
        self._early = [entry for entry in self._early if entry[0] is not peer]

    def _hear(self, peer: Peer, text: bytes) -> None:
        request: Request = {}
        try:
            request = _request(text)
            self._do(peer, request)
        except Trouble as trouble:
            self._refuse(peer, request.get("id"), trouble)

    def _do(self, peer: Peer, request: Request) -> None:
        match request["do"]:
            case "raise" | "open":
                self._raise_window(_text(request, "agent", ""), _text(request, "activation_token", ""))
                self._answer(peer, request.get("id"), {})
            case "quit":
                self._answer(peer, request.get("id"), {})
                self._post(Quit())
            case "heard":
                heard = self._heard_self_test(_text(request, "token"))
                self._answer(peer, request.get("id"), {"is_heard": heard})
            case "mute":
                self._post(Mute(_moment(request.get("until_at"))))
                self._answer(peer, request.get("id"), {})
            case "doctor":
                self._post(AskDoctor(self._wish(peer, request)))
            case "store":
                self._answer(peer, request.get("id"), {"url": self._store_url})
            case "start":
                self._start(peer, request)
            case "status" | "watch" | "wait" | "focus" | "reply" | "decide" | "answer":
                is_away = self._stale.since_at is not None and not self._stale.is_catching_up
                if self._cards is None and is_away:
                    raise StoreTrouble("there is no board yet", title=self._stale.reason)
                if self._cards is None:
                    self._early.append((peer, request, time.monotonic() + BOARD_WITHIN_S))
                else:
                    self._look_or_act(peer, request, self._cards)
            case unknown:
                raise BadRequest(f"there is no {str(unknown)[:40]!r}", remedy="See docs/protocol.md.")

    def _look_or_act(self, peer: Peer, request: Request, cards: Mapping[str, Card]) -> None:
        match request["do"]:
            case "status":
                muted = words.moment(self._muted_until_at)
                agents = [words.line(card) for card in cards.values()]
                board = {"agents": agents, "at": _now().isoformat(), "muted_until_at": muted, **_staleness(self._stale)}
                self._answer(peer, request.get("id"), board)
            case "watch":
                self._watchers[peer] = request.get("id")
                for card in cards.values():
                    self._tell(peer, request.get("id"), words.line(card))
            case "wait":
                self._wait(peer, request, cards)
            case _:
                card = words.find(cards.values(), request.get("agent"))
                self._post(self._action(request, card, self._wish(peer, request)))

    def _action(self, request: Request, card: Card, request_id: str) -> Action:
        try:
            match request["do"]:
                case "focus":
                    return FocusAgent(card.uuid, "cli", _text(request, "activation_token", ""), request_id)
                case "reply":
                    return SendReply(card.uuid, _text(request, "text"), "cli", request_id)
                case "decide":
                    ask = words.open_ask(card, request.get("ask"))
                    message = _text(request, "message", "")
                    return Decide(card.uuid, ask.key, _decision(request), message, "cli", request_id)
                case _:
                    ask = words.open_ask(card, request.get("ask"))
                    return AnswerAsk(card.uuid, ask.key, _answers(request), "cli", request_id)
        except Trouble:
            del self._wishes[request_id]
            raise

    def _start(self, peer: Peer, request: Request) -> None:
        project, args = _text(request, "project_path"), request.get("args", [])
        client = _text(request, "client", "claude")
        if client not in {known.name for known in clients.known()}:
            raise BadRequest(f"there is no client {client[:40]!r}")
        if not Path(project).is_absolute() or not Path(project).is_dir():
            raise BadRequest(f"{project[:200]} is no folder; give its absolute path")
        if not isinstance(args, list) or not all(isinstance(arg, str) and "\0" not in arg for arg in args):
            raise BadRequest("`args` must be a list of texts")
        self._post(StartAgent(project, client, tuple(args), self._wish(peer, request)))

    def _wait(self, peer: Peer, request: Request, cards: Mapping[str, Card]) -> None:
        until = request.get("until", ["needs_input"])
        known = {str(state) for state in State}
        wanted = [until] if isinstance(until, str) else until
        if not _is_texts(wanted) or not wanted or not known.issuperset(wanted):
            raise BadRequest(f"`until` must be one or more of {', '.join(sorted(known))}")
        states = frozenset(wanted)
        agent = words.find(cards.values(), request["agent"]).uuid if request.get("agent") else ""
        timeout_s = request.get("timeout_s")
        if timeout_s is not None and (not isinstance(timeout_s, int | float) or not 0 <= timeout_s < 1e9):
            raise BadRequest("`timeout_s` must be a number of seconds")
        until_s = None if timeout_s is None else time.monotonic() + timeout_s
        self._wishes[uuid.uuid4().hex] = _Wish(peer, request.get("id"), until_s, states, agent)
        self._end_waits(cards)

    def _wish(self, peer: Peer, request: Request) -> str:
        request_id = uuid.uuid4().hex
        self._wishes[request_id] = _Wish(peer, request.get("id"), time.monotonic() + ANSWER_WITHIN_S)
        return request_id

    # -- the engine -----------------------------------------------------------

    def tell_caller(self, effect: TellCaller) -> None:
        """The engine's answer to a wish; one that nobody waits for any more is dropped."""
        wish = self._wishes.pop(effect.request_id, None)
        if wish is None:
            return
        if effect.error_title:
            told = {"kind": "", "title": effect.error_title, "detail": effect.error_detail}
            error = {**told, "remedy": effect.error_remedy, "retry_after_s": None}
            self._send(wish.peer, {"id": wish.id, "ok": False, "error": error, "result": dict(effect.result)})
        else:
            self._answer(wish.peer, wish.id, dict(effect.result))

    def hear_change(self, change: Change) -> None:
        """Keep the cards, and tell those who watch or wait."""
        match change:
            case BoardReset():
                before, self._cards = self._cards or {}, {card.uuid: card for card in change.cards}
                for gone in before.keys() - self._cards.keys():
                    self._tell_watchers({"agent": gone, "is_gone": True})
                for card in change.cards:
                    self._hear_card(card, before.get(card.uuid))
                early, self._early = self._early, []
                for peer, request, _ in early:
                    self._hear(peer, json.dumps(request).encode())
            case CardChanged() if self._cards is not None:
                before_card = self._cards.get(change.card.uuid)
                self._cards[change.card.uuid] = change.card
                self._hear_card(change.card, before_card)
            case CardGone() if self._cards is not None:
                if self._cards.pop(change.uuid, None) is not None:
                    self._tell_watchers({"agent": change.uuid, "is_gone": True})
            case BoardStale():
                self._stale = change
                self._tell_watchers(_staleness(change))
                self._end_waits(self._cards or {})
            case MuteChanged():
                self._muted_until_at = change.until_at
            case PageReady() if change.ask_id in self._wishes:
                self._hear_page(change)
            case _:
                pass

    def _hear_card(self, card: Card, before: Card | None) -> None:
        if before is not None and words.change_key(before) == words.change_key(card):
            return
        self._tell_watchers(words.line(card))
        self._end_waits({card.uuid: card})

    def _end_waits(self, cards: Mapping[str, Card]) -> None:
        """Answer who waited for one of these to be as it is. What may be old is no reason to wait no more."""
        if self._stale.since_at is not None:
            return
        for key, wish in list(self._wishes.items()):
            wanted = cards.values() if not wish.agent else filter(None, [cards.get(wish.agent)])
            found = next((card for card in wanted if str(card.verdict.state) in wish.states), None)
            if found is not None:
                del self._wishes[key]
                self._answer(wish.peer, wish.id, words.line(found))

    def _hear_page(self, change: PageReady) -> None:
        wish = self._wishes.pop(change.ask_id)
        if change.trouble is not None:
            shown = change.trouble
            trouble = Trouble(shown.detail, title=shown.title, remedy=shown.remedy)
            self._refuse(wish.peer, wish.id, trouble)
        else:
            is_record = dataclasses.is_dataclass(change.page) and not isinstance(change.page, type)
            page = dataclasses.asdict(change.page) if is_record else change.page
            self._answer(wish.peer, wish.id, page)

    # -- sending --------------------------------------------------------------

    def _tell_watchers(self, told: Mapping[str, Any]) -> None:
        for peer, request_id in list(self._watchers.items()):
            self._tell(peer, request_id, told)

    def _tell(self, peer: Peer, request_id: object, told: Mapping[str, Any]) -> None:
        self._send(peer, {"id": request_id, **told})

    def _answer(self, peer: Peer, request_id: object, result: object) -> None:
        self._send(peer, {"id": request_id, "ok": True, "result": result})

    def _refuse(self, peer: Peer, request_id: object, trouble: Trouble) -> None:
        self._send(peer, {"id": request_id, "ok": False, "error": words.error(trouble)})

    def _send(self, peer: Peer, message: Mapping[str, Any]) -> None:
        text = json.dumps({"v": words.VERSION, **message}, default=str)
        peer.send(text.encode("utf-8") + b"\n")


def _staleness(told: BoardStale) -> dict[str, Any]:
    return {"stale_since": words.moment(told.since_at), "stale_reason": told.reason}


def _request(text: bytes) -> Request:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest("a line must be one JSON object") from error
    if not isinstance(value, dict) or not isinstance(value.get("do"), str):
        raise BadRequest("a line must be one JSON object with `do`")
    if not isinstance(value.get("id"), str | int | None):
        value["id"] = None
        raise BadRequest("`id` must be a text or a number")
    if value.get("v", words.VERSION) != words.VERSION:
        raise BadRequest(f"only version {words.VERSION} is spoken here", remedy="Update the older of the two programs.")
    return value


def _text(request: Request, key: str, default: str | None = None) -> str:
    value = request.get(key, default)
    if not isinstance(value, str) or len(value) > TEXT_LIMIT_CHARS or (default is None and not value.strip()):
        raise BadRequest(f"`{key}` must be a text of at most {TEXT_LIMIT_CHARS} characters")
    return value


def _decision(request: Request) -> Decision:
    try:
        return Decision(str(request.get("decision")))
    except ValueError as error:
        raise BadRequest(f"`decision` must be one of {', '.join(Decision)}") from error


def _answers(request: Request) -> tuple[tuple[str, ...], ...]:
    value = request.get("answers")
    if not isinstance(value, list) or not value or not all(_is_texts(item) for item in value):
        raise BadRequest("`answers` must be a list of lists of texts, one list for each question")
    return tuple(tuple(item) for item in value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and len(one) <= TEXT_LIMIT_CHARS for one in value)


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise BadRequest("`until_at` must be a moment such as 2030-01-31T12:00:00+00:00, or null") from error
    return at.astimezone(UTC)


def _now() -> datetime:
    return datetime.now(UTC)
