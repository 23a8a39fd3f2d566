"""kqueue of macOS and the BSDs: processes that end, and folders in the vocabulary of `inotify`. One thread at a time.

It reports; it never reads files, follows folders or signals. Where there is none the constructors raise OSError.
Source: kqueue(2) of macOS, EVFILT_PROC and EVFILT_VNODE. Not run on the real system yet.
"""

from __future__ import annotations

import errno
import os
import resource
import select as _select
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from headspace_desktop.kernel.inotify import (
    IN_CLOSE_WRITE,
    IN_CREATE,
    IN_DELETE,
    IN_DELETE_SELF,
    IN_IGNORED,
    IN_MODIFY,
    IN_MOVE_SELF,
    IN_MOVED_FROM,
    IN_MOVED_TO,
    IN_ONLYDIR,
)

#: The youngest files of a folder are watched for writing, each by a descriptor.
HOT_FILES = 12
#: Of which macOS gives a program 256 unless it asks for more. Source: launchctl(1), `limit`; select(2), FD_SETSIZE.
OPEN_FILES = 1024
_EVENTS = 64
_WRITTEN = IN_MODIFY | IN_CLOSE_WRITE
_CAME = IN_CREATE | IN_MOVED_TO
#: Opens for events only, so that a disk can still be ejected. Source: open(2) of macOS.
_O_EVENTS = getattr(os, "O_EVTONLY", os.O_RDONLY) | os.O_CLOEXEC | os.O_NONBLOCK


def _queue(module: Any) -> Any:
    if not hasattr(module, "kqueue"):
        raise OSError(errno.ENOSYS, "kqueue is not available on this system")
    return module.kqueue()


class Exits:
    """Calls `gone(pid)` once for each watched process that ends."""

    def __init__(self, gone: Callable[[int], None], module: Any = _select) -> None:
        """Open a queue; `module` stands in for `select` in tests. Raises: OSError."""
        self._module = module
        self._gone = gone
        self._kqueue = _queue(module)

    def fileno(self) -> int:
        """Readable while `ready` has something to tell."""
        return int(self._kqueue.fileno())

    def add(self, pid: int) -> bool:
        """Whether the kernel watches it now; False for one that is gone already or is not ours."""
        m = self._module
        try:
            self._kqueue.control([m.kevent(pid, m.KQ_FILTER_PROC, m.KQ_EV_ADD | m.KQ_EV_ONESHOT, m.KQ_NOTE_EXIT)], 0)
        except OSError:
            return False
        return True

    def ready(self) -> None:
        """Tell of those that ended. Never blocks."""
        for event in self._kqueue.control(None, _EVENTS, 0):
            self._gone(int(event.ident))

    def close(self) -> None:
        self._kqueue.close()


def _allow_more_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


_Stamp = tuple[int, int, int]  # inode, mtime_ns, size


@dataclass(slots=True)
class _Watched:
    path: str
    fd: int
    mask: int
    names: dict[str, _Stamp] = field(default_factory=dict)
    hot: dict[str, int] = field(default_factory=dict)  # name → descriptor of a file that is watched for writing


class KqueueFolders:
    """Has the shape of `inotify.Inotify`, for folders.

    The kernel tells that a folder changed; what changed is found by looking. Nothing tells that a file was closed:
    `IN_CLOSE_WRITE` here means written. A file that is not among the `HOT_FILES` youngest is not heard of.
    """

    tells_of_closing = False

    def __init__(self, module: Any = _select) -> None:
        """Open a queue; `module` stands in for `select` in tests. Raises: OSError.

        Changes: lets this process have more open files, for each watched one is one.
        """
        self._module = module
        self._kqueue = _queue(module)
        _allow_more_files()
        self._watched: dict[int, _Watched] = {}
        self._numbers: dict[tuple[int, int], int] = {}  # (device, inode) → number
        self._by_fd: dict[int, tuple[int, str]] = {}  # descriptor → number, name of the file or empty
        self._last = 0

    def fileno(self) -> int:
        """Readable while events wait."""
        return int(self._kqueue.fileno())

    def add(self, path: str, mask: int) -> int:
        """Watch a folder; the same one again replaces its mask and gives the same number.

        Raises: OSError, also when the process has no descriptor left.
        """
        if "\0" in path:
            raise OSError(errno.EINVAL, "a path cannot hold NUL", path)
        fd = os.open(path, _O_EVENTS | (os.O_DIRECTORY if mask & IN_ONLYDIR else 0))
        try:
            status = os.fstat(fd)
            key = (status.st_dev, status.st_ino)
            if (known := self._numbers.get(key)) is None:
                self._listen(fd)
        except OSError:
            os.close(fd)
            raise
        if known is not None:
            os.close(fd)
            each = self._watched[known]
            each.mask, each.path = mask, path
            self._heat(known, each, _listing(path))
            return known
        self._last += 1
        each = _Watched(path, fd, mask, _listing(path))
        self._watched[self._last], self._numbers[key], self._by_fd[fd] = each, self._last, (self._last, "")
        self._heat(self._last, each, each.names)
        return self._last

    def remove(self, number: int) -> None:
        """Stop a watch; one that is gone already is no error."""
        each = self._watched.pop(number, None)
        if each is None:
            return
        self._numbers = {key: other for key, other in self._numbers.items() if other != number}
        for fd in (each.fd, *each.hot.values()):
            self._drop(fd)

    def read(self) -> list[tuple[int, int, str]]:
        """What happened since, as (watch, mask, name in the folder or empty); of new files the oldest first."""
        found: list[tuple[int, int, str]] = []
        changed: dict[int, int] = {}  # number → notes on the folder itself
        for event in self._kqueue.control(None, _EVENTS, 0):
            number, name = self._by_fd.get(int(event.ident), (0, ""))
            each = self._watched.get(number)
            if each is None:
                continue
            if not name:
                changed[number] = changed.get(number, 0) | int(event.fflags)
            elif event.fflags & (self._module.KQ_NOTE_DELETE | self._module.KQ_NOTE_RENAME):
                self._drop(each.hot.pop(name, -1))
                changed.setdefault(number, 0)
            elif bits := each.mask & _WRITTEN:
                found.append((number, bits, name))
        for number, notes in changed.items():
            found += self._differences(number, self._watched[number])
            found += self._ending(number, notes)
        return found

    def close(self) -> None:
        """Give the descriptors back; a second call does nothing."""
        for number in list(self._watched):
            self.remove(number)
        self._kqueue.close()

    # -- looking ---------------------------------------------------------------------

    def _differences(self, number: int, each: _Watched) -> list[tuple[int, int, str]]:
        before, each.names = each.names, _listing(each.path)
        found: list[tuple[int, int, str]] = []
        for name, stamp in sorted(each.names.items(), key=lambda item: item[1][1]):
            old = before.get(name)
            if old is None or old[0] != stamp[0]:
                bits = _CAME
            elif old != stamp:
                bits = _WRITTEN
            else:
                continue
            if bits & each.mask:
                found.append((number, bits & each.mask, name))
        gone = (IN_DELETE | IN_MOVED_FROM) & each.mask
        found += [(number, gone, name) for name in before if gone and name not in each.names]
        late = self._heat(number, each, each.names)
        return found + [(number, each.mask & _WRITTEN, name) for name in late]

    def _ending(self, number: int, notes: int) -> list[tuple[int, int, str]]:
        m = self._module
        if notes & (m.KQ_NOTE_DELETE | m.KQ_NOTE_REVOKE):
            self.remove(number)
            return [(number, IN_DELETE_SELF, ""), (number, IN_IGNORED, "")]
        return [(number, IN_MOVE_SELF, "")] if notes & m.KQ_NOTE_RENAME else []

    def _heat(self, number: int, each: _Watched, names: Mapping[str, _Stamp]) -> list[str]:
        """Watch the youngest files, if anybody wants to know of writing; those that were written meanwhile."""
        wanted: set[str] = set()
        if each.mask & _WRITTEN:
            wanted = set(sorted(names, key=lambda name: names[name][1], reverse=True)[:HOT_FILES])
        for name in [name for name in each.hot if name not in wanted]:
            self._drop(each.hot.pop(name))
        late: list[str] = []
        for name in wanted - each.hot.keys():
            fd = self._warm(f"{each.path}/{name}")
            if fd >= 0:
                each.hot[name], self._by_fd[fd] = fd, (number, name)
                if _stamp(os.fstat(fd)) != names[name]:
                    late.append(name)
        return late

    def _warm(self, path: str) -> int:
        """A descriptor by which the kernel tells of writing; -1 for what is no file, or where none is left."""
        try:
            fd = os.open(path, _O_EVENTS | os.O_NOFOLLOW)
        except OSError:
            return -1
        try:
            if stat.S_ISREG(os.fstat(fd).st_mode):
                self._listen(fd)
                return fd
        except OSError:
            pass
        os.close(fd)
        return -1

    def _listen(self, fd: int) -> None:
        m = self._module
        notes = m.KQ_NOTE_WRITE | m.KQ_NOTE_EXTEND | m.KQ_NOTE_DELETE | m.KQ_NOTE_RENAME | m.KQ_NOTE_REVOKE
        self._kqueue.control([m.kevent(fd, m.KQ_FILTER_VNODE, m.KQ_EV_ADD | m.KQ_EV_CLEAR, notes)], 0)

    def _drop(self, fd: int) -> None:
        # Closing ends the watch. Source: kqueue(2), "a file descriptor … is closed".
        if self._by_fd.pop(fd, None) is not None:
            os.close(fd)


def _listing(path: str) -> dict[str, _Stamp]:
    found: dict[str, _Stamp] = {}
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                found[entry.name] = _stamp(status)
    except OSError:
        pass
    return found


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_ino, status.st_mtime_ns, status.st_size
