"""Schemes as files: an upload read with the line or cell of each mistake, and downloads."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments import schemes
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.spreadsheet import read

YAML_MAX = 512 * 1024
YAML, SHEETS = (".yaml", ".yml"), (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


class BadFile(Refused):
    """``lines``: a sentence for each mistake, with its place."""

    def __init__(self, lines: list[str]):
        super().__init__("\n".join(lines))
        self.lines = lines


def scheme_of(file) -> schemes.Scheme:
    """What an uploaded file says; raises ``BadFile``."""
    if file.name.lower().endswith(YAML):
        return _from_yaml(file)
    if not file.name.lower().endswith(SHEETS):
        raise BadFile([_("只能导入 .yaml、.yml 或者 .xlsx 文件，请换一种格式后重新上传。")])
    scheme, spots = schemes.from_table(read(file))
    if scheme is None:
        raise BadFile([_placed(spot) for spot in spots])
    return scheme


def _from_yaml(file) -> schemes.Scheme:
    if file.size > YAML_MAX:
        raise BadFile([_("文件过大，指标体系的YAML文件不超过512 KB。")])
    try:
        return schemes.read_yaml(file.read())
    except schemes.FileErrors as error:
        raise BadFile([each.said.in_language(get_language()) for each in error.errors]) from error


def _placed(spot: schemes.Spot) -> str:
    said = spot.sentence.in_language(get_language())
    if spot.row is not None:
        place = _("单元格%(cell)s") % {"cell": schemes.cell_name(spot.row, spot.field)}
    elif spot.field:
        label = schemes.LABELS[spot.field].in_language(get_language())
        place = _("“%(name)s”一行") % {"name": label}
    else:
        return said
    return f"{place} {said}"


def download(row, ending: str) -> HttpResponse:
    """A scheme as YAML or Excel; either reads back as the same scheme."""
    name = f"{row.title}-{row.year}-v{row.version}"
    if ending == "xlsx":
        head = [schemes.HEAD[each].in_language(get_language()) for each in schemes.COLUMNS]
        return workbook_response(name, _("指标体系"), head, schemes.to_table(row.parsed))
    response = HttpResponse(
        schemes.write_yaml(row.parsed), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.yaml")
    response["X-Content-Type-Options"] = "nosniff"
    return response
