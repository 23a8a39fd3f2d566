"""How each ask of the recordings was decided: as its script did it, or not known, whichever witnesses tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from headspace_desktop.app.replay import Player
from headspace_desktop.recording.tape import Header, Told
from headspace_desktop.store.records import Batch
from tests.accuracy import score

#: What the scripts press and send, in the order of the dialogs.
SCRIPTED = {
    "a-hook-that-asks": "allow", "a-long-day": "allow deny allow answered deny", "a-plan-approved": "allow",
    "a-plan-refused": "deny", "a-plan-sent-back": "deny allow allow", "a-question": "answered",
    "a-question-answered-in-own-words": "answered", "a-server-tool-asks": "allow", "a-slow-hook-before-a-tool": "allow",
    "a-subagent-asks": "allow", "always-allowed": "allow", "an-edit-asks": "allow", "edits-accepted": "allow",
    "esc-at-a-permission": "deny", "esc-at-a-question": "deny", "esc-at-the-first-of-two": "deny",
    "one-allowed-one-refused": "allow deny",
    "permission-allowed": "allow", "permission-allowed-by-hook": "allow", "permission-denied": "deny",
    "permission-denied-by-hook": "deny", "permission-denied-with-words": "deny", "refused-and-asked-again": "deny deny",
    "two-permissions": "allow allow", "two-questions": "answered deny",
}  # fmt: skip

#: (version, recording, which ask): of these all witnesses together do not tell.
UNTOLD = {
    *((version, "a-long-day", 2) for version in ("2.1.197", "2.1.330", "2.1.332")),  # allowed, and then stopped by Esc
    *((version, "a-long-day-no-hooks", 2) for version in ("2.1.330", "2.1.332")),
}

#: Without hooks nobody tells what a sub-agent asks.
UNHEARD = "a-subagent-asks-no-hooks"


def recordings() -> Iterator[tuple[str, str, Header, list[Told], list[str]]]:
    for version, name, header, told in score.recordings():
        scripted = SCRIPTED.get(name.removesuffix("-no-hooks"))
        if scripted is not None and name != UNHEARD:
            yield version, name, header, told, scripted.split()


class Deciding(Player):
    """Remembers the last that was put on record of each ask, in the order of the dialogs."""

    def decide(self, told: Sequence[Told]) -> list[str]:
        found: dict[tuple[str, str], str] = {}

        def save(batch: Batch) -> None:
            found.update({(one.agent_uuid, one.ask.key): one.decision for one in batch.decisions})

        self.engine._memory.save = save  # type: ignore[union-attr, method-assign]
        self.play(told)
        return list(found.values())


def test_with_all_witnesses_each_decision_is_the_one_of_the_script() -> None:
    found, true = {}, {}
    for version, name, header, told, scripted in recordings():
        known = ["unknown" if (version, name, at) in UNTOLD else one for at, one in enumerate(scripted)]
        found[version, name], true[version, name] = Deciding(header).decide(told), known
    assert len(found) >= 50
    assert found == true


@pytest.mark.parametrize("variant", score.VARIANTS[1:], ids=lambda variant: variant.name)
def test_with_fewer_witnesses_what_is_not_known_is_not_guessed(variant: score.Variant) -> None:
    wrong = {}
    for version, name, header, told, scripted in recordings():
        found = Deciding(header).decide(variant.change(told))
        left = iter(scripted)  # an ask of which nobody tells is missing
        if not all(any(one in {true, "unknown"} for true in left) for one in found):
            wrong[version, name] = (found, scripted)
    assert wrong == {}
