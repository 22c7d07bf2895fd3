"""What ``software-source`` keeps of one file: a program as ``software-functions`` reads it, or a source text."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from appraisal import packers
from appraisal.errors import Refused
from appraisal.extract.packages.programs import program_kind
from appraisal.work import Member
from comparators.software.functions.features import SHAPE, FunctionFeatures, bounds_of
from comparators.software.functions.reading import CLASSES
from comparators.software.source import files, reading
from comparators.software.source.reading import Piece, Text

SOURCE = "source"  # as the format of a file


@dataclass(frozen=True)
class SourceFeatures(FunctionFeatures):
    """Of a program the fields of ``FunctionFeatures``, and ``text`` empty.

    Of a source text: n functions in order; ``starts``, ``stops`` bytes of the file; ``addresses`` the first line of
    each; ``counts`` its lines that hold code, ``places`` these lines, from 1, end to end; ``names`` as written, with
    their scope; ``size`` lines of the file; ``text`` JSON of ``reading.Text``. Keys are made when all files of a side
    are known, see ``sides``: the other fields are empty.
    """

    text: str = ""

    @property
    def is_source(self) -> bool:
        """Whether this is source text."""
        return self.format == SOURCE

    @cached_property
    def source(self) -> Text:
        """What was read of a source text."""
        body = json.loads(self.text)
        return Text(
            [_piece(one) for one in body["functions"]],
            {name: _piece(one) for name, one in body["macros"].items()},
            body["values"],
            {name: (kind, members) for name, (kind, members) in body["tables"].items()},
            body["types"],
            body["strings"],
        )

    @classmethod
    def of(cls, member: Member) -> SourceFeatures:
        """Read one file. Raises what ``program.read`` and ``reading.read`` raise, of a packed program with the name of
        the packer (``packed``); each names the file."""
        if not files.is_source(member.file):
            try:
                held = FunctionFeatures.of(member)
            except Refused as error:
                raise (packed(member) or error) from error
            return cls(**{one.name: getattr(held, one.name) for one in fields(held)})
        return cls.of_text(member.file, reading.read(member), member.bytes(reading.MOST_BYTES))

    @classmethod
    def of_text(cls, file: str, text: Text, data: bytes) -> SourceFeatures:
        """Features of a source text."""
        functions = text.functions
        n = len(functions)
        zero = np.zeros(0, np.int64)
        rows = [one.rows for one in functions]
        return cls(
            starts=np.array([one.start for one in functions], np.int64),
            stops=np.array([one.stop for one in functions], np.int64),
            addresses=np.array([min(one.rows) for one in functions], np.uint64),
            found=np.zeros(n, np.uint8),
            counts=np.array([len(one) for one in rows], np.int32),
            places=np.array([row for one in rows for row in one], np.uint32),
            normal=np.zeros(n, np.uint64),
            shape=np.zeros((n, len(SHAPE)), np.int32),
            keys=np.zeros(0, np.uint64),
            bounds=np.zeros(CLASSES * n + 1, np.int64),
            callees=zero.astype(np.int32),
            calls=bounds_of([[]] * n),
            parts=zero.reshape(-1, 3),
            told_keys=np.zeros(0, np.uint64),
            told="[]",
            names=json.dumps([one.name for one in functions]),
            arch="",
            format=SOURCE,
            size=data.count(b"\n") + 1,
            text=json.dumps(_plain(text)),
        )


def packed(member: Member) -> Refused | None:
    """Why a program that a known packer made is not read, with what to do; None for others."""
    kind = program_kind(member.path)
    if kind is None or kind not in packers.PACKERS:
        return None
    if kind == "upx":
        return Refused(
            f"{member.file}: packed with UPX, its own code is not seen; the examination of capabilities reads what is"
            " packed, for comparing unpack it (upx -d; where that fails the file is damaged or altered: ask for the"
            " program as it was before) and hand in both files"
        )
    name = packers.shown(kind)
    return Refused(
        f"{member.file}: packed with {name}, its own code is not seen; have it unpacked, or ask for the program as it"
        " was before, and hand in both files"
    )


def _plain(text: Text) -> dict[str, object]:
    pieces = {"functions": [vars(one) for one in text.functions]}
    return {**vars(text), **pieces, "macros": {name: vars(one) for name, one in text.macros.items()}}


def _piece(body: dict[str, object]) -> Piece:
    made = Piece(**body)  # type: ignore[arg-type]  # as asdict wrote it
    made.names, made.calls = Counter(made.names), Counter(made.calls)
    made.steps = [(token, constant) for token, constant in made.steps]
    return made
