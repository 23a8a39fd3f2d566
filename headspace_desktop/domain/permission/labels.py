"""A command in at most 60 characters: what it does to what. Any thread; pure. Labels hold untrusted text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.words import HOLE, Word

LABEL_CHARS = 60

_READ = programs.words("cat head tail less more bat batcat nl tac strings xxd od hexdump zcat")
_LIST = programs.words("ls find tree fd exa eza lsd dir")
_TRANSFORM = programs.words("sed awk gawk jq yq tr cut sort uniq")
_SEARCH = programs.words("grep egrep fgrep rg ag zgrep")
_URL = re.compile(r"https?://[^\s'\"<>|;&]+", re.IGNORECASE)
_TEMP = re.compile(r"^(?:/private)?(?:/var)?/tmp/")


def cut(text: str, limit_chars: int = LABEL_CHARS) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit_chars else text[: limit_chars - 1] + "…"


def short_path(path: str) -> str:
    """The last two parts of a path; a temporary one as such."""
    path = path.replace(HOLE, "…")
    if _TEMP.match(path):
        return f"(temp) {path.rstrip('/').rpartition('/')[2]}"
    parts = [part for part in path.split("/") if part]
    return "/".join(parts[-2:]) if parts else path


def host_of(url: str) -> str:
    """Host and port of an address; empty when it has none."""
    try:
        found = urlsplit(url.replace(HOLE, "x") if "://" in url else "//" + url.replace(HOLE, "x"))
        host, port = found.hostname or "", found.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port else host


def label_of(words: Sequence[Word]) -> str:
    """One program with its arguments."""
    name = words[0].text.rpartition("/")[2] or words[0].text
    rest = [word.text for word in words[1:]]
    given = [text for text in rest if text and not text.startswith("-")]
    if name in ("chmod", "chown", "chgrp"):
        given = given[1:]
    first = short_path(given[0]) if given else ""
    if url := next((match for text in rest if (match := _URL.search(text))), None):
        return cut(f"{name} from {host_of(url[0])}")
    if name in _READ:
        return cut(f"read {short_path(given[-1])}" if given else "read")
    if name in _LIST:
        return cut(f"list {first}".strip())
    if name in _SEARCH:
        return cut(f"Search: {given[0]}" if given else name)
    if name in _TRANSFORM:
        return cut(f"transform {short_path(given[-1])}" if len(given) > 1 else f"transform ({name})")
    if name in ("python", "python3", "node", "ruby", "perl", "php", *programs.SHELLS):
        return cut(f"run {first}" if first and not _has_code(name, rest) else f"run {name} code")
    if words[0].text.startswith("./"):
        return cut(f"run {short_path(words[0].text)}")
    if name in programs.VERBS or name == "git":
        return cut(f"{name} {given[0]}" if given else name)
    return cut(f"{name} {first}".replace(HOLE, "…").strip())


def _has_code(name: str, rest: Sequence[str]) -> bool:
    if name in programs.SHELLS:
        return any(re.fullmatch(r"-\w*c", text) for text in rest)
    letters = "c" if name.startswith("python") else "eErRp"
    return any(text.startswith(("--eval", "--print")) or re.match(rf"-\w*[{letters}]", text) for text in rest)
