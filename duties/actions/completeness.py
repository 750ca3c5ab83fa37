"""What a draft still lacks before it can be handed to the reviewers, in words."""

from django.utils.translation import gettext as _

from duties.choices import Kind
from duties.models import Record, RecordItem

#: Kinds that ask for nothing beside the record itself.
BARE = (Kind.COUNT, Kind.STATEMENT)


def gaps(record: Record) -> list[str]:
    """Sentences that say what to do; none where the record is whole."""
    items = list(record.items.select_related("obligation__requirement"))
    found = []
    if not record.account.strip():
        found.append(_("请写明履职情况。"))
    if not items:
        found.append(_("请至少勾选一项本记录服务的履职事项。"))
    found += [
        _("请填写“%(what)s”要求的内容。") % {"what": item.obligation.requirement.statement}
        for item in items
        if _is_empty(item)
    ]
    if not record.evidence.exists():
        found.append(_("请上传至少一份佐证材料。"))
    return found


def _is_empty(item: RecordItem) -> bool:
    kind = item.obligation.requirement.kind
    if kind in BARE or item.nil:
        return False
    return item.denominator is None if kind == Kind.REGISTER else not item.name
