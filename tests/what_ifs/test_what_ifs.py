"""Plans of staffing: saved, changed, removed; what cannot be; two people at once; side by side, and who reads them."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import look_ahead, staffing as known, trail, what_ifs as found
from onboarding.queries.what_ifs import Planned
from onboarding.roles import Role
from onboarding.rules.what_if import WhatIfKind
from onboarding.rules.wording import quarter as said, typed_day
from onboarding.services import erasures, organisations, what_ifs as changes
from onboarding.services.change import SYSTEM, Actor
from tests.look_ahead.make import AHEAD, HIRED, NOW, make_ana, settle
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import fetch
from tests.staffing.make import count, law, split
from tests.stored import on_sqlite

TODAY = clock.today()
SOON = NOW.earlier(-1)  # the next quarter
TEN_MORE = Planned(WhatIfKind.CLAIMS, percent="10")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """One FTE, and 400 claims a quarter."""
    cohe = make_cohe()
    settle(cohe)
    count(cohe, str(NOW.earlier(16)), *[400] * 16)
    return cohe


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_ana(valley)


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def test_the_journey_from_a_name_to_both_sides(manager: FlaskClient, valley: Organisation, ana: Person) -> None:
    plan = fetch(manager, fetch(manager, AHEAD).links["Make a what-if"]).submit(name="One hire, one leaving")
    assert plan.messages == ["Saved. Now add what changes."]
    assert "Nothing yet." in plan.main
    leaving = fetch(manager, plan.links["Add a leaving"])
    page = leaving.submit(person=str(ana.id), on=typed_day(NOW.last))
    assert page.messages == ["The change was added."]
    rows = page.rows("Today and what if")
    assert [(row["HSC FTE, today"], row["HSC FTE, what if"]) for row in rows] == [("1", "1"), *[("1", "0")] * 3]
    assert (rows[1]["Claims per FTE, today"], rows[1]["Claims per FTE, what if"]) == (
        "400", "cannot be computed without FTE"
    )  # fmt: skip
    trigger = page.rows("Which lines are crossed")[0]
    assert (trigger["Today"][:12], trigger["What if"]) == ("Stays within", f"Crosses In {said(SOON)}.")
    # 400 / 588 = 0.6802 FTE from the first day of the next quarter on, begun hundredths of which are 69.
    assert trigger["What would prevent it then"].startswith("0.69 more FTE by ")
    hire = fetch(manager, page.links["Add a hire"])
    typed = {"role": "hsc", "on": typed_day(SOON.first), "minutes": "28", "bills_on": typed_day(SOON.first)}
    page = hire.submit(**typed)
    # 28 of 40 hours are 0.7 FTE, which is 0.69 and more.
    assert page.rows("Which lines are crossed")[0]["What if"].startswith("Stays within")
    assert [row["HSC FTE, what if"] for row in page.rows("Today and what if")] == ["1", "0.7", "0.7", "0.7"]
    page = fetch(manager, page.links["Add more or fewer claims"]).submit(percent="50")
    assert [row["Likely claims, what if"] for row in page.rows("Today and what if")] == ["600"] * 4
    assert [row["Likely claims, today"] for row in page.rows("Today and what if")] == ["400"] * 4
    (row,) = fetch(manager, AHEAD).rows("1 what-if")
    assert (row["Name"], row["Changes"]) == ("One hire, one leaving", "3")


@on_sqlite
def test_a_change_is_corrected_and_taken_out_and_the_plan_renamed_and_removed(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    plan = changes.save(SYSTEM, valley, "Fewer hours")
    at = f"{AHEAD}/what-ifs/{plan.key}"
    page = fetch(manager, at)
    page = fetch(manager, page.links["Add other hours"]).submit(
        person=str(ana.id), on=typed_day(SOON.first), minutes="20"
    )
    assert page.rows("Today and what if")[1]["HSC FTE, what if"] == "0.5"
    link = next(to for says, to in page.links.items() if says.startswith("Correct:"))
    form = fetch(manager, link)
    assert form.submit(minutes="x").faults
    page = form.submit(minutes="30")
    assert page.rows("Today and what if")[1]["HSC FTE, what if"] == "0.75"
    told = form.submit(minutes="10")  # from an old tab: whose change was another than the one that is there now
    assert any("Meanwhile" in says for says in told.messages)
    assert any("Meanwhile" in says for says in told.submit().messages)
    again = fetch(manager, at)
    assert again.submit().messages == ["The change was taken out."]
    assert any("Meanwhile" in says for says in again.submit().messages)  # pressed twice
    assert "Nothing yet." in fetch(manager, at).main
    name, change = fetch(manager, f"{at}/name"), fetch(manager, f"{at}/claims")
    name.submit(name="Other hours")
    told = name.submit(name="Fewer hours in spring")
    assert any("Meanwhile" in says for says in told.messages)
    assert told.submit().messages == ["The name was changed."]  # who was told may send theirs again
    fetch(manager, f"{at}/name").submit(name="Other hours")
    told = change.submit(percent="5")
    assert any("Meanwhile" in says for says in told.messages)
    assert told.submit().messages == ["The change was added."]
    fetch(manager, at).submit()
    assert fetch(manager, at).heading == "What if: Other hours"
    assert [row["What was done"] for row in fetch(manager, at).rows("9 versions")] == [
        "A change was taken out.", "A change was added.", *["It was given another name."] * 3,
        "A change was taken out.", "A change was corrected.", "A change was added.",
        "It was begun.",
    ]  # fmt: skip
    gone = fetch(manager, f"{at}/strike").submit(because="We decided.")
    assert gone.messages == ["The what-if was removed."]
    assert fetch(manager, at).messages == ["The what-if “Other hours” was removed: We decided."]


def test_what_is_done_is_in_the_trail_and_every_version_stays(valley: Organisation) -> None:
    plan = changes.save(SYSTEM, valley, "More")
    changes.put(SYSTEM, valley, plan.key, TEN_MORE)
    changes.rename(SYSTEM, valley, plan.key, "Ten more")
    changes.strike(SYSTEM, valley, plan.key, "Decided.")
    assert [(row.name, row.because, row.struck) for row in found.versions(valley.id, plan.key)] == [
        ("More", None, False),
        ("More", "A change was added.", False),
        ("Ten more", "It was given another name.", False),
        ("Ten more", "Decided.", True),
    ]
    assert found.listed(valley) == []
    for action, times in ((Action.WHAT_IF_SAVED, 1), (Action.WHAT_IF_CHANGED, 2), (Action.WHAT_IF_REMOVED, 1)):
        assert len(trail.listed(valley.id, trail.Filters(action=action)).rows) == times
    with pytest.raises(OnboardingError, match="was removed"):
        changes.rename(SYSTEM, valley, plan.key, "Again")


FAR = TODAY.replace(year=TODAY.year + 4, day=1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("said_", "field"),
    [
        (Planned(WhatIfKind.CLAIMS, percent="0"), "percent"),
        (Planned(WhatIfKind.CLAIMS, percent="-101"), "percent"),
        (Planned(WhatIfKind.HIRE, on=TODAY, minutes=2401, role="hsc", bills_on=TODAY), "minutes"),  # 40 hours are 2,400
        (Planned(WhatIfKind.CLAIMS, percent="1001"), "percent"),
        (Planned(WhatIfKind.LEAVES, person=0, on=TODAY), "person"),
        (Planned(WhatIfKind.LEAVES, person=-1, on=YESTERDAY), "on"),
        (Planned(WhatIfKind.TIME, person=-1, on=FAR, minutes=60), "on"),
        (Planned(WhatIfKind.HIRE, on=TODAY, minutes=60, role="manager", bills_on=TODAY), "role"),
        (Planned(WhatIfKind.HIRE, on=SOON.first, minutes=60, role="hsc", bills_on=TODAY), "bills_on"),
    ],
)
@on_sqlite
def test_what_cannot_be_is_refused_beside_its_field(
    valley: Organisation, ana: Person, said_: Planned, field: str
) -> None:
    plan = changes.save(SYSTEM, valley, "Impossible")
    with pytest.raises(OnboardingError) as refused:
        changes.put(SYSTEM, valley, plan.key, said_)
    assert refused.value.field == field
    assert found.planned(found.one(valley.id, plan.key)) == []  # type: ignore[arg-type]


@on_sqlite
def test_who_left_and_who_bills_is_not_to_be_chosen(valley: Organisation, ana: Person) -> None:
    gone = make_person(valley, "Gone Long", hired_on=HIRED, left_on=date(2024, 3, 1))
    plan = changes.save(SYSTEM, valley, "People")
    with pytest.raises(OnboardingError, match="Choose from the list"):
        changes.put(SYSTEM, valley, plan.key, Planned(WhatIfKind.LEAVES, person=gone.id, on=TODAY))
    changes.put(SYSTEM, valley, plan.key, Planned(WhatIfKind.BILLS, person=ana.id, on=TODAY))  # has no account
    recorded = known.recorded(valley)
    assert [each.name for each in found.staying(recorded, TODAY)] == [ana.name]


@on_sqlite
def test_a_name_is_one_plans_and_names_nobody(valley: Organisation, ana: Person) -> None:
    changes.save(SYSTEM, valley, "Spring")
    with pytest.raises(OnboardingError, match="is there already"):
        changes.save(SYSTEM, valley, "spring")
    with pytest.raises(OnboardingError, match="Take out"):
        changes.save(SYSTEM, valley, f"Without {ana.name}")


def test_of_two_people_at_work_the_second_is_told(valley: Organisation) -> None:
    plan = changes.save(SYSTEM, valley, "Both")
    changes.put(SYSTEM, valley, plan.key, TEN_MORE, seen=plan.id)
    with pytest.raises(ChangedMeanwhileError):
        changes.put(SYSTEM, valley, plan.key, TEN_MORE._replace(percent="20"), seen=plan.id)
    with pytest.raises(OnboardingError, match="there already"):
        changes.put(SYSTEM, valley, plan.key, TEN_MORE)
    with pytest.raises(NotFoundError):
        changes.take_out(SYSTEM, valley, plan.key, 1)


@on_sqlite
def test_it_is_of_the_cohe_and_not_of_the_contract_manager_or_hr(app: Flask, valley: Organisation) -> None:
    plan = changes.save(SYSTEM, valley, "In the making")
    at = f"{AHEAD}/what-ifs/{plan.key}"
    harbor, lni = make_cohe("harbor"), make_lni()
    contract = make_member(lni, Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, contract, valley)
    foreign = make_member(harbor, Role.MANAGER, name="Fay Foreign")
    for who, path, status in (
        (make_member(valley, Role.AUDITOR), at, 200),
        (make_member(valley, Role.HR), at, 403),
        (contract, at, 403),
        (foreign, at, 404),
        (foreign, at.replace("valley", "harbor"), 404),
    ):
        assert sign_in(app.test_client(), who).get(path).status_code == status


def test_of_who_was_erased_the_plan_says_nothing(valley: Organisation, ana: Person) -> None:
    plan = changes.save(SYSTEM, valley, "Later")
    changes.put(SYSTEM, valley, plan.key, Planned(WhatIfKind.TIME, person=ana.id, on=SOON.first, minutes=600))
    one, two = (make_member(valley, Role.MANAGER, name=name) for name in ("One", "Two"))
    name, id = ana.name, ana.id
    erasures.ask(Actor(one.id, one.name), ana, "She asked.")
    erasures.confirm(Actor(two.id, two.name), valley, id)
    row = found.one(valley.id, plan.key)
    assert row
    assert name not in str(row.changes)
    recorded = known.recorded(valley)
    then = look_ahead.looked(valley, recorded, law(valley), TODAY, found.changes(row, recorded))
    assert then.quarters


@on_sqlite
def test_a_change_that_became_so_makes_no_difference(manager: FlaskClient, valley: Organisation, ana: Person) -> None:
    ben = make_person(valley, "Ben Stone", hired_on=HIRED, left_on=TODAY)
    split(ben, HIRED)
    plan = changes.save(SYSTEM, valley, "Ben goes")
    changes.put(SYSTEM, valley, plan.key, Planned(WhatIfKind.LEAVES, person=ben.id, on=SOON.first))
    (row,) = fetch(manager, f"{AHEAD}/what-ifs/{plan.key}").rows("1 change")
    assert row["Difference"] == "Makes no difference today"


@on_sqlite
def test_both_sides_ask_the_database_no_more_than_25_times(
    manager: FlaskClient, valley: Organisation, ana: Person, statements: list[str]
) -> None:
    plan = changes.save(SYSTEM, valley, "Many")
    for number in range(1, 8):
        changes.put(SYSTEM, valley, plan.key, TEN_MORE._replace(percent=str(number)))
    fetch(manager, f"{AHEAD}/what-ifs/{plan.key}")
    statements.clear()
    fetch(manager, f"{AHEAD}/what-ifs/{plan.key}")
    assert len(statements) <= 25


@on_sqlite
@pytest.mark.parametrize("typed", ["5,5", "abc", "1e99", "NaN", "7.555"])
def test_a_percentage_that_cannot_be_read_is_said_to_be_so(
    manager: FlaskClient, valley: Organisation, typed: str
) -> None:
    plan = changes.save(SYSTEM, valley, "More claims")
    told = fetch(manager, f"{AHEAD}/what-ifs/{plan.key}/claims").submit(percent=typed)
    assert f"“{typed}” is not a percentage we can read. Write it like 10, -5 or 7.5." in told.faults.values()
