"""How the interpreter shares itself among our threads, and how often it looks for garbage. Set once at start.

Nearly all our values are frozen and point one way, so they are freed by their count; the collector finds little and
would look through everything that was imported again and again.

The baton: threads of one interpreter compute one at a time, and each system call of one is an offer to another. Two
that have much to do lose a tenth of the time by handing over thousands of times. So who takes in what waited since the
last run, and who reads it, take one lock for each larger piece of it. Nobody who answers an agent waits for it.
"""

from __future__ import annotations

import gc
import math
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: A thread that reads a file waits that long for one that computes; measured: catching up takes two thirds of the time.
SWITCH_S = 0.001

#: So many values more than before, and the youngest are looked through. Measured: with the usual 700 a seventh of the
#: time of catching up.
COLLECT_AFTER = 20_000


#: Who has had the baton for so long is waited for no more: it may hang in a read of a disk that does not answer.
PATIENCE_S = 1.0


class Baton:
    """Whoever has it computes undisturbed. Any thread; one that has it must not ask for it again."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self.patience_s = patience_s
        self._lock = threading.Lock()
        self._hangs_at_s = math.inf  # unless it is given back before

    @property
    def hangs(self) -> bool:
        """Whether who has it has had it for too long to be waited for."""
        return time.monotonic() >= self._hangs_at_s

    @contextmanager
    def held(self, *, waits: bool = True) -> Iterator[bool]:
        """Wait for it, have it and give it back; false where that took too long, and another has it still."""
        left_s = min(self.patience_s, max(0.0, self._hangs_at_s - time.monotonic()))
        is_mine = self._lock.acquire(timeout=left_s if waits else 0.0)
        try:
            if is_mine:
                self._hangs_at_s = time.monotonic() + self.patience_s
            yield is_mine
        finally:
            if is_mine:
                self._hangs_at_s = math.inf
                self._lock.release()


def begin() -> None:
    """Before the large imports, a tenth of whose time went into looking: nothing of them is garbage. Main thread."""
    sys.setswitchinterval(SWITCH_S)
    gc.disable()


def settle() -> None:
    """What is there now stays: no round looks through it again, a tenth of a second at a time. Main thread.

    Once everything is built and the window is there.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()
