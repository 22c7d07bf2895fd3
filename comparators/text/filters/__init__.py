"""Filtration of texts: rules that take places of one work out of the figures. See docs/methods/filtration.md."""

from comparators.text.filters.method import TextFilters

__all__ = ["TextFilters"]
