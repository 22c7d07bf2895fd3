"""Writing into the logs of a case: what a step is, who signs it, what it binds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from appraisal import casefile, chain, identity, procedure
from appraisal.codec import encode
from appraisal.identity import Signer
from appraisal.procedure import Kind
from appraisal.work import digest_file

Clock = Callable[[], str]
Signers = Callable[[str], Signer | None]
BINDING = frozenset(
    {
        Kind.RUN_BEGUN,
        Kind.RUN,
        Kind.EXAMINED,
        Kind.REPORT,
        Kind.SEALED,
        Kind.MERGED,
        Kind.CONTROLS,
        Kind.SUBMITTED,
        Kind.OPENED,
        Kind.SAMPLE,
    }
)
"""Kinds that name the heads of all logs, also of what each expert had found by then."""


def keys_here(name: str) -> Signer | None:
    """The signer of that name whose key lies on this machine."""
    return identity.unlock(identity.home(), name) if name else None


class Logbook:
    """The logs below ``root``. Who has a key (``signers`` finds it by name) signs each step recorded in that name."""

    def __init__(self, root: Path, clock: Clock, signers: Signers = keys_here) -> None:
        self.root = root
        self.clock = clock
        self.signers = signers

    def write(
        self,
        kind: Kind,
        body: Any,
        by: str = "",
        *,
        files: Iterable[str] = (),
        digests: Mapping[str, str | None] = {},
        on: str = "",
        log: str = "",
    ) -> chain.Entry:
        """Write one step. ``files``: paths below the case that it wrote; ``digests``: of files whose digest is known,
        None of those it took away. ``on``: when, if not now. ``log``: if not the one of its kind."""
        by, signer = self.signing(by)
        if signer is not None:
            self._introduce(signer, on)
        encoded: Any = encode(body)
        others = procedure.logs(self.root) if kind in BINDING else procedure.COMMON
        return chain.append(
            self.root,
            log or procedure.LOG_OF.get(kind, procedure.PROCEDURE),
            on=on or self.clock(),
            kind=str(kind),
            by=by,
            body={name: value for name, value in encoded.items() if name != "is"},
            files=dict(sorted({**digests, **{name: self.digest(name) for name in files}}.items())),
            others=others,
            signer=signer,
        )

    def signing(self, by: str) -> tuple[str, Signer | None]:
        """A name as the logs write it, and that person's signer; ``UsageError`` when the key cannot be unlocked: asked
        for before a long step, that does not come at its end."""
        by = casefile.clean(by).strip()
        return by, self.signers(by) if by else None

    def _introduce(self, signer: Signer, on: str) -> None:
        """Register a person's key before it signs for the first time in this case."""
        person = signer.person
        if person.key in {p.key for p in self.history().persons.get(person.name, ())}:
            return
        body = {"name": person.name, "key": person.key, "institution": person.institution}
        chain.append(
            self.root,
            procedure.PROCEDURE,
            on=on or self.clock(),
            kind=str(Kind.PERSON),
            by=person.name,
            body=body,
            others=procedure.COMMON,
            signer=signer,
        )

    def digest(self, name: str) -> str:
        """SHA-256 of a file of the case."""
        return digest_file(self.root / name)[0]

    def history(self) -> procedure.History:
        """Entries of the custody and procedure logs, in the order written."""
        return procedure.history(self.root)
