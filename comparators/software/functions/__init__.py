"""``software-functions``: functions of two compiled programs, see ``method``."""

from comparators.software.functions.method import SoftwareFunctions

__all__ = ["SoftwareFunctions"]
