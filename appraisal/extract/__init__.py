"""The one safe extractor: archives become content-addressed files and a listing; names are metadata, never paths.

``unpack`` is for the parent: it runs ``extract`` in the limited child, then checks the listing and every digest.
``archive_kind`` tells an archive by its bytes.
"""

from __future__ import annotations

from appraisal.extract.kinds import archive_kind
from appraisal.extract.listing import Entry, ExtractLimits, Listing, Problem
from appraisal.extract.unpack import extract, handle, unpack

__all__ = ["Entry", "ExtractLimits", "Listing", "Problem", "archive_kind", "extract", "handle", "unpack"]
