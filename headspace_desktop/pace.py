"""How the interpreter shares itself among our threads, and how often it looks for garbage. Set once at start.

Nearly all our values are frozen and point one way, so they are freed by their count; the collector finds little and
would look through everything that was imported again and again.
"""

from __future__ import annotations

import gc
import sys

#: A thread that reads a file waits that long for one that computes; measured: catching up takes two thirds of the time.
SWITCH_S = 0.001

#: So many values more than before, and the youngest are looked through. Measured: with the usual 700 a seventh of the
#: time of catching up.
COLLECT_AFTER = 20_000


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
