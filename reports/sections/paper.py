"""What a form of paper adds: standards, people, the opinion's own sentences, declaration, signatures, gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal import __version__
from appraisal.dossier import Filed
from appraisal.functional.tests import FunctionalTest
from appraisal.gates import View, gaps
from appraisal.gates.conditions import CONDITIONS, bearing, said_since, unmet
from appraisal.gates.unnamed import unnamed
from appraisal.papers import files as forms
from appraisal.papers.institution import Expert, Part
from appraisal.papers.opinion import TESTED, Opinion, Sentence, phrases
from appraisal.plural import agreeing
from reports.document import Block, Heading, Inline, Line, Listed, Paragraph
from reports.sections.desk import Desk, lines, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.stated import stated
from reports.spelling import said_otherwise
from reports.text import Printed, printable
from reports.widths import letters

SIGNED = 6  # lines of a row of the table of signatures: two centimetres and more, for a name written by hand
ASKED = ("publications", "testimony", "compensation")  # Fed. R. Civ. P. 26(a)(2)(B); no other form asks for them
PROFESSION = 36  # letters of a profession that stands beside a signature


def standards(desk: Desk) -> Iterator[Block]:
    """Standards that somebody has read as 依据, all others as 参照, each with what stands on file of it."""
    view = desk.view
    held = view.standards if view is not None else ()
    seen = {bool(one.text or one.checked_by or one.checked_on) for one in held if not one.read}
    beside = {True: "standards-partly", False: "standards-unread"}
    reference = beside[seen.pop()] if len(seen) == 1 else "standards-either"
    for read, title in ((True, "standards-basis"), (False, reference)):
        rows = [
            (
                text(Printed(f"{printable(one.number)} {printable(one.title)}")),
                text(one.edition or desk.say("not-stated")),
                lines("\n".join(filter(None, (one.clause, one.text))) or desk.say("not-stated")),
                lines("\n".join(filter(None, (one.checked_by, one.checked_on))) or desk.say("not-stated")),
            )
            for one in held
            if one.read is read
        ]
        if rows:
            head = [desk.say(f"col.{name}") for name in ("standard", "edition", "clause", "checked")]
            yield desk.grid(head, rows, widths=(2.2, 0.8, 3.4, 1.2), caption=desk.say(title))


def literature(desk: Desk) -> Iterator[Block]:
    """Literature and other material that the experts rely on, and where the report names what its methods rest on."""
    view = desk.view
    held = view.literature if view is not None else ()
    if view is not None and held:
        rows = [(lines(one.title), lines(one.relied_for or desk.say("not-stated"))) for one in held]
        head = [desk.say("col.literature"), desk.say("col.relied-for")]
        yield desk.grid(head, rows, widths=(3.2, 2.4))
        elsewhere = desk.say("literature-standards", title=desk.say("standards")) if view.standards else Printed("")
        yield paragraph(desk.say("literature-note", standards=elsewhere, method=desk.say("method")), "note")


def people(desk: Desk) -> Iterator[Block]:
    """The institution with its licences, and everybody on file for the paper, with what qualifies them; of those
    whom this form does not ask to sign, that they do not."""
    view = desk.view
    if view is None:
        return
    held = view.institution
    if held is not None:
        name = " ".join(dict.fromkeys(filter(None, (held.name, held.name_en))))
        rows = [(text(view.paper.house.read(desk.language), "strong"), text(name))]
        rows += [
            (text(desk.say(f"institution-{key}"), "strong"), text(value))
            for key, value in (("address", held.address), ("contact", held.contact))
            if value
        ]
        rows += [
            (
                text(desk.say("institution-licence"), "strong"),
                text(Printed(desk.say("listing-comma").join(
                    [*(printable(piece) for piece in (one.category, one.number, one.authority) if piece),
                     *([desk.say("licence-until", on=one.until)] if one.until else [])]))),
            )
            for one in held.licences
        ]  # fmt: skip
        yield desk.grid([desk.say("fact"), desk.say("col.content")], rows, widths=(1.0, 3.6))
    if said_otherwise(view.paper, desk.language):
        author = printable(view.paper.author.read(desk.language))
        yield paragraph(desk.say("people-called", author=author), "note")
    for one in view.people:
        yield Heading(2, Printed(f"{_part(desk, view, one.part)}{desk.say('colon')}{printable(one.name)}"))
        facts = _person(desk, view, one)
        yield desk.grid([desk.say("fact"), desk.say("col.content")], facts, widths=(1.0, 3.6))


def _part(desk: Desk, view: View, part: str) -> Printed:
    """What the paper calls somebody who signs it."""
    if part == Part.APPRAISER:
        return printable(view.paper.author.read(desk.language))
    return desk.say(f"part-{part}")


def _profession(one: Expert | None) -> Line:
    """What somebody who signs is by profession: the first line of what qualifies him, where it is short."""
    said = one.qualification.strip().split("\n")[0] if one is not None else ""
    return lines(said) if 0 < letters(said) <= PROFESSION else ()


def _person(desk: Desk, view: View, one: Expert) -> list[tuple[Line, ...]]:
    """What qualifies somebody; what only one form of paper asks for (``ASKED``) stands where the form requires it."""
    facts = [
        ("qualification", one.qualification),
        ("certificate", one.certificate),
        ("experience", one.experience),
        ("publications", "\n".join(one.publications)),
        ("testimony", "\n".join(one.testimony)),
        ("compensation", one.compensation),
    ]
    facts = [(key, value) for key, value in facts if key not in ASKED or key in view.paper.required]
    rows: list[tuple[Line, ...]]
    rows = [(text(desk.say(f"person-{key}"), "strong"), lines(value)) for key, value in facts if value] or [
        (text(desk.say("person-qualification"), "strong"), text(desk.say("not-stated")))
    ]
    if not _signs(view, one.part):
        rows.append((text(desk.say("person-signing"), "strong"), text(desk.say("person-signs-not"))))
    return rows


def _signs(view: View, part: str) -> bool:
    """Whether the form has people of a part sign."""
    wanted = view.paper.signing
    return {Part.REVIEWER: wanted.reviewer, Part.SIGNATORY: wanted.signatory}.get(Part(part), True)


def opines(desk: Desk) -> bool:
    """Whether the paper states an opinion in sentences; one that nothing was found rests on no accepted match."""
    view = desk.view
    return view is not None and bool(view.sentences)


def opinion(desk: Desk, free: Sequence[Block] = ()) -> Iterator[Block]:
    """Each question as put, and the sentences that answer it, every figure with its record; under a heading of its own
    what experts wrote besides (``free``: in drafts, and where a gate was passed over); then any dissent."""
    view = desk.view
    held = view.opinion if view is not None else None
    if view is None or held is None:
        yield from free
        return
    questions = view.commission.questions
    for at in dict.fromkeys(sentence.question for sentence in held.sentences):
        put = questions[at - 1] if at <= len(questions) else ""
        yield paragraph(desk.say("opinion-question", number=at, text=put), "lead")
        made = [(Paragraph(_sentence(desk, view, one)),) for one in held.sentences if one.question == at]
        yield Listed(tuple(made), ordered=True)
    yield from _propositions(desk, view, held)
    if free:
        yield Heading(2, desk.say("opinion-free"))
        yield from free
    yield from _rest(desk, view, held)


def _propositions(desk: Desk, view: View, held: Opinion) -> Iterator[Block]:
    """What the opinion says to each proposition of the scheme, by its number: which sentences answer it, or why it is
    left open."""
    put = view.scheme.propositions if view.scheme is not None else ()
    rows = []
    for number, proposition in enumerate(put, 1):
        answers: dict[int, list[str]] = {}
        for question in dict.fromkeys(one.question for one in held.sentences):
            asked = [one for one in held.sentences if one.question == question]
            if given := [str(at) for at, one in enumerate(asked, 1) if number in one.propositions]:
                answers[question] = given
        comma = desk.say("listing-comma")
        said = [
            text(desk.say(f"proposition-{one.answer}"), "strong") for one in held.answers if one.proposition == number
        ]
        said += [
            text(desk.say("proposition-answered", question=question, sentences=Printed(comma.join(given))))
            for question, given in answers.items()
        ]
        left = [one.reason for one in held.unanswered if number in one.propositions]
        said += [stacked(text(desk.say("proposition-open"), "strong"), lines(reason)) for reason in left]
        rows.append((text(str(number)), lines(proposition), stacked(*said) or text(desk.say("not-stated"), "mark")))
    if rows:
        head = [desk.say(f"col.{name}") for name in ("number", "proposition", "answer")]
        caption = desk.say("propositions-answered")
        yield desk.grid(head, rows, widths=(0.5, 2.6, 3.4), align="rll", caption=caption)


def _rest(desk: Desk, view: View, held: Opinion) -> Iterator[Block]:
    """Other opinions that may be held, dissents, and what people of the case decided under a head of their own."""
    if held.range:
        yield Heading(2, desk.say("opinion-range"))
        yield Paragraph(lines(held.range))
    if held.dissents:
        yield Heading(2, desk.say("opinion-dissents"))
        yield paragraph(desk.say("opinion-dissents-own"), "note")
        for one in held.dissents:
            yield Paragraph((Inline(Printed(printable(one.by) + desk.say("colon")), "strong"), *lines(one.text)))
    if decided := unnamed(view):
        yield Heading(2, desk.say("opinion-filed-besides"))
        for entry, said in decided:
            who = printable("、".join(dict.fromkeys(name for name in (entry.by, *said.decided_by) if name.strip())))
            about = Printed(f"{desk.say('open')}{printable(said.about)}{desk.say('close')}")
            yield Paragraph((Inline(Printed(f"{who}{about}{desk.say('colon')}"), "strong"), *lines(said.reason)))


def _sentence(desk: Desk, view: View, sentence: Sentence) -> Line:
    """A phrase with its slots filled: figures from what experts accepted, words as the expert wrote them."""
    phrase = phrases().get(sentence.phrase)
    if phrase is None:
        return text(sentence.phrase, "mark")
    filed = view.record(sentence)
    if unsaid := _unsaid(desk, view, sentence, filed):
        return unsaid
    slots = {slot: printable(value) for slot, value in sentence.words(desk.language).items()}
    slots[TESTED] = which_tested(desk, bearing(view, sentence))
    if filed is not None:
        slots |= stated(desk, filed)
    made: list[Inline] = []
    rest = words = agreeing(desk.spell(phrase.text.read(desk.language)), slots)
    for slot in phrase.slots_in(words):
        before, _, rest = rest.partition("{" + slot + "}")
        made.append(Inline(Printed(before)))
        told = slots.get(slot, desk.say("not-stated"))
        for at, piece in enumerate(told.split("`") if told.count("`") > 1 else [told]):
            made.append(Inline(Printed(piece), "code" if at % 2 else "plain", _bound(slot, filed)))
    made.append(Inline(Printed(rest)))
    if filed is not None and "{places}" in words:
        made += [Inline(slots[name]) for name in ("nested", "left_out", "unshared", "besides")]
    if filed is not None:
        made += desk.reference(result_of(filed))
    return tuple(one for one in made if one.text)


def which_tested(desk: Desk, tests: Sequence[FunctionalTest]) -> Printed:
    """（B1 reader.exe）: works and files of tests; nothing where there are none."""
    named = dict.fromkeys(printable(f"{test.label} {test.file}".strip()) for test in tests)
    return Printed(f"{desk.say('open')}{desk.say('semicolon').join(named)}{desk.say('close')}" if named else "")


def _unsaid(desk: Desk, view: View, sentence: Sentence, filed: Filed | None) -> Line:
    """In place of a sentence that counts what experts accepted, where they accepted nothing: what it lacks; empty for
    one that may stand, or that a decision lets stand."""
    phrase = phrases()[sentence.phrase]
    at = 1 + view.sentences.index(sentence)
    if "accepted" not in phrase.needs or view.passing(f"opinion/{at}", since=said_since(view, at)) is not None:
        return ()
    lacking = unmet(view, sentence, phrase.needs)
    if CONDITIONS["accepted"].words not in lacking:
        return ()
    listed = Printed(desk.say("semicolon").join(desk.read(one) for one in lacking))
    said = text(desk.say("opinion-not-said", phrase=Printed(phrase.id), listed=listed), "mark")
    return said + (desk.reference(result_of(filed)) if filed is not None else ())


def _bound(slot: str, filed: Filed | None) -> str | None:
    return result_of(filed) if filed is not None and slot not in ("left", "right") else None


def declaration(desk: Desk) -> Iterator[Block]:
    view = desk.view
    paper = desk.dossier.paper
    if view is not None and paper is not None and paper.declaration:
        if paper.signing.experts == 1 and len(view.part(Part.APPRAISER)) > 1:  # it says "I"
            yield paragraph(desk.say("declaration-each"), "lead")
        yield Listed(tuple((paragraph(one.read(desk.language)),) for one in paper.declaration), ordered=True)


def truth(desk: Desk) -> Iterator[Block]:
    """The statement of truth, held to the signatures that follow it."""
    paper = desk.dossier.paper
    if paper is not None and paper.truth is not None:
        yield Paragraph(text(paper.truth.read(desk.language)), "lead")


def signing(desk: Desk) -> Iterator[Block]:
    """A place to sign for everybody who must, and for the seal."""
    view = desk.view
    if view is None:
        return
    wanted = view.paper.signing
    rows: list[tuple[Line, ...]] = []
    blank = lines("\n".join(["\u3000"] * SIGNED))

    def row(part: Part, one: Expert | None) -> tuple[Line, ...]:
        named = text(one.name) if one is not None else text(desk.say("not-stated"), "mark")
        certificate = text(one.certificate) if one is not None and one.certificate else text(desk.say("none"))
        return stacked(text(_part(desk, view, part), "strong"), _profession(one)), named, certificate, blank, blank

    appraisers = view.part(Part.APPRAISER)
    missing = max(0, wanted.experts - len(appraisers))
    rows += [row(Part.APPRAISER, one) for one in (*appraisers, *[None] * missing)]
    for part in (Part.REVIEWER, Part.SIGNATORY):
        if _signs(view, part):
            rows += [row(part, one) for one in view.part(part) or (None,)]
    head = [desk.say(f"col.{name}") for name in ("part", "person", "certificate", "signature", "date")]
    if view.paper.page.seam:  # behind the seal it might stand on a page of its own
        yield paragraph(desk.say("seam-place"), "note")
    yield desk.grid(head, rows, widths=(1.9, 1.3, 1.7, 2.2, 1.5))
    if wanted.seal:
        house = view.institution
        name = house.called(desk.language) if house is not None else desk.say("not-stated")
        yield Paragraph(text(desk.say("seal-place", name=name)), "seal")


def seam(desk: Desk) -> Printed:
    """What marks the place of the seal across the pages; nothing where the paper wants none."""
    paper = desk.dossier.paper
    return desk.say("seam-mark") if paper is not None and paper.page.seam else Printed("")


def letterhead(desk: Desk) -> tuple[Printed, ...]:
    """Lines above the title, as the institution put them on file."""
    view = desk.view
    if view is None or view.institution is None or not view.paper.page.letterhead:
        return ()
    return tuple(printable(line) for line in view.institution.letterhead)


def gates(desk: Desk) -> Iterator[Block]:
    """The form, and what the gates found: what a decision passed over, with its reason; in a draft what stands open."""
    paper = desk.dossier.paper
    if paper is None:
        return
    if forms.as_brought(paper):
        said = desk.say("form-brought", version=__version__)
    else:
        said = desk.say("form-own", base=printable(paper.base or paper.name))
    digest = Inline(printable(forms.digest(paper)), "digest")
    yield Paragraph((*text(desk.say("form-used")), digest, *text(said)), "note")
    found = gaps(desk.dossier, paper)
    if not found:
        yield paragraph(desk.say("gates-none"))
        return
    open_ = [gap for gap in found if gap.open]
    if open_:
        yield paragraph(desk.say("gates-open", count=len(open_)), "notice")
        yield Listed(tuple((paragraph(gap.said.read(desk.language)),) for gap in open_))
    passed = [gap for gap in found if not gap.open]
    if passed:
        rows = [(text(gap.said.read(desk.language)), lines(gap.passed), text(gap.by)) for gap in passed]
        head = [desk.say(f"col.{name}") for name in ("gate", "reason", "by")]
        yield desk.grid(head, rows, widths=(3.0, 3.0, 1.2), caption=desk.say("gates-passed"))
