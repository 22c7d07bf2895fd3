"""One pass over a syntax tree: the stream of shapes, the statements and functions it falls into, the uses of names.

Loops of all forms come out alike: what a ``for`` does first stands before the loop, what it does after each round at
the end of the body, and the condition of a ``do`` at its head. No recursion: trees may be as deep as the file is long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tree_sitter import Node

from comparators.code.structure.vocabulary import (
    COMMUTATIVE,
    NAMING,
    SAME_SIGN,
    SWAPPED,
    UNWRAPPING,
    WRAPPING,
    Meaning,
    meaning,
    number,
)

HEAD = ("initializer", "init", "initialize")
AFTER = ("update", "increment", "step")


@dataclass
class Walk:
    """Lists in step with each other, in the order of the tree; a statement's number is its order of beginning.

    ``shapes`` and their ``owners`` (statement). ``marks``: byte from which on tokens belong to a statement (pairs).
    ``units`` and ``forms`` (number of the node's own type) of the statements. ``functions``: (first byte,
    last, name bytes) of each unit from 1 on; unit 0 is all code outside of functions. ``uses`` of names: (byte,
    statement, name, context, one above, role). ``calls``: (place among the shapes, last part of the name).
    """

    shapes: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    forms: list[int] = field(default_factory=list)
    calls: list[tuple[int, bytes]] = field(default_factory=list)
    functions: list[tuple[int, int, bytes]] = field(default_factory=list)
    uses: list[tuple[int, int, bytes, int, int, int]] = field(default_factory=list)


def walk(root: Node, data: bytes) -> Walk:
    """``data``: the text in UTF-8 that the tree is of."""
    out = Walk(units=[0], marks=[(0, 0)], forms=[0])
    shapes, owners, marks, units, uses = out.shapes, out.owners, out.marks, out.units, out.uses
    begins = [0]  # first byte of each statement
    meanings: dict[int, Meaning] = {}
    # A node: (node, context, one above, role, statement, unit, whether it stands in a block, whether in a loop's head).
    # An end: (None, shape or 0, byte or -1, statement that goes on, statement that the shape is of, …).
    waiting: list[tuple[Any, ...]] = [(root, 0, 0, 0, 0, 0, False, False)]
    pop, push = waiting.pop, waiting.append
    while waiting:
        node, context, above, role, statement, unit, in_block, in_head = pop()
        if node is None:
            if context:
                shapes.append(context)
                owners.append(statement)
            if above >= 0:
                marks.append((above, role))
            continue
        what = meanings.get(node.kind_id)
        if what is None:
            what = meaning("ERROR", True) if node.is_error else meaning(node.type, node.is_named)
            meanings[node.kind_id] = what
        kind = what.role
        if kind == "skip":
            continue
        if kind == "sign":
            shapes.extend(what.says)
            owners.extend([statement] * len(what.says))
            continue
        count = node.child_count
        if kind == "name" and not count:
            if in_block:  # a statement that is one name
                marks += ((node.start_byte, len(units)), (node.end_byte, statement))
                statement = len(units)
                units.append(unit)
                out.forms.append(0)
                begins.append(node.start_byte)
            uses.append((node.start_byte, statement, data[node.start_byte : node.end_byte], context, above, role))
            continue
        is_function = what.unit == 2 or (what.unit == 1 and _is_named(node))
        if is_function:
            out.functions.append((node.start_byte, node.end_byte, _name(node, data)))
            unit = len(out.functions)
        before, closing = statement, -1
        if is_function or (not in_head and (what.statement or (in_block and not what.block))):
            units.append(unit)
            out.forms.append(number(node.type))
            begins.append(node.start_byte)
            statement = len(units) - 1
            marks.append((node.start_byte, statement))
            closing = node.end_byte
        if closing >= 0 or what.closes:
            push((None, what.closes, closing, before, statement, 0, False, False))
        form = what.form
        if form == "call":
            called = _called(node, data)
            inner = _wrapped(*called, data)
            if inner is not None:
                push((inner, context, above, role, statement, unit, False, in_head))
                continue
            out.calls.append((len(shapes), called[0]))
        if kind == "node":
            context, above, role = what.context, context, 0
            if form == "loop":
                _loop(node, what, push, context, above, statement, unit)
                continue
            shapes.extend(what.says)
            owners.extend([statement] * len(what.says))
        if not count:
            continue
        children, in_block = node.children, what.block
        if form == "if":
            children, count = _branches(node, children)
        if form == "binary":
            context, roles, children = _binary(children, context)
            for place in range(len(children) - 1, -1, -1):
                push((children[place], context, above, roles[place], statement, unit, False, in_head))
        elif kind == "through" and count <= 3 and not in_block:  # parentheses and the like: what is inside stands there
            for child in reversed(children):
                push((child, context, above, role, statement, unit, False, in_head))
        else:
            for place in range(count - 1, -1, -1):
                push((children[place], context, above, min(place, 3), statement, unit, in_block, in_head))
    _in_text_order(out, begins)
    return out


def _in_text_order(out: Walk, begins: list[int]) -> None:
    """Number statements in the order of the text, where branches were put in another one."""
    order = sorted(range(len(begins)), key=lambda statement: begins[statement])
    if order == list(range(len(begins))):
        return
    rank = [0] * len(order)
    for place, statement in enumerate(order):
        rank[statement] = place
    out.units[:] = [out.units[statement] for statement in order]
    out.forms[:] = [out.forms[statement] for statement in order]
    out.owners[:] = [rank[statement] for statement in out.owners]
    out.marks[:] = [(place, rank[statement]) for place, statement in out.marks]
    out.uses[:] = [(use[0], rank[use[1]], *use[2:]) for use in out.uses]


def _branches(node: Node, children: list[Node]) -> tuple[list[Node], int]:
    """The shorter of two branches first, and the condition without a ``!``: turning it round makes no difference."""
    one, other = node.child_by_field_name("consequence"), node.children_by_field_name("alternative")
    if one is None or len(other) != 1 or other[0].type == "elif_clause":
        return children, len(children)
    condition = node.child_by_field_name("condition")
    bare = condition
    while bare is not None and bare.type == "parenthesized_expression" and bare.named_child_count == 1:
        bare = bare.named_children[0]
    negating = ("unary_expression", "not_operator", "prefix_unary_expression")
    if bare is not None and bare.type in negating and bare.child_count == 2 and bare.children[0].type in ("!", "not"):
        bare = bare.children[1]
    two = sorted((one, other[0]), key=lambda branch: branch.descendant_count)
    found = [two.pop(0) if child in (one, other[0]) else bare if child == condition else child for child in children]
    return [child for child in found if child is not None], len(children)


def _called(node: Node, data: bytes) -> tuple[bytes, Node | None, Node | None]:
    """Of a call: the last part of the name, what stands before it, the arguments."""
    arguments = node.child_by_field_name("arguments")
    name, owner = node.child_by_field_name("name"), node.child_by_field_name("object")
    if name is None:
        name = node.child_by_field_name("function") or (node.named_children[0] if node.named_child_count else None)
        if name is not None and name.named_child_count == 2:
            owner, name = name.named_children
    return data[name.start_byte : name.end_byte][:200] if name is not None else b"", owner, arguments


def _wrapped(word: bytes, owner: Node | None, arguments: Node | None, data: bytes) -> Node | None:
    """What a call only wraps or unwraps (``Optional.of(x)``, ``x.get()``); None for all other calls."""
    if owner is None or arguments is None:
        return None
    count = arguments.named_child_count
    if not count:
        return owner if word in UNWRAPPING else None
    static = data[owner.start_byte : owner.start_byte + 1].isupper()
    return arguments.named_children[0] if count == 1 and static and word in WRAPPING else None


def _binary(children: list[Node], context: int) -> tuple[int, list[int], list[Node]]:
    """Context with the sign in it, and roles: alike where both sides may be exchanged, turned round for ``>``."""
    sign = next((child.type for child in children if not child.is_named), "")
    count = len(children)
    roles = [0] * count if sign in COMMUTATIVE else [min(place, 3) for place in range(count)]
    if count == 3 and sign in SWAPPED:
        children = children[::-1]
    return (context * 31 + number(SAME_SIGN.get(sign, sign) or "call")) & 0xFFFFFFFF, roles, children


def _loop(node: Node, what: Meaning, push: Any, context: int, above: int, statement: int, unit: int) -> None:
    """Parts of a loop in the order of their doing: what comes first, the condition, the body, after each round."""
    parts: list[tuple[Node, Node]] = []
    for child in node.children:
        if child.type == "for_clause":  # Go
            parts += [(inner, child) for inner in child.children]
        else:
            parts.append((child, node))
    named: dict[int, str] = {}
    for owner in {o.id: o for _, o in parts}.values():
        for word in (*HEAD, *AFTER, "body"):
            for child in owner.children_by_field_name(word):
                named[child.id] = word
    rows: tuple[list[Any], ...] = ([], [], [], [])  # heads, conditions, body, after
    for child, _ in parts:
        word = named.get(child.id, "")
        place = 0 if word in HEAD else 3 if word in AFTER else 2 if word == "body" or child.type == "block" else 1
        rows[place].append((child, context, above, 4 + (place > 1), statement, unit, False, place != 2))
    says = [(None, shape, -1, 0, statement, 0, False, False) for shape in what.says]
    for row in reversed([*rows[0], *says, *rows[1], *rows[2], *rows[3]]):
        push(row)


def _is_named(node: Node) -> bool:
    """Whether a function without a name of its own is given one where it stands, and has a body of statements."""
    body = node.child_by_field_name("body")
    parent = node.parent
    return (
        parent is not None
        and parent.type in NAMING
        and body is not None
        and body.type != "call_expression"
        and (body.type.endswith("block") or body.type == "block")
    )


def _name(node: Node, data: bytes) -> bytes:
    """The name of a function as written; empty where it has none."""
    name = node.child_by_field_name("name")
    if name is None:
        name = node.child_by_field_name("declarator")
        for _ in range(8):
            inner = name.child_by_field_name("declarator") if name is not None else None
            if inner is None:
                break
            name = inner
    if name is None and node.parent is not None and node.parent.type in NAMING:
        parent = node.parent
        name = next((parent.child_by_field_name(w) for w in ("name", "left", "key", "property")
                     if parent.child_by_field_name(w) is not None), None)  # fmt: skip
    if name is None:
        named = [
            child for child in node.children if child.type.endswith("identifier") or child.type == "object_reference"
        ]
        name = named[0] if named else None
    return data[name.start_byte : name.end_byte][:200] if name is not None else b""
