"""``software-strings``: strings of two products, see ``method``."""

from comparators.software.strings.method import SoftwareStrings

__all__ = ["SoftwareStrings"]
