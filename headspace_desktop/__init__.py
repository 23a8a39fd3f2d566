"""Headspace Desktop: watches coding agents and takes their person to the right place at the right moment."""

__version__ = "0.1.0"
