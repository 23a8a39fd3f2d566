"""What the person was asked and said while nobody watched is told afterwards, by the result of the call (2.1.330)."""

from __future__ import annotations

import pytest

from headspace_desktop.app import recorder
from headspace_desktop.recording.tape import Told
from tests.accuracy.score import late
from tests.engine.test_commands import CORPUS, Remember, remember

__all__ = ["remember"]

ASKED = [
    "permission-allowed", "permission-denied", "permission-denied-with-words", "an-edit-asks", "always-allowed",
    "esc-at-the-first-of-two", "permission-allowed-no-hooks", "permission-denied-no-hooks",
    "esc-at-the-first-of-two-no-hooks",
]  # fmt: skip


def unwatched(told: list[Told]) -> list[Told]:
    """The transcript, and the one look at a live-session file that tells whose it is."""
    met = next(one for one in told if one.via == "registry")
    return [met, *(one for one in told if one.via == "transcript")]


@pytest.mark.parametrize("name", ASKED)
def test_question_and_answer_are_turns_once_whoever_watched(remember: Remember, name: str) -> None:
    header, told = recorder.read_file(CORPUS / f"2.1.330/{name}.jsonl.gz")
    turns, _commands = remember(told, header)
    assert [actor for actor, _text in turns][:3] in (["user", "agent", "user"], ["user", "agent", "agent"])
    assert remember(unwatched(told), header)[0] == turns
    assert remember(late(3.0)(told), header)[0] == turns, "hooks that are read after the transcript"


@pytest.mark.parametrize(
    "name", ["2.1.330/nothing-asked", "2.1.330/permission-denied-by-hook", "2.1.330/permission-allowed-by-hook"]
)
def test_what_settings_or_a_hook_decided_is_nobodys_answer(remember: Remember, name: str) -> None:
    header, told = recorder.read_file(CORPUS / f"{name}.jsonl.gz")
    turns, _commands = remember(unwatched(told), header)
    assert not {"Allowed", "Denied"} & {text for _actor, text in turns}


def test_what_a_hook_refused_in_an_older_version_is_no_call_that_failed(remember: Remember) -> None:
    """2.1.197 names no decision in the result; a line before it does."""
    header, told = recorder.read_file(CORPUS / "2.1.197/permission-denied-by-hook.jsonl.gz")
    for heard in (told, [one for one in told if one.via != "hook"]):
        turns, _commands = remember(heard, header)
        assert ("user", "Denied") in turns
        assert ("user", "Allowed") not in turns
