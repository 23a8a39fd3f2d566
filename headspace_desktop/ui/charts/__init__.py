"""Charts of our own, painted from values: each can be read by eye, by keyboard and as a table. GUI thread."""
