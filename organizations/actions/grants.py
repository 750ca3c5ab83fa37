"""Permissions on units: given and withdrawn, each with its journal entry."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.actions import journal
from organizations.models import Unit, User


@journal.atomic
def give(*, person: User, code: str, unit: Unit, by: User | None, on: date) -> None:
    """Grant ``code`` on ``unit``. Nobody grants to himself, and no one person administers,
    grants and audits at once (DOMAIN §7, three separate administrations)."""
    if by is not None and by.pk == person.pk:
        raise ValidationError(_("不能给自己授权，请由另一位授权管理员办理。"), code="self")
    held = set(access.codes(person))
    if code in access.ADMINISTRATION and held - {code}:
        raise ValidationError(
            _("系统管理、授权管理、审计须三员分立，且不得兼任业务角色。"), code="separation"
        )
    if code not in access.ADMINISTRATION and held & set(access.ADMINISTRATION):
        raise ValidationError(
            _("该人员承担系统管理、授权管理或审计职责，不得兼任业务角色。"), code="separation"
        )
    access.give(person, code, unit)
    journal.record(action="grants.give", by=by, target=person, unit=unit, code=code, on=on)


@journal.atomic
def withdraw(*, person: User, code: str, unit: Unit, by: User | None, on: date) -> None:
    """Take a grant back; it ends with the next request."""
    access.take(person, code, unit)
    journal.record(action="grants.withdraw", by=by, target=person, unit=unit, code=code, on=on)
