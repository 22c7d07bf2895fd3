"""``software-capabilities``: what a program can do by its code, see ``method``."""

from comparators.software.capabilities.method import SoftwareCapabilities

__all__ = ["SoftwareCapabilities"]
