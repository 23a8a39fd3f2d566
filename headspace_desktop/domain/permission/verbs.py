"""Programs whose first word says what they do: package managers, containers, clusters. Any thread; pure."""

from __future__ import annotations

import re

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.facts import Fact, Findings, Safety
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.places import roam
from headspace_desktop.domain.permission.words import HOLE, Word

_VALUED = programs.words(
    "-C --prefix --cwd --dir --manifest-path --directory -n --namespace --context -f --file --project --filter -w "
    "--workspace "
    "--kubeconfig -H --host --color --python --with"
)

_CONTAINER_VALUED = programs.words(
    "-v --volume -e --env -p --publish -w --workdir --name -u --user --network --mount --entrypoint -m --memory "
    "--cpus -n -c"
)
_RUNNER_VALUED = programs.words("--with --python -p -n --name --extra --group --env-file --directory --project")


def judge_verbs(judge: Judge, name: str, words: tuple[Word, ...], feed: Feed) -> None:
    """By the table of the program; a verb that is in none of its lists is unknown."""
    found = judge.found
    table = _table(name)
    at = 0
    while at < len(words) and words[at].text.startswith(("-", "+")) and words[at].text not in table.read:
        if words[at].may_be_option:
            break
        at += 2 if words[at].text in _VALUED else 1
    if at >= len(words):
        is_look = not words or all(word.text in ("--version", "-v", "-V", "--help", "-h") for word in words)
        found.worsen(
            Safety.SAFE_WRITE if name == "yarn" and not words else Safety.SAFE_READ if is_look else Safety.UNKNOWN
        )
        return
    head, rest = words[at], words[at + 1 :]
    if not head.is_static:
        found.say(Fact.DYNAMIC, head.text.replace(HOLE, "…"), Safety.UNKNOWN)
        return
    verb = head.text
    if name in programs.TWO_WORDS and rest and (verb in programs.TWO_WORD_FAMILIES or name == "gh"):
        deeper = next((n for n, word in enumerate(rest) if not word.text.startswith("-")), None)
        if deeper is not None and f"{verb}-{rest[deeper].text}" in _all(table):
            verb, rest = f"{verb}-{rest[deeper].text}", rest[deeper + 1 :]
    _judge_verb(judge, (name, verb), rest, feed)
    _told_otherwise(found, (name, verb), words, rest)
    if found.safety.rank >= Safety.UNKNOWN.rank:
        judge.mark(head, found.safety, Fact.RUNS)


def _table(name: str) -> programs.Verbs:
    return programs.VERBS[name if name in programs.VERBS else "pip"]


def _all(table: programs.Verbs) -> frozenset[str]:
    return table.read | table.write | table.install | table.publish | table.harsh | table.fetch | table.wrap


def _judge_verb(judge: Judge, what: tuple[str, str], rest: tuple[Word, ...], feed: Feed) -> None:
    found, (name, verb) = judge.found, what
    table = _table(name)
    said = f"{name} {verb}".replace("-", " ", 1) if name in programs.TWO_WORDS else f"{name} {verb}"
    given = [word for word in rest if not word.text.startswith("-")]
    if table.has_network:
        found.say(Fact.NETWORK, name)
    if verb in table.harsh:
        found.say(Fact.DELETES, said, Safety.DESTRUCTIVE)
    elif verb in table.publish:
        found.say(Fact.PUBLISHES, said, Safety.DESTRUCTIVE)
    elif verb in table.wrap:
        _wrapped(judge, name, rest, feed)
    elif verb in table.fetch:
        if given and given[0].text in programs.BUILDERS and name in ("pnpm", "yarn", "npm", "bun") and verb == "exec":
            found.worsen(Safety.SAFE_WRITE)
        else:
            found.say(Fact.INSTALLS, given[0].text.replace(HOLE, "…") if given else name, Safety.UNKNOWN)
    elif verb in table.install:
        found.say(
            Fact.INSTALLS, ", ".join(word.text.replace(HOLE, "…") for word in given[:5]) or said, Safety.SAFE_WRITE
        )
        roam(found, judge.where, rest)
        for word in given:
            if url := re.search(r"(?:https?|ssh|git)://(?:[^@/]+@)?([^/\s:]+)", word.text):
                found.say(Fact.NETWORK, url[1])
    elif verb in table.write:
        found.worsen(Safety.SAFE_WRITE)
        roam(found, judge.where, rest)
    elif verb not in table.read:
        found.say(Fact.UNKNOWN_PROGRAM, said, Safety.UNKNOWN)
    if name == "journalctl" or (
        name == "kubectl" and verb in ("get", "describe") and any("secret" in word.text for word in rest)
    ):
        found.worsen(Safety.UNKNOWN)


#: Options that make a looking verb run another program or change what is kept.
_OTHERWISE = {
    "go": re.compile(r"--?(?:exec|toolexec|vettool|modfile|overlay)\b|-[wu]$"),
    "cargo": re.compile(r"--config\b"),
    "npm": re.compile(r"--(?:script-shell|node-options|init-module|global|location)\b|-g$"),
    "helm": re.compile(r"--post-renderer\b"),
    "terraform": re.compile(r"-(?:out|destroy|chdir)\b"),
    "kubectl": re.compile(r"--(?:raw|kubeconfig)\b"),
    "systemctl": re.compile(r"-[HM]|--(?:host|machine|root|image)\b"),
    "docker": re.compile(r"-H|--host\b"),
    "tmux": re.compile(r".*#\(", re.DOTALL),
}


def _told_otherwise(found: Findings, what: tuple[str, str], words: tuple[Word, ...], rest: tuple[Word, ...]) -> None:
    name, verb = what
    pattern = _OTHERWISE.get("npm" if name in ("pnpm", "yarn", "bun") else name)
    for word in words:
        if pattern is not None and pattern.match(word.text):
            found.say(Fact.CODE, f"{name} {word.text}", Safety.UNKNOWN)
    if name == "go" and verb == "run" and any("@" in word.text for word in rest[:1]):
        found.say(Fact.INSTALLS, rest[0].text, Safety.UNKNOWN)


def _wrapped(judge: Judge, name: str, rest: tuple[Word, ...], feed: Feed) -> None:
    """The command that follows; inside of a container it is on a ground that is not known here."""
    found, at = judge.found, 0
    is_container = name in ("docker", "podman", "docker-compose", "kubectl")
    while at < len(rest) and rest[at].text.startswith("-"):
        at += 2 if _takes_value(rest[at].text, is_container=is_container) else 1
    if is_container:
        found.say(Fact.ELSEWHERE, rest[at].text.replace(HOLE, "…") if at < len(rest) else name, Safety.UNKNOWN)
        at += 1
        if at < len(rest) and rest[at].text == "--":
            at += 1
    else:
        roam(found, judge.where, rest[:at])
    inner = rest[at:]
    if inner:
        judge.run(inner, feed)
        if not is_container:
            found.worsen(Safety.SAFE_WRITE)
    elif not is_container:
        found.worsen(Safety.UNKNOWN)


def _takes_value(option: str, *, is_container: bool) -> bool:
    if "=" in option:
        return False
    return option in (_CONTAINER_VALUED if is_container else _RUNNER_VALUED)
