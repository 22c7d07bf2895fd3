"""``software-capabilities``: what a program can do, by its code alone, with the addresses that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import ClassVar

from appraisal.comparator import Context, Sided
from appraisal.comparison import JSON, Observation
from appraisal.examiner import INCOMPLETE
from appraisal.span import Span, whole
from appraisal.work import Medium, Member
from comparators.software.capabilities import addresses, disassembly, facts, headers, library, rules, wording
from comparators.software.capabilities import against as others
from comparators.software.capabilities.copies import Copies
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.gathering import gathered, narrowed, shared
from comparators.software.capabilities.judging import MOST_PLACES, Found, Seen, judge
from comparators.software.capabilities.names import Names
from comparators.software.capabilities.revealing import reveal
from comparators.software.functions.program import MOST_BYTES

MOST_NAMES = 200  # hidden names and names found at run time that are listed by file


@dataclass(frozen=True)
class SoftwareCapabilities:
    """See the module. No parameters."""

    name: ClassVar[str] = "software-capabilities"
    version: ClassVar[str] = "19"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.SOFTWARE})
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING
    most: ClassVar[int] = MOST_BYTES  # of one file
    kinds: ClassVar[frozenset[str]] = frozenset(name for name, _, _ in wording.rule_rows())

    def read(self, member: Member) -> Facts:
        """Facts of one program. Raises ``Refused`` for a file that is none, or that this method cannot read,
        ``Unreadable`` and ``OverLimit``; each names the file."""
        one = facts.read(member, Names(rules.every().names() | facts.LOOKUPS))
        reveal(one)
        addresses.lift(one)
        return one

    def examine(self, work: Sided[Facts], against: Sided[Facts] | None, context: Context) -> Sequence[Observation]:
        """Findings of all rules, file by file; packing; hidden names; with ``against`` what points to that work."""
        known = rules.every()
        seen: list[Observation] = []
        used: set[str] = set()
        clients = None if against is None else others.Clients(against)
        copies = Copies(work)
        for file, one in work.items():
            if original := copies.of(file):  # what is in it is listed once
                same = work[original].sha256 == one.sha256
                seen.append(_same(file, original) if same else _packed(file, one, original))
                continue
            seen += _about(file, one)
            counted: dict[tuple[str, str], int] = {}
            told: list[Found] = []
            for found in judge(one, known.rules, clients):
                key = found.rule.name, found.technique.name
                counted[key] = counted.get(key, 0) + 1
                used.add(found.rule.name)
                if counted[key] <= MOST_PLACES:
                    told.append(narrowed(found))
            if one.library:
                held = {(each.rule.name, each.technique.name, each.function) for each in told}
                seen.append(
                    Observation(
                        "left", whole(file), "library-code", library.told(one.library, _aside(one, clients, held))
                    )
                )
            groups = gathered(told)
            pointing = [] if clients is None else list(others.seen(file, one, clients))
            silent = clients is not None and not pointing and not any(each.needs_client for each in told)
            seen += [_finding(file, one, *each, silent) for each in zip(groups, shared(groups), strict=True)]
            for (rule, technique), count in counted.items():
                if count > MOST_PLACES:
                    more: dict[str, JSON] = {"rule": rule, "technique": technique, "count": count - MOST_PLACES}
                    seen.append(Observation("left", whole(file), "more", more))
            if clients is not None:
                seen += [others.nothing(file, one, clients)] if silent else pointing
        asked = [{"name": rule.name, "version": rule.version} for rule in known.rules]
        context.table("rules", {"sha256": known.sha256, "asked": asked})
        if any(one.library for one in work.values()):
            index = library.index()
            context.table("components", {"name": index.name, "sha256": index.sha256})
        context.table("said", {rule.name: dict(rule.words) for rule in known.rules if rule.name in used})
        return seen


def _aside(one: Facts, clients: others.Clients | None, told: Set[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """What rules would find if functions of libraries were evidence, and do not find without: titles and places."""
    every, known = replace(one, library={}), rules.every().rules
    steps = max(technique.within for rule in known for technique in rule.techniques)
    reach = {other for start in one.library for other in every.near(start, steps)}
    left: dict[tuple[int, str], tuple[str, str]] = {}
    for found in judge(every, known, clients, reach):
        part = _in_library(one, found)
        if part is not None and (found.rule.name, found.technique.name, found.function) not in told:
            left.setdefault((part.at, found.rule.name), _left(one, found, part))
    return [(*left[key], key[0]) for key in sorted(left)]


def _left(one: Facts, found: Found, part: Seen) -> tuple[str, str]:
    """The title of what is left aside; where the program's own code does the deed, which part a library has."""
    words = found.rule.words["title"]
    if found.function in one.library:
        return words["zh"], words["en"]
    return (
        f"{words['zh']}（行为在程序自身代码 {found.place.at:#x} 处，运行库函数中的仅为其依据之一 {part.name}）",
        f"{words['en']} (in the program's own code, at {found.place.at:#x}; of its evidence the library has"
        f" {part.name})",
    )


def _in_library(one: Facts, found: Found) -> Seen | None:
    """What of a finding stands in a library: its place, or the first of its evidence that does; None for none."""
    if found.function in one.library:
        return found.place
    rests = (seen for _, places in found.steps for function, seen in places if function in one.library)
    return min(rests, key=lambda seen: seen.at, default=None)


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
        yield _packed(file, one)
    yield from (_odd(file, directory) for directory in about.odd)
    if _alone(one):
        yield Observation("left", whole(file), "no-imports", dict(wording.ALONE))
    for address, hidden in sorted(one.hidden.items())[:MOST_NAMES]:
        size = hidden.stop - hidden.start
        details: dict[str, JSON] = {
            "address": hex(address),
            "text": hidden.text,
            "key": hidden.key.hex(),
            "wide": hidden.wide,
        }
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


def _alone(one: Facts) -> bool:
    """Whether a program for Windows imports nothing, no other way is seen by which it calls the system, and nothing
    else that is told (packing, a directory that was not read) says why."""
    calls = any(trace.names or any(call.name for call in trace.calls) for trace in one.traces.values())
    told = one.about.packed or one.about.odd
    return one.program.format == "PE" and not (one.program.slots or calls or told)


def _odd(file: str, directory: headers.Beyond) -> Observation:
    """A directory of the header that the image does not hold: what it lists is seen in part."""
    name, address, size, room = directory
    zh_name, en_name, zh_lists, en_lists = wording.directory(name)
    zh_within, en_within = ("文件", "file") if name == headers.SECTIONS else ("映像", "image")
    if address >= room:
        zh = f"文件头所载{zh_name}位于 {address:#x}，在{zh_within}（{room:#x} 字节）之外，未能读取，"
        zh += f"其中所列内容（{zh_lists}）未见"
        en = f"the {en_name} lies at {address:#x} by the header, outside of the {en_within} ({room:#x} bytes): what it"
        en += f" lists ({en_lists}) was not seen"
    else:
        zh = f"文件头所载{zh_name}长 {size:#x}，超出{zh_within}；按实有部分读取，其中所列内容（{zh_lists}）可能不全"
        en = f"the {en_name} has {size:#x} bytes by the header, more than the {en_within}: read as far as it goes; what"
        en += f" it lists ({en_lists}) may be incomplete"
    if name == headers.SECTIONS:
        zh += "；导入与代码由装载段读取，不受影响"
        en += "; imports and code are read by the segments that are loaded, whatever it says"
    details: dict[str, JSON] = {"directory": name, "address": hex(address), "size": size, INCOMPLETE: True}
    return Observation("left", whole(file), "odd-header", details | {"summary_zh": zh, "summary_en": en})


def _packed(file: str, one: Facts, original: str = "") -> Observation:
    """By what a program is packed. ``original``: a program of the work that is the one inside, byte for byte in code
    and data, and has its findings."""
    about = one.about
    details: dict[str, JSON] = {"by": about.packed, "unpacked": about.unpacked, "left": about.left}
    details["sections"] = [{"name": s.name, "size": s.size, "entropy": s.entropy} for s in about.sections if s.size]
    if not about.unpacked:
        details[INCOMPLETE] = True
    if original:
        details["program"] = original
        state = (
            f"已静态还原（{about.unpacked}）；其中即 {original} 的程序，代码与数据逐字节相同，"
            "所见列于该文件，不重复列出",
            f"unpacked statically ({about.unpacked}); inside is the program {original}, the same code and data byte for"
            " byte: what was seen in it is listed there, once",
        )
    elif about.unpacked:
        state = (
            f"已静态还原（{about.unpacked}）后检查",
            f"unpacked statically ({about.unpacked}), examined as it was before",
        )
    else:
        state = ("未脱壳：其中代码不在所见之列", "not unpacked: code inside is not seen")
    by = ("未知加壳程序", "an unknown packer") if about.packed == "unknown" else (about.packed, about.packed)
    details["summary_zh"], details["summary_en"] = (f"{by[0]}：{state[0]}", f"{by[1]}: {state[1]}")
    return Observation("left", whole(file), "packed", details)


def _same(file: str, original: str) -> Observation:
    """A file that the work holds under another name too, which has its findings."""
    details: dict[str, JSON] = {
        "program": original,
        "summary_zh": f"与 {original} 逐字节相同：所见列于该文件，不重复列出",
        "summary_en": f"byte for byte the same as {original}: what was seen in it is listed there, once",
    }
    return Observation("left", whole(file), "same-file", details)


def _finding(file: str, one: Facts, group: Sequence[Found], beside: Sequence[str], silent: bool) -> Observation:
    """One finding, with its places where there are several. ``beside``: rules that rest on instructions of it too.
    ``silent``: nothing in the program points to the client that it is held beside."""
    evidence: dict[tuple[str, str, int], dict[str, JSON]] = {}
    for found in group:
        for function, seen in (each for _, places in found.steps for each in places):
            if (key := (seen.what, seen.name, seen.at)) not in evidence:
                evidence[key] = _step(one, function, seen)
    steps = list(evidence.values())
    first = group[0]
    titles = _titles(group, silent)
    details: dict[str, JSON] = {
        **_located(one, first),
        "rule": first.rule.name,
        "rule_version": first.rule.version,
        "question": first.rule.words["question"],
        "evidence": steps,
        "evidence_zh": [f"{step['address']}  {step['says_zh']}" for step in steps],
        "evidence_en": [f"{step['address']}  {step['says_en']}" for step in steps],
    }
    told = {
        language: comma.join(title[language] for title in titles) for language, comma in (("zh", "；"), ("en", "; "))
    }
    details |= {f"brief_{language}": words for language, words in told.items()}
    details |= {
        "summary_zh": f"静态发现的能力：{told['zh']}",
        "summary_en": f"capability found statically: {told['en']}",
    }
    if len(group) > 1:
        details["places"] = [_located(one, found) | _extent(one, found) for found in group]
    if beside:
        details["beside"] = list(beside)
    return Observation("left", _place(file, one, first.place.at, first.place.size), first.rule.name, details)


def _titles(group: Sequence[Found], silent: bool) -> list[Mapping[str, str]]:
    """Titles of the techniques of one finding, each once."""
    titles: list[Mapping[str, str]] = []
    for found in group:
        title, more = found.technique.title, found.technique.unpointed
        if silent and more is not None:
            title = {"zh": f"{title['zh']}；{more['zh']}", "en": f"{title['en']}; {more['en']}"}
        if title not in titles:
            titles.append(title)
    return titles


def _located(one: Facts, found: Found) -> dict[str, JSON]:
    """Where one place of a finding stands, and by which technique."""
    part = one.program.part(found.place.at)
    return {
        "address": hex(found.place.at),
        "function": hex(found.function),
        "symbol": one.named(found.function),
        "section": part.name if part is not None else "",
        "technique": found.technique.name,
    }


def _extent(one: Facts, found: Found) -> dict[str, JSON]:
    """Bytes of the file of a place, and the addresses of what it rests on."""
    where = _place("", one, found.place.at, found.place.size)
    rests: list[JSON] = [hex(at) for at in sorted({seen.at for _, places in found.steps for _, seen in places})]
    return {"bytes": [int(where.start), int(where.stop)] if where.unit == "byte" else [], "evidence": rests}


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
