"""``code-tokens``: runs of equal tokens in two code bases, see ``method``."""

from comparators.code.tokens.method import CodeTokens

__all__ = ["CodeTokens"]
