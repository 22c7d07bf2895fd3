"""Which files are source text of C and C++, by their names and, where these are shared with other things, by what they
hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from appraisal.work import Medium, ending_of

C_SUFFIXES = frozenset(("c", "h", "inl", "i", "inc"))
CPP_SUFFIXES = frozenset(
    ("cc", "cpp", "cxx", "c++", "hpp", "hh", "hxx", "h++", "ipp", "tcc", "tpp", "txx", "icc", "ii", "ixx",
     "cppm", "ino", "cu", "cuh")
)  # fmt: skip
#: Endings that the program takes for text: source to this method. All but ``inc`` mean C++ alone.
INCLUDED: Mapping[str, Medium] = MappingProxyType(
    dict.fromkeys(("inc", "i", "ii", "icc", "ixx", "txx", "cppm", "cuh"), Medium.CODE)
)
MANY = frozenset(("inc", "i"))  # of these, other things are called so, too
CPP = re.compile(rb"^[ \t]*(?:class[ \t]+\w|namespace\b|template[ \t]*<|using[ \t]+\w|public:|private:)", re.M)
OTHER = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[?!%\w]")  # PHP, XML, pages


def is_source(file: str) -> bool:
    """Whether a name is that of source text which this method reads."""
    return ending_of(file) in C_SUFFIXES | CPP_SUFFIXES


def grammar_of(file: str, data: bytes) -> str:
    """The grammar by which a file is parsed; of headers and files that are included by what they hold."""
    ending = ending_of(file)
    cpp = ending in CPP_SUFFIXES or (ending in ("h", "inl", "inc") and CPP.search(data) is not None)
    return "tree_sitter_cpp" if cpp else "tree_sitter_c"
