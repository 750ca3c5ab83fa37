"""The portal's signature on a PDF (PAdES B-B), set after the document is finished.

An increment is appended to the file: every byte of the typeset document, its attachments and
its archival markings stay what they were. Certificate and key come as one PKCS#12 file.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

FIELD = "PortalSignature"


class CannotSign(Exception):
    """A certificate is configured and cannot be used: nothing goes out unsigned in silence."""


@dataclass(frozen=True)
class Seal:
    """Where the certificate lies and what opens it."""

    file: Path
    passphrase: str


@dataclass(frozen=True)
class Signed:
    content: bytes
    info: dict[str, str]


@dataclass(frozen=True)
class _Info:
    subject: str
    issuer: str
    serial: str
    fingerprint_sha256: str
    format: str = "PAdES B-B"

    def with_renderer(self) -> dict[str, str]:
        return asdict(self) | {"pyhanko": version()}


def sign(content: bytes, seal: Seal, *, reason: str, on: date) -> Signed:
    """``content`` with the portal's signature, and whose it is. A certificate that has run out
    by ``on`` signs nothing: no validator would take it."""
    signer = _signer(seal)
    if on > signer.signing_cert.not_valid_after.date():
        raise CannotSign(f"{seal.file} has run out")
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    # pyHanko begins an event loop; the caller's thread may stand in one already.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(
            signers.sign_pdf, writer, meta, signer, new_field_spec=SigFieldSpec(FIELD), output=out
        ).result()
    return Signed(out.getvalue(), _info(signer).with_renderer())


def version() -> str:
    return metadata.version("pyhanko")


def _signer(seal: Seal) -> signers.SimpleSigner:
    try:
        changed = seal.file.stat().st_mtime_ns
    except OSError as error:
        raise CannotSign(f"no certificate at {seal.file}") from error
    signer = _loaded(seal, changed)
    if signer is None:
        raise CannotSign(f"{seal.file} cannot be opened with SIGNING_PASSPHRASE")
    return signer


@lru_cache(maxsize=4)
def _loaded(seal: Seal, changed: int) -> signers.SimpleSigner | None:
    passphrase = seal.passphrase.encode() or None
    return signers.SimpleSigner.load_pkcs12(str(seal.file), passphrase=passphrase)


def _info(signer: signers.SimpleSigner) -> _Info:
    held = signer.signing_cert
    return _Info(
        subject=held.subject.human_friendly,
        issuer=held.issuer.human_friendly,
        serial=f"{held.serial_number:x}",
        fingerprint_sha256=held.sha256.hex(),
    )
