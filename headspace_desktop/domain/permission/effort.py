"""How much of a command is read: a hostile text costs no more than a long honest one. Any thread; pure.

Longer commands, or those with more parts, are none that a person could read before deciding, and the card must be
there at once. What is left unread is unknown, and never safe.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Of one text, be it the command itself or code inside of it.
LIMIT_CHARS = 64_000
#: Of all texts together: code inside of code is read again for each layer.
LIMIT_ALL_CHARS = 128_000
LIMIT_COMMANDS = 1_000
#: Words as they are read, and once more for each program that they are judged as arguments of.
LIMIT_WORDS = 10_000


class Unparsed(Exception):
    """The text is not of the grammar that is understood here, or too long."""


@dataclass(slots=True)
class Effort:
    """What may still be read and judged, of the command and all that is inside of it."""

    chars_left: int = LIMIT_ALL_CHARS
    commands_left: int = LIMIT_COMMANDS
    words_left: int = LIMIT_WORDS

    def text(self, text: str) -> None:
        """One text is read. Raises: Unparsed."""
        self.words()
        self.chars_left -= len(text)
        if len(text) > LIMIT_CHARS or self.chars_left < 0:
            raise Unparsed("it is too long")

    def command(self) -> None:
        """One command is read. Raises: Unparsed."""
        self.commands_left -= 1
        if self.commands_left < 0:
            raise Unparsed("it has too many parts")

    def words(self, count: int = 1) -> None:
        """So many words are read, or judged. Raises: Unparsed."""
        self.words_left -= count
        if self.words_left < 0:
            raise Unparsed("it has too many words")
