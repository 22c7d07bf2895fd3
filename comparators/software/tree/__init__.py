"""``software-tree``: what became of every file of two products, see ``method``."""

from comparators.software.tree.method import SoftwareTree

__all__ = ["SoftwareTree"]
