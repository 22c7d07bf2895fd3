"""The scheme of a case: its template, and what fixes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from appraisal import chain, registry, scheme
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.comparator import parameters_of
from appraisal.errors import CaseError
from appraisal.procedure import Kind
from appraisal.scheme import Scheme


def methods_of(case: Case, comparators: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Every method that is proposed or that the case sets parameters of, or those named, with all their parameters."""
    return {
        name: parameters_of(registry.comparator(name, case.settings.parameters.get(name)))
        for name in comparators or dict.fromkeys((*registry.proposed_names(), *sorted(case.settings.parameters)))
    }


def place_template(case: Case) -> Path:
    """``scheme.toml`` to fill in, unless there is one."""
    path = case.root / scheme.FILE
    if not path.exists():
        write_whole(path, scheme.template().encode(), durable=True)
        case.record(Kind.SEALED, {"why": "scheme template placed"}, files=(scheme.FILE,))
    return path


def fix_scheme(
    case: Case,
    by: str,
    *,
    comparators: Sequence[str] = (),
    check: Callable[[Sequence[str]], None] | None = None,
) -> chain.Entry:
    """Fix the scheme that ``scheme.toml`` holds: from now on runs are held against it. It should be signed. ``check``
    refuses propositions that may not be put (``gates.early``)."""
    path = case.root / scheme.FILE
    if not path.exists():
        raise CaseError(f"{path} is missing: appraisal scheme CASE --template makes one to fill in")
    with case.working():
        try:
            found = scheme.read(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(f"{path} cannot be read as UTF-8 text: {error}") from error
        left_out = [label for rule in found.left_out for label in rule.works]
        for label in (*(core.label for core in found.core_files), *found.versions, *left_out):
            case.received(label)
        if check is not None:
            check(found.propositions)
        fixed = replace(found, methods=methods_of(case, comparators))
        scheme.check_scope(fixed, registry.comparator_names())
        return case.log.write(Kind.SCHEME, fixed, by, files=(scheme.FILE,))


def scheme_in_force(case: Case) -> Scheme | None:
    entry = case.history().last(Kind.SCHEME)
    return None if entry is None else scheme.of_body(entry.body)
