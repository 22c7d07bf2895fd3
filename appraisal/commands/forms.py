"""Filled-in forms that commands take: what is wrong in one is told with the name of its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appraisal.errors import CaseError, UsageError


@contextmanager
def filled_in(path: Path) -> Iterator[str]:
    """The text of a form, while it is read and filed; ``CaseError`` of the file and what is wrong in it;
    ``UsageError`` where there is none."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({error.strerror}): check the path") from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    try:
        yield text
    except CaseError as error:
        raise CaseError(f"{path}: {error}") from error
