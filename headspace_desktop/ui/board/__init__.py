"""The board: every agent as a card, in columns by state or by project."""
