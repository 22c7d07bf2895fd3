"""What the intake notebook does: receive works, show the form, check it, put it on file, show what is on file.

Nothing is written into the case unless ``file_it`` is true and ``by`` names a person. Everything shown is escaped HTML
with a plain text beside it; faults of whoever fills in the form are sentences, never a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from appraisal import filing, identity, intake_form, logged
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.dossier import Role
from appraisal.errors import AppraisalError, CaseError, reason_of
from appraisal.intake import LABELS, Agreement, compare_with_list
from appraisal.intake_form import material_fields as fields_of
from reports.cells import desk_of as bare_desk
from reports.document import Block, Code, Grid, Heading, Language, Line, Listed, Paragraph
from reports.form_check import check
from reports.form_words import FACTS, WORDS
from reports.html import fragment
from reports.sections import custody, intake, materials
from reports.sections.desk import Desk, paragraph, text
from reports.sections.entries import kind_word, standing
from reports.text import printable

MAGIC = "intake"
WIDE = 96  # columns of a cell beside the file panel on an ordinary screen
ALGORITHMS: Mapping[str, str] = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sm3": "SM3"}


class Sheet:
    """What a cell shows: safe HTML, and the same as plain text."""

    def __init__(self, blocks: Iterable[Block], language: Language) -> None:
        self.blocks = tuple(blocks)
        self.language: Language = language

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": fragment(self.blocks, self.language), "text/plain": plain(self.blocks)}

    def __str__(self) -> str:
        return plain(self.blocks)


def plain(blocks: Iterable[Block]) -> str:
    """Blocks as lines of text; cells of a table stand between bars."""
    return "\n".join(_plain(blocks))


def _plain(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Code):
            yield block.text
        elif isinstance(block, Paragraph):
            yield _joined(block.content)
        elif isinstance(block, Listed):
            yield from (f"- {line}" for item in block.items for line in _plain(item))
        elif isinstance(block, Grid):
            yield from ([_joined(block.caption)] if block.caption else [])
            yield from (" | ".join(map(_joined, row)) for row in (block.head, *block.rows))


def _joined(line: Line) -> str:
    return "".join(piece.text for piece in line).replace("\n", "；")


def folded(form: str) -> str:
    """The same form with long remarks in lines of their own above the field: a cell of a notebook does not wrap."""
    made: list[str] = []
    for line in form.split("\n"):
        field, mark, remark = line.rpartition("  # ")
        if _columns(line) <= WIDE or not (line.startswith("# ") or (mark and field.strip())):
            made.append(line)
            continue
        field, remark = (field, remark) if mark else ("", line[2:])
        row = start = "##" if field.startswith("#") else "#"  # stays a remark when the # of the field is taken away
        for piece in re.split("(?<=[；：])", remark):
            if _columns(row + piece) > WIDE and row != start:
                made.append(row)
                row = f"{start}  "
            row += f" {piece}" if row in (start, f"{start}  ") else piece
        made += [row, *([field] if field else [])]
    text = "\n".join(made)
    try:
        return text if filing.read_form(text) == filing.read_form(form) else form
    except CaseError:  # what looked like a remark stood inside a value
        return form


def _columns(line: str) -> int:
    """Width in columns of a fixed-width font, in which 字 take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


class Intake:
    """The intake of one case, as the cells of ``intake.ipynb`` go through it.

    ``photographs``: folder of the photographs that the form names. ``file_it``: whether anything is written.
    """

    def __init__(
        self,
        case: str | Path,
        *,
        language: Language = "zh",
        by: str = "",
        file_it: bool = False,
        photographs: str | Path = ".",
    ) -> None:
        self.root = Path(case)
        self.language: Language = "en" if language == "en" else "zh"
        self.by = by.strip()
        self.writes = file_it and bool(self.by)
        self.file_it = file_it
        self.photographs = Path(photographs).expanduser()
        self.form = ""
        self.unread = False  # the program has just written into the form: nobody has read that yet

    @property
    def case(self) -> Case:
        """The case as it is now: works may be received from elsewhere while the notebook stands open."""
        return Case.open(self.root)

    def say(self, key: str, *values: object) -> str:
        return WORDS[key][self.language == "en"].format(*values)

    def _sheet(self, *blocks: Block) -> Sheet:
        return Sheet(blocks, self.language)

    def _grid(self, columns: Sequence[str], rows: Sequence[tuple[Line, ...]], widths: tuple[float, ...]) -> Grid:
        return Grid(tuple(text(self.say(name), "strong") for name in columns), tuple(rows), widths)

    def start(self) -> Sheet:
        """Which case this is, who files, whether anything will be written; makes ``%%intake`` known to the notebook."""
        from IPython.core.getipython import get_ipython

        shell = get_ipython()
        if shell is not None:
            shell.register_magic_function(self.take, "cell", MAGIC)  # type: ignore[arg-type]  # any callable serves
        settings = self.case.settings
        said = [paragraph(self.say("case", settings.number, settings.title or self.say("untitled")))]
        if not self.file_it:
            said.append(paragraph(self.say("off"), "note"))
        elif not self.by:
            said.append(paragraph(self.say("no-by"), "notice"))
        if self.by:
            keys = [person for person in identity.known(identity.home()) if person.name == self.by]
            signed = self.say("signs", self.by, keys[0].fingerprint) if keys else self.say("no-key", self.by)
            said.append(paragraph(signed, "note"))
        return self._sheet(*said)

    # --- receiving --------------------------------------------------------------------------------------------------

    def receive(self, rows: Sequence[Any]) -> Sheet:
        """Receive the works of a table; those whose label the case holds already are skipped."""
        if not rows:
            return self._sheet(paragraph(self.say("receive-none"), "note"))
        done = [self._received(row) for row in rows]
        return self._sheet(self._grid(("label", "role", "path", "outcome"), done, (1.0, 1.2, 4.0, 5.0)))

    def _received(self, row: Any) -> tuple[Line, ...]:
        if not isinstance(row, Mapping):
            return text(""), text(""), text(str(row)), text(self.say("no-row"))
        facts = {FACTS.get(str(name), str(name)): str(value) for name, value in row.items()}
        label, path, role = (facts.pop(name, "").strip() for name in ("label", "path", "role"))
        return text(label), text(role), text(path), text(self._outcome(label, path, role, facts))

    def _outcome(self, label: str, path: str, role: str, facts: dict[str, str]) -> str:
        roles = self._roles()
        odd = sorted(set(facts) - set(FACTS.values()))
        if any(work.label == label for work in self.case.works):
            return self.say("held")
        if not label:
            return self.say("no-label")
        if role not in roles:
            return self.say("no-role", "、".join(roles))
        if odd:
            return self.say("no-fact", odd[0], "、".join(FACTS if self.language == "zh" else FACTS.values()))
        source = Path(path).expanduser()
        try:
            if not path or not source.exists():
                return self.say("no-path")
            if not self.writes:
                return self.say("waits")
            facts.setdefault("received_by", self.by)
            got = self.case.receive(label, source, roles[role], medium=None, **facts)
        except (AppraisalError, OSError, ValueError) as error:
            return self.say("refused", self._told(error))
        return self.say("taken", got.files, got.bytes, got.sha256)

    def _roles(self) -> dict[str, Role]:
        """Words by which a role may be named: the case's own in both languages, and the codes."""
        own = self.case.settings.role_words
        named = {own[role][self.language]: role for role in Role if self.language in own.get(role, {})}
        other = {word: role for role in Role for word in own.get(role, {}).values()}
        return named | {str(role): role for role in Role} | other

    def _told(self, error: Exception) -> str:
        if isinstance(error, OSError):
            return self.say("system", error.strerror or error, error.filename or "")
        return f"{reason_of(error)}: {error}" if isinstance(error, AppraisalError) else str(error)

    # --- the form ---------------------------------------------------------------------------------------------------

    def take(self, line: str, cell: str) -> Sheet:
        """``%%intake``: the form in a cell. An empty one is replaced by the form of this case; works received since
        are added at its end. Then everything wrong or lacking is listed."""
        said: list[Block] = []
        if not any(row.strip() and not row.strip().startswith("#") for row in cell.splitlines()):
            cell = folded(intake_form.template(self.case))
            said.append(paragraph(self.say("placed"), "notice"))
            self._put(line, cell)
        elif added := self._added(cell):
            cell = cell.rstrip("\n") + "\n" + "".join(block for _, block in added)
            said.append(paragraph(self.say("added", "、".join(label for label, _ in added)), "notice"))
            self._put(line, cell)
        self.form, self.unread = cell, bool(said)
        return self._sheet(*said, *self._checked())

    def _put(self, line: str, cell: str) -> None:
        """Have the front end write ``cell`` into the cell that runs; without a front end nothing happens."""
        from IPython.core.getipython import get_ipython

        shell = get_ipython()
        if shell is not None:
            shell.set_next_input(f"%%{MAGIC} {line}".rstrip() + "\n" + cell, replace=True)

    def _added(self, cell: str) -> list[tuple[str, str]]:
        """Blocks of the form for works that it does not name; none while the form cannot be read."""
        try:
            rows = filing.read_form(cell).get("materials", [])
        except AppraisalError:
            return []
        if not isinstance(rows, list):
            return []
        named = {str(row.get("label")) for row in rows if isinstance(row, dict)}
        named |= set(filing.materials(self.case))
        absent = [work for work in self.case.works if work.label not in named]
        return [(work.label, folded("\n".join([*fields_of(work), ""]))) for work in absent]

    def _checked(self) -> Iterator[Block]:
        found = check(self.case, self.form, folder=self.photographs)
        if found.faults:
            yield paragraph(self.say("wrong", len(found.faults)), "lead")
            colon = "：" if self.language == "zh" else ": "
            yield Listed(tuple((paragraph(colon.join(fault.said(self.language))),) for fault in found.faults), True)
            return
        yield paragraph(self.say("right"))
        if found.lacks:
            yield paragraph(self.say("lacks", len(found.lacks)), "lead")
            yield Listed(tuple((paragraph(words[self.language == "en"]),) for words in found.lacks))
        else:
            yield paragraph(self.say("complete"))

    def check(self) -> Sheet:
        """What is wrong in the form as it was last run, or what it still lacks."""
        return self._sheet(*(self._checked() if self.form else [paragraph(self.say("no-form"), "note")]))

    def file(self) -> Sheet:
        """Put the form on file; without ``file_it`` and ``by`` only say so."""
        if not self.form:
            return self._sheet(paragraph(self.say("no-form"), "note"))
        if not self.writes:
            return self._sheet(paragraph(self.say("no-by" if self.file_it else "off"), "note"))
        if self.unread:
            return self._sheet(paragraph(self.say("unread"), "notice"))
        if check(self.case, self.form, folder=self.photographs).faults:
            return self.check()
        try:
            form = filing.read_form(self.form)
            entries = filing.file_intake(self.case, form, self.by, folder=self.photographs)
        except (AppraisalError, OSError) as error:
            return self._sheet(paragraph(self.say("refused", self._told(error)), "notice"))
        if not entries:
            return self._sheet(paragraph(self.say("nothing-new"), "note"))
        return self._sheet(paragraph(self.say("filed", len(entries)), "lead"), self._written(entries))

    def _written(self, entries: Sequence[Entry]) -> Grid:
        desk = self._desk()
        listed = {entry.digest: entry for entry in desk.dossier.entries}
        rows = []
        for entry in (listed[each.digest] for each in entries):
            label = str(entry.body.get("label", ""))
            what = (*text(kind_word(desk, entry)), *(text(f" {label}") if label else ()))
            rows.append((text(f"{entry.log} {entry.seq}"), what, standing(desk, entry), text(entry.digest, "digest")))
        return self._grid(("entry", "what", "signature", "digest"), rows, (2.0, 2.0, 3.0, 4.0))

    # --- what is on file --------------------------------------------------------------------------------------------

    def _desk(self) -> Desk:
        """The case's works and logs as sections of a report read them."""
        desk = bare_desk(self.case, (), self.language)
        history = self.case.history()
        dossier = replace(
            desk.dossier,
            commission=self.case.settings.commission,
            experts=self.case.settings.experts,
            entries=logged.entries(history),
            heads=logged.heads(self.case.root),
            log_faults=logged.faults(self.case.root),
            persons=logged.persons(history),
        )
        return Desk(dossier, self.language)

    def on_file(self) -> Sheet:
        """Commission, acceptance, conflicts, materials and rights data, as a report prints them."""
        desk = self._desk()
        held = materials.materials(desk) if self.case.works else [paragraph(self.say("received-none"))]
        first, second = (Heading(2, printable(LABELS[self.language][key])) for key in ("commission", "material"))
        return self._sheet(first, *intake.commission(desk), second, *held)

    def lacking(self) -> Sheet:
        """What the intake on file still lacks, and which material may not be compared now."""
        lacks = [words[self.language == "en"] for words in check(self.case, "").lacks]
        said: list[Block] = []
        for key, found in (("lacks", lacks), ("blocked", filing.blocked(self.case))):
            if found:
                said.append(paragraph(self.say(key, len(found)), "lead"))
                said.append(Listed(tuple((paragraph(one),) for one in found)))
        return self._sheet(*said or [paragraph(self.say("complete"))])

    def check_values(self) -> Sheet:
        """Each check value of a list beside the digest measured on receipt."""
        rows = []
        for label, material in filing.materials(self.case).items():
            measured = self.case.received(label).digests
            for one in compare_with_list(material.check_values, measured):
                rows.append(
                    (
                        text(label),
                        text(one.given.value, "digest"),
                        text(ALGORITHMS.get(one.algorithm, "—")),
                        text(LABELS[self.language][f"told_by.{one.told_by}"]),
                        text(measured.get(one.algorithm, "—"), "digest"),
                        text(
                            LABELS[self.language][f"agreement.{one.agreement}"],
                            "mark" if one.agreement is Agreement.DIFFERS else "plain",
                        ),
                    )
                )
        if not rows:
            return self._sheet(paragraph(self.say("no-values"), "note"))
        columns = ("label", "given", "algorithm", "told-by", "measured", "agrees")
        return self._sheet(self._grid(columns, rows, (0.8, 3.2, 1.1, 2.0, 3.2, 1.2)))

    def logs(self) -> Sheet:
        """Both disclosed logs, with what each signature is worth, and everything in them that does not hold."""
        desk = self._desk()
        faults = [
            f"{fault.log} {self.say('line', fault.line) if fault.line else ''} "
            f"{desk.known(f'fault.{fault.what}', fault.what)} {fault.detail}"
            for fault in desk.dossier.log_faults
        ]
        said: list[Block] = [paragraph(self.say("faults" if faults else "sound", len(faults or desk.dossier.heads)))]
        if faults:
            said.append(Listed(tuple((paragraph(one),) for one in faults)))
        said += [Heading(2, printable(self.say("custody"))), *custody.custody(desk)]
        said += [Heading(2, printable(self.say("procedure"))), *custody.procedure(desk)]
        return self._sheet(*said)


__all__ = ["Intake", "Sheet", "plain"]
