"""Tables of people and of shared errors: rows as the records have them, networks drawn alike, verdicts of experts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import contract, registry
from appraisal.comparison import Comparison
from appraisal.dossier import Dossier, Filed
from appraisal.exhibit import Knot, Network, Networks
from appraisal.finding import Verdict
from appraisal.procedure import Kind
from reports import docx, html
from reports.build import build
from reports.document import Figure, Grid, Language
from reports.exhibits.drawing import Path as Stroke
from reports.exhibits.drawing import Words, png, svg
from reports.exhibits.layout import drawn
from reports.wording import WORDS
from tests.reports import proceedings, specimen
from tests.reports.test_build import section, words
from tests.text.test_cast import LEFT, NAMES, RENAMED

ODD = (
    "The keeper recieved a crate of oil on Tuesday, and the brass lamp was kept in the northern tower of the harbour. "
)
OTHER = (
    "Nobody had recieved a letter that year, though the almanac was printed and sold in every village of the coast. "
)


def filed(found: Comparison, key: str) -> Filed:
    counting = registry.counting(found.comparator)
    return Filed(key * 4, f"comparisons/{found.comparator}/x.json", "1" * 64, found, {}, None, (), counting)


def compared(name: str, folder: Path, left: str, right: str, **parameters: str) -> Comparison:
    for file, text in (("a.txt", left), ("b.txt", right)):
        (folder / file).write_text(text, "utf-8")
    return contract.run(name, folder / "a.txt", folder / "b.txt", parameters=parameters)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    folder = tmp_path_factory.mktemp("people")
    return filed(compared("text-cast", folder, LEFT, RENAMED, **NAMES), "feedfacecafe0123")


def with_(one: Filed) -> Dossier:
    base = specimen.dossier()
    return replace(base, comparisons=(*base.comparisons, one))


def rows(grid: Grid) -> list[list[str]]:
    return [["".join(piece.text for piece in cell) for cell in row] for row in grid.rows]


def test_roles_relations_and_people(people: Filed) -> None:
    blocks = section(build(with_(people)).parts[0], "cast")
    roles, relations, left, right = (block for block in blocks if isinstance(block, Grid))
    assert [(row[1].split("\n")[0], row[2].split("\n")[0], row[3], row[6]) for row in rows(roles)] == [
        ("洛汐", "蓝漪", "同文", "未核验"), ("郁伯", "槐伯", "同文", "未核验"), ("沈舆", "墨图", "同文", "未核验"),
    ]  # fmt: skip
    assert "又名 阿墨" in rows(roles)[2][2] and "a.txt" in rows(roles)[2][1]
    assert sorted(rows(relations)[0]) == ["2", "2", "洛汐 – 郁伯", "蓝漪 – 槐伯"]
    assert [row[:4] for row in rows(left)] == [
        ["洛汐", "3", "专家给出", "是"], ["郁伯", "2", "专家给出", "是"], ["沈舆", "1", "专家给出", "是"],
    ]  # fmt: skip
    assert len(rows(right)) == 3
    assert "%" not in words(blocks)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_places_of_people_say_what_is_there(people: Filed, language: Language) -> None:
    """Where both are first named in the same words, or are first named at all: two places of one person."""
    said = WORDS[language]
    first = people.comparison.matches[0]
    by_name = replace(first, details={**first.details, "basis": "same-name", "opposite": 0})
    for match, label, other in ((first, "same-words", "first"), (by_name, "first", "same-words")):
        one = replace(people, comparison=replace(people.comparison, matches=(match,)))
        blocks = section(build(with_(one), language).parts[0], "cast")
        roles, *_, left, right = (block for block in blocks if isinstance(block, Grid))
        cell = rows(roles)[0][1]
        assert f"{said[f'cast-{label}']}{said['colon']}" in cell and said[f"cast-{other}"] not in cell
        assert all(words(table.head[-1]) == said["col.first-place"] for table in (left, right))


def test_corresponding_people_stand_at_the_same_place_until_an_expert_rejects_them(people: Filed) -> None:
    def places(one: Filed) -> tuple[dict[str, tuple[float, float]], Figure]:
        blocks = section(build(with_(one)).parts[0], "cast")
        (figure,) = (block for block in blocks if isinstance(block, Figure))
        body = drawn(figure.exhibit, "zh")
        shift = body.width / 2 + 6
        return {
            s.text.split(" ")[-1]: (round(s.x % shift, 2), s.y) for s in body.shapes if isinstance(s, Words)
        }, figure

    found, figure = places(people)
    for mine, theirs in (("洛汐", "蓝漪"), ("郁伯", "槐伯"), ("沈舆", "墨图")):
        assert found[mine] == found[theirs]
    assert isinstance(figure.exhibit, Networks) and figure.exhibit.alt
    first = people.comparison.matches[0]
    rejected = places(replace(people, verdicts={first.id: Verdict.REJECTED}))[1]
    assert isinstance(rejected.exhibit, Networks)
    assert sum(bool(knot.mark) for knot in rejected.exhibit.networks[0].knots) == 2


def test_every_output_draws_it_the_same_each_time(people: Filed) -> None:
    made = build(with_(people), "en")
    assert html.render(made) == html.render(build(with_(people), "en"))
    assert docx.render(made)
    assert "People and their relations" in words(made)


def test_thicker_ties_are_more_scenes() -> None:
    network = Network("A", (Knot("甲", mark="1"), Knot("乙"), Knot("丙")), ((0, 1, 1.0), (1, 2, 4.0)))
    body = drawn(Networks((network, network)), "zh")
    widths = [shape.width for shape in body.shapes if isinstance(shape, Stroke)]
    assert widths == sorted(widths[:2]) * 2 and widths[0] < widths[1]
    assert svg(body) == svg(drawn(Networks((network, network)), "zh")) and png(body)


def test_rare_strings_are_listed_and_those_on_file_come_first(tmp_path: Path) -> None:
    one = filed(compared("text-exact", tmp_path, ODD, OTHER), "badc0ffee0ddf00d")
    blocks = section(build(with_(one)).parts[0], "shared-errors")
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    ((number, string, _, mine, theirs, on_file),) = rows(grid)
    assert (number, string, on_file) == ("1", "recieved", "未登记")
    assert "a.txt，字符 11–19" in mine and "b.txt，字符 11–19" in theirs and "共 1 处" in mine
    base = with_(one)
    noted = {"defect": "recieved 误拼", "observations": [["A1", "recieved"], ["B1", "recieved"]]}
    entries = tuple(
        replace(e, body={**e.body, **noted}) if e.kind == Kind.DEFECT else e for e in base.entries
    )  # fmt: skip
    (grid,) = (
        b for b in section(build(replace(base, entries=entries)).parts[0], "shared-errors") if isinstance(b, Grid)
    )
    assert proceedings.WANG in rows(grid)[0][5]
    assert "recieved" not in words(section(build(base).parts[0], "method-tables"))
