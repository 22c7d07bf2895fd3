"""The sample case goes on to an issued report: a few of its files, in a form with a licence and in an English one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from appraisal import demo, freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.papers import files
from appraisal.procedure import CUSTODY, Kind
from reports.build import build
from reports.document import Language
from reports.wording import WORDS
from tests.reports.bare import bare
from tests.reports.test_build import words

FEW = {
    "claimed": ("story/01_dengying.txt", "story/05_*.txt", "art/map.png", "art/crest.png", "art/title.png"),
    "accused": ("juqing/c01.txt", "juqing/c0[56].txt", "pic/worldmap.png", "pic/badge.png", "pic/loading.jpg"),
    "ancestor": ("**/framing.py",),
}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's folder with a few files of each work; all that people write is there whole."""
    place = tmp_path_factory.mktemp("sample")
    for name in ("words", "paper", "photographs"):
        shutil.copytree(demo.SAMPLE / name, place / name)
    shutil.copy(demo.SAMPLE / "parameters.toml", place)
    for folder, wanted in FEW.items():
        for path in (one for pattern in wanted for one in (demo.SAMPLE / folder).glob(pattern)):
            kept = place / folder / path.relative_to(demo.SAMPLE / folder)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept)
    return place


@pytest.mark.parametrize(
    ("form", "title", "sentence"),
    [("cn-judicial", "司法鉴定意见书", "有相同表述"), ("us-rule26", "Expert report", "of the same wording")],
)
def test_the_sample_is_issued(
    form: str, title: str, sentence: str, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "SAMPLE", few)
    monkeypatch.setattr(demo, "PLANTS", 8)
    lines = demo.run_demo(tmp_path / "case", paper=files.find(form))
    pdf = next(Path(line) for line in lines if line.endswith(".pdf"))
    document = PdfDocument(pdf)
    said = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert title in said
    assert sentence in " ".join(said.split()), "wherever its lines end"
    assert "SF/T 0075-2020" in said
    history = Case.open(tmp_path / "case").history()
    issued = history.of(Kind.ISSUED)[-1]
    assert issued.body["passed"] == ["standards/SF/T 0075-2020"]  # and nothing else was passed over
    named = [one["name"] for entry in history.of(Kind.QUALIFICATIONS)[-1:] for one in entry.body["experts"]]
    assert len(named) == (4 if form == "cn-judicial" else 3)  # one expert says "I" and signs alone
    checked = {str(one["name"]) for one in history.of(Kind.CONFLICTS)[-1].body["checks"]}
    assert {*named, demo.wording("en" if form == "us-rule26" else "zh")["institution"]} <= checked
    commission = history.of(Kind.COMMISSION)[-1].body
    assert (commission["kind"], commission["by"]) == (
        ("court", "示例法院（虚构）") if form == "cn-judicial" else ("party", "Sample client (invented)")
    )
    assert {entry.body["from_whom"] for entry in history.of(Kind.MATERIAL)} == {commission["by"]}
    (review,) = history.of(Kind.REVIEW)
    assert [entry.seq for entry in history.of(Kind.SEALED) if entry.seq > review.seq] == []  # what was read was on file
    assert {entry.body["before"] for entry in history.of(Kind.SAMPLE)} <= {0}
    dossier = freeze.freeze(Case.open(tmp_path / "case"), paper=files.find(form), number="1")
    language: Language = "en" if form == "us-rule26" else "zh"
    part = build(dossier, language).parts[0]
    assert bare(part) == [], "keys of methods without their names"
    _is_coherent(dossier, words(part), language)


def _is_coherent(dossier: Dossier, said: str, language: Language) -> None:
    """What one place of the report says, no other place gainsays."""
    layouts = [
        filed.verdicts[match.id]
        for filed in dossier.comparisons
        for match in filed.comparison.matches
        if match.kind in demo.MISTAKEN and match.id in filed.verdicts
    ]
    assert layouts and set(layouts) == {Verdict.REJECTED}, "a painting has no layout of a screen"
    told = demo.wording(language)
    assert told["painted"] in said
    facts = {e.body["label"]: e.body["received_by"] for e in dossier.entries if e.kind == Kind.MATERIAL}
    for entry in (one for one in dossier.entries if one.kind == Kind.RECEIVED):
        seconds = [e.by for e in dossier.entries if e.kind == Kind.COUNTERSIGNED and e.body["digest"] == entry.digest]
        assert [entry.by, *seconds] == facts[entry.body["label"]], "who received it, in the log and in the table"
    early = ("清单", "list", "登记", "on file")  # carriers are registered the day after
    assert all(word not in told["opened"]["observation"] for word in early), "nothing to compare a carrier with"
    custody = [entry for entry in dossier.entries if entry.log == CUSTODY]
    opened = next(entry for entry in custody if entry.kind == Kind.HANDLED)
    last = max(entry.seq for entry in custody if entry.kind == Kind.RECEIVED)
    day = {entry.on[:10] for entry in custody if entry.kind == Kind.RECEIVED}
    assert opened.seq == last + 1 and {opened.on[:10]} == day, "no package is opened days after its files were read"
    seals = {e.body["seal"]["state"] for e in dossier.entries if e.kind == Kind.MATERIAL}
    assert seals == {"none"} and {"zh": "未封存", "en": "no seal"}[language] in told["opened"]["observation"]
    answered = WORDS[language]["proposition-answered"].partition("{")[0]
    assert said.count(answered) >= 2, "both propositions of the scheme are answered"
    assert WORDS[language]["standards-unread"] in said
    assert told["pictures"]["title"] in said, "the title that the copy kept is named"
    decided = {
        (str(c["name"]), str(c["decided_by"]))
        for e in dossier.entries
        if e.kind == Kind.CONFLICTS
        for c in e.body["checks"]
    }
    assert all(name != by for name, by in decided), "nobody decides on their own conflict of interest"
    judged = [
        (match, filed.verdicts[match.id])
        for filed in dossier.comparisons
        if filed.comparison.comparator == "text-exact"
        for match in filed.comparison.matches
    ]
    assert all(one.left.file.endswith(demo.PROSE) for one, held in judged if held is Verdict.ACCEPTED)
    for one, held in judged:
        counted = one.details["characters"] >= demo.SHORT and one.left.file.endswith(demo.PROSE)
        assert held is not Verdict.EXCLUDED or not counted, "not counted for a reason that the scheme names"
    assert WORDS[language]["proposition-holds"] in said and WORDS[language]["proposition-does-not-hold"] in said
    assert {Verdict.ACCEPTED, Verdict.EXCLUDED} <= {held for _, held in judged}
    assert WORDS[language]["departures-before"] not in said
