"""Reading some of many: which matches will be read is fixed and on file before anyone reads, and what may be concluded.

The rule: of each record, the matches come in the order of SHA-256 of seed and match id, and the first ones are read.
The seed is the head of the procedure log when the first sample of a method and pair of works is drawn, which nobody
chooses; a later record of them, be it made for whatever reason, is sampled by the same seed: an unwelcome sample cannot
be drawn again. What is concluded is an exact
interval for the share of accepted matches among all of that record, drawn without putting back (``interval_among``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from appraisal import chain
from appraisal.chain import Entry
from appraisal.codec import decode
from appraisal.errors import AppraisalError, CaseError
from appraisal.logbook import Logbook
from appraisal.procedure import PROCEDURE, History, Kind
from appraisal.recorded import key_of, pair_of

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Sample:
    """``record``: key of the record; ``total``: its matches; ``size``: of these, how many are read. ``rule``: in words.
    ``before``: verdicts on that record that were on file already, sealed ones of all records among them. ``pair``: the
    labels of both works, as the names of their records have them; empty in entries of old."""

    record: str
    comparator: str
    total: int
    size: int
    seed: str
    rule: str = ""
    before: int = 0
    pair: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.size <= self.total:
            raise CaseError(f"a sample of {self.size} of {self.total} matches: give a number from 1 to {self.total}")


def order(seed: str, ids: Iterable[str]) -> list[str]:
    """All ids in the order in which they are to be read."""
    return sorted(ids, key=lambda one: (hashlib.sha256(f"{seed} {one}".encode()).digest(), one))


def drawn(sample: Sample, ids: Sequence[str]) -> list[str]:
    """The ids that a sample takes, in the order in which they are to be read."""
    return order(sample.seed, ids)[: sample.size]


def draw(log: Logbook, record: str, comparator: str, ids: Sequence[str], size: int, *, rule: str, by: str) -> Entry:
    """Put a sample on file. The case is held. ``before`` counts what was judged until now: a sample that comes after
    verdicts is marked by it, not refused."""
    head = chain.heads(log.root).get(PROCEDURE, chain.Head(0, chain.ZERO)).head
    pairs = {key_of(path): pair_of(path) for path in (log.root / "comparisons" / comparator).glob("*--*.*.json")}
    pair = pairs.get(record, "")
    filed = [one for one in samples(log.history()) if one.comparator == comparator]
    alike = [one for one in filed if record == one.record or pair == (one.pair or pairs.get(one.record)) != ""]
    seed = alike[0].seed if alike else head
    before = sum(
        entry.kind == Kind.ENVELOPE or (entry.kind == Kind.FINDING and entry.body.get("comparison") == record)
        for path in sorted((log.root / "findings").glob("*.jsonl"))
        if not path.name.startswith(".")
        for entry in chain.read(log.root, f"findings/{path.name}")
    )
    sample = Sample(record, comparator, len(ids), size, seed, rule, before, pair)
    return log.write(Kind.SAMPLE, sample, by)


def samples(found: History) -> list[Sample]:
    """All samples on file; ``CaseError`` when an entry cannot be read."""
    listed: list[Sample] = []
    for entry in found.of(Kind.SAMPLE):
        try:
            listed.append(decode(Sample, {**entry.body, "is": "Sample"}))
        except AppraisalError as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
    return listed


def interval(hits: int, read: int, level: float = LEVEL) -> tuple[float, float]:
    """Clopper–Pearson bounds, in [0, 1], of a share of which ``hits`` of ``read`` were seen; (0, 1) for none read."""
    from scipy.stats import beta  # takes 0.3 s to import

    if not 0 <= hits <= read:
        raise CaseError(f"{hits} of {read} is no share")
    if read == 0:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, hits, read - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, read - hits)) if hits < read else 1.0
    return low, high


def interval_among(hits: int, read: int, total: int, level: float = LEVEL) -> tuple[float, float]:
    """Exact bounds, in [0, 1], of the share among ``total`` of which ``read`` were drawn without putting back and
    ``hits`` seen: the shares under which no more extreme count has less than half of 1 - ``level`` (hypergeometric
    distribution; W. G. Cochran 1977, *Sampling Techniques*, 3.6). What was read is known: never below hits / total, nor
    above what is left; the share itself where all were read. (0, 1) for none read."""
    from scipy.stats import hypergeom

    if not 0 <= hits <= read <= total:
        raise CaseError(f"{hits} of {read} of {total} is no share")
    if read == 0:
        return 0.0, 1.0
    tail = (1 - level) / 2
    least, most = hits, total - (read - hits)

    def first(possible: Callable[[int], bool], low: int, high: int) -> int:
        """The least number from ``low`` on that is possible; ``high`` is."""
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if possible(middle) else (middle + 1, high)
        return low

    low = first(lambda some: hypergeom.sf(hits - 1, total, some, read) > tail, least, most)
    high = -first(lambda some: hypergeom.cdf(hits, total, -some, read) > tail, -most, -least)
    return low / total, high / total
