"""Every paper that the portal prints holds before veraPDF, the reference validator of PDF/A."""

from datetime import date
from pathlib import Path

import pytest
from weasyprint import HTML

from config.management.commands import make_signing_certificate
from organizations.signing import Seal, sign
from tests import verapdf
from tests.test_injection import PAPERS
from tests.vectors import Filled

#: Chinese of all levels, Latin with accents, figures, signs, and characters beyond GB 2312.
TEXT = "依法治县“旸濛鿎”沚垟Àé 2026年（一）①→√"


@pytest.fixture(scope="module")
def objections(tmp_path_factory):
    """Of every paper, of one that is signed, and of a plain PDF."""
    folder = tmp_path_factory.mktemp("papers")
    for paper in PAPERS:
        function, kind = paper.values
        Path(folder, paper.id).write_bytes(function(Filled(TEXT).of(kind)))
    seal = Seal(folder / ".certificate", "open-sesame")
    seal.file.write_bytes(make_signing_certificate.make("平台", seal.passphrase))
    bare = Path(folder, PAPERS[0].id).read_bytes()
    Path(folder, "signed").write_bytes(sign(bare, seal, reason="存证", on=date.today()).content)
    HTML(string="<p>法治").write_pdf(folder / "plain")
    return verapdf.objections(each for each in folder.iterdir() if each != seal.file)


@pytest.mark.parametrize("name", [paper.id for paper in PAPERS])
def test_every_paper_is_archival(objections, name):
    assert objections[name] == []


def test_a_signed_paper_stays_archival(objections):
    assert objections["signed"] == []


def test_the_validator_does_object(objections):
    clauses = [each.split()[0] for each in objections["plain"]]
    assert clauses == ["6.1.3", "6.2.4.3", "6.6.2.1", "6.7.2.2", "6.7.3.3"]
