"""Claude Code. To be written: see `Client`."""

from __future__ import annotations

from typing import Any

CLAUDE: Any = None
