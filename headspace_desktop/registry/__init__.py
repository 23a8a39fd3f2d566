"""Reads the live-session files that agent programs keep, and notices when their processes end."""
