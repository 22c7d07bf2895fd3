"""Words of English by which a third language is told from it. Made anew by ``python -m tests.papers.vocabulary``.

They are those that stand in several of the modules of Python's standard library, in comments and docstrings, or of the
papers of this program; numbers, names and identifiers are none. What is made is sorted, one word a line: a list of
common words, of which nobody is the author.
"""

from __future__ import annotations

import io
import re
import sys
import sysconfig
import tokenize
from collections import Counter
from pathlib import Path

from appraisal.gates.english import LIST

ROOT = Path(__file__).parents[2]
LEAST = 3  # modules that have it; a paper of this program is as good as two
_WORD = re.compile(r"(?<![\w.'`<>-])[a-z]{3,}(?![\w.`<>(-]*[_(]|[\w`>-])")
_DOC = re.compile(r"\A[rRuU]?(?:\"\"\"|''')")


def prose(source: str) -> str:
    """Comments and docstrings of a module, but for examples and lines of code."""
    told = []
    for one in tokenize.generate_tokens(io.StringIO(source).readline):
        if one.type == tokenize.COMMENT or (one.type == tokenize.STRING and _DOC.match(one.string)):
            told.append(re.sub(r"(?m)^.*(?:>>>|[=(){}_\[\]]).*$", " ", one.string))
    return "\n".join(told)


def main() -> int:
    counted: Counter[str] = Counter()
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py")):
        if (
            "site-packages" in path.parts
            or "test" in path.parts
            or "idlelib" in path.parts
            or "encodings" in path.parts
        ):
            continue
        try:
            counted.update({*_WORD.findall(prose(path.read_text("utf-8")))})
        except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
            continue
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        told = re.sub(r"```.*?```|`[^`]*`", " ", path.read_text("utf-8"), flags=re.DOTALL)
        counted.update(dict.fromkeys(_WORD.findall(told), 2))
    words = sorted(word for word, modules in counted.items() if modules >= LEAST)
    LIST.write_text("\n".join(words) + "\n", "ascii")
    print(len(words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
