"""The command `headspace`. Main thread of a short-lived process; imports no window and no store.

Exit codes: 0 done, 1 trouble, 2 wrong usage, 3 the app is away, 4 nothing happened in time. See docs/command-line.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from headspace_desktop.troubles import AppAway, Trouble

EXIT_TROUBLE, EXIT_USAGE, EXIT_AWAY, EXIT_TIMEOUT = 1, 2, 3, 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code, tells troubles on standard error."""
    from headspace_desktop.cli.parser import command_of  # noqa: PLC0415  keeps `import headspace_desktop.cli` free

    command, options = command_of(argv)
    try:
        return command(options)
    except Trouble as trouble:
        from headspace_desktop.cli.table import plain  # noqa: PLC0415

        lines = (plain(str(trouble)), *(plain(line) for line in trouble.remedy.splitlines()))
        sys.stderr.write("\n".join(lines) + "\n")
        return EXIT_AWAY if isinstance(trouble, AppAway) else EXIT_TROUBLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `headspace watch | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
