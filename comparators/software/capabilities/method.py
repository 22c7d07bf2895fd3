"""``software-capabilities``: what a program can do, by its code alone, with the addresses that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from appraisal.comparator import Context, Sided
from appraisal.comparison import JSON, Observation
from appraisal.span import Span, whole
from appraisal.work import Medium, Member
from comparators.software.capabilities import against as others
from comparators.software.capabilities import disassembly, facts, rules, wording
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.judging import MOST_PLACES, Found, Seen, judge
from comparators.software.capabilities.names import Names

MOST_NAMES = 200  # hidden names and names found at run time that are listed by file


@dataclass(frozen=True)
class SoftwareCapabilities:
    """See the module. No parameters."""

    name: ClassVar[str] = "software-capabilities"
    version: ClassVar[str] = "9"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.SOFTWARE})
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING
    kinds: ClassVar[frozenset[str]] = frozenset(name for name, _, _ in wording.rule_rows())

    def read(self, member: Member) -> Facts:
        """Facts of one program. Raises ``Refused`` for a file that is none, or that this method cannot read,
        ``Unreadable`` and ``OverLimit``; each names the file."""
        return facts.read(member, Names(rules.every().names() | facts.LOOKUPS))

    def examine(self, work: Sided[Facts], against: Sided[Facts] | None, context: Context) -> Sequence[Observation]:
        """Findings of all rules, file by file; packing; hidden names; with ``against`` what points to that work."""
        known = rules.every()
        seen: list[Observation] = []
        used: set[str] = set()
        clients = None if against is None else others.Clients(against)
        for file, one in work.items():
            seen += _about(file, one)
            counted: dict[tuple[str, str], int] = {}
            for found in judge(one, known.rules, clients):
                key = found.rule.name, found.technique.name
                counted[key] = counted.get(key, 0) + 1
                used.add(found.rule.name)
                if counted[key] <= MOST_PLACES:
                    seen.append(_finding(file, one, found))
            for (rule, technique), count in counted.items():
                if count > MOST_PLACES:
                    more: dict[str, JSON] = {"rule": rule, "technique": technique, "count": count - MOST_PLACES}
                    seen.append(Observation("left", whole(file), "more", more))
            if clients is not None:
                seen += others.seen(file, one, clients)
        asked = [{"name": rule.name, "version": rule.version} for rule in known.rules]
        context.table("rules", {"sha256": known.sha256, "asked": asked})
        context.table("said", {rule.name: dict(rule.words) for rule in known.rules if rule.name in used})
        return seen


def _place(file: str, one: Facts, at: int, size: int) -> Span:
    """Bytes of the file; the whole file where the code was unpacked first."""
    if one.about.unpacked:
        return whole(file)
    start = one.offset(at)
    return Span(file, "byte", start, start + max(size, 1))


def _about(file: str, one: Facts) -> Iterator[Observation]:
    """Packing, hidden names, names found at run time."""
    about = one.about
    if about.packed:
        details: dict[str, JSON] = {"by": about.packed, "unpacked": about.unpacked, "left": about.left}
        details["sections"] = [{"name": s.name, "size": s.size, "entropy": s.entropy} for s in about.sections if s.size]
        state = ("已静态还原后检查", "unpacked statically, examined as it was before") if about.unpacked else (
            "未还原：其中代码不在所见之列", "not unpacked: code inside is not seen"
        )  # fmt: skip
        by = ("未知程序", "an unknown packer") if about.packed == "unknown" else (about.packed, about.packed)
        details["summary_zh"], details["summary_en"] = (f"{by[0]}：{state[0]}", f"{by[1]}: {state[1]}")
        yield Observation("left", whole(file), "packed", details)
    for name, address, size in about.odd:
        details = {"directory": name, "address": hex(address), "size": size}
        details["summary_zh"] = f"文件头所载目录 {name} 长 {size:#x}，超出映像；按实有部分读取，导入等可能不全"
        details["summary_en"] = (
            f"the directory {name} has {size:#x} bytes by the header, more than the image: read as far as it goes;"
            " what it lists may be incomplete"
        )
        yield Observation("left", whole(file), "odd-header", details)
    for address, hidden in sorted(one.hidden.items())[:MOST_NAMES]:
        size = hidden.stop - hidden.start
        details = {"address": hex(address), "text": hidden.text, "key": hidden.key.hex(), "wide": hidden.wide}
        details["summary_zh"] = details["summary_en"] = f"{hidden.text} ({hidden.told})"
        yield Observation("left", _place(file, one, address, size), "hidden-text", details)
    told = 0
    for trace in one.traces.values():
        for at, name, how in trace.names:
            if told < MOST_NAMES:
                told += 1
                details = {"address": hex(at), "name": name, "how": how, "function": hex(trace.start)}
                zh, en = wording.said("named", name, how, ())
                details["summary_zh"], details["summary_en"] = zh, en
                yield Observation("left", _place(file, one, at, 1), "name-at-run-time", details)
        for at, names in trace.unsure:
            if told < MOST_NAMES:
                told += 1
                details = {"address": hex(at), "one_of": list(names), "function": hex(trace.start)}
                details["summary_zh"] = f"按名称查找函数；所指为下列何者，不能确定：{'、'.join(names)}"
                details["summary_en"] = f"looks a function up by name; which of these, is not sure: {', '.join(names)}"
                yield Observation("left", _place(file, one, at, 1), "name-at-run-time", details)


def _finding(file: str, one: Facts, found: Found) -> Observation:
    evidence: list[dict[str, JSON]] = []
    told_zh: list[str] = []
    told_en: list[str] = []
    for _, places in found.steps:
        for function, seen in places:
            body = _step(one, function, seen)
            evidence.append(body)
            told_zh.append(f"{body['address']}  {body['says_zh']}")
            told_en.append(f"{body['address']}  {body['says_en']}")
    part = one.program.part(found.place.at)
    title = found.technique.title
    details: dict[str, JSON] = {
        "address": hex(found.place.at),
        "function": hex(found.function),
        "symbol": one.named(found.function),
        "section": part.name if part is not None else "",
        "rule": found.rule.name,
        "rule_version": found.rule.version,
        "technique": found.technique.name,
        "question": found.rule.words["question"],
        "evidence": evidence,
        "evidence_zh": told_zh,
        "evidence_en": told_en,
        "summary_zh": f"静态发现的能力：{title['zh']}",
        "summary_en": f"capability found statically: {title['en']}",
    }
    return Observation("left", _place(file, one, found.place.at, found.place.size), found.rule.name, details)


def _step(one: Facts, function: int, seen: Seen) -> dict[str, JSON]:
    zh, en = wording.said(seen.what, seen.name, seen.how, seen.notes)
    body: dict[str, JSON] = {
        "what": seen.what,
        "name": seen.name,
        "how": seen.how,
        "address": hex(seen.at),
        "function": hex(function),
        "symbol": one.named(function),
        "arguments": {str(number): value for number, value in seen.notes if number},
        "says_zh": zh,
        "says_en": en,
        "lines": disassembly.lines(one, function, seen.at, seen.name if seen.what == "named" else ""),
    }
    if seen.where:
        body["where"] = hex(seen.where)
    return body
