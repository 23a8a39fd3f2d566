"""What simulated agents work on and say. Values only."""

from __future__ import annotations

from typing import Any

Call = tuple[str, dict[str, Any]]

#: (project, branch, tasks) of the agents.
PROJECTS = (
    ("webshop", "checkout-v2", ("Add a voucher field to the checkout", "Why is the cart total off by a cent?")),
    ("atlas-api", "main", ("Make the search endpoint paginate", "Raise test coverage of the auth room")),
    ("fieldnotes", "offline-sync", ("Queue notes while there is no network", "Write a migration for tags")),
    ("ledger", "fix/rounding", ("Find where rounding differs from the bank", "Explain the nightly job")),
)
TOOLS: tuple[Call, ...] = (
    ("Bash", {"command": "pytest -q tests/unit", "description": "Run the unit tests"}),
    ("Read", {"file_path": "src/cart/total.py"}),
    ("Edit", {"file_path": "src/cart/total.py", "old_string": "round(x)", "new_string": "round(x, 2)"}),
    ("Grep", {"pattern": "def checkout", "path": "src"}),
    ("Bash", {"command": "git diff --stat", "description": "See what changed"}),
)
RISKY: tuple[Call, ...] = (
    ("Bash", {"command": "rm -rf build && npm ci", "description": "Rebuild from scratch"}),
    ("Bash", {"command": "git push --force-with-lease origin HEAD", "description": "Publish the branch"}),
    ("WebFetch", {"url": "https://example.org/changelog", "prompt": "What changed?"}),
)
QUESTIONS = (
    ("Which rounding should apply?", "Rounding", ("Half up", "Half even", "Ask the bank")),
    ("How should a clash of two offline edits end?", "Clash", ("Newest wins", "Ask the user", "Keep both")),
)
#: Whether the last words ask something.
FINALS = (
    ("Done. All 214 tests pass; the total now rounds half even.", False),
    ("I have split the endpoint and added a cursor. The old parameters still work.", False),
    ("The migration is written and reversible.\n\nShall I run it on the staging copy?", True),
    ("In short: the job reads yesterday's file because of the time zone of the host.", False),
)
LIMIT_WORDS = "You've hit your 5-hour limit"
REFUSED_WORDS = "The user doesn't want to proceed with this tool use. The tool use was rejected."
