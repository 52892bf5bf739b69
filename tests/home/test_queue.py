"""Home is a queue: what is overdue first, then what is due this week, what waits for the member, and what is coming."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import event, update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.claim import ClaimSource
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import last_computed, rulings, staff_lines
from onboarding.queries.staff_lines import Rank
from onboarding.roles import OrganisationKind, Role, StaffRole
from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.wording import short_day
from onboarding.services import applicant_links, claims, determinations, following, organisations, people
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person, make_ruling, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

TODAY = clock.today()
LONG_AGO = TODAY - timedelta(days=400)
RANKS = ("Overdue", "Due this week", "Waiting for you", "Coming up")
BEFORE = "Before the latest change"
FIGURES = ("Overdue", "Cannot bill", "Rulings waiting")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def home(app: Flask, cohe: Organisation, role: Role, more: str = "") -> Page:
    return fetch(sign_in(app.test_client(), make_member(cohe, role)), f"/at/{cohe.slug}/{more}")


def under(page: Page, rank: str) -> str:
    """What stands below the heading of a rank; nothing where there is none."""
    after = page.main.partition(f"\n{rank}\n")[2] or page.main.partition(f"{rank} ")[2]
    ends = [after.find(each) for each in (*RANKS, "Your record") if each in after]
    return after[: min(ends, default=len(after))]


def claim(person: Person) -> None:
    job = {"name": "Harbor", "position": "Nurse", "startDate": "2015-01-01"}
    claims.record(SYSTEM, person, {"work": [job]}, ClaimSource.FORM)


def recommend(actor: Actor, person: Person) -> None:
    answer = {"role": "hsc", **{each: {"outcome": "qualified"} for each in ("claimed", "verified")}}
    on = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": str(TODAY), "answer": answer}
    determinations.recommend(actor, person, lambda: on, determinations.Decision.QUALIFIED, "So it is.")


@on_sqlite
@pytest.mark.parametrize(
    ("due", "told", "ranks"),
    [
        (-1, None, Rank.OVERDUE),
        (-1, 5, Rank.OVERDUE),
        (0, None, Rank.THIS_WEEK),
        (7, 8, Rank.THIS_WEEK),
        (8, 8, Rank.COMING),
        (8, 0, Rank.WAITING),
        (None, 0, Rank.WAITING),
        (None, 1, None),
        (None, None, None),
    ],
)
def test_a_duty_ranks_by_its_day_and_by_whether_it_is_told(
    due: int | None, told: int | None, ranks: Rank | None
) -> None:
    days = [None if each is None else TODAY + timedelta(days=each) for each in (due, told)]
    duty = Duty(About.CREDENTIALS, Kind.SEND, "provider", Who.COHE, None, *days, "Send it.")
    assert staff_lines.rank(duty, TODAY) is ranks


def test_rows_rank_as_duties_do(app: Flask, valley: Organisation) -> None:
    for days in range(0, 400, 9):
        make_person(valley, f"Hired {days}", hired_on=TODAY - timedelta(days=days))
    law = rulings.of(valley, current_app.extensions["rulebook"])
    from_rows = staff_lines.summary(valley, law, TODAY, 7)
    assert {each.rank for each in from_rows.told} >= {Rank.OVERDUE, Rank.THIS_WEEK, Rank.COMING}
    assert [each.rank for each in from_rows.told] == sorted(each.rank for each in from_rows.told)
    assert last_computed.staff([valley], law.book, TODAY)[valley.id][0].overdue == from_rows.totals[Rank.OVERDUE]
    db.session.execute(update(StaffLine).values(as_of=None))  # so that all are computed anew
    db.session.commit()
    assert staff_lines.summary(valley, law, TODAY, 7) == from_rows


def test_a_manager_finds_first_what_the_product_calls_overdue(app: Flask, valley: Organisation) -> None:
    make_person(valley, hired_on=LONG_AGO)
    make_person(valley, "Ben Stone", hired_on=TODAY)
    page = home(app, valley, Role.MANAGER)
    late, coming = under(page, "Overdue"), under(page, "Coming up")
    assert "Ana Ruiz Complete the additional training." in late
    assert "Ana Ruiz 4 steps of the first weeks are open." in late
    assert "days overdue" in late
    assert "Ben Stone Send the provider account application to L&I." in coming
    assert "2 people in a role cannot bill L&I yet." in under(page, "Waiting for you")
    assert "2 people in a role were hired without a determination." in page.main
    assert page.links["See why, and settle each hire: 2 people in a role"].endswith("/hired-without-determination")
    assert page.links["See the training: Ana Ruiz"].endswith(f"/people/{1}/training")


def test_who_waits_for_a_screener_and_who_for_the_applicant(app: Flask, valley: Organisation) -> None:
    longest = make_person(valley)
    applied_on = TODAY - timedelta(days=40)
    claim(people.add_person(SYSTEM, valley, people.PersonFacts("Ben Stone", StaffRole.HSC, applied_on=applied_on)))
    invited = make_person(valley, "Cleo Park")
    applicant_links.send(SYSTEM, invited)
    waiting = under(home(app, valley, Role.SCREENER), "Waiting for you")
    assert "Ben Stone Ready to screen. For 40 days Screen the applicant: Ben Stone" in " ".join(waiting.split())
    assert f"{longest.name} No application yet. Since today" in " ".join(waiting.split())
    assert waiting.index("Ben Stone") < waiting.index("Ana Ruiz")
    assert "Cleo Park" not in waiting


def test_an_application_waits_for_a_decision_by_somebody_else(app: Flask, valley: Organisation) -> None:
    ana, by = make_person(valley), make_member(valley, Role.MANAGER)
    claim(ana)
    recommend(Actor(by.id, by.name), ana)
    own = fetch(sign_in(app.test_client(), by), "/at/valley/")
    assert "waiting for a decision" not in own.main
    for role, sees in ((Role.MANAGER, True), (Role.HR, True), (Role.SCREENER, False)):
        assert ("Recommended, and waiting for a decision." in home(app, valley, role).main) is sees


def test_a_ruling_that_is_not_in_force_waits_for_who_may_put_it_there(app: Flask, valley: Organisation) -> None:
    make_ruling(valley)
    assert "A ruling is not in force yet:" in home(app, valley, Role.MANAGER).main
    assert "A ruling" not in home(app, valley, Role.SCREENER).main


def test_an_empty_queue_says_so_and_what_comes_next(app: Flask, valley: Organisation) -> None:
    page = home(app, valley, Role.SCREENER)
    assert "Nothing is waiting for you at Valley COHE." in page.main
    assert "Add an applicant" in page.links
    assert "Nothing is waiting for you" in home(app, valley, Role.HSC).main


def test_of_a_long_rank_the_first_are_shown_and_the_rest_are_one_link_away(app: Flask, valley: Organisation) -> None:
    for number in range(12):
        make_person(valley, f"Worker {number:02}", hired_on=LONG_AGO)
    page = home(app, valley, Role.MANAGER)
    more = next(text for text in page.links if "more things about people in a role" in text)
    whole = home(app, valley, Role.MANAGER, "?show=overdue")
    assert int(more.split()[0]) == under(whole, "Overdue").count("overdue") - under(page, "Overdue").count("overdue")
    assert all(f"Worker {number:02}" in under(whole, "Overdue") for number in range(12))
    assert "Nothing" not in home(app, valley, Role.MANAGER, "?show=nonsense").main


def test_a_contract_manager_sees_where_each_cohe_stands(app: Flask, valley: Organisation) -> None:
    lni = organisations.add_organisation(SYSTEM, OrganisationKind.LNI, "lni", "L&I")
    harbor, by = make_cohe("harbor"), make_member(lni, Role.CONTRACT_MANAGER)
    make_person(valley, hired_on=LONG_AGO)
    make_ruling(valley)
    for cohe in (valley, harbor):
        organisations.assign(SYSTEM, by, cohe)
    following.recompute_due()
    page = fetch(sign_in(app.test_client(), by), "/at/lni/")
    found = last_computed.staff([valley, harbor], current_app.extensions["rulebook"], TODAY)
    assert found.keys() == {valley.id}
    overdue = found[valley.id][0].overdue
    assert overdue > 2
    said = [[row["COHE"], *(row[each].split()[0] for each in FIGURES)] for row in page.rows()]
    assert "Nothing is waiting for you" not in page.main
    assert said == [[harbor.name, "0", "0", "0"], [valley.name, str(overdue), "1", "1"]]


def test_of_figures_of_another_day_the_home_says_so(app: Flask, valley: Organisation) -> None:
    lni = organisations.add_organisation(SYSTEM, OrganisationKind.LNI, "lni", "L&I")
    by = make_member(lni, Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, by, valley)
    make_person(valley, hired_on=LONG_AGO)
    client = sign_in(app.test_client(), by)
    assert [row["COHE"] for row in fetch(client, "/at/lni/").rows()] == [valley.name]
    for day, says in ((TODAY - timedelta(days=1), f"As of {short_day(TODAY - timedelta(days=1))}"), (None, BEFORE)):
        db.session.execute(update(StaffLine).values(as_of=day))
        db.session.commit()
        assert [row["COHE"] for row in fetch(client, "/at/lni/").rows()] == [f"{valley.name} {says}"]
    db.session.execute(update(StaffLine).values(as_of=None))
    db.session.commit()


@on_sqlite
def test_a_home_asks_as_often_for_many_as_for_few(app: Flask, valley: Organisation) -> None:
    def asked(role: Role) -> int:
        client, times = sign_in(app.test_client(), make_member(valley, role)), []
        listen = (db.engine, "before_cursor_execute", lambda *_: times.append(1))
        event.listen(*listen)
        fetch(client, "/at/valley/")
        event.remove(*listen)
        return len(times)

    make_person(valley, hired_on=LONG_AGO)
    few = [asked(role) for role in Role if role is not Role.CONTRACT_MANAGER]
    for number in range(20):
        make_person(valley, f"Worker {number:02}", hired_on=LONG_AGO)
        make_person(valley, f"Applicant {number:02}")
    many = [asked(role) for role in Role if role is not Role.CONTRACT_MANAGER]
    assert max(many) < 25
    assert all(more <= less + 6 for more, less in zip(many, few, strict=True))
