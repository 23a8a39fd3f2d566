"""The agent panel: one agent with all that is known of it, what it asks, and what the person can do. GUI thread."""
