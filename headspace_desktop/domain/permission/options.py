"""Arguments: which are options, which are operands, and which options make a reader write. Any thread; pure."""

from __future__ import annotations

import re

from headspace_desktop.domain.permission.words import Word

#: Options with which a program that only looks writes a file.
WRITES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "sort": r"-[A-Za-z]*o|--output",
        "shuf": r"-\w*o|--output",
        "tree": r"-\w*o|--output",
        "base64": r"-o|--output",
        "yq": r"-\w*i|--in-?place|-s|--split-exp",
        "less": r"-\w*[oO]|--log-file",
        "file": r"-C|--compile",
        "hostname": r"-F|--file|-b",
        "journalctl": r"--vacuum|--rotate|--flush|--sync",
        "dmesg": r"-\w*[cC]|--clear|--read-clear",
    }.items()
}
#: Options with which it runs another program, or changes the system.
RUNS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "sort": r"--compress-program",
        "rg": r"--pre\b|--hostname-bin",
        "ag": r"--pager",
        "bat": r"--pager|cache",
        "delta": r"--pager",
        "man": r"-\w*[PH]|--pager|--html|--preprocessor",
        "date": r"-\w*s|--set",
        "ss": r"-\w*K|--kill",
        "jobs": r"-x",
        "hash": r"-p",
        "less": r"\+|--lesskey",
        "more": r"\+",
        "printf": r"-v",
        "test": r"-v",
        "[": r"-v",
        "declare": r"-\w*n",
        "typeset": r"-\w*n",
        "local": r"-\w*n",
        "wait": r"-\w*p",
    }.items()
}
#: Readers that are in no other table.
ALSO_READERS = frozenset(("top", "htop", "xxd", "uniq", "look", "tput", "hostname", "sort", "less", "more", "date",
"file",
                          "tree", "rg", "yq", "shuf", "dmesg", "journalctl"))  # fmt: skip


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
