"""Markdown as a tree of plain values: the view makes elements from it one by one, nothing is ever parsed as HTML.

Any thread; pure. Unknown or raw markup stays the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from headspace_desktop.ui.plain import visible

#: A text, or [tag, {attribute: value}, children].
Node = str | list[Any]

#: Longer texts are shown as they are: nobody reads them as prose, and laying them out would take long.
MARKDOWN_CHARS = 16_000
CODE_CHARS = 12_000
_NESTING = 24

#: What agents write most, where the fence names no language.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]+")
_TAGS = {
    "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote",
    "strong": "strong", "em": "em", "s": "s", "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr",
    "th": "th", "td": "td",
}  # fmt: skip
_SCHEMES = ("https://", "http://", "mailto:")


def markdown(text: str) -> list[Node]:
    """The text as a tree. Bounded: a longer one than `MARKDOWN_CHARS` stays one plain block."""
    if len(text) > MARKDOWN_CHARS:
        return [plain(text)]
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415  with the first transcript, not with the program

    tree = SyntaxTreeNode(_parser().parse(text))
    return list(_nodes(tree.children))


def plain(text: str) -> Node:
    """Text as it stands, with its line breaks."""
    return ["div", {"class": "words"}, [visible(text, len(text))]]


def code(text: str, language: str = "", file_name: str = "") -> Node:
    """A block of code, coloured where its language is known."""
    text = text.removesuffix("\n")
    if len(text) > CODE_CHARS:
        return ["pre", {}, [visible(text, len(text))]]
    return ["pre", {}, _coloured(text, language, file_name)]


def diff(before: str, after: str) -> Node:
    """What was taken away and what came, line by line, with three lines around each change."""
    import difflib  # noqa: PLC0415

    old, new = before.splitlines(), after.splitlines()
    if not before or not after or len(old) + len(new) > 4000:
        lines = [_changed("-", old), _changed("+", new)]
        return ["pre", {"class": "diff"}, [node for part in lines for node in part]]
    found: list[Node] = []
    for line in difflib.unified_diff(old, new, n=3, lineterm=""):
        if line.startswith(("---", "+++")) and not found:
            continue
        if line.startswith("@@"):
            if found:
                found.append(["span", {"class": "hunk"}, ["⋯\n"]])
            continue
        found.extend(_changed(line[:1], [line[1:]]))
    return ["pre", {"class": "diff"}, found or ["="]]


def _changed(sign: str, lines: Iterable[str]) -> list[Node]:
    name = {"+": "added", "-": "removed"}.get(sign, "same")
    return [["span", {"class": name}, [f"{sign} {visible(line, 4000)}\n"]] for line in lines]


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING})
    return made.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "image"])


def _nodes(children: Iterable[Any]) -> Iterator[Node]:
    for node in children:
        yield from _node(node)


def _node(node: Any) -> Iterator[Node]:
    kind: str = node.type
    match kind:
        case "text":
            yield from _text(node.content)
        case "softbreak":
            yield "\n"
        case "hardbreak":
            yield ["br", {}, []]
        case "code_inline":
            yield ["code", {}, [visible(node.content, len(node.content))]]
        case "fence" | "code_block":
            yield code(node.content, node.info.strip().partition(" ")[0] if kind == "fence" else "")
        case "hr":
            yield ["hr", {}, []]
        case "heading":
            yield [f"h{min(int(node.tag[1:]) + 1, 6)}", {}, list(_nodes(node.children))]
        case "link":
            yield from _link(str(node.attrs.get("href", "")), list(_nodes(node.children)))
        case "inline":
            yield from _nodes(node.children)
        case _ if kind in _TAGS:
            is_quiet = kind == "paragraph" and node.hidden
            inner = list(_nodes(node.children))
            if is_quiet:
                yield from inner
            else:
                start = {"start": str(node.attrs["start"])} if "start" in node.attrs else {}
                yield [_TAGS[kind], start, inner]
        case _:
            yield from _text(node.content)


def _text(text: str) -> Iterator[Node]:
    """Text with bare addresses made links."""
    at = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        if found.start() > at:
            yield visible(text[at : found.start()], len(text))
        yield from _link(address, [visible(address, len(address))])
        at = found.start() + len(address)
    if at < len(text):
        yield visible(text[at:], len(text))


def _link(address: str, inner: list[Node]) -> Iterator[Node]:
    """A link that tells where it leads; anything but a web or mail address stays text."""
    if not address.isprintable() or not address.lower().startswith(_SCHEMES) or len(address) > 2000:
        yield from inner
        return
    yield ["a", {"href": address, "title": address}, inner]


def _coloured(text: str, language: str, file_name: str) -> list[Node]:
    lexer = _lexer(language.lower(), file_name.rpartition(".")[2].lower() if "." in file_name else "")
    if lexer is None:
        return [visible(text, len(text))]
    from pygments import lex  # noqa: PLC0415
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415

    found: list[Node] = []
    for token, value in lex(text, lexer):
        name = _CLASSES.get(STANDARD_TYPES.get(token, "")[:1], "")
        said = visible(value, len(value))
        if not name:
            if found and isinstance(found[-1], str):
                found[-1] += said
            else:
                found.append(said)
        else:
            found.append(["span", {"class": name}, [said]])
    return found


#: Five kinds of words are enough to read code by. Keys: first letter of Pygments' short class.
_CLASSES = {"k": "keyword", "s": "string", "c": "comment", "m": "number", "n": "", "o": "", "p": "", "g": ""}


@cache
def _lexer(language: str, suffix: str) -> Any:
    from pygments.lexers import get_lexer_by_name, get_lexer_for_filename  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        if language:
            return get_lexer_by_name(language, stripnl=False, ensurenl=False)
        if suffix:
            return get_lexer_for_filename(f"x.{suffix}", stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return None
