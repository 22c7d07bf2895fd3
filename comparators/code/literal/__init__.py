"""``code-literal``: see ``method``."""

from comparators.code.literal.method import CodeLiteral

__all__ = ["CodeLiteral"]
