"""Reading forms of paper, from the program's own folder or from a file of the institution's."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from appraisal.codec import decode
from appraisal.errors import RecordError, UsageError
from appraisal.intake.words import Client, Procedure
from appraisal.paper import Chapter, Page, Paper, Signing
from appraisal.papers import bound

INSTALLED = Path(__file__).parent.parent / "_papers"
CHECKOUT = Path(__file__).parent.parent.parent / "papers"
SUFFIX = ".toml"
LARGEST = 1 << 20  # bytes of a file


@cache  # asked for with each phrase and form; it is there, or not, for as long as the program runs
def folder() -> Path:
    """Where the papers of the program lie: in the wheel, or in the checkout."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


@cache  # the gates of one report ask for the list many times
def names() -> tuple[str, ...]:
    """Papers that the program brings."""
    return tuple(sorted(path.stem for path in folder().glob(f"*{SUFFIX}") if not path.stem.startswith("_")))


def digest(paper: Paper) -> str:
    """SHA-256 of a form as it was read."""
    return hashlib.sha256(paper.text.encode("utf-8")).hexdigest()


def as_brought(paper: Paper) -> bool:
    """Whether a form is one that the program brings, letter by letter."""
    return digest(paper) in _brought_digests()


@cache
def _brought_digests() -> frozenset[str]:
    """SHA-256 of each form of the program: by the list of files that the installation was made with, so that one edited
    in place is told apart; of a checkout, which has no such list, of the files."""
    try:
        listed = metadata.files("copyright-appraisal") or []
    except metadata.PackageNotFoundError:
        listed = []
    held = [one.hash for one in listed if one.parent.name == INSTALLED.name and one.suffix == SUFFIX and one.hash]
    if held:
        return frozenset(base64.urlsafe_b64decode(f"{one.value}==").hex() for one in held if one.mode == "sha256")
    return frozenset(map(digest, map(_brought, names())))


def is_paper(name: str) -> bool:
    """Whether a name, or a file by what it says, is a paper rather than a report template: chapters or a ``base`` make
    a paper. ``UsageError`` for a file that cannot be read, or is no TOML."""
    if not name.endswith(SUFFIX):
        return name in names()
    try:
        return bool({"chapter", "base"} & set(tomllib.loads(_text(Path(name)))))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{Path(name).name}: not TOML ({error})") from error


def find(name: str) -> Paper:
    """The paper of that name, or in that file; ``UsageError`` when there is none, it cannot be read, or it is a file
    that asks for less than the paper it comes from."""
    if name.endswith(SUFFIX):
        text = _text(Path(name))
        try:
            return whole(read(text))
        except UsageError as error:
            raise UsageError(f"{Path(name).name}: {error}") from error
    if name not in names():
        raise UsageError(f"no paper {name!r}; there are: {', '.join(names())}, or a file {SUFFIX}")
    return _brought(name)


@cache  # the gates of one report ask for each of them many times
def _brought(name: str) -> Paper:
    return read(_text(folder() / f"{name}{SUFFIX}"))


def whole(paper: Paper) -> Paper:
    """The paper itself; ``UsageError`` when it asks for less than the one that it comes from (``bound``)."""
    bound.check(paper, map(_brought, names()))
    return paper


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path.name}: larger than a form of paper can be")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read ({error})") from error


def read(text: str) -> Paper:
    """A paper from TOML; ``UsageError`` names what is wrong in it."""
    try:
        body: Any = tomllib.loads(text)
        chapters = body.pop("chapter", None)
        if not isinstance(chapters, list) or not chapters:
            raise RecordError("write each chapter under [[chapter]]: a form of one's own is a whole copy of its base")
        made = tagged(body, Paper) | {"chapters": [tagged(one, Chapter) for one in chapters], "text": text}
        found: Paper = decode(Paper, made)
        for given, known in ((found.procedures, Procedure), (found.clients, Client)):
            if odd := [word for word in given if word not in list(known)]:
                raise RecordError(f"{odd[0]!r} is not in the list: use one of {', '.join(known)}")
    except (tomllib.TOMLDecodeError, RecordError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UsageError(f"form of paper: {error}") from error
    return found


_INNER: Mapping[str, type[Any]] = {"signing": Signing, "page": Page}


def tagged(body: Any, cls: type[Any]) -> dict[str, Any]:
    """The body as ``decode`` reads it: tables told as what they are, texts in two languages too."""
    if not isinstance(body, dict):
        raise RecordError(f"{cls.__name__.lower()}: write it as a table")
    if odd := sorted(set(body) - {f.name for f in fields(cls)}):
        raise RecordError(f"{cls.__name__.lower()}: unknown field {odd[0]!r}")
    return {"is": cls.__name__} | {key: _value(key, value) for key, value in body.items()}


def _value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_value("", item) for item in value]
    if key in _INNER:
        return tagged(value, _INNER[key])
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
        return {"is": "Words", **value}
    return value
