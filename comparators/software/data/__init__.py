"""``software-data``: tables of two products, see ``method``."""

from comparators.software.data.method import SoftwareData

__all__ = ["SoftwareData"]
