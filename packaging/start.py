"""The bundle's one program: the app, or with `headspace …` as its name or first word the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from headspace_desktop.__main__ import main as app_main
from headspace_desktop.cli import main as cli_main


def main() -> int:
    if Path(sys.argv[0]).name == "headspace":
        return cli_main()
    if sys.argv[1:2] == ["headspace"]:
        return cli_main(sys.argv[2:])
    return app_main()


sys.exit(main())
