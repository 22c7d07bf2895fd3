"""``text-cast``: people renamed in copied and thinned chapters, people of another book, names proposed.

    python benchmarks/text_cast.py --data DIR [--cases 100] [--seed 1]

``DIR`` holds the development data (``text/novel-*.jsonl.xz``); nothing of it is in this repository. Each case takes
four to eight chapters in a row of a novel, gives each of its people who stands there five times or more an invented
name, leaves out a share of the sentences (``thin``), and puts another 字 of the chapters in place of a share of all 字
but the names (``noise``). Truth: who was renamed to whom.

- *named*: the people of both sides are given. Right and wrong correspondences, Wilson intervals.
- *proposed*: nobody is given. Of the people, how many are proposed as names; of these, how many correspond rightly.
- *unrelated*: chapters of one novel against those of another, people of both given: every correspondence is wrong.

Names were written down once from common knowledge of the novels, before the first run. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from text_material import cpu, rows

from comparators.matching.encodings import Decoded
from comparators.text.cast import people
from comparators.text.cast.features import CastFeatures
from comparators.text.cast.proposing import proposed
from comparators.text.cast.roles import roles

PEOPLE: Mapping[str, tuple[str, ...]] = {
    name: tuple(people.split(" "))
    for name, people in (
        (
            "shuihuzhuan",
            "宋江 武松 林冲 鲁智深 李逵 吴用 晁盖 卢俊义 燕青 戴宗 杨志 史进 花荣 柴进 石秀 杨雄 高俅 西门庆 王婆",
        ),
        (
            "jinpingmei",
            "西门庆 吴月娘 潘金莲 李瓶儿 孟玉楼 孙雪娥 李娇儿 应伯爵 谢希大 陈敬济 武松 王婆 玳安 来旺 来保 小玉 玉箫",
        ),
        (
            "hongloumeng",
            "宝玉 黛玉 宝钗 贾母 凤姐 王夫人 贾政 贾琏 平儿 袭人 晴雯 探春 迎春 惜春 湘云 紫鹃 刘姥姥 薛蟠 尤氏",
        ),
    )
}
SURNAMES, GIVEN = "卞边苍丛党翟鄂方盖古桂郝虢姬靳阚匡邝", "岑皓珂璟骞翎漱泓瑭蔚缙恺"
LEAST = 5
SENTENCE = re.compile(r"[^。！？]*[。！？”]*")


def wilson(k: int, n: int) -> list[float]:
    """95 % interval of k of n."""
    if not n:
        return [0.0, 1.0]
    z, p = 1.96, k / n
    middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return [round(max(0.0, (middle - half) / (1 + z * z / n)), 4), round((middle + half) / (1 + z * z / n), 4)]


def features(text: str) -> dict[str, CastFeatures]:
    return {"t.txt": CastFeatures.read(Decoded(text, "utf-8"))}


def corresponding(left: str, right: str, mine: Sequence[str], theirs: Sequence[str]) -> dict[str, str]:
    files = features(left), features(right)
    one, other = (people.cast(f, [(n,) for n in names]) for f, names in zip(files, (mine, theirs), strict=True))
    pairs = roles(one, other, people.around(files[0], one), people.around(files[1], other))
    return {one.people[role.left][0]: other.people[role.right][0] for role in pairs}


def chapters(data: Path) -> dict[str, list[str]]:
    return {name: [row["text"] for row in rows(data, f"novel-{name}")] for name in PEOPLE}


def passage(book: Sequence[str], dice: random.Random) -> str:
    size = dice.randint(4, 8)
    at = dice.randrange(len(book) - size)
    return "\n".join(book[at : at + size])


def renamed(
    text: str, names: Sequence[str], thin: float, noise: float, dice: random.Random
) -> tuple[str, dict[str, str]]:
    invented = [a + b for a in SURNAMES for b in GIVEN if a + b not in text]
    truth = dict(zip(names, dice.sample(invented, len(names)), strict=True))
    kept = "".join(s for s in SENTENCE.findall(text) if "\n" in s or dice.random() >= thin)
    longest = sorted(truth, key=len, reverse=True)
    pieces = re.split("(" + "|".join(map(re.escape, longest)) + ")", kept)
    zi = [c for c in text if c > "\u3fff"]
    made = [
        truth[piece]
        if piece in truth
        else "".join(dice.choice(zi) if c > "\u3fff" and dice.random() < noise else c for c in piece)
        for piece in pieces
    ]
    return "".join(made), truth


def run(data: Path, cases: int, seed: int, thin: float, noise: float) -> dict[str, Any]:
    books = chapters(data)
    dice = random.Random(seed)
    right = wrong = total = proposed_of = proposed_right = given = 0
    false = pairs = 0
    for _ in range(cases):
        name = dice.choice(sorted(books))
        text = passage(books[name], dice)
        names = [one for one in PEOPLE[name] if text.count(one) >= LEAST]
        if len(names) < 3:
            continue
        copy, truth = renamed(text, names, thin, noise, dice)
        names = [one for one in names if truth[one] in copy]
        made = corresponding(text, copy, names, [truth[one] for one in names])
        total += len(names)
        right += sum(made.get(one) == truth[one] for one in names)
        wrong += sum(other != truth[one] for one, other in made.items())
        mine, theirs = proposed(features(text)), proposed(features(copy))
        free = corresponding(text, copy, mine, theirs)
        given += len(names)
        proposed_of += sum(one in mine for one in names)
        proposed_right += sum(free.get(one) == truth[one] for one in names)
        other = dice.choice([one for one in sorted(books) if one != name])
        foreign = passage(books[other], dice)
        strangers = [one for one in PEOPLE[other] if foreign.count(one) >= LEAST and one not in names]
        false += len(corresponding(text, foreign, names, strangers))
        pairs += min(len(names), len(strangers))
    return {
        "thin": thin,
        "noise": noise,
        "cases": cases,
        "named": {"people": total, "right": right, "share": wilson(right, total), "wrong": wrong},
        "proposed": {
            "people": given, "proposed": proposed_of, "share": wilson(proposed_of, given),
            "corresponding": proposed_right, "share_corresponding": wilson(proposed_right, given),
        },
        "unrelated": {"possible": pairs, "false": false, "share": wilson(false, pairs)},
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for thin, noise in ((0.0, 0.0), (0.3, 0.0), (0.6, 0.0), (0.3, 0.1), (0.3, 0.2)):
        found = run(options.data, options.cases, options.seed, thin, noise)
        print(json.dumps(found, ensure_ascii=False), flush=True)
    books = chapters(options.data)
    texts = ["\n".join(books[name]) for name in ("shuihuzhuan", "jinpingmei")]
    files = [features(text) for text in texts]
    size = sum(len(text) for text in texts)
    spent = cpu(lambda: [proposed(some) for some in files], 1)
    print(json.dumps({"characters": size, "proposing, CPU seconds": round(spent, 1)}))


if __name__ == "__main__":
    main()
