"""What a taken-apart shell command is made of: words, redirections, commands, pipelines. Any thread; values only.

A word keeps where it stands in the text that the person reads, so that it can be marked there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: Stands in `Word.text` for what only the shell will know: a variable, a substitution.
HOLE = "\0"


@dataclass(frozen=True, slots=True)
class Word:
    """One word without its quotes. `is_open`: the shell may make it another word, or several, or none."""

    text: str
    start: int
    end: int
    is_quoted: bool = False
    is_open: bool = False  # a glob, a brace expansion, an unquoted variable
    scripts: tuple[Script, ...] = ()  # code inside of it that runs first

    @property
    def is_static(self) -> bool:
        return HOLE not in self.text and not self.is_open

    @property
    def may_be_option(self) -> bool:
        """Whether the shell may make an option of it that is not to be seen here."""
        return self.text.startswith(HOLE) or (self.is_open and self.text[:1] in ("*", "?", "[", "{", HOLE))


@dataclass(slots=True)
class Redirect:
    """`sign` is ``<``, ``>``, ``>>``, ``>|``, ``<>``, ``<<``, ``<<<``; ``&>`` and ``>&`` are told as ``>``."""

    sign: str
    word: Word
    body: str = ""  # of a here-document
    scripts: tuple[Script, ...] = ()


@dataclass(frozen=True, slots=True)
class Simple:
    """A program with its arguments; without words only assignments or redirections."""

    words: tuple[Word, ...]
    assigns: tuple[tuple[str, Word], ...] = ()
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that holds commands: a subshell, braces, a loop, a branch, a function's body."""

    scripts: tuple[Script, ...]
    words: tuple[Word, ...] = ()  # what a loop goes through, or a branch looks at
    redirects: tuple[Redirect, ...] = ()
    is_subshell: bool = False


Command = Simple | Group


@dataclass(frozen=True, slots=True)
class Pipeline:
    commands: tuple[Command, ...]
    is_background: bool = False


@dataclass(slots=True)
class Script:
    """Pipelines in order; `trouble` says why the rest could not be taken apart."""

    pipelines: list[Pipeline] = field(default_factory=list)
    trouble: str = ""
