"""Options that several commands share. Nothing heavy is imported here: ``--help`` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from appraisal.comparison import Overruled
    from appraisal.paper import Paper
    from appraisal.work import Medium

MEDIA = ("text", "code", "image", "video", "audio", "score", "software")
RETRY = "compare again what was killed, crashed, or ran out of time or memory"
REASONS = (
    "common-source",
    "third-party",
    "licensed",
    "public-domain",
    "quotation",
    "dictated-by-function",
    "limited-expression",
    "tool-generated",
    "out-of-scope",
)
ROLES = ("claimed", "accused", "ancestor", "excluded")
Command = Callable[[argparse.Namespace], int]


class Adder(Protocol):
    """Adds one command to the parser: its name, what runs it, one line of help."""

    def __call__(self, name: str, command: Command, help_text: str) -> argparse.ArgumentParser: ...


def bytes_of(text: str) -> int:
    try:
        gib = float(text)
    except ValueError:
        gib = 0.0
    if not 0.1 <= gib <= 4096:
        raise argparse.ArgumentTypeError("memory is given in GiB, 0.1 to 4096")
    return int(gib * (1 << 30))


def jobs_of(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("jobs is a number from 1 to 256")
    return int(text)


def setting_of(text: str) -> tuple[str, str, Any]:
    """``METHOD.PARAMETER=VALUE``; the value is a JSON scalar, or else a plain string."""
    import json

    path, equals, value = text.partition("=")
    method, dot, name = path.rpartition(".")
    if not equals or not dot or not method or not name:
        raise argparse.ArgumentTypeError("a parameter is set as METHOD.PARAMETER=VALUE; see: appraisal comparators")
    try:
        return method, name, json.loads(value)
    except ValueError:
        return method, name, value


def parameters_of(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    from appraisal import registry

    found: dict[str, dict[str, Any]] = {}
    for method, name, value in options.set:
        found.setdefault(method, {})[name] = value
    for method, parameters in found.items():
        registry.comparator(method, parameters)
    return found


def overruled_of(options: argparse.Namespace) -> tuple[Overruled, ...]:
    """Rules that ``--without-rule`` turns off; ``UsageError`` for one that no installed screener has.

    Without the option no screener is loaded: what those of other methods import takes longer than a short comparison.
    """
    if not options.without_rule:
        return ()
    from appraisal import registry
    from appraisal.comparison import Overruled
    from appraisal.errors import UsageError

    known = registry.rule_names()
    wanted = [*known] if "all" in options.without_rule else sorted(set(options.without_rule))
    if unknown := sorted(set(wanted) - set(known)):
        if methods := sorted(set(unknown) & set(registry.comparator_names())):
            raise UsageError(
                f"{', '.join(methods)}: a method and no rule: name it with --comparator to run it, and a rule with"
                " --without-rule"
            )
        raise UsageError(f"no rule named {', '.join(unknown)}; installed: {', '.join(known) or 'none'}, or all")
    return tuple(Overruled(rule, note="--without-rule") for rule in wanted)


def medium_of(options: argparse.Namespace) -> Medium | None:
    from appraisal.work import Medium

    return Medium(options.medium) if options.medium else None


def add_comparing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--comparator", action="append", metavar="NAME", help="only this method (may be repeated)")
    parser.add_argument(
        "--set", action="append", type=setting_of, default=[], metavar="METHOD.PARAMETER=VALUE", help="set a parameter"
    )
    parser.add_argument(
        "--without-rule", action="append", default=[], metavar="RULE", help="turn a filtration rule off, or all of them"
    )
    parser.add_argument("--background", action="append", default=[], metavar="NAME", help="named background for rarity")
    parser.add_argument("--seed", type=int, default=0, help="seed of methods that sample (default 0)")
    add_memory(parser)


def add_memory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--memory", type=bytes_of, default=4 << 30, metavar="GIB", help="memory a comparison may take (default 4)"
    )


def profiles(names: Sequence[str]) -> tuple[str, Paper | None]:
    """What ``--profile`` names: at most one report template and one form of paper, in either order."""
    from appraisal.errors import UsageError
    from appraisal.papers import files

    templates = [name for name in names if not files.is_paper(name)]
    forms = [name for name in names if files.is_paper(name)]
    if len(templates) > 1 or len(forms) > 1:
        raise UsageError("--profile: name one report template and one form of paper at the most")
    return templates[0] if templates else "", files.find(forms[0]) if forms else None
