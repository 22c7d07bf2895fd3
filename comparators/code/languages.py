"""Which language a file is written in: by its suffix, its first line and, where a suffix is ambiguous, its content.

Fourteen languages have a grammar (a tree-sitter wheel each, so that nothing is fetched at run time); all others that
Pygments knows are split into tokens by its lexers, and what it does not know by the plain rules of ``plain``. The
result says which (table ``languages``), with the maturity of each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pygments.lexers import find_lexer_class_for_filename

Maturity = Literal["measured", "tested", "tokens", "plain"]
"""``measured``: grammar, figures in docs/methods; ``tested``: grammar, tests only; ``tokens``: lexer of Pygments, no
syntax tree; ``plain``: words, numbers, strings and signs by rules that fit most languages."""


@dataclass(frozen=True, slots=True)
class Language:
    """``grammar``: module of the wheel and the function in it that gives the grammar; empty where there is none.

    ``lexer``: alias of the Pygments lexer, for highlighting and for tokens where there is no grammar.
    """

    name: str
    suffixes: tuple[str, ...]
    grammar: tuple[str, str] | None = None
    lexer: str = "text"
    maturity: Maturity = "tested"
    interpreters: tuple[str, ...] = ()


def _grammar(name: str, suffixes: str, module: str, lexer: str, *more: str, maturity: Maturity = "tested",
             function: str = "language") -> Language:  # fmt: skip
    return Language(name, tuple(suffixes.split()), (module, function), lexer, maturity, more)


GRAMMARS: tuple[Language, ...] = (
    _grammar("Java", "java jav", "tree_sitter_java", "java", maturity="measured"),
    _grammar("C", "c h inl", "tree_sitter_c", "c", maturity="measured"),
    _grammar("C++", "cc cpp cxx c++ hpp hh hxx h++ ipp tcc tpp ino cu", "tree_sitter_cpp", "cpp", maturity="measured"),
    _grammar("C#", "cs csx", "tree_sitter_c_sharp", "csharp", maturity="measured"),
    _grammar("Python", "py pyw pyi", "tree_sitter_python", "python", "python", "python2", "python3", "pypy",
             maturity="measured"),
    _grammar("JavaScript", "js mjs cjs jsx", "tree_sitter_javascript", "javascript", "node", "nodejs",
             maturity="measured"),
    _grammar("TypeScript", "ts mts cts", "tree_sitter_typescript", "typescript", "deno", "ts-node",
             function="language_typescript"),
    _grammar("TSX", "tsx", "tree_sitter_typescript", "tsx", function="language_tsx"),
    _grammar("Go", "go", "tree_sitter_go", "go"),
    _grammar("Rust", "rs", "tree_sitter_rust", "rust"),
    _grammar("PHP", "php php3 php4 php5 phtml", "tree_sitter_php", "php", "php", function="language_php"),
    _grammar("Lua", "lua", "tree_sitter_lua", "lua", "lua", "luajit", "texlua"),
    _grammar("Kotlin", "kt kts", "tree_sitter_kotlin", "kotlin"),
    _grammar("SQL", "sql ddl dml", "tree_sitter_sql", "sql"),
    _grammar("shell", "sh bash ksh zsh", "tree_sitter_bash", "bash", "sh", "bash", "dash", "ksh", "zsh", "ash"),
)  # fmt: skip
LEXED: tuple[Language, ...] = tuple(
    Language(name, tuple(suffixes.split()), None, lexer, "tokens", tuple(interpreters.split()))
    for name, suffixes, lexer, interpreters in (
        ("Ruby", "rb rake", "ruby", "ruby"), ("Perl", "pl pm t", "perl", "perl"), ("Swift", "swift", "swift", ""),
        ("Scala", "scala sc", "scala", "scala"), ("Objective-C", "m", "objective-c", ""),
        ("Objective-C++", "mm", "objective-c++", ""), ("Visual Basic", "vb bas", "vb.net", ""),
        ("Pascal", "pas pp dpr", "delphi", ""), ("assembly (NASM)", "asm nasm", "nasm", ""),
        ("assembly (GNU)", "s", "gas", ""), ("GDScript", "gd", "gdscript", ""),
        ("GLSL", "glsl vert frag", "glsl", ""), ("HLSL", "hlsl fx", "hlsl", ""), ("Dart", "dart", "dart", "dart"),
        ("Matlab", "", "matlab", ""),
    )
)  # fmt: skip
PLAIN = Language("plain", (), None, "text", "plain")
BY_NAME: Mapping[str, Language] = {language.name: language for language in (*GRAMMARS, *LEXED, PLAIN)}
_BY_SUFFIX = {suffix: language for language in (*LEXED, *GRAMMARS) for suffix in language.suffixes}
_BY_INTERPRETER = {name: language for language in (*LEXED, *GRAMMARS) for name in language.interpreters}
SHEBANG = re.compile(r"#![ \t]*(?:\S*/)?([\w.+-]+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?")
SAMPLE = 1 << 16
CPP = re.compile(
    r"^\s*(?:class\s+\w+\s*(?:final\s*)?[:{]|namespace\b|template\s*<|using\s+(?:namespace\b|\w+\s*=)|"
    r"(?:public|private|protected)\s*:|#\s*include\s*<(?:string|vector|map|memory|iostream|utility|functional)>|"
    r"(?:inline |static |const )*\w+::\w+)|\b(?:virtual|constexpr|noexcept|nullptr|typename)\b|\bstd::",
    re.MULTILINE,
)
OBJECTIVE = re.compile(r"^\s*(?:@(?:interface|implementation|protocol|class|import|property|end)\b|#\s*import\b)", re.M)
MATLAB = re.compile(r"^\s*(?:%|function\b.*[^{;]$|end\s*$|classdef\b)", re.MULTILINE)
C_LIKE = re.compile(r"^\s*#\s*(?:include|define|ifdef|ifndef)\b", re.MULTILINE)


def suffix_of(file: str) -> str:
    """What follows the last dot of the name, in small letters; the whole name where there is none."""
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()


def language_of(file: str, text: str) -> Language:
    """Language of one decoded file. Depends on the last suffix and the text alone, as features that are kept do."""
    suffix, head = suffix_of(file), text[:SAMPLE]
    ambiguous = _ambiguous(suffix, head)
    if ambiguous is not None:
        return ambiguous
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    found = SHEBANG.match(head)
    if found:
        interpreter = found[2] if found[1] == "env" and found[2] else found[1]
        language = _BY_INTERPRETER.get(re.sub(r"[\d.]+$", "", interpreter.rsplit("/", 1)[-1]) or interpreter)
        if language is not None:
            return language
    if head.lstrip().startswith("<?php"):
        return BY_NAME["PHP"]
    lexer = find_lexer_class_for_filename(f"x.{suffix}")
    if lexer is not None and lexer.aliases and lexer.aliases[0] not in ("text", "output"):
        return Language(lexer.name, (suffix,), None, lexer.aliases[0], "tokens")
    return PLAIN


def named(name: str) -> Language:
    """The language of a name that ``language_of`` gave."""
    return BY_NAME.get(name, PLAIN)


def _ambiguous(suffix: str, head: str) -> Language | None:
    """Suffixes that several languages share, by what the text holds; None for all others."""
    match suffix:
        case "h" | "inl":
            if OBJECTIVE.search(head):
                return BY_NAME["Objective-C"]
            return BY_NAME["C++" if CPP.search(head) else "C"]
        case "m":
            is_matlab = MATLAB.search(head) and not OBJECTIVE.search(head) and not C_LIKE.search(head)
            return BY_NAME["Matlab" if is_matlab else "Objective-C"]
        case "ts" if head.lstrip().startswith(("<?xml", "<!DOCTYPE TS")):
            return Language("XML", ("ts",), None, "xml", "tokens")
        case "inc":
            php = head.lstrip().startswith("<?php")
            return BY_NAME["PHP" if php else "C" if C_LIKE.search(head) else "plain"]
        case _:
            return None
