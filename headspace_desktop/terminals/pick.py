"""Which of the windows on the screen is the holder's: exactly one, or none. Thread of the caller.

A number in the environment may be inherited and a process may own many windows, so each is checked against the
lineage, and where doubt is left the terminal itself is asked by a mark in its title. It never takes "the first".
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from headspace_desktop.terminals import Holder, Window
from headspace_desktop.terminals.lineage import terminals_below

#: How long a terminal may take to show a new title; repeated, since the program inside may set its own.
MARK_S = 0.5
REMARK_S = 0.15


@dataclass(frozen=True, slots=True)
class Candidate:
    """A window as the window system lists it. `pid` is None where it is not known, or not of this machine."""

    key: str
    pid: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Screen:
    """All windows now, and how to read their titles again."""

    candidates: tuple[Candidate, ...]
    titles: Callable[[], Mapping[str, str]]
    _has_one_terminal: dict[int, bool] = field(default_factory=dict)

    def has_one_terminal(self, owner: int) -> bool:
        """Whether this process shows one terminal at most: no tabs, splits or further windows."""
        if owner not in self._has_one_terminal:
            self._has_one_terminal[owner] = len(terminals_below(owner)) <= 1
        return self._has_one_terminal[owner]


def pick_front(
    screen: Screen, front_key: str, holders: Iterable[Holder], named_key: Callable[[Holder], str | None]
) -> list[tuple[Holder, Window]]:
    """Those of the holders whose window is the one with this key. Who is not below its process is not looked into."""
    front = next((each for each in screen.candidates if each.key == front_key), None)
    if front is None or front.pid is None:  # without its process only a mark in its title would tell
        return []
    below = (holder for holder in holders if front.pid in holder.lineage.pids)
    picked = ((holder, pick(screen, holder, named_key(holder), may_mark=False)) for holder in below)
    return [(holder, window) for holder, window in picked if window is not None and window.key == front_key]


def pick(screen: Screen, holder: Holder, named_key: str | None, *, may_mark: bool) -> Window | None:
    """The holder's window. `named_key` is the one that its environment names, if any."""
    if holder.lineage.is_remote:
        return None
    owner, owned = _nearest_owner(screen, holder)
    named = next((each for each in screen.candidates if each.key == named_key), None)
    if owner is None:
        if named is not None and named.pid is None and holder.lineage.outer is None:
            return _by_mark((named,), screen, holder) if may_mark else None
        unknown = tuple(each for each in screen.candidates if each.pid is None)
        can_mark = may_mark and holder.lineage.outer is None
        return _by_mark(unknown, screen, holder) if unknown and can_mark else None
    is_named = named is not None and named in owned
    if screen.has_one_terminal(owner) and (is_named or len(owned) == 1):
        return _window(named if is_named and named else owned[0], "WINDOWID" if is_named else "pid")
    if may_mark and (found := _by_mark(owned, screen, holder)):
        return found
    if is_named and named:
        return _window(named, "WINDOWID", is_tab_shown=False)
    return _window(owned[0], "pid", is_tab_shown=False) if len(owned) == 1 else None


def _nearest_owner(screen: Screen, holder: Holder) -> tuple[int | None, tuple[Candidate, ...]]:
    for pid in holder.lineage.pids:
        if owned := tuple(each for each in screen.candidates if each.pid == pid):
            return pid, owned
    return None, ()


def _window(candidate: Candidate, how: str, *, is_tab_shown: bool = True) -> Window:
    return Window(candidate.key, candidate.title, how, is_tab_shown)


def _by_mark(candidates: tuple[Candidate, ...], screen: Screen, holder: Holder) -> Window | None:
    mark = f"headspace-{secrets.token_hex(6)}"
    before = {each.key: each.title for each in candidates}
    with _terminal(holder.tty) as write:
        if write is None:
            return None
        key: str | None = None
        try:
            write(b"\x1b[22;2t")  # push the title. Source: xterm ctlseqs, XTWINOPS
            end = time.monotonic() + MARK_S
            while key is None and time.monotonic() < end:
                write(f"\x1b]2;{mark}\x07".encode())
                key = _wait_for_title(screen, before, mark)
        finally:
            write(b"\x1b[23;2t")
            if key is not None:
                write(f"\x1b]2;{_plain(before[key])}\x07".encode())
    return Window(key, before[key], "title mark") if key is not None else None


def _wait_for_title(screen: Screen, before: Mapping[str, str], mark: str) -> str | None:
    end = time.monotonic() + REMARK_S
    while time.monotonic() < end:
        # A terminal may add words of its own around the title.
        marked = [key for key, title in screen.titles().items() if key in before and mark in title]
        if marked:
            return marked[0] if len(marked) == 1 else None
        time.sleep(0.008)
    return None


@contextmanager
def _terminal(tty: str) -> Iterator[Callable[[bytes], None] | None]:
    """A writer to this terminal; None unless it is a pseudo-terminal of ours that takes bytes now."""
    flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        fd = os.open(tty, flags) if re.fullmatch(r"/dev/(pts/\d+|tty\w+)", tty) else -1
    except OSError:
        fd = -1
    try:
        status = os.fstat(fd) if fd >= 0 else None
        is_ours = status is not None and stat.S_ISCHR(status.st_mode) and status.st_uid == os.getuid()
        yield (lambda text: _write(fd, text)) if is_ours else None
    finally:
        if fd >= 0:
            os.close(fd)


def _write(fd: int, text: bytes) -> None:
    try:
        os.write(fd, text)
    except OSError as error:  # a terminal that is full or gone shows no mark; that is the answer
        if error.errno not in {errno.EAGAIN, errno.EIO}:
            raise


def _plain(title: str) -> str:
    """A title without control characters: it came from another program and goes to a terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "", title.encode("utf-8", "replace").decode("utf-8"))
