"""Every event and every agent survives the way through JSON and back, whatever texts they carry."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime, time
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.domain.events import Clues, InputAsked, Origin, PromptSubmitted, SessionEvidence
from headspace_desktop.domain.model import Agent, FileOffset, Source
from headspace_desktop.store.codec import STATE_VERSION, agent_from, event_from, event_json
from headspace_desktop.store.text import KEY_BYTES, from_json, original, storable, storable_key, to_json
from tests.store.board import NOW, an_agent, an_ask

SPECIAL = st.sampled_from('\x00\ud800\udfff\ufdd0\U0001f600é\\"')
TEXTS = st.text(st.characters(exclude_categories=()) | SPECIAL, max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**63), 2**64 - 1),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
    time: st.times(),
    type(None): st.none(),
    Any: VALUES,
}
#: Left at their defaults, so that examples stay small; the test of agents fills them.
DEEP = {"scene", "command", "usage", "registry"}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type as our domain writes types, without touching Hypothesis' own table."""
    if kind in PLAIN:
        return PLAIN[kind]
    shape = get_origin(kind)
    if shape is Mapping:
        return st.dictionaries(TEXTS, VALUES, max_size=2)
    if shape is Literal:
        return st.sampled_from(get_args(kind))
    if shape is frozenset:
        return st.frozensets(values_of(get_args(kind)[0]), max_size=2)
    if shape is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return st.lists(values_of(inner[0]), max_size=2).map(tuple)
        return st.tuples(*(values_of(item) for item in inner))
    if shape in (Union, types.UnionType):
        return st.one_of(*(values_of(item) for item in get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if shape is Mapping or kind is Mapping:
        return st.dictionaries(TEXTS, VALUES, max_size=2)
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    needed = {}
    for field in fields(kind):
        has_default = field.default is not MISSING or field.default_factory is not MISSING
        if has_default and field.name in DEEP:
            continue
        needed[field.name] = st.deferred(lambda hint=hints[field.name]: values_of(hint))
    return st.builds(kind, **needed)


@pytest.mark.parametrize("kind", get_args(SessionEvidence), ids=lambda kind: kind.__name__)
def test_every_kind_of_event_comes_back(kind: Any) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(values_of(kind))
    def comes_back(event: Any) -> None:
        stored = to_json(event_json(event))
        stored.encode()
        assert "\\u0000" not in stored.replace("\\\\", "")
        assert event_from(kind.__name__, from_json(stored)) == event

    comes_back()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.data())
def test_every_agent_comes_back(data: st.DataObject) -> None:
    hints = get_type_hints(Agent)
    deep = {name: data.draw(values_of(hints[name]), label=name) for name in sorted(DEEP - {"registry"})}
    agent = an_agent(name=data.draw(TEXTS), **deep)
    stored = to_json(agent)
    stored.encode()
    assert agent_from(STATE_VERSION, from_json(stored)) == agent


@given(TEXTS)
def test_any_text_is_storable_and_comes_back(text: str) -> None:
    stored = storable(text)
    stored.encode()
    assert "\x00" not in stored
    assert original(stored) == text


@given(st.lists(TEXTS.map(lambda text: text * 200), min_size=2, max_size=2, unique=True))
def test_keys_stay_short_and_apart(texts: list[str]) -> None:
    keys = [storable_key(text) for text in texts]
    assert all(len(key.encode()) <= KEY_BYTES for key in keys)
    assert keys[0] != keys[1]


def payload_of(event: SessionEvidence) -> dict[str, Any]:
    values: dict[str, Any] = from_json(to_json(event_json(event)))
    return values


def a_prompt(text: str) -> PromptSubmitted:
    return PromptSubmitted(origin=Origin(Source.HOOK, "d", NOW, NOW), clues=Clues("claude"), text=text)


def test_what_is_as_by_default_is_left_out() -> None:
    payload = payload_of(a_prompt("a"))
    assert payload.keys() == {"origin", "clues", "text"}
    assert payload["clues"] == {"client": "claude"}


def test_bulky_texts_leave_their_size_and_tail() -> None:
    short = "x" * 8192
    assert payload_of(a_prompt(short))["text"] == short
    payload = payload_of(a_prompt("y" * 50_000 + " Shall I go on?"))
    assert payload["text"]["elided"] is True
    assert payload["text"]["size_chars"] == 50_015
    assert len(to_json(payload)) < 4000
    back = event_from("PromptSubmitted", payload)
    assert isinstance(back, PromptSubmitted)
    assert back.text.endswith(" Shall I go on?")


def test_bulky_tool_input_is_elided_inside() -> None:
    event = InputAsked(
        origin=Origin(Source.HOOK, "d", NOW, NOW),
        clues=Clues("claude"),
        ask=an_ask(tool_input={"file_path": "/a", "content": "z" * 100_000}),
    )
    payload = payload_of(event)
    assert payload["ask"]["tool_input"]["file_path"] == "/a"
    assert payload["ask"]["tool_input"]["content"]["size_chars"] == 100_000
    assert isinstance(event_from("InputAsked", payload), InputAsked)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("Nonsense", {}),
        ("PromptSubmitted", {}),
        ("PromptSubmitted", {"origin": 5, "clues": None, "text": []}),
    ],
)
def test_what_does_not_fit_is_refused(kind: str, payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        event_from(kind, payload)


def test_an_unknown_field_of_a_later_version_is_no_hindrance() -> None:
    offset = FileOffset("/a", "claude", "i", 1)
    assert offset.path == "/a"
    payload = payload_of(a_prompt("a")) | {"colour": "blue"}
    assert event_from("PromptSubmitted", payload) == a_prompt("a")
