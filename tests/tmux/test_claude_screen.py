"""The screen reader on pictures: real ones, and whatever else a terminal may show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.clients.claude_screen import read_screen

RULE = "─" * 60
BASH = [
    "● I will touch.",
    "\x1b[38;5;153m" + RULE,
    "\x1b[39m \x1b[1m\x1b[38;5;153mBash command\x1b[0m",
    "",
    "   touch made-here",
    "   Make a file",
    "╌" * 60,
    "\x1b[39m Do you want to proceed?",
    " \x1b[38;5;153m❯\x1b[39m \x1b[38;5;246m1. \x1b[38;5;153mYes\x1b[39m",
    "   \x1b[38;5;246m2. \x1b[39mYes, and always allow access to \x1b[1m/tmp/x\x1b[0m from this project",
    "   \x1b[38;5;246m3. \x1b[39mNo",
    " \x1b[38;5;246mEsc to cancel · Tab to amend\x1b[39m",
]


def box(*rows: str, rule: str = RULE) -> list[str]:
    return ["● text", "", rule, *rows, RULE, "  ⏸ manual mode on"]


def test_an_empty_box_and_its_placeholders() -> None:
    assert read_screen(box("❯\xa0\x1b[7m \x1b[0m")).prompt_text == ""
    ghost = "\x1b[38;5;246m❯\xa0\x1b[7m\x1b[39mP\x1b[0;2m\x1b[39m\x1b[49mress up to edit queued messages\x1b[0m"
    reading = read_screen(box(ghost))
    assert (reading.has_prompt, reading.prompt_text, reading.dialog) == (True, "", None)


def test_typed_text_is_read_and_numbers_in_it_are_no_dialog() -> None:
    reading = read_screen(box("❯\xa01. first", "  2. second", "", "  ❯ 3. third\x1b[7m \x1b[0m"))
    assert reading.prompt_text == "1. first\n2. second\n\n❯ 3. third"
    assert reading.dialog is None


def test_a_tall_text_shows_its_end() -> None:
    reading = read_screen(box("  last line", rule="─── ↑ 45 more " + "─" * 40))
    assert reading.prompt_text == "…last line"


def test_busy_is_told_by_the_spinner_even_while_something_is_typed() -> None:
    rows = ["✢ Frosting… (2s · ↓ 9 tokens)", "", *box("❯\xa0typed")[2:]]
    assert read_screen(rows).is_busy
    assert not read_screen(["✻ Churned for 0s · done 6:22 AM", *rows[1:]]).is_busy


def test_a_permission_with_its_options() -> None:
    dialog = read_screen(BASH).dialog
    assert dialog is not None
    assert (dialog.kind, dialog.title) == ("permission", "Do you want to proceed?")
    assert [(option.number, option.label, option.is_marked) for option in dialog.options] == [
        (1, "Yes", True),
        (2, "Yes, and always allow access to /tmp/x from this project", False),
        (3, "No", False),
    ]
    assert "touch made-here" in dialog.text


def test_numbered_output_is_no_dialog() -> None:
    assert read_screen(["● Steps:", "  1. Yes", "  2. No", "  3. Maybe", "", "done"]).dialog is None


def test_an_old_dialog_above_the_box_is_history() -> None:
    assert read_screen([*BASH, *box("❯\xa0")]).dialog is None


def test_the_trust_question_has_choices_without_numbers() -> None:
    dialog = read_screen([" Do you trust this folder?", "", " ❯ No, exit", "   Yes, I trust this folder", "",
                          " Enter to confirm · Esc to cancel"]).dialog  # fmt: skip
    assert dialog is not None
    assert [option.label for option in dialog.options] == ["No, exit", "Yes, I trust this folder"]


SNIPPETS = st.sampled_from(
    ["❯", "\xa0", " ", "1.", "2.", "[ ] ", "[✔] ", "─" * 12, "▔" * 9, "╌" * 9, "\x1b[", "\x1b[7m", "\x1b[2m", "\x1b[0m",
     "\x1b[38;5;246m", "\x1b[38;2;1m", "\x1b[" + "9" * 5000 + "m",
     "\x1b]8;;x\x1b\\", "\x1b]", "\x1b", "Yes", "No", "Submit",
     "Next", "Enter to confirm", "esc to interrupt", "…", "☐ ", "← ", "│ ", "\x00", "\ud800", "٣."]
)  # fmt: skip


@given(st.lists(st.lists(SNIPPETS | st.text(max_size=5), max_size=8).map("".join), max_size=20))
def test_no_picture_breaks_the_reader(lines: list[str]) -> None:
    reading = read_screen(lines)
    assert not (reading.dialog and reading.has_prompt)
    if reading.dialog:
        assert any(option.is_marked for option in reading.dialog.options)


def test_a_huge_picture_is_read() -> None:
    reading = read_screen(["\x1b[7mx\x1b[0m" * 400] * 400 + box("❯\xa0here"))
    assert reading.prompt_text == "here"
