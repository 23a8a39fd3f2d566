"""What is needed to start an agent: recent projects, and whether tmux and the agent's program are there.

Reader thread. It starts nothing: that is the tmux room's, at the engine's word.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.settings import Settings
from headspace_desktop.troubles import AgentProgramMissing, TmuxMissing, Trouble


@dataclass(frozen=True, slots=True)
class StartPage:
    """Recent projects as (name, path), newest first; `troubles` as (title, remedy) are why no start is possible."""

    projects: tuple[tuple[str, str], ...]
    troubles: tuple[tuple[str, str], ...]
    program: str


def start_page(settings: Settings, projects: Sequence[tuple[str, str]]) -> StartPage:
    """The page; projects whose folder is gone are left out. Blocks: some look-ups of files."""
    program = settings.claude.program
    troubles: list[Trouble] = []
    if shutil.which("tmux") is None:
        troubles.append(TmuxMissing())
    if shutil.which(os.path.expanduser(program)) is None:  # noqa: PTH111  a bare name stays bare
        troubles.append(AgentProgramMissing(f"{program} is not on PATH"))
    return StartPage(
        tuple((name, path) for name, path in projects if Path(path).is_dir()),
        tuple((str(trouble), trouble.remedy) for trouble in troubles),
        program,
    )
