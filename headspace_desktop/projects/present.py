"""Reads a file as it is now, for a difference. Reader thread; it follows no device and waits for no pipe."""

from __future__ import annotations

import os
import stat

#: A larger file is not compared.
LIMIT_BYTES = 4 << 20


def read_present(path: str) -> tuple[str | None, bool]:
    """Its text, or None when it cannot be read as text; and whether there is anything of that name.

    Blocks: on reading at most `LIMIT_BYTES`. Raises: nothing.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except FileNotFoundError:
        return None, False
    except (OSError, ValueError):
        return None, True
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LIMIT_BYTES:
            return None, True
        data = os.pread(fd, LIMIT_BYTES + 1, 0)
        return (data.decode("utf-8"), True) if len(data) <= LIMIT_BYTES else (None, True)
    except (OSError, UnicodeDecodeError):
        return None, True
    finally:
        os.close(fd)
