"""Signatures of files from outside are read in the limited child: what a hostile PDF does to a parser stays there."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from appraisal.child import Limits, Worker
from appraisal.errors import ReportError, Unreadable
from appraisal.signing import detached, pdf
from appraisal.signing.credentials import Certificate, roots
from appraisal.signing.pdf import Found

HANDLER = "appraisal.signing.checking:handle"
LARGEST = 1 << 30  # bytes of a PDF


def handle(task: Any) -> Any:
    """``{"path", "trusted": [path …], "content": hex or None}`` to what ``Found`` holds, one a signature.

    ``content``: what a detached signature is over; None for a PDF. ``Unreadable`` when it cannot be read.
    With ``unfilled``: what the fields of a PDF that nobody has signed are called.
    """
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it has to say comes back as a result
    path = Path(task["path"])
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST} bytes")
    trusted = roots(tuple(task["trusted"]))
    content = task["content"]
    try:
        if task.get("unfilled"):
            return list(pdf.unfilled(data))
        if content is None:
            return [asdict(one) for one in pdf.read(data, trusted)]
        return [asdict(detached.read(bytes.fromhex(content), data, trusted))]
    except ReportError as error:
        raise Unreadable(str(error)) from error


def check(path: Path, *, trusted: Sequence[str] = (), content: bytes | None = None) -> tuple[Found, ...]:
    """Signatures of the PDF at ``path``; of a detached signature over ``content``, that one.

    ``UsageError`` for roots that are no certificates; the child's errors when the file cannot be read.
    """
    roots(tuple(trusted))  # said here, in the user's own process, and once
    task = {
        "path": str(path.absolute()),
        "trusted": [str(Path(one).absolute()) for one in trusted],
        "content": None if content is None else content.hex(),
    }
    with Worker(HANDLER, limits=Limits(wall=300.0)) as worker:
        found = worker.run(task)
    return tuple(Found(**(one | {"certificate": Certificate(**one["certificate"])})) for one in found)


def unfilled(path: Path) -> tuple[str, ...]:
    """What the signature fields of a PDF that nobody has signed yet are called; as ``check``, in the child."""
    task: dict[str, Any] = {"path": str(path.absolute()), "trusted": [], "content": None, "unfilled": True}
    with Worker(HANDLER, limits=Limits(wall=300.0)) as worker:
        return tuple(map(str, worker.run(task)))
