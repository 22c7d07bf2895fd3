"""``code-structure``: functions that correspond whatever was renamed or rearranged, see ``method``."""

from comparators.code.structure.method import CodeStructure

__all__ = ["CodeStructure"]
