"""Similarity analysis for copyright appraisal: the vocabulary and the engine.

From Python and notebooks: ``from appraisal import Case, Work, compare``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Case", "Work", "__version__", "compare"]

if TYPE_CHECKING:
    from appraisal.api import compare
    from appraisal.case import Case
    from appraisal.work import Work

_HOMES = {"Case": "appraisal.case", "Work": "appraisal.work", "compare": "appraisal.api"}


def __getattr__(name: str) -> Any:
    """Loads on first use, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'appraisal' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
