"""Signs that are not seen, or that turn what is read. Values only; any thread.

Sources: Unicode Standard Annex 9; CVE-2021-42574; Unicode 15, property Default_Ignorable_Code_Point.
"""

from __future__ import annotations

#: They change the direction of what follows, and can make a command read as another one.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

#: Nothing is seen of them, or no more than a blank.
HIDING = frozenset(
    map(
        chr,
        (
            0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070),
            0x2800, 0x3164, 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
        ),
    )
)  # fmt: skip

#: Not seen either, but scripts and emoji are written with them.
JOINERS = frozenset("\u200c\u200d")
