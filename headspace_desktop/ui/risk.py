"""How safe a request is, in words: for the panel and whoever tells of it.

GUI thread. Words only; each is told by a word and a sign as well as by its colour.
"""

from __future__ import annotations

from headspace_desktop.domain.permission import Fact, Facts, Safety
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.words import tr

#: The sign beside the word, so that colour is never all there is.
SIGNS = {Safety.SAFE_READ: "○", Safety.SAFE_WRITE: "◐", Safety.UNKNOWN: "?", Safety.DESTRUCTIVE: "▲"}
#: The tone of each, as the style sheet and the painters name it: what is not known is never quieter than what is.
TONES = {Safety.SAFE_READ: "good", Safety.SAFE_WRITE: "ink", Safety.UNKNOWN: "needs", Safety.DESTRUCTIVE: "bad"}
_WHAT_CHARS = 120


def safety_word(safety: Safety) -> str:
    return {
        Safety.SAFE_READ: tr("only reads"),
        Safety.SAFE_WRITE: tr("writes"),
        Safety.UNKNOWN: tr("not known"),
        Safety.DESTRUCTIVE: tr("destructive"),
    }[safety]


def danger_words(facts: Facts) -> list[str]:
    """What to stop at, one sentence each, the gravest first."""
    said = [_danger(fact, one_line(what, _WHAT_CHARS)) for fact, what in facts.dangers]
    return list(dict.fromkeys(sentence for sentence in said if sentence))


def _danger(fact: Fact, what: str) -> str:
    table = {
        Fact.PIPED_TO_SHELL: tr("Runs what it is fed, unread: {what}"),
        Fact.DISK: tr("Works on disks: {what}"),
        Fact.DELETES_TREE: tr("Deletes with all that is inside: {what}"),
        Fact.DELETES: tr("Deletes: {what}"),
        Fact.GIT_FORCES: tr("Throws away work or rewrites history: git {what}"),
        Fact.DATABASE: tr("Takes data away from a database: {what}"),
        Fact.PUBLISHES: tr("Publishes, which cannot be taken back: {what}"),
        Fact.CREDENTIALS: tr("Touches credentials: {what}"),
        Fact.STARTUP: tr("Writes what other programs run or obey: {what}"),
        Fact.SYSTEM: tr("Changes the system: {what}"),
        Fact.ENDS_PROCESSES: tr("Ends processes: {what}"),
        Fact.AS_ROOT: tr("Runs with all rights: {what}"),
        Fact.UNSANDBOXED: tr("Asks to run outside of the agent program's sandbox."),
        Fact.SENDS: tr("Sends data away: {what}"),
        Fact.ELSEWHERE: tr("Runs elsewhere: {what}"),
        Fact.HIDDEN_SIGNS: tr("Contains signs that are not seen or that turn what is read."),
        Fact.NOT_WHOLE: tr("Only its beginning is known here."),
        Fact.UNPARSED: tr("Could not be taken apart: {what}"),
        Fact.CODE: tr("Contains code that is not understood here: {what}"),
        Fact.DYNAMIC: tr("Is known only when it runs: {what}"),
        Fact.ENVIRONMENT: tr("Changes what programs do by a variable: {what}"),
        Fact.UNKNOWN_PROGRAM: tr("Not known here: {what}"),
    }
    return table.get(fact, "").format(what=what or "…")


def fact_words(facts: Facts) -> list[tuple[str, str]]:
    """The plain facts, each with its title: what is reached, installed, touched outside the project."""
    rows = (
        (tr("Network"), facts.hosts),
        (tr("Outside the project"), facts.outside),
        (tr("Installs"), facts.of(Fact.INSTALLS)),
        ("git", facts.of(Fact.GIT_WRITES, Fact.GIT_READS)),
        (tr("Changes"), facts.of(Fact.WRITES, Fact.OVERWRITES)),
        (tr("Programs"), facts.programs if len(facts.programs) > 2 else ()),
    )
    return [(title, _list(what)) for title, what in rows if what]


def _list(what: tuple[str, ...]) -> str:
    shown = [one_line(each, _WHAT_CHARS) for each in what[:8]]
    if len(what) > len(shown):
        shown.append(tr("and %n more", len(what) - len(shown)))
    return ", ".join(shown)
