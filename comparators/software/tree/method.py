"""``software-tree``: what became of every file of two products, and of every byte, whatever files are called.

Propose: fingerprints at several levels of abstraction (``features``, ``propose``). Verify: lines are aligned
(``align``). Decide: every line serves once (``pairing``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal import registry
from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import Mask, Match, Measures, Observation, Side
from appraisal.errors import OverLimit, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Unit, whole
from appraisal.work import EVERY, Medium, Member, Work
from comparators.software.tree import accounts, exhibit, plant, tables, words
from comparators.software.tree.classes import patterns, rules
from comparators.software.tree.content import mismatch
from comparators.software.tree.cross import cross_check
from comparators.software.tree.features import TreeFeatures, read
from comparators.software.tree.listing import files
from comparators.software.tree.matches import matches
from comparators.software.tree.pairing import Pairing, pairing
from comparators.software.tree.recalled import Recalled
from comparators.software.tree.search import Rule


@dataclass(frozen=True)
class SoftwareTree:
    """Files of two products.

    ``min_share`` and ``min_further`` (above 0, to 1): share of the telling lines (or bytes) of either file that a first
    and a further counterpart must explain. ``min_lines``, ``min_tokens`` (1 up): lines and tokens at least.
    ``min_bytes``: bytes of common pieces of files that are no text. ``classes``: name of a table of ``classes.toml``
    or the text of one; ``assigned``: ``pattern=class``, ``core``: ``pattern=reason``, one a line. ``children``:
    ``medium=comparator``, separated by commas: methods that compare corresponding files of that medium;
    ``most_children``: pairs at the most.
    """

    min_share: float = 0.3
    min_further: float = 0.3
    min_lines: int = 4
    min_tokens: int = 32
    min_bytes: int = 512
    classes: str = "game"
    assigned: str = ""
    core: str = ""
    children: str = "text=text-exact,image=image-copy"
    most_children: int = 200

    name: ClassVar[str] = "software-tree"
    version: ClassVar[str] = "6"
    media: ClassVar[frozenset[Medium]] = EVERY
    folders: ClassVar[bool] = True
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[TreeFeatures]] = TreeFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING

    def __post_init__(self) -> None:
        for name in ("min_share", "min_further"):
            if not 0 < getattr(self, name) <= 1:
                raise UsageError(f"software-tree: {name} is above 0 and at most 1, not {getattr(self, name)}")
        for name in ("min_lines", "min_tokens", "min_bytes"):
            if getattr(self, name) < 1:
                raise UsageError(f"software-tree: {name} is at least 1, not {getattr(self, name)}")
        if self.most_children < 0:
            raise UsageError(f"software-tree: most_children is at least 0, not {self.most_children}")
        rules(self.classes, self.assigned)
        patterns(self.core, "core")
        self._nested()

    def _nested(self) -> dict[Medium, str]:
        found: dict[Medium, str] = {}
        for part in filter(None, (each.strip() for each in self.children.split(","))):
            medium, equals, method = part.partition("=")
            if not equals or medium not in set(Medium) or not method:
                raise UsageError(f"software-tree: children: {part!r} is not medium=comparator ({', '.join(Medium)})")
            found[Medium(medium)] = method
        return found

    def read(self, member: Member, resources: Resources) -> TreeFeatures:
        """Features of one file. Any file is read: what is no text is compared by its bytes."""
        return read(member)

    def extent(self, features: TreeFeatures) -> tuple[Unit, float]:
        """Lines of a text; of any other file it is one."""
        return ("line", features.count) if features.count else ("file", 1)

    def match(self, left: Sided[TreeFeatures], right: Sided[TreeFeatures], context: Context) -> Iterator[Match]:
        """Matches of all kinds, and the tables.

        Kinds: ``identical``, ``identical-moved``, ``normalised`` (one match a content, all its files in ``also``;
        ``details``: ``files_of_…``, ``size_…``, ``encoding_…``) and ``similar`` (one match a run of lines; ``details``:
        ``lines`` and of these ``literal``, ``edited``, ``renamed``, ``values``, ``linked_by`` where it is not the
        content alone; of other files ``bytes_of_…``, ``size_…``). ``similar-alike`` is the same where another file is
        as like: the lines correspond, and which file is the counterpart is not decided. Raises ``OverLimit`` when the
        works need more memory than the context allows.
        """
        needed = 3 * sum(features.packed.nbytes for files in (left, right) for features in files.values())
        if needed > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: comparing all files takes up to {needed} bytes of memory, the limit is"
                f" {context.memory_limit}: raise the limit or split the works"
            )
        rule = Rule(self.min_share, self.min_further, self.min_lines, self.min_tokens, self.min_bytes)
        recalled = Recalled(context.memo)
        found = pairing(left, right, rule, recalled, context.progress)
        listed = list(matches(left, right, found))
        self._tabulate(left, right, found, listed, context, recalled)
        self._observe(left, right, context)
        self._nest(left, right, found, listed, context)
        yield from listed

    def _tabulate(
        self,
        left: Sided[TreeFeatures],
        right: Sided[TreeFeatures],
        found: Pairing,
        listed: list[Match],
        context: Context,
        recalled: Recalled,
    ) -> None:
        account = tables.both(left, right, listed)
        works = context.left_work, context.right_work
        context.table("accounts", tables.states(account, works))
        by_class, core = rules(self.classes, self.assigned), patterns(self.core, "core")
        context.table("file_list", files((left, right), account, listed, works, by_class, core))
        context.table("pairs", tables.pairs(left, found))
        context.table("split_merged", tables.split_and_merged(found))
        context.table("classes", tables.classes(left, right, account, by_class))
        context.table("types", tables.types(left, right))
        context.table("cross_check", cross_check(left, right, found, recalled))
        if self.core:
            context.table("core", tables.marked(left, right, account, core))

    def _observe(self, left: Sided[TreeFeatures], right: Sided[TreeFeatures], context: Context) -> None:
        sides: tuple[tuple[Side, Sided[TreeFeatures]], ...] = (("left", left), ("right", right))
        for side, held in sides:
            for name, features in held.items():
                if says := mismatch(name, features.type):
                    details = {"name_says": says, "content_is": features.type}
                    context.observe(Observation(side, whole(name), "type-mismatch", details))

    def _nest(
        self,
        left: Sided[TreeFeatures],
        right: Sided[TreeFeatures],
        found: Pairing,
        listed: list[Match],
        context: Context,
    ) -> None:
        """Pairs that are not identical, and files of one path without counterpart, by the methods of their media."""
        if context.left_work is None or context.right_work is None:
            return
        matched = {s.file for m in listed for s in m.all_left()}, {s.file for m in listed for s in m.all_right()}
        rest = [name for name in left if name in right and name not in matched[0] and name not in matched[1]]
        context.table("same_path", [[name, left[name].type, right[name].type] for name in sorted(rest)])
        by, installed = self._nested(), set(registry.comparator_names())
        rows: dict[str, Counter[str]] = {}
        done = 0
        for one, two in sorted({*((p.left, p.right) for p in found.pairs), *((n, n) for n in rest)}):
            a, b = context.left_work.by_file[one], context.right_work.by_file[two]
            if a.medium is None or a.medium != b.medium or a.medium not in by:
                continue
            count = rows.setdefault(by[a.medium], Counter())
            if by[a.medium] not in installed:
                count["not_installed"] += 1
            elif done >= self.most_children:
                count["beyond_cap"] += 1
            else:
                done += 1
                count["compared"] += 1
                context.child(by[a.medium], a, b)
        head = ("compared", "beyond_cap", "not_installed")
        table = [{"comparator": name, **{key: rows[name][key] for key in head}} for name in sorted(rows)]
        context.table("nested", table)

    def measure(
        self, left: Sided[TreeFeatures], right: Sided[TreeFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage in bytes of each side; files, bytes and lines by kind in ``values``, see ``labels``."""
        return accounts.measured(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """The lines of both sides, numbered; of files that are no text name, size and digest."""
        return exhibit.listing(left, right, match.left, match.right)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A block of lines in a host, respaced, half of the time with every name changed; or bytes among bytes."""
        return plant.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The same words or bytes in another order."""
        return plant.scramble(member, seed, out)
