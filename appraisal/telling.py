"""What the terminal says of an examination: findings by kind with their places, what each kind may innocently be, and
what an examination never says. In Chinese, English or both, in the examiner's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appraisal.comparison import Observation
    from appraisal.examiner import Examination

MANY = ": none of its "  # of a message that names several files, a line each (``examining``)
LANGUAGES = ("zh", "en")
PLACES = 12  # of one finding that are named; all are in the record
STEPS = 12  # likewise of what it rests on
INFORMS = 40  # of one kind of what only informs
WORDS: Mapping[str, tuple[str, str]] = {
    "ok": ("已完成", "ok"),
    "refused": ("未作检查", "refused"),
    "failed": ("未能完成", "failed"),
    "unsupported": ("格式或压缩方式不受支持", "its format or compression is not supported"),
    "encrypted": ("已加密", "encrypted"),
    "corrupt": ("已损坏", "damaged"),
    "over-limit": ("超出限度", "over a limit"),
    "unreadable": ("无法读取", "unreadable"),
    "skipped:link": ("链接，未读取", "a link, not followed"),
    "skipped:special": ("特殊文件，未读取", "a special file, not read"),
    "packed": ("使用 {} 加壳，其中内容未展开", "packed with {}, what is in it was not opened"),
    "examination": (
        "第 {} 次检查：记录 {} 份，新作 {} 份，无结果 {} 份",
        "examination {}: {}, {} new, {} without result",
    ),
    "places": ("共 {} 处：{}", "{} places: {}"),
    "more": ("另有 {}，见 --json", "{} more: --json"),
    "beside": ("同一处指令亦为下列发现的依据：{}", "instructions of it also bear: {}"),
    "class": ("类别：{}", "class: {}"),
    "bears": ("所涉问题：{}", "bears on: {}"),
    "innocent": ("无害解释：{}", "innocent explanation: {}"),
    "false_positives": ("已知误报：{}", "known false positive: {}"),
    "incomplete": (
        "注意：下列文件未能完整查看，其中未发现的内容可能存在：",
        "beware: less was seen of these files than they hold; what is not found may be there:",
    ),
    "none": (
        "未发现规则所知的能力（不说明规则之外的能力有无）",
        "nothing that the rules know was found (which says nothing of what they do not know)",
    ),
}
SIGNS = {"zh": ("、", "："), "en": (", ", ": ")}


def lines(result: Examination, language: str = "both") -> list[str]:
    """The examination line by line; ``language`` is zh, en or both."""
    return list(_Telling(result, LANGUAGES if language == "both" else (language,)).all())


class _Telling:
    def __init__(self, result: Examination, languages: Sequence[str]) -> None:
        from appraisal import registry

        method: Any = registry.examiner(result.examiner)
        self.result, self.languages = result, languages
        self.labels = {language: getattr(method, "labels", {}).get(language, {}) for language in languages}
        counting = getattr(method, "counting", {})
        self.cautions = [str(counting.get(language, {}).get("caution", "")) for language in languages]

    def all(self) -> Iterator[str]:
        from appraisal import registry
        from appraisal.examiner import EVIDENCE

        result = self.result
        yield self.head()
        if result.status != "ok":
            told = dict.fromkeys(registry.spoken(result.message or "", language) for language in self.languages)
            reason = "" if self.languages == ("zh",) else f"{result.reason}: "
            several = MANY in (result.message or "").partition("\n")[0]  # else a line end is part of a name
            for message in told:
                first, *rest = message.split("\n") if several else [message]
                yield f"  {reason}{first}"
                yield from (f"    {row}" for row in rest)
            return
        yield from (f"  {caution}" for caution in self.cautions if caution)
        kinds: dict[tuple[bool, str], list[Observation]] = {}
        yield from self.incomplete()
        for one in result.observations:
            kinds.setdefault((EVIDENCE not in one.details, one.kind), []).append(one)
        if not any(not informs for informs, _ in kinds):
            yield from (f"  {self.say('none', language)}" for language in self.languages)
        for (informs, kind), some in sorted(kinds.items(), key=lambda each: each[0]):
            yield f"  {' · '.join(dict.fromkeys(self.label(kind, language) for language in self.languages))}"
            if informs:
                yield from self.informing(some)
                continue
            for one in some:
                yield from self.finding(one)
            yield from self.known(kind)

    def incomplete(self) -> Iterator[str]:
        """Why less was seen than the files hold, before what was found in them; file by file."""
        from appraisal.examiner import INCOMPLETE

        if some := [one for one in self.result.observations if one.details.get(INCOMPLETE)]:
            yield from (f"  {self.say('incomplete', language)}" for language in self.languages)
            yield from self.informing(some)

    def head(self) -> str:
        """Method, work and state; in Chinese alone the method by its name, its key in brackets."""
        result = self.result
        named = f"{result.examiner} {result.version}"
        if self.languages != ("zh",):
            return f"{named}: {result.work.label}: {result.status}"
        return f"{self.label('name', 'zh')}（{named}）：{result.work.label}：{self.say(result.status, 'zh')}"

    def finding(self, one: Observation) -> Iterator[str]:
        from appraisal.examiner import EVIDENCE, addresses

        yield f"    {one.span.file} {one.details.get('address', '')}".rstrip()
        found: Any = one.details.get(EVIDENCE)
        beside: Any = one.details.get("beside") or ()
        several = addresses(one)
        for language in self.languages:
            comma = SIGNS[language][0]
            yield f"      {one.details.get(f'summary_{language}', '')}"
            if several:
                rest = len(several) - PLACES
                listed = [*several[:PLACES], *([self.say("more", language, rest)] if rest > 0 else [])]
                yield f"      {self.say('places', language, len(several), comma.join(listed))}"
            for step in found[:STEPS]:
                yield f"        {step.get('address', '')}  {step.get(f'says_{language}', '')}".rstrip()
            if len(found) > STEPS:
                yield f"        {self.say('more', language, len(found) - STEPS)}"
            if beside:
                yield f"      {self.say('beside', language, comma.join(self.label(kind, language) for kind in beside))}"

    def known(self, kind: str) -> Iterator[str]:
        """What is to be known of a kind of finding, once."""
        from appraisal.examiner import SAID

        said: Any = self.result.tables.get(SAID)
        about = said.get(kind, {}) if isinstance(said, Mapping) else {}
        for language in self.languages:
            for name in ("class", "bears", "innocent", "false_positives"):
                given = about.get(name)
                for words in given if isinstance(given, list | tuple) else [given]:
                    if isinstance(words, Mapping) and words.get(language):
                        yield f"    {self.say(name, language, words[language])}"

    def informing(self, some: Sequence[Observation]) -> Iterator[str]:
        for one in some[:INFORMS]:
            head = f"{one.span.file} {one.details.get('address', '')}".rstrip()
            told = [str(one.details.get(f"summary_{language}") or "") for language in self.languages]
            told = told if any(told) else [self.why(one, language) for language in self.languages]
            for words in dict.fromkeys(filter(None, told)):
                named = words.startswith((f"{one.span.file}: ", f"{one.span.file}：")) and not one.details.get(
                    "address"
                )
                yield f"    {words}" if named else f"    {head}: {words}"
            if not any(told):
                yield f"    {head}"
        if len(some) > INFORMS:
            yield from (f"    {self.say('more', language, len(some) - INFORMS)}" for language in self.languages)

    def why(self, one: Observation, language: str) -> str:
        """Why a file was not read, or not opened: what the program said of it, or the word of the record."""
        from appraisal import packers, registry

        reason, message = (str(one.details.get(name) or "") for name in ("reason", "message"))
        key = reason.removeprefix(packers.PACKED)
        word = self.say("packed", language, packers.shown(key)) if key != reason else reason
        word = self.say(reason, language) if reason in WORDS else word
        said = registry.spoken(message, language) or registry.spoken(word, language)
        return said.replace(f"（{reason}）", f"（{word}）").replace(f" ({reason})", f" ({word})")

    def label(self, kind: str, language: str) -> str:
        return str(self.labels[language].get(kind, kind))

    def say(self, name: str, language: str, *values: object) -> str:
        return WORDS[name][LANGUAGES.index(language)].format(*values)
