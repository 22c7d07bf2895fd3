"""``software-tree`` on tables with equal heads: rows made apart must not correspond, altered copies must. Prints JSON.

    python benchmarks/software_tables.py --scratch DIR [--pairs N] [--seed N] [--rows N...]

Made anew from the seed: tables of C, lists of constants, enumerations, configuration, CSV, JSON, XML, Lua, SQL, Java
and JSON on one line, 12 to 300 rows of 2 to 6 columns. Two tables of a pair have the same head, the same names of
columns, the same kinds of values and share the words of a column of categories; their rows are drawn apart. Altered
copies: every name of a row another one and a fifth of the values changed, rows in order; the same with rows shuffled;
the same with the names of columns changed too. Each pair is compared alone, which is harder than beside others.
*Apart, below equal text*: both files begin with the same lines of words, as many as the table has, so that the files do
correspond, and only lines of the tables are counted. Nothing here is shared with the method that is measured.

``--rows``: in place of that, one table of so many rows of five columns against a copy in another order, every name and
a fifth of one column changed: seconds of processor and memory of reading and of matching, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparison import Comparison
from appraisal.controls.figures import interval
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.work import Work

SYLLABLES = ("ba", "ko", "mi", "tu", "re", "sa", "lo", "ne", "gi", "pu", "dor", "fal", "hin", "jar", "kel", "mun")
CATEGORIES = ("WEAPON", "ARMOR", "FOOD", "QUEST", "MAGIC")
Row = tuple[str, tuple[int | str, ...]]


def word(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4)))


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def _value(kind: str, dice: random.Random, number: int) -> int | str:
    if kind == "category":
        return dice.choice(CATEGORIES)
    if kind == "skewed":
        return int(dice.paretovariate(1.1)) * 5
    if kind == "counted":
        return 10 * number
    if kind == "signed":
        return dice.randint(-99, 99)
    return dice.randint(0, {"digit": 9, "small": 99, "large": 9999}[kind])


def made(dice: random.Random) -> tuple[Table, Table, Sequence[str]]:
    """Two tables of one head whose rows are drawn apart, and the kinds of their columns."""
    kinds = ["large" if dice.random() < 0.3 else "small"]
    kinds += [
        dice.choice(["category", "skewed", "counted", "signed", "digit", "small", "large"])
        for _ in range(dice.randint(1, 5))
    ]
    title, columns = word(dice), tuple(word(dice) for _ in kinds)

    def drawn(count: int) -> Table:
        rows = ((word(dice), tuple(_value(k, dice, n) for k in kinds)) for n in range(count))
        return Table(title, columns, tuple(rows))

    count = dice.randint(12, 300)
    return drawn(count), drawn(max(12, count + dice.choice([0, 0, -5, 9]))), kinds


def altered(table: Table, kinds: Sequence[str], dice: random.Random, shuffled: bool, columns: bool) -> Table:
    """A copy: every name another one, a fifth of the values drawn anew."""
    rows = [
        (
            word(dice),
            tuple(_value(k, dice, n) if dice.random() < 0.2 else v for k, v in zip(kinds, values, strict=True)),
        )
        for n, (_, values) in enumerate(table.rows)
    ]
    if shuffled:
        dice.shuffle(rows)
    names = tuple(word(dice) for _ in table.columns) if columns else table.columns
    return replace(table, rows=tuple(rows), columns=names)


def _quoted(values: Sequence[int | str]) -> list[str]:
    return [f'"{v}"' if isinstance(v, str) else str(v) for v in values]


def c_table(t: Table) -> str:
    rows = "".join(f'    {{ "{name}", {", ".join(map(str, v))} }},\n' for name, v in t.rows)
    return f"#include <stdio.h>\n\nstatic const struct {t.title} all_{t.title}[] = {{\n{rows}}};\n"


def defines(t: Table) -> str:
    return (
        f"#ifndef {t.title.upper()}_H\n#define {t.title.upper()}_H\n\n"
        + "".join(f"#define {name.upper()} {v[0]}\n" for name, v in t.rows)
        + "\n#endif\n"
    )


def enumeration(t: Table) -> str:
    return f"enum {t.title} {{\n" + "".join(f"    {name.upper()} = {v[0]},\n" for name, v in t.rows) + "};\n"


def bare_enumeration(t: Table) -> str:
    return f"enum {t.title} {{\n" + "".join(f"    {name.upper()},\n" for name, _ in t.rows) + "};\n"


def ini(t: Table) -> str:
    return "".join(
        f"[{name}]\n" + "".join(f"{c} = {x}\n" for c, x in zip(t.columns, v, strict=True)) + "\n" for name, v in t.rows
    )


def flat(t: Table) -> str:
    return f"# {t.title}\n" + "".join(f"{name}={v[0]}\n" for name, v in t.rows)


def csv(t: Table) -> str:
    return f"name,{','.join(t.columns)}\n" + "".join(f"{name},{','.join(map(str, v))}\n" for name, v in t.rows)


def _records(t: Table) -> list[dict[str, int | str]]:
    return [{"name": name, **dict(zip(t.columns, v, strict=True))} for name, v in t.rows]


def json_lines(t: Table) -> str:
    return json.dumps({t.title: _records(t)}, indent=2) + "\n"


def json_rows(t: Table) -> str:
    return "[\n" + ",\n".join(json.dumps(row) for row in _records(t)) + "\n]\n"


def json_one_line(t: Table) -> str:
    return json.dumps({t.title: _records(t)}) + "\n"


def xml(t: Table) -> str:
    rows = (" ".join(f'{c}="{x}"' for c, x in zip(t.columns, v, strict=True)) for _, v in t.rows)
    return (
        f'<?xml version="1.0"?>\n<{t.title}>\n'
        + "".join(f'  <entry name="{name}" {row}/>\n' for (name, _), row in zip(t.rows, rows, strict=True))
        + f"</{t.title}>\n"
    )


def lua(t: Table) -> str:
    return (
        f"local {t.title} = {{}}\n"
        + "".join(
            f'{t.title}["{name}"] = {{ '
            + ", ".join(f"{c} = {x}" for c, x in zip(t.columns, _quoted(v), strict=True))
            + " }\n"
            for name, v in t.rows
        )
        + f"return {t.title}\n"
    )


def sql(t: Table) -> str:
    rows = "".join(f"INTO {t.title} VALUES ('{name}', {', '.join(_quoted(v))});\n" for name, v in t.rows)
    columns = ", ".join(f"{c} INT" for c in t.columns)
    return f"CREATE TABLE {t.title} (name TEXT, {columns});\n" + rows.replace("INTO", "INSERT INTO")


def java(t: Table) -> str:
    rows = ",\n".join(f"    {name.upper()}({', '.join(_quoted(v))})" for name, v in t.rows)
    return f"public enum {t.title.capitalize()} {{\n{rows};\n    private final int value;\n}}\n"


WRITTEN = (c_table, defines, enumeration, bare_enumeration, ini, flat, csv, json_lines, json_rows, json_one_line)
KINDS: dict[str, Callable[[Table], str]] = {each.__name__: each for each in (*WRITTEN, xml, lua, sql, java)}
NAMES_ALONE = ("bare_enumeration",)  # once every name is another one, nothing is left of the rows
ONE_VALUE = ("defines", "enumeration", "flat")  # of a row


def compared(left: str, right: str, scratch: Path) -> Comparison:
    for label, text in (("A1", left), ("B1", right)):
        shutil.rmtree(scratch / label, ignore_errors=True)
        (scratch / label).mkdir(parents=True)
        (scratch / label / f"{label.lower()}.txt").write_text(text, "utf-8")
    works = [Work.open(scratch / label, label=label) for label in ("A1", "B1")]
    return compare(Job("software-tree", *works, parameters={"children": ""}))


def said(k: int, n: int) -> str:
    low, high = interval(k, n)
    return f"{k}/{n} = {k / n:.4f} [{low:.4f}, {high:.4f}]" if n else "0/0"


def _others(left: Table, right: Table, kinds: Sequence[str], dice: random.Random) -> dict[str, Table]:
    return {
        "apart": right,
        "apart, below equal text": right,
        "altered": altered(left, kinds, dice, False, False),
        "altered, shuffled": altered(left, kinds, dice, True, False),
        "altered, shuffled, columns renamed": altered(left, kinds, dice, True, True),
    }


def measured(pairs: int, seed: int, scratch: Path) -> dict[str, Any]:
    """Pairs named and lines of the left table that correspond, of each kind of table and test."""
    body: dict[str, Any] = {}
    totals: dict[str, list[int]] = {}
    for kind, written in KINDS.items():
        counts: dict[str, list[int]] = {}
        for number in range(pairs):
            dice = random.Random(repr((seed, kind, number)))
            left, right, kinds = made(dice)
            for test, other in _others(left, right, kinds, dice).items():
                if not test.startswith("apart") and kind in NAMES_ALONE:
                    continue
                lines = written(left).count("\n") if "text" in test else 0
                above = "".join(" ".join(word(dice) for _ in range(9)) + "\n" for _ in range(lines))
                result = compared(above + written(left), above + written(other), scratch)
                named, values = bool(result.matches), result.all.values
                common = int(values["lines_common_left"]) - lines * named
                found = named, 1, max(0, common), int(values["lines_counted_left"]) - lines
                counts[test] = [a + b for a, b in zip(counts.get(test, (0, 0, 0, 0)), found, strict=True)]
        body[kind] = {test: {"pairs": said(*c[:2]), "lines": said(*c[2:])} for test, c in counts.items()}
        for test, c in counts.items():
            if test.startswith("apart") or kind not in (*NAMES_ALONE, *ONE_VALUE):
                totals[test] = [a + b for a, b in zip(totals.get(test, (0, 0, 0, 0)), c, strict=True)]
    body["all"] = {test: {"pairs": said(*c[:2]), "lines": said(*c[2:])} for test, c in totals.items()}
    return body


LONG = """
import json, resource, sys, time
sys.path[:0] = json.loads(sys.argv[1])
from appraisal import registry
from appraisal.comparator import Context, Resources
from appraisal.work import Work
method = registry.comparator("software-tree", {"children": ""})
works = [Work.open(path, label=label) for path, label in zip(sys.argv[2:], ("A1", "B1"))]
begun = time.process_time()
sides = [{m.file: method.read(m, Resources()) for m in work.members} for work in works]
read = time.process_time()
found = list(method.match(*sides, Context(left_work=works[0], right_work=works[1])))
ended = time.process_time()
lines = sum(match.details["lines"] for match in found)
gib = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2)
times = {"read": round(read - begun, 1), "match": round(ended - read, 1)}
print(json.dumps({"seconds_of_processor": times, "gib": gib, "matches": len(found), "lines": lines}))
"""


def long_table(rows: int, seed: int, scratch: Path) -> dict[str, Any]:
    """Time and memory of one long table against a shuffled copy."""
    dice = random.Random(repr((seed, rows)))
    drawn = [
        (dice.randrange(10**9), dice.randrange(10**6), dice.randrange(1000), dice.choice(CATEGORIES), dice.random())
        for _ in range(rows)
    ]
    sides = []
    for label, name in (("A1", "item"), ("B1", "wupin")):
        body = "id,price,level,kind,chance\n"
        for number, price, level, category, chance in drawn:
            changed = dice.randrange(10**6) if label == "B1" and dice.random() < 0.2 else price
            body += f"{name}_{number},{changed},{level},{category},{chance:.6f}\n"
        shutil.rmtree(scratch / label, ignore_errors=True)
        (scratch / label).mkdir(parents=True)
        (scratch / label / f"{name}s.csv").write_text(body, "utf-8")
        sides.append(str(scratch / label))
        dice.shuffle(drawn)
    command = [sys.executable, "-c", LONG, json.dumps(sys.path), *sides]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"rows": rows, **json.loads(ran.stdout)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=40, help="of each kind of table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rows", type=int, nargs="*", default=[], help="rows of long shuffled tables, and nothing else"
    )
    given = parser.parse_args()
    if given.rows:
        print(json.dumps([long_table(rows, given.seed, given.scratch) for rows in given.rows], indent=1))
        return
    print(json.dumps(measured(given.pairs, given.seed, given.scratch), indent=1))


if __name__ == "__main__":
    main()
