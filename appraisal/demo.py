"""The sample case 月光城 against its private-server copy, from works to report, with fixed times and no host.

In a form of paper it goes on to an issued report. What people write stands in ``sample/words`` and ``sample/paper``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from appraisal import controls, filing, issuing, paper_form, registry, run, sampling, scheme
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.comparison import Match
from appraisal.defects import record_defect
from appraisal.dossier import Role
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.identity import Signer, signer_of
from appraisal.intake import ASKED_OF, Subject
from appraisal.paper import Paper
from appraisal.plots import filing as plots
from appraisal.plural import some
from appraisal.procedure import CUSTODY, Decision, Kind, Step
from appraisal.reporting import place_notebooks, report_case

SAMPLE = Path(__file__).parent / "sample"
PHOTOGRAPHED = ("A1", "B1")  # works whose package is drawn
NUMBERS = {"zh": "示例-2026-0001", "en": "Sample-2026-0001"}
Handed = tuple[str, str, Role, str, str]  # label, folder of the sample, role, name, version
WORKS: tuple[Handed, ...] = (
    ("A1", "claimed", Role.CLAIMED, "月光城 (Moonlight City)", "1.4"),
    ("B1", "accused", Role.ACCUSED, "银月王城 (Silver Moon Royal City)", "2.0"),
    ("C1", "ancestor", Role.ANCESTOR, "pondkit 公开基础代码 (public base code)", "0.4"),
)
PLANTS = 40  # known copies that the in-case control makes of each method
DRAWN = 8  # matches of a record that are read where the opinion does not rest on it
SHORT = 20  # characters below which the sample's scheme does not count a phrase
REASONS = {"short": "limited-expression", "table": "out-of-scope"}  # of what the panel does not count
DAYS = {
    "commissioned": "2026-01-04",
    "received": "2026-01-05",
    "accepted": "2026-01-06",
    "planned": "2026-01-07",
    "compared": "2026-01-08",
    "judged": "2026-01-12",
    "reviewed": "2026-01-19",
    "issued": "2026-01-21",
}  # of the sample: each stage on a day of its own
PROSE = (".txt", ".md")  # files of the sample whose text the opinion is about; tables and settings are compared as such
MISTAKEN = {
    "screen-layout": "painted"
}  # kinds of match that are wrong of every picture of the sample; words that say why


class FixedClock:
    """A clock that begins at a fixed moment and goes one minute a call, and days forward where it is told to."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def __call__(self) -> str:
        said = self.moment.isoformat(timespec="seconds").replace("+00:00", "Z")
        self.moment += timedelta(minutes=1)
        return said

    def on(self, day: str) -> None:
        """It is now nine in the morning, Chinese time, of that day."""
        self.moment = datetime.fromisoformat(f"{day}T01:00:00+00:00")


def fixed_clock(start: datetime | None = None) -> FixedClock:
    return FixedClock(start or datetime(2026, 1, 5, 1, 0, tzinfo=UTC))


def wording(language: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "words" / f"{language}.toml").read_text("utf-8"))


def _all_people(words: dict[str, Any]) -> tuple[str, ...]:
    """Who takes part: the experts, the reviewer, and who signs for the institution."""
    return (*words["experts"], words["reviewer"], words["signatory"])


def signers(words: dict[str, Any]) -> Callable[[str], Signer | None]:
    """Keys of the invented people, made from their names: anyone can have them, so they prove nothing."""
    known = _all_people(words)

    def signer(name: str) -> Signer | None:
        if name not in known:
            return None
        return signer_of(name, hashlib.sha256(f"sample key of {name}".encode()).digest(), words["institution"])

    return signer


def _two(words: dict[str, Any]) -> list[str]:
    """Two people who receive and open material together, the reviewer beside an expert who is alone."""
    return list((*words["experts"], words["reviewer"])[:2])


def receive(case: Case, words: dict[str, Any], works: Sequence[Handed], of: Path, say: Callable[[str], None]) -> None:
    """Take works into the case from folders in ``of``, one person receiving, another signing beside; then put on file
    how the carriers were opened, which comes before the files can be read from them."""
    for label, folder, role, name, version in works:
        say(f"receiving {label}: {name}")
        with tempfile.TemporaryDirectory() as scratch:
            handed_in = Path(scratch) / Path(folder).name
            # An installer may have left compiled files among the sample's Python sources.
            shutil.copytree(of / folder, handed_in, ignore=shutil.ignore_patterns("__pycache__"))
            case.receive(
                label, handed_in, role, name=name, version=version, obtained=words["obtained"][label],
                received_from=words["client"], received_by=words["experts"][0],
            )  # fmt: skip
            filing.countersign(case, _two(words)[1], log=CUSTODY)
    labels = tuple(label for label, _, role, *_ in works if role is not Role.ANCESTOR)
    opened = Step(labels=labels, persons=tuple(_two(words)), **words["opened"])
    filing.file_step(case, Kind.HANDLED, opened, words["experts"][0])


def intake(
    case: Case, words: dict[str, Any], procedure: str, client: str, *, heard: bool, works: Sequence[Handed] = WORKS
) -> None:
    """Commission, conflict checks, acceptance and facts of the materials, as a clerk would fill in the form.

    ``heard``: whether the parties were heard on each material (质证), which only some procedures ask for.
    """
    first = words["experts"][0]
    checked = [(Subject.INSTITUTION, words["institution"]), *((Subject.PERSON, one) for one in _all_people(words))]
    checks = [
        {
            "subject": str(subject),
            "name": name,
            "answers": [{"question": str(question), "answer": "no"} for question in ASKED_OF[subject]],
            "outcome": "none",
            "decided_by": words[
                "reviewer" if name == words["signatory"] else "signatory"
            ],  # nobody decides on themselves
            "on": DAYS["accepted"],
        }
        for subject, name in checked
    ]
    kinds = {Role.CLAIMED: "sample", Role.ACCUSED: "material", Role.ANCESTOR: "ancestor"}
    materials = [
        {
            "label": label,
            "label_kind": kinds[role],
            "name": name,
            "version": version,
            "obtained": "downloaded" if label == "C1" else "handed-over",
            "obtained_text": words["obtained"][label],
            "from_whom": words["client"],
            "carrier": {"kind": "network-transfer"}
            if label == "C1"
            else {"kind": "optical-disc", "make": words["carrier"], "serial": f"{words['serial']}{label}"},
            "seal": {"state": "none"},
            "agreement": "no-check-value-given",
            "cross_examined": "yes" if heard else "not-required",
            "cross_reason": "" if heard or procedure == "private" else words["unheard"],
            "received_by": _two(words),
            "received_on": DAYS["received"],
            **({"package_photographs": [{"file": f"{label}.png"}]} if label in PHOTOGRAPHED else {}),
        }
        for label, _, role, name, version in works
    ]
    commission = {
        "by": words["client"],
        "kind": client,
        "procedure": procedure,
        "number": words["number"],
        "on": DAYS["commissioned"],
        "deadline": "2026-06-30",
        "questions": words["questions"],
        "contacts": [first],
    }
    acceptance = {"decision": "accept", "decided_by": words["signatory"], "on": DAYS["accepted"]}
    form = {"commission": commission, "conflicts": checks, "acceptance": acceptance, "materials": materials}
    filing.file_intake(case, form, first, folder=SAMPLE / "photographs")


def before_results(case: Case, words: dict[str, Any], text: str, comparators: Sequence[str] = ()) -> None:
    """What a panel does before it compares: fixing the scheme (its ``text``), signed by all."""
    first = words["experts"][0]
    write_whole(case.root / scheme.FILE, text.encode())
    filing.fix_scheme(case, first, comparators=comparators)
    for other in words["experts"][1:]:
        filing.countersign(case, other)


def fresh(root: Path, numbers: Collection[str]) -> None:
    """Make room for the demo: only an earlier one, a case with one of these numbers, is ever taken away."""
    if not root.exists() or not any(root.iterdir()):
        return
    try:
        earlier = Case.open(root).settings.number in numbers
    except CaseError:
        earlier = False
    if not earlier:
        raise CaseError(f"{root} holds something that is not an earlier demo: give another folder")
    shutil.rmtree(root)


def _judge(case: Case, words: dict[str, Any], cited: set[str]) -> None:
    """The invented panel reads what the opinion rests on whole, and of every other record the sample that it drew.

    Every verdict occurs, each for a reason that holds of the match (``_held``); what is no pair of places but of people
    is accepted. The same pair of places has the same verdict under every method.
    """
    first = words["experts"][0]
    held: dict[tuple[Any, Any], tuple[Verdict, str]] = {}
    for record in case.records():
        found = [match.id for match in record.comparison.matches]
        method = record.comparison.comparator
        people = method in case.settings.parameters
        if len(found) > DRAWN and not people and method not in cited:
            entry = sampling.draw(case.log, record.key, method, found, DRAWN, rule=words["rule"], by=first)
            found = sampling.order(str(entry.body["seed"]), found)[:DRAWN]
        shown = {match.id: match for match in record.comparison.matches}
        drawn = "alike" in registry.counting(method).get("zh", {})
        for place, key in enumerate(found, 1):
            match = shown[key]
            held_of = _held(match, place, method in cited)
            if match.kind not in MISTAKEN:
                held_of = held.setdefault((match.left, match.right), (Verdict.ACCEPTED, "") if people else held_of)
            verdict, why = held_of
            note = words[why] if why else _element(match, words) if drawn else ""
            reason = REASONS[why] if verdict is Verdict.EXCLUDED else None
            for expert in words["experts"]:
                case.judge(record.key, key, verdict, expert, reason=reason, note=note)


def _held(match: Match, place: int, cited: bool) -> tuple[Verdict, str]:
    """What the panel holds of a match, and the words (of ``words``) that say why it is not accepted.

    ``place``: which of those read it is, from 1; of a record that no opinion rests on the eighth stays doubtful.
    """
    if match.kind in MISTAKEN:
        return Verdict.REJECTED, MISTAKEN[match.kind]
    if not cited:
        return (Verdict.DOUBTFUL, "partial") if place == DRAWN else (Verdict.ACCEPTED, "")
    spans = (match.left, match.right)
    if "characters" in match.details or "characters_of_left" in match.details:
        if not all(span.file.endswith(PROSE) for span in spans):
            return Verdict.EXCLUDED, "table"
        if match.details.get("characters", SHORT) < SHORT:
            return Verdict.EXCLUDED, "short"
        if max(match.details.get(f"places_of_{side}", 1) for side in ("left", "right")) > 1:
            return Verdict.DOUBTFUL, "twice"
    return Verdict.ACCEPTED, ""


def _element(match: Match, words: dict[str, Any]) -> str:
    """What an expert writes of two pictures that are alike: element, what is the same, what differs."""
    return str(words["element"]).format(words["pictures"][Path(match.left.file).stem])


def _tables(case: Case, words: dict[str, Any], language: str) -> None:
    """What the experts put on file for the tables of texts: plot points with what they hold of them, a shared error."""
    first, defect = words["experts"][0], words["defect"]
    plots.file_form(case, plots.read_form((SAMPLE / "words" / f"plot-{language}.toml").read_text("utf-8")), first)
    record_defect(
        case, defect["title"], steps=defect["steps"], observations={label: defect[label] for label in ("A1", "B1")},
        dictated="no", why=defect["why"], by=first,
    )  # fmt: skip


def write_texts(case: Case, words: dict[str, Any], notebook: str = "report.ipynb") -> None:
    """Put the experts' Markdown cells into a notebook of the case, where experts write them by hand."""
    path = case.root / "notebooks" / notebook
    held = json.loads(path.read_text("utf-8"))
    for cell in held["cells"]:
        for tag in cell.get("metadata", {}).get("tags", ()):
            if cell["cell_type"] == "markdown" and tag in words["texts"]:
                cell["source"] = words["texts"][tag]
                cell["metadata"]["by"] = words["experts"][0]
    write_whole(path, (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode())


def _signing(paper: Paper, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The invented people, of the experts as many as sign this form."""
    appraisers = [one for one in people if one["part"] == "appraiser"]
    return appraisers[: paper.signing.experts] + [one for one in people if one["part"] != "appraiser"]


def _issue(
    case: Case, words: dict[str, Any], paper: Paper, parts: dict[str, Any], language: str, clock: FixedClock
) -> list[Path]:
    """Put on file what the form of paper wants, review, and issue the report (签发)."""
    paper_form.file(case, paper_form.read_body(parts), words["experts"][0])
    for standard in parts["standards"]:  # nobody has read it for the sample: the report says so
        about = f"gate:standards/{standard['number']}"
        filing.decide(case, Decision(about, words["unread"], decided_by=(words["signatory"],)), words["signatory"])
    with case.working():
        case.seal_edited()  # what the reviewer reads is what was put on file before
    review = Step(persons=(words["reviewer"],), **words["review"])
    filing.file_step(case, Kind.REVIEW, review, words["reviewer"])
    clock.on(DAYS["issued"])
    return issuing.issue(case, paper, by=words["signatory"], serial="1", language=language)


def run_demo(
    root: Path, *, paper: Paper | None = None, jobs: int = 1, say: Callable[[str], None] = lambda line: None
) -> list[str]:
    """Make the sample case in ``root``; returns the lines to print.

    With ``paper`` the commission is one that this form may be made for, all that the opinion rests on is read, and the
    report is issued in that form, in the language that prevails there.
    """
    fresh(root, NUMBERS.values())
    language = "en" if paper and paper.prevails == "en" else "zh"
    words, parts = wording(language), tomllib.loads((SAMPLE / "paper" / f"{language}.toml").read_text("utf-8"))
    procedure = paper.procedures[0] if paper and paper.procedures else "private"
    client = paper.clients[0] if paper and paper.clients else "party"
    rests = {one["comparator"] for one in parts["opinion"]["sentences"]}  # methods that an opinion would rest on
    if paper and not paper.opinion:
        del parts["opinion"]
    if paper:
        parts["experts"] = _signing(paper, parts["experts"])
        words["experts"] = [one["name"] for one in parts["experts"] if one["part"] == "appraiser"]
    words["client"] = words["clients"].get(client, words["client"])
    first = words["experts"][0]
    clock = fixed_clock()
    case = Case.create(
        root,
        clock=clock,
        signers=signers(words),
        number=NUMBERS[language],
        title=words["title"],
        language=language,
        watermark=words["watermark"],
        experts=tuple(words["experts"]),
        commission={"by": words["client"], "procedure": procedure, "questions": words["questions"]},
        parameters=tomllib.loads((SAMPLE / "parameters.toml").read_text("utf-8")),
    )
    receive(case, words, WORKS, SAMPLE, say)
    clock.on(DAYS["accepted"])
    intake(case, words, procedure, client, heard=procedure != "private" and language == "zh")
    clock.on(DAYS["planned"])
    before_results(case, words, (SAMPLE / "words" / f"scheme-{language}.toml").read_text("utf-8"))
    clock.on(DAYS["compared"])
    entry = run.run(
        case, jobs=jobs, by=first, host="", progress=lambda done, total, name: say(f"{done}/{total} {name}")
    )
    say("planting known copies")
    controls.control(case, plants=PLANTS, unrelated=10, seed=1, jobs=jobs, by=first)
    clock.on(DAYS["judged"])
    _judge(case, words, rests)
    _tables(case, words, language)
    place_notebooks(case)
    write_texts(case, words)
    say("writing the report")
    clock.on(DAYS["reviewed"])
    paths = (
        _issue(case, words, paper, parts, language, clock) if paper else report_case(case, language=language, by=first)
    )
    return [f"{some(len(entry['records']), 'comparison')}, {entry['failures']} without result", *map(str, paths)]
