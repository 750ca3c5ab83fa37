"""Working days and time limits on the days around Spring Festival and National Day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations import workday_notices, workdays
from organizations.workdays import PLAIN, Calendar, Override, Source

MAKE_UP = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
#: The arrangement for 2026 in the words such a notice uses.
NOTICE = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def days_of(year: int):
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def test_2026_has_248_working_days_and_six_made_up_ones():
    working = [day for day in days_of(2026) if workdays.is_workday(day, PLAIN)]
    made_up = [(day.month, day.day) for day in working if day.weekday() >= 5]
    assert (len(working), made_up) == (248, MAKE_UP)


@pytest.mark.parametrize(
    ("from_day", "n", "ends"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the Saturday is worked
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # nine days of Spring Festival
        (date(2026, 2, 13), 10, date(2026, 3, 5)),  # 28 February is worked, too
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the Saturday after National Day
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 9, 18), 5, date(2026, 9, 24)),  # Sunday the 20th is worked
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
    ],
)
def test_a_limit_in_working_days(from_day, n, ends):
    assert workdays.add(from_day, n, PLAIN) == ends


@pytest.mark.parametrize(
    ("from_day", "months", "ends"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 24)),  # 15 February opens the festival
        (date(2026, 9, 5), 1, date(2026, 10, 8)),  # within National Day
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # the month's last day, a worked Saturday
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 7, 10), 3, date(2026, 10, 10)),  # a worked Saturday ends it
        (date(2026, 8, 10), 1, date(2026, 9, 10)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_a_limit_in_months_ends_on_a_working_day(from_day, months, ends):
    assert workdays.months_after(from_day, months, PLAIN) == ends


def test_2027_is_provisional_and_knows_the_statutory_days():
    new_year = workdays.answer(date(2027, 1, 1), PLAIN)
    assert (new_year.is_workday, new_year.source, new_year.name) == (
        False, Source.PROVISIONAL, "元旦",
    )  # fmt: skip
    assert workdays.provisional(date(2027, 3, 1), PLAIN)
    assert not workdays.provisional(date(2026, 12, 31), PLAIN)
    assert workdays.add(date(2026, 12, 31), 1, PLAIN) == date(2027, 1, 4)


def test_an_override_goes_before_everything():
    calendar = Calendar({date(2026, 10, 8): Override(False, "台风停工")})
    assert workdays.add(date(2026, 9, 30), 1, calendar) == date(2026, 10, 9)
    assert workdays.answer(date(2026, 10, 8), calendar).source == Source.OVERRIDE


def test_a_year_whose_notice_was_entered_is_no_longer_provisional():
    calendar = Calendar({date(2027, 2, 20): Override(True, "春节")}, frozenset({2027}))
    assert workdays.add(date(2027, 2, 19), 1, calendar) == date(2027, 2, 20)
    assert workdays.answer(date(2027, 3, 1), calendar) == workdays.Answer(True, Source.ANNOUNCED)


def test_the_notice_as_published_tells_the_year():
    told = workday_notices.read(NOTICE, 2026)
    calendar = Calendar(
        {each.day: Override(each.is_workday, each.name) for each in told}, frozenset({2026})
    )
    for day in days_of(2026):
        assert workdays.is_workday(day, calendar) == workdays.is_workday(day, PLAIN), day
    assert {each.name for each in told if each.day.month == 2} == {"春节"}


def test_new_year_may_begin_in_december_of_the_year_before():
    text = "元旦：2022年12月31日至2023年1月2日放假调休，共3天。2022年12月24日（星期六）上班。"
    told = workday_notices.read(text, 2023)
    assert [(each.day, each.is_workday) for each in told] == [
        (date(2022, 12, 24), True), (date(2022, 12, 31), False), (date(2023, 1, 1), False),
        (date(2023, 1, 2), False),
    ]  # fmt: skip
    with pytest.raises(workday_notices.Unreadable):
        workday_notices.read("2022年11月30日放假", 2023)


def test_a_line_for_a_day_or_a_span():
    told = workday_notices.read("2027-02-05 至 2027-02-06 休 春节\n2027-02-20 班", 2027)
    assert [(each.day.day, each.is_workday, each.name) for each in told] == [
        (5, False, "春节"), (6, False, "春节"), (20, True, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2月30日放假", "1月1日", "1月1日放假。1月1日上班", "2026-01-01 休", "3月1日至5月1日放假"],
)
def test_what_cannot_be_read_is_refused_with_its_words(text):
    with pytest.raises(workday_notices.Unreadable):
        workday_notices.read(text, 2027)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 40))
def test_between_is_the_inverse_of_add(day, n):
    end = workdays.add(day, n, PLAIN)
    assert workdays.between(day, end, PLAIN) == n
    assert n == 0 or workdays.is_workday(end, PLAIN)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 12))
def test_a_limit_in_months_is_never_short(day, n):
    end = workdays.months_after(day, n, PLAIN)
    assert workdays.is_workday(end, PLAIN)
    assert 28 * n <= (end - day).days <= 31 * n + 12
