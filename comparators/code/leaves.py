"""The leaves of a syntax tree as tokens: keywords and signs as they are, names, numbers, strings and comments by kind.

Node types are told apart by rules that hold in all grammars used here (``tests/code/test_leaves.py`` has an example of
each language). A string is one token unless code stands in it (``f"{x}"``, `` `${x}` ``): then its pieces and the code
are. What a grammar leaves whole, as C does with bodies of macros and all do with what they cannot follow, is split by
``plain``.
"""

from __future__ import annotations

from itertools import accumulate

from tree_sitter import Node, Tree

from comparators.code import plain
from comparators.code.kinds import Kind

COMMENTS = frozenset(
    [
        "comment", "line_comment", "block_comment", "doc_comment",
        "multiline_comment", "marginalia", "shebang", "hash_bang_line",
        "html_comment", "shebang_line",
    ]
)  # fmt: skip
STRINGS = frozenset(
    [
        "string_literal", "raw_string_literal", "char_literal", "character_literal",
        "interpreted_string_literal", "rune_literal", "regex",
        "verbatim_string_literal", "system_lib_string", "nowdoc", "ansi_c_string",
        "raw_string", "string_content", "string_fragment", "string_start",
        "string_end", "escape_sequence", "escape_interpolation", "heredoc_content",
        "nowdoc_body", "interpolation_quote", "text_block", "regex_pattern",
        "heredoc_body", "nowdoc_string", "c_string_literal", "byte_string_literal",
    ]
)  # fmt: skip
MAY_HOLD_CODE = frozenset(
    [
        "string", "template_string", "interpolated_string_expression",
        "encapsed_string", "heredoc", "heredoc_body", "string_literal",
        "multiline_string_literal", "line_string_literal", "raw_string_literal",
        "shell_command_expression", "translated_string", "concatenated_string",
    ]
)  # fmt: skip
PIECES = frozenset(
    [
        "string_content", "string_start", "string_end", "escape_sequence",
        "string_fragment", "interpolation_start", "interpolation_quote",
        "interpolation_brace", "heredoc_start", "heredoc_end", "character_escape_seq",
        "string_literal_content", "escape_interpolation", "interpolation_format_clause",
        "raw_string_content",
    ]
)  # fmt: skip
TEXTS = frozenset({"text", "jsx_text", "text_interpolation_text"})
SPLIT = frozenset({"preproc_arg", "ERROR", "raw_text", "statement_text", "heredoc_body"})
NAMES = frozenset(["name", "variable_name", "word", "label_name", "dollar_quote", "special_variable_name"])
COMMENT, STRING, TEXT = int(Kind.COMMENT), int(Kind.STRING), int(Kind.TEXT)
NAME, NUMBER, KEYWORD, SIGN = int(Kind.NAME), int(Kind.NUMBER), int(Kind.KEYWORD), int(Kind.SIGN)
NUMERIC = b"0123456789."
DESCEND, MAYBE, PLAIN, BY_TEXT, WORD = -1, -2, -3, -4, -5


def leaves(tree: Tree, data: bytes) -> tuple[list[int], list[int], list[int]]:
    """Kinds, starts and stops in bytes, in the order of the text."""
    kinds: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    actions: dict[int, int] = {}
    cursor = tree.walk()
    down, along, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
    while True:
        node = cursor.node
        if node is None:  # only of a cursor that is on no tree
            return kinds, starts, stops
        number = node.kind_id
        action = actions.get(number)
        if action is None:
            action = actions[number] = _action(node)
        if action == MAYBE:
            action = DESCEND if _holds_code(node) else STRING
        if action >= 0:
            taken = True
        elif action == PLAIN:
            taken = not node.child_count
        else:
            taken = False
        if not taken and down():
            continue
        start, stop = node.start_byte, node.end_byte
        if start < stop:
            if action == PLAIN:
                _split(data, start, stop, kinds, starts, stops)
            else:
                if action < 0:
                    if data[start] in b"+-" and stop - start > 1 and data[start + 1] in NUMERIC:  # a sign and a number
                        kinds.append(SIGN)
                        starts.append(start)
                        start += 1
                        stops.append(start)
                    action = _by_text(data[start:stop], action)
                kinds.append(action)
                starts.append(start)
                stops.append(stop)
        while not along():
            if not up():
                return kinds, starts, stops


def _action(node: Node) -> int:
    """What to do with nodes of this type."""
    type_ = node.type
    if not node.is_named and not node.is_error:
        return _by_text(type_.encode(), BY_TEXT)  # the name of such a type is its text
    if type_ in COMMENTS:
        return COMMENT
    if type_ in MAY_HOLD_CODE:
        return MAYBE
    if type_ in STRINGS or type_.endswith("_literal_content"):
        return STRING
    if type_ in TEXTS:
        return TEXT
    if type_ in SPLIT or node.is_error:
        return PLAIN
    if type_ in NAMES or type_.endswith("identifier"):
        return WORD
    return BY_TEXT


def _holds_code(node: Node) -> bool:
    return any(child.is_named and child.type not in PIECES for child in node.children)


def _by_text(text: bytes, action: int) -> int:
    """Kind of a leaf by its first byte: a node without children of which its type does not say enough."""
    first = text[0]
    if action == WORD:
        return NAME
    if 0x30 <= first <= 0x39 or (first == 0x2E and len(text) > 1 and 0x30 <= text[1] <= 0x39):
        return NUMBER
    if first in b"\"'`" and len(text) > 1:
        return STRING
    if first >= 0x80:
        return NAME
    return KEYWORD if chr(first).isalpha() or first == 0x5F else SIGN


def _split(data: bytes, start: int, stop: int, kinds: list[int], starts: list[int], stops: list[int]) -> None:
    """Tokens of a stretch that the grammar leaves whole, by ``plain``; ``starts`` and ``stops`` in bytes."""
    text = data[start:stop].decode("utf-8", "surrogateescape")
    places: list[int] | range = range(start, stop + 1)
    if len(text) < stop - start:
        places = [start, *accumulate((len(c.encode("utf-8", "surrogateescape")) for c in text), initial=start)][1:]
    for kind, a, b in plain.tokens(text):
        kinds.append(int(kind))
        starts.append(places[a])
        stops.append(places[b])
