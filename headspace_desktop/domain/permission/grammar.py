"""The options that a program is known to have: each with its value, and what is none of them. Any thread; pure.

An option that is not known here is *strange*: nobody can say what it does, so the program is not safe with it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from headspace_desktop.domain.permission.words import Word


@dataclass(frozen=True, slots=True)
class Given:
    """Arguments, taken apart: `options` by their full names (``-o``, ``--output``) with what was given to each."""

    options: tuple[tuple[str, Word | None], ...]
    operands: tuple[Word, ...]
    strange: tuple[Word, ...]

    def has(self, *names: str) -> bool:
        return any(name in names for name, _ in self.options)

    def of(self, *names: str) -> list[Word]:
        """The values of these options, in their order."""
        return [value for name, value in self.options if name in names and value is not None]


@dataclass(frozen=True, slots=True)
class Grammar:
    """`flags` stand alone or together, `valued` take what is joined or follows, `joined` only what is joined."""

    flags: str = ""
    valued: str = ""
    joined: str = ""
    long_flags: frozenset[str] = field(default_factory=frozenset)
    long_valued: frozenset[str] = field(default_factory=frozenset)
    stops: bool = False  # at the first operand: what follows is for somebody else

    def read(self, words: tuple[Word, ...]) -> Given:
        options: list[tuple[str, Word | None]] = []
        operands: list[Word] = []
        strange: list[Word] = []
        left = deque(words)
        while left:
            word = left.popleft()
            if word.may_be_option:
                strange.append(word)
                operands.append(word)
            elif word.text == "--":
                operands += left
                break
            elif word.text.startswith("--"):
                self._long(word, left, options, strange)
            elif word.text.startswith("-") and len(word.text) > 1:
                self._short(word, left, options, strange)
            else:
                operands.append(word)
                if self.stops:
                    operands += left
                    break
        return Given(tuple(options), tuple(operands), tuple(strange))

    def _long(self, word: Word, left: deque[Word], options: list[tuple[str, Word | None]], strange: list[Word]) -> None:
        """A long name may be cut short as long as it means one option alone (GNU getopt)."""
        said, sign, value = word.text[2:].partition("=")
        known = self.long_flags | self.long_valued
        meant = [said] if said in known else [each for each in known if each.startswith(said)]
        if len(meant) != 1:
            strange.append(word)
            return
        name = meant[0]
        given = replace(word, text=value) if sign else None
        if given is None and name in self.long_valued and left:
            given = left.popleft()
        options.append(("--" + name, given))

    def _short(
        self, word: Word, left: deque[Word], options: list[tuple[str, Word | None]], strange: list[Word]
    ) -> None:
        for at, sign in enumerate(word.text[1:], 2):
            if sign in self.flags:
                options.append(("-" + sign, None))
                continue
            if sign in self.valued or sign in self.joined:
                rest = word.text[at:]
                given = replace(word, text=rest) if rest else None
                if given is None and sign in self.valued and left:
                    given = left.popleft()
                options.append(("-" + sign, given))
                return
            strange.append(word)
            return
