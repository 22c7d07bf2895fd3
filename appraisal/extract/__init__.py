"""The one safe extractor: archives become content-addressed files and a listing; names are metadata, never paths.

``unpack`` is for the parent: it runs ``extract`` in the limited child, then checks the listing and every digest.
``archive_kind`` tells an archive by its bytes, in the child; ``may_be_archive`` is the parent's quick look.
"""

from __future__ import annotations

from appraisal.extract.kinds import archive_kind, may_be_archive
from appraisal.extract.listing import Entry, ExtractLimits, Image, Listing, Origin, Part, Problem, Stated
from appraisal.extract.unpack import CHILD, HANDLER, OPENS, extract, handle, opens, unpack

__all__ = [
    "CHILD",
    "HANDLER",
    "OPENS",
    "Entry",
    "ExtractLimits",
    "Image",
    "Listing",
    "Origin",
    "Part",
    "Problem",
    "Stated",
    "archive_kind",
    "extract",
    "handle",
    "may_be_archive",
    "opens",
    "unpack",
]
