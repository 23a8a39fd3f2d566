"""What Claude Code's screen shows: its input box, or the dialog that waits for keys. Pure; any thread.

It reads a picture, not a protocol: what it does not recognise for certain it reports as nothing.
Source: observed on Claude Code 2.1.330 (all dialogs of tests/tmux).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from headspace_desktop.clients import Dialog, ScreenOption, ScreenReading

_ESCAPE = re.compile(
    r"\x1b(?:\[([0-9;:]{0,64})m|\[[0-9;:?]*[A-Za-ln-z]|\].*?(?:\x07|\x1b\\)|[()][A-Z0-9]|.)", re.DOTALL
)
_RULE = re.compile(r"^\s*(?:[─▔]{8}|─+ [↑↓] \d+ more ─).*[─▔]$")
_MORE_ABOVE = re.compile(r"^─+ ↑ \d+ more ─")
_EDGE = re.compile(r"^\s*[─▔╌]{8}")
_BOX_SIGNS = "❯!#"
_OPTION = re.compile(
    r"^(?P<lead>[\s│]*(?P<mark>❯)?\s*)(?P<number>\d{1,2})\.\s(?P<check>\[(?P<tick>.)\]\s)?(?P<label>.*)$"
)
_FINISH = re.compile(r"^\s*(?P<mark>❯)?\s{2,}(?P<label>Submit|Next)$")
_CHOICE = re.compile(r"^\s*(?P<mark>❯)?\s+(?P<label>\S.*)$")
_SPINNER = re.compile(r"^\s?[·✢✳✶✻✽*∗●]\s\S.*…(?:\s*\(.*)?$")
_BUSY_WORDS = "esc to interrupt"
_GREYS = range(232, 256)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    faint: tuple[bool, ...]  # dim or grey, one for each character
    lit: tuple[bool, ...]  # shown in reverse: the cursor

    @property
    def plain(self) -> str:
        return self.text.rstrip()


def read_screen(lines: Sequence[str]) -> ScreenReading:
    """The newest input box or dialog of a captured pane (escape sequences kept).

    `prompt_text` has no placeholder; the program wraps it itself, so compare without white space. It begins with
    an ellipsis where its upper lines have scrolled out of the box.
    """
    rows = _parse(lines)
    if box := _find_box(rows):
        top, bottom = box
        return ScreenReading(
            has_prompt=True,
            prompt_text=("…" if _MORE_ABOVE.match(rows[top].text) else "") + _typed(rows[top + 1 : bottom]),
            is_busy=_is_busy(rows[max(0, top - 10) : top], rows[bottom + 1 :]),
        )
    return ScreenReading(
        dialog=_find_dialog(rows) or _find_confirmation(rows), is_busy=any(_BUSY_WORDS in row.text for row in rows[-6:])
    )


# -- styles -------------------------------------------------------------------


def _parse(lines: Sequence[str]) -> list[_Line]:
    is_faint = is_grey = is_lit = False
    rows = []
    for line in lines:
        text: list[str] = []
        faint: list[bool] = []
        lit: list[bool] = []
        position = 0
        for escape in _ESCAPE.finditer(line):
            piece = line[position : escape.start()]
            text.append(piece)
            faint += [is_faint or is_grey] * len(piece)
            lit += [is_lit] * len(piece)
            position = escape.end()
            if (codes := escape.group(1)) is not None:
                is_faint, is_grey, is_lit = _restyle(codes, is_faint, is_grey, is_lit)
        piece = line[position:]
        text.append(piece)
        faint += [is_faint or is_grey] * len(piece)
        lit += [is_lit] * len(piece)
        rows.append(_Line("".join(text), tuple(faint), tuple(lit)))
    return rows


def _restyle(codes: str, is_faint: bool, is_grey: bool, is_lit: bool) -> tuple[bool, bool, bool]:
    numbers = [int(code) if code.isdigit() else 0 for code in re.split("[;:]", codes)]
    index = 0
    while index < len(numbers):
        match numbers[index]:
            case 0:
                is_faint = is_grey = is_lit = False
            case 2:
                is_faint = True
            case 22:
                is_faint = False
            case 7:
                is_lit = True
            case 27:
                is_lit = False
            case 38 | 48 as layer:
                kind, size = numbers[index + 1 : index + 2], 4
                if kind == [5]:
                    size = 2
                if layer == 38:
                    is_grey = _is_grey(numbers[index + 1 : index + 1 + size])
                index += size
            case 90:
                is_grey = True
            case code if 30 <= code <= 39 or 91 <= code <= 97:
                is_grey = False
        index += 1
    return is_faint, is_grey, is_lit


def _is_grey(colour: Sequence[int]) -> bool:
    match colour:
        case [5, shade]:
            return shade in _GREYS or shade == 8
        case [2, red, green, blue]:
            return max(red, green, blue) - min(red, green, blue) <= 8 and 60 <= red <= 190
        case _:
            return False


# -- the input box ------------------------------------------------------------


def _find_box(rows: Sequence[_Line]) -> tuple[int, int] | None:
    """Rows of the upper and the lower rule of the input box that is nearest to the bottom."""
    rules = [index for index, row in enumerate(rows) if row.text[:1] == "─" and _RULE.match(row.plain)]
    for top, bottom in reversed(list(pairwise(rules))):
        first = rows[top + 1].text if top + 1 < bottom else ""
        if first and _MORE_ABOVE.match(rows[top].text):
            return top, bottom
        if first[:1] and first[0] in _BOX_SIGNS and (len(first) == 1 or first[1] in "\xa0 "):
            return top, bottom
    return None


def _typed(rows: Sequence[_Line]) -> str:
    texts = []
    for row in rows:
        kept = []
        for index in range(2, len(row.text)):
            is_ghost_start = row.lit[index] and index + 1 < len(row.text) and row.faint[index + 1]
            if not row.faint[index] and not is_ghost_start:
                kept.append(row.text[index])
        texts.append("".join(kept).rstrip())
    return "\n".join(texts).strip("\n")


def _is_busy(above: Sequence[_Line], below: Sequence[_Line]) -> bool:
    return any(_BUSY_WORDS in row.text for row in below) or any(_SPINNER.match(row.plain) for row in above)


# -- dialogs ------------------------------------------------------------------


def _find_dialog(rows: Sequence[_Line]) -> Dialog | None:
    options = _find_options(rows)
    if not options or not any(option.is_marked for option in options):
        return None
    first = options[0].row
    start = next((index for index in range(first - 1, -1, -1) if _RULE.match(rows[index].plain)), -1) + 1
    text = "\n".join(row.plain for row in rows[start:first]).strip("\n")
    title = _title(rows[start:first])
    return Dialog(
        kind=_kind(title, text, options),
        title=title,
        options=options,
        is_multi=any(option.is_checked is not None for option in options),
        text=text,
    )


def _find_confirmation(rows: Sequence[_Line]) -> Dialog | None:
    """A dialog whose choices have no numbers, such as the question whether a folder is trusted."""
    hint = next((index for index in range(len(rows) - 1, -1, -1) if "Enter to confirm" in rows[index].text), 0)
    options: list[ScreenOption] = []
    for index in range(hint - 1, max(-1, hint - 12), -1):
        match = _CHOICE.match(rows[index].plain)
        if match is None and options:
            break
        if match is not None:
            options.insert(0, ScreenOption(None, match["label"], match["mark"] is not None, row=index))
    if not any(option.is_marked for option in options):
        return None
    return Dialog("other", _title(rows[: options[0].row]), tuple(options))


def _find_options(rows: Sequence[_Line]) -> tuple[ScreenOption, ...]:
    """The last group that is numbered from 1 on in one column, with the row that finishes a multi-select."""
    numbered = [(index, match) for index, row in enumerate(rows) if (match := _OPTION.match(row.plain))]
    for last in range(len(numbered) - 1, -1, -1):
        group = _group_up(numbered, last)
        if len(group) >= 2:
            options = [_option(rows, index, match) for index, match in group]
            end = group[-1][0]
            finish = [
                ScreenOption(None, match["label"], match["mark"] is not None, row=index)
                for index in range(group[0][0], min(len(rows), end + 8))
                if (match := _FINISH.match(rows[index].plain))
            ]
            is_multi = any(option.is_checked is not None for option in options)
            return tuple(sorted([*options, *(finish if is_multi else [])], key=lambda option: option.row))
    return ()


def _group_up(numbered: Sequence[tuple[int, re.Match[str]]], last: int) -> list[tuple[int, re.Match[str]]]:
    wanted = int(numbered[last][1]["number"])
    column = len(numbered[last][1]["lead"])
    group: list[tuple[int, re.Match[str]]] = []
    for index, match in reversed(numbered[: last + 1]):
        if int(match["number"]) == wanted and len(match["lead"]) == column:
            group.insert(0, (index, match))
            wanted -= 1
            if wanted == 0:
                return group
    return []


def _option(rows: Sequence[_Line], index: int, match: re.Match[str]) -> ScreenOption:
    """One option; a label that was wrapped goes on in lines that are not grey (descriptions are)."""
    label = match["label"].strip()
    indent = match.start("number")
    for row in rows[index + 1 : index + 6]:
        body = row.plain
        start = len(body) - len(body.lstrip())
        if start <= indent or not body.strip() or row.faint[start] or _OPTION.match(body) or _FINISH.match(body):
            break
        label = f"{label} {body.strip()}"
    tick = match["tick"]
    return ScreenOption(
        number=int(match["number"]),
        label=label,
        is_marked=match["mark"] is not None,
        is_checked=None if tick is None else tick != " ",
        row=index,
    )


def _title(rows: Sequence[_Line]) -> str:
    kept: list[str] = []
    for row in reversed(rows):
        body = row.plain.strip().removeprefix("│").strip()
        if not body and not kept:
            continue
        if not body or _EDGE.match(row.plain) or body[:1] in "←☐☒":
            break
        kept.insert(0, body)
    return " ".join(kept)


def _kind(title: str, text: str, options: Sequence[ScreenOption]) -> str:
    labels = [option.label for option in options]
    if labels[0].startswith("Submit answers"):
        return "submit"
    if any(label.startswith(("Chat about this", "Type something")) for label in labels):
        return "question"
    if re.search(r"exit plan mode|plan\b.*\bproceed", f"{title} {text[:200]}", re.IGNORECASE):
        return "plan"
    if labels[0].startswith("Yes") and any(label.startswith("No") for label in labels):
        return "permission"
    return "other"
