"""Corrections (补正): slips of writing in an issued report are mended by a paper of its own; the report stays as it is.

What the opinion says, and figures of results, are no slips: they change by a supplement or a new appraisal only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import issuing, registry
from appraisal.after import days, dissented, facts, filed, notebooks, owned, slips, spelling, together
from appraisal.after.issuer import issuer
from appraisal.after.issues import PAPER, digest, folder, report
from appraisal.after.printed import Unit, texts, units
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.casefile import clean, printable
from appraisal.errors import CaseError
from appraisal.gates import early
from appraisal.issuing import Issued
from appraisal.notice import Notice, Table
from appraisal.paper import Paper
from appraisal.papers import files as forms
from appraisal.papers.as_read import QUOTED, stated
from appraisal.procedure import Kind
from appraisal.profile import Words

MODEL = together.MODEL
MOST_PLACES = 5  # headings named where words stand in several places


@dataclass(frozen=True, slots=True)
class Slip:
    """``was`` is to be read as ``now``; ``where`` it stands, as people say it (page, section)."""

    was: str
    now: str
    where: str = ""


def correct(
    case: Case, number: str, mended: Sequence[Slip], reason: str, *, new: str, by: str, on: str = ""
) -> list[Path]:
    """Issue a correction of the report ``number`` under the number ``new``; its files.

    ``CaseError`` when ``was`` does not stand in the report, or the change is no slip of writing (``slips``).
    """
    entry = report(case, number)
    if not mended or not stated(reason):
        raise CaseError("a correction needs what was written, what is right, and why")
    reason = printable(reason, "reason (理由)")
    for slip in mended:
        for said in (slip.now, slip.where):
            printable(said, "now, where")
    paper = forms.read((folder(case, number) / PAPER).read_text("utf-8"))
    model = json.loads((folder(case, number) / MODEL).read_text("utf-8"))
    by = clean(by).strip()
    signing = facts.signatories(case)
    if (signing or paper.signing.signatory) and by not in signing:
        raise CaseError(f"{by or '-'} is no authorised signatory on file")
    people, parties, quoted = facts.people(case), facts.parties(case), facts.clauses(case)
    on_file, told, held = facts.held(case, paper), filed.words(case), filed.record(case)
    kept = facts.kept(case)
    places, own = [*units(model, paper)], owned.of(case, paper, number)
    for said in (reason, *(slip.where for slip in mended)):
        if words := early.unfit(case, said):
            raise CaseError(f"{', '.join(words)}: reason and place of a correction hold no conclusion and no share")
        early.refuse_contrary(case, _but_for(mended, said))
        early.refuse_muting(case, said)
    for slip in mended:
        # what stands in place of a name is read whole: a letter of it is nobody
        _check(slip, places, people, quoted, held.known | ({slip.now} if slip.was in held.known else set()))
        _check_kept(slip, places, kept)
        _check_facts(slip, places, on_file)
        _check_words(case, slip, places, parties)
        _check_filed(slip, places, told)
        _check_place(slip, places)
    named = {*people, *parties, *kept.marks}
    rows = _check_new(mended, places, together.earlier_rows(case, number))
    pairs = [(was, now) for was, now, _ in rows]
    lines = [_Line(unit, together.combined(unit.text, pairs), mended) for unit in places if _touched(unit, mended)]
    noted = notebooks.on_file(case, entry, people)
    for line in lines:
        _check_together(case, line.unit, line.changed, told)
        _check_names(line.unit, line.changed, named, held, on_file, kept)
        _check_days(case, line.unit, line.changed)
        if own.wrote(line.unit.text, *line.forms):
            _check_written(line, held if own.wrote(line.unit.text) else held.with_lines(noted))
        else:
            _check_spelling(line, told, held, own)
    for line in lines:
        _check_owned(line, own, held.known)
    new, on = issuing.numbered(case, new), (on or case.clock())[:10]
    target = folder(case, new)
    if not new or target.exists():
        raise CaseError(f"{new or '-'}: a correction needs a number of its own")
    notice = Notice(
        title=Words("补正书", "Correction"),
        number=new,
        dated=on,
        lines=(
            (Words("原文书编号", "Report corrected"), number),
            (Words("原文书（PDF）SHA-256", "SHA-256 of its PDF"), digest(case, number)),
            (Words("补正理由", "Reason"), reason),
            (Words("签发", "Issued by"), by),
            *dissented.lines(case, entry, paper),
        ),
        blocks=(
            Table(
                Words("补正内容", "Corrections"),
                (Words("序号", "No."), Words("位置", "Place"), Words("原文", "Was"), Words("补正为", "To be read")),
                tuple((str(at), _place(s, places), s.was, s.now) for at, s in enumerate(mended, 1)),
                (0.5, 1.5, 3.0, 3.0),
            ),
            standing(paper),
        ),
        paper=paper.page.paper,
        prevails=paper.prevails,
        called=Words("文书编号", "Correction number"),
        issuer=issuer(case, paper, by),
    )
    with case.working():
        target.mkdir(parents=True)
        paths = [
            made.notice(notice, target / f"report{made.suffix}", language=_language(model))
            for made in map(registry.exporter, registry.exporter_names())
        ]
        write_whole(target / PAPER, paper.text.encode("utf-8"), durable=True)
        names = [path.relative_to(case.root).as_posix() for path in (*paths, target / PAPER)]
        body = Issued(new, paper.name, on, entry.seq, form="correction", of=number)
        case.log.write(Kind.ISSUED, body, by, files=names)
    return paths


def _but_for(mended: Sequence[Slip], said: str) -> str:
    """A reason without what it quotes of the report, or of the correction, whose words are asked as such."""
    own = {words for slip in mended for words in (slip.was, slip.now)}
    return QUOTED.sub(lambda hit: "" if hit.group().strip('“”「」"') in own else hit.group(), said)


def _language(model: Mapping[str, Any]) -> str:
    """The language of the report corrected, or both: a paper on a report in one is in no other."""
    spoken = {str(part.get("language")) for part in model["parts"]}
    return "both" if len(spoken) > 1 else spoken.pop()


def standing(paper: Paper) -> Words:
    """What of the report, by its own title, the correction leaves as it is."""
    zh, en = ("、分析说明与意见", ", analysis nor opinion") if paper.opinion else ("与分析说明", " nor analysis")
    title = paper.title
    return Words(
        f"以上系文字差错，不影响检验结果{zh}；原《{title.zh}》其余内容不变。本补正书与原《{title.zh}》一并使用。",
        f"These are slips of writing. They touch neither results{en} of the paper corrected ({title.en}); all else"
        " in it stands. This paper is to be read together with it.",
    )


def _place(slip: Slip, places: Sequence[Unit]) -> str:
    """Where it stands: as people say it, or the headings that it stands below."""
    return slip.where.strip() or next((unit.place for unit in places if slip.was in unit.text and unit.place), "-")


def _check(
    slip: Slip, places: Sequence[Unit], names: Collection[str], quoted: Sequence[str], known: Collection[str]
) -> None:
    if not slip.was or slip.was == slip.now:
        raise CaseError("a slip needs what was written and what is right, and they differ")
    held = [unit for unit in places if slip.was in unit.text]
    if not held:
        raise CaseError(
            f"{slip.was!r} does not stand in the report: write it as it is printed, within one line or cell"
        )
    if any(unit.opinion for unit in held):
        raise CaseError(f"{slip.was!r} stands in the opinion: that is no slip of writing but a supplement (补充鉴定)")
    for unit in held:
        if altered := slips.figures(unit, slip.was, slip.now):
            listed = ", ".join(altered)
            raise CaseError(f"{listed}: figures of results are no slips of writing; make a supplement (补充鉴定)")
        if altered := slips.named(unit.text, slip.was, slip.now, names, known):
            raise CaseError(
                f"{', '.join(altered)}: who examined, reviewed or signed (人员姓名) is no slip of writing;"
                " make a supplement (补充鉴定) or a new report; for other words beside a name write these alone"
            )
        _check_meaning(unit, slip)
        if slips.within(unit.text, slip.was, quoted):
            raise CaseError(
                f"{slip.was!r} stands in the clause of a standard (标准条款), which is quoted: file what it says, and"
                " make a supplement (补充鉴定)"
            )
    if any(unit.sworn for unit in held):
        raise CaseError(
            f"{slip.was!r} stands in the declaration or the statement of truth (声明): those who signed answer for each"
            " word of it; make a new report"
        )


def _check_meaning(unit: Unit, slip: Slip, *, reworded: bool = True) -> None:
    if altered := slips.turned(unit, slip.was, slip.now):
        raise CaseError(
            f"{', '.join(altered)}: a word that turns what is said (无、不, not; 采信, 相同), that says how much ("
            "全部、部分, all, some), in what state (完好, intact) or as what (教授, professor) is no slip of writing;"
            " make a supplement (补充鉴定)"
        )
    if reworded and slips.reworded(unit, slip.was, slip.now):
        raise CaseError(
            f"{slip.was!r} stands in what the experts wrote (分析说明、检验经过、局限): single letters of it are"
            f" mended, {slips.MOST_LETTERS} of a paragraph at most and none beside another; make a"
            " supplement (补充鉴定)"
        )


def _check_kept(slip: Slip, places: Sequence[Unit], kept: facts.Kept) -> None:
    for unit in (unit for unit in places if slip.was in unit.text):
        if slips.within(unit.text, slip.was, kept.qualifications):
            raise CaseError(
                f"{slip.was!r} stands in a qualification or certificate (资格、职称、证号): file what is right, and"
                " make a supplement (补充鉴定) or a new report"
            )
        if slips.within(unit.text, slip.was, kept.experience) and (
            altered := slips.counted(unit.text, unit.text.replace(slip.was, slip.now))
        ):
            raise CaseError(
                f"{', '.join(altered)}: how long or how often (经历中的数目) is no slip of writing: file what is right,"
                " and make a supplement (补充鉴定) or a new report"
            )
        if altered := slips.named(unit.text, slip.was, slip.now, kept.marks):
            raise CaseError(
                f"{', '.join(altered)}: the number of a carrier or seal (载体、封条编号), by which material is known"
                " again, is no slip of writing; make a supplement (补充鉴定)"
            )


def _check_facts(slip: Slip, places: Sequence[Unit], filed: Collection[str]) -> None:
    for unit in (unit for unit in places if slip.was in unit.text):
        if altered := facts.lost(unit.text, unit.text.replace(slip.was, slip.now), filed):
            raise CaseError(
                f"{', '.join(altered)}: what is on file of works, licences, standards or the paper (在卷事实) is no"
                " slip of writing: file what is right, and make a supplement (补充鉴定) or a new report"
            )


def _check_filed(slip: Slip, places: Sequence[Unit], told: Collection[filed.Words]) -> None:
    """Of what somebody put on file a letter is mended, as of what experts wrote."""
    for unit in (unit for unit in places if slip.was in unit.text):
        if (as_written := filed.held(unit, slip.was, told)) is None:
            continue
        if filed.reworded(unit, slip.was, slip.now, told):
            raise CaseError(
                f"{slip.was!r} stands in words that are on file in the logs (在卷记录的文字), which the report prints"
                f" as they are: single letters of it are mended, {slips.MOST_LETTERS} of a line at most, none beside"
                " another, and of few words none; put on file what is right, and make a supplement (补充鉴定)"
            )
        _check_meaning(as_written, slip, reworded=False)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is mended, and as all corrections leave it."""

    unit: Unit
    changed: str
    mended: Sequence[Slip]

    @property
    def slips(self) -> list[Slip]:
        return [slip for slip in self.mended if slip.was in self.unit.text]

    @property
    def forms(self) -> list[str]:
        """As it would be read: by all corrections, and by each slip alone."""
        return [self.changed, *(self.unit.text.replace(slip.was, slip.now) for slip in self.slips)]


def _touched(unit: Unit, mended: Sequence[Slip]) -> bool:
    return any(slip.was in unit.text for slip in mended)


def _check_spelling(line: _Line, told: Collection[filed.Words], held: filed.Record, own: owned.Owned) -> None:
    """What people filed and stands among the words of experts is held as a whole."""
    rest = line.unit.written and not any(_strange(line, slip, own) for slip in line.slips)
    if altered := spelling.unfounded(line.unit.text, line.changed, told, held, rest=rest):
        raise CaseError(
            f"{'; '.join(altered)}: words that are on file in the logs (在卷记录的文字) keep what they say: a character"
            " written twice, a sign, or a misspelt English word is mended, anything else once the record holds the line"
            " as it is to be read (appraisal record …); else make a supplement (补充鉴定)"
        )


def _check_written(line: _Line, held: filed.Record) -> None:
    """A line of a notebook is held as a whole. One that still stands there as it was is not on file otherwise, whatever
    another cell says."""
    if not spelling.founded(line.unit.text, line.changed, held):
        listed = "; ".join(slip.was for slip in line.slips)
        raise CaseError(
            f"{listed}: what the experts wrote in a notebook (笔记本中的文字) keeps what it says: a character written"
            " twice, a sign, or a misspelt English word is mended, anything else once who wrote it has mended the"
            " notebook and put it on file under their name (appraisal report CASE --by NAME); else make a supplement"
            " (补充鉴定)"
        )


def _strange(line: _Line, slip: Slip, own: owned.Owned) -> bool:
    text = line.unit.text
    return not own.wrote(line.changed) and own.strange(text, text.replace(slip.was, slip.now))


def _check_owned(line: _Line, own: owned.Owned, known: Collection[str]) -> None:
    """What the program prints of itself is no one's own words, and digests are nobody's."""
    for slip in line.slips:
        if altered := owned.digests(line.unit.text, line.unit.text.replace(slip.was, slip.now), known):
            raise CaseError(f"{', '.join(altered)}: a digest or fingerprint (校验值、指纹) is no slip of writing")
        if _strange(line, slip, own):
            raise CaseError(
                f"{slip.was!r} stands in words that the program prints of itself (程序自身的文字), or that nobody filed"
                " or wrote as they are printed: a correction mends the words of people; take each line by itself, and"
                " a notebook (笔记本) as it was, or as it is to be read"
            )


def _check_together(case: Case, unit: Unit, changed: str, told: Collection[filed.Words]) -> None:
    """All slips of one line, of this correction and of those before it, turn and conclude no more together than each
    alone may."""
    whole = Slip(unit.text, changed)
    _check_meaning(unit, whole)
    _check_filed(whole, [unit], spelling.touched(unit.text, changed, told))
    if altered := slips.figures(unit, unit.text, changed):
        raise CaseError(
            f"{', '.join(altered)}: figures of results are no slips of writing; make a supplement (补充鉴定)"
        )
    if added := sorted({*early.unfit(case, changed)} - {*early.unfit(case, unit.text)}):
        raise CaseError(f"{', '.join(added)}: a conclusion is no slip of writing; make a supplement (补充鉴定)")


def _check_names(
    unit: Unit, changed: str, names: Collection[str], held: filed.Record, on_file: Collection[str], kept: facts.Kept
) -> None:
    """Names, facts, and digits on file, in the line as all corrections leave it."""
    altered = [*slips.renamed(unit.text, changed, names, held.known), *facts.lost(unit.text, changed, on_file)]
    if any(text in unit.text for text in kept.experience):
        altered += slips.counted(unit.text, changed)
    if altered or (altered := filed.contradicted(unit.text, changed, held)):
        listed = ", ".join(dict.fromkeys(altered))
        raise CaseError(
            f"{listed}: names and digits that are on file in the logs (在卷的名称、数字) are mended only to what the"
            " record holds: put on file what is right, and correct, or make a supplement (补充鉴定)"
        )


def _check_days(case: Case, unit: Unit, changed: str) -> None:
    """Days of commission, receipt, examination and issue are facts: what is mended is one that the record has not."""
    if wrong := days.altered(unit.text, changed, days.held(case.history().entries)):
        raise CaseError(
            f"{', '.join(wrong)}: a day (日期) is no slip of writing, unless the record holds the right one and not"
            " the one printed: file what is right, and make a supplement (补充鉴定)"
        )


def _check_new(mended: Sequence[Slip], places: Sequence[Unit], rows: Sequence[together.Row]) -> list[together.Row]:
    """All rows of corrections of the report, those of this one last; ``CaseError`` for one that was made before."""
    listed, lines = [*rows], [unit.text for unit in places]
    for slip in mended:
        row = (slip.was, slip.now, _place(slip, places))
        if together.says_nothing_new(lines, listed, row):
            raise CaseError(f"{slip.was!r} is read as {slip.now!r} already: a correction says so, and once is enough")
        listed.append(row)
    return listed


def _check_place(slip: Slip, places: Sequence[Unit]) -> None:
    times = sum(unit.text.count(slip.was) for unit in places)
    if times > 1 and not slip.where.strip():
        named = dict.fromkeys(unit.place for unit in places if slip.was in unit.text and unit.place)
        listed = "; ".join([*named][:MOST_PLACES]) + ("; …" if len(named) > MOST_PLACES else "")
        raise CaseError(
            f"{slip.was!r} stands in the report {times} times (多处), below: {listed or '-'}: say which is meant with"
            " --where, in words that the correction prints as they are (page and section; of a report in both"
            " languages, which part), or write more of the line"
        )


def _check_words(case: Case, slip: Slip, places: Sequence[Unit], parties: Collection[str]) -> None:
    """The line as it would be read concludes no more than it did, and names no other client, party or institution."""
    for unit in (unit for unit in places if slip.was in unit.text):
        changed = unit.text.replace(slip.was, slip.now)
        if added := sorted({*early.unfit(case, changed)} - {*early.unfit(case, unit.text)}):
            raise CaseError(f"{', '.join(added)}: a conclusion is no slip of writing; make a supplement (补充鉴定)")
        if altered := slips.named(unit.text, slip.was, slip.now, parties):
            raise CaseError(
                f"{', '.join(altered)}: the name of client, party or institution (名称) is no slip of writing; make a"
                " supplement (补充鉴定) or a new report; for other words beside a name write these alone"
            )


__all__ = ["MODEL", "Slip", "correct", "texts"]
