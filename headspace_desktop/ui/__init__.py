"""What is seen: tray, window, docks, theme."""
