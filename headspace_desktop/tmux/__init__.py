"""The only room that knows tmux: panes, screens, keys, sessions."""
