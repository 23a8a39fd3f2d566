"""The grammar, the table and who is meant: pure parts of the command line."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.cli import agents, main, parser, table, talk
from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.troubles import BadRequest, UnknownAgent


def one(uuid: str, **more: Any) -> dict[str, Any]:
    return {"agent": uuid, "session_id": f"s-{uuid}", "state": "working", "project": {"name": "shop"}, **more}


FLEET = [
    one("aaaa1111", name="api", pane={"pane_id": "%1"}),
    one("aaaa2222", name="web", state="needs_input", ask={"kind": "permission", "text": "rm"}),
    one("bbbb3333", name="old", state="ended"),
    one("cccc4444", name="old"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("aaaa1111", "aaaa1111"), ("s-aaaa2", "aaaa2222"), ("api", "aaaa1111"), ("%1", "aaaa1111"),
     ("old", "cccc4444"), ("bbbb", "bbbb3333")],
)  # fmt: skip
def test_an_agent_is_named_in_many_ways(wanted: str, found: str) -> None:
    assert agents.pick(FLEET, wanted)["agent"] == found


@pytest.mark.parametrize("wanted", ["aaaa9", "aaa", "bb", "nobody", "%2"])
def test_nobody_is_not_somebody(wanted: str) -> None:
    with pytest.raises(UnknownAgent):
        agents.pick(FLEET, wanted)


def test_two_that_fit_are_named_and_none_is_taken() -> None:
    with pytest.raises(BadRequest, match=r"aaaa1111 \(api\), aaaa2222 \(web\)"):
        agents.pick(FLEET, "aaaa")


def test_without_a_name_only_the_only_one_is_meant() -> None:
    assert agents.only(FLEET, "", lambda x: x["state"] == "needs_input")["agent"] == "aaaa2222"
    with pytest.raises(BadRequest, match="several"):
        agents.only(FLEET, "", lambda x: x["state"] == "working")
    with pytest.raises(UnknownAgent):
        agents.only(FLEET, "", lambda x: x["state"] == "stalled")


DRINK = {"text": "Which?", "options": [{"label": "Tea"}, {"label": "Coffee"}, {"label": "3"}]}


@pytest.mark.parametrize(
    ("items", "words", "answers"),
    [
        ([DRINK], ["coffee"], [["Coffee"]]),
        ([DRINK], ["2"], [["Coffee"]]),
        ([DRINK], ["3"], [["3"]]),
        ([DRINK], ["4"], [["4"]]),
        ([DRINK], ["water, please"], [["water, please"]]),
        ([{**DRINK, "is_multi": True}], ["1", "Coffee"], [["Tea", "Coffee"]]),
        ([DRINK, DRINK], ["tea", "2"], [["Tea"], ["Coffee"]]),
    ],
)
def test_answers_are_options_numbers_or_words(items: list[Any], words: list[str], answers: list[list[str]]) -> None:
    assert talk.chosen(items, words) == answers


@pytest.mark.parametrize(("items", "words"), [([DRINK], ["tea", "coffee"]), ([DRINK, DRINK], ["tea"])])
def test_a_wrong_number_of_answers_is_refused(items: list[Any], words: list[str]) -> None:
    with pytest.raises(BadRequest):
        talk.chosen(items, words)


NOW = datetime(2024, 5, 17, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "until"),
    [
        ("30m", datetime(2024, 5, 17, 23, 0, tzinfo=UTC)),
        ("2h", datetime(2024, 5, 18, 0, 30, tzinfo=UTC)),
        ("tomorrow", next_morning(NOW)),
        ("off", None),
    ],
)
def test_how_long_to_mute(word: str, until: datetime | None) -> None:
    assert talk.moment(word, NOW) == until


@pytest.mark.parametrize("word", ["", "0m", "-5m", "soon", "5", "99999h", "1h; rm"])
def test_what_is_no_time(word: str) -> None:
    with pytest.raises(BadRequest):
        talk.moment(word, NOW)


@given(st.text())
def test_nothing_can_drive_the_terminal(text: str) -> None:
    shown = table.plain(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in shown)
    assert len(shown.splitlines()) <= 1


def test_hostile_names_stay_in_their_cell() -> None:
    text = table.table([("A", "B"), ("\x1b]0;owned\x07x\x1b[2J", "b\ny\u202e\r\ud800")], 80)
    assert text.splitlines()[1] == "]0;ownedx[2J  b y "[:-1]
    assert "\x1b" not in text


@given(
    st.lists(st.tuples(st.text(max_size=50), st.text(max_size=50), st.text(max_size=300)), min_size=1),
    st.integers(1, 200),
)
def test_the_table_is_aligned_whatever_is_in_it(rows: list[tuple[str, str, str]], columns: int) -> None:
    lines = table.table([("HEAD", "HEAD", "HEAD"), *rows], columns).split("\n")
    assert len(lines) == len(rows) + 1
    assert all(table.width(line) <= max(columns, 32 * 2 + 4 + 20) for line in lines)


def test_wide_signs_take_two_columns() -> None:
    assert table.width("日本") == 4
    assert table.fitted("日本語", 5) == "日本…"
    assert table.fitted("abc", 3) == "abc"


@pytest.mark.parametrize(("seconds", "text"), [(-5, "0s"), (59.9, "59s"), (60, "1m"), (7200, "2h"), (200_000, "2d")])
def test_durations(seconds: float, text: str) -> None:
    assert table.duration(seconds) == text


def test_words_behind_the_dashes_are_the_agents() -> None:
    _, options = parser.command_of(["start", "--project", "x", "--", "--model", "--", "-p"])
    assert options.rest == ["--model", "--", "-p"]
    assert options.project == "x"


@pytest.mark.parametrize(
    "words",
    [[], ["nonsense"], ["wait"], ["wait", "--until", "happy"],
     ["wait", "--until", "idle", "--timeout", "-1"], ["decide", "maybe"],
     ["status", "--", "x"]],
)  # fmt: skip
def test_wrong_usage_is_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
