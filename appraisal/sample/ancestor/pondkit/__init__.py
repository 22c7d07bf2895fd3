"""Pond Kit 0.4: a small open base for round-robin game servers."""

VERSION = (0, 4)
