"""One spool file, whatever it holds."""

from __future__ import annotations

import io
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headspace_desktop.intake.mail import open_bytes, open_mail
from headspace_desktop.intake.shorten import LONG_STRING_BYTES, shorten

ID = {"session_id": "s", "hook_event_name": "PostToolUse"}
HEAD = b'{"session_id": "s", "hook_event_name": "Stop", "n": 12, '

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_one_object() -> None:
    mail = open_bytes(json.dumps(ID).encode() + b"\n")
    assert mail.payloads == ((0, ID),)
    assert not mail.is_open
    assert not mail.anomalies


def test_two_objects_are_two_deliveries() -> None:
    raw = "\ufeff".encode() + json.dumps(ID | {"t": "é\ud800"}).encode() + b" \n" + json.dumps(ID).encode()
    mail = open_bytes(raw)
    assert [payload for _, payload in mail.payloads] == [ID | {"t": "é\ud800"}, ID]
    assert [raw[offset : offset + 1] for offset, _ in mail.payloads] == [b"{", b"{"]


@given(st.lists(st.dictionaries(st.text(), JSON), min_size=1, max_size=4), st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_any_objects_in_any_chunks(values: list[dict[str, object]], step: int) -> None:
    raw = b" ".join(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") for value in values)
    expected = [json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) for value in values]
    pieces, shortener = shorten(raw[at : at + step] for at in range(0, len(raw), step))
    assert shortener.is_whole
    assert [json.loads(piece.text) for piece in pieces] == expected
    assert [json.loads(raw[piece.offset : piece.end]) for piece in pieces] == expected
    assert [payload for _, payload in open_bytes(raw).payloads] == expected


@pytest.mark.parametrize("cut", range(1, 60))
def test_cut_anywhere_is_open(cut: int) -> None:
    raw = HEAD + b'"text": "abc\\"def", "more": [1, {"x": null}]}'
    mail = open_bytes(raw[:cut])
    assert mail.is_open
    assert not mail.payloads
    if cut >= len(HEAD):
        assert mail.fragment == {"session_id": "s", "hook_event_name": "Stop", "n": 12}


@pytest.mark.parametrize(
    "raw",
    [
        b"[1, 2]",
        b"{,}",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": 1}}',
        b"123 {}",
        b'{"a": "\x00"}',
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"[" * 500_000,
        b'{"n": ' + b"9" * 10_000 + b"}",
        b'{"a" 1}',
    ],
    ids=range(11),
)
def test_rejects_what_is_no_object(raw: bytes) -> None:
    mail = open_bytes(raw)
    assert mail.is_rejected
    assert mail.anomalies


def test_the_sound_one_beside_a_broken_one_is_read() -> None:
    mail = open_bytes(b"{,}" + json.dumps(ID).encode())
    assert mail.payloads == ((3, ID),)
    assert mail.is_rejected


@pytest.mark.parametrize("raw", [b"\x00\x00\x00", b"hello", b'"text"', b"12", b"\xff\xfe"])
def test_noise_is_open_without_a_fragment(raw: bytes) -> None:
    mail = open_bytes(raw)
    assert mail.is_open
    assert mail.fragment is None


def test_not_utf8_is_mended_and_told() -> None:
    mail = open_bytes(b'{"session_id": "\xff\xfe"}')
    assert mail.payloads == ((0, {"session_id": "\ufffd\ufffd"}),)
    assert "UTF-8" in mail.anomalies[0]


def test_long_strings_of_tools_are_elided() -> None:
    random.seed(1)
    long = "".join(random.choice('ab\\"é\n') for _ in range(1_200_000))
    value = ID | {"tool_input": {"content": long, "file_path": "/x"}, "tool_use_id": "t"}
    raw = json.dumps(value, ensure_ascii=False).encode()
    mail = open_bytes(raw)
    size = len(json.dumps(long, ensure_ascii=False).encode()) - 2
    elided = {"elided": True, "size_bytes": size}
    assert mail.payloads == ((0, ID | {"tool_input": {"content": elided, "file_path": "/x"}, "tool_use_id": "t"}),)
    assert not mail.anomalies


def test_a_string_just_long_enough_is_kept() -> None:
    kept = "k" * LONG_STRING_BYTES
    filler = ["f" * (LONG_STRING_BYTES + 1)] * 600
    mail = open_bytes(json.dumps(ID | {"tool_input": {"kept": kept, "filler": filler}}).encode())
    tool_input = mail.payloads[0][1]["tool_input"]
    assert tool_input["kept"] == kept
    assert tool_input["filler"][0] == {"elided": True, "size_bytes": LONG_STRING_BYTES + 1}


def test_a_huge_prompt_leaves_a_word() -> None:
    mail = open_bytes(json.dumps(ID | {"prompt": "p" * 2_000_000}).encode())
    assert mail.payloads == ((0, ID | {"prompt": ""}),)
    assert "2000000" in mail.anomalies[0]


def test_many_short_values_leave_the_identity() -> None:
    mail = open_bytes(json.dumps(ID | {"tool_response": list(range(400_000))}).encode())
    assert mail.payloads == ((0, ID),)
    assert mail.is_rejected


def test_beyond_the_stream_the_head_is_read() -> None:
    class Endless(io.BytesIO):
        pass

    raw = HEAD + b'"text": "' + b"x" * 100_000
    mail = open_mail(Endless(raw), 65 << 20)
    assert mail.payloads == ((0, {"session_id": "s", "hook_event_name": "Stop", "n": 12}),)
    assert "too many" in mail.anomalies[0]


@given(st.binary(max_size=200))
def test_noise_never_raises(raw: bytes) -> None:
    open_bytes(raw)
