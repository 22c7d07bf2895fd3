"""What of a page a reader sees as text: words are parted by tags that hold others together."""

import re


def untagged(page: str) -> str:
    """The page without its tags; entities stay."""
    return re.sub("<[^>]+>", "", page)
