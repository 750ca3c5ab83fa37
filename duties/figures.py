"""What the duty pages read: a post's year by article, and a rule said in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from duties import rules
from duties.choices import Light, RecordState, Status
from duties.models import Obligation, Record, Regulation
from duties.models.regulation import chinese_numeral
from duties.themes import theme_of
from organizations.bilingual import speaks_english
from organizations.models import Post

DONE = (Status.MET, Status.MET_LATE)
SHOWN_NEXT = 6


def owed(rows: Iterable[Obligation]) -> int:
    """What is waived is not owed."""
    return sum(row.status != Status.WAIVED for row in rows)


@dataclass
class Article:
    """The obligations of one article, counted."""

    number: int
    rows: list[Obligation]
    lights: Counter

    @property
    def label(self) -> str:
        return article_label(self.number)

    @property
    def theme(self) -> str:
        return theme_of(self.number)

    @property
    def done(self) -> int:
        return sum(row.status in DONE for row in self.rows)

    @property
    def total(self) -> int:
        return owed(self.rows)

    @property
    def late(self) -> int:
        return self.lights[Light.RED]

    @property
    def tone(self) -> str:
        """The most pressing light of the group."""
        pressing = (light for light in (Light.RED, Light.AMBER) if self.lights[light])
        return str(next(pressing, Light.GREEN if self.done == self.total else Light.GREY))


@dataclass
class PostYear:
    """What a post owes in a year as it stands on a day."""

    post: Post
    year: int
    on: date
    rows: list[Obligation] = field(default_factory=list)

    def __post_init__(self):
        self.lights = Counter(row.light_on(self.on) for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.status in DONE for row in self.rows)

    @property
    def total(self) -> int:
        return owed(self.rows)

    @property
    def share(self) -> float | None:
        """Per cent of the year's obligations fulfilled; None where there are none."""
        return 100 * self.done / self.total if self.total else None

    @property
    def of_total(self) -> str:
        return f"/ {self.total}"

    @property
    def late_tone(self) -> str:
        return "red" if self.lights[Light.RED] else ""

    @property
    def soon_tone(self) -> str:
        return "amber" if self.lights[Light.AMBER] else ""

    @property
    def late(self) -> list[Obligation]:
        return sorted(self._of(Light.RED), key=lambda row: row.due_on)

    @property
    def soon(self) -> list[Obligation]:
        return sorted(self._of(Light.AMBER), key=lambda row: row.due_on)

    @property
    def next_rows(self) -> list[Obligation]:
        """The next to be done: unmet, the nearest due date first."""
        unmet = [row for row in self.rows if row.is_unmet and row.due_on >= self.on]
        return sorted(unmet, key=lambda row: row.due_on)[:SHOWN_NEXT]

    @property
    def late_rows(self) -> list[Obligation]:
        return self.late[:SHOWN_NEXT]

    @property
    def articles(self) -> list[Article]:
        return articles_of(self.rows, self.on)

    def _of(self, light: Light) -> list[Obligation]:
        return [row for row in self.rows if row.light_on(self.on) == light]


def articles_of(rows: Iterable[Obligation], on: date) -> list[Article]:
    """Rows in legal order, grouped by article."""
    return [
        _article(number, list(each), on)
        for number, each in groupby(rows, key=lambda row: row.requirement.clause.article)
    ]


def _article(number: int, rows: list[Obligation], on: date) -> Article:
    return Article(number, rows, Counter(row.light_on(on) for row in rows))


def post_years(posts: Iterable[Post], year: int, on: date) -> list[PostYear]:
    """The year of each post, in one query however many."""
    posts = list(posts)
    found = Obligation.objects.filter(post__in=posts).of_year(year).with_law().in_legal_order()
    by_post: dict[int, list[Obligation]] = {post.pk: [] for post in posts}
    for row in found:
        by_post[row.post_id].append(row)
    return [PostYear(post, year, on, by_post[post.pk]) for post in posts]


def years_of(post: Post) -> list[int]:
    years = post.obligations.order_by().values_list("year", flat=True).distinct()
    return sorted(years, reverse=True)


def to_finish(posts, limit: int = 10) -> list[Record]:
    """Returned records first, then drafts: what waits for the one who logs."""
    open_states = (RecordState.RETURNED, RecordState.DRAFT)
    rows = Record.objects.filter(post__in=posts, state__in=open_states)
    return list(rows.select_related("post").order_by("-state", "-pk")[:limit])


def waiting_for_review(posts) -> int:
    return Record.objects.filter(post__in=posts).submitted().count()


def regulations_in_force(on: date):
    return Regulation.objects.in_force(on).order_by("valid_from", "pk")


def article_label(number: int) -> str:
    if speaks_english():
        return f"Article {number}"
    return f"第{chinese_numeral(number)}条"


def article_short(number: int) -> str:
    """Of a column head: the number alone."""
    return str(number) if speaks_english() else chinese_numeral(number)


def rule_in_words(requirement) -> str:
    """What has to be there for the requirement to be met, as one says it."""
    names = "、".join(requirement.name_of(name) for name in requirement.rule.parts)
    if speaks_english():
        names = names.replace("、", ", ")
    match requirement.rule:
        case rules.CountRule(at_least=times):
            return _("每个周期至少有%(times)s条已核实的履职记录。") % {"times": times}
        case rules.CoverageRule():
            return _("每个对象都有已核实的履职记录：%(names)s。") % {"names": names}
        case rules.RateRule(metrics=metrics):
            return _("各项比率达到目标：%(names)s。") % {"names": _targets(requirement, metrics)}
        case rules.ChecklistRule():
            return _("周期内每个事项都完成全部步骤：%(names)s。") % {"names": names}
        case rules.StandingRule():
            return _("截止日当天下列文件在用：%(names)s。") % {"names": names}
        case rules.StatementRule():
            return _("提交本期工作情况说明并附佐证材料。")
        case _:
            return _("周期内登记的每件事项都已处理；没有发生的，作零报告。")


def _targets(requirement, metrics) -> str:
    comma = ", " if speaks_english() else "、"
    return comma.join(
        f"{requirement.name_of(name)} ≥ {format((target * 100).normalize(), 'f')}%"
        for name, target in metrics
    )
