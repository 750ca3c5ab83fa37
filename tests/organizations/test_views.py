"""Units, people, appointments and grants in the browser."""

import io

import pytest
from python_calamine import CalamineWorkbook

from organizations.models import JournalEntry, Post, Unit, UnitPermission, User
from tests.cast import make_person, make_unit


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/units/", 7), ("/people/", 8)],
)
def test_a_list_costs_the_same_at_one_row_and_at_three(
    client, django_assert_num_queries, administrator, province, path, queries, rows
):
    for number in range(rows):
        unit = make_unit(f"单位{number}", f"33010{number}", province, level="county")
        make_person(f"person{number}", unit=unit)
    client.force_login(administrator)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("rows", [1, 3])
def test_grants_cost_the_same(client, django_assert_num_queries, grantor, city, rows):
    for number in range(rows):
        make_person(f"person{number}", ("log", city), unit=city)
    client.force_login(grantor)
    client.get("/grants/")
    with django_assert_num_queries(8):
        client.get("/grants/")


def test_a_unit_is_added_below_and_journalled(client, administrator, province):
    client.force_login(administrator)
    fields = {"name_zh": "浙江省司法厅", "name_en": "Department of Justice", "short_zh": "",
              "kind": "department", "level": "province", "code": ""}  # fmt: skip
    client.post(f"/units/{province.pk}/new/", fields)
    unit = Unit.objects.get(name_zh="浙江省司法厅")
    assert unit.path.startswith(province.path)
    assert JournalEntry.objects.first().action == "units.create"


def test_a_region_without_code_is_told_what_it_needs(client, administrator, province):
    client.force_login(administrator)
    fields = {"name_zh": "某市", "kind": "region", "level": "city", "code": ""}
    answer = client.post(f"/units/{province.pk}/new/", fields)
    assert "地方须填写行政区划代码。" in answer.text
    assert 'value="某市"' in answer.text


def test_a_code_in_use_is_refused_with_words(client, administrator, province, city):
    client.force_login(administrator)
    fields = {"name_zh": "某市", "kind": "region", "level": "city", "code": city.code}
    answer = client.post(f"/units/{province.pk}/new/", fields)
    assert "该代码已被其他单位使用。" in answer.text


def test_a_second_post_of_the_track_is_refused(client, administrator, post):
    client.force_login(administrator)
    fields = {"track": "government", "title_zh": "第二市长", "title_en": "", "established_on": ""}
    answer = client.post(f"/units/{post.unit_id}/posts/new/", fields)
    assert "该单位已有同序列的职务。" in answer.text
    assert Post.objects.count() == 1


def test_a_new_person_gets_a_password_shown_once(client, administrator, city):
    client.force_login(administrator)
    fields = {"username": "newcomer", "name_zh": "杭州市联络员", "name_en": "", "email": "",
              "unit": city.pk, "is_active": "on"}  # fmt: skip
    told = client.post("/people/new/", fields, follow=True).text
    password = told.split("初始密码：")[1].split("。")[0]
    assert User.objects.get(username="newcomer").check_password(password)
    assert password not in client.get("/people/").text


def test_a_user_name_in_use_keeps_what_was_typed(client, administrator, liaison, city):
    client.force_login(administrator)
    fields = {"username": "liaison", "name_zh": "另一位", "unit": city.pk}
    answer = client.post("/people/new/", fields)
    assert "该用户名已被使用，请换一个。" in answer.text
    assert 'value="另一位"' in answer.text


def test_an_overlap_is_shown_on_the_form(client, administrator, post, official):
    person = make_person("second", unit=post.unit)
    client.force_login(administrator)
    answer = client.post(
        f"/posts/{post.pk}/appoint/", {"person": person.pk, "starts_on": "2026-01-01"}
    )
    assert "重叠，请先办理免职或调整日期。" in answer.text
    assert post.appointments.count() == 1


def test_relieving_opens_the_chair(client, administrator, post, official):
    client.force_login(administrator)
    appointment = post.appointments.get()
    client.post(f"/appointments/{appointment.pk}/end/", {"ends_on": "2026-06-30"})
    appointment.refresh_from_db()
    assert str(appointment.ends_on) == "2026-06-30"


def test_a_grant_is_given_and_withdrawn(client, grantor, city):
    person = make_person("someone", unit=city)
    client.force_login(grantor)
    client.post("/grants/new/", {"person": person.pk, "code": "log", "unit": city.pk})
    grant = UnitPermission.objects.get(user=person)
    client.post(f"/grants/{grant.pk}/withdraw/")
    assert not UnitPermission.objects.filter(user=person).exists()


def test_people_come_out_in_excel(client, administrator, liaison):
    client.force_login(administrator)
    body = client.get("/people.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["用户名", "administrator", "liaison"]


def test_an_administrator_of_the_city_does_not_see_the_province(client, city, province):
    person = make_person("city_admin", ("administer", city), unit=city)
    client.force_login(person)
    assert client.get(f"/units/{province.pk}/").status_code == 404
    assert client.get(f"/units/{city.pk}/edit/").status_code == 200
