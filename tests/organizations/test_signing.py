"""The portal's signature: valid by pyHanko's own validator, and the document stays what it was."""

import asyncio
import io
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pikepdf
import pytest
import segno
from django.conf import settings as django_settings
from django.core.management import call_command
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config.management.commands import make_signing_certificate
from organizations import pdf, qr
from organizations.signing import FIELD, CannotSign, Seal, _signer, sign

TODAY = date.today()


@pytest.fixture
def seal(tmp_path):
    file = tmp_path / "portal.p12"
    file.write_bytes(make_signing_certificate.make("平台", "open-sesame"))
    return Seal(file, "open-sesame")


@pytest.fixture(scope="module")
def document():
    return pdf.render("<html lang='zh-CN'><body><p>本人述法。</p></body></html>", stylesheets=[])


def validated(content, seal):
    """What the validator says, the portal's own certificate being trusted."""
    reader = PdfFileReader(io.BytesIO(content))
    [signature] = reader.embedded_signatures
    trusted = ValidationContext(trust_roots=[_signer(seal).signing_cert])
    with ThreadPoolExecutor(1) as apart:  # Playwright's loop may run in this thread
        return signature, apart.submit(validate_pdf_signature, signature, trusted).result()


def test_the_signature_is_valid_and_covers_the_whole_file(document, seal):
    signed = sign(document, seal, reason="存证", on=TODAY)
    signature, status = validated(signed.content, seal)
    assert (status.valid, status.intact, status.trusted, status.bottom_line) == (True,) * 4
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.field_name == FIELD
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_it_is_signed_within_a_running_event_loop(document, seal):
    async def within() -> bytes:
        return sign(document, seal, reason="存证", on=TODAY).content

    with ThreadPoolExecutor(1) as apart:
        content = apart.submit(asyncio.run, within()).result()
    assert validated(content, seal)[1].bottom_line


def test_the_typeset_document_stands_in_the_signed_one_byte_for_byte(document, seal):
    signed = sign(document, seal, reason="存证", on=TODAY)
    assert signed.content.startswith(document)
    assert signed.info["format"] == "PAdES B-B"
    assert signed.info["fingerprint_sha256"] == _signer(seal).signing_cert.sha256.hex()


def test_attachments_and_metadata_are_kept(document, seal):
    with pikepdf.open(io.BytesIO(document)) as book:
        book.attachments["report.json"] = pikepdf.AttachedFileSpec(book, b"{}")
        out = io.BytesIO()
        book.save(out)
    signed = sign(out.getvalue(), seal, reason="存证", on=TODAY)
    with pikepdf.open(io.BytesIO(signed.content)) as book:
        assert book.attachments["report.json"].get_file().read_bytes() == b"{}"


def test_one_byte_changed_is_noticed(document, seal):
    content = bytearray(sign(document, seal, reason="存证", on=TODAY).content)
    content[len(document) // 2] ^= 1
    _signature, status = validated(bytes(content), seal)
    assert not status.bottom_line


def test_qpdf_finds_nothing_to_complain_of(document, seal, tmp_path):
    file = tmp_path / "signed.pdf"
    file.write_bytes(sign(document, seal, reason="存证", on=TODAY).content)
    if shutil.which("qpdf"):
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    assert pikepdf.open(file).check_pdf_syntax() == []


@pytest.mark.parametrize("passphrase", ["", "wrong"])
def test_a_certificate_that_cannot_be_opened_is_an_error(document, seal, passphrase):
    with pytest.raises(CannotSign):
        sign(document, Seal(seal.file, passphrase), reason="存证", on=TODAY)


def test_a_certificate_that_has_run_out_signs_nothing(document, seal):
    last = _signer(seal).signing_cert.not_valid_after.date()
    assert sign(document, seal, reason="存证", on=last)
    with pytest.raises(CannotSign, match="run out"):
        sign(document, seal, reason="存证", on=last + timedelta(days=1))


def test_a_certificate_that_is_not_there_is_an_error(document, tmp_path):
    with pytest.raises(CannotSign):
        sign(document, Seal(tmp_path / "none.p12", ""), reason="存证", on=TODAY)


def test_the_demo_certificate_is_made_once_and_readable_by_its_owner_alone(settings, tmp_path):
    settings.DEMO_CERTIFICATE = tmp_path / "signing" / "demo.p12"
    call_command("make_signing_certificate", verbosity=0)
    first = settings.DEMO_CERTIFICATE.read_bytes()
    call_command("make_signing_certificate", verbosity=0)
    assert settings.DEMO_CERTIFICATE.read_bytes() == first
    assert {oct(f.stat().st_mode)[-3:] for f in settings.DEMO_CERTIFICATE.parent.iterdir()} == {
        "600"
    }


def test_nothing_of_the_certificate_is_committed():
    ignored = (django_settings.BASE_DIR / ".gitignore").read_text()
    assert "var/" in ignored


def test_the_code_is_the_same_square_as_the_maker_draws():
    text = "http://127.0.0.1:8000/verify/" + "ab" * 16 + "/"
    made = qr.square(text)
    plain = segno.make(text, error="q", micro=False, boost_error=False)
    assert made.size == plain.symbol_size(border=0)[0] + 2 * qr.QUIET
    drawn = sum(int(run.split("v")[0].split("h")[1]) for run in made.path.split("M")[1:])
    assert drawn == sum(sum(bytes(row)) for row in plain.matrix)
