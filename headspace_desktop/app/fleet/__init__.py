"""A simulated fleet of agents: demonstration, soak test and benchmark alike. It feeds the real rooms by the disk."""

from headspace_desktop.app.fleet.habits import CALM, WILD, Habits
from headspace_desktop.app.fleet.room import COUNT_LIMIT, Fleet, Truth

__all__ = ["CALM", "COUNT_LIMIT", "WILD", "Fleet", "Habits", "Truth"]
