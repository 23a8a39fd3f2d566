"""The palettes: every colour of the program by what it is for, and how their contrast is measured.

Any thread; values only. docs/design.md tells the figures, tests compute them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from headspace_desktop.domain.model import State


@dataclass(frozen=True, slots=True)
class Hue:
    """The colours of one state: `ink` for words, `fill` for shapes, `tint` for what lies behind words."""

    ink: str
    fill: str
    tint: str


@dataclass(frozen=True, slots=True)
class Look:
    """Every colour of one theme, by what it is for."""

    name: str
    window: str
    surface: str
    sunken: str
    raised: str
    line: str
    line_strong: str
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_text: str
    selection: str
    hues: Mapping[State, Hue]

    def hue(self, state: State) -> Hue:
        return self.hues[state]


LIGHT = Look(
    name="light",
    window="#f5f5f2",
    surface="#ffffff",
    sunken="#ecece8",
    raised="#fafaf8",
    line="#dddcd7",
    line_strong="#b7b6b0",
    text="#1c1f24",
    text_soft="#4d535c",
    text_faint="#636974",
    accent="#0b6672",
    accent_text="#ffffff",
    selection="#d9edef",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#7a4a00", "#b87000", "#fdf0d5"),
            State.WORKING: Hue("#1a56b0", "#2f72d6", "#e5eefc"),
            State.IDLE: Hue("#1b6e3e", "#2c9457", "#e3f3e9"),
            State.STALLED: Hue("#a8231b", "#d23b31", "#fbe7e5"),
            State.DONE: Hue("#3f6150", "#6a8a78", "#eaf0ec"),
            State.ENDED: Hue("#5b616b", "#7c828b", "#ededea"),
            State.UNKNOWN: Hue("#5b616b", "#7c828b", "#ededea"),
        }
    ),
)

DARK = Look(
    name="dark",
    window="#121316",
    surface="#1a1c20",
    sunken="#0d0e10",
    raised="#22252a",
    line="#2b2f35",
    line_strong="#454b54",
    text="#e6e8eb",
    text_soft="#a9b0ba",
    text_faint="#8b929d",
    accent="#5cc8d2",
    accent_text="#06262a",
    selection="#173338",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#f2bd66", "#e8a83f", "#33280f"),
            State.WORKING: Hue("#8db6f7", "#5f97ee", "#172740"),
            State.IDLE: Hue("#7ed3a1", "#4fb37c", "#142c1f"),
            State.STALLED: Hue("#f2938d", "#e3655d", "#3a1b19"),
            State.DONE: Hue("#9dbfac", "#7c9c8a", "#1c2822"),
            State.ENDED: Hue("#98a0ab", "#7a828d", "#24272c"),
            State.UNKNOWN: Hue("#98a0ab", "#7a828d", "#24272c"),
        }
    ),
)

#: The dark terminal of the web system that this program follows. Source: its visual language, tokens by name;
#: grey and red are lightened until they can be read.
TERMINAL = Look(
    name="terminal",
    window="#08080a",
    surface="#111114",
    sunken="#0c0c0e",
    raised="#18181c",
    line="#252530",
    line_strong="#464658",
    text="#e8e8ed",
    text_soft="#a0a0ab",
    text_faint="#878794",
    accent="#56d4dd",
    accent_text="#06262a",
    selection="#12292c",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#e0b073", "#e0b073", "#2a2118"),
            State.WORKING: Hue("#8ea9ea", "#7399e0", "#161d2c"),
            State.IDLE: Hue("#73e0a0", "#73e0a0", "#14261c"),
            State.STALLED: Hue("#ee8f8f", "#e07373", "#2c1717"),
            State.DONE: Hue("#8fb8a0", "#7aa58d", "#151f1a"),
            State.ENDED: Hue("#8f8f9c", "#777784", "#18181c"),
            State.UNKNOWN: Hue("#8f8f9c", "#777784", "#18181c"),
        }
    ),
)

CONTRAST_LIGHT = Look(
    name="contrast-light",
    window="#ffffff",
    surface="#ffffff",
    sunken="#f2f2f2",
    raised="#ffffff",
    line="#595959",
    line_strong="#000000",
    text="#000000",
    text_soft="#1a1a1a",
    text_faint="#3d3d3d",
    accent="#003e6b",
    accent_text="#ffffff",
    selection="#d6ecff",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#4d2f00", "#7a4a00", "#fff3dc"),
            State.WORKING: Hue("#00317a", "#0047b3", "#eaf1ff"),
            State.IDLE: Hue("#004d20", "#006b2d", "#e6f7ec"),
            State.STALLED: Hue("#7a0000", "#a80000", "#ffeceb"),
            State.DONE: Hue("#24402f", "#3a5c48", "#eef4f0"),
            State.ENDED: Hue("#333333", "#555555", "#f2f2f2"),
            State.UNKNOWN: Hue("#333333", "#555555", "#f2f2f2"),
        }
    ),
)

CONTRAST_DARK = Look(
    name="contrast-dark",
    window="#000000",
    surface="#000000",
    sunken="#0a0a0a",
    raised="#101010",
    line="#a6a6a6",
    line_strong="#ffffff",
    text="#ffffff",
    text_soft="#ededed",
    text_faint="#c9c9c9",
    accent="#7fe9f2",
    accent_text="#000000",
    selection="#0e3a40",
    hues=MappingProxyType(
        {
            State.NEEDS_INPUT: Hue("#ffd48a", "#ffbf47", "#2b1d00"),
            State.WORKING: Hue("#b8d2ff", "#8ab4ff", "#001a3d"),
            State.IDLE: Hue("#9cf0bf", "#66e09a", "#002b14"),
            State.STALLED: Hue("#ffb3ad", "#ff8a80", "#3a0806"),
            State.DONE: Hue("#c4e6d3", "#9cc9b0", "#0f1f17"),
            State.ENDED: Hue("#d0d0d0", "#b0b0b0", "#161616"),
            State.UNKNOWN: Hue("#d0d0d0", "#b0b0b0", "#161616"),
        }
    ),
)

LOOKS = (LIGHT, DARK, TERMINAL, CONTRAST_LIGHT, CONTRAST_DARK)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
