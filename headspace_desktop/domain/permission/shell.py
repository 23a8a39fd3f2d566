"""Takes a shell command apart: one pass, linear in its length, by the grammar that bash and zsh have in common.

Any thread; pure. What is not of that grammar is never guessed at: it stops, and `Script.trouble` says where. Sources:
POSIX.1-2024 chapter 2 of the shell language; bash 5.2 manual, sections 3.2 to 3.6.
"""

from __future__ import annotations

import re
from dataclasses import replace

from typing_extensions import override

from headspace_desktop.domain.permission.effort import Effort, Unparsed
from headspace_desktop.domain.permission.expansions import Expansions
from headspace_desktop.domain.permission.words import Command, Group, Pipeline, Redirect, Script, Simple, Word

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_ASSIGN = re.compile(r"[A-Za-z_]\w*(?:\[\w*\])?\+?=", re.ASCII)
_RESERVED = re.compile(r"(?:[a-z]+|[{}!]|\[\[)(?=[\s;&|()<>]|$)", re.ASCII)
_REDIRECT = re.compile(r"(?:\d+|\{\w+\})?(<<<|<<-?|<>|<&|>&|&>>|&>|>>|>\||>|<)(?!\()", re.ASCII)
_STRAY = frozenset(("then", "elif", "else", "fi", "do", "done", "esac", "}"))
_OPENING = frozenset(("if", "while", "until", "for", "select", "case", "{", "[[", "function", "coproc"))


def parse(text: str, effort: Effort, depth: int = 0, span: tuple[int, int] | None = None) -> Script:
    """The commands of a text. `span` is where it stands when it is code inside of another word."""
    script = Script()
    try:
        parser = Parser(text, effort, depth, span)
        parser.list_until(frozenset(), script)
        if parser.pending:
            raise Unparsed("a here-document has no body")
    except Unparsed as error:
        script.trouble = str(error)
    return script


class Parser(Expansions):
    """Commands, one grammar rule a method. Each leaves `at` behind what it took."""

    @override
    def code(self, text: str, span: tuple[int, int]) -> Script:
        return self._whole(parse(text, self.effort, self.depth + 1, span))

    @override
    def inside(self, body: str) -> list[Script]:
        """What runs while a here-document is put together."""
        parser = Parser(body, self.effort, self.depth + 1, self.place(self.at))
        return parser.expanded()

    @override
    def substitution(self) -> Script:
        """``$(…)`` or ``<(…)``, from behind its parenthesis to behind the closing one."""
        self.deeper()
        pending, self.pending = self.pending, []
        script = self.list_until(frozenset((")",)), Script())
        if self.pending:
            raise Unparsed("a here-document reaches out of a substitution")
        self.pending = pending
        self.at += 1
        self.depth -= 1
        return script

    def _whole(self, script: Script) -> Script:
        if script.trouble:
            raise Unparsed(script.trouble)
        return script

    # -- lists ----------------------------------------------------------------

    def list_until(self, ends: frozenset[str], script: Script) -> Script:
        """Pipelines up to one of the `ends`, which stays where it is."""
        while True:
            self._skip(with_newlines=True)
            if self.at >= self.size:
                if ends:
                    raise Unparsed(f"{sorted(ends)[0]!r} is missing")
                return script
            if self._is_at(ends):
                return script
            pipeline = self._pipeline(script)
            self._skip()
            sign = self._take(";;&", ";;", ";&") if ";;" in ends else ""
            if sign:
                self.at -= len(sign)
                sign = ";"
            else:
                sign = self._take("&&", "||", ";", "&", "\n")
            script.pipelines[-1] = replace(pipeline, is_background=sign == "&")
            if sign == "\n":
                self.at -= 1
            elif not sign and self.at < self.size and not self._is_at(ends):
                raise Unparsed(f"{self.text[self.at]!r} stands where no command can begin")
            elif sign in ("&&", "||"):
                self._skip(with_newlines=True)
                if self.at >= self.size:
                    raise Unparsed(f"nothing follows {sign!r}")

    def _is_at(self, ends: frozenset[str]) -> bool:
        if ")" in ends and self.text[self.at] == ")":
            return True
        if ";;" in ends and self.text.startswith((";;", ";&"), self.at):
            return True
        found = _RESERVED.match(self.text, self.at)
        return found is not None and found[0] in ends

    def _pipeline(self, script: Script) -> Pipeline:
        commands: list[Command] = []
        try:
            while True:
                self._skip(with_newlines=bool(commands))
                self._prefixes()
                commands.append(self._command())
                self._skip()
                if self.text.startswith("||", self.at) or not self._take("|&", "|"):
                    break
        finally:  # what was understood of a broken one is kept
            script.pipelines.append(Pipeline(tuple(commands)))
        return script.pipelines[-1]

    def _prefixes(self) -> None:
        while (found := _RESERVED.match(self.text, self.at)) and found[0] in ("!", "time"):
            self.at = found.end()
            self._skip()
            if found[0] == "time" and self.text.startswith("-p ", self.at):
                self.at += 3
                self._skip()

    # -- commands -------------------------------------------------------------

    def _command(self) -> Command:
        self.effort.command()
        if self.text.startswith("((", self.at):
            start = self.at
            self.at += 2
            scripts = self.arithmetic()
            word = self.word_of("", start, scripts=tuple(scripts))
            return self._with_redirects(Group((), (word,)))
        if self._take("("):
            self.deeper()
            body = self.list_until(frozenset((")",)), Script())
            self.at += 1
            self.depth -= 1
            return self._with_redirects(Group((body,), is_subshell=True))
        found = _RESERVED.match(self.text, self.at)
        if found is None:
            return self._simple()
        if found[0] in _STRAY:
            raise Unparsed(f"{found[0]!r} stands alone")
        if found[0] not in _OPENING:
            return self._simple()
        self.at = found.end()
        self.deeper()
        made = self._with_redirects(self._compound(found[0]))
        self.depth -= 1
        return made

    def _compound(self, opening: str) -> Group:
        match opening:
            case "{":
                return Group((self._until("}"),))
            case "if":
                return Group(tuple(self._branches()))
            case "while" | "until":
                return Group((self._until("do"), self._until("done")))
            case "for" | "select":
                return self._loop()
            case "case":
                return self._case()
            case "[[":
                return Group((), tuple(self._test()))
            case "function":
                self._skip()
                self._name()
                self._skip()
                if self._take("("):
                    self._skip()
                    self._expect(")")
                return self._function()
            case _:
                self._skip()
                return Group((_single(self._command()),))

    def _until(self, *ends: str) -> Script:
        """A list and the reserved word behind it."""
        script = self.list_until(frozenset(ends), Script())
        if not script.pipelines:
            raise Unparsed(f"nothing stands before {ends[0]!r}")
        found = _RESERVED.match(self.text, self.at)
        assert found is not None
        self.at, self.last = found.end(), found[0]
        return script

    def _branches(self) -> list[Script]:
        scripts = [self._until("then"), self._until("elif", "else", "fi")]
        while self.last == "elif":
            scripts += [self._until("then"), self._until("elif", "else", "fi")]
        if self.last == "else":
            scripts.append(self._until("fi"))
        return scripts

    def _loop(self) -> Group:
        self._skip()
        words: list[Word] = []
        if self.text.startswith("((", self.at):
            start = self.at
            self.at += 2
            words.append(self.word_of("", start, scripts=tuple(self.arithmetic())))
        else:
            self._name()
            self._skip(with_newlines=True)
            if (found := _RESERVED.match(self.text, self.at)) and found[0] == "in":
                self.at = found.end()
                words = self._words_to_end()
        self._skip()
        self._take(";")
        self._skip(with_newlines=True)
        found = _RESERVED.match(self.text, self.at)
        if found is None or found[0] not in ("do", "{"):
            raise Unparsed("a loop has no body")
        self.at = found.end()
        return Group((self._until("done" if found[0] == "do" else "}"),), tuple(words))

    def _words_to_end(self) -> list[Word]:
        words: list[Word] = []
        while True:
            self._skip()
            if self.at >= self.size or self.text[self.at] in ";\n":
                return words
            words.append(self.word())

    def _case(self) -> Group:
        self._skip()
        words = [self.word()]
        scripts: list[Script] = []
        self._skip(with_newlines=True)
        self._reserved("in")
        while True:
            self._skip(with_newlines=True)
            if (found := _RESERVED.match(self.text, self.at)) and found[0] == "esac":
                self.at = found.end()
                return Group(tuple(scripts), tuple(words))
            self._take("(")
            while True:
                self._skip()
                words.append(self.word())
                self._skip()
                if not self._take("|"):
                    break
            self._expect(")")
            scripts.append(self.list_until(frozenset((";;", "esac")), Script()))
            self._take(";;&", ";;", ";&")

    def _test(self) -> list[Word]:
        """``[[ … ]]``: operators of the shell are plain signs in it."""
        words: list[Word] = []
        while True:
            self._skip(with_newlines=True)
            if self.at >= self.size:
                raise Unparsed("']]' is missing")
            if self._take("&&", "||", "<", ">", "(", ")"):
                continue
            if self.text[self.at] in ";&|":
                raise Unparsed("a test is cut by an operator")
            word = self.word(is_pattern=bool(words) and words[-1].text == "=~")
            if word.text == "]]" and not word.is_quoted:
                return words
            words.append(word)

    def _function(self) -> Group:
        self._skip(with_newlines=True)
        body = self._command()
        if not isinstance(body, Group):
            raise Unparsed("a function has no body")
        return Group((_single(body),), is_subshell=True)

    def _with_redirects(self, group: Group) -> Group:
        redirects = []
        while True:
            self._skip()
            if (made := self._redirect()) is None:
                break
            redirects.append(made)
        return replace(group, redirects=tuple(redirects)) if redirects else group

    def _simple(self) -> Command:
        words: list[Word] = []
        assigns: list[tuple[str, Word]] = []
        redirects: list[Redirect] = []
        while True:
            self._skip()
            if self.at >= self.size or self.text[self.at] in "\n;|)":
                break
            if (made := self._redirect()) is not None:
                redirects.append(made)
                continue
            sign = self.text[self.at]
            if sign == "&":
                break
            if sign == "(":
                if len(words) != 1 or assigns or redirects:
                    raise Unparsed("a parenthesis stands inside a command")
                self.at += 1
                self._skip()
                self._expect(")")
                self.deeper()
                made_function = self._function()
                self.depth -= 1
                return made_function
            if not words and (found := _ASSIGN.match(self.text, self.at)):
                self.at = found.end()
                assigns.append((found[0].rstrip("+=").partition("[")[0], self._value(found.start())))
                continue
            words.append(self.word())
        if not (words or assigns or redirects):
            raise Unparsed("a command is missing")
        return Simple(tuple(words), tuple(assigns), tuple(redirects))

    def _value(self, start: int) -> Word:
        """What is assigned: a word, nothing, or a list in parentheses."""
        if self.at >= self.size or self.text[self.at] in " \t\n;&|)":
            return self.word_of("", start)
        if not self._take("("):
            return replace(self.word(), start=self.place(start)[0])
        scripts: list[Script] = []
        while True:
            self._skip(with_newlines=True)
            if self._take(")"):
                return self.word_of("\0", start, scripts=tuple(scripts))
            if self.at >= self.size:
                raise Unparsed("')' is missing")
            scripts += self.word().scripts

    def _redirect(self) -> Redirect | None:
        found = _REDIRECT.match(self.text, self.at)
        if found is None:
            return None
        sign = found[1]
        self.at = found.end()
        self._skip()
        if sign in ("<&", ">&") and (dup := re.compile(r"\d+-?|-").match(self.text, self.at)):
            start, self.at = self.at, dup.end()
            return Redirect("dup", self.word_of(dup[0], start))
        if sign in ("<<", "<<-"):
            start = self.at
            word = self.word(is_raw=True)
            is_literal = any(mark in self.text[start : self.at] for mark in "'\"\\")
            made = Redirect("<<", word)
            self.pending.append((made, is_literal, sign == "<<-"))
            return made
        return Redirect({"&>": ">", "&>>": ">>", ">&": ">", "<&": "<"}.get(sign, sign), self.word())

    # -- small steps ----------------------------------------------------------

    def _name(self) -> None:
        found = _NAME.match(self.text, self.at)
        if found is None:
            raise Unparsed("a name is missing")
        self.at = found.end()

    def _reserved(self, wanted: str) -> None:
        found = _RESERVED.match(self.text, self.at)
        if found is None or found[0] != wanted:
            raise Unparsed(f"{wanted!r} is missing")
        self.at = found.end()

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise Unparsed(f"{sign!r} is missing")

    def _take(self, *signs: str) -> str:
        """The first of these that stands here, taken; else nothing."""
        for sign in signs:
            if self.text.startswith(sign, self.at):
                self.at += len(sign)
                return sign
        return ""

    def _skip(self, *, with_newlines: bool = False) -> None:
        """Blanks, joined lines and comments; newlines too, with the here-documents behind them."""
        while self.at < self.size:
            sign = self.text[self.at]
            if sign in " \t":
                self.at += 1
            elif sign == "\\" and self.text.startswith("\\\n", self.at):
                self.at += 2
            elif sign == "#" and self.text[self.at - 1 : self.at] in ("", " ", "\t", "\n", ";", "&", "|", "(", ")"):
                end = self.text.find("\n", self.at)
                self.at = self.size if end < 0 else end
            elif sign == "\n" and with_newlines:
                self.at += 1
                self.here_documents()
            else:
                return


def _single(command: Command) -> Script:
    return Script([Pipeline((command,))])
