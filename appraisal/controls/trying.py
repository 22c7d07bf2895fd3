"""One method on one case's material: known copies planted and looked for, unrelated members compared."""

from __future__ import annotations

from appraisal import registry
from appraisal.comparator import parameters_of
from appraisal.controls.bench import Bench, Row, Setting
from appraisal.controls.planting import positive
from appraisal.controls.unrelated import negative
from appraisal.errors import UsageError


def trial(name: str, setting: Setting) -> Row:
    """The entry of one method in a controls file (see ``appraisal.controls.filed``)."""
    with Bench(name, setting) as bench:
        try:
            rows, fewer, refused = positive(bench)
            unrelated = negative(bench)
        except UsageError as error:  # it lacks something, a background perhaps, that this case does not name
            rows, fewer, refused = [], "", str(error)
            unrelated = {"from": "none", "why": str(error), "pairs": [], "refused": []}
    return {
        "comparator": name,
        "version": bench.method.version,
        "parameters": parameters_of(bench.method),
        "made_with": parameters_of(registry.comparator(name)),
        "refused": refused,
        "fewer": fewer,
        "plants": list(rows),
        "skipped": [bench.skipped[place] for place in sorted(bench.skipped)],
        "unrelated": unrelated,
    }
