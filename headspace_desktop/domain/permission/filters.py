"""Programs with a small language of their own: sed, awk, tar. Any thread; pure.

A script that is not plainly harmless is unknown: each of them can run other programs.
"""

from __future__ import annotations

import re

from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.options import has, operands
from headspace_desktop.domain.permission.words import HOLE, Word

_SED = re.compile(
    r"(?:\s*(?:(?:\d+|\$|/(?:\\.|[^/\\])*/)(?:,(?:[+~]?\d+|\$|/(?:\\.|[^/\\])*/))?)?!?"
    r"(?:[pdqQ=nNgGhHxDPl]|s(?P<d>[^\w\s\\])(?:\\.|(?!(?P=d))[^\\])*(?P=d)(?:\\.|(?!(?P=d))[^\\])*(?P=d)[gpiIM0-9]*)(?:[;\n]|$))+"
)


def judge_sed(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found = judge.found
    in_place = any(re.match(r"-[nErsuz]*i|--in-place", word.text) for word in words)
    scripts = [words[n + 1] for n, word in enumerate(words[:-1]) if word.text in ("-e", "--expression")]
    given = operands(words)
    if scripts:
        given = [word for word in given if word not in scripts]
    elif has(words, "-f", "--file"):
        found.say(Fact.CODE, "sed -f", Safety.UNKNOWN)
    elif given:
        scripts, given = [given[0]], given[1:]
    for script in scripts:
        if HOLE in script.text or len(script.text) > 500 or not _SED.fullmatch(script.text):
            found.say(Fact.CODE, "sed", Safety.UNKNOWN)
    for word in words:
        if word.may_be_option:
            found.say(Fact.DYNAMIC, word.text.replace(HOLE, "…"), Safety.UNKNOWN)
    for word in given:
        judge.touch(word, Fact.WRITES if in_place else Fact.READS)
    if in_place:
        found.worsen(Safety.SAFE_WRITE)


def judge_awk(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found, given = judge.found, operands(words)
    values = [
        words[n + 1] for n, word in enumerate(words[:-1]) if word.text in ("-F", "-v", "--field-separator", "--assign")
    ]
    given = [word for word in given if word not in values]
    if any(
        re.match(r"-[fEil]|--file|--exec|--include|--load|--inplace", word.text) or word.may_be_option for word in words
    ):
        found.say(Fact.CODE, "awk", Safety.UNKNOWN)
    if not given:
        return
    program = given[0].text
    runs = HOLE in program or re.search(r"system|getline|\||@|close|fflush", program)
    if runs or (">" in program and "print" in program):
        found.say(Fact.CODE, "awk", Safety.UNKNOWN)
    for word in given[1:]:
        if "=" not in word.text:
            judge.touch(word, Fact.READS)


def judge_tar(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found = judge.found
    if any(
        re.match(r"--to-command|--use-compress|--checkpoint-action|--rsh|--info-script|-\w*[IF]", w.text) for w in words
    ):
        found.say(Fact.CODE, "tar", Safety.UNKNOWN)
    first = words[0].text.lstrip("-") if words and not words[0].text.startswith("--") else ""
    if has(words, "--list") or "t" in first:
        return
    if has(words, "--remove-files", "--delete") or HOLE in first:
        found.say(Fact.DELETES, "tar", Safety.DESTRUCTIVE)
    found.worsen(Safety.SAFE_WRITE)
    for at, word in enumerate(words):
        if word.text in ("-C", "--directory") and at + 1 < len(words):
            judge.touch(words[at + 1], Fact.WRITES)
