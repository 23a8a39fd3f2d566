"""Hears hooks, the launcher and the command line; answers waiting hooks; guards the agents' settings files."""
