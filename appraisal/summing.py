"""A comparison in some lines for the terminal, in Chinese or English; the ranking value is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from appraisal import packers
from appraisal.plural import some
from appraisal.printing import place, print_lines

if TYPE_CHECKING:
    from appraisal.comparison import JSON, Comparison, Match, Measures, Side
    from appraisal.span import Span
    from appraisal.wording import Words

LANGUAGES = ("zh", "en")
SIDES: tuple[Side, Side] = ("left", "right")
RULE = "rule:"  # as ``comparison.RULE``; nothing heavy is imported here
REASONS = ("reason", "message", "rule")  # what an observation of the engine says, as it is
MOST_FIGURE = 100  # characters of a figure that is a text
MOST_SAID = 600  # characters of what a method saw in one file
DERIVED = "derived"  # as ``reading.DERIVED``
MATCHES, REPEATS, FILES = 10, 6, 5  # matches, repeats of one, and files of one kind of observation, that are printed
WORDS: Mapping[str, tuple[str, str]] = {
    "left": ("左方", "left"),
    "right": ("右方", "right"),
    "all": ("全部匹配", "all"),
    "filtered": ("扣除排除项与共同来源之后", "without exclusions and ancestors"),
    "nothing": ("{side}无可计之量", "nothing to count on the {side}"),
    "share": ("占{side} {share}", "{share} of the {side}"),
    "of": ("（{part} / {every} {unit}）", " ({part} of {every} {unit})"),
    "within": (
        "{side} {part} / {some}（{share}；占全部 {every} 的 {whole}）",
        "{part} of {some} on the {side} ({share}; {whole} of all {every})",
    ),
    "inside": ("    其中{said}：{parts}", "    of it in {said}: {parts}"),
    "again": ("，另有 {share} 不计入（见各项数值）", ", {share} more in no share (see the figures)"),
    "source": ("{side}分子中 {some}、分母中 {every}", "{side}, {some} of the part and {every} of the whole"),
    "sources": ("；其中{said}：{parts}", "; of these, {said}: {parts}"),
    "taken": (
        "  已扣除（左 + 右；--without-rule 可保留某一规则扣除的部分）：",
        "  taken out (left + right; --without-rule keeps what a rule takes):",
    ),
    "works": ("共同来源与排除的作品", "ancestors and excluded works"),
    "persons": ("人员作出的排除", "exclusions by persons"),
    "persons-after-results": ("人员在得出结果之后作出的排除", "exclusions by persons after results"),
    "further": ("，另有 {} 处", ", {}"),
    "out": ("，已扣除", ", taken out"),
    "matches": ("  匹配 {} 处（全部位置：--json）", "  {} (all places: --json)"),
    "repeating": (
        "，其中 {} 处与其他各处重复或相近，列于其下",
        ", {} of them below others that they repeat or resemble",
    ),
    "repeats": ("与此处重复或相近，不计入占比，{} 处", "{} this one, in no share"),
    "more-places": ("，另有 {} 处", ", {} more"),
    "strongest": ("；最强的各处，左 ~ 右：", "; the strongest, left ~ right:"),
    "figures": ("  全部匹配的各项数值：", "  figures over all matches (by the names of the record: --json):"),
    "part-of": ("{} / {}", "{} of {}"),
    "on": ("{side} {figure}", "{figure} on the {side}"),
    "seen": ("  在单个文件中所见：", "  seen in single files:"),
    "more": ("，另有 {} 个", ", {} more"),
    "ok": ("已完成", "ok"),
    "refused": ("不作比较", "refused"),
    "failed": ("未能完成", "failed"),
    "over-limit": ("超出限度", "over-limit"),
    "unreadable": ("无法读取", "unreadable"),
    "encrypted": ("已加密", "encrypted"),
    "killed": ("比对进程被终止", "killed"),
    "timeout": ("超时", "timeout"),
    "memory": ("内存不足", "memory"),
    DERIVED: ("经派生视图比对", "compared by a derived view"),
    "unread": ("未能读取", "not read"),
    "skipped": ("未展开或未读取", "not unpacked or not read"),
    "unsupported": ("格式或压缩方式不受支持", "its format or compression is not supported"),
    "packed": (
        "使用 {} 加壳，未脱壳，看不到其自身代码：请脱壳后将两个文件一并提交",
        "packed with {}, not unpacked, its own code is not seen: unpack it and hand in both files",
    ),
    "scope": ("方案未列入比对范围的文件", "files outside the scope"),
}
UNITS = {"char": "字符", "note": "音符", "second": "秒", "byte": "字节"}
SIGNS = {"zh": ("，", "；", "："), "en": (", ", "; ", ": ")}


def print_summary(result: Comparison, language: str = "en") -> None:
    """The lines on stdout; ``language``: zh or en."""
    print_lines(_Summary(result, language).lines())


class _Summary:
    def __init__(self, result: Comparison, language: str) -> None:
        from appraisal import registry, wording

        self.result, self.language = result, language
        self.comma, self.semicolon, self.colon = SIGNS[language]
        self.method: Mapping[str, Mapping[str, JSON]] = registry.counting(result.comparator)
        self.said = self.method.get(language, {})
        self.words: Words = wording.words(result.comparator, language)

    def say(self, name: str, *values: object, **named: object) -> str:
        return WORDS[name][LANGUAGES.index(self.language)].format(*values, **named)

    def lines(self) -> list[str]:
        from appraisal import registry

        result = self.result
        status = self.say(result.status) if result.status in WORDS else result.status
        lines = [
            f"{self.named()}{self.colon}{result.left.label} | {result.right.label}{self.colon}{status}",
        ]
        if result.status != "ok":
            code = str(result.reason)
            code = self.say(code) if code in WORDS else code
            reason = "" if result.reason == result.status and self.language == "zh" else f"{code}{self.colon}"
            lines.append(f"  {reason}{registry.spoken(result.message or '', self.language)}")
        else:
            lines += self.shares("all", result.all)
            lines += self.steps()
            lines += self.shares("filtered", result.filtered)
            lines += self.places()
            lines.append(self.say("figures"))
            lines += self.figures(result.all)
        return lines + self.seen()

    def named(self) -> str:
        """The method as the case and the record name it; in Chinese with its name in words."""
        told = f"{self.result.comparator} {self.result.version}"
        name = self.words.label("name", otherwise="") if self.language == "zh" else ""
        return f"{name}（{told}）" if name else told

    def figures(self, figures: Measures) -> list[str]:
        """Each figure in words, with what it is a part of where the method says that; the whole of a side stands there
        and not by itself."""
        values = figures.values
        lines: dict[str, str] = {}
        wholes: set[str] = set()
        for part, every in self.parts():
            for side in SIDES:
                ends = [f"{stem}_{side}" if f"{stem}_{side}" in values else stem for stem in (part, every)]
                numbers = [values.get(end) for end in ends]
                if ends[0] in wholes or not all(isinstance(one, int | float) for one in numbers):
                    continue
                wholes |= {ends[1]} if ends[1].endswith(f"_{side}") else set()
                said = self.say("part-of", *map(self.figure, numbers)) if numbers[1] else self.figure(numbers[0])
                if not ends[0].endswith(f"_{side}") and ends[1].endswith(f"_{side}"):
                    said = self.say("on", side=self.say(side), figure=said)
                    said = f"{lines[ends[0]]}{self.comma}{said}" if ends[0] in lines else said
                lines[ends[0]] = said
        for key, value in values.items():
            if key not in lines and key not in wholes and isinstance(value, int | float | str) and value != "":
                lines[key] = self.figure(value)
        order = {key: number for number, key in enumerate(self.words.labels)}  # as the method lists its words
        listed = sorted(lines, key=lambda key: (order.get(key, len(order)), list(values).index(key)))
        return [f"    {self.words.label(key)}{self.colon}{lines[key]}" for key in listed]

    def parts(self) -> Iterator[tuple[str, str]]:
        """Stems of figures that are parts of others, with these, as the method says."""
        from appraisal.counted import pairs

        shares = pairs(str(self.said.get("shares", "")))
        yield from shares
        yield from pairs(str(self.said.get("repeated", "")))
        if self.said.get("within") and shares:
            yield str(self.said["within"]), shares[0][0]
        for one in (self.said.get("apart", ""), *str(self.said.get("of", "")).split(",")):
            yield from pairs(str(one))

    def figure(self, value: JSON) -> str:
        told = _plain(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
        told = told or self.words.value(value)
        return told if len(told) <= MOST_FIGURE else told[:MOST_FIGURE] + "…"

    def shares(self, title: str, figures: Measures) -> list[str]:
        """Both shares, each with its quotient; below them how much lies in the stronger matches, where a method says
        it."""
        from appraisal.counted import apart, counted, repeated, unit, within

        shares = []
        for side in SIDES:
            share = figures.coverage_of_left if side == "left" else figures.coverage_of_right
            found = counted(figures, str(self.said.get("shares", "")), side)
            if share is None or (found is not None and not found[1]):
                shares.append(self.say("nothing", side=self.say(side)))
                continue
            of = ""
            if found:
                named = unit(figures, self.said, side)
                of = self.say("of", part=_plain(found[0]), every=_plain(found[1]), unit=named)
                of = of.replace(" )", ")").replace(" ）", "）")
            again = repeated(figures, self.said, side)
            of += self.say("again", share=f"{again:.2%}") if again else ""
            shares.append(self.say("share", side=self.say(side), share=f"{share:.2%}") + of)
        told = f"  {self.say(title)}{self.colon}{self.comma.join(shares)}"
        parts = [
            self.say("within", side=self.say(side), part=_plain(part), some=_plain(held), every=_plain(every),
                     share=f"{part / held:.2%}", whole=f"{part / every:.2%}")
            for side in SIDES
            for part, held, every in within(figures, self.said, side)
        ]  # fmt: skip
        sources = [
            self.say("source", side=self.say(side), some=_plain(held), every=_plain(every))
            for side in SIDES
            for held, every in [apart(figures, self.said, side) or (0, 0)]
            if every
        ]
        if sources:
            told += self.say("sources", said=self.said.get("apart_said", ""), parts=self.comma.join(sources))
        inside = self.say("inside", said=self.said.get("within_said", ""), parts=self.comma.join(parts))
        return [told, *([inside] if parts else [])]

    def steps(self) -> list[str]:
        """What each step took out, with the shares after it; rules that nothing met are not named."""
        told = []
        for row in self.result.tables.get("waterfall") or ():
            step = str(row["step"])
            if step:
                shares = ["–" if share is None else f"{share:.2%}" for share in row["coverage"]]
                rule = self.words.label(step[len(RULE) :]) if self.language == "zh" else step[len(RULE) :]
                name = rule if step.startswith(RULE) else self.say(step) if step in WORDS else step
                places = " + ".join(map(str, row["places"]))
                if self.language == "zh":
                    told.append(f"    {name}：{places} 处，其后为 {'、'.join(shares)}")
                else:
                    word = "place" if row["places"] == [1] else "places"
                    told.append(f"    {name}: {places} {word}, then {' and '.join(shares)}")
        return [self.say("taken"), *told] if told else []

    def places(self) -> list[str]:
        """The strongest matches with their places, and under each what the method says of it in one line; of one match
        further places are counted. Those that are all taken out come last, and say so."""
        from appraisal import wording
        from appraisal.clip import clip_all
        from appraisal.counted import strength
        from appraisal.folding import folded
        from appraisal.lineage import mask_of

        result = self.result
        beside = str(self.said.get("told", self.method.get("en", {}).get("told", ""))).split()
        left = {piece.id for piece in clip_all(result.matches, mask_of(result))}
        ranked = sorted(
            wording.explained(result).matches,
            key=lambda m: (
                m.id not in left, -strength(m, self.method), -m.weight, -m.left.length - m.right.length, m.id,
            ),
        )  # fmt: skip
        every = folded(ranked, self.method, left, ())
        told = []
        for one in every[:MATCHES]:
            match = one.match
            told.append(self.place(match) + ("" if match.id in left else self.say("out")))
            details = {key: match.details[key] for key in beside if match.details.get(key, "") != ""}
            if details:
                listed = self.words.details(details)
                said = self.semicolon.join(f"{name}{self.colon}{value}" for name, value in listed)
                told.append("      " + said.replace("\n", "\\n"))  # of a text that a program holds
            told += self.repeats(one.repeats)
        count, again = len(result.matches), len(result.matches) - len(every)
        head = self.say("matches", count if self.language == "zh" else some(count, "match", "matches"))
        head += self.say("repeating", again) if again else ""
        return [head + (self.say("strongest") if told else ""), *told]

    def repeats(self, matches: Sequence[Match]) -> list[str]:
        """Places that repeat one, on a line: how many, and the first."""
        if not matches:
            return []
        said = self.comma.join(
            " ~ ".join(place(span).rsplit(" ", 1)[-1] for span in (m.left, m.right)) for m in matches[:REPEATS]
        )
        more = self.say("more-places", len(matches) - REPEATS) if len(matches) > REPEATS else ""
        count = (
            len(matches)
            if self.language == "zh"
            else some(len(matches), "place that repeats or resembles", "places that repeat or resemble")
        )
        return [f"      {self.say('repeats', count)}{self.colon}{said}{more}"]

    def place(self, match: Match) -> str:
        more = len(match.also.left) + len(match.also.right)
        kind = self.words.label(match.kind)
        further = self.say("further", more if self.language == "zh" else some(more, "further place")) if more else ""
        return f"    {self.where(match.left)} ~ {self.where(match.right)}  {kind}{further}"

    def where(self, span: Span) -> str:
        unit = UNITS.get(span.unit, span.unit) if self.language == "zh" else span.unit
        told = place(span).replace(f"{span.file} {span.unit} ", f"{span.file} {unit} ")
        if not span.polygon:
            return told
        across, down = zip(*span.polygon, strict=True)
        return f"{told} {min(across):.0f},{min(down):.0f}–{max(across):.0f},{max(down):.0f}"

    def seen(self) -> list[str]:
        """What was seen in single files, a line a side and kind."""

        grouped: dict[tuple[str, str], list[str]] = {}
        for one in self.result.observations:
            given = [str(one.details[k]) for k in REASONS if one.details.get(k)]
            reason = " ".join(self.why(word) for word in given)
            if one.kind == DERIVED:
                reason = self.read_in_part(one.details)
            elif "message" not in one.details and self.words.label(one.kind, otherwise=""):
                reason = self.listed(self.words.details(one.details))  # what the method saw, in its words
                reason = reason if len(reason) <= MOST_SAID else reason[:MOST_SAID] + "…"
            grouped.setdefault((one.side, one.kind), []).append(one.span.file + (f" ({reason})" if reason else ""))
        told = []
        for (side, kind), files in grouped.items():
            files = list(dict.fromkeys(files))
            more = self.say("more", len(files) - FILES) if len(files) > FILES else ""
            shown = self.semicolon.join(files[:FILES])
            where = self.say(side) if side in WORDS else side
            label = self.say(kind) if kind in WORDS else self.words.label(kind)
            told.append(f"    {where}{self.comma}{label}{self.colon}{shown}{more}")
        return [self.say("seen"), *told] if told else []

    def why(self, word: str) -> str:
        from appraisal import registry

        if word.startswith(packers.PACKED):
            return self.say("packed", packers.shown(word.removeprefix(packers.PACKED)))
        return self.say(word) if word in WORDS else registry.spoken(word, self.language)

    def listed(self, said: Sequence[tuple[str, str]]) -> str:
        yes = self.words.signs[0]
        return self.semicolon.join(name if value == yes else f"{name}{self.colon}{value}" for name, value in said)

    def read_in_part(self, details: Mapping[str, JSON]) -> str:
        """Of a file that was compared through a view: that only a part of it could be read, in the words of who made
        it."""
        from appraisal import registry

        made = {one.name: one for one in registry.derivers()}.get(str(details.get("deriver", "")).split(" ", 1)[0])
        words = getattr(made, "in_part", {}).get(self.language, {})
        yes = self.words.signs[0]
        return self.listed(
            [(words[n], yes if details[n] is True else str(details[n])) for n in words if details.get(n)]
        )


def _plain(value: float) -> str:
    return f"{value:,.10g}"
