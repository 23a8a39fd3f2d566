"""What Claude Code's screen shows: its input box, or the dialog that waits for keys. Pure; any thread.

It reads a picture, not a protocol: what it does not recognise for certain it reports as nothing.
Source: observed on Claude Code 2.1.330 (all dialogs of tests/tmux).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from headspace_desktop.clients import Dialog, ScreenOption, ScreenReading
from headspace_desktop.clients.claude_rows import Row, parse

_RULE = re.compile(r"^\s*(?:[─▔]{8}|─+ [↑↓] \d+ more ─).*[─▔]$")
_MORE_ABOVE = re.compile(r"^─+ ↑ \d+ more ─")
_EDGE = re.compile(r"^\s*[─▔╌]{8}")
_BOX_SIGNS = "❯!#"
_OLD_BOX_SIGN = ">"  # 2.0.60; such a box is not typed into
_OPTION = re.compile(
    r"^(?P<lead>[\s│]*(?P<mark>❯)?\s*)(?P<number>\d{1,2})\.\s(?P<check>\[(?P<tick>.)\]\s)?(?P<label>.*)$"
)
_FINISH = re.compile(r"^\s*(?P<mark>❯)?\s{2,}(?P<label>Submit|Next)$")
_CHOICE = re.compile(r"^\s*(?P<mark>❯)?\s+(?P<label>\S.*)$")
_SPINNER = re.compile(r"^\s?[·✢✳✶✻✽*∗●]\s\S.*…(?:\s*\(.*)?$")
_FORM = re.compile(r"^\s*MCP server .+ requests your input")
_KEYS = re.compile(r"^[\w/↑↓←→+]{1,12} to (?!interrupt\b)[a-z]\w+\b")
_BUSY_WORDS = "esc to interrupt"


def read_screen(lines: Sequence[str], width: int = 0) -> ScreenReading:
    """The newest input box or dialog of a captured pane (escape sequences kept).

    `prompt_text` has no placeholder; the program wraps it itself, so compare without white space. It begins with
    an ellipsis where its upper lines have scrolled out of the box. With the pane's `width` it tells besides whether
    a dialog is certain: whole, at the bottom, and drawn as only the program itself can draw it.
    """
    rows = parse(lines)
    if box := _find_box(rows):
        top, bottom = box
        return ScreenReading(
            has_prompt=True,
            prompt_text=("…" if _MORE_ABOVE.match(rows[top].text) else "") + _typed(rows[top + 1 : bottom]),
            is_busy=_is_busy(rows[max(0, top - 10) : top], rows[bottom + 1 :]),
        )
    dialog = _find_dialog(rows) or _find_confirmation(rows)
    return ScreenReading(
        dialog=dialog,
        is_busy=any(_BUSY_WORDS in row.text for row in rows[-6:]),
        certain=_certain(rows, width, dialog),
    )


# -- the input box ------------------------------------------------------------


def _find_box(rows: Sequence[Row], signs: str = _BOX_SIGNS) -> tuple[int, int] | None:
    """Rows of the upper and the lower rule of the input box that is nearest to the bottom."""
    rules = [index for index, row in enumerate(rows) if row.text[:1] == "─" and _RULE.match(row.plain)]
    for top, bottom in reversed(list(pairwise(rules))):
        first = rows[top + 1].text if top + 1 < bottom else ""
        if first and _MORE_ABOVE.match(rows[top].text):
            return top, bottom
        if first[:1] and first[0] in signs and (len(first) == 1 or first[1] in "\xa0 "):
            return top, bottom
    return None


def _typed(rows: Sequence[Row]) -> str:
    texts = []
    for row in rows:
        kept = []
        for index in range(2, len(row.text)):
            is_ghost_start = row.lit[index] and index + 1 < len(row.text) and row.faint[index + 1]
            if not row.faint[index] and not is_ghost_start:
                kept.append(row.text[index])
        texts.append("".join(kept).rstrip())
    return "\n".join(texts).strip("\n")


def _is_busy(above: Sequence[Row], below: Sequence[Row]) -> bool:
    return any(_BUSY_WORDS in row.text for row in below) or any(_SPINNER.match(row.plain) for row in above)


# -- dialogs ------------------------------------------------------------------


def _certain(rows: Sequence[Row], width: int, dialog: Dialog | None) -> str:
    """What kind of dialog certainly stands there; empty where a text, a pager or half a picture could look like that.

    All dialogs of 2.1.197 and 2.1.330 have a coloured line from edge to edge, where whatever an agent says begins two
    columns further in, and end with their keys in grey or with their last choice. The input box is gone meanwhile.
    """
    if _find_box(rows, _OLD_BOX_SIGN):
        return ""
    last = next((index for index in range(len(rows) - 1, -1, -1) if rows[index].plain), -1)
    frame = next((index for index in range(last, -1, -1) if _is_frame(rows[index], width)), last)
    below = rows[frame + 1 : last + 1]
    if not below or not (_ends_with_keys(below) or (dialog is not None and dialog.options[-1].row == last)):
        return ""
    if any(_FORM.match(row.plain) for row in below):
        return "form"
    is_known = dialog is not None and any(option.row > frame for option in dialog.options)
    return dialog.kind if dialog is not None and is_known else "other"


def _is_frame(row: Row, width: int) -> bool:
    return bool(width) and row.plain in _frames(width) and all(row.coloured[:width])


@lru_cache(maxsize=64)
def _frames(width: int) -> frozenset[str]:
    return frozenset(sign * width for sign in "─▔╌")


def _ends_with_keys(rows: Sequence[Row]) -> bool:
    """Whether the last lines name keys, as in ``Enter to select · Esc to cancel``; a narrow pane wraps them."""
    hint: list[str] = []
    for row in reversed(rows):
        if not row.plain or not all(map(operator.or_, row.faint, map(str.isspace, row.text))):
            break
        hint.insert(0, row.plain.strip())
    return any(_KEYS.match(" ".join(hint[index:])) for index in range(len(hint)))


def _find_dialog(rows: Sequence[Row]) -> Dialog | None:
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


def _find_confirmation(rows: Sequence[Row]) -> Dialog | None:
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


def _find_options(rows: Sequence[Row]) -> tuple[ScreenOption, ...]:
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


def _option(rows: Sequence[Row], index: int, match: re.Match[str]) -> ScreenOption:
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


def _title(rows: Sequence[Row]) -> str:
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
