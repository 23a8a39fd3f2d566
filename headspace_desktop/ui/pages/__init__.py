"""One dock each: what is read and set besides the board. GUI thread."""
