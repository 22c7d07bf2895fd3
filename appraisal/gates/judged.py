"""The gates of what experts decided: matches read, or a sample drawn beforehand, by all of the panel; exclusions."""

from __future__ import annotations

import re

from appraisal import sampling, scheme
from appraisal.dossier import Filed, LogEntry, Role
from appraisal.errors import AppraisalError
from appraisal.finding import Verdict
from appraisal.gates.gap import Found, Gap
from appraisal.gates.turns import experts
from appraisal.gates.view import View, key_of
from appraisal.people import of_case, panel_of
from appraisal.plural import some, was
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.sampling import Sample

MOST = 20  # things named one by one
# What a scheme says under sampling where nothing is drawn: all is read (全部逐条核验), or it says so
_DRAWS = re.compile(
    r"[抽随首前隔\d余]|样本|其他|[一二两三四五六七八九十百]+[处条项个份]|draw|sampl|random|pick|select|choose|chosen"
    r"|\b(?:the rest|others?|per|half|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth)\b",
    re.IGNORECASE,
)
_NONE_DRAWN = re.compile(r"[不未无]\w{0,4}抽|\b(?:no|not|without|never)\s+(?:\w+\s+)?(?:sampl|draw)", re.IGNORECASE)
_WHOLE = re.compile(r"全部|逐[条一项处]|所有|\b(?:all|each|every|whole)\b", re.IGNORECASE)


def _planned(view: View) -> str:
    """What the scheme says of sampling, fixed before the first run; empty when it says nothing."""
    for entry in view.steps(Kind.SCHEME):
        if entry.after_results:
            continue
        try:
            found = scheme.of_body(entry.body).sampling.strip()
        except AppraisalError:
            continue
        if found:
            return found
    return ""


def whole(said: str) -> bool:
    """Whether words on sampling say that all is read and nothing drawn."""
    rest = _NONE_DRAWN.sub("", said)
    return (rest != said or bool(_WHOLE.search(said))) and not _DRAWS.search(rest)


def samples_of(view: View, filed: Filed) -> list[tuple[LogEntry, Sample]]:
    """Samples that were drawn of a method and pair of works, of whichever record of theirs, in order."""
    alike = {one.key for one in view.dossier.comparisons if key_of(one) == key_of(filed)}
    return [(entry, one) for entry, one in view.filed(Kind.SAMPLE, Sample) if one.record in alike | {filed.key}]


def sample_of(view: View, filed: Filed) -> tuple[LogEntry, frozenset[str], int] | None:
    """The first sample that was drawn of a record, the matches that are to be read for it, and how many were drawn: by
    the seed of the first of that method and pair, and no fewer than were drawn then. Who draws again, be it of a record
    that was made for that, does not choose."""
    found = samples_of(view, filed)
    own = [(entry, one) for entry, one in found if one.record == filed.key]
    if not own:
        return None
    first = found[0][1]
    size = max(own[0][1].size, first.size)
    held = next((one for one in view.dossier.comparisons if one.key == first.record), filed)
    ids, before = ([match.id for match in one.comparison.matches] for one in (filed, held))
    due = {*sampling.order(first.seed, ids)[:size], *(set(sampling.drawn(first, before)) & set(ids))}
    return own[0][0], frozenset(due), size


def unread(view: View, filed: Filed) -> Words | None:
    """Why the matches of a record do not count as read; None when all are, or all of a sample drawn beforehand."""
    ids = [match.id for match in filed.comparison.matches]
    left = {one for one in ids if filed.verdicts.get(one, Verdict.UNREVIEWED) is Verdict.UNREVIEWED}
    if not left:
        return None
    planned = _planned(view)
    if whole(planned):
        return Words(
            f"{len(left)} 处匹配未核验；方案规定全部核验，未规定抽样（“{planned}”）",
            f"{_unjudged(len(left))}; by the scheme all are read and none is drawn: {planned}",
        )
    if not planned:
        return Words(
            f"{len(left)} 处匹配未核验，方案亦未预先规定抽样规则",
            f"{_unjudged(len(left))}, and the scheme fixed no rule of sampling beforehand",
        )
    found = sample_of(view, filed)
    if found is None:
        return Words(
            f"{len(left)} 处匹配未核验；方案规定了抽样，本记录却未登记样本",
            f"{_unjudged(len(left))}; the scheme has a rule of sampling, and no sample of this record is on file",
        )
    entry, due, size = found
    if any(one.comparison == filed.key and one.on < entry.on for one in view.dossier.findings):
        return Words(
            "样本是在已有核验结果之后抽取的，不是事先抽样",
            "its sample was drawn after verdicts on it, not beforehand",
        )
    if missing := left & due:
        return Words(
            f"样本 {size} 处中 {len(missing)} 处未核验（以就该方法和该对作品首次抽取的为准）",
            f"of its sample of {some(size, 'match', 'matches')}, by the first draw of this method and pair,"
            f" {len(missing)} {was(len(missing))} not judged",
        )
    return None


def _unjudged(count: int) -> str:
    return f"{some(count, 'match', 'matches')} {was(count)} not judged"


def verdicts(view: View) -> Found:
    """Every match of every record has a verdict, or the sample that was drawn of it beforehand is read."""
    found = [(filed, said) for filed in view.compared if (said := unread(view, filed)) is not None]
    if found:
        zh = "；".join(f"{_named(view, filed).zh}：{said.zh}" for filed, said in found[:MOST])
        en = "; ".join(f"{_named(view, filed).en}: {said.en}" for filed, said in found[:MOST])
        more = len(found) - MOST
        yield Gap(
            "verdicts",
            Words(
                zh + (f"；另有 {more} 份记录" if more > 0 else ""),
                en + (f"; {some(more, 'more record')}" if more > 0 else ""),
            ),
            Words(
                "逐条核验；或在方案中预先规定抽样、先抽取后核验",
                "judge them; or fix a rule of sampling in the scheme, and draw the sample before judging",
            ),
            since=max(view.made(filed) for filed, _ in found),
        )


def _named(view: View, filed: Filed) -> Words:
    """A comparison by the name of its method and both works."""
    found = filed.comparison
    method, pair = view.called(found.comparator), f"{found.left.label}–{found.right.label}"
    return Words(f"{method.zh} {pair}", f"{method.en} {pair}")


def opened(view: View) -> Found:
    """Verdicts that lie sealed are open: until then a report counts none of them."""
    named, panel = experts(view)
    open_of = {one.by for one in view.dossier.judged if one.kind == Kind.OPENED and one.body.get("panel") == panel}
    if waiting := [name for name in named if name not in open_of]:
        yield Gap(
            "verdicts/sealed",
            Words(f"尚有专家的认定未启封：{'、'.join(waiting)}", f"verdicts still lie sealed: {', '.join(waiting)}"),
            Words(
                "各专家提交后启封；不再参加的，appraisal panel release 写明理由",
                "submit and open them; who takes no part any more: appraisal panel release, with the reason",
            ),
            since=max(map(view.where, view.steps(Kind.PANEL))),
        )


def by_all(view: View) -> Found:
    """What an opinion counts as accepted was read by every expert of the panel (of the case, if none is)."""
    named, panel = experts(view)
    if not panel:
        named = panel_of(view.dossier.experts, view.dossier.entries)
    if len(named) < 2:
        return
    read: dict[str, dict[str, Verdict]] = {}
    for finding in view.dossier.findings:
        read.setdefault(finding.match, {})[finding.by] = finding.verdict
    few: dict[str, None] = {}
    for sentence in view.sentences:
        filed = view.record(sentence)
        for match in filed.comparison.matches if filed is not None else ():
            if filed is None or filed.verdicts.get(match.id) is not Verdict.ACCEPTED:
                continue
            given = {by for by, said in read.get(match.id, {}).items() if said is not Verdict.UNREVIEWED}
            if not set(named) <= given:
                few[match.id] = None
    if few:
        listed = "、".join([*few][:MOST])
        yield Gap(
            "verdicts/experts",
            Words(
                f"意见所计的匹配中 {len(few)} 处未经全体鉴定人核验：{listed}",
                f"{len(few)} of the matches that the opinion counts were not read by every expert: {listed}",
            ),
            Words(
                "由其余鉴定人核验；一人核验已足的，作出决定并写明理由",
                "have the others judge them; or decide, with the reason, why one is enough",
            ),
            since=view.judged_last(few),
        )


def strangers(view: View) -> Found:
    """Verdicts that stand are by people who take part: who was taken from ``case.toml`` after judging is no stranger to
    the figures, so that somebody says why."""
    known = of_case(view.dossier.experts, view.dossier.entries)
    if odd := sorted({one.by for one in view.dossier.findings if known and one.by not in known}):
        yield Gap(
            "verdicts/strangers",
            Words(
                f"在卷的核验结果由非本案人员作出：{'、'.join(odd)}",
                f"verdicts on file are by who takes no part in the case: {', '.join(odd)}",
            ),
            Words(
                "在 case.toml 或文书登记表中列明该人员；不再参加的，作出决定并写明理由",
                "name them in case.toml or the form of paper; or decide, with the reason, why they take no part",
            ),
            since=max(view.at(one.on) for one in view.dossier.findings if one.by in odd),
        )


def passed_by(view: View) -> Found:
    """An accused work that was compared and received, and a claimed one of which a match was accepted, is spoken of by
    the opinion, if only, by its label or its title, to say that it is not."""
    named = {label for one in view.sentences for label in (one.left, one.right)}
    free = any(not one.left and not one.right for one in view.sentences)  # a sentence on all of them
    told = view.opinion.range if view.opinion is not None else ""
    told += "".join(one.reason for one in view.opinion.unanswered) if view.opinion is not None else ""
    compared = {label for one in view.compared for label in (one.comparison.left.label, one.comparison.right.label)}
    taken = {one.comparison.left.label for one in view.compared if _accepted(one)}
    for work in view.dossier.works if view.paper.opinion and named and not free else ():
        due = work.role is Role.ACCUSED or (work.role is Role.CLAIMED and work.label in taken)
        if due and work.label in compared - named and not _spoken_of(view, work.label, told):
            yield Gap(
                f"opinion/left-out-{work.label}",
                Words(
                    f"{work.label} 已收取并比对，意见未提及",
                    f"{work.label} was compared, and the opinion is silent on it",
                ),
                Words(
                    "为其选用一句，或在 range 中写明意见不涉及该件及原因",
                    "choose a sentence for it, or say under range that the opinion does not deal with it, and why",
                ),
                since=max(view.made(one) for one in view.compared if work.label in key_of(one)[1:]),
            )


def _accepted(filed: Filed) -> bool:
    return Verdict.ACCEPTED in filed.verdicts.values()


def _spoken_of(view: View, label: str, told: str) -> bool:
    """Whether a text names a work by its label, or by its title as received (of two letters and more)."""
    material = view.materials.get(label)
    title = material.name.strip("《》〈〉“”\"' ") if material is not None else ""
    names = [label, *([title] if len(title) > 1 else [])]
    return any(re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", told) for name in names)
