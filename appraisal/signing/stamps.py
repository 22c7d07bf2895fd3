"""Time stamps (RFC 3161): from any authority that answers over HTTP, and only when the user names one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from appraisal.errors import UsageError

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

PATIENCE = 20  # seconds


def authority(url: str) -> TimeStamper | None:
    """The authority at ``url``; None when none was named. Nothing is asked of it yet."""
    if not url:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(f"a time-stamp authority is named by an http or https address, not {url!r}")
    return HTTPTimeStamper(url, timeout=PATIENCE)
