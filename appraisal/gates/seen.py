"""The gates of what was seen in one work by itself: each finding has a verdict, of every expert."""

from __future__ import annotations

from appraisal.examiner import is_judged
from appraisal.finding import Verdict
from appraisal.gates.gap import Found, Gap
from appraisal.gates.judged import MOST
from appraisal.gates.turns import experts
from appraisal.gates.view import View
from appraisal.people import panel_of
from appraisal.plural import some, was
from appraisal.procedure import Kind
from appraisal.profile import Words


def examined(view: View) -> Found:
    """Every finding of an examination, and all that points to the other work, has a verdict: no sample is drawn."""
    unseen = sum(
        is_judged(told) and one.verdicts.get(seen, Verdict.UNREVIEWED) is Verdict.UNREVIEWED
        for one in view.dossier.examined
        if not one.superseded
        for seen, told in zip(one.ids, one.examination.observations, strict=True)
    )
    if unseen:
        yield Gap(
            "verdicts/examined",
            Words(
                f"单件检查有 {unseen} 处发现未核验",
                f"{some(unseen, 'finding')} of examinations {was(unseen)} not judged",
            ),
            Words("逐条核验", "judge them"),
            since=view.last(Kind.EXAMINED),
        )


def by_all(view: View) -> Found:
    """Of what an opinion can rest on, each finding that was accepted was read by every expert of the panel (of the
    case, if none is), as matches are."""
    named, panel = experts(view)
    if not panel:
        named = panel_of(view.dossier.experts, view.dossier.entries)
    read: dict[str, set[str]] = {}
    for finding in view.dossier.findings:
        if finding.verdict is not Verdict.UNREVIEWED:
            read.setdefault(finding.match, set()).add(finding.by)
    few = {
        seen: None
        for one in view.dossier.examined
        for seen in one.ids
        if one.verdicts.get(seen) is Verdict.ACCEPTED and not one.superseded and not {*named} <= read.get(seen, set())
    }
    if few and view.sentences and len(named) > 1:
        listed = "、".join([*few][:MOST])
        yield Gap(
            "verdicts/examined-experts",
            Words(
                f"单件检查采信的发现中 {len(few)} 处未经全体鉴定人核验：{listed}",
                f"{len(few)} of the findings of examinations that were accepted were not read by every expert:"
                f" {listed}",
            ),
            Words(
                "由其余鉴定人核验；一人核验已足的，作出决定并写明理由",
                "have the others judge them; or decide, with the reason, why one is enough",
            ),
            since=view.judged_last(few),
        )
