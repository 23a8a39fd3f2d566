"""What one program does with these arguments: the rules behind the tables. Any thread; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from headspace_desktop.domain.permission import options, programs
from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.filters import judge_awk, judge_sed, judge_tar
from headspace_desktop.domain.permission.git import judge_git
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.languages import judge_code, judge_shell, judge_sql
from headspace_desktop.domain.permission.network import judge_curl, judge_remote, judge_rsync, judge_wget
from headspace_desktop.domain.permission.options import flags, has, operands
from headspace_desktop.domain.permission.places import roam
from headspace_desktop.domain.permission.verbs import judge_verbs
from headspace_desktop.domain.permission.words import HOLE, Word
from headspace_desktop.domain.permission.wrappers import (
    judge_eval,
    judge_find,
    judge_npx,
    judge_source,
    judge_trap,
    judge_wrapper,
    look_for_harm,
)

Rule = Callable[[Judge, str, tuple[Word, ...], Feed], None]

_SYSTEM_BIN = re.compile(r"/(?:usr/(?:local/)?)?s?bin/[^/]+$|/opt/homebrew/bin/[^/]+$")


def judge_program(judge: Judge, words: tuple[Word, ...], feed: Feed) -> None:
    """The facts and the class of one program with its arguments."""
    found, head = judge.found, words[0]
    if not head.is_static or not head.text or any(sign.isspace() for sign in head.text):
        found.say(Fact.DYNAMIC, head.text.replace(HOLE, "…"), Safety.UNKNOWN)
        look_for_harm(judge, words)
        return
    name = head.text.rpartition("/")[2]
    found.say(Fact.RUNS, name)
    if "/" in head.text and not _SYSTEM_BIN.match(head.text):
        _own_program(judge, head)
        if name not in programs.DELETERS | programs.DISK and name not in _RULES and name not in programs.WRAPPERS:
            return
    if name not in programs.REREADING:
        pass
    elif any("$(" in word.text or "`" in word.text for word in words[1:]):
        found.say(Fact.DYNAMIC, name, Safety.UNKNOWN)
    rule = _RULES.get(name) or _rule_of(name)
    rule(judge, name, words[1:], feed)


def _own_program(judge: Judge, head: Word) -> None:
    """A program by its path: the project's own scripts are run all day, others are not known."""
    full = judge.where.resolve(head.text)
    if full is not None and judge.where.is_inside(full):
        judge.found.worsen(Safety.SAFE_WRITE)
        judge.ran(full, head.text)
    else:
        judge.found.say(Fact.UNKNOWN_PROGRAM, head.text, Safety.UNKNOWN)
        judge.found.say(Fact.OUTSIDE, head.text)


def _rule_of(name: str) -> Rule:
    bare = re.sub(r"[\d.]+$", "", name) or name
    if name in programs.WRAPPERS:
        return judge_wrapper
    if name in programs.SHELLS:
        return judge_shell
    if bare in programs.INTERPRETERS:
        return judge_code
    if name in programs.VERBS or bare == "pip":
        return judge_verbs
    if name in programs.DELETERS:
        return _deleter
    if bare in programs.DISK or name.startswith("mkfs."):
        return _disk
    if name in programs.ENDERS:
        return _ender
    if name in programs.ROOT_ONLY:
        return _root_only
    if name in programs.BUILDERS:
        return _builder
    if name in programs.WRITERS:
        return _writer
    if name in programs.IDLE or name in programs.READERS or name in options.ALSO_READERS:
        return _reader
    return _unknown


def _reader(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found = judge.found
    writes, changes, runs = options.WRITES.get(name), options.CHANGES.get(name), options.RUNS.get(name)
    for at, word in enumerate(words if writes or changes or runs else ()):
        if runs and runs.match(word.text):
            found.say(Fact.CODE, word.text, Safety.UNKNOWN)
        elif writes and writes.match(word.text):
            found.worsen(Safety.SAFE_WRITE)
            _option_target(judge, writes.joined(word.text), words[at : at + 2])
        elif changes and changes.match(word.text):
            found.say(Fact.WRITES, f"{name} {word.text}", Safety.SAFE_WRITE)
        elif word.may_be_option and name not in ("test", "[", "printf"):
            found.say(Fact.DYNAMIC, word.text.replace(HOLE, "…"), Safety.UNKNOWN)
    given = operands(words)
    if name in ("uniq", "xxd") and len(given) > 1:
        judge.touch(given[1], Fact.OVERWRITES)
        given = given[:1]
    if name == "hostname" and given:
        found.say(Fact.SYSTEM, name, Safety.UNKNOWN)
    if name == "date" and any(not word.text.startswith("+") for word in given) and not has(words, "-d", "-r", "--date"):
        found.say(Fact.SYSTEM, name, Safety.UNKNOWN)
    if name in programs.NETWORKED:
        for word in given:
            found.say(Fact.NETWORK, word.text.replace(HOLE, "…"))
        return
    if name in ("export", "declare", "typeset", "local", "readonly", "read", "unset"):
        for word in given:
            variable = word.text.partition("=")[0]
            if programs.DECISIVE.match(variable) or (HOLE in variable):
                found.say(Fact.ENVIRONMENT, variable.replace(HOLE, "…"), Safety.UNKNOWN)
        return
    if name in ("cd", "pushd"):
        judge.where = (
            judge.where.moved(given[0].text if given else "~") if len(given) < 2 else replace(judge.where, cwd=None)
        )
        return
    if name == "popd":
        judge.where = replace(judge.where, cwd=None)
    if name in programs.IDLE or name == "ps":
        return
    for word in given[1:] if name in programs.FIRST_IS_NO_FILE else given:
        judge.touch(word, Fact.READS)


def _option_target(judge: Judge, value: str, words: tuple[Word, ...]) -> None:
    """The file that an option to write names, written onto it or in the word behind it."""
    if value:
        judge.touch(replace(words[0], text=value), Fact.OVERWRITES)
    elif len(words) > 1:
        judge.touch(words[1], Fact.OVERWRITES)


_INTO = options.Named("t", ("--target-directory",), valued="SmogZ")
_NOTHING = options.Named()
#: Options with which a program that writes runs another one.
_RUNNING = {
    "zip": options.Named("T", ("--unzip-command", "--test")),
    "install": options.Named("", ("--strip-program",)),
    "split": options.Named("", ("--filter",)),
    "pandoc": options.Named("F", ("--filter", "--lua-filter", "--pdf-engine", "--pdf-engine-opt")),
    "patch": options.Named("", ("--get",)),
}


def _writer(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found, given = judge.found, operands(words)
    if name in ("unzip", "zip", "7z", "gzip", "xz", "zstd") and set(flags(words)) & set("lptZ"):
        for word in given:
            judge.touch(word, Fact.READS)
        return
    found.worsen(Safety.SAFE_WRITE)
    if name == "chmod" and given and re.match(r"[ugoa]*[+=][rwxXt]*s|[2467]\d{3}$", given[0].text):
        found.say(Fact.SYSTEM, f"chmod {given[0].text}", Safety.UNKNOWN)
    if name in ("chmod", "chown", "chgrp"):
        given = given[1:]
    if name in ("cp", "mv", "ln", "install", "ditto"):
        *sources, target = given or (None,)
        for source in sources:
            if source is not None:
                judge.touch(source, Fact.WRITES if name == "mv" else Fact.READS)
        if (
            found.safety.rank < Safety.DESTRUCTIVE.rank
            and name == "mv"
            and target is not None
            and target.text == "/dev/null"
        ):
            found.say(Fact.DELETES, target.text, Safety.DESTRUCTIVE)
        given = [target] if target is not None else []
    fact = Fact.OVERWRITES if name in ("cp", "tee", "mv") and "a" not in flags(words) else Fact.WRITES
    for word in given:
        judge.touch(word, fact)
    for word in words:
        if _INTO.match(word.text) and name in ("cp", "mv", "ln", "install"):
            found.say(Fact.DYNAMIC, word.text.replace(HOLE, "…"), Safety.UNKNOWN)
        elif _RUNNING.get(name, _NOTHING).match(word.text):
            found.say(Fact.CODE, f"{name} {word.text}", Safety.UNKNOWN)
        elif word.may_be_option:
            found.say(Fact.DYNAMIC, word.text.replace(HOLE, "…"), Safety.SAFE_WRITE)


_MAKERS = programs.words("make gmake just task ninja rake")


def _builder(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found = judge.found
    found.worsen(Safety.SAFE_WRITE)
    roam(found, judge.where, words)
    for word in words:
        variable, sign, value = word.text.partition("=")
        if name not in _MAKERS:
            break
        if word.text.startswith("--ev") or word.text in ("-", "-f-") or "$(" in value or "`" in value:
            found.say(Fact.CODE, word.text, Safety.UNKNOWN)
        elif sign and programs.DECISIVE.match(variable):
            found.say(Fact.ENVIRONMENT, variable, Safety.UNKNOWN)
    for word in operands(words):
        if name in _MAKERS and word.text in (
            "install",
            "uninstall",
            "deploy",
            "publish",
            "release",
        ):
            found.say(
                Fact.PUBLISHES if word.text in ("deploy", "publish", "release") else Fact.INSTALLS,
                word.text,
                Safety.UNKNOWN,
            )


def _deleter(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    is_tree = name in ("rm", "srm") and (bool(set(flags(words)) & set("rR")) or has(words, "--recursive"))
    fact = Fact.DELETES_TREE if is_tree else Fact.DELETES
    judge.found.worsen(Safety.DESTRUCTIVE)
    given = operands(words)
    for word in given:
        judge.touch(word, fact)
        judge.mark(word, Safety.DESTRUCTIVE, fact)
    if not given:
        judge.found.say(fact, name)


def _disk(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    harmless = {
        "mount": not words,
        "fdisk": has(words, "-l"),
        "diskutil": bool(words) and words[0].text in ("list", "info"),
    }
    if harmless.get(name, False):
        return
    judge.found.say(Fact.DISK, name, Safety.DESTRUCTIVE)
    for word in words:
        key, sign, path = word.text.partition("=")
        if sign and key in ("if", "of"):
            judge.touch(replace(word, text=path), Fact.OVERWRITES if key == "of" else Fact.READS)


def _ender(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    if name in ("kill", "killall", "pkill") and words and words[0].text in ("-l", "-0", "-L"):
        return
    if name == "fuser" and "k" not in flags(words):
        return
    what = " ".join(word.text for word in operands(words)).replace(HOLE, "…") or name
    judge.found.say(Fact.ENDS_PROCESSES, what, Safety.DESTRUCTIVE)


def _root_only(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    is_look = bool(words) and words[0].text in ("-l", "list", "read", "-L", "status", "print", "-a")
    if not is_look:
        judge.found.say(Fact.SYSTEM, name, Safety.DESTRUCTIVE)


def _unknown(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    judge.found.say(Fact.UNKNOWN_PROGRAM, name, Safety.UNKNOWN)
    look_for_harm(judge, words)


def _ip(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    changing = {"add", "del", "delete", "set", "flush", "change", "replace", "exec", "up", "down", "append"}
    if any(word.text in changing or not word.is_static or word.text.startswith("-b") for word in words):
        judge.found.say(Fact.SYSTEM, name, Safety.UNKNOWN)


_RULES: dict[str, Rule] = {
    "git": judge_git,
    "find": judge_find,
    "gfind": judge_find,
    "fd": judge_find,
    "fdfind": judge_find,
    "sed": judge_sed,
    "gsed": judge_sed,
    "awk": judge_awk,
    "gawk": judge_awk,
    "mawk": judge_awk,
    "nawk": judge_awk,
    "tar": judge_tar,
    "bsdtar": judge_tar,
    "gtar": judge_tar,
    "eval": judge_eval,
    "source": judge_source,
    ".": judge_source,
    "trap": judge_trap,
    "npx": judge_npx,
    "bunx": judge_npx,
    "pnpx": judge_npx,
    "uvx": judge_npx,
    "ip": _ip,
    "ifconfig": _ip,
    "curl": judge_curl,
    "wget": judge_wget,
    "ssh": judge_remote,
    "mosh": judge_remote,
    "scp": judge_rsync,
    "rsync": judge_rsync,
    "sftp": judge_rsync,
    "psql": judge_sql,
    "mysql": judge_sql,
    "mariadb": judge_sql,
    "sqlite3": judge_sql,
    "duckdb": judge_sql,
}
