"""The demo's register of interference: three entries named by office, and one nil return."""

from datetime import date, timedelta
from uuid import uuid4

from accountability.actions import handling, interference, quarters
from config.demo import people
from duties.choices import Kind
from duties.models import Obligation
from duties.periods import Period
from organizations.models import Post, Track, Unit, User


def run(cast: dict[str, User], on: date) -> None:
    """By the real actions, each on its own day."""
    city = Unit.objects.get(code=people.CITY)
    quarters.report(unit=city, period=_last_quarter(on), by=cast["collator"], on=on)
    head = Post.objects.get(unit__code=people.COUNTY, track=Track.GOVERNMENT)
    _file(cast["court"], city, on - timedelta(days=30), post=head, kind="pleading", way="phone",
          matter="一起建设工程合同纠纷，一审审判环节",
          account="来电询问案件进展，提出“照顾本地企业”。已当场说明依法办理，并保留通话记录。")  # fmt: skip
    first = _file(
        cast["court"], city, on - timedelta(days=21), office="某县分管副县长", kind="beyond",
        way="meeting", matter="一起行政强制案件，执行环节",
        account="以协调会形式要求暂缓执行生效裁判，会议纪要已随案留存。",
    )  # fmt: skip
    _file(cast["procuratorate"], city, on - timedelta(days=6), office="某局原局长", kind="meeting",
          way="others", matter="一起职务犯罪案件，审查起诉环节",
          account="托人转达，要求承办人私下会见当事人亲属，已拒绝并记录。")  # fmt: skip
    handling.handle(
        entry=first, answer="transferred", note="已移送有管理权限的纪检监察机关处理。",
        by=cast["collator"], on=on - timedelta(days=14),
    )  # fmt: skip


def is_left_to_the_register(row: Obligation, on: date) -> bool:
    """The duty that the nil return above fulfils: nobody logs it by hand."""
    return (
        row.requirement.kind == Kind.REGISTER
        and row.requirement.code.startswith("8.4/")
        and row.post.unit.code == people.CITY
        and row.period_key == _last_quarter(on).key
    )


def _last_quarter(on: date) -> Period:
    return quarters.reportable(on)[0]


def _file(by: User, city: Unit, on: date, **fields):
    said = {"post": None, "office": "", "happened_on": on - timedelta(days=1)}
    return interference.file(key=uuid4(), unit=city, by=by, on=on, **said | fields)
