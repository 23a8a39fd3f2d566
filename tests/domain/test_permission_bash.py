"""The parser against the real bash: what bash runs, the parser has seen, or it says that it does not know."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from headspace_desktop.domain.permission import Safety, judge_command

#: Programs that stand in for the real ones: each only writes down that it ran.
NAMES = ("ls", "cat", "wc", "rm", "touch", "sh")
#: Pieces of which every kind of shell sentence can be made.
PIECES = (
    *NAMES, "ls", "cat", "rm", " ", " ", " ", " ", "\n", ";", "&", "&&", "|", "||", "|&", "(", ")", "{ ", "; }", "$(",
    ")", "`", "'", '"',
    "\\", "$'", '$"', "${x:-", "}", "$((", "))", "<(", ">(", "<", ">", ">>", "2>&1", "&>", "<<E\n", "\nE\n",
    "<<'E'\n", "<<<",
    "if ", "then ", "else ", "fi", "while ", "do ", "done", "for x in ", "case x in ", "x) ", ";;", "esac", "! ",
    "time ", "[[ ", " ]]", "#",
    "x=", "$x", "*", "a", "b", "f() ", "eval ", "exec ", "command ", "{rm,a}", "\\x72m", "'rm a'", '"$(rm)"', "r''m",
    "function f ", "((",
    "coproc ", "until ", "select x in ", "trap ", " EXIT", "~", "\t", "\\\n", "$(<a)", "${x@P}", "a[", "]=", "+=(",
    "x=( ",
)  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Iterator[Path]:
    if shutil.which("bash") is None:  # pragma: no cover
        pytest.fail("bash is needed")
    with tempfile.TemporaryDirectory() as folder:
        bin_dir = Path(folder) / "bin"
        bin_dir.mkdir()
        for name in NAMES:
            stub = bin_dir / name
            stub.write_text(f'#!/bin/sh\necho {name} >> "{folder}/ran"\n', encoding="utf-8")
            stub.chmod(0o755)
        yield Path(folder)


def ran_by_bash(stage: Path, text: str) -> set[str]:
    """Which of the stand-ins bash really started."""
    ran, work = stage / "ran", stage / "work"
    ran.unlink(missing_ok=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    bash = shutil.which("bash")
    assert bash is not None
    try:
        subprocess.run(
            [bash, "--norc", "--noprofile", "-c", text], cwd=work, env={"PATH": str(stage / "bin"), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, capture_output=True, timeout=2, check=False, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        assume(False)
    except (OSError, ValueError):
        return set()
    return set(ran.read_text(encoding="utf-8").split()) if ran.exists() else set()


def check(stage: Path, text: str) -> None:
    said = judge_command(text, str(stage / "work"))
    if said.safety.rank >= Safety.UNKNOWN.rank:
        return
    ran = ran_by_bash(stage, text)
    assert ran <= set(said.facts.programs), f"bash ran {ran}, the parser saw {said.facts.programs}: {text!r}"
    assert "rm" not in ran, f"{text!r} was called {said.safety}"
    assert not ran & {"touch", "sh"} or said.safety is Safety.SAFE_WRITE  # a script of the project's own writes


@settings(max_examples=int(os.environ.get("PERMISSION_EXAMPLES", "300")), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much,
          HealthCheck.too_slow])  # fmt: skip
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
@example(pieces=["ls", " ", "\\\n", ";", "rm"])
@example(pieces=["cat <<E\n", "$(rm)", "\nE\n"])
@example(pieces=["ls", " #", "\n", "rm"])
@example(pieces=["case x in ", "x) ", "rm", ";;", "esac"])
def test_what_bash_runs_is_seen(stage: Path, pieces: list[str]) -> None:
    text = "".join(pieces)
    compact = "".join(text.split())
    assume("\0" not in text)
    assume("f()" not in text or compact.count("f") == 1)  # a function that calls itself would not end
    assume("functionf" not in compact or compact.count("f") <= 2)
    check(stage, text)


_WORD = st.sampled_from(("a", "'rm'", '"rm a"', "$x", "*.py", "\\rm", "x=1", "-n", "b;c".replace(";", "\\;")))
_CALL = st.builds(
    lambda name, words: " ".join([name, *words]),
    st.sampled_from(("ls", "cat", "wc", "rm", "touch")),
    st.lists(_WORD, max_size=3),
)
_SHAPES = (
    "{0}; {1}", "{0} && {1}", "{0} || {1}", "{0} | {1}", "{0} & {1}", "{0}\n{1}", "({0}; {1})", "{{ {0}; {1}; }}",
    "ls $({0}) `{1}`",
    'ls "$({0})" "`{1}`"', "cat <({0}) > >({1})", "if {0}; then {1}; fi", "for i in a; do {0}; {1}; done",
    "! {0} | {1}",
    "case a in b) {0};; *) {1};; esac", "x=$({0}) {1}", "cat <<E; {0}\n$({1})\nE", "cat <<'E'\n$({0})\nE\n{1}",
    "while {0}; do {1}; break; done",
    "ls ${{y:-$({0})}}; {1}", "echo $(( $({0}) + 1 )); {1}", "[[ -n $({0}) ]]; {1}", "eval '{0}'; {1}",
    "time {0}; {1}", "{0} # {1}",
    "{0} 2>&1 | {1}", "coproc {0}; {1}", "f() {{ {0}; }}; f; {1}", "command {0}; exec {1}", "until {0}; do {1}; "
                                                                                            "break; done",
                                                                                            "{0} &> a; {1}",
)  # fmt: skip
_SENTENCE = st.recursive(_CALL, lambda inner: st.builds(lambda shape, one, two: shape.format(one, two),
st.sampled_from(_SHAPES), inner, inner),
                         max_leaves=6)  # fmt: skip


@settings(max_examples=int(os.environ.get("PERMISSION_EXAMPLES", "300")), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much,
          HealthCheck.too_slow])  # fmt: skip
@given(text=_SENTENCE)
def test_nested_sentences_are_seen(stage: Path, text: str) -> None:
    check(stage, text)
