"""Recordings: what the witnesses delivered, one message a line, so that it can be told again. Any thread; no I/O."""
