"""`headspace why`: the reasoning as the app sends it, in words and as JSON."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

import pytest

from headspace_desktop.cli import talk
from headspace_desktop.domain import lifecycle
from headspace_desktop.domain.card import card_of
from headspace_desktop.domain.events import Clues
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.model import Project
from headspace_desktop.intake import words
from headspace_desktop.troubles import BadRequest

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    born = lifecycle.born("abcdef12", Clues("claude", session_id="s"), Project("/p", "p"), NOW)
    agent = lifecycle.wake(born, NOW, Thresholds()).agent
    found = words.line(card_of(agent, None, NOW))
    monkeypatch.setattr(talk, "board", lambda: [json.loads(json.dumps(found))])
    return found


def test_the_status_carries_the_reasoning(line: dict[str, object]) -> None:
    assert (line["rule"], line["deciding"], line["dissent"]) == ("unknown", None, [])
    assert any("no hooks" in str(gap) for gap in line["missing"])  # type: ignore[attr-defined]


def test_it_is_told_in_words_and_as_json(line: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    assert talk.why(argparse.Namespace(agent="", json=False)) == 0
    told = capsys.readouterr().out
    assert "no hook, transcript or live-session file tells what it does" in told
    assert "nobody" in told
    assert told.count("missing") == 2
    assert talk.why(argparse.Namespace(agent="abcdef12", json=True)) == 0
    assert json.loads(capsys.readouterr().out)["rule"] == "unknown"


def test_where_there_are_several_it_says_how_to_name_one(
    line: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk, "board", lambda: [line, {**line, "agent": "fedcba98"}])
    with pytest.raises(BadRequest, match="there are several: abcdef12") as refused:
        talk.why(argparse.Namespace(agent="", json=False))
    assert refused.value.remedy == "Say which one with `headspace why AGENT`."
    with pytest.raises(BadRequest) as refused:  # both are in one session
        talk.why(argparse.Namespace(agent="s", json=False))
    assert refused.value.remedy == "Name it by one of these ids."
