"""Judges a shell command part by part; the worst part decides. Any thread; pure, starts nothing, looks at no disk.

It says “safe” only of what it knows; whatever the shell will decide only when it runs is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.effort import Effort, Unparsed
from headspace_desktop.domain.permission.facts import Fact, Findings, Mark, Safety
from headspace_desktop.domain.permission.labels import label_of
from headspace_desktop.domain.permission.places import Where, touch
from headspace_desktop.domain.permission.shell import parse
from headspace_desktop.domain.permission.words import HOLE, Group, Pipeline, Script, Simple, Word
from headspace_desktop.domain.signs import HIDING, JOINERS, TURNING

_CONTROLS = frozenset(map(chr, (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029))) - {"\n", "\t"}
_HIDDEN = TURNING | HIDING | JOINERS | _CONTROLS

#: A program that runs a program that runs a program: nobody goes on so for longer.
_WRAPS = 8


@dataclass(frozen=True, slots=True)
class Feed:
    """What flows into a command. `is_piped`: from another one; `body`: a here-document, if its words are known."""

    is_piped: bool = False
    body: str | None = None


class Judge:
    """Walks through what the parser found. `where` moves with each ``cd``; `rule` knows the programs."""

    def __init__(self, where: Where, rule: Rule) -> None:
        self.where, self._rule = where, rule
        self.found, self._effort = Findings(), Effort()
        self._depth = self._wraps = 0

    def _inner(self) -> Judge:
        """For code inside of this: it finds for the same request, and moves in folders of its own."""
        made = Judge(self.where, self._rule)
        made.found, made._effort, made._depth = self.found, self._effort, self._depth + 1
        return made

    # -- code -----------------------------------------------------------------

    def text(self, text: str, span: tuple[int, int] | None = None) -> None:
        """A whole command line; `span` when it is code inside of another word."""
        if not _HIDDEN.isdisjoint(text):
            self.found.say(Fact.HIDDEN_SIGNS, "", Safety.UNKNOWN)
        script = parse(text, self._effort, self._depth, span)
        self.script(script)
        if script.trouble:
            self._unparsed(script.trouble, text)

    def _unparsed(self, why: str, text: str) -> None:
        self.found.say(Fact.UNPARSED, why, Safety.UNKNOWN)
        if harsh := programs.HARSH_WORDS.search(text):
            self.found.say(Fact.DELETES, harsh[0], Safety.DESTRUCTIVE)

    def script(self, script: Script) -> None:
        for pipeline in script.pipelines:
            self._pipeline(pipeline)

    def inner(self, text: str, word: Word) -> None:
        """Code that a word carries: it is judged as if it stood there."""
        if self._depth > 6:
            self.found.say(Fact.UNPARSED, "it is nested too deeply", Safety.UNKNOWN)
        else:
            self._inner().text(text, (word.start, word.end))

    def _pipeline(self, pipeline: Pipeline) -> None:
        where = self.where
        if pipeline.is_background:
            self.found.say(Fact.BACKGROUND)
        for at, command in enumerate(pipeline.commands):
            feed = Feed(is_piped=at > 0)
            if isinstance(command, Simple):
                self.simple(command, feed)
            else:
                self._group(command, feed)
        if len(pipeline.commands) > 1 or pipeline.is_background:
            self.where = where  # each part of a pipeline has a folder of its own

    def _group(self, group: Group, feed: Feed) -> None:
        where = self.where
        for word in group.words:
            self._substitutions(word)
            if "$(" in word.text or "`" in word.text:
                self.found.say(Fact.DYNAMIC, word.text, Safety.UNKNOWN)
        self._redirects(group)
        for script in group.scripts:
            self._fed(script, feed)
        if group.is_subshell or len(group.scripts) > 1:
            self.where = where if group.is_subshell or self.where == where else replace(where, cwd=None)

    def _fed(self, script: Script, feed: Feed) -> None:
        """What is piped into a group is piped into whatever it runs."""
        if not feed.is_piped:
            self.script(script)
            return
        for pipeline in script.pipelines:
            first, *rest = pipeline.commands or (Group(()),)
            if isinstance(first, Simple):
                self.simple(first, feed)
            else:
                self._group(first, feed)
            if rest:
                self._pipeline(Pipeline((Simple(()), *rest), pipeline.is_background))

    # -- one command ----------------------------------------------------------

    def simple(self, command: Simple, feed: Feed) -> None:
        for name, value in command.assigns:
            self._substitutions(value)
            if "$(" in value.text or "`" in value.text:  # arithmetic runs what stands in a variable's index
                self.found.say(Fact.DYNAMIC, name, Safety.UNKNOWN)
            if programs.DECISIVE.match(name):
                self.found.say(Fact.ENVIRONMENT, name, Safety.UNKNOWN)
        for word in command.words:
            self._substitutions(word)
        self._redirects(command)
        for redirect in command.redirects:
            if redirect.sign == "<<":
                feed = Feed(feed.is_piped, redirect.body if not redirect.scripts else None)
            elif redirect.sign in ("<", "<<<", "<>"):
                feed = Feed(is_piped=True) if redirect.sign != "<<<" else Feed(body=_known(redirect.word))
        if command.words:
            self.run(command.words, feed)

    def run(self, words: tuple[Word, ...], feed: Feed) -> None:
        """Judge one program with its arguments."""
        before, self.found.safety = self.found.safety, Safety.SAFE_READ
        said, named = len(self.found.said), len(self.found.labels)
        self._wraps += 1
        try:
            if self._wraps > _WRAPS:
                raise Unparsed("it is nested too deeply")
            self._effort.words(len(words))
            self._rule(self, words, feed)
        except Unparsed as error:
            self._unparsed(str(error), " ".join(word.text for word in words))
        self._wraps -= 1
        mine = self.found.safety
        if len(self.found.labels) == named:  # else it only runs others, which have told their names
            self.found.labels.append((mine, label_of(words)))
        gravest = next((f for f, _ in self.found.said[said:] if f not in (Fact.RUNS, Fact.READS)), Fact.RUNS)
        self.found.marks.append(Mark(words[0].start, words[0].end, mine, gravest))
        self.found.worsen(before)

    def mark(self, word: Word, safety: Safety, fact: Fact) -> None:
        self.found.marks.append(Mark(word.start, word.end, safety, fact))

    def touch(self, word: Word, fact: Fact) -> None:
        """A file that a command names."""
        before = self.found.safety
        self.found.safety = Safety.SAFE_READ
        known = len(self.found.said)
        touch(self.found, self.where, word.text, fact)
        full = self.where.resolve(word.text) if fact in (Fact.WRITES, Fact.OVERWRITES) else None
        if full is not None:
            self.found.written.add(full)
        if word.is_open and fact is not Fact.READS and HOLE in word.text and not self.where.resolve(word.text):
            self.found.worsen(Safety.UNKNOWN)
        facts = [each for each, _ in self.found.said[known:]]
        for grave in (Fact.CREDENTIALS, Fact.STARTUP, Fact.SYSTEM, Fact.OUTSIDE):
            if grave in facts:
                self.mark(word, max(self.found.safety, Safety.SAFE_WRITE, key=lambda each: each.rank), grave)
                break
        self.found.worsen(before)

    def ran(self, full: str, what: str) -> None:
        """A file is run: what the same command has put into it is known to nobody yet."""
        if full in self.found.written:
            is_fetched = Fact.NETWORK in self.found.kinds
            self.found.say(
                Fact.PIPED_TO_SHELL if is_fetched else Fact.CODE,
                what,
                Safety.DESTRUCTIVE if is_fetched else Safety.UNKNOWN,
            )

    def _substitutions(self, word: Word) -> None:
        for script in word.scripts:
            self._inner().script(script)

    def _redirects(self, command: Simple | Group) -> None:
        for redirect in command.redirects:
            for script in redirect.scripts:
                self._inner().script(script)
            self._substitutions(redirect.word)
            match redirect.sign:
                case "<":
                    self.touch(redirect.word, Fact.READS)
                case ">" | ">|":
                    self._mark_target(redirect.word)
                    self.touch(redirect.word, Fact.OVERWRITES)
                case ">>" | "<>":
                    self._mark_target(redirect.word)
                    self.touch(redirect.word, Fact.WRITES)
                case _:
                    pass

    def _mark_target(self, word: Word) -> None:
        if not word.text.startswith("/dev/null"):
            self.mark(word, Safety.SAFE_WRITE, Fact.OVERWRITES)


def _known(word: Word) -> str | None:
    return word.text if HOLE not in word.text else None


Rule = Callable[[Judge, tuple[Word, ...], Feed], None]
