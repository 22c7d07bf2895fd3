"""Gates of who speaks: a private commission is reported in nobody's name by whom a court would seem to have sent him;
and a title that takes a licence has one on file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from appraisal.gates.claims import words_of
from appraisal.gates.gap import Found, Gap
from appraisal.gates.leaves import leaves
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.intake import Client
from appraisal.paper import Paper
from appraisal.papers import files
from appraisal.papers.as_read import printed
from appraisal.papers.institution import Institution, Licence
from appraisal.papers.licences import ended, is_number, names_certificate
from appraisal.profile import Words

PRIVATE = frozenset({Client.PARTY, Client.LAW_FIRM, Client.OTHER})
_BODY = "(?:法院|法庭|[高中]院|最高院|检察院|公安(?:机关|局|部|厅)|仲裁(?:委员会|机构|庭))"
_SENT = "(?:指定|指派|委派|选派|派出|任命|委任|授权|选任|选定)"
_ASKED = "(?:委托|聘请|特聘|选聘|聘任|核准|认可|认证)"  # said of anybody, so a claim only with what it makes of him
_ROLE = "(?:鉴定(?:人(?!名册|协会|信息)|机构|专家|组|所|中心)|检验(?:人|机构)|(?:鉴定|技术)顾问|专家(?!证人|辅助))"
_MADE = rf"{_BODY}[^，。；,;\n]{{0,8}}?(?:{_SENT}|{_ASKED})的?[^，。；,;\n]{{0,4}}?(?:{_ROLE}|机构|单位)"
_COURT = (
    r"(?:(?:court|tribunal|police|prosecution|prosecutor|crown)(?:['’]?s)?|judicially|judge['’]s|home\s+office"
    r"|(?:his|her)\s+majesty['’]s|h\.?m\.?)"
)
_SENT_EN = "(?:appointed|appointees?|authori[sz]ed|designated|nominated|assigned)"
_ASKED_EN = (
    "(?:certified|approved|accredited|licensed|recogni[sz]ed|sanctioned|selected|retained|instructed|commissioned|sworn"
    "|engaged|requested)"
)
_ROLE_EN = "(?:experts?|examiners?|assessors?|appraisers?)"
_COURTS = (
    r"(?:(?!(?:claimant|plaintiff|defendant|respondent|applicant|part(?:y|ies)|solicitor|client|in"
    r"|for)\b)[\w’']+\s+){0,5}?"
    r"(?:courts?|tribunals?|judges?|(?:mrs?|ms|lord|lady|chief)\s+justice|police|prosecutors?"
    r"|crown\s+prosecution\s+service)\b"
)
_MADE_EN = (
    rf"\b(?:{_ASKED_EN}|{_SENT_EN})\s+(?:as\s+\w+\s+)?by\s+{_COURTS}|\bby\s+(?:order|appointment)\s+(?:of"
    rf"|to)\s+the\s+{_COURTS}"
    rf"|\b{_COURT}[\s-]+(?:{_SENT_EN}|{_ASKED_EN})\s+(?:\w+\s+)?{_ROLE_EN}\b"
    r"|\bcourts?\s+(?:asked\s+for|commissioned|requested|ordered)\s+(?:this|our)\s+(?:opinion|report|appraisal)\b"
)
# Whom both sides, or the court for them, sent: no expert of one party
_JOINT = (
    r"\bsingle[\s-]+joint\b|\bjoint[\s-]+experts?\b|\bjointly[\s-]+(?:appointed|instructed|retained|selected|chosen)\b"
    rf"|\b{_ROLE_EN}\s+(?:\w+\s+)?(?:for|of|by)\s+both\s+(?:sides|parties)\b"
    r"|(?:双方|各方)(?:当事人)?共同(?:委托|聘请|选定|指定|聘任)"
)
CLAIM = re.compile(
    f"{_BODY}[^，。；,;\n]{{0,8}}?{_SENT}|{_MADE}|{_BODY}的?{_ROLE}|(?:官方|国家级){_ROLE}"
    rf"|\b{_COURT}[\s-]+{_SENT_EN}\b|\b{_SENT_EN}\s+of\s+{_COURTS}|{_MADE_EN}"
    rf"|\b(?:{_COURT}|judicial)\s+(?:(?:court|service|forensic)\s+){{0,2}}{_ROLE_EN}\b"
    rf"|\b{_ROLE_EN}\s+(?:of|to)\s+the\s+(?:[\w’']+\s+){{0,4}}?(?:court|tribunal)s?\b|\bsworn\s+expert\s+before\b"
    r"|\bcourt\s+(?:appraisal|forensic|expert|examination)\s+(?:office|service|centre|center|institute|bureau)\b"
    rf"|\bamicus\s+curiae\b|\bspecial\s+master\b|{_JOINT}"
)
# In standing words of a form, which speak of its report alone; what a court sets a day for is no appointment
CLAIM_OF_FORM = re.compile(
    f"{_BODY}[^，。；,;\n]{{0,8}}?{_SENT}(?!的?(?:期|时间|日|举证))|{_BODY}的?{_ROLE}|(?:官方|国家级){_ROLE}"
    rf"|\b{_COURT}[\s-]+{_SENT_EN}\b|{_MADE_EN}|{_JOINT}"
)
# In prose, where other cases and institutions are told of too: only of who makes this report, and as what
CLAIM_OF_OWN = re.compile(
    rf"受[^，。；,;\n]{{0,8}}{_BODY}[^，。；,;\n]{{0,4}}?(?:{_SENT}|{_ASKED})(?!的?(?:期|时间|日))|{_MADE}|{_MADE_EN}"
)
_OWN = re.compile(
    "本(?:所|机构|中心|公司|单位|人|鉴定)|担任本案|我[所们]|鉴定组"
    r"|\b(?:we|us|our|this (?:opinion|report|appraisal)|the (?:undersigned|panel|institution|experts?))\b"
)
# What somebody was, or is now and then, is no claim on this report
_ONCE = re.compile(
    r"曾|退休|卸任|此前|先前|多次|先后|历年|另一|其他|[\d一二三四五六七八九十百余多]+[起件]|(?:19|20)\d\d\s*[-–—~至年]"
    r"|former|previous|in the past"
    r"|\b(?:once|retired|until|earlier|often|regularly|repeatedly|frequently|another|other)\b|\bcases\b"
)
# That it is none of these is no claim; what is said of something else before is no denial (无可争议的…)
_DENIED = re.compile(
    r"(?:不是|不属于?|不作为|并非|(?<!除)非(?!常|凡)|未|没有|无)[^，。；,;\n的]{0,6}\Z"
    r"|\b(?:no|not|nor|never|neither)\b(?:\s+(?:been|be|a|an|the|any|by|as))*\s+\Z"
)
_CLAUSE = re.compile(r"[，。；,;\n]|\.(?!\w)")
# What a paper is called that a court or another authority asked for, or that settles the matter
_ENTITLED = re.compile(
    "司法|法院|法庭|检察|公安|认定书|认定意见"
    r"|\bjudicial\b|\bof the court\b|\bassessors?\b|\bfindings?\s+of\s+(?:copying|identity|infring\w*|plagiar\w*)"
)
_OF_JUSTICE = re.compile("司鉴|司法")  # in the number of a report
_APPRAISAL = re.compile("鉴定意见")  # what an institution of appraisal states to anybody, and experts of a party do not
LICENSED = re.compile(
    "司法鉴定(?:人(?!名册|协会|信息)|专家|师)|司法[部厅局][^，。；,;\n]{0,6}(?:核准|登记|许可|认可|认证)"
    rf"|\b{_ASKED_EN}\s+by\s+(?:the\s+)?(?:\w+\s+){{0,3}}(?:ministry|department|home\s+office)\b"
    rf"|\bministry\s+of\s+justice\s+{_ROLE_EN}\b"
    rf"|\b(?:licensed|registered|accredited)\s+(?:(?:forensic|judicial)\s+){_ROLE_EN}\b"
)
LICENSED_HOUSE = re.compile("司法鉴定(?:机构|中心|所)|司法鉴定许可证|" + LICENSED.pattern)
# What only a licensed institution makes and is called; where that is said of the report itself
_MADE_UNDER_LICENCE = "司法鉴定(?:意见书?|报告书?|书|文书)"
LICENSED_TOLD = re.compile(rf"{LICENSED_HOUSE.pattern}|{_MADE_UNDER_LICENCE}")
# … by entries, which tell of other institutions' papers every day: that we are one, or that this report is one
LICENSED_OF_OWN = re.compile(
    "本(?:所|机构|中心|公司|单位|院)[^，。；,;\n]{0,4}(?:系|是|为|乃|作为|属|持|具|取得|获)"
    rf"[^，。；,;\n]{{0,12}}?(?:{LICENSED_TOLD.pattern})|本(?:次|份|案)?司法鉴定"
    rf"|\b(?:we|our\s+\w+|this\s+(?:house|institution))\s+(?:is|are|was|were)\s+(?:\w+\s+){{0,3}}?(?:{LICENSED.pattern})"
)
# Bodies that accredit laboratories, by the letters of their marks or by name, and what is said of whom they accredited
_ACCREDITS = re.compile(
    r"(?<![a-z])(?:cnas|cma|ilac|ukas|dakks|a2la|nvlap|cofrac|accredia|hoklas|kolas)(?![a-z])"
    "|合格评定|实验室认可|资质认定|计量认证|(?<![未经予不])认可(?:委员会|的?(?:实验室|机构|检[验测]|鉴定|证书|标[识志]|编号|单位))|国家认可"
    r"|(?<![a-z])(?:iso|iec|en|gb/?t|cl0?\d)[\s/_:-]*(?:[a-z]{1,3}[\s/_:-]*)?(?:170\d\d|15189)(?!\d)"
    r"|\baccredit(?:ed|ation)\b"
)
_OF_ACCREDITATION = re.compile(r"(?<!\d)(?:170(?:11|20|25|43|65)|15189)(?!\d)")  # standards of it, in numbers of pages
_LINE = 12  # letters of a line that make one word with those of the line beside it
# What is called so by others, or taught under that name
_NO_CLAIM = "(?!人名册|协会|信息|程序|通则|条例|管理|标准|科学|学(?!会)|专业|教[授学]|研究|理论|制度)"


def borrowed(view: View) -> Found:
    """Names and qualifications that claim a court's, prosecutor's or police's appointment, in a private commission.
    Whom a court did appoint has the court, not a party, on file as who commissioned it."""
    if view.commission.kind is not None and view.commission.kind not in PRIVATE:
        return
    for claim in dict.fromkeys(_claimed(view)):
        yield Gap(
            "procedure/authority",
            Words(
                f"本案系自行委托，名称、题名、资格却称受司法机关指派：“{claim}”",
                f"a private commission, yet a name, title or qualification claims a court's authority: {claim}",
            ),
            Words(
                "从机构、人员登记、文书格式与正文中删去（其他案件的经历写入 experience）；"
                "确系司法机关委托的，更正受理登记的委托方",
                "take it out of what is filed of institution and people, of the form and the text (other cases are told"
                " under experience); if a court did commission it, correct who commissioned it in the intake",
            ),
        )


def licensed(view: View) -> Found:
    """Titles and names that take a licence, where none of a category that one of the program's forms needs is on file
    and in force on the day of the report. A person's own certificate may name one."""
    if _in_force(view):
        return
    told = {
        person.name: next(_titles(LICENSED, person.qualification, person.experience), "")
        for person in view.people
        if not names_certificate(person.certificate)
    }
    found = (
        *_titles(LICENSED_TOLD, *(one.markdown for one in view.dossier.texts), own=True),
        *_titles(LICENSED_OF_OWN, *(one.text for one in leaves(view.dossier))),
        *_titles(_kept_for(), *_standing(view)),
        *_numbered(view),
    )
    told[""] = next(iter(found), "")
    for name, title in told.items():
        if title:
            yield Gap(
                f"content/licensed-{name or 'text'}",
                Words(
                    f"{name or '正文、题名、水印、机构登记或文书格式'}称“{title}”，机构许可证（在报告日有效、"
                    "类别相符）和本人执业证均未在卷",
                    f"{name or 'the text, a title, the watermark, the institution or the form'} claims what takes a"
                    f" licence ({title}); neither the institution's, of that category and in force on the day of the"
                    " report, nor a certificate that names one is on file",
                ),
                Words(
                    "登记机构许可证，或在 certificate 写明执业证名称与编号；没有的，删去",
                    "file the institution's licence, or name it with its number under certificate; else take it out",
                ),
            )


def is_accredited(view: View) -> bool:
    """Whether a certificate of accreditation of the house is on file and in force."""
    house = view.institution
    held = [one for one in (house.licences if house is not None else ()) if _valid(one, view.dossier.dated)]
    return any(next(_titles(_ACCREDITS, f"{one.number} {one.category} {one.authority}"), "") for one in held)


def accredited(view: View) -> Found:
    """Marks of accreditation in standing words of a form, in settings and beside the name of the house, where a reader
    takes the whole report to be made under it, and nothing on file says that the house has it."""
    if is_accredited(view):
        return
    numbers = (view.paper.numbering, view.paper.page.pages, view.dossier.report_number)
    digits = (hit.group() for told in numbers for hit in _OF_ACCREDITATION.finditer(printed(told).text))
    claim = next(chain(_titles(_ACCREDITS, *_standing(view), *numbers), digits), "")
    if claim:
        yield Gap(
            "content/accredited",
            Words(
                f"题名、水印、编号、页码、机构登记或文书格式标有“{claim}”，机构的认可或资质认定未在卷",
                f"a title, the watermark, a number, the institution or the form claims accreditation ({claim}), of"
                " which nothing is on file",
            ),
            Words(
                "将证书登记为机构许可（编号、范围、颁发机关、有效期），或删去",
                "file the certificate among the institution's licences (number, scope, authority, last day), or take it"
                " out",
            ),
        )


def _valid(licence: Licence, on: str) -> bool:
    """Whether a certificate on file has its number, is not revoked, and is in force on a day."""
    told = (licence.number, licence.category, licence.authority)
    lasts = not (on and licence.until) or on[:10] <= licence.until
    return is_number(licence.number) and lasts and not any(map(ended, told))


def _in_force(view: View) -> bool:
    """Whether the institution has a licence on file, whole and in force, of a category that some form needs."""
    house = view.institution
    if house is None:
        return False
    found = ((one.licence, house.licence(one.licence, view.dossier.dated)) for one in _under_licence())
    return any(one is not None and not one.lacks(category) for category, one in found)


def _under_licence() -> list[Paper]:
    """The program's forms that take a licence."""
    return [form for form in map(files.find, files.names()) if form.licence]


def _kept_for() -> re.Pattern[str]:
    """Words that are kept for forms that take a licence (``Paper.titles``), and what such an institution is called."""
    kept = [printed(words).text for form in _under_licence() for words in (form.title.en, *form.titles)]
    return re.compile("|".join((LICENSED_TOLD.pattern, *(f"{re.escape(words)}{_NO_CLAIM}" for words in kept))))


def _standing(view: View) -> Iterator[str]:
    """Names and standing words that a report bears on every page or at its head, and so says of itself: the case's,
    the institution's, and those of a form or template that are not its base's."""
    yield from _settings(view)
    if (house := view.institution) is not None:
        yield from (house.name, house.name_en, house.address, house.contact, *house.letterhead)
        yield from _joined(view, house)
    yield from _of_form(view)


def _joined(view: View, house: Institution) -> Iterator[str]:
    """Lines that a reader reads as one: the letterhead with the title below it, and what stands side by side."""
    title = () if view.paper.licence else (view.paper.title.zh,)
    sides = ((house.name, house.address, house.contact), (house.contact, house.address), (house.name, house.contact))
    for lines in ((*house.letterhead, *title), *sides):
        for one, below in pairwise(line.strip() for line in lines if line.strip()):
            for apart in ("", " "):
                yield f"{one[-_LINE:]}{apart}{below[:_LINE]}"


def _numbered(view: View) -> Iterator[str]:
    """What a number of a report, or of its pages, has of justice; a form that takes a licence is numbered so."""
    if not view.paper.licence:
        for told in (view.paper.numbering, view.paper.page.pages, view.dossier.report_number):
            yield from (hit.group() for hit in _OF_JUSTICE.finditer(printed(told).text))


def _settings(view: View) -> Iterator[str]:
    """The title of the case, its watermark and its words for roles."""
    yield from (view.dossier.title, view.dossier.watermark)
    yield from (words for _, words in within(view.dossier.role_words, str))


def _of_form(view: View) -> Iterator[str]:
    """Words of the form and of the template that the form of the program which it comes from does not have."""
    base = view.paper.base or view.paper.name
    brought = frozenset(words_of(files.find(base))) if base in files.names() else frozenset()
    yield from (text for text in words_of((view.paper, view.dossier.profile)) if text not in brought)


def claims(text: str) -> Iterator[str]:
    """Words by which a text claims a court's authority now; that somebody was once appointed is told freely."""
    yield from _titles(CLAIM, text)


def _titles(pattern: re.Pattern[str], *texts: str, own: bool = False) -> Iterator[str]:
    """What clauses claim, save what was once; ``own``: of clauses on who makes the report, and nothing quoted."""
    for shown in map(printed, texts):
        start = 0
        for stop in [*(hit.start() for hit in _CLAUSE.finditer(shown.text)), len(shown.text)]:
            clause = shown.text[start:stop]
            if not _ONCE.search(clause) and (not own or _OWN.search(clause)):
                every = pattern.finditer(shown.text, start, stop)
                found = (hit for hit in every if not _DENIED.search(shown.text[start : hit.start()]))
                yield from (" ".join(hit.group().split()) for hit in found if not (own and shown.quoted(*hit.span())))
            start = stop + 1


def _claimed(view: View) -> Iterator[str]:
    if not view.paper.licence:  # a form that takes one is for authorities: ``rules.procedure``
        title = view.paper.title
        brought = view.paper.base or view.paper.name
        appraised = brought in files.names() and "鉴定" in files.find(brought).title.zh
        for pattern in (_ENTITLED,) if appraised else (_ENTITLED, _APPRAISAL):
            yield from (hit.group() for one in (title.zh, title.en) for hit in pattern.finditer(printed(one).text))
        numbers = (view.paper.numbering, view.dossier.report_number)
        yield from (hit.group() for one in numbers for hit in _OF_JUSTICE.finditer(printed(one).text))
    for text in (*_names(view), *_settings(view)):
        yield from claims(text)
    yield from _titles(CLAIM_OF_FORM, *_of_form(view))
    told = (*(person.experience for person in view.people), *(one.markdown for one in view.dossier.texts))
    yield from _titles(CLAIM_OF_OWN, *told, own=True)


def _names(view: View) -> Iterator[str]:
    form, house = view.paper, view.institution
    for words in (form.title, form.author, form.house):
        yield from (words.zh, words.en)
    if house is not None:
        yield from (house.name, house.name_en, house.address, house.contact, *house.letterhead)
    for person in view.people:
        yield from (person.name, person.qualification, person.certificate)
