"""A permission request in full: what was cut is looked for in the transcript, a file is compared with what it is now.

Reader thread. It reads two files at most and changes nothing.
"""

from __future__ import annotations

import posixpath

from headspace_desktop.domain.asks import AskRequest
from headspace_desktop.domain.proposal import RequestPage, path_of, proposed
from headspace_desktop.projects.present import read_present
from headspace_desktop.transcripts.call import find_call


def request_page(ask: AskRequest) -> RequestPage:
    """Blocks: on reading. Raises: nothing; what cannot be found is told as not whole."""
    given, is_whole = ask.tool_input, ask.is_whole
    if not is_whole:
        found = find_call(ask.client, ask.transcript_path, ask.tool_use_id)
        if found is not None and _is_same(ask, dict(found)):
            given, is_whole = found, True
    path = path_of(given)
    full = posixpath.join(ask.cwd, path) if ask.cwd else path
    before, is_there = read_present(full) if posixpath.isabs(full) else (None, False)
    return RequestPage(ask.ask_id, given, is_whole, proposed(ask.tool, given, before, is_there=is_there))


def _is_same(ask: AskRequest, found: dict[str, object]) -> bool:
    """Whether what was found begins as what was asked: a call's input may be changed by a hook before it is asked."""
    for key, shown in ask.tool_input.items():
        value = found.get(key)
        if isinstance(shown, str) and not (isinstance(value, str) and value.startswith(shown)):
            return False
        if isinstance(shown, bool | int | float) and shown != value:
            return False
    return True
