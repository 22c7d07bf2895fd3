"""A case: a folder that can be copied, zipped and read without the program.

``case.toml`` says what was received; ``works/`` holds the copies; ``manifest.sha256`` lets ``sha256sum -c`` check them;
``comparisons/`` holds records that are never overwritten; ``runs/`` lists every run; ``findings/`` one file an expert.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from appraisal import bounds, casefile, chain, completion, copying, ledger, panel, people, procedure, records, registry
from appraisal.cache import sync_folder, write_whole
from appraisal.casefile import Received, Settings
from appraisal.codec import decode
from appraisal.comparison import Comparison, Exclusion, Overruled, Reason
from appraisal.completion import digests_of
from appraisal.digest_table import write_table
from appraisal.dossier import Role
from appraisal.errors import AppraisalError, CaseError, MaterialError
from appraisal.finding import Finding, Verdict, chosen
from appraisal.identity import Signer
from appraisal.logbook import Clock, Logbook, Signers, keys_here
from appraisal.procedure import Kind
from appraisal.recorded import EXAMINATIONS, examination_paths, ids_in, key_of, read_record, runs_in
from appraisal.span import Span
from appraisal.work import Medium, Work, display_name


def now() -> str:
    """The present moment, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Record:
    """One record file of the case. ``key`` is the name findings use."""

    key: str
    path: Path
    sha256: str
    comparison: Comparison


class Case:
    """An open case. ``clock`` gives the times written; everything else on disk follows from what was received.

    ``signers`` finds the key of a person by name (see ``Logbook``).
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        works: Sequence[Received],
        clock: Clock = now,
        signers: Signers = keys_here,
    ) -> None:
        self.root = root
        self.settings = settings
        self.works = tuple(works)
        self.clock = clock
        self.log = Logbook(root, clock, signers)
        self._match_ids: dict[str, frozenset[str]] = {}

    @classmethod
    def create(cls, root: str | Path, *, clock: Clock = now, signers: Signers = keys_here, **settings: Any) -> Case:
        """A new case in a folder that must not exist or be empty. The folder's name is the case number by default."""
        root = Path(root)
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise CaseError(f"{root} is not empty: choose a new folder for the case")
        for name in ("works", "comparisons", "runs", "findings", "notebooks", "report"):
            (root / name).mkdir(parents=True, exist_ok=True)
        filled = {"number": root.resolve().name, "created": clock(), **settings}
        case = cls(root, casefile.settings_of(filled), (), clock, signers)
        case._save()
        with case.working():
            return case

    @classmethod
    def open(cls, root: str | Path, *, clock: Clock = now, signers: Signers = keys_here) -> Case:
        """An existing case; ``CaseError`` names what is missing or malformed."""
        settings, works = casefile.read(Path(root))
        return cls(Path(root), settings, works, clock, signers)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the case alone, with what ``case.toml`` says now: for all that changes it, and for runs."""
        with ledger.locked(self.root):
            self.settings, self.works = casefile.read(self.root)
            completion.sweep(self.root)
            self._complete_manifest()
            self.complete_logs()
            yield

    def _save(self) -> None:
        casefile.write(self.root, self.settings, self.works)

    def change(self, **settings: Any) -> None:
        """Write new values of settings (title, commission, experts …) to ``case.toml``."""
        with self.working():
            held = {f.name: getattr(self.settings, f.name) for f in fields(Settings)}
            self.settings = casefile.settings_of({**held, **settings})
            self._save()
            self.log.write(Kind.SEALED, {"why": "settings changed"}, files=("case.toml",))

    def received(self, label: str) -> Received:
        if found := [entry for entry in self.works if entry.label == label]:
            return found[0]
        if not self.works:
            raise CaseError(f"no work {label!r} in this case: none was received yet")
        raise CaseError(f"no work {label!r} in this case; it holds {', '.join(w.label for w in self.works)}")

    def path_of(self, label: str) -> Path:
        return self.root / self.received(label).path

    def __getitem__(self, label: str) -> Work:
        """The work as received, digests computed anew; ``CaseError`` when they differ from those written on receipt."""
        entry = self.received(label)
        work = Work.open(self.path_of(label), label=label, medium=entry.medium)
        if work.sha256 != entry.sha256:
            raise CaseError(
                f"work {label}: its bytes are not those received (digest now {work.sha256[:8]}…, then "
                f"{entry.sha256[:8]}…): restore it from the carrier; appraisal verify CASE names its files"
            )
        return work

    def receive(
        self,
        label: str,
        path: str | Path,
        role: Role | str,
        *,
        medium: Medium | None = None,
        **facts: str,
    ) -> Received:
        """Copy a file or folder into the case as work ``label`` and write its digests down. Never overwrites."""
        casefile.check_label(label)
        self.log.signing(facts.get("received_by", ""))
        with self.working():
            return self._receive(label, Path(path), role, medium, {k: casefile.clean(v) for k, v in facts.items()})

    def _receive(
        self, label: str, source: Path, role: Role | str, medium: Medium | None, facts: Mapping[str, str]
    ) -> Received:
        if Role(role) is Role.EXCLUDED and facts.get("reason") not in list(Reason):
            raise CaseError(f"excluded material needs a reason, one of: {', '.join(Reason)}")
        if any(w.label.casefold() == label.casefold() for w in self.works):
            raise CaseError(f"label {label!r} is taken: choose another, works are never overwritten")
        target = self.root / "works" / label
        name = copying.name_of(source)
        self._make_room(target)
        part = target.with_name(f".part-{label}-{os.getpid()}")
        try:
            copied = copying.copy_tree(source, part / name, label=label)
            known = {path.as_posix(): found.sha256 for path, found in copied}
            work = copying.filled(Work.open(part / name, label=label, medium=medium, known=known))
        except (MaterialError, OSError):  # a full disk: what is there of it must not stay
            copying.remove(part)
            raise
        alone = copied[0][1] if not work.is_folder else None
        body: dict[str, Any] = {
            "label": label,
            "role": str(role),
            "path": (target / name).relative_to(self.root).as_posix(),
            "sha256": work.sha256,
            "files": len(work.members),
            "bytes": sum(m.size for m in work.members),
            "name": display_name(Path(name)),
            "received_on": self.clock(),
            "md5": alone.md5 if alone else "",
            "sha1": alone.sha1 if alone else "",
            "sm3": alone.sm3 if alone else "",
            **facts,
            "medium": None if medium is None else str(medium),
            "links": copying.links_in(source),
        }
        entry = casefile.received_of(body, len(self.works) + 1)
        part.rename(target)
        sync_folder(target.parent)
        write_whole(self.root / digests_of(label), write_table((p.as_posix(), one) for p, one in copied), durable=True)
        self.works = (*self.works, entry)
        self._save()
        ledger.write_manifest(self.root, label, Work.open(target / name, label=label, known=known).members)
        self.complete_logs()
        return entry

    def _make_room(self, target: Path) -> None:
        """Take away what receipts that were cut off left: never what ``case.toml`` or ``manifest.sha256`` names."""
        for left in target.parent.glob(".part-*"):
            copying.remove(left)
        if not os.path.lexists(target):
            return
        if ledger.manifest_names(self.root, target.name):
            raise CaseError(
                f"works/{target.name} stands in manifest.sha256 but not in case.toml: choose another label, "
                "or restore the entry in case.toml"
            )
        copying.remove(target)
        copying.remove(self.root / digests_of(target.name))

    def _complete_manifest(self) -> None:
        """Add works that a cut-off receipt put into ``case.toml`` but not into ``manifest.sha256`` any more."""
        for entry in self.works:
            if not ledger.manifest_names(self.root, entry.label):
                ledger.write_manifest(self.root, entry.label, self[entry.label].members)

    def with_role(self, role: Role) -> tuple[Received, ...]:
        return tuple(w for w in self.works if w.role is role)

    # --- the logs ---------------------------------------------------------------------------------------------------

    def record(
        self, kind: Kind | str, body: Any, by: str = "", *, files: Sequence[str] = (), on: str = ""
    ) -> chain.Entry:
        """Write one step into the log it belongs to, signed when the key of ``by`` is at hand.

        ``body``: a dataclass or plain mapping, as ``Kind`` says. ``files``: paths below the case that the step wrote.
        """
        with self.working():
            return self.log.write(Kind(kind), body, by, files=files, on=on)

    def history(self) -> procedure.History:
        """Entries of the custody and procedure logs, in the order written."""
        return self.log.history()

    def complete_logs(self) -> None:
        """Write the entries of steps that were done but cut off before their entry: nothing done goes unlisted."""
        chain.settle(self.root)
        completion.complete(self.log, self.settings, self.works, self.runs(), self.examinations(), self.notebooks())

    def seal_edited(self) -> None:
        """Record files that people edit by hand, where they differ from what the logs say. The case is held."""
        known = procedure.expected_files(self.history())
        names = ["case.toml", *self.notebooks(), *(n for n in ("scheme.toml",) if (self.root / n).exists())]
        differing = [name for name in names if name not in known or known[name][0] != self.log.digest(name)]
        if differing:
            self.log.write(Kind.SEALED, {"why": "edited by hand"}, files=differing)

    def record_report(
        self, written: Sequence[str], all_of_them: Sequence[str], by: str, about: Mapping[str, Any] = {}
    ) -> None:
        """Record that a report was written; ``all_of_them`` not ``written`` are gone. The case is held.

        ``about``: what rendering it again takes (versions, language, formats) and the heads that it prints.
        """
        gone = {name: None for name in all_of_them if name not in written}
        body = {"dated": self.last_day(), **about}
        self.log.write(Kind.REPORT, body, by, files=written, digests=gone)

    def notebooks(self) -> list[str]:
        """The notebooks of the case, as paths below it: people edit them by hand."""
        return sorted(p.relative_to(self.root).as_posix() for p in (self.root / "notebooks").glob("*.ipynb"))

    # --- records and runs -------------------------------------------------------------------------------------------

    def record_path(self, comparator: str, left: str, right: str, key: str) -> Path:
        return self.root / "comparisons" / comparator / f"{left}--{right}.{key[:16]}.json"

    def runs(self) -> list[dict[str, Any]]:
        """All runs, first to last."""
        return runs_in(self.root / "runs")

    def examinations(self) -> list[dict[str, Any]]:
        """All examinations, first to last: as runs, with ``label`` and ``against``."""
        return runs_in(self.root / EXAMINATIONS)

    def last_day(self) -> str:
        """The day of the last run or examination, ISO: the date of a report."""
        return max(str(listed[-1]["finished"])[:10] for listed in (self.runs(), self.examinations()) if listed)

    def _record_paths(self) -> list[Path]:
        found = (self.root / "comparisons").glob("*/*--*.*.json")
        return sorted(path for path in found if not path.name.startswith("."))

    def records(self) -> Iterator[Record]:
        """All record files, superseded ones too, in order of their names."""
        for path in self._record_paths():
            text, found = read_record(path)
            yield Record(key_of(path), path, records.digest(text), found)

    def comparator_of_key(self) -> dict[str, str]:
        """The comparator, or examiner, of each record, superseded ones too, by the key that findings use."""
        return {key_of(path): path.parent.name for path in (*self._record_paths(), *examination_paths(self.root))}

    # --- what people decide -----------------------------------------------------------------------------------------

    def _decided(self, log: str, cls: type[Any], kind: Kind) -> Iterator[Any]:
        for entry, late in procedure.decided(self.root, log):
            if entry.kind != kind and entry.kind in (Kind.EXCLUSION, Kind.OVERRULED):
                continue  # the other kind that stands in this log
            try:
                found = decode(cls, {**entry.body, "is": cls.__name__})
                if found.by != entry.by:
                    raise CaseError(f"decided by {found.by!r}, yet written by {entry.by!r}")
                yield replace(found, after_results=True) if late else found
            except (ValueError, TypeError, KeyError, AttributeError, AppraisalError) as error:
                raise CaseError(f"{log} line {entry.seq} cannot be read: {error}") from error

    def judge(
        self,
        comparison: str,
        match: str,
        verdict: Verdict | str,
        by: str,
        *,
        reason: Reason | str | None = None,
        note: str = "",
    ) -> Finding:
        """Record an expert's verdict on one match, or on what an examination saw; a later one of the same expert
        replaces it, both stay on file.

        ``comparison`` is the key of the record or the twelve digits that reports print. ``CaseError`` when the case
        holds no such record, or the record no such match. While a panel judges, it is sealed: see ``panel``.
        """
        by = casefile.clean(by).strip()
        comparison = self.record_of_match(comparison, match)
        decided = chosen(Verdict, verdict, f"match {match}: verdict")
        why = chosen(Reason, reason, f"match {match}: reason") if reason else None
        finding = Finding(comparison, match, decided, by, self.clock(), why, note)
        panel.write(self.log, finding)
        return finding

    def record_of_match(self, comparison: str, match: str) -> str:
        """The full key of the record meant, by its key or its first 12 digits or more; ``CaseError`` when none such
        holds the match. Which matches a record holds is remembered, for experts judge many."""
        for key, ids in self._match_ids.items():
            if len(comparison) >= 12 and key.startswith(comparison) and match in ids:
                return key
        for path in (*self._record_paths(), *examination_paths(self.root)):
            key = key_of(path)
            if len(comparison) >= 12 and key.startswith(comparison) and key not in self._match_ids:
                self._match_ids[key] = ids_in(path)
                if match in self._match_ids[key]:
                    return key
        raise CaseError(f"no record {comparison} of this case holds a match {match}")

    def holds(self, key: str, matches: Iterable[str]) -> None:
        """Tell which matches a record holds, by whoever has read it: the first verdict then need not."""
        self._match_ids[key] = frozenset(matches)

    def findings(self, own: Signer | None = None) -> list[Finding]:
        """All findings of all experts, in the order written. Sealed ones are left out, but for those of ``own``."""
        files = sorted(p for p in (self.root / "findings").glob("*.jsonl") if not p.name.startswith("."))
        mine = {} if own is None else {panel.log_of(own.person.name): panel.own_keys(self.history(), own)}
        logs = [f"{procedure.FINDINGS}/{path.name}" for path in files]
        return [found for log in logs for found in panel.findings(self.root, log, mine.get(log, {}))]

    def exclude(self, label: str, span: Span, reason: Reason | str, by: str, *, note: str = "") -> Exclusion:
        """Take a place of one work out of every comparison from the next run on, for a reason of the closed list."""
        after = bool(self._record_paths() or self.runs() or self.history().of(*procedure.SEEN))
        entry = self.received(label)
        by = casefile.clean(by).strip()
        if not by:
            raise CaseError("an exclusion needs the name of the person who makes it")
        people.refuse_stranger(self.settings.experts, self.history().entries, by)
        panel.refuse_under_seal(self.log, by)
        if "!/" not in span.file and span.file not in self[label].by_file:
            raise CaseError(f"work {label} has no file {span.file!r}: name it as the match browser and the records do")
        bounds.refuse_beyond(label, self[label], span)
        why = chosen(Reason, reason, f"work {label}: reason")
        exclusion = Exclusion(why, None, span, label, entry.sha256, by, self.clock(), note, after_results=after)
        self.log.write(Kind.EXCLUSION, exclusion, by, on=exclusion.on or "")
        return exclusion

    def exclusions(self) -> list[Exclusion]:
        """Excluded places: ``work`` is the label of the work in which ``span`` lies."""
        return list(self._decided(procedure.EXCLUSIONS, Exclusion, Kind.EXCLUSION))

    def overrule(self, rule: str, by: str, *, note: str, label: str = "", span: Span | None = None) -> Overruled:
        """Keep in the figures, from the next run on, what a filtration rule takes out: everywhere, of one work
        (``label``), or of one place of it (``span``). ``note`` says why, and must be given."""
        after = bool(self._record_paths() or self.runs() or self.history().of(*procedure.SEEN))
        by = casefile.clean(by).strip()
        if not by or not note.strip():
            raise CaseError("overruling a rule needs the name of the person who does it, and a note that says why")
        people.refuse_stranger(self.settings.experts, self.history().entries, by)
        panel.refuse_under_seal(self.log, by)
        if rule not in registry.rule_names():
            raise CaseError(f"no rule named {rule!r}; there are: {', '.join(registry.rule_names()) or 'none'}")
        if label:
            self.received(label)
        if span is not None and (not label or ("!/" not in span.file and span.file not in self[label].by_file)):
            raise CaseError(
                f"a place to keep needs the label of its work and a file of it; got {label!r}, {span.file!r}"
            )
        if span is not None:
            bounds.refuse_beyond(label, self[label], span)
        overruled = Overruled(rule, label, span, note, by, self.clock(), after_results=after)
        self.log.write(Kind.OVERRULED, overruled, by, on=overruled.on)
        return overruled

    def overruled(self) -> list[Overruled]:
        """Rules and places of rules that persons keep in the figures."""
        return list(self._decided(procedure.EXCLUSIONS, Overruled, Kind.OVERRULED))
