"""Names that stood on file when a report was issued: what is filed since makes no words of it a name.

A name is one: bounded in length, without what makes a sentence, and in Latin letters with capitals, so that nobody is
called as a dissent or a mark of the report reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from appraisal import people
from appraisal.after import slips
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.dissenting import denies
from appraisal.papers.simplified import simplified
from appraisal.procedure import Kind

HANZI, WORDS = 30, 12  # of a name, at most
SHORT = 4  # hanzi of a name in which any may stand
FIELDS: Mapping[str, tuple[str, ...]] = {
    Kind.COMMISSION: ("by", "contacts"), Kind.INSTITUTION: ("name", "name_en"), Kind.MATERIAL: ("from_whom",),
    Kind.RECEIVED: ("received_from",), Kind.PANEL: ("reviewer", "signatory"),
}  # fmt: skip
PARTIES = frozenset(name for fields in FIELDS.values() for name in fields) - {"contacts"}
_SURNAME = re.compile("莫[\u4e00-\u9fff]{1,3}\\Z")
_HANZI = re.compile("[\u4e00-\u9fff]")
_SENTENCE = re.compile("[。！？!?；;，：:\n“”]|\\.\\s+(?=[a-z])")
# Hanzi of sentences, but for words of names in which they stand (系统, 未来, 不锈钢)
_SAYS = re.compile("[的了没均该此其仅]|系(?![统列])|不(?!锈|动产)|未(?!来)")
_LATIN = re.compile(r"[^\W\d_\u4e00-\u9fff]+")
_PARTICLE = re.compile(
    "of|the|and|for|in|on|at|to|by|de|del|della|der|den|des|di|da|do|dos|du|la|le|les|el|al|van|von|zu|und|et|y|e|bin|s"
)

# Common surnames, and what stands beside the name of somebody who is told of (张三丰所述, “Dr N. Pike”)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_CALLED = re.compile(rf"[{_SURNAMES}](?:某{{1,2}}[甲乙丙丁]?|[\u4e00-\u9fff]{{1,2}})")
_MASKED = re.compile(rf"[{_SURNAMES}]某{{1,2}}[甲乙丙丁]?")
_SOMEBODY = re.compile(
    "(?:先生|女士|律师|教授|老师|编辑|同志|所[述称说言写]|的?(?:证言|陈述|来信)|(?:到庭|出庭)?作证|证[称实])"
)
_TITLE = re.compile(r"(?:证人|案外人|编辑|译者|律师|(?:Mr|Ms|Mrs|Miss|Dr|Prof)\.?|Professor|Judge)\Z")
_CAPITALS = re.compile(r"(?:[A-Z](?:[a-z'’-]+|\.)\s*){1,4}")
_REACHED = re.compile(r"[+\d][\d\s-]{6,}[\dXx]|[\w.+-]+@[\w.-]+")  # telephones, numbers of papers, addresses of mail


def of_people(case: Case, issue: Entry) -> frozenset[str]:
    """Persons of the case, client and whom to speak to there, institution and who handed material in."""
    entries = _before(case, issue)
    found = [*people.of_case((), entries), *(one.by for one in entries), *_filed(entries)]
    found += [str(row.get("name") or "") for one in entries for row in _rows(one, "experts")]
    found += [name for name in case.settings.experts if name in {one.by for one in entries}]
    return frozenset(name.strip() for name in found if is_one(name))


def of_case(case: Case, issue: Entry) -> frozenset[str]:
    """Of these whose name alone is hidden in opinion, dissents, limits and reasons: who signed or examines, client,
    institution and who handed material in. No mere contact, whom anybody may be called; and no name with a word that
    turns a sentence or that says something is not so, which would be hidden with it."""
    entries = _before(case, issue)
    contacts = {name.strip() for name in _filed(entries, ("contacts",))} - {
        name.strip() for name in (*people.of_case((), entries), *_filed(entries, PARTIES))
    }
    return frozenset(name for name in of_people(case, issue) - contacts if not says(name))


def says(name: str) -> bool:
    """Whether a sentence would say something else without such a name; 莫 is a surname as well."""
    bare = slips.without_names(name[1:] if _SURNAME.match(simplified(name)) else name)
    return bool(slips.turns(bare)) or denies(bare)


def is_somebody(text: str, before: str, behind: str) -> bool:
    """Whether words are the name of a person who is not of the case, or by what a person is reached: by their form, and
    by what stands beside them. ``before``, ``behind``: the line without blanks."""
    text = text.strip()
    if _REACHED.fullmatch(text) or _MASKED.fullmatch(text):
        return True
    if says(text):
        return False
    if _CALLED.fullmatch(text):
        return bool(_SOMEBODY.match(behind) or _TITLE.search(before))
    return bool(_CAPITALS.fullmatch(text) and _TITLE.search(before))


def of_works(case: Case, issue: Entry) -> frozenset[str]:
    """Names of works that had been received."""
    found = (str(one.body.get("name") or "") for one in _before(case, issue) if one.kind == Kind.RECEIVED)
    return frozenset(name.strip() for name in found if name.strip())


def is_one(name: str) -> bool:
    """Whether somebody may be called so, and no sentence reads so."""
    name = simplified(name.strip())
    hanzi, words = _HANZI.findall(name), _LATIN.findall(name)
    if (len(name) < 2 and not hanzi) or len(hanzi) > HANZI or len(words) > WORDS or _SENTENCE.search(name):
        return False
    if len(hanzi) > SHORT and _SAYS.search(name):
        return False
    return all(one[0] != one[0].lower() or _PARTICLE.fullmatch(one) for one in words) or len(words) == 1


def _before(case: Case, issue: Entry) -> list[Entry]:
    """What stood in the logs: of the one that the issue stands in, before it, of others as many as it counted there."""
    history = case.history()
    made = (one for one in history.of(Kind.REPORT) if one.seq == issue.body.get("report"))
    heads: Any = next(made, issue).body.get("heads")
    rows = [row for row in (heads if isinstance(heads, list | tuple) else ()) if isinstance(row, Mapping)]
    until = {str(row.get("log")): int(row.get("count") or 0) for row in rows} | {issue.log: issue.seq - 1}
    return [one for one in history.entries if one.seq <= until.get(one.log, 0)]


def _filed(entries: Iterable[Entry], fields: Collection[str] | None = None) -> Iterator[str]:
    """What these fields hold; all of ``FIELDS`` without them."""
    for one in entries:
        for field in FIELDS.get(one.kind, ()):
            if fields is None or field in fields:
                held = one.body.get(field)
                yield from map(str, held if isinstance(held, list | tuple) else (held or "",))


def _rows(entry: Entry, name: str) -> list[Mapping[str, Any]]:
    rows = entry.body.get(name) if entry.kind == Kind.QUALIFICATIONS else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list | tuple) else []
