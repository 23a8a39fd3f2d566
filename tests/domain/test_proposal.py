"""What a request to write would change."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from headspace_desktop.domain.proposal import proposed

BEFORE = "".join(f"line {n}\n" for n in range(1, 41))


def test_an_edit_shows_only_what_is_around_it() -> None:
    made = proposed(
        "Edit", {"file_path": "a.py", "old_string": "line 20\n", "new_string": "x\ny\n"}, BEFORE, is_there=True
    )
    assert made is not None
    assert made.text.splitlines() == [
        "@@ -17,7 +17,8 @@", " line 17", " line 18", " line 19", "-line 20", "+x", "+y", " line 21", " line 22",
        " line 23",
    ]  # fmt: skip
    assert (made.added, made.removed, made.note, made.is_cut) == (2, 1, "", False)


def test_a_new_file_is_told() -> None:
    made = proposed("Write", {"file_path": "a.py", "content": "x\ny"}, None, is_there=False)
    assert made is not None
    assert (made.text, made.note) == ("@@ -1,0 +1,2 @@\n+x\n+y", "new")


def test_a_file_that_is_written_over_is_compared() -> None:
    made = proposed("Write", {"file_path": "a.py", "content": BEFORE.replace("line 3\n", "")}, BEFORE, is_there=True)
    assert made is not None
    assert (made.added, made.removed, made.note) == (0, 1, "")


def test_what_is_not_there_is_told() -> None:
    edit = {"file_path": "a.py", "old_string": "nothing of it", "new_string": "x"}
    made = proposed("Edit", edit, BEFORE, is_there=True)
    assert made is not None
    assert (made.note, made.text.splitlines()[1:]) == ("gone", ["-nothing of it", "+x"])
    assert proposed("Edit", edit, None, is_there=True).note == "unread"  # type: ignore[union-attr]


def test_what_is_there_twice_is_told_unless_all_are_meant() -> None:
    edit = {"file_path": "a.py", "old_string": "line", "new_string": "row"}
    once, every = (
        proposed("Edit", edit, BEFORE, is_there=True),
        proposed("Edit", edit | {"replace_all": True}, BEFORE, is_there=True),
    )
    assert once is not None
    assert every is not None
    assert (once.note, once.added) == ("many", 1)
    assert (every.note, every.added) == ("", 40)


def test_several_edits_go_one_after_the_other() -> None:
    edits = [{"old_string": "line 1\n", "new_string": "a\n"}, {"old_string": "a\n", "new_string": "b\n"}]
    made = proposed("MultiEdit", {"file_path": "a", "edits": edits}, BEFORE, is_there=True)
    assert made is not None
    assert "+b" in made.text.splitlines()
    assert "+a" not in made.text.splitlines()


def test_a_long_difference_is_cut_and_says_so() -> None:
    made = proposed("Write", {"file_path": "a", "content": "x\n" * 9000}, "y\n" * 9000, is_there=True)
    assert made is not None
    assert made.is_cut
    assert (made.added, made.removed) == (9000, 9000)


def test_other_tools_write_nothing() -> None:
    assert proposed("Bash", {"command": "ls"}, None, is_there=False) is None


_VALUE = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.lists(st.text(max_size=3), max_size=2))


@settings(max_examples=200, deadline=None)
@given(
    tool=st.sampled_from(("Write", "Edit", "MultiEdit", "NotebookEdit")),
    asked=st.dictionaries(
        st.sampled_from(("file_path", "old_string", "new_string", "content", "edits", "replace_all")), _VALUE
    ),
    before=st.one_of(st.none(), st.text(max_size=60)),
    is_there=st.booleans(),
)
def test_it_never_raises(tool: str, asked: dict[str, object], before: str | None, is_there: bool) -> None:
    made = proposed(tool, asked, before, is_there=is_there)
    assert made is not None
    assert made.added >= 0
