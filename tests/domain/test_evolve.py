"""New versions of values: the old one stays as it was, and what is so already is no new version."""

from __future__ import annotations

import pytest

from headspace_desktop.domain.evolve import evolve
from headspace_desktop.domain.model import Phase, Scene


def test_the_old_version_stays_as_it_was() -> None:
    old = Scene(phase=Phase.READY)
    new = evolve(old, phase=Phase.WORKING, failure="none")
    assert (old.phase, new.phase, new.failure) == (Phase.READY, Phase.WORKING, "none")
    assert new == Scene(phase=Phase.WORKING, failure="none")


def test_what_is_so_already_is_the_same_value() -> None:
    scene = Scene(phase=Phase.READY, tools=())
    assert evolve(scene) is scene
    assert evolve(scene, phase=Phase.READY, tools=()) is scene


@pytest.mark.parametrize("changes", [{"fase": 1}, {"phase": Phase.READY, "fase": None}])
def test_an_unknown_field_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="Scene has no"):
        evolve(Scene(phase=Phase.READY), **changes)
