"""What a git command does: looks, changes, or throws away what cannot be had again. Any thread; pure."""

from __future__ import annotations

import re

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.places import roam
from headspace_desktop.domain.permission.words import HOLE, Word

_READ = programs.words(
    "status log diff show blame annotate rev-parse rev-list describe ls-files ls-tree ls-remote cat-file shortlog "
    "grep help "
    "version name-rev merge-base for-each-ref show-ref show-branch diff-tree diff-index diff-files whatchanged "
    "count-objects "
    "check-ignore check-attr check-ref-format var fsck cherry range-diff verify-commit verify-tag get-tar-commit-id "
    "merge-tree patch-id"
)
_WRITE = programs.words(
    "add commit merge pull push fetch clone init switch checkout branch tag stash mv revert cherry-pick am apply "
    "worktree "
    "submodule remote config notes restore sparse-checkout lfs rm bisect reset format-patch archive bundle rerere "
    "maintenance "
    "mktag commit-tree write-tree hash-object read-tree send-email request-pull subtree"
)
_NETWORK = programs.words("pull push fetch clone ls-remote send-email submodule")
_FORCES = programs.words(
    "rebase filter-branch filter-repo gc prune update-ref replace reflog-expire reflog-delete checkout-index "
    "prune-packed "
    "pack-refs-none fast-import update-index"
)
_SAFE_CONFIG = re.compile(
    r"(?:color\.|user\.|advice\.|core\.quote[pP]ath|log\.|diff\.(?:renames|algorithm|mnemonic)|column\."
    r"|init\.default[bB]ranch|commit\.gpgsign|gc\.auto|fetch\.(?:prune|parallel)|pull\.|push\.default)"
)
_RUNS = re.compile(
    r"--(?:upload-pack|receive-pack|exec|ext-diff|textconv|open-files-in-pager|exec-path=|config-env|sequence-editor|extcmd|"
    r"tool|gpg-sign-program|run)|-O"
)
#: Options that decide how grave a command is. git takes any beginning of one that means no other.
_GRAVE = (
    "--upload-pack", "--receive-pack", "--exec", "--ext-diff", "--open-files-in-pager", "--sequence-editor", "--extcmd",
    "--force", "--mirror", "--delete", "--prune", "--hard", "--merge", "--keep", "--ours", "--theirs", "--patch",
    "--worktree", "--discard-changes", "--amend", "--output", "--rebase", "--config", "--template", "--edit",
    "--unset", "--replace-all", "--add", "--remove-section", "--rename-section",
)  # fmt: skip
#: Options that take a value of their own, before the verb.
_VALUED = frozenset(("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env", "--super-prefix"))
_FILE = re.compile(r"(?:.*/)?[^/]*\.[A-Za-z][A-Za-z0-9]{0,5}$|.*/$|\.{1,2}(?:/|$)|:/")


def judge_git(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    """The facts of a git command; its verb decides, then its options."""
    found, at = judge.found, 0
    where = judge.where
    while at < len(words) and words[at].text.startswith("-"):
        text = words[at].text
        value = words[at + 1] if at + 1 < len(words) else None
        if text == "-C" and value is not None:
            judge.where = judge.where.moved(value.text)
            full = judge.where.cwd
            if full is None or not judge.where.is_inside(full):
                found.say(Fact.OUTSIDE, value.text.replace(HOLE, "…"))
        elif text in ("-c", "--config-env") and (value is None or not _SAFE_CONFIG.match(value.text)):
            found.say(Fact.CODE, value.text.replace(HOLE, "…") if value else text, Safety.UNKNOWN)
        elif text.startswith(("--exec-path=", "--git-dir", "--work-tree", "--config-env=", "-p", "--paginate")):
            found.worsen(Safety.SAFE_READ if text in ("-p", "--paginate") else Safety.UNKNOWN)
        at += 2 if text in _VALUED else 1
    if at >= len(words):
        found.worsen(Safety.SAFE_READ if words else Safety.UNKNOWN)
    else:
        _verb(judge, words[at], words[at + 1 :])
    judge.where = where


def _verb(judge: Judge, head: Word, rest: tuple[Word, ...]) -> None:
    found, verb = judge.found, head.text
    if not head.is_static:
        found.say(Fact.DYNAMIC, verb.replace(HOLE, "…"), Safety.UNKNOWN)
        return
    given = [_in_full(word.text) for word in rest]
    safety = _class_of(verb, given)
    if safety is Safety.DESTRUCTIVE and verb == "rm":
        for word in rest:
            if not word.text.startswith("-"):
                judge.touch(word, Fact.DELETES)
    fact = {Safety.SAFE_READ: Fact.GIT_READS, Safety.SAFE_WRITE: Fact.GIT_WRITES}.get(safety, Fact.GIT_FORCES)
    found.say(Fact.UNKNOWN_PROGRAM if safety is Safety.UNKNOWN else fact, " ".join([verb, *_telling(given)]), safety)
    if safety is not Safety.SAFE_READ:
        judge.mark(head, safety, fact)
    if any(_RUNS.match(text) for text in given) and verb not in ("commit", "log", "stash", "difftool"):
        found.say(Fact.CODE, verb, Safety.UNKNOWN)
    if any(text.startswith("ext::") for text in given):
        found.say(Fact.CODE, "ext::", Safety.DESTRUCTIVE)
    for n, text in enumerate(given):
        if verb == "clone" and re.match(r"-[cu]|--(?:config|template)", text):
            found.say(Fact.CODE, f"clone {text}", Safety.UNKNOWN)
        if text.startswith("--output") or (verb == "archive" and text in ("-o",)):
            target = text.partition("=")[2] or (given[n + 1] if n + 1 < len(given) else "")
            judge.touch(Word(target, rest[n].start, rest[n].end), Fact.OVERWRITES)
    before_files = rest[: given.index("--")] if "--" in given else rest
    if any(word.may_be_option for word in before_files) and safety is not Safety.DESTRUCTIVE:
        found.say(Fact.DYNAMIC, verb, Safety.UNKNOWN)
    if verb in ("worktree", "clone", "init", "format-patch", "bundle") and safety is Safety.SAFE_WRITE:
        roam(found, judge.where, rest)
    if verb in _NETWORK:
        found.say(Fact.NETWORK, _remote(verb, given))
    if verb == "bisect" and given[:1] == ["run"] and len(rest) > 1:
        judge.run(rest[1:], Feed())
    if verb == "submodule" and "foreach" in given:
        after = rest[given.index("foreach") + 1 :]
        if after:
            judge.inner(" ".join(word.text.replace(HOLE, "$x") for word in after), after[0])
    if verb == "rebase":
        for n, text in enumerate(given[:-1]):
            if text in ("--exec", "-x"):
                judge.inner(given[n + 1], rest[n + 1])


def _in_full(text: str) -> str:
    """A long option of the graver ones, cut short as git allows it, with its whole name; anything else as it is."""
    name, sign, value = text.partition("=")
    if not name.startswith("--") or len(name) < 4 or name in _GRAVE:
        return text
    meant = next((each for each in _GRAVE if each.startswith(name)), name)
    return meant + sign + value


def _class_of(verb: str, given: list[str]) -> Safety:
    """By the verb and its options."""
    if _is_forcing(verb, given):
        return Safety.DESTRUCTIVE
    if verb in _READ or _is_looking(verb, given):
        return Safety.SAFE_READ
    if verb == "config":
        key = next((text for text in given if not text.startswith("-")), "")
        return Safety.SAFE_WRITE if _SAFE_CONFIG.match(key) else Safety.UNKNOWN
    return Safety.SAFE_WRITE if verb in _WRITE else Safety.UNKNOWN


def _is_looking(verb: str, given: list[str]) -> bool:
    """Verbs that only look when they are given nothing to do."""
    operands = [text for text in given if not text.startswith("-")]
    first = operands[0] if operands else ""
    match verb:
        case "branch":
            changing = {
                "-m",
                "-c",
                "--move",
                "--copy",
                "--set-upstream-to",
                "-u",
                "--unset-upstream",
                "--edit-description",
            }
            if changing & set(given) or any(text.startswith("--set-upstream-to=") for text in given):
                return False
            listing = (
                "--list",
                "-l",
                "--contains",
                "--merged",
                "--no-merged",
                "--points-at",
                "--show-current",
                "-r",
                "-a",
                "--all",
            )
            return not operands or any(text.split("=")[0] in listing for text in given)
        case "tag":
            return not operands or bool(
                {"-l", "--list", "-n", "--contains", "--points-at", "--merged", "-v"} & set(given)
            )
        case "remote":
            return first in ("", "show", "get-url")
        case "stash":
            return first in ("list", "show")
        case "worktree":
            return first == "list"
        case "reflog":
            return first in ("", "show", "exists") or first not in ("expire", "delete", "drop", "write")
        case "config":
            if {
                "--unset",
                "--unset-all",
                "--add",
                "--replace-all",
                "--edit",
                "-e",
                "--remove-section",
                "--rename-section",
            } & set(given):
                return False
            asks = {
                "--get",
                "--get-all",
                "--get-regexp",
                "--list",
                "-l",
                "--get-urlmatch",
                "--show-origin",
                "--show-scope",
            }
            return bool(asks & set(given)) or first in ("get", "list") or len(operands) == 1
        case "submodule":
            return first in ("", "status", "summary")
        case "notes":
            return first in ("", "list", "show")
        case "bisect":
            return first in ("log", "view", "visualize")
        case "symbolic-ref":
            return len(operands) <= 1 and not {"-d", "--delete", "-m"} & set(given)
        case "lfs":
            return first in ("ls-files", "status", "env", "logs", "version")
        case "archive":
            return not any(text.startswith(("-o", "--output")) for text in given)
        case "clean":
            return any(text == "--dry-run" or re.fullmatch(r"-[a-z]*n[a-z]*", text) for text in given)
        case "rm":
            return "--dry-run" in given or "-n" in given
        case "add" | "push" | "fetch" | "commit" | "mv":
            return "--dry-run" in given or (verb != "commit" and "-n" in given)
        case "sparse-checkout":
            return first == "list"
        case "apply":
            return bool({"--check", "--stat", "--numstat"} & set(given)) and "--apply" not in given
        case "bundle":
            return first in ("verify", "list-heads")
        case _:
            return False


def _is_forcing(verb: str, given: list[str]) -> bool:
    """Whether it rewrites history or throws away what was not committed."""
    has = set(given)
    short = "".join(text[1:] for text in given if re.fullmatch(r"-[A-Za-z]+", text))
    operands = [text for text in given if not text.startswith("-")]
    first = operands[0] if operands else ""
    match verb:
        case "push":
            forced = any(re.match(r"--(?:force|mirror|delete|prune)", text) for text in given) or bool(
                set(short) & set("fd")
            )
            return forced or any(text.startswith((":", "+")) for text in operands[1:] or operands)
        case "reset":
            return bool(has & {"--hard", "--merge", "--keep"})
        case "clean":
            return not any(text == "--dry-run" or re.fullmatch(r"-[a-z]*n[a-z]*", text) for text in given)
        case "checkout":
            if "--" in has:
                return True
            if has & {"--force", "--ours", "--theirs", "--patch"} or set(short) & set("fpB"):
                return True
            if has & {"-b", "--orphan", "--detach", "-t", "--track"}:
                return False
            return len(operands) > 1 or bool(_FILE.match(first))
        case "restore":
            return ("--staged" not in has and "-S" not in has) or "--worktree" in has or "-W" in has
        case "switch":
            return bool(has & {"--force", "--discard-changes", "--force-create"} or set(short) & set("fC"))
        case "branch":
            return bool(has & {"--delete", "--force"} or set(short) & set("dDfMC"))
        case "tag":
            return bool(has & {"--delete", "--force"} or set(short) & set("df"))
        case "stash":
            return first in ("drop", "clear")
        case "commit":
            return any(text.startswith(("--amend", "--fixup=amend", "--fixup=reword")) for text in given)
        case "rebase":
            return not has & {"--show-current-patch"}
        case "reflog":
            return first in ("expire", "delete", "drop")
        case "rm":
            return not has & {"--cached", "--dry-run", "-n"}
        case "worktree":
            return first in ("remove", "prune")
        case "remote":
            return first in ("remove", "rm", "prune")
        case "notes":
            return first in ("remove", "prune") or "--force" in has or "f" in short
        case "submodule":
            return first == "deinit"
        case "symbolic-ref":
            return len(operands) > 1 or bool(has & {"-d", "--delete"})
        case "fetch" | "pull":
            return (
                bool(has & {"--force", "--prune", "--rebase"})
                or bool(set(short) & set("f"))
                or any(text.startswith("+") for text in operands)
            )
        case "add":
            return False
        case "gc":
            return True
        case "clone" | "init":
            return False
        case _:
            return verb in _FORCES


def _telling(given: list[str]) -> list[str]:
    """The options that say what is done, at most three."""
    return [text for text in given if text.startswith("--") or re.fullmatch(r"-[A-Za-z]{1,3}", text)][:3]


def _remote(verb: str, given: list[str]) -> str:
    target = next((text for text in given if not text.startswith("-")), "")
    if found := re.match(r"(?:\w+://)?(?:[^@/]+@)?([\w.-]+\.[\w-]+)[:/]", target):
        return found[1]
    return target.replace(HOLE, "…") if target and verb not in ("submodule",) and "/" not in target else "git remote"
