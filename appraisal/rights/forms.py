"""Forms of registration numbers, standard codes and digests: is a value spelt as its kind is?

Nothing is looked up anywhere. Where the forms come from, and what is not certain:

* Software registration: four digits of year, ``SR``, serial number. Certificates of different years carry different
  numbers of digits and no rule about them was found, so 4 to 8 digits pass. The certificate number (软著登字第…号) is
  another number than the registration number and is told apart.
* Registration of other works: National Copyright Administration, 国版函〔2016〕1号: 地区编号-年份-作品分类号-序号, the
  serial from 8 digits; numbers of older certificates are shorter. Its annexes (list of regions, letters of classes)
  were not at hand: a region character other than 国 or a customary abbreviation of a province gives "form not known",
  and any one capital letter passes as class. Older form: 作品自愿登记试行办法 (1994),
  作登字:地区编号-年代-分类号-顺序号.
* DCI: the text of GB/T 45913-2025 was not at hand, and nothing else says how a code is made up. The outcome is always
  "form not known".
* ISRC: ISO 3901:2019 section 4, as the registration authority explains it (isrc.ifpi.org). It has no check digit.
* ISWC: ISO 15707; check digit (10 - (1 + Σ i·dᵢ) mod 10) mod 10. It does not find every single wrong digit: at
  places 2, 4, 5, 6 and 8 a digit that is off by a multiple of 10 / gcd(place, 10) passes.
* ISBN: ISO 2108; ISSN: ISO 3297. Both check digits find every single wrong digit.
* United States: Compendium of U.S. Copyright Office Practices (3rd ed.), 1802.8(A)(2) and 2309.13(A)(4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from appraisal.errors import UsageError


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in both languages."""

    zh: str
    en: str

    def read(self, language: str) -> str:
        """The text in ``"zh"`` or ``"en"``."""
        if language not in ("zh", "en"):
            raise UsageError(f"language {language!r}: use zh or en")
        return self.zh if language == "zh" else self.en


class Kind(StrEnum):
    SOFTWARE_REGISTRATION = "software-registration"
    WORK_REGISTRATION = "work-registration"
    US_REGISTRATION = "us-registration"
    DCI = "dci"
    ISRC = "isrc"
    ISWC = "iswc"
    ISBN = "isbn"
    ISSN = "issn"
    DEPOSIT_DIGEST = "deposit-digest"
    PUBLICATION = "publication"
    CONTRACT = "contract"


class Outcome(StrEnum):
    WELL_FORMED = "well-formed"
    MALFORMED = "malformed"
    NOT_KNOWN = "form not known"


@dataclass(frozen=True, slots=True)
class Form:
    """What ``check_form`` found. ``basis`` names the form compared with; ``normalised`` is "" unless well-formed."""

    outcome: Outcome
    basis: Said
    normalised: str = ""
    reasons: tuple[Said, ...] = ()


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_REGIONS = frozenset("国京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新")
_US_PREFIXES = frozenset(["TX", "TXU", "PA", "PAU", "VA", "VAU", "SR", "SRU", "RE", "MW"])
DIGEST_DIGITS: Mapping[str, int] = {"md5": 32, "sha1": 40, "sha256": 64, "sm3": 64}
"""Algorithms that check values are read in, and the hexadecimal digits of each."""


def bare(text: str) -> str:
    """Full-width forms made plain, dashes of any length one hyphen, capitals, outer blanks off."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper()


def _good(basis: Said, normalised: str, *reasons: Said) -> Form:
    return Form(Outcome.WELL_FORMED, basis, normalised, reasons)


def _bad(basis: Said, zh: str, en: str) -> Form:
    return Form(Outcome.MALFORMED, basis, "", (Said(zh, en),))


def _open(basis: Said, zh: str, en: str) -> Form:
    return Form(Outcome.NOT_KNOWN, basis, "", (Said(zh, en),))


def _shape(basis: Said, example: str) -> Form:
    return _bad(basis, f"写法应如 {example}", f"it should read like {example}")


def _wrong_digit(basis: Said, found: str, right: str) -> Form:
    return _bad(
        basis,
        f"校验码所载为 {found}，按其余数字计算应为 {right}",
        f"the check digit reads {found}; the other digits give {right}",
    )


def _software(value: str) -> Form:
    text = re.sub(r"\s", "", bare(value))
    text = re.sub(r"\A((计算机)?软件著作权)?登记号:?", "", text)
    basis = Said("软件著作权登记号（年份＋SR＋序号）", "software registration numbers (year, SR, serial number)")
    if text.startswith("软著"):
        named = Said("软件著作权登记证书号（软著登字第…号）", "numbers of software registration certificates")
        if found := re.fullmatch(r"软著登字第?([A-Z]{0,4}[0-9]{1,10})号?", text):
            apart = Said(
                "此为证书号，与登记号（年份＋SR＋序号）不是同一编号",
                "this is the number of the certificate, not the registration number (year, SR, serial)",
            )
            return _good(named, f"软著登字第{found[1]}号", apart)
        return _open(
            named,
            "该证书号的写法未收入，须对照证书",
            "this kind of certificate number is not listed: see the certificate",
        )
    found = re.fullmatch(r"([0-9]{4})SR([0-9]{4,8})", text)
    if not found:
        return _shape(basis, "2019SR0123456")
    if int(found[1]) < 1992:
        return _bad(
            basis, "年份早于软件登记开始之年（1992）", "its year lies before software registration began (1992)"
        )
    return _good(basis, text)


def _work(value: str) -> Form:
    text = re.sub(r"\s", "", bare(value))
    text = re.sub(r"\A作品登记号:?", "", text)
    basis = Said(
        "作品登记号（国版函〔2016〕1号：地区编号-年份-作品分类号-序号）",
        "registration numbers of works (NCA notice 2016 No. 1: region, year, class, serial number)",
    )
    older = Said(
        "作品登记号（作品自愿登记试行办法：作登字:地区编号-年代-分类号-顺序号）",
        "registration numbers of works (Trial Measures of 1994: region, year, class, serial number)",
    )
    if found := re.fullmatch(r"作登字:?((?:[0-9]{1,2}-)?[0-9]{4}-[A-Z]-[0-9]{1,8})号?", text):
        return _good(older, f"作登字:{found[1]}号")
    found = re.fullmatch(r"(.)作登字-?([0-9]{4})-([A-Z])-([0-9]{1,12})", text)
    if not found:
        return _shape(basis, "国作登字-2021-A-00123456")
    region, year, letter, serial = found.groups()
    if region not in _REGIONS:
        return _open(
            basis,
            f"地区编号“{region}”未收入本表，须对照证书",
            f"the region mark {region} is not listed here: see the certificate",
        )
    if int(year) < 1995:
        return _bad(basis, "年份早于作品登记开始之年（1995）", "its year lies before works were registered (1995)")
    if int(year) > 2016 and len(serial) < 8:
        return _bad(
            basis,
            f"序号为 {len(serial)} 位，应为 8 位起",
            f"its serial number has {len(serial)} digits, from 8 are due",
        )
    return _good(basis, f"{region}作登字-{year}-{letter}-{serial}")


def _us(value: str) -> Form:
    basis = Said("美国版权局登记号（字母前缀＋数字，共 12 位）", "registration numbers of the U.S. Copyright Office")
    text = re.sub(r"[\s-]", "", bare(value))
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]+)", text)
    if not found or len(found[2]) > 12 - len(found[1]):
        return _shape(basis, "TX 1-234-567 (TX0001234567)")
    if found[1] not in _US_PREFIXES:
        return _open(
            basis,
            f"前缀 {found[1]} 未收入本表，须对照证书",
            f"the prefix {found[1]} is not listed here: see the certificate",
        )
    return _good(basis, found[1] + found[2].rjust(12 - len(found[1]), "0"))


def _dci(value: str) -> Form:
    return _open(
        Said("GB/T 45913—2025", "GB/T 45913-2025"),
        "未取得 GB/T 45913—2025 的编码规则原文",
        "the coding rules of GB/T 45913-2025 were not at hand",
    )


def _isrc(value: str) -> Form:
    basis = Said("ISO 3901", "ISO 3901")
    text, stroke, rest = re.sub(r"\s", "", bare(value)).partition("/")
    found = re.fullmatch(
        r"(?:ISRC:?-?)?([A-Z]{2})-?([A-Z0-9]{3})-?([0-9]{2})-?([0-9]{5}|[0-9]{3}-[0-9]{2}|[0-9]{4}-[0-9])", text
    )
    if not found:
        return _shape(basis, "CN-A01-20-00001 (CNA012000001)")
    reasons = [
        Said("ISRC 没有校验码，抄错一位不能由形式发现", "an ISRC has no check digit: a slip does not show in its form")
    ]
    if stroke:
        reasons.append(
            Said(f"斜线后的“{rest[:20]}”不属于 ISRC", f"what follows the stroke ({rest[:20]}) is no part of the ISRC")
        )
    return _good(basis, f"{found[1]}-{found[2]}-{found[3]}-{found[4].replace('-', '')}", *reasons)


def iswc_digit(nine: str) -> str:
    """Check digit of the nine digits of an ISWC (ISO 15707)."""
    return str((10 - (1 + sum(at * int(digit) for at, digit in enumerate(nine, 1))) % 10) % 10)


def _iswc(value: str) -> Form:
    basis = Said("ISO 15707", "ISO 15707")
    text = re.sub(r"\AISWC:?-?(?=[A-Z]-?[0-9])", "", re.sub(r"\s", "", bare(value)))
    found = re.fullmatch(r"([A-Z])-?([0-9]{3})[.-]?([0-9]{3})[.-]?([0-9]{3})-?([0-9])", text)
    if not found:
        return _shape(basis, "T-034.524.680-1")
    if found[1] != "T":
        return _open(basis, f"前缀 {found[1]} 未收入（已知为 T）", f"the prefix {found[1]} is not listed (known is T)")
    right = iswc_digit(found[2] + found[3] + found[4])
    if found[5] != right:
        return _wrong_digit(basis, found[5], right)
    return _good(basis, f"T-{found[2]}.{found[3]}.{found[4]}-{right}")


def _mod11(digits: str) -> str:
    """Check digit with weights len+1 … 2 modulo 11, X for ten (ISBN-10, ISSN)."""
    rest = -sum((len(digits) + 1 - at) * int(digit) for at, digit in enumerate(digits)) % 11
    return "X" if rest == 10 else str(rest)


def _isbn(value: str) -> Form:
    basis = Said("ISO 2108", "ISO 2108")
    text = re.sub(r"\AISBN(-?1[03](?=[: ]))?:?", "", bare(value))
    text = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"[0-9]{9}[0-9X]", text):
        right = _mod11(text[:9])
    elif re.fullmatch(r"97[89][0-9]{10}", text):
        if text.startswith("9790"):
            return _bad(basis, "979-0 开头者为 ISMN（乐谱），不是 ISBN", "numbers from 979-0 are ISMN (printed music)")
        right = str(-sum((3 if at % 2 else 1) * int(digit) for at, digit in enumerate(text[:12])) % 10)
    else:
        return _shape(basis, "978-7-xxx-xxxxx-x (10 / 13)")
    return _good(basis, text) if text[-1] == right else _wrong_digit(basis, text[-1], right)


def _issn(value: str) -> Form:
    basis = Said("ISO 3297", "ISO 3297")
    found = re.fullmatch(r"(?:ISSN:?-?)?([0-9]{4})-?([0-9]{3})([0-9X])", re.sub(r"\s", "", bare(value)))
    if not found:
        return _shape(basis, "0378-5955")
    right = _mod11(found[1] + found[2])
    return _good(basis, f"{found[1]}-{found[2]}{right}") if found[3] == right else _wrong_digit(basis, found[3], right)


def read_digest(text: str) -> tuple[tuple[str, ...], str]:
    """Algorithms that a check value may be of, and its digits in lower case; ``((), "")`` when it is none.

    ``SHA-256: AB CD …`` names its algorithm; without a name the number of digits tells, and 64 of them fit two.
    """
    plain = bare(text)
    named = re.match(r"(MD-?5|SHA-?1|SHA-?256|SM-?3)(?![0-9A-F])[\s:=()]*", plain)
    digits = re.sub(r"[\s:-]", "", plain[named.end() :] if named else plain).lower()
    if not re.fullmatch(r"[0-9a-f]+", digits):
        return (), ""
    fitting = tuple(name for name, length in DIGEST_DIGITS.items() if length == len(digits))
    if named:
        fitting = tuple(name for name in fitting if name == named[1].replace("-", "").lower())
    return (fitting, digits) if fitting else ((), "")


def _digest(value: str) -> Form:
    basis = Said("校验值的十六进制写法", "digests in hexadecimal digits")
    algorithms, digits = read_digest(value)
    if not algorithms:
        return _shape(basis, "SHA-256: 64 × 0-9a-f (MD5: 32, SHA-1: 40, SM3: 64)")
    if len(algorithms) > 1:
        return _open(
            basis,
            "64 位十六进制数可为 SHA-256 或 SM3，须写明算法",
            "64 hexadecimal digits may be SHA-256 or SM3: write which",
        )
    told = Said("算法由位数推定", "the algorithm is inferred from the number of digits")
    return _good(basis, f"{algorithms[0]}:{digits}", *(() if bare(value).startswith(("MD", "S")) else (told,)))


def _text(value: str) -> Form:
    return _open(Said("文字记载", "plain text"), "文字记载，没有编码形式", "it is text and has no coded form")


FORMS: Mapping[Kind, Callable[[str], Form]] = {
    Kind.SOFTWARE_REGISTRATION: _software,
    Kind.WORK_REGISTRATION: _work,
    Kind.US_REGISTRATION: _us,
    Kind.DCI: _dci,
    Kind.ISRC: _isrc,
    Kind.ISWC: _iswc,
    Kind.ISBN: _isbn,
    Kind.ISSN: _issn,
    Kind.DEPOSIT_DIGEST: _digest,
    Kind.PUBLICATION: _text,
    Kind.CONTRACT: _text,
}
