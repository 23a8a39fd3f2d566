"""How a simulated fleet misbehaves, and how often. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of the occasions, 0 to 1; what each does is in `agent` and `session`."""

    # in a turn
    asks_permission: float = 0.35
    asks_question: float = 0.25
    denied: float = 0.25  # of the permissions, in the terminal, without any hook
    esc: float = 0.05  # at a tool, without any hook
    subagent: float = 0.12  # goes on in the background after the end of the turn
    shell: float = 0.05
    compacts: float = 0.05
    fails: float = 0.07
    # between two turns
    clears: float = 0.05
    leaves: float = 0.04  # and is resumed a while later
    crashes: float = 0.015  # SIGKILL, also in the middle of a turn
    # of the mail
    late: float = 0.15  # and so overtaken by the next one
    lost: float = 0.02
    doubled: float = 0.03
    clock_jumps: float = 0.02  # for one turn its clock is ahead by up to five minutes
    # of the transcript
    bulky: float = 0.1  # of the tools' results: `bulk_bytes` long
    bulk_bytes: int = 200_000


#: A first look: everything happens, little of it is broken.
CALM = Habits()

#: For tests of endurance.
WILD = Habits(esc=0.12, late=0.25, lost=0.04, doubled=0.06, clears=0.08, clock_jumps=0.05, compacts=0.08)
