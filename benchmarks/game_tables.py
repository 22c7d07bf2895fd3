"""Tables of made-up games, and forks of tables: what ``software_data.py`` measures on.

``Game`` makes the tables of one game (items, monsters, skills, drops, levels, growth, shops, spawns, quests, flags)
from a seed: words of one vocabulary that all games share, numbers drawn the ways designers choose them (round, ladders
with a random formula, percentages, small scales, flags). Two seeds are two independent games of one kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = tuple(
    re.findall(
        r"\w+",
        """iron steel silver golden dark holy fire ice thunder poison ancient broken royal shadow moon sun blood dragon
        wolf goblin orc skeleton ghost knight archer mage priest sword blade axe bow staff shield helm armour boots ring
        amulet potion scroll gem herb ore key book lesser greater minor major swift heavy light cursed blessed stone
        crystal wind""",
    )
)
HANZI = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
)
Rows = list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """A table: its name, its columns, rows of text, columns that are no evidence to a fork (translated)."""

    name: str
    columns: list[str]
    rows: Rows


class Game:
    """Tables of one game. All that is drawn comes from ``seed``."""

    def __init__(self, seed: int, size: int = 120) -> None:
        self.dice = random.Random(seed)
        self.size = size

    def name(self) -> str:
        return " ".join(w.capitalize() for w in self.dice.sample(WORDS, self.dice.randint(1, 3)))

    def price(self) -> int:
        return self.dice.choice(
            (10, 20, 50, 100, 120, 150, 200, 250, 500, 800, 1000, 1500, 5000, self.dice.randint(7, 9000))
        )

    def ladder(self, n: int) -> list[int]:
        base, step, power = self.dice.randint(5, 60), self.dice.uniform(2, 40), self.dice.uniform(1.0, 2.2)
        return [round(base + step * level**power) for level in range(1, n + 1)]

    def stat(self, top: int) -> int:
        return self.dice.randint(1, top)

    def percent(self) -> str:
        return self.dice.choice(
            (f"{self.dice.randint(1, 100) / 100:g}", f"{self.dice.randint(1, 999) / 1000:g}", "0.1", "0.05")
        )

    def sheets(self) -> Iterator[Sheet]:
        d, n = self.dice, self.size
        kinds = [self.name() for _ in range(6)]
        m = d.randint(n // 2, n)
        yield Sheet(
            "items",
            ["id", "name", "kind", "level", "price", "attack", "defence", "weight", "stack", "sell"],
            [
                [
                    str(i),
                    self.name(),
                    d.choice(kinds),
                    str(self.stat(60)),
                    str(self.price()),
                    str(self.stat(120)),
                    str(self.stat(80)),
                    str(d.randint(1, 200) / 10),
                    d.choice(("1", "20", "99")),
                    str(d.randint(0, 1)),
                ]
                for i in range(1, m + 1)
            ],
        )
        m = d.randint(n // 2, n)
        hp, exp = self.ladder(m), self.ladder(m)
        yield Sheet(
            "monsters",
            ["id", "name", "level", "hp", "exp", "min_hit", "max_hit", "speed", "boss", "sight"],
            [
                [
                    str(1000 + i),
                    self.name(),
                    str(1 + i * 60 // m),
                    str(hp[i] + d.randint(-5, 5)),
                    str(exp[i]),
                    str(self.stat(40)),
                    str(40 + self.stat(90)),
                    str(d.choice((400, 500, 600, 800, 1200, d.randint(300, 1500)))),
                    str(int(i % 20 == 19)),
                    str(d.randint(3, 12)),
                ]
                for i in range(m)
            ],
        )
        m = d.randint(n // 3, n // 2)
        yield Sheet(
            "skills",
            ["id", "name", "mana", "cooldown", "power", "range", "effect"],
            [
                [
                    str(i),
                    self.name(),
                    str(self.stat(90)),
                    str(d.choice((1, 2, 3, 5, 8, 10, 30, d.randint(1, 60)))),
                    f"{d.uniform(0.5, 4):.2f}",
                    str(d.randint(1, 9)),
                    str(d.randint(1, 300)),
                ]
                for i in range(m)
            ],
        )
        yield Sheet(
            "drops",
            ["monster", "item", "chance", "least", "most"],
            [
                [
                    str(1000 + d.randint(0, n // 2)),
                    str(d.randint(1, n // 2)),
                    self.percent(),
                    "1",
                    str(d.choice((1, 1, 1, 2, 3, 5))),
                ]
                for _ in range(2 * n)
            ],
        )
        levels = d.choice((50, 60, 80, 99, 100))
        need, life, mana = self.ladder(levels), self.ladder(levels), self.ladder(levels)
        yield Sheet(
            "levels",
            ["level", "exp", "hp", "mp"],
            [[str(i + 1), str(need[i] * 10), str(life[i]), str(mana[i])] for i in range(levels)],
        )
        yield Sheet(
            "growth",
            ["class", "level", "str", "dex", "int"],
            [
                [
                    str(c),
                    str(level),
                    str(10 + level * d.randint(1, 3)),
                    str(8 + level * d.randint(1, 3)),
                    str(6 + level * 2),
                ]
                for c in range(1, 5)
                for level in range(1, 31)
            ],
        )
        yield Sheet(
            "shops",
            ["shop", "slot", "item", "price", "stock"],
            [
                [str(s), str(k), str(d.randint(1, n // 2)), str(self.price()), d.choice(("-1", "5", "10", "99"))]
                for s in range(1, 9)
                for k in range(1, d.randint(6, 12))
            ],
        )
        yield Sheet(
            "spawns",
            ["map", "x", "y", "monster", "count", "seconds"],
            [
                [
                    str(d.randint(1, 12)),
                    str(d.randint(0, 511)),
                    str(d.randint(0, 511)),
                    str(1000 + d.randint(0, n // 2)),
                    str(d.randint(1, 8)),
                    d.choice(("30", "60", "120", "300")),
                ]
                for _ in range(2 * n)
            ],
        )
        yield Sheet(
            "quests",
            ["id", "title", "npc", "goal", "count", "exp", "gold"],
            [
                [
                    str(i),
                    self.name(),
                    str(d.randint(1, 60)),
                    str(1000 + d.randint(0, n // 2)),
                    str(d.choice((1, 5, 10, 15, 20))),
                    str(d.randint(3, 90) * 10),
                    str(self.price()),
                ]
                for i in range(n // 3)
            ],
        )
        yield Sheet(
            "flags",
            ["id", "tradable", "droppable", "bound", "quest", "sellable"],
            [[str(i), *(str(int(d.random() < p)) for p in (0.8, 0.7, 0.2, 0.05, 0.9))] for i in range(n)],
        )


def named(sheet: Sheet) -> set[int]:
    """Columns of names and descriptions: text, nine in ten of its values different."""
    return {
        c
        for c in range(len(sheet.columns))
        if len({row[c] for row in sheet.rows}) >= 0.9 * len(sheet.rows)
        and sum(number(row[c]) is None for row in sheet.rows) >= 0.5 * len(sheet.rows)
    }


def number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def fork(
    sheet: Sheet, seed: int, *, changed: float = 0.2, translate: bool = True, shuffle: bool = True
) -> tuple[Sheet, list[int]]:
    """The renamed copy, and for each of its columns the number of the original's.

    ``translate``: names are other words; ``shuffle``: rows stand in another order. Columns always do.
    """
    names = named(sheet) if translate else set[int]()
    kept = set[int]() if translate else named(sheet)
    dice = random.Random(f"fork {seed} {sheet.name}")
    words: dict[str, str] = {}

    def translated(text: str) -> str:
        return words.setdefault(text, "".join(dice.choice(HANZI) for _ in range(dice.randint(2, 5))))

    rows = []
    for row in sheet.rows:
        new = []
        for column, cell in enumerate(row):
            if cell and (column in names or (column not in kept and dice.random() < changed)):
                value = None if column in names else number(cell)
                if value is None:
                    cell = translated(cell)
                else:
                    value = value * dice.choice((0.5, 0.8, 1.1, 1.2, 1.5, 2)) + dice.randint(1, 9)
                    cell = f"{value:.0f}" if cell.lstrip("-").isdigit() else f"{value:.3g}"
            new.append(cell)
        rows.append(new)
    if shuffle:
        dice.shuffle(rows)
    across = list(range(len(sheet.columns)))
    dice.shuffle(across)
    return Sheet(f"t{seed}", [f"f{n}" for n in across], [[row[c] for c in across] for row in rows]), across
