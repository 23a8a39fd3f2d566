"""Types free text into an agent's prompt and submits it: looks before, between and after.

tmux thread, in steps. It never decides whether to send, and it never destroys what the person typed there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from headspace_desktop.clients import ScreenReading
from headspace_desktop.domain.model import ReplyStage
from headspace_desktop.tmux.guard import AgentPane
from headspace_desktop.tmux.screen import squeeze
from headspace_desktop.tmux.steps import Steps
from headspace_desktop.troubles import DialogChanged, NotSubmitted, PaneGone, PromptNotReady, PromptTaken

Moved = Callable[[ReplyStage], None]

LOOK_S = 0.1
#: How long the prompt may take to appear, pasted text to show, and a submitted text to leave.
PROMPT_WAIT_S = 4.0
PASTE_WAIT_S = 6.0
SUBMIT_WAIT_S = 0.8
ENTER_TRIES = 3
PIECE_CHARS = 400
PIECE_NEWLINES = 2
PIECES_LIMIT = 80

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BARE_COMMAND = re.compile(r"/[^\s/]+")
_COLLAPSED = re.compile(r"\[Pasted text #\d+(?: \+(\d{1,9}) lines?)?\]")


def clean(text: str) -> str:
    """What is typed: newlines and tabs stay, other control characters go (an ESC would end the paste)."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    storable = unified.encode(errors="replace").decode()
    return _CONTROLS.sub("", storable).rstrip()


def type_reply(pane: AgentPane, text: str, enter_delay_s: float, moved: Moved) -> Steps:
    """Type, submit, look.

    Raises: DialogChanged, PromptTaken, PromptNotReady, NotSubmitted and those of `AgentPane.ready`. Whatever is
    raised, the text was not lost: it is with the caller, or stands in the agent's prompt.
    """
    wanted = clean(text)
    if not wanted:
        raise PromptNotReady("there is nothing to type")
    yield from pane.ready()
    yield from _wait_prompt(pane)
    # A bare command opens a menu, and Enter would take the menu's choice; a blank closes it.
    yield from _paste(pane, f"{wanted} " if _BARE_COMMAND.fullmatch(wanted) else wanted)
    yield enter_delay_s + min(len(wanted) / 10_000, 1.0)  # 1 ms for 10 characters. Source: spec domain, 8.3
    yield from _wait_text(pane, wanted)
    moved(ReplyStage.TYPED)
    yield from submit(pane)
    moved(ReplyStage.SUBMITTED)


def submit(pane: AgentPane) -> Steps:
    """Press Enter until the prompt is empty, three times at most.

    Raises: NotSubmitted when the text still stands there.
    """
    before = squeeze(pane.look().prompt_text)
    for _ in range(ENTER_TRIES):
        pane.press("Enter")
        deadline_s = time.monotonic() + SUBMIT_WAIT_S
        while time.monotonic() < deadline_s:
            yield LOOK_S
            try:
                now = pane.look()
            except PaneGone:
                return  # the text made the agent end, as ``/exit`` does
            # Enter may have taken a completion: then the text grew, and is not submitted either.
            if now.dialog is not None or (now.has_prompt and not squeeze(now.prompt_text).startswith(before)):
                return
        if not now.has_prompt:
            return
    raise NotSubmitted(f"Enter was pressed {ENTER_TRIES} times and the text still stands in the prompt")


def pieces(text: str) -> list[str]:
    """The text in parts that the agent program takes for typed words rather than for a pasted document.

    Source: observed on Claude Code 2.1.330: from 4 lines or some 800 characters on, one paste becomes a
    ``<pasted_content>`` block of the prompt.
    """
    parts = [""]
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), PIECE_CHARS):
            part = line[start : start + PIECE_CHARS]
            is_full = len(parts[-1]) + len(part) > PIECE_CHARS or f"{parts[-1]}{part}".count("\n") > PIECE_NEWLINES
            if is_full and parts[-1]:
                parts.append("")
            parts[-1] += part
    return parts if len(parts) <= PIECES_LIMIT else [text]


def _paste(pane: AgentPane, text: str) -> Steps:
    """Put the text into the prompt, part by part, as long as the prompt is there.

    Raises: DialogChanged, PromptNotReady.
    """
    for index, part in enumerate(pieces(text)):
        if index:
            yield 0.0
            reading = pane.look()
            if reading.dialog is not None:
                raise DialogChanged("a dialog opened while the text was typed; its beginning stands in the prompt")
            if not reading.has_prompt:
                raise PromptNotReady("the prompt left while the text was typed; its beginning may stand there")
        pane.paste(part)


def _wait_prompt(pane: AgentPane) -> Steps:
    deadline_s = time.monotonic() + PROMPT_WAIT_S
    dialogs = 0
    while True:
        reading = pane.look()
        if reading.has_prompt:
            if reading.prompt_text:
                raise PromptTaken(reading.prompt_text[:200])
            return
        dialogs = dialogs + 1 if reading.dialog is not None else 0
        if dialogs >= 3 and reading.dialog is not None:
            raise DialogChanged(f"a dialog is open: {reading.dialog.title[:200]}")
        if time.monotonic() > deadline_s:
            raise PromptNotReady("no input box is to be seen on the screen")
        yield LOOK_S


def _wait_text(pane: AgentPane, wanted: str) -> Steps:
    deadline_s = time.monotonic() + PASTE_WAIT_S
    while True:
        reading = pane.look()
        if shows(reading, wanted):
            return
        if time.monotonic() > deadline_s:
            if reading.dialog is not None:
                raise DialogChanged(f"a dialog opened while the text was typed: {reading.dialog.title[:200]}")
            if reading.has_prompt and reading.prompt_text:
                raise PromptTaken(
                    f"the prompt shows something else, nothing was submitted: {reading.prompt_text[:200]}"
                )
            raise PromptNotReady("the text did not appear in the prompt; nothing was submitted")
        yield LOOK_S


def shows(reading: ScreenReading, wanted: str) -> bool:
    """Whether the input box holds exactly this text, as far as it can be seen.

    A long paste is shown as a mark that counts its newlines; a tall text may show its end only.
    """
    if not reading.has_prompt:
        return False
    seen = squeeze(reading.prompt_text)
    expected = squeeze(wanted)
    without_sign = expected[1:] if wanted[0] in "!#" else expected  # the first sign became the box's own
    if seen in {expected, without_sign}:
        return True
    if mark := _COLLAPSED.fullmatch(reading.prompt_text.strip()):
        return int(mark[1] or 0) == wanted.count("\n")
    return seen.startswith("…") and expected.endswith(seen[1:])
