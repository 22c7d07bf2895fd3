"""Japanese forms of hanzi, as OpenCC's dictionary of shinjitai (JPShinjitaiCharacters, Apache-2.0) has them, each with
the simplified form that it is read as. Made anew by ``python -m tests.papers.shinjitai``; forms that simplified Chinese
has itself, and those that the table of comparators folds, are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from opencc import OpenCC

from appraisal.papers import simplified

HAN = range(0x3400, 0xA000)


def rows() -> Iterator[str]:
    """Each form with what it is read as."""
    old, new = OpenCC("jp2t"), OpenCC("t2s")
    for written in map(chr, HAN):
        read = simplified.simplified(new.convert(old.convert(written)))
        own = simplified.in_simplified_set(written) or (read != written and old.convert(written) == written)
        if not own and len(read) == 1 and read != written and simplified.in_simplified_set(read):
            yield f"{written} {read}"


def main() -> int:
    simplified.READING.write_text("", "utf-8")  # made of the other table alone
    simplified.folded_forms.cache_clear()
    made = [*rows()]
    simplified.READING.write_text("\n".join(made) + "\n", "utf-8")
    print(len(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
