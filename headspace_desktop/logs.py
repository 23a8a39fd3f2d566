"""Log format, rotation, redaction of secrets and prompts. Set up once at start; any thread logs."""

from __future__ import annotations

import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override

FORMAT = "%(asctime)s %(levelname)-7s %(threadName)-11s %(name)s: %(message)s"

_SECRETS = re.compile(
    r"(?P<key>(?:api[_-]?key|token|secret|password|authorization)[\"']?\s*[:=]\s*[\"']?(?:bearer\s+)?)"
    r"(?P<value>[^\s\"',;]{4,})"
    r"|(?P<url>\b[a-z][a-z0-9+.-]*://[^:/\s]+:)(?P<pass>[^@\s]+)(?=@)"
    r"|\bsk-[A-Za-z0-9_-]{8,}",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """Replace what looks like a secret by ``***``."""

    def hide(match: re.Match[str]) -> str:
        return f"{match['key'] or match['url'] or ''}***"

    return _SECRETS.sub(hide, text)


class _Redacting(logging.Formatter):
    @override
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class _Private(RotatingFileHandler):
    @override
    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding, write_through=True)


def set_up(log_file: Path | None, level: str = "INFO", *, is_verbose: bool = False) -> None:
    """Log to `log_file` (0600, 3 files of 2 MB at most) and, if asked, to standard error."""
    root = logging.getLogger()
    set_level(level)
    for old in list(root.handlers):
        if getattr(old, "_is_ours", False):
            root.removeHandler(old)
            old.close()
    handlers: list[logging.Handler] = []
    if log_file is not None:
        log_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handlers.append(_Private(log_file, maxBytes=2_000_000, backupCount=2, encoding="utf-8"))
    if is_verbose:
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(_Redacting(FORMAT))
        handler._is_ours = True  # type: ignore[attr-defined]
        root.addHandler(handler)
    logging.captureWarnings(True)


def set_level(level: str) -> None:
    """Log from this level on. Any thread."""
    root = logging.getLogger()
    root.setLevel(level.upper())
    logging.getLogger("alembic").setLevel(max(logging.WARNING, root.level))  # its plug-ins announce themselves
