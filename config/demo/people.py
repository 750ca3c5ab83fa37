"""Who logs in to the demo: one account per role, and an incumbent for every post."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from organizations.actions import appointments, grants, people
from organizations.models import Post, Track, Unit, User

PROVINCE, CITY, OTHER_CITY, COUNTY = "330000", "330100", "330200", "330102"
SINCE = date(2024, 3, 1)


@dataclass(frozen=True)
class Role:
    username: str
    name_zh: str
    name_en: str
    unit: str
    codes: tuple[str, ...] = ()
    track: str = ""
    handed_over: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@demo.invalid"


ROLES = (
    Role("mayor", "杭州市市长", "Mayor of Hangzhou", CITY, track=Track.GOVERNMENT),
    Role("secretary", "杭州市委书记", "Party Secretary of Hangzhou", CITY, track=Track.PARTY),
    Role("district", "上城区区长", "Governor of Shangcheng", COUNTY, track=Track.GOVERNMENT),
    Role(
        "former",
        "上城区原区长",
        "Former Governor of Shangcheng",
        COUNTY,
        track=Track.GOVERNMENT,
        handed_over=True,
    ),
    Role("liaison", "杭州市联络员", "Liaison officer, Hangzhou", CITY, ("log",)),
    Role("reviewer", "杭州市委法治办", "Rule-of-law office, Hangzhou", CITY, ("confirm",)),
    Role("overseer", "浙江省委法治办", "Rule-of-law office, Zhejiang", PROVINCE, ("oversee",)),
    Role("ningbo", "宁波市委法治办", "Rule-of-law office, Ningbo", OTHER_CITY, ("oversee",)),
    Role("inspector", "浙江省督察组", "Inspection team, Zhejiang", PROVINCE, ("inspect",)),
    Role(
        "inspector2",
        "浙江省督察组副组长",
        "Inspection team deputy, Zhejiang",
        PROVINCE,
        ("inspect",),
    ),
    Role(
        "deputy",
        "浙江省委法治办副主任",
        "Deputy, rule-of-law office, Zhejiang",
        PROVINCE,
        ("oversee",),
    ),
    Role("assessor", "浙江省考核办", "Assessment office, Zhejiang", PROVINCE, ("assess",)),
    Role("court", "杭州市中级人民法院记录员", "Recorder, Hangzhou court", CITY, ("register",)),
    Role(
        "procuratorate",
        "杭州市人民检察院记录员",
        "Recorder, Hangzhou procuratorate",
        CITY,
        ("register",),
    ),
    Role(
        "collator",
        "杭州市委政法委",
        "Political-legal committee, Hangzhou",
        CITY,
        ("collate",),
    ),
    Role(
        "provincial_collator",
        "浙江省委政法委",
        "Political-legal committee, Zhejiang",
        PROVINCE,
        ("collate",),
    ),
    Role(
        "assessor2",
        "浙江省考核办副主任",
        "Deputy, assessment office, Zhejiang",
        PROVINCE,
        ("assess",),
    ),
    Role(
        "discipline",
        "浙江省纪委承办人",
        "Discipline commission, Zhejiang",
        PROVINCE,
        ("discipline",),
    ),
    Role(
        "discipline2",
        "浙江省纪委第二承办人",
        "Discipline commission, second handler",
        PROVINCE,
        ("discipline",),
    ),
    Role("office", "浙江省委办公厅", "Office of the Party committee", PROVINCE, ("oversee",)),
    Role("organizer", "浙江省委组织部", "Organization department", PROVINCE, ("appoint",)),
    Role("administrator", "系统管理员", "System administrator", PROVINCE, ("administer",)),
    Role("grantor", "授权管理员", "Permission administrator", PROVINCE, ("grant",)),
    Role("auditor", "审计员", "Auditor", PROVINCE, ("audit",)),
)


@transaction.atomic
def create(*, password: str, on: date) -> dict[str, User]:
    """All accounts; only those in ``ROLES`` can log in, all with the same ``password``."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    cast = {role.username: _role(role, units[role.unit], password, on) for role in ROLES}
    taken = set(Post.objects.filter(appointments__isnull=False).values_list("pk", flat=True))
    for post in Post.objects.exclude(pk__in=taken).select_related("unit"):
        person = people.create(
            by=None, on=on, username=f"{post.track}.{post.unit.code}", unit=post.unit,
            name_zh=post.title_zh, name_en=post.title_en,
        )  # fmt: skip
        appointments.begin(post=post, person=person, starts_on=SINCE, by=None, on=on)
    return cast


def _role(role: Role, unit: Unit, password: str, on: date) -> User:
    person = people.create(
        by=None, on=on, username=role.username, password=password, unit=unit,
        name_zh=role.name_zh, name_en=role.name_en, email=role.email,
    )  # fmt: skip
    for code in role.codes:
        grants.give(person=person, code=code, unit=unit, by=None, on=on)
    if role.track:
        post = unit.posts.get(track=role.track)
        since, until = _in_office(role, on)
        appointments.begin(post=post, person=person, starts_on=since, ends_on=until, by=None, on=on)
    return person


def _in_office(role: Role, on: date) -> tuple[date, date | None]:
    """One post changed hands when the last half-year ended."""
    changed = date(on.year, 6, 30) if on.month > 6 else date(on.year - 1, 12, 31)
    if role.handed_over:
        return SINCE, changed
    successor = role.unit == COUNTY and role.track == Track.GOVERNMENT
    return (changed + timedelta(days=1) if successor else SINCE), None
