"""How pairs are proposed, judged and propagated; code that was copied against code that does the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from appraisal import engine, wording
from appraisal.comparison import Comparison, Match
from appraisal.job import Job
from appraisal.span import line
from appraisal.summing import _Summary
from appraisal.work import Medium, Work
from comparators.software.functions import SoftwareFunctions, pairing, scoring
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.pairing import FEW, Pairs, formulas
from comparators.software.functions.proposing import best
from comparators.software.functions.sides import Side, tables
from tests.software.programs import COMPILER, compiled, put

METHOD = SoftwareFunctions()
BOTS = Path(__file__).parent / "bots"
SERVERS = Path(__file__).parent / "servers"
needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")


def row_of(functions: int, *, calls: dict[int, list[int]] | None = None) -> Side:
    """A side of functions of 30 instructions in a row, each with one telling number of its own."""
    callees = [sorted((calls or {}).get(n, [])) for n in range(functions)]
    features = FunctionFeatures(
        starts=np.arange(functions, dtype=np.int64) * 100,
        stops=np.arange(functions, dtype=np.int64) * 100 + 90,
        addresses=np.arange(functions, dtype=np.uint64) * 100,
        found=np.zeros(functions, np.uint8),
        counts=np.full(functions, 30, np.int32),
        places=np.zeros(30 * functions, np.uint32),
        normal=np.arange(functions, dtype=np.uint64),
        shape=np.ones((functions, 4), np.int32),
        keys=(np.arange(functions, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15),
        bounds=np.concatenate([[0], np.repeat(np.arange(1, functions + 1), 6)]).astype(np.int64),
        callees=np.array([c for one in callees for c in one], np.int32),
        calls=np.concatenate([[0], np.cumsum([len(one) for one in callees])]).astype(np.int64),
        parts=np.zeros((0, 3), np.int64),
        told_keys=np.zeros(0, np.uint64),
        told="[]",
        names="[]",
        arch="x86-64",
        format="ELF",
        size=100 * functions,
    )
    return Side.of({"a": features})


def test_the_best_of_either_side_are_kept() -> None:
    i, j = np.array([0, 0, 0, 1, 2]), np.array([0, 1, 2, 0, 0])
    score = np.array([1.0, 3.0, 2.0, 5.0, 4.0])
    kept = best(i, j, score, 1)
    # of 0: the second; of 1 and 2 on the left their only ones; on the right of 0 the fourth, of 1 and 2 their only ones
    assert list(zip(i[kept].tolist(), j[kept].tolist(), strict=True)) == [(0, 1), (0, 2), (1, 0), (2, 0)]
    assert len(best(i, j, score, 3)) == 5
    assert len(best(i[:0], j[:0], score[:0], 3)) == 0


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-3, 3)), unique_by=lambda x: x[:2]))
def test_swapping_the_sides_keeps_the_same_candidates(rows: list[tuple[int, int, int]]) -> None:
    i, j, score = (np.array([row[n] for row in rows], np.int64) for n in range(3))
    forth = {(int(i[k]), int(j[k])) for k in best(i, j, score.astype(float), 2)}
    back = {(int(i[k]), int(j[k])) for k in best(j, i, score.astype(float), 2)}
    assert forth == back


def test_what_is_called_calling_and_beside_lends_its_keys() -> None:
    side = row_of(9, calls={0: [4], 4: [8]})
    held = tables(side, side)

    def keys(table: sparse.csr_array, number: int) -> set[int]:
        return set(table.indices[table.indptr[number] : table.indptr[number + 1]].tolist())

    own = [keys(held.own.left, n) for n in range(9)]
    assert keys(held.wide.left, 0) == own[0] | own[4]
    assert keys(held.far.left, 0) == own[0] | own[4] | own[8]
    assert keys(held.above.left, 8) == own[4] and keys(held.above.left, 0) == set()
    assert keys(held.beside.left, 4) == own[1] | own[2] | own[3] | own[5] | own[6] | own[7]


def test_how_far_the_counterparts_of_sure_pairs_lie() -> None:
    side = row_of(10)
    sure = np.array([0, 1, 2, 4, 5])
    taken = sparse.csr_array((np.full(5, 0.95), (sure, sure)), shape=(10, 10))
    found = scoring.placed(side, side, np.array([3, 3]), np.array([3, 9]), taken)
    # of 3 with 3: the nearest one off, the third two, the fifth three, from either side
    assert np.allclose(found[0, :3], np.log1p([1, 2, 3])) and np.allclose(found[0, 6:9], np.log1p([1, 2, 3]))
    # of 3 with 9: what stands around 3 has counterparts four and seven functions off 9; around 9 stand only four sure
    # pairs, so that for the fifth the size of the file counts
    assert np.allclose(found[1, 6:9], np.log1p([4, 7, 10]))
    weak = sparse.csr_array((np.full(5, 0.5), (sure, sure)), shape=(10, 10))
    assert np.allclose(scoring.placed(side, side, np.array([3]), np.array([3]), weak)[0, :3], np.log1p(10))


def test_chunks_of_candidates_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    side = row_of(40, calls={n: [n + 1, n + 2] for n in range(0, 36, 3)})
    whole, pairs = pairing.pair(side, side)
    assert len(whole.i) > 40
    for module in (scoring, pairing):
        monkeypatch.setattr(module, "CHUNK", 7)
    parts, again = pairing.pair(side, side)
    for name in ("i", "j", "columns", "bits"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name
    assert np.array_equal(pairs.left, again.left) and np.array_equal(pairs.right, again.right)
    assert np.allclose(pairs.certainty, again.certainty, rtol=0, atol=1e-12)


@given(
    st.dictionaries(st.integers(0, 11), st.lists(st.integers(0, 11), max_size=12, unique=True)),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=12),
)
def test_what_sure_pairs_lead_to(calls: dict[int, list[int]], sure: list[tuple[int, int]]) -> None:
    """By sets, as the text of ``more`` says it."""
    side = row_of(12, calls=calls)
    a, b = (np.array([pair[n] for pair in sure], np.int64) for n in range(2))
    links, size = side.reach[0].near, len(side)
    found = pairing._crossed(links, links, a, b, size)
    led = [sorted(set(calls.get(n, []))) for n in range(size)]
    expected = sorted(
        x * size + y for m, n in sure if len(led[m]) <= FEW and len(led[n]) <= FEW for x in led[m] for y in led[n]
    )
    assert sorted(found.tolist()) == expected


def test_the_order_of_sure_pairs_leads_to_what_stands_around_their_counterparts() -> None:
    side = row_of(40)
    held = pairing.Candidates.of(side, side, pairing.formulas()["alone"])
    x, y = held._led(np.array([10, 12]), np.array([20, 2]))
    # 11 has a sure pair before it and one behind, 18 and 6 one within the window, 19 and 5 none (of 12 and of 10 up to
    # six off count); what would stand before the first function is left out
    around = {n: set(y[x == n].tolist()) for n in range(40) if (x == n).any()}
    assert set(around) == {*range(4, 10), 11, *range(13, 19)}
    assert around[4] == set(range(14, 27)) and around[18] == set(range(9)) and around[11] == around[4] | around[18]


def test_the_distance_to_rivals_on_either_side() -> None:
    i, j, score = np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([4.0, 1.0, 3.5])
    least, most = scoring.rivalled(i, j, score, 2, 2)
    assert least.tolist() == [3.0, -3.0, 2.5]
    assert most.tolist() == [10.0, -2.5, 10.0]  # the other has no rival at all: the bound


def test_the_formulas_fit_their_columns() -> None:
    side = row_of(5, calls={0: [1]})
    i = np.arange(5)
    columns = scoring.alone(side, side, tables(side, side), i, i)
    taken = sparse.csr_array((5, 5))
    around = columns.shape[1] + scoring.around(side, side, i, i, taken).shape[1]
    widths = {"own": scoring.own(columns).shape[1], "alone": columns.shape[1], "around": around, "final": around + 6}
    widths["beyond"] = 5
    for name, formula in formulas().items():
        assert len(formula.weights) == widths[name.partition("-")[0]], name


@pytest.mark.parametrize(("strong", "kept"), [(5, 10), (4, 4)])
def test_pairs_by_what_is_around_need_programs_that_correspond_on_the_whole(strong: int, kept: int) -> None:
    side = row_of(10)
    own = np.where(np.arange(10) < strong, 0.0, -3.0)
    never = np.zeros(10, bool)
    called = np.zeros((10, 2))
    pairs = Pairs(np.arange(10), np.arange(10), np.full(10, 0.9), own, own, called, never, never)
    reported, apart = METHOD._kept(side, side, pairs)
    assert np.count_nonzero(reported) == kept
    assert not (apart != "").any()  # these functions call nothing


def built(folder: Path, name: str, level: str) -> Path:
    source = (BOTS / f"{name}.c").read_text("utf-8")
    flags = (f"-I{BOTS}", "-Wl,--no-as-needed,-lm")
    return put(folder / f"{name}-{level}", compiled(source, level, False, flags))


def pairs_of(one: Path, other: Path) -> tuple[set[tuple[str, str]], Comparison]:
    works = [Work.open(path, medium=Medium.SOFTWARE) for path in (one, other)]
    result = engine.compare(replace(Job("software-functions", works[0], works[1])))
    names = {
        tuple(str(m.details[f"symbol_of_{side}"]).partition(".")[0] for side in ("left", "right"))
        for m in result.matches
    }
    return names, result  # type: ignore[return-value]


def addresses(result: Comparison, file: str | None = None) -> set[tuple[str, str]]:
    """Addresses of the pairs, with all programs of the right side or one."""
    found = [m.details for m in result.matches if file in (None, m.right.file)]
    return {(str(one["address_of_left"]), str(one["address_of_right"])) for one in found}


COPIED = {("net_sum_body", "a3"), ("net_put_step", "a4"), ("net_take_frame", "a5"), ("net_near_first", "a6")}


@needs_gcc
@pytest.mark.parametrize("levels", [("O0", "O2"), ("O2", "O0")])
def test_copied_functions_are_found_over_levels_and_those_of_the_same_protocol_are_not(
    tmp_path: Path, levels: tuple[str, str]
) -> None:
    client = built(tmp_path, "client", levels[0])
    copied, result = pairs_of(client, built(tmp_path, "bot_copied", levels[1]))
    assert copied >= COPIED
    assert (result.coverage_of_left or 0) > 0.7
    assert not any(right == "bag_room" for _, right in copied)
    alike, result = pairs_of(client, built(tmp_path, "bot_own", levels[1]))
    # What reckons the key holds the two numbers of the protocol; one frame may be written alike. Nothing else.
    assert alike <= {("net_mix_key", "key_table"), ("net_put_step", "walk_frame")} and len(alike) <= 1
    assert (result.coverage_of_left or 0) < 0.3
    assert len(COPIED) > 3 * len(alike)
    # Who reads of such a pair is told what it may innocently be, on the terminal and in reports.
    told = {m.details["symbol_of_right"]: m.details.get("explanation") for m in wording.explained(result).matches}
    assert all(told[right] == "numbers-alone" for _, right in alike if right == "key_table")
    for language, words in (("en", "written independently"), ("zh", "独立编写的程序")):
        said = "\n".join(_Summary(result, language).lines())
        assert (words in said) is ("numbers-alone" in told.values())


def test_a_pair_that_names_numbers_alone_says_so() -> None:
    spans = line("a", 1, 2), line("b", 1, 2)
    both: dict[str, Any] = {"numbers": ["0x51ed270b"], "steps": "3 of 5 | 7"}
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (
        ("function", both),
        ("function", {**both, "texts": ["hello"]}),
        ("function", {}),
        ("function-same", both),
        ("function", {"imports": ["bind", "listen"]}),
        ("function", {**both, "imports": ["bind", "listen"]}),
        ("function", {"imports": ["bind"], "texts": ["hello"]}),
        ("function-same", {"imports": ["bind", "listen"]}),
        ("function", {"imports": ["bind", "listen"], "texts": ["bind: ", "Listen"]}),
        ("function", {"imports": ["send", "recv"], "texts": ["data 319ce407b85d22fa6e9013cc48d17fa5"]}),
        ("function", {"texts": ["data 319ce407b85d22fa6e9013cc48d17fa5"]}),
        ("function", {"imports": ["send"], "texts": ["data 319ce407b85d22fa6e9013cc48d17fa5", "gold"]}),
    )
    made = METHOD.explained([Match(*spans, kind, details=details) for kind, details in kinds])
    assert [one.details.get("explanation") for one in made] == [
        *("numbers-alone", None, None, None),
        *("calls-alone", "calls-and-numbers-alone", None, None),
        *("calls-alone", "calls-and-numbers-alone", "numbers-alone", None),
    ]
    calls, told = {"imports": ["send"]}, {"texts": ["Health %d\n", "guard"]}
    apart = [
        Match(*spans, "function", details={**each, "counted": "by-calls"})
        for each in (calls, {**calls, **told}, {**both, **calls, **told})
    ]
    assert [one.details["explanation"] for one in METHOD.explained(apart)] == [
        *("calls-alone", "texts-outweighed", "texts-outweighed"),
    ]
    for name in ("software-functions", "software-source"):
        assert "texts are in common" in wording.words(name, "en").value("texts-outweighed")
        assert "还共有文字" in wording.words(name, "zh").value("texts-outweighed")
    for key in ("calls-alone", "calls-and-numbers-alone"):
        for name in ("software-functions", "software-source"):
            assert "see the disassembly" in wording.words(name, "en").value(key)
            assert "须看反汇编" in wording.words(name, "zh").value(key)
    words = [wording.words("software-functions", language) for language in ("zh", "en")]
    assert [dict(one.details(both)) for one in words] == [
        {"共有的立即数": "0x51ed270b", "共有的运算步骤": "3（左 5，右 7）"},
        {"Shared numbers": "0x51ed270b", "Shared steps of computing": "3 of 5 on the left, 7 on the right"},
    ]


@needs_gcc
def test_what_was_copied_into_two_programs_is_found_in_both_as_in_each_alone(tmp_path: Path) -> None:
    client = built(tmp_path, "client", "O2")
    folder = tmp_path / "both"
    folder.mkdir()
    alone = {}
    for level in ("O0", "O2"):
        copied = built(tmp_path, "bot_copied", level)
        (folder / f"{level}.bin").write_bytes(copied.read_bytes())
        alone[f"{level}.bin"] = addresses(pairs_of(client, copied)[1])
    assert all(alone.values())
    result = pairs_of(client, folder)[1]
    for file, pairs in alone.items():
        assert addresses(result, file) == pairs
    # Each function of the client counts once, however many programs hold it.
    assert result.all.values["functions_paired_of_left"] == len({left for one in alone.values() for left, _ in one})


@needs_gcc
def test_a_library_in_several_programs_of_both_sides_makes_one_pair_a_function(tmp_path: Path) -> None:
    program = built(tmp_path, "client", "O2").read_bytes()
    for side in ("left", "right"):
        (tmp_path / side).mkdir()
        for number in range(3):
            (tmp_path / side / f"{number}.bin").write_bytes(program)
    result = pairs_of(tmp_path / "left", tmp_path / "right")[1]
    assert result.matches and all(m.left.file == m.right.file for m in result.matches)
    assert result.coverage_of_left == result.coverage_of_right == 1.0


def served(folder: Path, name: str, level: str) -> Path:
    source = (SERVERS / f"{name}.c").read_text("utf-8")
    return put(folder / f"{name}-{level}", compiled(source, level, True))


@needs_gcc
@pytest.mark.parametrize("levels", [("O0", "O0"), ("O0", "O2"), ("O2", "O0")])
def test_two_servers_that_open_a_port_alike_share_nothing_that_counts(tmp_path: Path, levels: tuple[str, str]) -> None:
    """A server of files and one of a game: both have a ``main`` that opens a port, by the same calls in the same
    order."""
    one, other = served(tmp_path, "files_server", levels[0]), served(tmp_path, "ships_server", levels[1])
    works = [Work.open(path, medium=Medium.SOFTWARE) for path in (one, other)]
    result = engine.compare(Job("software-functions", works[0], works[1]))
    assert result.filtered.coverage_of_left == result.filtered.coverage_of_right == 0
    listed = [m for m in wording.explained(result).matches if m.kind == "function"]
    assert [m.details["counted"] for m in listed] == ["by-calls"] * len(listed)
    assert {m.details["explanation"] for m in listed} <= {"calls-alone", "calls-and-numbers-alone"}
    values = result.filtered.values
    assert values["pairs_by_calls"] == len(listed)
    for side in ("left", "right"):
        assert values[f"functions_by_calls_of_{side}"] == len(listed)
        held = sum(int(m.details[f"instructions_of_{side}"]) for m in listed)
        assert values[f"instructions_by_calls_of_{side}"] == held
    if levels[0] == "O0":  # this pair was in the shares before; reports and terminal say why it is not
        assert len(listed) == 1
        for language, words in (("en", "too little for a pair"), ("zh", "不足以成对")):
            said = "\n".join(_Summary(result, language).lines())
            assert words in said and ("in no share" if language == "en" else "不计入占比") in said
            assert words in wording.words("software-functions", language).value("by-calls")


@needs_gcc
def test_a_server_beside_its_own_rebuild_counts_whatever_its_functions_call(tmp_path: Path) -> None:
    one, other = (served(tmp_path, "files_server", level) for level in ("O0", "O2"))
    works = [Work.open(path, medium=Medium.SOFTWARE) for path in (one, other)]
    result = engine.compare(Job("software-functions", works[0], works[1]))
    assert (result.coverage_of_right or 0) > 0.9
    assert not any("counted" in m.details for m in result.matches)


LAST = """
static struct { long held, cost; } all[625];
__attribute__((noinline)) long total(long by) {
    for (long *at = &all[0].held; at != &all[625].held; at += 2)
        if (*at == by) return at[1] * 3 ^ 0x51ed;
    return 0;
}
int main(int n, char **words) { all[n].held = n; return (int)total(n); }
"""


def _features(path: Path) -> FunctionFeatures:
    (member,) = Work.open(path, medium=Medium.SOFTWARE).members
    return FunctionFeatures.of(member)


@needs_gcc
def test_the_address_behind_the_image_is_no_number_in_common(tmp_path: Path) -> None:
    """A loop over the last array of a program ends at the first address behind it."""
    flags = ("-no-pie", "-fno-pic")
    made = [put(tmp_path / level, compiled(LAST, level, stripped=False, flags=flags)) for level in ("O1", "O2")]
    seen = [told for path in made for told in _features(path).words.values() if told.startswith("0x")]
    assert seen and "0x51ed" in seen
    assert not [one for one in seen if 0x400000 <= int(one, 16) < 0x500000]
