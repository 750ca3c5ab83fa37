"""Year-end reports handed in without setting a page: real facts, a few bytes for the file."""

import hashlib
import secrets
from datetime import date

from django.conf import settings

from assessments import report_facts, reporting
from assessments.actions import freezing, report_terms, reports
from assessments.models import AnnualReport, FrozenFile
from assessments.report_facts import Proof
from organizations import qr
from tests.cast import ON

OPENS, DUE = date(2026, 11, 1), date(2026, 12, 31)


def set_term(unit, by, year=2026, opens_on=OPENS, due_on=DUE):
    return report_terms.set_term(
        unit=unit, year=year, opens_on=opens_on, due_on=due_on, by=by, on=ON
    )


def draft(appointment, by, year=2026, on=ON, **said) -> AnnualReport:
    """Begun, or written on, by ``by``."""
    found = AnnualReport.objects.filter(appointment=appointment, year=year).first()
    return reports.write(
        appointment=appointment, year=year, edition=found.edition if found else 0,
        said=said or {"plans": "明年本人将继续带头学法。"}, by=by, on=on,
    )  # fmt: skip


def made(report: AnnualReport, on=ON) -> freezing.Made:
    """What ``freezing.make`` gives, with the hash of the facts instead of pages."""
    code, inputs, files = secrets.token_hex(16), {}, []
    ledger = freezing.ledger_version(report)
    proof = Proof(code, freezing.address_of(code), qr.square(code))
    for language, _ in settings.LANGUAGES:
        facts = reporting.read_for(report, on=on, language=language, formal=True, proof=proof)
        inputs[language] = report_facts.dump(facts)
        content = f"%PDF-1.7 {code} {language}".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(
            FrozenFile(language=language, content=content, sha256=sha256, typeset_sha256=sha256,
                       size=len(content))
        )  # fmt: skip
    return freezing.Made(
        report.edition, ledger, dict(report.narrative), code, inputs, tuple(files), {"test": "1"}
    )


def hand_in(appointment, year=2026, on=ON, **said):
    """Drafted and handed in by the official himself; gives the frozen version."""
    report = draft(appointment, appointment.person, year, on, **said)
    return reports.keep(report=report, made=made(report, on), by=appointment.person, on=on)
