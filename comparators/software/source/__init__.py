"""``software-source``: functions of source text and of a compiled program, see ``method``."""

from comparators.software.source.method import SoftwareSource

__all__ = ["SoftwareSource"]
