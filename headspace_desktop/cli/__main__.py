"""`python -m headspace_desktop.cli`: the same as `headspace`, where no script was installed."""

from __future__ import annotations

import sys

from headspace_desktop.cli import main

sys.exit(main())
