"""Source text on few lines, and functions whose names macros make."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.comparison import Measures
from appraisal.summing import _Summary
from appraisal.work import Work
from comparators.software.source import SoftwareSource, reading
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_source import compared, one_of

DENSE = (
    "int turn(int a, int b) { for (int i = 0; i < 11; i++) { a ^= b << 7; b = b * 0x2C9277B5 + 0x1C564B05;"
    " if (a & 0x80) b ^= a >> 3; else b += i * 37; a = (a << 3) + (a >> 5); } return a ^ b; } int main(int n, char **v)"
    " { int k = turn(n, 77); if (k < 4) return 0x5f3759; k += v[0][1]; return k; }\n"
)


def test_statements_of_a_text_on_few_lines_count_as_lines() -> None:
    found = reading.text_of("a.c", DENSE.encode())
    # for, the declaration in it, five expressions, if, return; of ``main``: declaration, if, two returns, an expression
    assert [one.rows for one in found.functions] == [[1] * 9, [1] * 5]
    plain = "int f(int a) { if (a) return 1; a++; return a; }\n"  # four statements on a line with code: still one line
    assert one_of(reading.text_of("a.c", plain.encode()), "f").rows == [1] * 4
    assert one_of(reading.text_of("a.c", b"int f(int a) { if (a) return 1; return a; }"), "f").rows == [1]


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
def test_a_text_on_one_line_is_compared(tmp_path: Path) -> None:
    source = put(tmp_path / "dense.c", DENSE.encode())
    result = compared(source, put(tmp_path / "made", compiled(DENSE, "O1", False)))
    assert {m.details["function"] for m in result.matches} >= {"turn"} and result.status == "ok"
    assert all(m.left.start == 1 and m.left.stop == 2 for m in result.matches)
    assert result.all.values["lines_of_left"] == result.all.values["lines_by_statement_of_left"] == 14
    works = [Work.open(tmp_path / one) for one in ("dense.c", "made")]
    shown = SoftwareSource().exhibit(works[0], works[1], result.matches[0])
    assert len([row for row in shown.left if row[1][0].text]) > 5


def test_names_that_macros_make_are_as_they_are_written() -> None:
    text = (
        "#define P(x) cl_##x\nint P(mix)(int a) { return a * 3; }\nint P( use )(int b)\n{ return P(mix)(b) + P(b); }\n"
    )
    found = reading.text_of("core.c", text.encode())
    assert [one.name for one in found.functions] == ["P(mix)", "P(use)"]
    assert found.functions[1].calls == {"P(mix)": 1, "P": 1}


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
def test_shares_stand_with_what_they_divide_in_units_of_their_side(tmp_path: Path) -> None:
    """The terminal said 87.72 % without unit or counts, and 285 lines of a source of 48 without a note."""
    source, program = put(tmp_path / "dense.c", DENSE.encode()), put(tmp_path / "made", compiled(DENSE, "O1", False))
    result = compared(source, program)
    values, count = result.filtered.values, result.filtered.values["instructions_of_right"]
    told = {language: "\n".join(_Summary(result, language).lines()) for language in ("zh", "en")}
    assert f"（{values['lines_paired_of_left']} / 14 行），占右方" in told["zh"]
    assert f"（{values['instructions_paired_of_right']} / {count} 条指令）" in told["zh"]
    assert f"({values['lines_paired_of_left']} of 14 lines)" in told["en"] and "instructions)" in told["en"]
    assert "左侧以语句代行计的行数（平均每行多于 3 条语句的函数，一条语句计为一行）：14 / 14" in told["zh"]
    turned = compared(program, source)
    assert "of 14 lines)" in "\n".join(_Summary(turned, "en").lines()).partition("of the left")[2]
    for one in ("lines_paired_of", "lines_of", "lines_by_statement_of"):
        assert turned.all.values[f"{one}_right"] == result.all.values[f"{one}_left"]
        assert f"{one}_left" not in turned.all.values


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
def test_records_of_before_keep_their_words(tmp_path: Path) -> None:
    """Figures of version 5 had no sides: their shares stand alone, as they did, and all words are still known."""
    source, program = put(tmp_path / "dense.c", DENSE.encode()), put(tmp_path / "made", compiled(DENSE, "O1", False))
    result = compared(source, program)
    old = Measures(0.5, 0.5, 0.5, {"pairs": 1, "lines_of_source": 14, "lines_paired_of_source": 7})
    lines = _Summary(replace(result, all=old, filtered=old), "en").lines()
    assert lines[1].endswith("50.00% of the left, 50.00% of the right")
    assert "    Lines of the functions of the source that count: 14" in lines
