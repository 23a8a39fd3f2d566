"""What it takes to take a request apart, in steps: lines of Python that are run. They grow as the text does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from headspace_desktop.domain.permission import Fact, Safety, judge_command, options, programs, rules
from tests.domain.test_permission import HOSTILE

PROJECT = "/home/dev/app"
HERE = judge_command.__wrapped__.__code__.co_filename.rpartition("/")[0]


def steps(text: str) -> int:
    """How many lines of the package are run for this command, comprehensions line by line."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        return line if frame.f_code.co_filename.startswith(HERE) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        judge_command.__wrapped__(text, PROJECT)
    finally:
        sys.settrace(before)
    return count


def named() -> list[str]:
    """Every program that a rule or a table knows, and one that none knows."""
    tables = [value for value in vars(programs).values() if isinstance(value, frozenset | dict)]
    tables += [rules._RULES, options.WRITES, options.CHANGES, options.RUNS]
    names = {name for table in tables for name in table if isinstance(name, str) and " " not in name}
    return sorted({*names, "frobnicate"})


@pytest.mark.parametrize(("argument", "most"), [("a ", 160), ("-o a ", 320), ("--a=$x ", 220)])
def test_an_argument_takes_as_many_steps_however_many_there_are(argument: str, most: int) -> None:
    a_hundred = {name: steps(name + " " + argument * 100) / 100 for name in named()}
    assert {name: each for name, each in a_hundred.items() if each > most} == {}


SHAPES = (
    "eval ", "sudo ", "sh -c ", "env a=b ", "find . -exec ", "find . -exec a \\; ", "xargs ", "watch ", "time ",
    "cd a/b/c; ",
    "ls; ", "ls | ", "ls && ", "(ls); ", "{ ls; }; ", "if ls; then ls; fi; ", "for x in a b; do ls; done; ",
    "case x in a) ls;; esac; ", "f() { ls; }; ", "echo $(ls) ", "echo `ls` ", 'echo "$(ls)" ', "cat <(ls) ", "cat <a ",
    "cat >a ", "cat <<E\n$(ls)\nE\n", "x=$(ls) ", "x=(a b) ", "echo ${x:-$(ls)} ", "echo $((1 + 1)) ", "echo $'\\x41' ",
    "echo 'a' ", "echo {a,b} ", "[[ a == b ]] && ", "git -C a ", "git rebase --exec a ", "sed -e s/a/b/ ",
    "psql -c 'select a(b)' ", "tee ",
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_takes_twice_the_steps(shape: str) -> None:
    few, more, most = (steps(shape * count + "ls") for count in (10, 40, 70))
    assert most - more <= 1.3 * (more - few) + 50


@pytest.mark.parametrize(
    "text",
    [
        "eval " * 12_000, "sudo " * 12_000, "tee " + "a " * 31_000, "rm " + "a " * 31_000, "`" * 64_000, "a;" * 32_000,
        "<<a " * 16_000, "cd a/b/c/d/e/f/g/h;" * 3_000, "env " * 9 + "cp " + "a " * 31_000, "x=" * 32_000,
        "watch sh -c eval " * 3_000, "ls $(ls) " * 7_000, "cat <<E\n" + "$(ls)\n" * 10_000 + "E\n",
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_a_text_of_any_length_takes_a_bounded_number_of_steps(text: str) -> None:
    assert steps(text) < 800_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("git add " + "a " * 6_000, "it has too many words"),
        ("env " * 4 + "git add " + "a " * 2_000, "it has too many words"),
        ("echo " + "a" * 64_000, "it is too long"),
        ("bash -c 'bash -c \"echo " + "a" * 60_000 + "\"'", "it is too long"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_too_long_to_read_is_not_known(text: str, why: str) -> None:
    made = judge_command(text, PROJECT)
    assert made.safety is Safety.UNKNOWN
    assert (Fact.UNPARSED, why) in made.facts.said
    made = judge_command(text + "; rm -rf /", PROJECT)
    assert made.safety is Safety.DESTRUCTIVE, "what is seen of it all the same counts"


def test_a_long_honest_command_is_read() -> None:
    script = "cat > notes.md <<'E'\n" + "a line of the notes\n" * 2_500 + "E\n"
    for text in ("git add " + " ".join(f"src/file_{n}.py" for n in range(2_000)), script, script.replace("'E'", "E")):
        assert not judge_command(text, PROJECT).facts.has(Fact.UNPARSED)


def test_a_folder_deeper_than_any_is_not_known() -> None:
    assert judge_command("cd a; cat b", PROJECT).safety is Safety.SAFE_READ
    assert judge_command("cd a/a/a/a/a/a/a/a/a/a;" * 250 + "touch b", PROJECT).facts.has(Fact.DYNAMIC)


def test_hostile_texts_are_among_the_bounded() -> None:
    assert max(steps(text[:8_000]) for text in HOSTILE) < 800_000
