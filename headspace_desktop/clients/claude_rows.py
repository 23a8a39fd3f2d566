"""Lines of a captured pane as text with the styles that tell Claude Code's own words from others'. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_ESCAPE = re.compile(
    r"\x1b(?:\[([0-9;:]{0,64})m|\[[0-9;:?]*[A-Za-ln-z]|\].*?(?:\x07|\x1b\\)|[()][A-Z0-9]|.)", re.DOTALL
)
_GREYS = range(232, 256)


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and of each of its characters: dim or grey, reversed (the cursor), in a colour at all."""

    text: str
    faint: tuple[bool, ...]
    lit: tuple[bool, ...]
    coloured: tuple[bool, ...]

    @property
    def plain(self) -> str:
        return self.text.rstrip()


@dataclass(frozen=True, slots=True)
class _Style:
    is_dim: bool = False
    is_grey: bool = False
    is_lit: bool = False
    is_coloured: bool = False


_PLAIN = _Style()


def parse(lines: Sequence[str]) -> list[Row]:
    """The lines without their escape sequences; a style goes on until another one is told, over lines, too."""
    style = _PLAIN
    rows = []
    for line in lines:
        text: list[str] = []
        faint: list[bool] = []
        lit: list[bool] = []
        coloured: list[bool] = []
        for piece, style in _pieces(line, style):  # noqa: B020  the last one's style is that of the next line
            text.append(piece)
            faint += [style.is_dim or style.is_grey] * len(piece)
            lit += [style.is_lit] * len(piece)
            coloured += [style.is_coloured] * len(piece)
        rows.append(Row("".join(text), tuple(faint), tuple(lit), tuple(coloured)))
    return rows


def _pieces(line: str, style: _Style) -> Iterator[tuple[str, _Style]]:
    """The line in parts of one style each; the last may be empty."""
    position = 0
    for escape in _ESCAPE.finditer(line):
        yield line[position : escape.start()], style
        position = escape.end()
        if (codes := escape.group(1)) is not None:
            style = _restyled(codes, style)
    yield line[position:], style


def _restyled(codes: str, style: _Style) -> _Style:
    numbers = [int(code) if code.isdigit() else 0 for code in re.split("[;:]", codes)]
    index = 0
    while index < len(numbers):
        match numbers[index]:
            case 0:
                style = _PLAIN
            case 2:
                style = replace(style, is_dim=True)
            case 22:
                style = replace(style, is_dim=False)
            case 7:
                style = replace(style, is_lit=True)
            case 27:
                style = replace(style, is_lit=False)
            case 38 | 48 as layer:
                size = 2 if numbers[index + 1 : index + 2] == [5] else 4
                if layer == 38:
                    style = replace(style, is_grey=_is_grey(numbers[index + 1 : index + 1 + size]), is_coloured=True)
                index += size
            case 90:
                style = replace(style, is_grey=True, is_coloured=True)
            case code if 30 <= code <= 39 or 91 <= code <= 97:
                style = replace(style, is_grey=False, is_coloured=code != 39)
        index += 1
    return style


def _is_grey(colour: Sequence[int]) -> bool:
    match colour:
        case [5, shade]:
            return shade in _GREYS or shade == 8
        case [2, red, green, blue]:
            return max(red, green, blue) - min(red, green, blue) <= 8 and 60 <= red <= 190
        case _:
            return False
