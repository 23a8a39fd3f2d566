"""What becomes of an exception nobody expected: logged with its thread, counted, and told once a kind."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

log = logging.getLogger(__name__)

Tell = Callable[[str, str], None]


class Crash:
    """Collects bugs from all guards. `tell(title, detail)` is called once per place of origin. Any thread."""

    def __init__(self, tell: Tell | None = None) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}

    def tell_with(self, tell: Tell) -> None:
        """Set who is told, once there is somebody."""
        self._tell = tell

    def report(self, where: str, error: BaseException) -> None:
        """Log the bug in full the first three times, then only count it."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
        key = f"{where} {type(error).__name__} {place}"
        with self._lock:
            count = self._seen[key] = self._seen.get(key, 0) + 1
        if count <= 3:
            log.error("bug in %s", where, exc_info=error)
        if count == 1 and self._tell is not None:
            self._tell("Headspace made a mistake", f"{type(error).__name__} in {where} ({place}); see the log")

    def excepthook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`: Qt slots end here too."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(threading.current_thread().name, error.with_traceback(trace))

    def install(self) -> None:
        """Take over the hooks of the interpreter. Main thread, at start."""
        sys.excepthook = self.excepthook
        threading.excepthook = lambda args: (
            self.report(args.thread.name if args.thread else "thread", args.exc_value) if args.exc_value else None
        )
