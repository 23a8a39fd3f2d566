"""Reads what was said: follows transcript files and renders pages of them."""
