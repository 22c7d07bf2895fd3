"""Tokens by rules that fit most languages: words, numbers, quoted strings, signs. No syntax, no failure, linear time.

For what no grammar splits further (bodies of C macros, stretches that do not parse) and for files that nothing else
reads: unknown languages, lines so long that a lexer with look-ahead would take for ever. A double quote or backtick
that is not closed opens a string up to the end of its line: looking for its end again and again would take as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparators.code.kinds import Kind

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*+|/\*.*?(?:\*/|\Z))
      | (?P<string>"(?:[^"\\\n]++|\\[^\n])*+(?:"|$)|`(?:[^`\\\n]++|\\[^\n])*+(?:`|$)|'(?:[^'\\\n]|\\[^\n]){0,80}+')
      | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
      | (?P<word>[^\W\d]\w*|[$@]\w+)
      | (?P<sign><<=|>>=|\.\.\.|->|\+\+|--|&&|\|\||::|[-+*/%&|^!=<>]=|<<|>>|[^\s\w])""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
KINDS = {"comment": Kind.COMMENT, "string": Kind.STRING, "number": Kind.NUMBER, "word": Kind.NAME, "sign": Kind.SIGN}


def tokens(text: str, start: int = 0, stop: int | None = None) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and stop of each token of ``text[start:stop]``, comments included."""
    for found in TOKEN.finditer(text, start, len(text) if stop is None else stop):
        yield KINDS[found.lastgroup or "sign"], found.start(), found.end()
