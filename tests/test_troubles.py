from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from headspace_desktop import troubles
from headspace_desktop.troubles import Trouble


def kinds(of: type[Trouble] = Trouble) -> Iterator[type[Trouble]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def ours() -> set[type[Trouble]]:
    return {kind for kind in kinds() if kind.__module__ == troubles.__name__}


@pytest.mark.parametrize("kind", sorted(ours(), key=lambda kind: kind.__name__))
def test_every_trouble_has_a_title_and_a_remedy(kind: type[Trouble]) -> None:
    one = kind("this")
    assert one.kind == kind.__name__
    assert one.title != Trouble.title
    assert 2 <= len(one.title.split()) <= 12
    assert not one.title.endswith(".")
    if kind.__name__ != "StoreTrouble":  # the family; each member has its own
        assert one.remedy != Trouble.remedy
    assert one.remedy.endswith(".")
    assert str(one) == f"{one.title}: this"
    assert str(kind()) == one.title


def test_all_troubles_live_in_one_file() -> None:
    names = {kind.__name__ for kind in kinds()} | {"Trouble"}
    elsewhere = [
        f"{file.name}: {node.name}"
        for file in Path(troubles.__file__).parent.rglob("*.py")
        if file != Path(troubles.__file__)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in names for base in node.bases)
    ]
    assert elsewhere == ["caller.py: Refused"]  # carries the app's trouble over the wire, in the app's words


def test_one_occurrence_may_say_more() -> None:
    one = Trouble("x", title="A title", remedy="Do this.", retry_after_s=3)
    assert (one.title, one.remedy, one.retry_after_s, str(one)) == ("A title", "Do this.", 3, "A title: x")
