"""Filtration of source code: rules that take places of one work out of the figures. See docs/methods/filtration.md."""

from comparators.code.filters.method import CodeFilters

__all__ = ["CodeFilters"]
