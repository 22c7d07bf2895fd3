"""Words that only a licensed institution may use, wherever the report bears them; and experts whom both sides send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import View, findings
from appraisal.gates.authority import accredited, claims
from appraisal.paper import Paper
from appraisal.papers import files
from appraisal.papers.institution import LICENSED, Licence
from appraisal.procedure import Kind
from appraisal.profile import Words
from tests.papers.narrow import only
from tests.papers.test_authority import private
from tests.papers.test_gates import COURT, edited, gates, people
from tests.papers.test_remarks import filed

LICENCE = {"is": "Licence", "number": "1", "category": "声像资料", "authority": "某司法局", "until": "2030-01-01"}
OTHERS = (
    {**LICENCE, "category": "营业执照"},
    {**LICENCE, "until": "2020-01-01"},
    {**LICENCE, "authority": ""},
)
CLAIMED = (
    "司法鉴定意见书",
    "某司法鉴定中心",
    "由人民法院依法指定的司法鉴定机构",
    "司法鉴定专线",
    "Forensic appraisal report",
)
HONEST = (
    "作品比对案",
    "不是司法鉴定意见书",
    "《司法鉴定程序通则》",
    "机密",
    "Forensic software laboratory",
    "被控作品",
)
PLACES: tuple[Callable[[Dossier, str], Dossier], ...] = (
    lambda dossier, words: replace(dossier, title=words),
    lambda dossier, words: replace(dossier, watermark=words),
    lambda dossier, words: replace(dossier, role_words={"accused": {"zh": words, "en": "accused work"}}),
    lambda dossier, words: edited(dossier, Kind.INSTITUTION, name=words),
    lambda dossier, words: edited(dossier, Kind.INSTITUTION, address=words),
    lambda dossier, words: edited(dossier, Kind.INSTITUTION, contact=words),
    lambda dossier, words: edited(dossier, Kind.INSTITUTION, letterhead=[words]),
)


def licensed(dossier: Dossier) -> list[str]:
    return only(dossier, "content/licensed")


def bare(dossier: Dossier, *licences: dict[str, str]) -> Dossier:
    return replace(edited(dossier, Kind.INSTITUTION, licences=[*licences]), dated="2026-02-01")


@pytest.mark.parametrize("place", PLACES)
def test_names_that_take_a_licence_have_one(dossier: Dossier, place: Callable[[Dossier, str], Dossier]) -> None:
    for words in CLAIMED:
        assert licensed(place(bare(dossier), words)) == ["content/licensed-text"], words
        assert licensed(place(bare(dossier, LICENCE), words)) == [], words
    for words in HONEST:
        assert licensed(place(bare(dossier), words)) == [], words


def test_a_licence_covers_the_category_and_is_in_force(dossier: Dossier) -> None:
    made = people(dossier, qualification="司法鉴定人，高级工程师", certificate="证-1")
    for other in OTHERS:
        assert licensed(bare(made, other)), other
        assert licensed(bare(made, other, LICENCE)) == []


def own_form(words: str, where: str) -> Paper:
    chapter = COURT.chapters[0]
    if where == "heading":
        return replace(COURT, chapters=(replace(chapter, heading=Words(words, words)), *COURT.chapters[1:]))
    return replace(COURT, declaration=(*COURT.declaration, Words(words, words)))


@pytest.mark.parametrize("where", ["heading", "declaration"])
def test_standing_words_of_a_form_that_take_a_licence(dossier: Dossier, where: str) -> None:
    def held(made: Dossier, words: str) -> list[str]:
        return only(made, "content/licensed", "procedure/authority", paper=own_form(words, where))

    for words in CLAIMED:
        assert "content/licensed-text" in held(bare(dossier), words)
        assert held(bare(dossier, LICENCE), words) == []
    for words in ("本鉴定由人民法院依法指定的鉴定机构作出", "This report is by a court-appointed expert"):
        assert "procedure/authority" in held(private(dossier), words), words
        assert held(dossier, words) == [], "whom a court commissioned may say so"
    for words in (
        "鉴定人将按人民法院指定的日期出庭",
        "本报告不是司法鉴定意见书",
        "本人并非法院指定的鉴定人",
        "I understand my duty as an expert to the court",
        "I was not appointed by the court",
    ):
        assert held(private(bare(dossier)), words) == [], words


def test_forms_of_the_program_are_held_by_their_licence_alone(dossier: Dossier) -> None:
    for name in files.names():
        assert not only(bare(dossier), "content/licensed", paper=name), name


def test_entries_say_it_of_the_report_alone(dossier: Dossier) -> None:
    made = bare(dossier)
    assert licensed(filed(made, Kind.OPERATION, what="本机构系司法鉴定机构"))
    assert licensed(filed(made, Kind.ISSUE, what="签发本司法鉴定意见书"))
    for words in (
        "本机构收到原告提交的某司法鉴定中心意见书一份",
        "原告另行委托的司法鉴定机构未到场",
        "曾在某司法鉴定所工作",
    ):
        assert licensed(filed(made, Kind.OPERATION, what=words)) == [], words


@pytest.mark.parametrize(
    "words",
    [
        "Single joint expert",
        "single-joint expert in these proceedings",
        "Joint expert",
        "jointly instructed examiner",
        "Expert for both parties",
        "双方当事人共同选定的鉴定人",
    ],
)
def test_a_party_s_expert_is_nobody_s_joint_expert(dossier: Dossier, words: str) -> None:
    assert [*claims(words)]
    assert "procedure/authority" in gates(people(private(dossier), qualification=words), "cn-expert")
    assert "procedure/authority" not in gates(people(dossier, qualification=words))
    titled = replace(files.find("uk-part35"), title=Words("专家报告", f"{words}'s report"), base="uk-part35")
    found = [gap.gate for gap in findings(private(dossier), titled)]
    assert "procedure/authority" in found


def test_honest_neighbours_of_a_joint_expert(dossier: Dossier) -> None:
    for words in (
        "Joint report of two examiners",
        "formerly single joint expert",
        "single joint expert in 12 cases",
        "not a single joint expert",
        "Joint Honours in Music",
        "Quality assessor (ISO 17025)",
        "双方共同确认的目录",
    ):
        assert not [*claims(words)], words


BODIES = (
    "某司法局",
    "司法部",
    "某市司法局统筹办公室",
    "廣東省司法廳",
    "司法部（公共法律服务管理局）",
    "北京市司法局（海淀区）",
    "某省司法厅、某省公安厅",
    "内蒙古自治区司法厅",
    "中国合格评定国家认可委员会",
    "上海市司法局 Shanghai Municipal Bureau of Justice",
    "Bureau of Justice of Guangdong Province",
    "Bureau of Justice, Guangdong Province",
    "Department of Justice",
)
NO_BODIES = (
    "某司法局（已撤销）",
    "某司法局，2025年作废",
    "某司法局；许可已失效",
    "某司法局；有效期届满未延续",
    "某司法局；停业整顿中",
    "某司法局；本证自2027年起生效",
    "某司法局（限2024年度）",
    "某司法局；仅供参考样本",
    "某司法局（收回）",
    "某司法局 已收回",
    "某司法局本证作废",
    "Bureau of Justice, lapsed in 2025",
    "Bureau of Justice, Lapsed",
    "Bureau of Justice (void)",
)
NUMBERS = (
    "粤司鉴管〔2023〕12号",
    "440023045",
    "许可证号 440023045",
    "许可证号：440023045",
    "京司许证字第012号",
    "证字1号",
    "1",
    "No. 1",
    "（2019）川司鉴3102号",
    "浙司鉴许〔2021〕第 8 号",
    "31440000MD8123456X",
    "SFJD-2023-001",
    "證字第十二號",
    "粤司鉴许证字[2020]第44-3号（副本）",
    "Licence No. 44/2023",
    "沪司法许〔2020〕12号-3",
)
NO_NUMBERS = (
    "证字1号（旧证，已收回）",
    "证字1号已收回",
    "证字1号，作废",
    "证字1号（失效）",
    "证字1号 停用",
    "No. 1, application pending",
    "No. 1 (old)",
    "440023045 lapsed",
    "申请中",
)
CATEGORIES = (
    "声像资料",
    "法医临床、声像资料司法鉴定",
    "声像资料鉴定（图像）",
    "法医类、物证类、声像资料类",
    "聲像資料鑒定",
    "知识产权司法鉴定；声像资料司法鉴定（录音鉴定、图像鉴定）",
    "业务范围：法医物证鉴定、声像资料鉴定（含电子数据鉴定）",
    "声像资料（0301录音鉴定、0302图像鉴定）",
    "声像资料鉴定（不含电子数据）",
    "声像资料 (audiovisual materials)",
    "环境损害鉴定；声像资料鉴定；建筑工程司法鉴定",
    "知识产权鉴定（版权鉴定，含计算机软件、文字作品、美术作品、音乐作品）",
    "计算机司法鉴定（源代码同一性鉴定）；恶意程序检验；网络游戏鉴定；动漫、游戏类作品",
    "版权鉴定：文字、音乐、美术、软件功能、作品相似性（01）",
    "Literary works, source code (similarity)",
)
NO_CATEGORIES = (
    "声像资料鉴定（已停业）",
    "声像资料鉴定，作废",
    "声像资料（限2024年度）",
    "声像资料（停办）",
    "声像资料；未开展",
    "声像资料（样本）",
    "声像资料鉴定（暂停鉴定）",
    "声像资料（2024）",
    "版权鉴定（来源不明）",
    "软件功能停用",
)


@pytest.mark.parametrize(
    ("field", "honest", "others"),
    [("authority", BODIES, NO_BODIES), ("number", NUMBERS, NO_NUMBERS), ("category", CATEGORIES, NO_CATEGORIES)],
)
def test_a_field_of_a_licence_holds_what_it_is_and_nothing_beside(
    field: str, honest: tuple[str, ...], others: tuple[str, ...]
) -> None:
    told = LICENSED[field]
    for words in honest:
        assert not _licence(field, words).lacks("声像资料"), words
    for words in others:
        assert _licence(field, words).lacks("声像资料") == (told,), words


def _licence(field: str, words: str) -> Licence:
    return Licence(**{**{name: said for name, said in LICENCE.items() if name != "is"}, field: words})


def test_the_category_of_an_own_form_is_known(dossier: Dossier) -> None:
    assert not _licence("category", "测绘甲级").lacks("测绘甲级") and _licence("category", "测绘甲级").lacks("声像资料")
    made = bare(dossier, {**LICENCE, "authority": "某司法局（限2024年度）"})
    (gap,) = (one for one in findings(made, files.find("cn-judicial")) if one.gate == "licence")
    assert "缺：发证机关" in gap.said.zh and "authority" in gap.said.en and "附注" in gap.mend.zh


@pytest.mark.parametrize(
    ("letterhead", "address", "contact"),
    [
        *((["某机构", "司法"], "", ""), (["某机构", "某市司法", "鉴定中心"], "", ""), (["某机构"], "司法", "鉴定所")),
        (["某机构"], "鉴定所", "司法"),
        (["某机构"], "某路1号司法", "鉴定机构 010"),
    ],
)
def test_lines_side_by_side_are_read_as_one(
    dossier: Dossier, letterhead: list[str], address: str, contact: str
) -> None:
    own = replace(COURT, title=Words("鉴定意见书", "Appraisal report"))
    told = edited(bare(dossier), Kind.INSTITUTION, letterhead=letterhead, address=address, contact=contact)
    assert "content/licensed-text" in [gap.gate for gap in findings(told, own)]
    honest = edited(bare(dossier), Kind.INSTITUTION, letterhead=["某大学", "版权鉴定中心"], address="司法路1号")
    assert licensed(honest) == []


@pytest.mark.parametrize("number", ["司鉴〔2026〕1号", "某司法鉴定〔2026〕1号", "京司鉴字第3号"])
def test_a_number_of_justice_takes_a_licence_for_every_client(dossier: Dossier, number: str) -> None:
    for told in (dossier, private(dossier)):
        assert licensed(replace(bare(told), report_number=number)) == ["content/licensed-text"]
        assert licensed(replace(bare(told, LICENCE), report_number=number)) == []
    assert licensed(replace(bare(dossier), report_number="版鉴字〔2026〕第1号")) == []


NONE = (
    *("执业证申请中", "鉴定人执业证已注销", "拟申请执业证", "非执业", "无执业证", "执业", "司法鉴定人执业证"),
    *("原司法鉴定人执业证 110108000001", "司法鉴定人执业证110108000001（待审批）", "鉴定人执业证，编号待定"),
    *("licence applied for", "former licence 12", "Licence no. 12, surrendered in 2024", "律师执业证 110108000001"),
    "执业证1号申请延续",
)
NUMBERED = (
    *("司法鉴定人执业证 110108000001", "司法鉴定人执业证（编号：110108000001）", "执业证号：110108000001", "执业证-1"),
    *("鉴定人执业证第110108000001号", "执业证号320100-05", "高级工程师证 12；司法鉴定人执业证，110108000001"),
    *("某省司法厅执业证 3201", "Licence No. 12/2020", "Ministry of Justice registration 4711", "licence A-12"),
)


@pytest.mark.parametrize("certificate", [*NONE, *NUMBERED])
def test_a_certificate_is_a_licence_with_its_number(dossier: Dossier, certificate: str) -> None:
    made = people(bare(dossier), qualification="司法鉴定人，高级工程师", certificate=certificate)
    assert (licensed(made) == []) is (certificate in NUMBERED)


MARKS = (
    "CNAS L1234",
    "中国合格评定国家认可委员会认可",
    "CMA 2026",
    "An accredited laboratory",
    "ISO/IEC 17025",
    "UKAS",
)
CERTIFICATE = {**LICENCE, "number": "CNAS L1234", "authority": "中国合格评定国家认可委员会"}


def marked(dossier: Dossier, paper: Paper = COURT) -> bool:
    return next(accredited(View(dossier, paper)), None) is not None


@pytest.mark.parametrize("words", MARKS)
def test_marks_of_accreditation_have_the_certificate_on_file(dossier: Dossier, words: str) -> None:
    for number, place in enumerate(PLACES):
        assert marked(place(bare(dossier), words)), number
        assert not marked(place(bare(dossier, CERTIFICATE), words)), number
        for lapsed in ({"until": "2020-01-01"}, {"number": "CNAS L1234（已注销）"}, {"number": "申请中"}):
            assert marked(place(bare(dossier, {**CERTIFICATE, **lapsed}), words)), lapsed


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("seam = true", 'seam = true\npages = "CNAS-17025-"'),
        ("seam = true", 'seam = true\npages = "17025-"'),
        ('numbering = "版鉴字', 'numbering = "认可实验室鉴字'),
        ('exhibit = { zh = "附件{number}"', 'exhibit = { zh = "CNAS附件{number}"'),
    ],
)
def test_nor_do_numbers_and_words_of_an_own_form(dossier: Dossier, was: str, now: str) -> None:
    assert was in COURT.text
    made = COURT.text.replace(was, now, 1).replace(f'name = "{COURT.name}"', f'name = "own"\nbase = "{COURT.name}"', 1)
    paper = files.whole(files.read(made))
    assert marked(bare(dossier), paper)
    assert not marked(bare(dossier, CERTIFICATE), paper)


@pytest.mark.parametrize(
    "words",
    [
        "未经实验室认可",
        "Not an accredited laboratory",
        "被告不认可的作品",
        "某市某路17025号",
        "CASE 2026",
        "共同认可的检材",
    ],
)
def test_what_claims_no_accreditation(dossier: Dossier, words: str) -> None:
    assert not any(marked(place(bare(dossier), words)) for place in PLACES)
    assert "content/accredited" not in gates(bare(dossier))
    assert "content/accredited" in gates(replace(bare(dossier), watermark="CNAS"))
