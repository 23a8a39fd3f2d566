"""Brings the right window to the front, knows what the person looks at, and what this desktop can do."""
