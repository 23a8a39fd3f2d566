"""Reads git, writes the project's own notes."""
