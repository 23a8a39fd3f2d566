"""Saves what led to a wrong state as a recording without content, to be attached to a report. Reader thread.

It writes one new file of ours and sends it nowhere.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from headspace_desktop.app.recorder import record
from headspace_desktop.domain.asks import AskRecording
from headspace_desktop.domain.wrong import RecordingPage
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings
from headspace_desktop.troubles import NothingRecorded, RecordingUnwritable

#: A wrong state rarely has older reasons; only where nothing is that young, everything is taken.
_SPAN = timedelta(hours=12)
_SAMPLE_CHARS = 6_000


def report_wrong(ask: AskRecording, paths: Paths, settings: Settings) -> RecordingPage:
    """Blocks: for the queries and the writing. Raises: NothingRecorded, RecordingUnwritable, any StoreTrouble."""
    now = utc_now()
    folder = paths.recordings_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RecordingUnwritable(f"{folder}: {error.strerror}") from error
    file = folder / f"wrong-{_safe(ask.agent_uuid)}-{now:%Y%m%d-%H%M%S-%f}.jsonl"
    notes = {"wrong": {"shown": ask.shown, "right": ask.right, "words": ask.words, "at": now.isoformat()}}
    count = -1
    for since in (now - _SPAN, None):
        with suppress(NothingRecorded):
            count = record(
                paths, settings, file, agent_uuid=ask.agent_uuid, since=since, with_content=False, notes=notes
            )
            break
    if count < 0:
        raise NothingRecorded("the event log holds nothing of this agent")
    return RecordingPage(ask.ask_id, str(file), str(folder), count, file.stat().st_size, _sample(file))


def _safe(uuid: str) -> str:
    return "".join(sign for sign in uuid[:8] if sign.isalnum())


def _sample(file: Path) -> str:
    with file.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(_SAMPLE_CHARS)
