"""Arguments: which are options, which are operands, and which options make a reader write. Any thread; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from headspace_desktop.domain.permission.words import Word


@dataclass(frozen=True, slots=True)
class Named:
    """Options of one program: letters that stand alone or together, and long names, which may be cut short."""

    letters: str = ""
    longs: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()  # beginnings of words that are no options by their sign
    valued: str = ""  # letters behind which a value is joined

    def match(self, text: str) -> bool:
        """Whether this word could be one of them. An abbreviation that fits several is taken for the worst."""
        if text.startswith("--"):
            name = text.partition("=")[0]
            return len(name) > 2 and any(long.startswith(name) for long in self.longs)
        return any(text.startswith(each) for each in self.signs) or self._at(text) > 0

    def joined(self, text: str) -> str:
        """The value that is written onto the option; nothing when it is the next word."""
        return text.partition("=")[2] if text.startswith("--") else text[self._at(text) + 1 :]

    def _at(self, text: str) -> int:
        """Where one of the letters stands in a group of them, 0 when none does."""
        for at, sign in enumerate(text[1:] if text[:1] == "-" else "", 1):
            if sign in self.letters:
                return at
            if sign in self.valued or not sign.isalnum():
                return 0
        return 0


#: Options with which a program that only looks writes the file that is named behind them.
WRITES: dict[str, Named] = {
    "sort": Named("o", ("--output",), valued="kStT"),
    "shuf": Named("o", ("--output",), valued="in"),
    "tree": Named("o", ("--output",), valued="LPIHT"),
    "base64": Named("o", ("--output",)),
    "less": Named("oO", ("--log-file", "--LOG-FILE"), valued="bhjkpPtTxyzD#"),
    "sdiff": Named("o", ("--output",), valued="Iw"),
    "cloc": Named("", ("--out", "--report-file", "--sql", "--counted", "--found", "--ignored", "--categorized")),
    "info": Named("o", ("--output", "--dribble"), valued="dfIkn"),
    "mediainfo": Named("", ("--LogFile",)),
}
#: Options with which it changes what it looks at.
CHANGES: dict[str, Named] = {
    "yq": Named("is", ("--inplace", "--in-place", "--split-exp")),
    "file": Named("C", ("--compile",), valued="fFmP"),
    "tree": Named("R", valued="LPIHTo"),
    "hostname": Named("Fb", ("--file", "--boot")),
    "journalctl": Named("", ("--vacuum-size", "--vacuum-time", "--vacuum-files", "--rotate", "--flush", "--sync")),
    "dmesg": Named("cCDEn", ("--clear", "--read-clear", "--console-off", "--console-on", "--console-level")),
    "bat": Named("", (), ("cache",)),
    "batcat": Named("", (), ("cache",)),
    "tldr": Named("u", ("--update",)),
}
#: Options with which it runs another program, or changes the system.
RUNS: dict[str, Named] = {
    "sort": Named("", ("--compress-program",)),
    "rg": Named("", ("--pre", "--hostname-bin")),
    "ag": Named("", ("--pager",)),
    "bat": Named("", ("--pager",)),
    "batcat": Named("", ("--pager",)),
    "delta": Named("", ("--pager",)),
    "man": Named("PHC", ("--pager", "--html", "--preprocessor", "--config-file"), valued="pLmMSseErRT"),
    "date": Named("s", ("--set",), valued="dIrf"),
    "ss": Named("KD", ("--kill", "--diag"), valued="fAF"),
    "jobs": Named("x"),
    "hash": Named("p"),
    "less": Named("k", ("--lesskey-file", "--lesskey-src", "--lesskey-content"), ("+",)),
    "more": Named("", (), ("+",)),
    "printf": Named("v"),
    "test": Named("v"),
    "[": Named("v"),
    "declare": Named("n"),
    "typeset": Named("n"),
    "local": Named("n"),
    "wait": Named("p"),
    "sdiff": Named("", ("--diff-program",)),
    "diff3": Named("", ("--diff-program",)),
    "cloc": Named("", ("--extract-with", "--config", "--force-lang-def", "--read-lang-def")),
    "nm": Named("", ("--plugin",)),
    "objdump": Named("", ("--plugin",)),
    "info": Named("", ("--restore", "--init-file")),
}
#: Readers that are in no other table.
ALSO_READERS = frozenset((
    "top", "htop", "xxd", "uniq", "look", "tput", "hostname", "sort", "less", "more", "date", "file", "tree", "rg",
    "yq", "shuf", "dmesg", "journalctl",
))  # fmt: skip


def operands(words: tuple[Word, ...]) -> list[Word]:
    """The arguments that are no options."""
    made: list[Word] = []
    is_past = False
    for word in words:
        if word.text == "--" and not is_past:
            is_past = True
        elif is_past or not word.text.startswith("-") or word.text == "-":
            made.append(word)
    return made


def has(words: tuple[Word, ...], *options: str) -> bool:
    return any(word.text == each or word.text.startswith(each + "=") for word in words for each in options)


def flags(words: tuple[Word, ...]) -> str:
    """All short options as one string of letters."""
    return "".join(word.text[1:] for word in words if re.fullmatch(r"-[A-Za-z0-9]+", word.text))
