"""Syntax trees of the languages that have a grammar; see ``matching.trees``.

Trees are of the text in UTF-8; ``Tree.root_node`` gives bytes, and ``Source.chars`` in ``source`` turns byte offsets
into those of characters.
"""

from __future__ import annotations

from tree_sitter import Tree

from comparators.code.languages import Language
from comparators.matching import trees
from comparators.matching.trees import error_bytes as error_bytes
from comparators.matching.trees import grammar as grammar


def parse(data: bytes, language: Language) -> Tree | None:
    """Syntax tree of a text in UTF-8; None where the language has no grammar or the parser gives the text up."""
    return None if language.grammar is None else trees.parse(data, grammar(*language.grammar))
