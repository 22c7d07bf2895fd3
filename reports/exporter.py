"""What exporters of nbconvert begin with, imported without what takes two seconds and is not asked for."""

from __future__ import annotations

from appraisal.grammars import left_unbuilt

with left_unbuilt():
    from nbconvert.exporters import Exporter

__all__ = ["Exporter"]
