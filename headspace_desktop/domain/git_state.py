"""How a project's repository stands, as the panels show it. Any thread; values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GitState:
    """`branch` is empty on a detached head; `ahead` and `behind` None without an upstream."""

    path: str
    is_repository: bool
    branch: str = ""
    head: str = ""
    upstream: str = ""
    ahead: int | None = None
    behind: int | None = None
    changed_count: int = 0
    untracked_count: int = 0
    conflict_count: int = 0

    @property
    def dirty_count(self) -> int:
        return self.changed_count + self.untracked_count + self.conflict_count
