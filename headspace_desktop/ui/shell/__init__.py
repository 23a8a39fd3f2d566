"""What holds the panels: docks, layouts, commands and how they are found. GUI thread."""
