"""Programs with a small language of their own: sed, awk, tar. Any thread; pure.

A script that is not plainly harmless is unknown: each of them can run other programs.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace

from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.grammar import Given, Grammar
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.words import HOLE, Word

_SED = re.compile(
    r"(?:\s*(?:(?:\d+|\$|/(?:\\.|[^/\\])*/)(?:,(?:[+~]?\d+|\$|/(?:\\.|[^/\\])*/))?)?!?"
    r"(?:[pdqQ=nNgGhHxDPl]|s(?P<d>[^\w\s\\])(?:\\.|(?!(?P=d))[^\\])*(?P=d)(?:\\.|(?!(?P=d))[^\\])*(?P=d)[gpiIM0-9]*)(?:[;\n]|$))+"
)


_SED_OPTIONS = Grammar(
    "nErsuz",
    "efl",
    "i",
    frozenset((
        "quiet", "silent", "regexp-extended", "separate", "unbuffered", "null-data", "posix", "debug", "sandbox",
        "follow-symlinks", "in-place", "help", "version",
    )),
    frozenset(("expression", "file", "line-length")),
)  # fmt: skip
_AWK_OPTIONS = Grammar("", "Fv", "", frozenset(("version", "help", "posix")), frozenset(("field-separator", "assign")))
_TAR_OPTIONS = Grammar(
    "AcdrtuxzjJZavwkmopPSWhlO",
    "fCXTbgKNVL",
    "",
    frozenset((
        "create", "extract", "get", "list", "append", "update", "concatenate", "catenate", "diff", "compare", "delete",
        "gzip", "gunzip", "bzip2", "xz", "zstd", "lzma", "lzip", "auto-compress", "verbose", "keep-old-files",
        "overwrite", "touch", "same-owner", "no-same-owner", "same-permissions", "no-same-permissions",
        "preserve-permissions", "absolute-names", "sparse", "verify", "dereference", "one-file-system", "to-stdout",
        "remove-files", "no-recursion", "exclude-vcs", "numeric-owner", "totals", "wildcards", "no-wildcards", "help",
        "version", "exclude-vcs-ignores", "unlink-first", "recursive-unlink", "skip-old-files",
    )),
    frozenset((
        "file", "directory", "exclude", "exclude-from", "files-from", "strip-components", "transform", "owner", "group",
        "mode", "mtime", "sort", "format", "newer", "label",
    )),
)  # fmt: skip


def judge_sed(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found, given = judge.found, _SED_OPTIONS.read(words)
    strange(judge, given)
    in_place = given.has("-i", "--in-place")
    scripts, files = given.of("-e", "--expression"), list(given.operands)
    if given.has("-f", "--file"):
        found.say(Fact.CODE, "sed -f", Safety.UNKNOWN)
    elif not scripts and files:
        scripts.append(files.pop(0))
    for script in scripts:
        if HOLE in script.text or len(script.text) > 500 or not _SED.fullmatch(script.text):
            found.say(Fact.CODE, "sed", Safety.UNKNOWN)
    for word in files:
        judge.touch(word, Fact.WRITES if in_place else Fact.READS)
    if in_place:
        found.worsen(Safety.SAFE_WRITE)


def judge_awk(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found, given = judge.found, _AWK_OPTIONS.read(words)
    strange(judge, given)
    if not given.operands:
        return
    program, *files = given.operands
    runs = HOLE in program.text or re.search(r"system|getline|\||@|close|fflush", program.text)
    if runs or (">" in program.text and "print" in program.text):
        found.say(Fact.CODE, "awk", Safety.UNKNOWN)
    for word in files:
        if "=" not in word.text:
            judge.touch(word, Fact.READS)


def judge_tar(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found = judge.found
    if words and words[0].is_static and re.fullmatch(r"[A-Za-z]+", words[0].text):
        words = _dashed(words)
    given = _TAR_OPTIONS.read(words)
    strange(judge, given)
    archives = given.of("-f", "--file")
    if any(":" in word.text.partition("/")[0] for word in archives):
        found.say(Fact.ELSEWHERE, archives[0].text.replace(HOLE, "…"), Safety.UNKNOWN)
    if given.has("-t", "--list", "-d", "--diff", "--compare"):
        for word in archives:
            judge.touch(word, Fact.READS)
        return
    if given.has("--remove-files", "--delete"):
        found.say(Fact.DELETES, "tar", Safety.DESTRUCTIVE)
    found.worsen(Safety.SAFE_WRITE)
    if given.has("-P", "--absolute-names"):
        found.say(Fact.DYNAMIC, "tar -P", Safety.UNKNOWN)
    is_unpacking = given.has("-x", "--extract", "--get")
    for word in archives:
        judge.touch(word, Fact.READS if is_unpacking else Fact.OVERWRITES)
    for word in given.of("-C", "--directory"):
        judge.touch(word, Fact.WRITES if is_unpacking else Fact.READS)


def _dashed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The old way, in which the letters come first and their values behind them in order (``tar xfC a.tar b``)."""
    first, rest = words[0], deque(words[1:])
    made: list[Word] = []
    for sign in first.text:
        made.append(replace(first, text="-" + sign))
        if sign in _TAR_OPTIONS.valued and rest:
            made.append(rest.popleft())
    return (*made, *rest)


def strange(judge: Judge, given: Given) -> None:
    """Options of which nobody here knows what they do."""
    for word in given.strange:
        judge.found.say(Fact.DYNAMIC if HOLE in word.text else Fact.CODE, word.text.replace(HOLE, "…"), Safety.UNKNOWN)
