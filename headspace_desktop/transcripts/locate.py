"""Where the transcript of a session lies, found by encoding its directory; a folder name is never decoded.

Any thread that may block on a directory listing. It opens no transcript.
"""

from __future__ import annotations

import os
import re

#: The longest folder name that is used whole; a longer one is cut here and gets a hash behind it.
NAME_LIMIT_CHARS = 200
_SESSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")
_OUTSIDE = re.compile(r"[^A-Za-z0-9]")


def encoded(directory: str) -> str:
    """The folder name for a working directory: every UTF-16 unit but ASCII letters and digits becomes ``-``.

    Source: facts on agent clients, section 4. Lossy, so it is only ever compared.
    """
    return _OUTSIDE.sub(lambda match: "-" * (2 if ord(match[0]) > 0xFFFF else 1), directory)


def expected(transcripts_dir: str, cwd: str, session_id: str) -> str | None:
    """The path that a session's transcript should get, whether or not it exists; None for an odd session id.

    Blocks: on resolving symbolic links.
    """
    if not _SESSION.match(session_id) or not cwd.startswith("/") or "\0" in cwd:
        return None
    name = encoded(os.path.realpath(cwd))
    return os.path.join(transcripts_dir, name[:NAME_LIMIT_CHARS], f"{session_id}.jsonl")  # noqa: PTH118  text in, text out


def locate(transcripts_dir: str, cwd: str, session_id: str) -> str | None:
    """The transcript of this session: where it lies, else where it should come to lie.

    Blocks: on one directory listing when it is not where its directory says. Raises: nothing; unreadable is not found.
    """
    likely = expected(transcripts_dir, cwd, session_id)
    if likely is not None and os.path.exists(likely):  # noqa: PTH110
        return likely
    return search(transcripts_dir, session_id) or likely


def search(transcripts_dir: str, session_id: str) -> str | None:
    """The newest transcript of this session in any project folder. Blocks: on one directory listing."""
    if not _SESSION.match(session_id):
        return None
    found: list[tuple[float, str]] = []
    try:
        with os.scandir(transcripts_dir) as folders:
            for folder in folders:
                path = os.path.join(folder.path, f"{session_id}.jsonl")  # noqa: PTH118
                try:
                    found.append((os.stat(path).st_mtime, path))  # noqa: PTH116
                except OSError:
                    continue
    except OSError:
        return None
    return max(found)[1] if found else None
