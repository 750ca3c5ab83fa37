"""Make the demo certificate that signs year-end reports; a real one comes from the authority."""

import secrets
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

YEARS = 10


class Command(BaseCommand):
    help = "生成演示用签名证书（仅供试用；正式环境请配置 SIGNING_CERTIFICATE）。"

    def handle(self, **options):
        file = settings.DEMO_CERTIFICATE
        if file.exists():
            self.stdout.write(f"已有 / exists: {file}")
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.chmod(0o700)
        passphrase = secrets.token_urlsafe(24)
        content = make(settings.PORTAL_NAME, passphrase)
        for path, body in ((file.with_suffix(".pass"), passphrase.encode()), (file, content)):
            path.write_bytes(body)
            path.chmod(0o600)
        self.stdout.write(f"演示签名证书 / demo certificate: {file}")


def make(name: str, passphrase: str) -> bytes:
    """A self-signed certificate with its key as PKCS#12."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name}（演示证书 demo）"[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "DEMO"),
        ]
    )
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_may_sign(), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    locked = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"portal", key, certificate, None, locked)


def _may_sign() -> x509.KeyUsage:
    refused = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    return x509.KeyUsage(digital_signature=True, content_commitment=True, **refused)
