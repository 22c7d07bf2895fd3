"""Languages, encodings, tokens: what every method of this room starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.api import compare
from appraisal.errors import OverLimit, Unreadable
from appraisal.work import Work
from comparators.code import decoding, grammars, kinds
from comparators.code import source as reading
from comparators.code.decoding import decode_bytes
from comparators.code.features import CodeFeatures
from comparators.code.hidden import LOOKS_LIKE, SIGNS, read_as
from comparators.code.kinds import Kind
from comparators.code.languages import GRAMMARS, language_of
from comparators.code.lines import line_count, line_starts, lines, lines_of
from comparators.matching import trees
from tests.code.programs import features, source

LETTERS = {
    Kind.KEYWORD: "k", Kind.SIGN: "s", Kind.NAME: "n", Kind.NUMBER: "1", Kind.STRING: "q", Kind.TEXT: "t",
}  # fmt: skip
EXAMPLES = [
    ("a.java", "class A<T> { String s = \"a\"; char c='x'; }", "class A < T > { String s = \"a\" ; char c = 'x' ; }",
     "knsnssnnsqsknsqss"),
    ("a.c", "#define M(a) ((a)+1)\nuint8_t f(void) { return p->x[0]; } // c", "#define M ( a ) ( ( a ) + 1 ) uint8_t f"
     " ( void ) { return p -> x [ 0 ] ; }", "snsnsssnss1sknskssknsns1sss"),
    ("a.cpp", "template <class T> std::string f() { return R\"(x)\"; }", "template < class T > std :: string f ( ) {"
     " return R\"(x)\" ; }", "ksknsnsnnssskqss"),
    ("a.cs", "var v = $\"a{x}b\" + @\"c\";", "var v = $ \" a { x } b \" + @\"c\" ;", "knsssqsnsqssqs"),
    ("a.py", "def f(a):\n    return f\"{a}x\" + r\"y\" # c", "def f ( a ) : return f\" { a } x \" + r\"y\"",
     "knsnsskqsnsqqsq"),
    ("a.js", "let f = (x) => `a${x}` + /re/g; // c", "let f = ( x ) => ` a ${ x } ` + /re/g ;", "knssnsssqsnsssqs"),
    ("a.ts", "interface A { x: number }", "interface A { x : number }", "knsnsks"),
    ("a.tsx", "const a = <b c=\"d\">e {f}</b>;", "const a = < b c = \"d\" > e  { f } </ b > ;",
     "knssnnsqstsnssnss"),
    ("a.go", "func f(a int) { x := \"s\" }", "func f ( a int ) { x := \"s\" }", "knsnnssnsqs"),
    ("a.rs", "fn f(x: u8) { g!(b\"s\", 1u8) } // c", "fn f ( x : u8 ) { g ! ( b\"s\" , 1u8 ) }", "knsnskssnssqs1ss"),
    ("a.php", "<p><?php echo $a . 'b'; ?>", "<p> <?php echo $ a . 'b' ; ?>", "tsksnsqss"),
    ("a.lua", "local a = [[b]] .. 1 -- c", "local a = [[b]] .. 1", "knsqs1"),
    ("a.kt", "fun f(a: Int) = 'x' // c", "fun f ( a : Int ) = 'x'", "knsnsnssq"),
    ("a.sql", "SELECT a FROM t WHERE b >= 1.5; -- c", "SELECT a FROM t WHERE b >= 1.5 ;", "knknkns1s"),
    ("a.sh", "if [ -z \"$x\" ]; then echo 1; fi # c", "if [ -z \" $ x \" ] ; then echo 1 ; fi", "kssssnssskn1sk"),
    ("a.rb", "puts 'a' + b # c", "puts 'a' + b", "nqsn"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "words", "kinds_"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_tokens_of_each_language(file: str, text: str, words: str, kinds_: str) -> None:
    found = source(text, file)
    assert " ".join(found.words()) == words
    assert "".join(LETTERS[Kind(kind)] for kind in found.tokens.kinds.tolist()) == kinds_
    assert found.errors == 0
    assert found.reader == ("lexer" if file == "a.rb" else "grammar")


def test_no_two_words_of_all_grammars_share_a_symbol() -> None:
    seen: dict[int, str] = {}
    for language in GRAMMARS:
        assert language.grammar is not None
        grammar = grammars.grammar(*language.grammar)
        for number in range(grammar.node_kind_count):
            word = grammar.node_kind_for_id(number)
            for kind in (Kind.KEYWORD, Kind.SIGN):
                assert seen.setdefault(kinds.symbol(kind, word or ""), f"{kind} {word}") == f"{kind} {word}"
    assert len(seen) > 2000


@pytest.mark.parametrize(
    ("file", "text", "language"),
    [
        ("x.h", "int f(void);\n", "C"),
        ("x.h", "namespace a { class B; }\n", "C++"),
        ("x.h", "class B : public A {};", "C++"),
        ("x.h", "@interface A : B\n@end\n", "Objective-C"),
        ("x.m", "% a matrix\nfunction y = f(x)\n", "Matlab"),
        ("x.m", "#import <A.h>\n", "Objective-C"),
        ("x.ts", "let a: number;", "TypeScript"),
        ("x.ts", '<?xml version="1.0"?><TS></TS>', "XML"),
        ("x.inc", "<?php echo 1;", "PHP"),
        ("x.inc", "#include <a.h>\n", "C"),
        ("run", "#!/usr/bin/env python3\n", "Python"),
        ("run", "#!/bin/sh -e\n", "shell"),
        ("run", "#!/usr/bin/node\n", "JavaScript"),
        ("run", "#!/opt/lua5.4\n", "Lua"),
        ("page", "<?php echo 1;", "PHP"),
        ("x.PY", "a = 1", "Python"),
        ("x.zig", "const a = 1;", "Zig"),
        ("x.nothing-known", "a b c", "plain"),
    ],
)
def test_language_by_suffix_first_line_and_content(file: str, text: str, language: str) -> None:
    assert language_of(file, text).name == language


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"int a;", "int a;", "utf-8"),
        (b"\xef\xbb\xbfint a;", "int a;", "utf-8"),
        ("// 中".encode("utf-16"), "// 中", "utf-16-le"),
        ("int a; // b".encode("utf-16-be"), "int a; // b", "utf-16-be"),
        ("// 月光照在旧城".encode("gb18030"), "// 月光照在旧城", "gb18030"),
        ("// café und Größe".encode("latin-1"), "// café und Größe", "latin-1"),
        ("// 月光".encode() + b"\n" + "// 旧城".encode("gb18030"), "// 月光\n// 旧城", "mixed"),
        ("// 月光".encode() + b"\r\n" + "// Größe".encode("latin-1"), "// 月光\r\n// Größe", "mixed"),
        (b"", "", "utf-8"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    found = decode_bytes(data, "a.c")
    assert (found.text, found.encoding) == (text, encoding)


def test_no_text_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match=r"a\.c: .*control"):
        decode_bytes(bytes(range(32)) * 40, "a.c")


def test_too_large_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "big.c").write_bytes(b"int a;\n" * 10)
    monkeypatch.setattr(decoding, "MOST_BYTES", 20)
    with pytest.raises(OverLimit, match=r"big\.c: 70 bytes"):
        reading.read(Work.open(tmp_path / "big.c").members[0])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.c", "a.py", "a.js", "a.rb", "a.none", "a.php", "a.sh"]))
def test_any_bytes_are_read_or_refused(data: bytes, file: str) -> None:
    try:
        found = reading.source_of(file, decode_bytes(data, file))
    except Unreadable as error:
        assert file in str(error)
        return
    CodeFeatures.of(found)
    starts, stops = found.tokens.starts.tolist(), found.tokens.stops.tolist()
    assert all(0 <= a < b <= len(found.text) for a, b in zip(starts, stops, strict=True))
    assert all(b <= a for b, a in zip(stops, starts[1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["中文", "é", "𝕏", "ab", "x1"]), min_size=1, max_size=12))
def test_offsets_are_of_characters_whatever_stands_before(words: list[str]) -> None:
    text = "".join(f'/* {word} */ s = "{word}"; ' for word in words)
    found = source(text, "a.js")
    assert [word for word in found.words() if word.startswith('"')] == [f'"{word}"' for word in words]


def test_lines_end_as_in_editors() -> None:
    text = "a\nb\r\nc\rd"
    assert lines(text) == ["a", "b", "c", "d"]
    assert line_starts(text).tolist() == [0, 2, 5, 7]
    found = source(text, "a.js")
    assert lines_of(found.line_starts, found.tokens.starts).tolist() == [1, 2, 3, 4]
    assert (features(text, "a.js").columns == 0).all()


def test_columns_offsets_and_last_lines() -> None:
    found = features("x = 1\n  y = '''a\nb'''\n", "a.py")
    assert found.lines.tolist() == [1, 1, 1, 2, 2, 2]
    assert found.last_lines.tolist() == [1, 1, 1, 2, 2, 3]
    assert found.columns.tolist() == [0, 2, 4, 2, 4, 6]
    assert found.offsets.tolist() == [0, 2, 4, 8, 10, 12]


def test_names_and_literals_are_one_symbol_and_keep_their_values() -> None:
    found = features("a = b + 'c' + 1; d = e + 'f' + 2;", "a.js")
    half = len(found) // 2
    assert found.symbols[:half].tolist() == found.symbols[half:].tolist()
    differing = [k for k in range(half) if found.values[k] != found.values[half + k]]
    assert differing == [0, 2, 4, 6]


def test_a_sign_before_a_number_is_a_token_of_its_own() -> None:
    assert source("int a[] = {-1, - 1};").words()[5:] == ["{", "-", "1", ",", "-", "1", "}", ";"]


def test_keywords_of_sql_are_the_same_in_both_cases() -> None:
    assert (
        features("select a from b", "a.sql").symbols.tolist() == features("SELECT A FROM B", "a.sql").symbols.tolist()
    )


def test_code_that_does_not_parse_keeps_its_tokens() -> None:
    found = features("int f( { return } } x = ; while", "a.c")
    assert found.errors > 0
    assert len(found) == 11


def test_a_parser_that_runs_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "CALLS", 3)
    monkeypatch.setattr(trees, "CALLS_A_BYTE", 0)
    found = source("int a = 1;\n" * 2000, "a.c")
    assert found.reader == "lexer"
    assert len(found.tokens) == 10000
    monkeypatch.setattr(reading, "MOST_LEXED", 0)
    assert source("int a = 1;\n" * 2000, "a.c").reader == "plain"


def test_marks_that_are_never_closed_are_not_looked_for_again_and_again() -> None:
    found = source("/* " * 100_000, "a.c")
    assert (found.reader, len(found.tokens), len(found.comments)) == ("plain", 0, 1)
    assert len(source('\\"' * 100_000, "a.none").tokens) == 2


def test_lines_too_long_for_a_lexer_are_split_plainly() -> None:
    found = source("puts 'a' + b; " * 10000, "a.rb")
    assert found.reader == "plain"
    assert len(found.tokens) == 50000


@pytest.mark.parametrize(("text", "count"), [("", 0), ("\n", 1), ("a", 1), ("a\n", 1), ("a\r\n\r\n", 2), ("a\rb", 2)])
def test_what_follows_the_last_line_end_is_a_line_only_if_something_stands_there(text: str, count: int) -> None:
    assert line_count(line_starts(text), len(text)) == count


@pytest.mark.parametrize("method", ["code-tokens", "code-literal", "code-structure"])
def test_every_method_tells_files_as_long_as_editors_do(method: str, tmp_path: Path) -> None:
    body = "".join(
        f"def area_{n}(width, height):\n    return width ** {n} + height * depth_{n}(width)\n\n\n" for n in range(20)
    )
    for side in ("left", "right"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "ended.py").write_text(body, encoding="utf-8")
        (tmp_path / side / "open.py").write_text(body + "# last", encoding="utf-8")
    record = compare(method, tmp_path / "left", tmp_path / "right")
    told = {file: count for file, _, count in record.tables["extents"]["left"]}
    assert told == {"ended.py": 80, "open.py": 81}
    assert sum(row["lines"] for row in record.tables["languages"] if row["side"] == "left") == 161


TIDE = """int depth_at(const struct chart *chart, int hour)
{
    int depth = chart->mean + chart->swing * hour / 12;
    if (depth < chart->least) {
        return chart->least;
    }
    return depth;
}

static void warn(struct ship *ship, struct chart *chart)
{
    for (int hour = 0; hour < 24; hour++) {
        if (depth_at(chart, hour) > ship->draught) continue;
        printf("aground at %d\\n", hour);
        ship->warned += hour * 3;
    }
    while (ship->warned > chart->mean) ship->warned -= chart->swing;
}
"""
HIDING = [
    ("zero width", lambda text: text.replace("depth", "de\u200bpth").replace("return", "ret\u2060urn")),
    ("look-alikes", lambda text: text.replace("depth", "d\u0435pth").replace("ship", "\u0455hip")),
    ("full-width signs", lambda text: text.replace(";", "\uff1b").replace("(", "\uff08")),
    ("bidi", lambda text: text.replace("depth", "\u202edepth\u2066")),
]


@pytest.mark.parametrize("method", ["code-tokens", "code-literal", "code-structure"])
@pytest.mark.parametrize(("name", "hide"), HIDING, ids=[name for name, _ in HIDING])
def test_what_is_put_in_to_hide_a_copy_hides_nothing(
    method: str, name: str, hide: Callable[[str], str], tmp_path: Path
) -> None:
    for side, text in (("left", TIDE), ("plain", TIDE), ("right", hide(TIDE))):
        (tmp_path / f"{side}.c").write_text(text, encoding="utf-8")
    plain = compare(method, tmp_path / "left.c", tmp_path / "plain.c")
    found = compare(method, tmp_path / "left.c", tmp_path / "right.c")
    assert plain.coverage_of_left == found.coverage_of_left == found.coverage_of_right == 1
    assert [(m.left, m.right) for m in found.matches if m.kind != "hidden-characters"] == [
        (m.left, replace(m.right, file="right.c")) for m in plain.matches
    ]


@given(st.text("ab с\u200b\u202eаｆ；（\n_1", max_size=40))
def test_places_of_what_is_read_lead_back_to_the_text(text: str) -> None:
    seen, places = read_as(text)
    if places is None:
        assert seen == text
        return
    assert len(places) == len(seen) + 1 and places[-1] == len(text) and (np.diff(places) > 0).all()
    for at, character in zip(places.tolist(), seen, strict=False):
        assert character == text[at] or {**LOOKS_LIKE, **SIGNS}[text[at]] == character
