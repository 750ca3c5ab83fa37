"""A row with the key of its form: the same form sent twice, or twice at once, makes it once."""

from typing import TypeVar

from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from duties.actions.errors import Conflict
from organizations.actions import journal

Row = TypeVar("Row", bound=Model)


def insert(row: Row, **mine) -> tuple[Row, bool]:
    """``(row, True)``, or what was inserted meanwhile under its key and ``False``; ``mine`` is
    what that must have in common with it, or the key is another's."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    try:
        with journal.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not rows.exists():
            raise
        known = rows.filter(**mine).first()
        if known is None:
            raise Conflict(_("页面已失效，请重新打开后再填写。")) from error
        return known, False
    return row, True
