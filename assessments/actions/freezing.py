"""Setting a report for ever: facts read, both languages typeset, signed; nothing written yet.

It takes seconds, so it is done before the transaction that keeps it; ``reports.submit`` looks
again whether anything has changed meanwhile.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments import pdf, report_facts, reporting
from assessments.models import AnnualReport, FrozenFile
from assessments.report_facts import Proof
from duties.models import Ledger
from organizations import qr
from organizations.errors import Refused
from organizations.pdf import versions
from organizations.signing import CannotSign, Seal, sign


@dataclass(frozen=True)
class Made:
    """A version ready to be kept, and the state of things it was made of."""

    edition: int
    ledger: int
    narrative: Mapping[str, str]
    code: str
    inputs: dict[str, Any]
    files: tuple[FrozenFile, ...]
    made_with: dict[str, str]

    @property
    def inputs_sha256(self) -> str:
        text = json.dumps(self.inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def make(*, report: AnnualReport, on: date) -> Made:
    """The report as it stands now, in both languages."""
    code = secrets.token_hex(16)
    ledger = ledger_version(report)
    inputs, files = {}, []
    seal = seal_of_the_portal()
    for language, _name in settings.LANGUAGES:
        facts = reporting.read_for(
            report, on=on, language=language, formal=True, proof=_proof(code)
        )
        inputs[language] = report_facts.dump(facts)
        files.append(_file(language, pdf.annual_report(facts), seal, on))
    return Made(
        report.edition, ledger, dict(report.narrative), code, inputs, tuple(files), versions()
    )


def ledger_version(report: AnnualReport) -> int:
    """Rises whenever a duty of the post and year is judged anew."""
    found = Ledger.objects.filter(post=report.post_id, year=report.year)
    return found.values_list("version", flat=True).first() or 0


def seal_of_the_portal() -> Seal | None:
    """The certificate that signs, if one is configured; its passphrase may lie beside it."""
    file = settings.SIGNING_CERTIFICATE
    if not file:
        return None
    beside = Path(file).with_suffix(".pass")
    passphrase = settings.SIGNING_PASSPHRASE
    if not passphrase and beside.exists():
        passphrase = beside.read_text(encoding="utf-8").strip()
    return Seal(Path(file), passphrase)


def address_of(code: str) -> str:
    return settings.BASE_URL + reverse("assessments:verify_code", args=[code])


def _proof(code: str) -> Proof:
    address = address_of(code)
    return Proof(code, address, qr.square(address))


def _file(language: str, content: bytes, seal: Seal | None, on: date) -> FrozenFile:
    typeset, info = hashlib.sha256(content).hexdigest(), {}
    if seal is not None:
        content, info = _signed(content, seal, language, on)
    return FrozenFile(
        language=language, content=content, sha256=hashlib.sha256(content).hexdigest(),
        typeset_sha256=typeset, size=len(content), signature=info,
    )  # fmt: skip


def _signed(content: bytes, seal: Seal, language: str, on: date) -> tuple[bytes, dict[str, str]]:
    with translation.override(language):
        reason = _("年终述法报告提交存证")
    try:
        signed = sign(content, seal, reason=reason, on=on)
    except CannotSign as error:
        raise Refused(_("平台签名证书无法使用，报告未提交，请联系系统管理员。")) from error
    return signed.content, signed.info
