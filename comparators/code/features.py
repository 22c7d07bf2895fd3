"""What is kept of one source file: its tokens as small arrays, and what there is to say of how it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.work import Member
from comparators.code import kinds, source
from comparators.code.grams import repeating
from comparators.code.kinds import Kind
from comparators.code.lines import line_count
from comparators.code.source import Source

Array = NDArray[Any]
FOLDS_CASE = frozenset({"SQL", "Visual Basic", "Pascal", "assembly (NASM)", "assembly (GNU)"})
LONG_LINE = 2000  # characters: a minified or generated file


@dataclass(frozen=True)
class CodeFeatures:
    """One file; all arrays have one item a token, comments left out, and are read together.

    ``kinds`` uint8 (``Kind``). ``symbols`` uint32: the token with names and literals normalised. ``values`` uint64:
    the token as written. ``lines``, ``last_lines`` int32, from 1; ``columns`` int32, from 0; ``offsets`` int32, of
    characters. ``repetitive`` uint8: 1 in a stretch that repeats itself once normalised, 2 in one that does as written.
    ``line_count`` of the text, ``comment_count``, ``errors`` (bytes in stretches that the grammar could not follow),
    ``longest_line`` in characters; ``reader`` is ``grammar``, ``lexer`` or ``plain``.
    """

    kinds: Array
    symbols: Array
    values: Array
    lines: Array
    last_lines: Array
    columns: Array
    offsets: Array
    repetitive: Array
    line_count: int
    comment_count: int
    characters: int
    errors: int
    longest_line: int
    encoding: str
    language: str
    maturity: str
    reader: str

    @classmethod
    def of(cls, found: Source) -> CodeFeatures:
        """Features of a file that was split into tokens; made once, and kept with it."""
        held: CodeFeatures | None = found.__dict__.get("code_features")
        if held is None:
            held = found.__dict__["code_features"] = cls._of(found)
        return held

    @classmethod
    def _of(cls, found: Source) -> CodeFeatures:
        starts = found.line_starts
        tokens, lines = found.tokens, found.token_lines
        symbols, values = numbers(found)
        repetitive = np.where(repeating(values), 2, repeating(symbols)).astype(np.uint8)
        return cls(
            kinds=tokens.kinds,
            symbols=symbols,
            values=values,
            lines=lines,
            last_lines=found.token_last_lines,
            columns=(tokens.starts - starts[lines - 1]).astype(np.int32),
            offsets=tokens.starts,
            repetitive=repetitive,
            line_count=line_count(starts, len(found.text)),
            comment_count=len(found.comments),
            characters=len(found.text),
            errors=found.errors,
            longest_line=int(np.diff(np.append(starts, len(found.text))).max()),
            encoding=found.encoding,
            language=found.language.name,
            maturity=found.language.maturity if found.reader != "plain" else "plain",
            reader=found.reader,
        )

    def __len__(self) -> int:
        return len(self.symbols)

    @property
    def is_minified(self) -> bool:
        """Whether hardly any line structure is left: long lines that hold most of the text."""
        return self.longest_line > LONG_LINE and self.longest_line * 2 > self.characters


def read(member: Member) -> CodeFeatures:
    """Read one file. Raises ``OverLimit`` or ``Unreadable`` naming it."""
    return CodeFeatures.of(source.read(member))


def numbers(found: Source) -> tuple[Array, Array]:
    """Symbols (uint32) and values (uint64) of the tokens; equal texts are looked up once."""
    fold = found.language.name in FOLDS_CASE
    seen: dict[tuple[int, str], tuple[int, int]] = {}
    count = len(found.tokens)
    symbols, values = np.empty(count, np.uint32), np.empty(count, np.uint64)
    for place, (kind, word) in enumerate(zip(found.tokens.kinds.tolist(), found.words(), strict=True)):
        both = seen.get((kind, word))
        if both is None:
            said = word.lower() if fold and kind != Kind.STRING else word
            both = seen[kind, word] = kinds.symbol(Kind(kind), said), kinds.value(said)
        symbols[place], values[place] = both
    return symbols, values
