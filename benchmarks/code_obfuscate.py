"""Obfuscations of source code by edits on the syntax tree: names, order, dead code, loops, functions, comments.

    from benchmarks.code_obfuscate import ATTACKS, obfuscate
    text = obfuscate("rename", source_text, "Java", seed=1)

Java, C++, C#, Python, JavaScript. The result parses as well as the original did; whether it still computes the same is
not checked (names of members of other files are renamed too, extracted code takes no parameters): the edits are what
somebody does who hides where code came from, as a similarity method sees it. Written for this project; used to tune.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tree_sitter import Node

from comparators.code import grammars
from comparators.code.languages import BY_NAME

ATTACKS = ("rename", "reorder", "dead-code", "loops", "extract", "inline", "comments", "all")
Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Grammar:
    """Node types of one language that the edits look for."""

    blocks: frozenset[str]
    members: frozenset[str]
    functions: frozenset[str]
    names: frozenset[str]
    indented: bool = False


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GRAMMARS = {
    "Java": Grammar(
        _set("block constructor_body"), _set("method_declaration constructor_declaration field_declaration"),
        _set("method_declaration"), _set("identifier"),
    ),
    "C++": Grammar(
        _set("compound_statement"), _set("function_definition"), _set("function_definition"),
        _set("identifier field_identifier"),
    ),
    "C#": Grammar(
        _set("block"), _set("method_declaration constructor_declaration field_declaration property_declaration"),
        _set("method_declaration local_function_statement"), _set("identifier"),
    ),
    "Python": Grammar(
        _set("block"), _set("function_definition"), _set("function_definition"), _set("identifier"), True
    ),
    "JavaScript": Grammar(
        _set("statement_block"), _set("method_definition function_declaration"), _set("function_declaration"),
        _set("identifier property_identifier shorthand_property_identifier"),
    ),
}  # fmt: skip
DECLARING = _set(
    "variable_declarator formal_parameter method_declaration init_declarator parameter_declaration function_declarator"
    " parameter parameters function_definition function_declaration assignment declaration formal_parameters"
    " pointer_declarator reference_declarator array_declarator for_range_loop enhanced_for_statement field_declaration"
    " default_parameter typed_parameter lambda_parameters arrow_function method_definition"
)
DEAD = {
    "Java": [
        "int {v} = {n};",
        "if ({n} < {m}) {{ int {v} = {n} * {m}; {v}++; }}",
        "long {v} = System.nanoTime() % {n};",
    ],
    "C++": ["int {v} = {n};", "if ({n} > {m}) {{ int {v} = {n} * {m}; {v}++; }}", "volatile long {v} = {n} % {m};"],
    "C#": ["int {v} = {n};", "if ({n} > {m}) {{ int {v} = {n} * {m}; {v}++; }}", "var {v} = {n} % {m};"],
    "JavaScript": ["let {v} = {n};", "if ({n} > {m}) {{ let {v} = {n} * {m}; {v}++; }}", "const {v} = [{n}, {m}];"],
    "Python": ["{v} = {n}", "if {n} > {m}: {v} = {n} * {m}", "{v} = [{n}, {m}]"],
}
WORDS = [
    "amber",
    "basin",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "haven",
    "inlet",
    "jetty",
    "kelp",
    "lagoon",
    "marsh",
    "north",
    "ocean",
    "pier",
    "quay",
    "reef",
]


def obfuscate(attack: str, text: str, language: str, *, seed: int) -> str:
    """The text after one attack; unchanged where it has no place for it."""
    dice = random.Random(seed)
    if attack == "all":
        for one in ("inline", "extract", "loops", "dead-code", "reorder", "comments", "rename"):
            text = obfuscate(one, text, language, seed=seed)
        return text
    edits = list(EDITS[attack](_Tree(text, language), dice))
    return _applied(text, edits, dice, language, attack)


class _Tree:
    def __init__(self, text: str, language: str) -> None:
        self.data = text.encode()
        tree = grammars.parse(self.data, BY_NAME[language])
        if tree is None:
            raise ValueError(f"{language}: does not parse")
        self.root, self.language, self.grammar = tree.root_node, language, GRAMMARS[language]

    def walk(self) -> Iterator[Node]:
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def indent(self, node: Node) -> str:
        start = self.data.rfind(b"\n", 0, node.start_byte) + 1
        return re.match(rb"[ \t]*", self.data[start:])[0].decode()  # type: ignore[index]  # it matches anything

    def blocks(self) -> Iterator[tuple[Node, list[Node]]]:
        """Blocks with the statements in them, each of which begins its line in languages that indent."""
        for node in self.walk():
            if node.type in self.grammar.blocks:
                inside = [c for c in node.children if c.is_named and "comment" not in c.type and not c.is_error]
                if inside:
                    yield node, inside


def _applied(text: str, edits: list[Edit], dice: random.Random, language: str, attack: str) -> str:
    data = text.encode()
    last = len(data) + 1
    for start, stop, new in sorted(edits, key=lambda e: (e[0], e[1]), reverse=True):
        if stop <= last:
            data = data[:start] + new.encode() + data[stop:]
            last = start
    return data.decode("utf-8", "replace")


def _rename(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    names: dict[str, str] = {}
    for node in tree.walk():
        if node.type in tree.grammar.names and node.parent is not None and node.parent.type in DECLARING:
            word = tree.text(node)
            if word not in ("main", "self", "cls", "__init__", "constructor", "args") and word not in names:
                names[word] = f"{dice.choice(WORDS)}{len(names)}"
    for node in tree.walk():
        if node.type in tree.grammar.names and tree.text(node) in names:
            yield node.start_byte, node.end_byte, names[tree.text(node)]


def _reorder(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    """Members of a class, or functions of a file, in another order."""
    for node in tree.walk():
        members = [child for child in node.children if child.type in tree.grammar.members]
        if len(members) > 1:
            other = members[1:] + members[:1] if len(members) == 2 else dice.sample(members, len(members))
            for old, new in zip(members, other, strict=True):
                yield old.start_byte, old.end_byte, tree.text(new)


def _dead(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    count = 0
    for _, statements in tree.blocks():
        for statement in statements:
            if dice.random() < 0.4:
                count += 1
                pattern = dice.choice(DEAD[tree.language])
                new = pattern.format(v=f"unused{count}", n=dice.randint(2, 99), m=dice.randint(100, 999))
                yield statement.start_byte, statement.start_byte, f"{new}\n{tree.indent(statement)}"


def _loops(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    """``for`` to ``while`` where no ``continue`` stands in the way; in Python ranges counted by hand."""
    for node in tree.walk():
        if node.type != "for_statement" or "continue" in tree.text(node):
            continue
        body = node.child_by_field_name("body")
        if body is None:
            continue
        if tree.grammar.indented:
            target, over = node.child_by_field_name("left"), node.child_by_field_name("right")
            found = re.fullmatch(r"range\((.+)\)", tree.text(over)) if over is not None else None
            if target is None or found is None or found[1].count(",") > 1 or "(" in found[1]:
                continue
            low, high = ([part.strip() for part in found[1].split(",")] + [""])[:2]
            low, high = (low, high) if high else ("0", low)
            name, indent = tree.text(target), tree.indent(node)
            yield node.start_byte, body.start_byte, f"{name} = {low}\n{indent}while {name} < {high}:\n{indent}    "
            yield body.end_byte, body.end_byte, f"\n{tree.indent(body)}{name} += 1"
            continue
        head = tree.data[node.start_byte : body.start_byte].decode()
        inside = re.fullmatch(r"for\s*\(([^;]*);([^;]*);(.*)\)\s*", head, re.DOTALL)
        if inside is None:
            continue
        init, condition, update = (part.strip() for part in inside.groups())
        yield node.start_byte, body.start_byte, f"{{ {init}; while ({condition or 'true'}) {{ "
        yield body.end_byte, body.end_byte, f" {update}; }} }}" if update else " } }"


def _extract(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    """Some statements of each long block moved to a function of their own, in front of the one they were in."""
    count = 0
    for node in tree.walk():
        if node.type not in tree.grammar.functions:
            continue
        body = node.child_by_field_name("body")
        inside = [child for child in body.children if child.is_named and "comment" not in child.type] if body else []
        if len(inside) < 4:
            continue
        count += 1
        start = dice.randint(0, len(inside) - 3)
        some = inside[start : start + max(2, len(inside) // 3)]
        text = tree.data[some[0].start_byte : some[-1].end_byte].decode("utf-8", "replace")
        name, indent = f"part{count}", tree.indent(node)
        yield some[0].start_byte, some[-1].end_byte, f"{name}()" + ("" if tree.grammar.indented else ";")
        heads = {"Java": f"void {name}()", "C++": f"void {name}()", "C#": f"void {name}()",
                 "JavaScript": f"{name}()" if node.type == "method_definition" else f"function {name}()"}  # fmt: skip
        if tree.grammar.indented:
            yield node.start_byte, node.start_byte, f"def {name}():\n{tree.indent(some[0])}{text}\n\n{indent}"
        else:
            yield node.start_byte, node.start_byte, f"{heads[tree.language]} {{\n{text}\n}}\n{indent}"


def _inline(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    """Calls that are statements, to functions of the same file, replaced by the function's body."""
    bodies: dict[str, str] = {}
    for node in tree.walk():
        if node.type in tree.grammar.functions:
            body = node.child_by_field_name("body")
            name = node.child_by_field_name("name") or node.child_by_field_name("declarator")
            if body is not None and name is not None and 1 <= len(body.named_children) <= 8:
                bodies[re.split(r"\W", tree.text(name))[0]] = tree.text(body)
    for node in tree.walk():
        if node.type != "expression_statement":
            continue
        found = re.fullmatch(r"(?:this\.|self\.)?(\w+)\(.*\);?", tree.text(node), re.DOTALL)
        if found and found[1] in bodies:
            body = bodies[found[1]]
            if tree.grammar.indented:
                rows = [row.strip() for row in body.splitlines()]
                if any(row.endswith(":") for row in rows):
                    continue
                body = f"\n{tree.indent(node)}".join(rows)
            yield node.start_byte, node.end_byte, body


def _comments(tree: _Tree, dice: random.Random) -> Iterator[Edit]:
    """Comments thrown out, others put in, the words of strings changed."""
    mark = "#" if tree.grammar.indented else "//"
    for node in tree.walk():
        if "comment" in node.type:
            yield node.start_byte, node.end_byte, ""
        elif node.type in ("string_content", "string_fragment", "string_literal_content") or (
            node.type == "string_literal" and not node.child_count
        ):
            yield (
                node.start_byte,
                node.end_byte,
                re.sub(r"(?<![\\%{])\b[A-Za-z]{3,}", lambda m: m[0][::-1], tree.text(node)),
            )
    for _, statements in tree.blocks():
        if dice.random() < 0.5:
            at, words = statements[0], " ".join(dice.sample(WORDS, 3))
            yield at.start_byte, at.start_byte, f"{mark} {words}\n{tree.indent(at)}"


EDITS = {
    "rename": _rename, "reorder": _reorder, "dead-code": _dead, "loops": _loops, "extract": _extract, "inline": _inline,
    "comments": _comments,
}  # fmt: skip
