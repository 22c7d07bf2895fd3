"""What holds where the words of a report and its record say different things: sentences of the program's own.

Gates read what people write, and words can always be found that no reader knows. So each report says, where it says
what it is, that tables, bound figures, marks and dissents as printed come from the record, and that no other words of
it are a result, a time, a basis or an answer that takes anything from a dissent.
"""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.papers.opinion import Dissent
from reports.sections.desk import Desk
from reports.text import Printed, printable


def governing(desk: Desk) -> Iterator[Printed]:
    """One sentence each: of the whole, amounts, the order of exclusions and results, standards, dissents."""
    yield desk.say("governs")
    yield desk.say("governs-amounts")
    yield desk.say("governs-order", title=desk.say("exclusions"))
    late = sum(one.after_results for filed in desk.current for one in filed.comparison.excluded)
    if late:
        yield desk.say("governs-late", mark=desk.say("after-results"), count=late)
    if desk.view is not None:
        based = any(one.read for one in desk.view.standards)
        yield desk.say("governs-basis" if based else "governs-basis-none", title=desk.say("standards"))
    names = dict.fromkeys(printable(one.by) for one in _dissents(desk))
    if names:
        yield desk.say("governs-dissent", names=Printed(desk.say("listing-comma").join(names)))


def _dissents(desk: Desk) -> tuple[Dissent, ...]:
    view = desk.view
    return view.opinion.dissents if view is not None and view.paper.opinion and view.opinion is not None else ()
