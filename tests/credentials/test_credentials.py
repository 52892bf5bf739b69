"""Recording, correcting and striking events; numbers that are one person's; what else the account is about."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.models.credential import CredentialEvent, Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import credentials as found, rulings
from onboarding.queries.organisations import by_id
from onboarding.roles import Role, StaffRole
from onboarding.rules.rulings import Rulings
from onboarding.services import account_details, credentials, erasures, rulings as decided
from onboarding.services.account_details import DetailFacts
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.credentials import EventFacts
from onboarding.services.rulings import RulingFacts
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import fetch

TODAY = clock.today()
NOTHING = DetailFacts(None, None, None, None, None, None, None)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=date(2025, 1, 6))


def law(cohe: Organisation) -> Rulings:
    return rulings.of(cohe, current_app.extensions["rulebook"])


def record(person: Person, event: str, on: str, track: str = "provider", **facts: object) -> CredentialEvent:
    said = EventFacts(Track(track), event, date.fromisoformat(on), **facts)  # type: ignore[arg-type]
    return credentials.record(SYSTEM, person, said, _law_of(person))


def _law_of(person: Person) -> Rulings:
    return law(by_id(person.organisation_id))


def issue(person: Person, number: str) -> None:
    record(person, "sent", "2025-01-08")
    record(person, "issued", "2025-02-03", number=number)


def state(person: Person) -> str:
    answer = found.of(by_id(person.organisation_id), person, _law_of(person), TODAY).answer
    assert answer
    return answer.provider.state


def test_a_correction_counts_and_what_it_corrects_stays_readable(ana: Person) -> None:
    wrong = record(ana, "sent", "2025-01-08")
    said = EventFacts(Track.PROVIDER, "sent", date(2025, 1, 9))
    right = credentials.correct(SYSTEM, ana, wrong, said, "The postmark says the 9th.", _law_of(ana))
    rows = found.history(ana)
    assert [(row.happened_on.day, row.corrects_id, row.because) for row in rows] == [
        (8, None, None),
        (9, wrong.id, "The postmark says the 9th."),
    ]
    assert found.in_force(rows) == [right]
    with pytest.raises(OnboardingError, match="corrected already"):
        credentials.correct(SYSTEM, ana, wrong, said, "Again.", _law_of(ana))


def test_what_later_events_rest_on_is_not_struck(ana: Person) -> None:
    sent = record(ana, "sent", "2025-01-08")
    record(ana, "issued", "2025-02-03", number="0123456")
    with pytest.raises(OnboardingError, match="issued on 2025-02-03 does not follow not started"):
        credentials.strike(SYSTEM, ana, sent, "Never sent.", _law_of(ana))
    assert state(ana) == "issued"


def test_an_event_that_never_was_is_struck(ana: Person) -> None:
    sent = record(ana, "sent", "2025-01-08")
    credentials.strike(SYSTEM, ana, sent, "It lay in a drawer.", _law_of(ana))
    assert state(ana) == "not_started"
    assert len(found.history(ana)) == 2


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("123456", "if a leading zero was lost, it is 0123456"),
        ("1234567893", "looks like an NPI.* Its last digit fits an NPI: record it under the details"),
        ("1234567890", "looks like an NPI, which has 10 digits; an L&I Provider ID has 7.$"),
        ("12345678", "is not 7 digits"),
        ("12A4567", "is not 7 digits"),
        ("٠١٢٣٤٥٦", "is not 7 digits"),
    ],
)
def test_what_is_no_provider_id_is_refused_with_what_it_may_be(ana: Person, number: str, says: str) -> None:
    record(ana, "sent", "2025-01-08")
    with pytest.raises(OnboardingError, match=says) as refused:
        record(ana, "issued", "2025-02-03", number=number)
    assert refused.value.field == "number"
    assert state(ana) == "sent"


def test_one_persons_number_is_never_anothers(valley: Organisation, ana: Person) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=date(2025, 3, 3))
    issue(ana, "0123456")
    with pytest.raises(OnboardingError, match="Provider ID of Ana Ruiz"):
        issue(bo, "0123456")
    issued = found.in_force(found.history(ana))[-1]
    right = EventFacts(Track.PROVIDER, "issued", date(2025, 2, 3), number="0123457")
    credentials.correct(SYSTEM, ana, issued, right, "A slip.", _law_of(ana))
    record(bo, "issued", "2025-04-01", number="0123456")  # free again, since it never was Ana's
    assert state(bo) == "issued"


def test_a_number_of_another_cohe_is_its_own_affair(valley: Organisation, ana: Person) -> None:
    issue(ana, "0123456")
    moved = make_person(make_cohe("harbor"), "Ana Ruiz", hired_on=date(2026, 1, 5))
    issue(moved, "0123456")
    assert state(moved) == "issued"


def test_a_groups_payee_number_is_nobodys_own(valley: Organisation, ana: Person) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=date(2025, 3, 3))
    account_details.record_details(SYSTEM, ana, NOTHING._replace(payee_number="7654321"), law(valley), 0)
    with pytest.raises(OnboardingError, match="payee number of a group"):
        issue(bo, "7654321")
    record(bo, "issued", "2025-02-03", number="0123456")
    with pytest.raises(OnboardingError, match="own Provider ID"):
        account_details.record_details(SYSTEM, bo, NOTHING._replace(payee_number="0123456"), law(valley), 0)


def test_an_npi_is_checked_by_its_last_digit(valley: Organisation, ana: Person) -> None:
    for wrong in ("1234567890", "0123456"):
        with pytest.raises(OnboardingError) as refused:
            account_details.record_details(SYSTEM, ana, NOTHING._replace(npi=wrong), law(valley), 0)
        assert refused.value.field == "npi"
    account_details.record_details(SYSTEM, ana, NOTHING._replace(npi="1234567893"), law(valley), 0)
    both = NOTHING._replace(npi="1234567893", no_npi_because="exempt")
    with pytest.raises(OnboardingError, match="Enter one of the two"):
        account_details.record_details(SYSTEM, ana, both, law(valley), 1)
    with pytest.raises(OnboardingError, match="Somebody else changed this"):
        account_details.record_details(SYSTEM, ana, NOTHING, law(valley), 0)


def test_days_to_come_are_taken_only_where_lni_names_them_beforehand(ana: Person) -> None:
    later = (TODAY + timedelta(days=10)).isoformat()
    with pytest.raises(OnboardingError, match="is after today"):
        record(ana, "sent", later)
    issue(ana, "0123456")
    record(ana, "effective", later)
    assert state(ana) == "issued"


def test_nobody_who_was_not_hired_has_credentials(valley: Organisation) -> None:
    with pytest.raises(OnboardingError, match="Record the hire first"):
        record(make_person(valley, "Eve Early"), "sent", "2025-01-08")


def test_a_file_of_somebody_else_proves_nothing(valley: Organisation, ana: Person) -> None:
    item = make_evidence(make_person(valley, "Bo Lind", hired_on=date(2025, 3, 3)))
    with pytest.raises(OnboardingError, match="Choose a file of this person"):
        credentials.record(SYSTEM, ana, EventFacts(Track.PROVIDER, "sent", date(2025, 1, 8)), law(valley), item)


def test_issues_are_said_with_what_they_are(ana: Person) -> None:
    with pytest.raises(OnboardingError, match="what was reported"):
        account_details.attest(SYSTEM, ana, True, "Max", TODAY, None)
    account_details.attest(SYSTEM, ana, False, "Max", TODAY, None)
    assert not found.attestations(ana)[0].reported


def test_a_ruling_that_changes_what_a_number_looks_like_is_told_and_breaks_no_page(
    valley: Organisation, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(ana, "0123456")
    facts = RulingFacts("provider_number_digits", None, "8", TODAY, None, "Cora", "Letter")
    book = current_app.extensions["rulebook"]
    decided.put_in_force(SYSTEM, valley, book, decided.propose(SYSTEM, valley, book, facts).id)
    pages = client_of(valley)
    assert "contradicts itself" in fetch(pages, f"/at/valley/people/{ana.id}/credentials").main
    assert "Can't tell" in fetch(pages, f"/at/valley/people/{ana.id}").main
    assert "contradicts itself" in fetch(pages, "/at/valley/credentials").main
    assert fetch(pages, "/at/valley/").heading == "Home"


# ------------------------------------------------------------------------------------------------------- pages


def client_of(cohe: Organisation, *roles: Role) -> FlaskClient:
    return sign_in(current_app.test_client(), make_member(cohe, *(roles or (Role.MANAGER,))))


def test_a_lost_zero_is_offered_and_put_in_by_a_button(valley: Organisation, ana: Person) -> None:
    record(ana, "sent", "2025-01-08")
    pages, at = client_of(valley), f"/at/valley/people/{ana.id}/credentials/provider/new"
    page = fetch(pages, at).submit(event="issued", happened_on="2/3/2025", number="123456", note="By phone")
    assert "it is 0123456" in page.faults["number"]
    offered = page.submit(take="0123456")
    assert offered.by_id("number").get("value") == "0123456"
    assert "By phone" in offered.html
    assert offered.submit().heading == "Credentials of Ana Ruiz"
    assert state(ana) == "issued"


def test_a_whole_history_is_judged_together(valley: Organisation, ana: Person) -> None:
    pages, at = client_of(valley), f"/at/valley/people/{ana.id}/credentials"
    form = fetch(pages, f"{at}/provider/history")
    days = {"effective": "2025-03-03", "issued": "2/3/2025", "sent": "2025-01-08"}
    assert "day on which the Provider ID was issued" in form.submit(number="0123456").faults["issued"]
    assert "Enter the Provider ID" in form.submit(**days).faults["number"]
    late = form.submit(**{**days, "sent": "2025-02-10"}, number="0123456")
    assert "does not fit what is recorded" in late.main
    assert not found.history(ana)
    page = form.submit(**days, number="0123456")
    assert page.messages[0] == "3 events were recorded."
    assert page.facts["Billing"].startswith("May bill from Mar 3, 2025. The provider account is active.")
    assert "Enter at least one day" in form.submit().main


def test_a_page_says_what_billing_rests_on_and_what_lni_does_not_say(valley: Organisation, ana: Person) -> None:
    client, at = client_of(valley, Role.MANAGER), f"/at/valley/people/{ana.id}/credentials"
    issue(ana, "0123456")
    assert "The provider account is active" not in fetch(client, at).facts["Billing"]
    record(ana, "effective", "2025-03-03")
    page = fetch(client, at)
    assert page.facts["Billing"] == (
        "May bill from Mar 3, 2025. The provider account is active. Supplemental application not accepted "
        "L&I does not say whether billing must wait for it. Ask L&I"
    )
    assert fetch(client, page.links["Ask L&I"]).by_id("supplemental-before-billing") is not None
    for event in ("sent", "accepted"):
        record(ana, event, "2025-03-04", "supplemental")
    assert fetch(client, at).facts["Billing"] == "May bill from Mar 3, 2025. The provider account is active."


def test_who_was_erased_is_not_followed_any_more(valley: Organisation, ana: Person) -> None:
    one, two = (Actor(make_member(valley, Role.MANAGER).id, name) for name in ("One", "Two"))
    sent = record(ana, "sent", "2025-01-08")
    said = EventFacts(Track.PROVIDER, "sent", date(2025, 1, 9))
    credentials.correct(SYSTEM, ana, sent, said, "The postmark", law(valley))
    erasures.ask(one, ana, "Asked for it")
    erasures.confirm(two, valley, ana.id)
    assert not found.history(ana)
    assert not found.staff(valley, TODAY)


def test_an_event_is_corrected_and_taken_away_on_pages(valley: Organisation, ana: Person) -> None:
    item = make_evidence(ana)
    pages, at = client_of(valley), f"/at/valley/people/{ana.id}/credentials"
    fetch(pages, f"{at}/provider/new").submit(event="sent", happened_on="2025-01-08", item=str(item.id), channel="fax")
    page = fetch(pages, at)
    assert "By Fax." in page.main
    row = found.history(ana)[0]
    correct = fetch(pages, f"{at}/events/{row.id}")
    assert "Say why" in correct.submit(happened_on="2025-01-09", because="").faults["because"]
    page = correct.submit(happened_on="2025-01-09", because="By the postmark")
    assert page.rows("1 correction")[0]["Became"] == "Sent to L&I, Jan 9, 2025"
    last = found.in_force(found.history(ana))[0]
    assert (last.item_id, last.channel) == (item.id, "fax")
    page = fetch(pages, f"{at}/events/{last.id}/strike").submit(because="Never sent")
    assert page.rows("2 corrections")[1]["Became"] == "Removed"


def test_details_and_statements_are_recorded_on_pages(valley: Organisation, ana: Person) -> None:
    pages, at = client_of(valley), f"/at/valley/people/{ana.id}/credentials"
    page = fetch(pages, f"{at}/details").submit(npi="1234567893", no_licence_because="not a licensed trade")
    assert page.facts["NPI"] == "1234567893"
    assert page.facts["License or certification"] == "Not applicable, because not a licensed trade"
    assert page.facts["Malpractice coverage"] == "Not recorded"
    page = fetch(pages, f"{at}/details").submit(no_malpractice_because="covered by the COHE")
    assert len(fetch(pages, f"{at}/details").rows("2 versions")) == 2
    assert "No statement yet" in page.main
    page = fetch(pages, f"{at}/attest").submit(reported="no", said_by="Ana Ruiz")
    assert "No reported issues" in page.main
    old = (TODAY - timedelta(days=91)).isoformat()
    bo = make_person(valley, "Bo Lind", hired_on=date(2025, 3, 3))
    page = fetch(pages, f"/at/valley/people/{bo.id}/credentials/attest").submit(
        reported="no", said_by="Bo Lind", said_on=old
    )
    assert "Statement too old" in page.main


def test_the_board_is_narrowed_sorted_and_paged(valley: Organisation, ana: Person) -> None:
    for number in range(30):
        make_person(valley, f"Person {number:02}", StaffRole.HSC, date(2026, 2, 1) + timedelta(days=number))
    record(ana, "sent", "2025-01-08")
    make_person(valley, "Gone Girl", hired_on=date(2024, 1, 1), left_on=date(2024, 12, 31))
    pages = client_of(valley, Role.AUDITOR)
    page = fetch(pages, "/at/valley/credentials")
    rows = page.rows("62 open applications, page 1 of 3")
    assert rows[0]["Name"] == "Ana Ruiz"  # who waits longest
    assert "31 people cannot bill yet" in page.main
    assert "Gone Girl" not in page.main
    assert page.links["61 Not started"].endswith("?state=not_started")
    (with_lni,) = fetch(pages, "/at/valley/credentials?who=lni").rows("1 open application")
    assert (with_lni["Name"], with_lni["Step"]) == ("Ana Ruiz", "With L&I")
    assert fetch(pages, "/at/valley/credentials?track=supplemental&q=person+2").main.count("HSC Supplemental") > 10
    by_name = fetch(pages, "/at/valley/credentials?sort=name&track=provider&page=2").rows("31 open")
    assert [row["Name"] for row in by_name] == [f"Person {number}" for number in range(24, 30)]
    assert "No open application matches" in fetch(pages, "/at/valley/credentials?state=returned").main


def test_own_times_are_shown_when_there_are_cases(valley: Organisation) -> None:
    for number, answered in enumerate((10, 20, 40)):
        person = make_person(valley, f"Person {number}", hired_on=date(2025, 1, 6))
        record(person, "sent", "2025-01-08")
        issued = date(2025, 1, 8) + timedelta(days=answered)
        record(person, "issued", issued.isoformat(), number=f"012345{number}")
    times = {row["Step"]: row for row in fetch(client_of(valley), "/at/valley/credentials").rows("From this COHE")}
    assert times["From there to the Provider ID issued"] == {
        "Step": "From there to the Provider ID issued", "Cases": "3", "Median days": "20", "Slowest": "40",
    }  # fmt: skip
    assert times["From the Provider ID to the account effective"]["Median days"] == "No case yet"


def test_an_hsc_sees_their_own_credentials_and_changes_nothing(valley: Organisation) -> None:
    user = make_member(valley, Role.HSC)
    own = make_person(valley, "Hana Own", hired_on=date(2025, 1, 6), user=user)
    record(own, "sent", "2025-01-08")
    page = fetch(sign_in(current_app.test_client(), user), f"/at/valley/people/{own.id}/credentials")
    assert "With L&I" in page.main
    assert "Record what happened" not in page.main
    assert not page.forms()
