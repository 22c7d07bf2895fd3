"""``text-reworded``: passages that two texts share in other words or order, shortened or mixed with new text."""

from comparators.text.reworded.method import TextReworded

__all__ = ["TextReworded"]
