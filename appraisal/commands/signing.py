"""``sign-report sign-bundle signatures hand-signed``: certificates under what leaves the house."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.commands.options import Adder
from appraisal.printing import say, visible, worded
from appraisal.signing.credentials import SECRET

if TYPE_CHECKING:
    from appraisal.signing.credentials import Credential

BROKEN = 10  # as verify: integrity does not hold


def sign_report(options: argparse.Namespace) -> int:
    from appraisal import countersigning
    from appraisal.case import Case
    from appraisal.signing import stamps

    case = Case.open(options.case)
    if options.name is None:
        for place in countersigning.places(case, options.number):
            print(visible(f"{place.field}  {place.name}"))
        return 0
    countersigning.places_for(case, options.number, options.name)  # before a passphrase is asked for
    with _credential(options) as credential:
        made = countersigning.sign(
            case,
            options.number,
            options.name,
            credential,
            stamper=stamps.authority(options.tsa),
            by=options.by,
            because=options.because,
        )
    print(visible(f"{made.field}  {made.name}  {made.certificate.subject}  {made.certificate.sha256}"))
    return 0


def sign_bundle(options: argparse.Namespace) -> int:
    from appraisal.cache import write_whole
    from appraisal.errors import UsageError
    from appraisal.signing import detached, stamps
    from appraisal.verify import tags

    bundle = Path(options.bundle)
    target = Path(options.out or f"{bundle}.p7s")
    if target.exists():
        raise UsageError(f"{target} exists already: choose another name with --out")
    content = tags.manifest(bundle)
    with _credential(options) as credential:
        made = detached.signature(content, credential, stamper=stamps.authority(options.tsa))
    write_whole(target, made, durable=True)
    print(target)
    return 0


def signatures(options: argparse.Namespace) -> int:
    """Every signature of a PDF, or a detached one over a bundle; the code is 10 when one does not hold."""
    from appraisal.signing.checking import check, unfilled
    from appraisal.verify import signatures as judging
    from appraisal.verify import tags
    from appraisal.verify.outcome import Answer, Remark

    path = Path(options.file)
    content = tags.manifest(options.bundle) if options.bundle else None
    found = check(path, trusted=options.trust, content=content)
    remarks = [judging.judged(path.name, one) for one in found]
    remarks += judging.shared(path.name, [(one.name, one.certificate.sha256, one.certificate.subject) for one in found])
    if content is None and (still := unfilled(path)):
        remarks.append(Remark(None, "not-yet-signed", path.name, detail="; ".join(still)))
    for remark in remarks:
        print(visible(f"{remark.said(0)}\n{remark.said(1)}"))
    if not found:
        say(worded("no-signature", "both", path))
    return BROKEN if any(remark.answer is Answer.FAILS for remark in remarks) else 0


def hand_signed(options: argparse.Namespace) -> int:
    from appraisal import countersigning
    from appraisal.case import Case
    from appraisal.procedure import Kind

    case = Case.open(options.case)
    print(countersigning.receive_scan(case, options.number, options.scan, by=options.by))
    entry = case.history().last(Kind.SCANNED)
    if entry is not None and entry.body.get("drawn"):
        print(countersigning.DRAWN_INTO.zh)
        print(countersigning.DRAWN_INTO.en)
    return 0


@contextmanager
def _credential(options: argparse.Namespace) -> Iterator[Credential]:
    from appraisal.errors import UsageError
    from appraisal.signing import credentials

    if bool(options.p12) == bool(options.pkcs11):
        raise UsageError("name a certificate: --p12 FILE, or --pkcs11 MODULE with --token and --certificate")
    if options.pkcs11 and not (options.token and options.certificate):
        raise UsageError("--pkcs11: name the token with --token, and the certificate on it with --certificate")
    secret = os.environ.get(SECRET)
    if secret is None:
        secret = _asked() if sys.stdin.isatty() else ""
    if options.p12:
        yield credentials.from_p12(options.p12, secret)
        return
    with credentials.from_token(options.pkcs11, options.token, options.certificate, secret) as found:
        yield found


def _asked() -> str:
    import getpass

    return getpass.getpass(worded("passphrase", "both"))


def _certificate(p: argparse.ArgumentParser) -> None:
    p.add_argument("--p12", metavar="FILE", help=f"PKCS#12 file; its passphrase is asked for, or taken from ${SECRET}")
    p.add_argument("--pkcs11", metavar="MODULE", help="library of a PKCS#11 token (extra pkcs11)")
    p.add_argument("--token", default="", metavar="LABEL", help="label of the token")
    p.add_argument("--certificate", default="", metavar="LABEL", help="label of certificate and key on the token")
    p.add_argument("--tsa", default="", metavar="URL", help="time-stamp authority (RFC 3161); asked only when named")


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("sign-report", sign_report, "sign an issued report by certificate (PAdES); who signs, without --as")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER", help="number under which the report was issued")
    p.add_argument("--as", dest="name", metavar="NAME", help="whose signature: a person who signs, or the institution")
    _certificate(p)
    p.add_argument(
        "--other-name-because", dest="because", default="", metavar="REASON",
        help="why the certificate is in another name than that of who signs; recorded, and told by verify",
    )  # fmt: skip
    p.add_argument("--by", default="", metavar="NAME", help="who does it, if not that person")
    p = add("sign-bundle", sign_bundle, "sign a bundle by certificate, in a file beside it")
    p.add_argument("bundle", metavar="BUNDLE")
    p.add_argument("--out", metavar="FILE", help="the signature (default: BUNDLE.p7s)")
    _certificate(p)
    p = add("signatures", signatures, "check the signatures of a PDF, or one over a bundle")
    p.add_argument("file", metavar="FILE", help="a signed PDF, or the signature over a bundle")
    p.add_argument("--bundle", metavar="BUNDLE", help="the bundle that FILE is the signature of")
    p.add_argument("--trust", action="append", default=[], metavar="ROOT", help="trusted root certificate, PEM or DER")
    p = add("hand-signed", hand_signed, "take in the scan of an issued report that was signed by hand")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER")
    p.add_argument("scan", metavar="SCAN", help="PDF, JPEG, PNG or TIFF")
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
