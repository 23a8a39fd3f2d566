"""Words of a shell command: quotes, escapes, variables, substitutions, here-documents. The lower half of the parser.

Any thread; pure. One pass, no going back: each sign is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from headspace_desktop.domain.permission.effort import Effort, Unparsed
from headspace_desktop.domain.permission.words import HOLE, Redirect, Script, Word

#: Nobody nests deeper by hand, and the stack must hold.
DEPTH_LIMIT = 24

_PLAIN = re.compile(r"[^\s;&|()<>\\'\"$`*?\[{},.~\0]+")
_VARIABLE = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!-]", re.ASCII)
_DOUBLE = re.compile(r"[^\"\\$`\n\0]+")
_ANSI = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c(.)|(.))", re.DOTALL
)
_ANSI_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}
#: Variables whose worth is known well enough to tell where a path leads.
_KNOWN = {"HOME": "~", "PWD": ".", "TMPDIR": "/tmp"}  # noqa: S108  a word to compare with


class Expansions(ABC):
    """A place in a text. `pending` are here-documents whose bodies come behind the next newline."""

    def __init__(self, text: str, effort: Effort, depth: int, span: tuple[int, int] | None) -> None:
        """Raises: Unparsed."""
        effort.text(text)
        self.text, self.size, self.at = text, len(text), 0
        self.effort, self.depth, self._span = effort, depth, span
        self.pending: list[tuple[Redirect, bool, bool]] = []
        self.last = ""
        if depth > DEPTH_LIMIT:
            raise Unparsed("it is nested too deeply")
        if HOLE in text:
            raise Unparsed("it contains a NUL sign")

    @abstractmethod
    def substitution(self) -> Script: ...

    @abstractmethod
    def code(self, text: str, span: tuple[int, int]) -> Script: ...

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise Unparsed("it is nested too deeply")

    def place(self, start: int) -> tuple[int, int]:
        return self._span or (start, self.at)

    def word_of(self, text: str, start: int, *, scripts: tuple[Script, ...] = ()) -> Word:
        return Word(text, *self.place(start), scripts=scripts)

    def word(self, *, is_raw: bool = False, is_pattern: bool = False) -> Word:
        """The word that begins here. `is_raw`: a here-document's name, which is never expanded."""
        self.effort.words()
        start, parts = self.at, _Parts()
        while self.at < self.size:
            sign = self.text[self.at]
            if plain := _PLAIN.match(self.text, self.at):
                parts.add(plain[0])
                self.at = plain.end()
            elif sign in "<>" and self.text.startswith("(", self.at + 1) and not is_raw:
                self.at += 2
                parts.hole(self.substitution())
            elif sign == "(" and is_pattern:
                parts.add(self._group())
            elif sign in " \t\n;&|()<>":
                break
            elif sign in "'\"\\":
                self._quoted(sign, parts)
            elif sign in "$`" and not is_raw:
                self._expanded(sign, parts, is_quoted=False)
            else:
                self.at += 1
                parts.add(sign)
                parts.notice(sign)
        if self.at == start:
            sign = repr(self.text[start]) if start < self.size else "the end"
            raise Unparsed(f"a word is missing before {sign}")
        if self.pending and "\n" in self.text[start : self.at]:
            raise Unparsed("a word goes on over the beginning of a here-document")
        text = "".join(parts.text)
        is_open = parts.is_open and text != "["
        return Word(text, *self.place(start), parts.is_quoted, is_open, tuple(parts.scripts))

    def _group(self) -> str:
        """The parentheses of a regular expression inside of a test."""
        end = self.text.find(")", self.at)
        inside = self.text[self.at : end + 1]
        if end < 0 or any(sign in inside for sign in "$`'\"\\\n"):
            raise Unparsed("a pattern could not be read")
        self.at = end + 1
        return inside

    def _quoted(self, sign: str, parts: _Parts) -> None:
        parts.is_quoted = True
        if sign == "\\":
            if self.at + 1 >= self.size:
                raise Unparsed("it ends in the middle of an escape")
            if self.text[self.at + 1] != "\n":
                parts.add(self.text[self.at + 1])
            self.at += 2
        elif sign == "'":
            end = self.text.find("'", self.at + 1)
            if end < 0:
                raise Unparsed("a quote is not closed")
            parts.add(self.text[self.at + 1 : end])
            self.at = end + 1
        else:
            self.at += 1
            self.deeper()
            self._double(parts, '"')
            self.depth -= 1

    def _double(self, parts: _Parts, end: str) -> None:
        """Double quotes up to their end; with no `end`, the body of a here-document."""
        while self.at < self.size:
            sign = self.text[self.at]
            if sign == end:
                self.at += 1
                return
            if plain := _DOUBLE.match(self.text, self.at):
                parts.add(plain[0])
                self.at = plain.end()
            elif sign == "\\":
                after = self.text[self.at + 1 : self.at + 2]
                if after != "\n":
                    parts.add(after if after in ("$", "`", "\\", end) and after else "\\" + after)
                self.at += 2
            elif sign in "$`":
                self._expanded(sign, parts, is_quoted=True)
            else:
                parts.add(sign)
                self.at += 1
        if end:
            raise Unparsed("a quote is not closed")

    def _expanded(self, sign: str, parts: _Parts, *, is_quoted: bool) -> None:
        start = self.at
        if sign == "`":
            parts.hole(self._backticks(is_quoted=is_quoted))
        elif self.text.startswith("$((", start):
            self.at += 3
            parts.hole(*self.arithmetic())
        elif self.text.startswith("$(", start):
            self.at += 2
            parts.hole(self.substitution())
        elif self.text.startswith("${", start):
            self.at += 2
            parts.hole(*self._parameter(is_quoted=is_quoted))
        elif self.text.startswith("$'", start) and not is_quoted:
            parts.add(self._ansi())
            parts.is_quoted = True
            return
        elif self.text.startswith('$"', start) and not is_quoted:
            self.at += 1
            return
        elif self.text.startswith("$[", start):
            raise Unparsed("an old form of arithmetic")
        elif found := _VARIABLE.match(self.text, start + 1):
            self.at = found.end()
            known = _KNOWN.get(found[0], "") if not parts.text else ""
            if known and self.text[self.at : self.at + 1] in ("", "/", '"', " ", "\t", "\n", ";", "&", "|", ")"):
                parts.add(known)
                return
            parts.hole()
        else:
            parts.add("$")
            self.at += 1
            return
        parts.is_open = parts.is_open or not is_quoted

    def _backticks(self, *, is_quoted: bool) -> Script:
        start = self.at
        at, code = start + 1, []
        while True:
            end = at
            while end < self.size and self.text[end] not in "\\`":
                end += 1
            code.append(self.text[at:end])
            if end >= self.size:
                raise Unparsed("a backtick is not closed")
            if self.text[end] == "`":
                break
            after = self.text[end + 1 : end + 2]
            code.append(after if after in ("$", "`", "\\") or (is_quoted and after == '"') else "\\" + after)
            at = end + 2
        self.at = end + 1
        return self.code("".join(code), self.place(start))

    def _parameter(self, *, is_quoted: bool) -> list[Script]:
        """``${…}``, from behind its brace."""
        self.deeper()
        if self.text.startswith("(", self.at):
            raise Unparsed("a flag of an expansion could run code")
        parts, start = _Parts(), self.at
        while self.at < self.size:
            sign = self.text[self.at]
            if sign == "}":
                if self.text[start : self.at].endswith("@P"):
                    raise Unparsed("an expansion could run code")
                self.at += 1
                self.depth -= 1
                return parts.scripts
            if sign == "'" and is_quoted:
                raise Unparsed("a quote stands inside of an expansion")
            if sign in "'\"\\":
                self._quoted(sign, parts)
            elif sign in "$`":
                self._expanded(sign, parts, is_quoted=is_quoted)
            else:
                self.at += 1
        raise Unparsed("'}' is missing")

    def arithmetic(self) -> list[Script]:
        """From behind ``((`` to behind ``))``. What is no arithmetic would be two subshells: not understood."""
        self.deeper()
        parts, level = _Parts(), 0
        while self.at < self.size:
            sign = self.text[self.at]
            if sign == ")" and level == 0:
                if not self.text.startswith("))", self.at):
                    break
                self.at += 2
                self.depth -= 1
                return parts.scripts
            if sign in "$`":
                self._expanded(sign, parts, is_quoted=True)
                continue
            if sign in "'\"\\;\n{}":
                break
            level += {"(": 1, ")": -1}.get(sign, 0)
            self.at += 1
        raise Unparsed("what stands in '((' is no arithmetic")

    def _ansi(self) -> str:
        """``$'…'`` with its escapes undone."""
        end = self.at + 2
        while end < self.size and self.text[end] != "'":
            end += 2 if self.text[end] == "\\" else 1
        if end >= self.size:
            raise Unparsed("a quote is not closed")
        raw = self.text[self.at + 2 : end]
        self.at = end + 1
        said = _ANSI.sub(_ansi_sign, raw)
        if HOLE in said:
            raise Unparsed("it contains a NUL sign")
        return said

    def here_documents(self) -> None:
        """The bodies of the here-documents that were begun on the line that just ended."""
        pending, self.pending = self.pending, []
        for made, is_literal, is_indented in pending:
            name, lines = made.word.text, []
            while True:
                if self.at >= self.size:
                    raise Unparsed("a here-document is not closed")
                end = self.text.find("\n", self.at)
                end = self.size if end < 0 else end
                line = self.text[self.at : end]
                self.at = min(end + 1, self.size)
                line = line.lstrip("\t") if is_indented else line
                if line == name:
                    break
                lines.append(line)
            made.body = "\n".join(lines)
            if not is_literal:
                made.scripts = tuple(self.inside(made.body))

    @abstractmethod
    def inside(self, body: str) -> list[Script]: ...

    def expanded(self) -> list[Script]:
        """The code inside of a text that the shell expands as if it stood in double quotes."""
        parts = _Parts()
        self._double(parts, "")
        return parts.scripts


class _Parts:
    """A word in the making."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.scripts: list[Script] = []
        self.is_quoted = self.is_open = False
        self._in_braces = False

    def add(self, text: str) -> None:
        self.text.append(text)

    def hole(self, *scripts: Script) -> None:
        self.text.append(HOLE)
        self.scripts += scripts

    def notice(self, sign: str) -> None:
        """An unquoted sign that may make several words of one."""
        if sign == "{":
            self._in_braces = True
        if sign in "*?[" or (self._in_braces and sign in ",."):
            self.is_open = True


def _ansi_sign(found: re.Match[str]) -> str:
    hex2, u4, u8, octal, control, plain = found.groups()
    if code := hex2 or u4 or u8:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    if octal:
        return chr(int(octal, 8) & 0xFF)
    if control:
        return chr(ord(control) & 0x1F)
    return _ANSI_SIGNS.get(plain, plain if plain in "\\'\"?" else "\\" + plain)
