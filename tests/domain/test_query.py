"""What a person types into a search box, and what is marked in the answer."""

from __future__ import annotations

import pytest

from headspace_desktop.domain.query import QUERY_TERMS, parse, snippet


def told(text: str) -> list[tuple[str | tuple[str, ...], str]]:
    """(words or text, ``*`` for a prefix and ``-`` for an exclusion) of each term."""
    return [
        (term.words or term.text, "*" * term.is_prefix + "-" * term.is_excluded) for term in parse(text)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("   ", []),
        ("fix", [(("fix",), "*")]),
        ("fix ", [(("fix",), "")]),
        ("fix retry", [(("fix",), ""), (("retry",), "*")]),
        ('"exit code" ', [(("exit", "code"), "")]),
        ('"exit co', [(("exit", "co"), "*")]),
        ('"exit code"', [(("exit", "code"), "")]),
        ("fix -retry", [(("fix",), ""), (("retry",), "-")]),
        ('fix -"a b"', [(("fix",), ""), (("a", "b"), "-")]),
        ("fix -", [(("fix",), "")]),
        ("--verbose", [(("verbose",), "*")]),
        ("re* x ", [(("re",), "*"), (("x",), "")]),
        ("src/main.py", [(("src", "main", "py"), "*")]),
        ("->", [("->", "")]),
        ("🚀", [("🚀", "")]),
        ("中文", [("中文", "")]),
        ("-中文", [("中文", "-")]),
        ("NEAR(a OR b)", [(("NEAR", "a"), ""), (("OR",), ""), (("b",), "")]),
        ("a\x00b", [(("a",), ""), (("b",), "*")]),
        ('"""', []),
        ("naïve", [(("naïve",), "*")]),
    ],
)
def test_what_is_typed(typed: str, meant: list[tuple[str | tuple[str, ...], str]]) -> None:
    assert told(typed) == meant


def test_a_question_is_bounded() -> None:
    assert len(parse("x " * 10_000)) == QUERY_TERMS


def marked(text: str, typed: str) -> list[str]:
    found = snippet(text, parse(typed))
    return [found.text[start:end] for start, end in found.marks]


def test_what_is_marked() -> None:
    assert marked("Retry the retrying NAÏVE way", "retry naive ") == ["Retry", "NAÏVE"]
    assert marked("Retry the retrying way", "retr") == ["Retr", "retr"]
    assert marked("exit-code 1, exit code 2", '"exit code"') == ["exit-code", "exit code"]
    assert marked("見る 中文字 ok", "中文") == ["中文"]
    assert marked("a -> b", "->") == ["->"]
    assert marked("good and bad", "good -bad") == ["good"]


def test_a_snippet_is_one_short_line_around_the_first_hit() -> None:
    text = "line\n" * 200 + "the needle\nis here\x00 " + "tail " * 200
    found = snippet(text, parse("needle "))
    assert "\n" not in found.text
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) < 300
    assert [found.text[start:end] for start, end in found.marks] == ["needle"]


def test_a_hit_that_is_not_in_sight_shows_the_beginning() -> None:
    assert snippet("nothing of it", parse("else ")).text == "nothing of it"
