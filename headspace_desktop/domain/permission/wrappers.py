"""Programs that run other programs: the inner one is judged as if it stood alone. Any thread; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.facts import Fact, Findings, Safety
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.options import CHANGES, RUNS, WRITES, Named, flags, has, operands
from headspace_desktop.domain.permission.words import HOLE, Word


def judge_wrapper(judge: Judge, name: str, words: tuple[Word, ...], feed: Feed) -> None:
    found = judge.found
    valued, at = programs.WRAPPERS[name], 0
    if name in programs.ROOT_WRAPPERS:
        found.say(Fact.AS_ROOT, name, Safety.UNKNOWN)
    if name == "command" and words and words[0].text in ("-v", "-V"):
        return
    while at < len(words):
        text = words[at].text
        if name in ("env", "sudo") and re.match(r"[A-Za-z_]\w*=", text):
            if programs.DECISIVE.match(text.partition("=")[0]):
                found.say(Fact.ENVIRONMENT, text.partition("=")[0], Safety.UNKNOWN)
            at += 1
        elif text.startswith("-") and text != "-":
            if words[at].may_be_option or (name == "env" and text.startswith(("-S", "--split-string", "-vS"))):
                found.say(Fact.DYNAMIC, text, Safety.UNKNOWN)
            if name == "sudo" and text in ("-e", "--edit", "-s", "-i", "--shell", "--login"):
                found.worsen(Safety.UNKNOWN)
            if name in ("time", "gtime", "strace", "ltrace") and _TO_FILE.match(text):
                _told_to_file(judge, _TO_FILE.joined(text), words[at : at + 2])
            at += 2 if text in valued else 1
            if text == "--":
                break
        else:
            break
    if name in programs.WORD_FIRST:
        at += 1
    inner = words[at:]
    if not inner:
        if name == "xargs":
            return
        if name not in ("env", "exec", "time", "command", "builtin"):
            found.worsen(Safety.UNKNOWN)
        return
    if name == "watch":
        judge.inner(" ".join(word.text for word in inner), inner[0])
        if any(not word.is_static for word in inner):
            found.worsen(Safety.UNKNOWN)
        return
    if name == "xargs":
        _xargs(judge, words[:at], inner)
        return
    judge.run(inner, feed)


_TO_FILE = Named("o", ("--output",), valued="efpsuaEIOPSXbk")


def _told_to_file(judge: Judge, joined: str, words: tuple[Word, ...]) -> None:
    """Where a wrapper writes what it has seen."""
    if joined:
        judge.touch(replace(words[0], text=joined), Fact.OVERWRITES)
    elif len(words) > 1:
        judge.touch(words[1], Fact.OVERWRITES)


def _xargs(judge: Judge, options: tuple[Word, ...], inner: tuple[Word, ...]) -> None:
    """What the other program says becomes its arguments: they are known only when it runs."""
    last = inner[-1]
    given = Word(HOLE, last.start, last.end, is_quoted=False, is_open=True)
    before = judge.where
    judge.run((*inner, replace(given, text="." + HOLE)), Feed())
    judge.where = before
    name = inner[0].text.rpartition("/")[2]
    if name in programs.SHELLS or name in programs.INTERPRETERS or name in programs.WRAPPERS:
        judge.found.say(Fact.DYNAMIC, name, Safety.UNKNOWN)
    is_plain = name in programs.READERS or name in programs.IDLE
    if not is_plain or name in WRITES or name in CHANGES or name in RUNS:
        judge.found.say(Fact.DYNAMIC, name, Safety.UNKNOWN)
    if flags(options) and any(word.text.startswith(("-I", "-i")) for word in options) and not inner[0].is_static:
        judge.found.worsen(Safety.UNKNOWN)
    replaced = next((options[n + 1].text for n, word in enumerate(options[:-1]) if word.text == "-I"), "{}")
    if replaced and replaced in inner[0].text:
        judge.found.say(Fact.DYNAMIC, inner[0].text, Safety.UNKNOWN)


def judge_find(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found, at = judge.found, 0
    runs = ("-exec", "-execdir", "-ok", "-okdir") if name == "find" else ("-x", "-X", "--exec", "--exec-batch")
    starts: list[Word] = []
    is_past = False
    while at < len(words):
        text = words[at].text
        is_past = is_past or text.startswith(("-", "(", "!"))
        if not is_past:
            starts.append(words[at])
            judge.touch(words[at], Fact.READS)
        if text in runs:
            end = next((n for n in range(at + 1, len(words)) if words[n].text in (";", "+")), len(words))
            inner = words[at + 1 : end]
            if inner:
                judge.run(inner, Feed())
                if any("{}" in word.text for word in inner) and inner[0].text.rpartition("/")[2] in programs.SHELLS:
                    found.say(Fact.DYNAMIC, "{}", Safety.UNKNOWN)
            at = end
        elif text == "-delete" and name == "find":
            found.say(
                Fact.DELETES_TREE, " ".join(word.text for word in starts).replace(HOLE, "…") or ".", Safety.DESTRUCTIVE
            )
            judge.mark(words[at], Safety.DESTRUCTIVE, Fact.DELETES_TREE)
        elif text.startswith(("-fprint", "-fls")) and name == "find":
            if at + 1 < len(words):
                judge.touch(words[at + 1], Fact.OVERWRITES)
        elif name == "fd" and text.startswith(("--exec", "-x", "-X")):
            found.say(Fact.CODE, text, Safety.UNKNOWN)
        elif words[at].may_be_option and HOLE in text:
            found.say(Fact.DYNAMIC, text.replace(HOLE, "…"), Safety.UNKNOWN)
        at += 1


def judge_eval(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    if all(HOLE not in word.text for word in words) and words:
        judge.inner(" ".join(word.text for word in words), words[0])
        return
    said_network = judge.found.safety is Safety.DESTRUCTIVE or _fetches(judge.found, words)
    judge.found.say(Fact.CODE, "eval", Safety.DESTRUCTIVE if said_network else Safety.UNKNOWN)
    if said_network:
        judge.found.say(Fact.PIPED_TO_SHELL, "eval")


def _fetches(found: Findings, words: tuple[Word, ...]) -> bool:
    return any(word.scripts for word in words) and Fact.NETWORK in found.kinds


def judge_source(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    if words and words[0].scripts and _fetches(judge.found, words):
        judge.found.say(Fact.PIPED_TO_SHELL, name, Safety.DESTRUCTIVE)
    for word in words[:1]:
        judge.touch(word, Fact.READS)
    full = judge.where.resolve(words[0].text) if words and words[0].is_static else None
    is_venv = (
        full is not None and judge.where.is_inside(full) and full.endswith(("/bin/activate", "/bin/activate.fish"))
    )
    judge.found.say(
        Fact.CODE, words[0].text.replace(HOLE, "…") if words else name, Safety.SAFE_WRITE if is_venv else Safety.UNKNOWN
    )


def judge_trap(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    if words and words[0].is_static and not words[0].text.startswith("-"):
        judge.inner(words[0].text, words[0])
    elif words and HOLE in words[0].text:
        judge.found.worsen(Safety.UNKNOWN)


def judge_npx(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    given = operands(words)
    if given and given[0].text in programs.BUILDERS and not has(words, "-p", "--package", "-c", "--call"):
        judge.found.worsen(Safety.SAFE_WRITE)
        return
    judge.found.say(Fact.INSTALLS, given[0].text if given else name, Safety.UNKNOWN)


def look_for_harm(judge: Judge, words: tuple[Word, ...]) -> None:
    """An unknown program that is given the name of a deleting one probably runs it."""
    for word in words:
        if word.text.rpartition("/")[2] in programs.DELETERS | programs.DISK:
            judge.found.say(Fact.DELETES, word.text, Safety.DESTRUCTIVE)
