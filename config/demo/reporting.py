"""Year-end reports: last year's handed in and judged, this year's of the mayor being written."""

from datetime import date

from assessments.actions import reports
from assessments.models import AnnualReport
from config.demo import people
from organizations.models import Appointment, Post, User

#: Whose report of last year was handed in, and what the province said of it; late ones last.
LAST_YEAR = (
    (people.CITY, "government", (1, 16), "good"),
    (people.CITY, "party", (1, 20), "good"),
    (people.OTHER_CITY, "government", (1, 28), "fairly_good"),
    (people.OTHER_CITY, "party", (2, 6), ""),
)
STUDY = "本人坚持以习近平法治思想为指导，主持政府常务会议集体学法，带头参加领导干部法治专题培训，把学习成效体现到依法决策、依法办事上。"
OPENING = "一年来，本人认真落实党中央、国务院和省委、省政府关于法治政府建设的部署，把法治政府建设与经济社会发展同部署、同推进、同督促、同考核。"
CAUSES = "上述问题的存在，既有部门之间衔接不够顺畅的客观原因，更主要的是本人对年度职责的统筹还不够早，对承办单位的跟踪督促还不够经常，对个别制度的落地情况掌握不够深入。"
PLANS = "一是对照职责清单，把尚未完成的事项逐项明确牵头领导、责任单位和完成时限，每季度听取一次进展汇报。\n二是健全重大行政决策全过程记录和后评估机制，对到期的制度文件逐一评估、及时修订。\n三是把负责人出庭应诉、行政复议纠错情况纳入对部门的督促内容，以案促改。"


def run(cast: dict[str, User], on: date) -> None:
    for unit, track, day, grade in LAST_YEAR:
        handed_in = min(date(on.year, *day), on)
        _hand_in(_seat(unit, track, date(on.year - 1, 12, 31)), handed_in, grade, cast["assessor"])
    mayor = _seat(people.CITY, "government", on)
    said = {"opening": OPENING, "study": STUDY, "causes": CAUSES, "plans": PLANS}
    reports.write(appointment=mayor, year=on.year, edition=0, said=said, by=cast["liaison"], on=on)


def _hand_in(seat: Appointment, day: date, grade: str, assessor: User) -> None:
    report: AnnualReport = reports.write(
        appointment=seat, year=day.year - 1, edition=0, by=seat.person, on=day,
        said={"opening": OPENING, "causes": CAUSES, "plans": PLANS},
    )  # fmt: skip
    frozen = reports.submit(report=report, edition=report.edition, by=seat.person, on=day)
    if grade:
        reports.evaluate(frozen=frozen, grade=grade, by=assessor, on=day)


def _seat(unit: str, track: str, day: date) -> Appointment:
    post = Post.objects.select_related("unit").get(unit__code=unit, track=track)
    return post.appointments.in_force(day).select_related("person", "post__unit").get()
