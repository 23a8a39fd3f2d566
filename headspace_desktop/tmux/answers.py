"""Answers the dialog on an agent's screen with keys, from what the screen really shows.

tmux thread, in steps. A dialog that is not the one that was asked gets no key at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from headspace_desktop.clients import Dialog, ScreenOption
from headspace_desktop.domain.effects import TypeAnswer
from headspace_desktop.domain.model import AskItem, AskKind, Decision, Json, ReplyStage
from headspace_desktop.tmux.guard import AgentPane
from headspace_desktop.tmux.keys import LOOK_S, Moved, clean, type_reply
from headspace_desktop.tmux.screen import squeeze
from headspace_desktop.tmux.steps import Steps
from headspace_desktop.troubles import DialogChanged, NotSubmitted

#: A dialog ignores keys in its first moments. Source: agent-clients notes, section 2 ("then about 1 s").
STABLE_S = 1.0
APPEAR_WAIT_S = 4.0
STEP_WAIT_S = 1.5
CLOSE_WAIT_S = 3.0
TRIES = 3
_TICKS = str.maketrans("", "", "☐☒✔")
_PLACEHOLDER = "Type something"
_SESSION_WORDS = ("don't ask again", "always allow", "for this session", "during this session", "accept edits")
_POWER_WORDS = ("auto mode", "bypass")


def type_answer(pane: AgentPane, effect: TypeAnswer, enter_delay_s: float, moved: Moved) -> Steps:
    """Answer a permission, a plan or a question; look after each key.

    Raises: DialogChanged, NotSubmitted and those of `AgentPane.ready`.
    """
    yield from pane.ready()
    match effect.ask.kind:
        case AskKind.PERMISSION:
            yield from _decide_permission(pane, effect, enter_delay_s, moved)
        case AskKind.PLAN:
            yield from _decide_plan(pane, effect, moved)
        case AskKind.QUESTION:
            yield from _answer_questions(pane, effect, moved)
        case AskKind.FORM:
            raise DialogChanged("a form can only be filled in at the terminal")
    moved(ReplyStage.SUBMITTED)


# -- permission and plan ------------------------------------------------------


def _decide_permission(pane: AgentPane, effect: TypeAnswer, enter_delay_s: float, moved: Moved) -> Steps:
    seen = _Seen()
    yield from _wait_dialog(pane, seen, "permission")
    if not _is_about(seen.dialog, effect.ask.tool_input):
        raise DialogChanged(f"the screen asks about something else: {seen.dialog.text[:200]}")
    option = _pick_permission(seen.dialog, effect.decision)
    message = clean(effect.message) if effect.decision is Decision.DENY else ""
    yield from _mark(pane, seen, option)
    if message and _can_amend(pane, seen):
        pane.press("Tab")
        yield LOOK_S
        pane.paste(message)
        yield from _until(pane, seen, lambda dialog: _shows(dialog, option, message), "the message did not appear")
        message = ""
    moved(ReplyStage.TYPED)
    yield from _enter(pane, seen)
    if message:
        yield from type_reply(pane, message, enter_delay_s, lambda _stage: None)


def _decide_plan(pane: AgentPane, effect: TypeAnswer, moved: Moved) -> Steps:
    seen = _Seen()
    yield from _wait_dialog(pane, seen, "plan")
    message = clean(effect.message)
    if effect.decision is Decision.DENY:
        told = _first(seen.dialog, lambda label: label.startswith("Tell Claude"))
        refused = _first(seen.dialog, lambda label: label.startswith("No"))
        if told is not None and message:
            yield from _mark(pane, seen, told)
            pane.paste(message)
            yield from _until(pane, seen, lambda dialog: _shows(dialog, told, message), "the message did not appear")
        elif refused is not None:
            yield from _mark(pane, seen, refused)
        else:
            moved(ReplyStage.TYPED)
            pane.press("Escape")
            yield from _until_gone(pane, seen.dialog)
            return
    else:
        yield from _mark(pane, seen, _pick_plan(seen.dialog, effect.decision))
    moved(ReplyStage.TYPED)
    yield from _enter(pane, seen)


def _pick_permission(dialog: Dialog, decision: Decision | None) -> ScreenOption:
    def is_wanted(label: str) -> bool:
        lowered = label.lower()
        match decision:
            case Decision.ALLOW:
                return lowered == "yes"
            case Decision.ALLOW_SESSION:
                return any(word in lowered for word in _SESSION_WORDS) and not _is_powerful(lowered)
            case _:
                return lowered == "no" or lowered.startswith("no,")

    if decision is not None and (found := _first(dialog, is_wanted)) is not None:
        return found
    raise DialogChanged(f"the dialog has no choice for {decision}: {_labels(dialog)}")


def _pick_plan(dialog: Dialog, decision: Decision | None) -> ScreenOption:
    """The least powerful yes; for the session one that accepts edits, never one that asks nothing any more."""
    choices = [
        option for option in dialog.options if option.label.startswith("Yes") and not _is_powerful(option.label.lower())
    ]
    is_wide = decision is Decision.ALLOW_SESSION
    fitting = [option for option in choices if ("accept edits" in option.label.lower()) is is_wide]
    if decision is None or not fitting:
        raise DialogChanged(f"the dialog has no choice for {decision}: {_labels(dialog)}")
    return fitting[0]


def _is_powerful(lowered: str) -> bool:
    return any(word in lowered for word in _POWER_WORDS)


def _is_about(dialog: Dialog, tool_input: Json) -> bool:
    """Whether the dialog shows this call: one of its telling values, or what a small screen has room for of it."""
    shown = squeeze(dialog.text)
    values = [tool_input.get(key) for key in ("command", "file_path", "notebook_path", "url", "path", "pattern")]
    telling = [value for value in values if isinstance(value, str) and value.strip()]
    if not telling:
        return True
    return any(_is_shown(value, shown) for value in telling)


def _is_shown(value: str, shown: str) -> bool:
    lines = [squeeze(line) for line in value.splitlines() if line.strip()]
    hits = sum(line in shown for line in lines)
    name = squeeze(value.rstrip("/").rpartition("/")[2])
    is_path = "/" in value and not any(sign.isspace() for sign in value)
    return (
        hits == len(lines) or (is_path and bool(name) and name in shown) or (len(lines) > 5 and hits * 2 >= len(lines))
    )


def _can_amend(pane: AgentPane, seen: _Seen) -> bool:
    return any("Tab to amend" in line for line in pane.tmux.capture(pane.pane_id)[seen.dialog.options[-1].row :])


# -- questions ----------------------------------------------------------------


def _answer_questions(pane: AgentPane, effect: TypeAnswer, moved: Moved) -> Steps:
    items = effect.ask.items
    if not items or len(items) != len(effect.answers):
        raise DialogChanged(f"{len(effect.answers)} answers for {len(items)} questions")
    seen = _Seen()
    for index, (item, labels) in enumerate(zip(items, effect.answers, strict=True)):
        yield from _wait_dialog(pane, seen, "question", is_first=index == 0)
        _check_question(seen.dialog, item)
        if item.is_multi:
            yield from _choose_many(pane, seen, item, labels)
        else:
            yield from _choose_one(pane, seen, item, labels)
        if index == len(items) - 1:
            moved(ReplyStage.TYPED)
        yield from _enter(pane, seen)
    if len(items) > 1 or items[0].is_multi:
        yield from _wait_dialog(pane, seen, "submit", is_first=False)
        yield from _mark(pane, seen, seen.dialog.options[0])
        yield from _enter(pane, seen)


def _check_question(dialog: Dialog, item: AskItem) -> None:
    asked, shown = squeeze(item.text), squeeze(dialog.title)
    labels = [squeeze(option.label) for option in dialog.options]
    is_same = bool(shown) and (asked in squeeze(dialog.text) or asked.endswith(shown))
    if not is_same or [squeeze(option.label) for option in item.options] != labels[: len(item.options)]:
        raise DialogChanged(f"the screen asks: {dialog.title[:200]} ({_labels(dialog)})")


def _choose_one(pane: AgentPane, seen: _Seen, item: AskItem, labels: Sequence[str]) -> Steps:
    if len(labels) != 1:
        raise DialogChanged(f"one answer is wanted, there are {len(labels)}")
    found = _option_of(seen.dialog, item, labels[0])
    if found is not None:
        yield from _mark(pane, seen, found)
    else:
        yield from _write_other(pane, seen, item, labels[0])


def _choose_many(pane: AgentPane, seen: _Seen, item: AskItem, labels: Sequence[str]) -> Steps:
    others = [label for label in labels if _option_of(seen.dialog, item, label) is None]
    if len(others) > 1:
        raise DialogChanged("only one answer in own words is possible")
    wanted = {squeeze(label) for label in labels}
    for option in item.options:
        found = _option_of(seen.dialog, item, option.label)
        if found is not None and found.is_checked is not (squeeze(option.label) in wanted):
            yield from _toggle(pane, seen, found)
    if others:
        yield from _write_other(pane, seen, item, others[0])
    finish = next((option for option in seen.dialog.options if option.number is None), None)
    if finish is None:
        raise DialogChanged(f"the dialog has no row to finish: {_labels(seen.dialog)}")
    yield from _mark(pane, seen, finish)


def _toggle(pane: AgentPane, seen: _Seen, option: ScreenOption) -> Steps:
    wanted = not option.is_checked
    yield from _mark(pane, seen, option)
    pane.press("Space")
    yield from _until(
        pane,
        seen,
        lambda dialog: any(each.number == option.number and each.is_checked is wanted for each in dialog.options),
        f"{option.label!r} could not be switched",
    )


def _write_other(pane: AgentPane, seen: _Seen, item: AskItem, text: str) -> Steps:
    """Write an answer in own words into the row that follows the options."""
    wanted = " ".join(clean(text).split())
    row = next((option for option in seen.dialog.options if option.number == len(item.options) + 1), None)
    if row is None or not wanted:
        raise DialogChanged(f"the dialog takes no own words: {_labels(seen.dialog)}")
    if not row.label.startswith(_PLACEHOLDER):
        raise DialogChanged(f"somebody wrote an answer there already: {row.label[:100]}")
    yield from _mark(pane, seen, row)
    pane.paste(wanted)
    yield from _until(pane, seen, lambda dialog: _shows(dialog, row, wanted), "the words did not appear")


def _option_of(dialog: Dialog, item: AskItem, label: str) -> ScreenOption | None:
    index = next((at for at, option in enumerate(item.options) if squeeze(option.label) == squeeze(label)), None)
    return None if index is None else next(each for each in dialog.options if each.number == index + 1)


# -- one dialog, looked at again and again ------------------------------------


class _Seen:
    """The dialog as it was last read."""

    def __init__(self) -> None:
        self.dialog = Dialog("", "", ())


def _wait_dialog(pane: AgentPane, seen: _Seen, kind: str, *, is_first: bool = True) -> Steps:
    """Wait for a dialog of this kind that stands still; a new one for as long as it ignores keys.

    Raises: DialogChanged.
    """
    started_s = stable_s = time.monotonic()
    last: Dialog | None = None
    while True:
        dialog = pane.look().dialog
        now_s = time.monotonic()
        if dialog is None or last is None or not _is_same(dialog, last):
            stable_s = now_s
        last = dialog
        if dialog is not None and dialog.kind == kind and now_s - stable_s >= (STABLE_S if is_first else 2 * LOOK_S):
            seen.dialog = dialog
            return
        if now_s - started_s > APPEAR_WAIT_S:
            shown = "no dialog" if dialog is None else f"another dialog: {dialog.title[:200]}"
            raise DialogChanged(f"the screen shows {shown}")
        yield LOOK_S


def _mark(pane: AgentPane, seen: _Seen, option: ScreenOption) -> Steps:
    """Move the mark to this option and see it there.

    Raises: DialogChanged when the mark cannot be brought there.
    """
    for _ in range(TRIES):
        rows = list(seen.dialog.options)
        here = next((index for index, each in enumerate(rows) if each.is_marked), 0)
        there = next((index for index, each in enumerate(rows) if _is_row(each, option)), None)
        if there is None:
            break
        if here == there:
            return
        pane.press(*["Down" if there > here else "Up"] * abs(there - here))
        deadline_s = time.monotonic() + STEP_WAIT_S
        while time.monotonic() < deadline_s:
            yield LOOK_S
            _keep(seen, pane.look().dialog)
            if any(_is_row(each, option) and each.is_marked for each in seen.dialog.options):
                return
    raise DialogChanged(f"the mark does not go to {option.label!r}")


def _enter(pane: AgentPane, seen: _Seen) -> Steps:
    """Press Enter on the marked option, once, and see the dialog change.

    Never twice: an equal dialog may have taken the place of the first, and would be answered unseen.
    Raises: NotSubmitted.
    """
    before = seen.dialog
    pane.press("Enter")
    yield from _until_gone(pane, before)


def _until(pane: AgentPane, seen: _Seen, is_done: Callable[[Dialog], bool], failure: str) -> Steps:
    deadline_s = time.monotonic() + STEP_WAIT_S
    while not is_done(seen.dialog):
        if time.monotonic() > deadline_s:
            raise DialogChanged(failure)
        yield LOOK_S
        _keep(seen, pane.look().dialog)


def _until_gone(pane: AgentPane, before: Dialog) -> Steps:
    deadline_s = time.monotonic() + CLOSE_WAIT_S
    while (now := pane.look().dialog) is not None and _is_same(now, before):
        if time.monotonic() > deadline_s:
            raise NotSubmitted("the dialog is still open")
        yield LOOK_S


def _keep(seen: _Seen, dialog: Dialog | None) -> None:
    if dialog is None or not _is_same(dialog, seen.dialog):
        raise DialogChanged("the dialog closed or changed while it was answered")
    seen.dialog = dialog


def _is_same(one: Dialog, other: Dialog) -> bool:
    """The same dialog, whatever is marked, checked or written in it; its top may have left the screen."""
    texts = (squeeze(one.text).translate(_TICKS), squeeze(other.text).translate(_TICKS))
    is_alike = texts[0].endswith(texts[1]) or texts[1].endswith(texts[0])
    return one.kind == other.kind and len(one.options) == len(other.options) and is_alike


def _is_row(one: ScreenOption, other: ScreenOption) -> bool:
    return one.number == other.number and (one.number is not None or one.label == other.label)


def _shows(dialog: Dialog, row: ScreenOption, text: str) -> bool:
    return any(each.number == row.number and squeeze(text) in squeeze(each.label) for each in dialog.options)


def _first(dialog: Dialog, is_wanted: Callable[[str], bool]) -> ScreenOption | None:
    return next((option for option in dialog.options if is_wanted(option.label)), None)


def _labels(dialog: Dialog) -> str:
    return " / ".join(option.label[:60] for option in dialog.options)
