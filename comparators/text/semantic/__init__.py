"""``text-semantic``: leads to passages that were translated (Chinese, English) or rewritten throughout."""

from comparators.text.semantic.method import TextSemantic

__all__ = ["TextSemantic"]
