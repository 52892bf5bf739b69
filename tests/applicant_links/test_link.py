"""The applicant's own link: filling in, saving, files, handing in once, and nothing for anybody else."""

import io
import re
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from onboarding import clock, turns
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.applicant_link import ApplicantDraft, ApplicantFile, ApplicantLink
from onboarding.models.claim import Claim, ClaimSource, StandingStatement
from onboarding.models.evidence import EvidenceItem
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applicant_links as found, dossier
from onboarding.roles import Role
from onboarding.services import applicant_links, determinations, duplicates, links, reminders
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.evidence import ItemFacts, Proves
from tests.accounts.race import at_once
from tests.accounts.steps import letter, link_in, token_of
from tests.documents.make import make_pdf
from tests.make import make_claim, make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import answered, fetch
from tests.stored import on_sqlite

pytestmark = pytest.mark.usefixtures("by_day")
OPEN = timedelta(days=21)  # as the rulebook says
APPLICANT = Actor(None, "applicant", "192.0.2.9")
JOB = {"position": "Nurse", "name": "Clinic", "startDate": "2015-01-05", "hoursPerWeek": "40"}
DOCUMENT: dict[str, Any] = {"work": [JOB], "education": []}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


def token(link: ApplicantLink) -> str:
    return links.token_of(applicant_links.PURPOSE, link.nonce)


def sent(person: Person, actor: Actor = SYSTEM) -> str:
    return token(applicant_links.send(actor, person))


def form_of(client: FlaskClient, at: str) -> dict[str, str]:
    return {"csrf_token": token_of(client, at)}


def row(number: int = 0, **typed: str) -> dict[str, str]:
    return {f"work-{number}-{name}": value for name, value in typed.items()}


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> datetime:
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)
    return then


def test_the_letter_leads_to_the_form_which_says_how_the_data_is_used(app: Flask, ana: Person) -> None:
    sent(ana)
    page = fetch(app.test_client(), link_in(letter(ana.email or "")))
    assert page.heading == "Your application at Valley COHE"
    assert "Nobody at Valley COHE reads it before you hand it in" in " ".join(page.html.split())
    assert "kept 3" in page.html
    assert "Sign out" not in page.html


def test_what_is_typed_is_kept_as_it_is_and_counts_for_nothing_yet(app: Flask, ana: Person) -> None:
    at = f"/apply/{sent(ana)}"
    client = app.test_client()
    half = row(position="Nurse", startDate="some day", summary="Many things") | {"providerId": "yes", "save": "1"}
    assert client.post(at, data=form_of(client, at) | half).headers["Location"].endswith(at)
    shown = app.test_client().get(at).get_data(as_text=True)
    for typed in ("some day", "Many things", 'value="Nurse"'):
        assert typed in shown
    assert db.session.query(Claim).count() == db.session.query(StandingStatement).count() == 0


def test_handing_in_records_the_claim_the_statements_and_tells_who_sent_it(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    hr = make_member(valley, Role.HR, name="Hedda")
    at = f"/apply/{sent(ana, Actor(hr.id, hr.name))}"
    client = app.test_client()
    whole = row(position="Nurse", name="Clinic", startDate="1/5/2015", still="y", hoursPerWeek="40")
    said = {"providerId": "yes", "lniIssues": "no", "communication": "yes", "data_analysis": ""}
    answer = client.post(at, data=form_of(client, at) | whole | said | {"hand_in": "1"})
    assert answer.headers["Location"].endswith(at)
    (claim,) = db.session.query(Claim).all()
    assert (claim.source, claim.facts["work"][0]["position"]) == (ClaimSource.LINK, "Nurse")
    statements = {each.about: (each.value, each.how.value) for each in db.session.query(StandingStatement)}
    assert statements == {
        "providerId": (True, "attestation"),
        "lniIssues": (False, "attestation"),
        "communication": (True, "experience"),
    }
    assert db.session.query(ApplicantDraft).count() == 0
    message = db.session.query(Message).filter_by(to_address=hr.email).one()
    assert "Ana Ruiz has handed in the application" in message.body
    page = fetch(client, at)
    assert page.heading == "Thank you"
    assert "Nurse" not in page.html
    assert client.post(at, data={"hand_in": "1"} | whole).status_code in (200, 400)
    assert db.session.query(Claim).count() == 1


def test_a_form_with_faults_is_not_handed_in_and_loses_nothing(app: Flask, ana: Person) -> None:
    at = f"/apply/{sent(ana)}"
    client = app.test_client()
    half = row(position="Nurse", summary="Many things") | {"hand_in": "1"}
    shown = client.post(at, data=form_of(client, at) | half).get_data(as_text=True)
    assert "Enter when it began" in shown
    assert "Many things" in shown
    assert db.session.query(Claim).count() == 0


@on_sqlite
def test_a_row_is_removed_and_is_not_among_what_is_kept_or_handed_in(app: Flask, ana: Person) -> None:
    at = f"/apply/{sent(ana)}"
    two = row(position="Nurse", startDate="2015", still="y") | row(1, position="Aide", startDate="someday")
    page = fetch(app.test_client(), at).submit(**two, **row(1), more_work="1").submit(**two, remove="work-1")
    assert "Job 2 (Aide) was removed. Put the job back" in page.main
    assert db.session.query(ApplicantDraft).count() == 0
    page.submit(save="1")
    assert [job["position"] for job in db.session.query(ApplicantDraft).one().typed["work"]] == ["Nurse"]
    assert page.submit(hand_in="1").heading == "Thank you"
    (claim,) = db.session.query(Claim).all()
    assert [job["position"] for job in claim.facts["work"]] == ["Nurse"]


def test_an_application_with_nothing_in_it_is_not_handed_in_and_the_link_stays(app: Flask, ana: Person) -> None:
    key = sent(ana)
    with pytest.raises(OnboardingError, match="Enter a job or your education"):
        applicant_links.hand_in(APPLICANT, key, {"work": [], "education": []}, {"providerId": True})
    page = fetch(app.test_client(), f"/apply/{key}").submit(hand_in="1")
    assert "Enter a job or your education first. Nothing was handed in." in page.main
    assert db.session.query(Claim).count() == db.session.query(StandingStatement).count() == 0
    assert applicant_links.by_token(key)


def test_files_are_taken_listed_by_name_and_nothing_else_is_seen(app: Flask, valley: Organisation, ana: Person) -> None:
    make_evidence(ana, name="secret-notes-of-hr.pdf")
    at = f"/apply/{sent(ana)}/files"
    client = app.test_client()
    data = {**form_of(client, at), "proves": "degree", "files": (io.BytesIO(make_pdf()), "diploma.pdf")}
    assert client.post(at, data=data).headers["Location"].endswith(at)
    shown = client.get(at).get_data(as_text=True)
    assert "diploma.pdf" in shown
    assert "secret" not in shown
    item = db.session.query(EvidenceItem).filter_by(file_name="diploma.pdf").one()
    assert item.submitted_by_id is None
    assert db.session.query(ApplicantFile).one().item_id == item.id
    bad = {**form_of(client, at), "proves": "degree", "files": (io.BytesIO(b"MZ"), "virus.exe")}
    assert "virus.exe" in client.post(at, data=bad).get_data(as_text=True)
    assert client.get(f"/at/valley/evidence/{item.id}").status_code == 302


@on_sqlite
def test_a_file_that_does_not_come_to_its_turn_is_put_off_and_nothing_typed_is_lost(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PLACES", 0)
    monkeypatch.setattr(turns, "WAITS", 0.0)
    at, client = f"/apply/{sent(ana)}/files", app.test_client()
    for headers in ({}, {"HX-Request": "true"}):
        data = {"proves": "degree", "title": "My diploma", "files": (io.BytesIO(make_pdf()), "diploma.pdf")}
        answer = client.post(at, data={**form_of(client, at), **data}, headers=headers)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "Send it again in a minute" in answer.text
        assert headers or 'value="My diploma"' in answer.text
    assert db.session.query(EvidenceItem).count() == 0


def test_there_is_a_last_file(app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applicant_links, "MOST_FILES", 0)
    key, facts = sent(ana), ItemFacts(None, Proves.JOB)
    with pytest.raises(OnboardingError, match="0 files are there"):
        applicant_links.add_file(APPLICANT, key, make_pdf(), "a.pdf", facts)


def test_what_is_recorded_already_is_shown_to_be_corrected_and_the_earlier_version_stays(
    app: Flask, ana: Person
) -> None:
    make_claim(ana)
    key = sent(ana)
    assert "Foothill Clinic" in app.test_client().get(f"/apply/{key}").get_data(as_text=True)
    applicant_links.hand_in(APPLICANT, key, DOCUMENT, {})
    assert [each.source for each in dossier.versions(ana)] == [ClaimSource.LINK, ClaimSource.FORM]


@on_sqlite
def test_what_is_recorded_is_shown_to_be_corrected_and_stays_as_it_was_recorded(app: Flask, ana: Person) -> None:
    """A page adds to what it shows, never to the row that it was read from."""
    recorded, key, read = deepcopy(make_claim(ana).facts), sent(ana), list[object]()
    event.listen(Claim, "load", keep := lambda row, _: read.append(row.facts))
    try:
        page = fetch(app.test_client(), f"/apply/{key}")
    finally:
        event.remove(Claim, "load", keep)
    assert re.search(r'name="work-0-still"[^>]*checked|checked[^>]*name="work-0-still"', page.html)
    assert read == [recorded]


def test_two_who_hand_in_at_once_are_one(app: Flask, ana: Person) -> None:
    key = sent(ana)

    def hand_in() -> bool:
        try:
            applicant_links.hand_in(APPLICANT, key, DOCUMENT, {"providerId": True})
        except NotFoundError:
            return False
        return True

    assert sorted(at_once(app, [hand_in] * 6)) == [False] * 5 + [True]
    assert db.session.query(Claim).count() == db.session.query(StandingStatement).count() == 1


@pytest.mark.parametrize(
    ("after", "works"),
    [(OPEN - timedelta(seconds=1), True), (OPEN, False)],
)
def test_a_link_works_until_its_last_moment(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch, after: timedelta, works: bool
) -> None:
    key = sent(ana)
    later(monkeypatch, after)
    assert (applicant_links.by_token(key) is not None) is works
    if not works:
        for path in (f"/apply/{key}", f"/apply/{key}/files"):
            assert app.test_client().get(path).status_code == 404
        for act in (
            lambda: applicant_links.save(APPLICANT, key, {}),
            lambda: applicant_links.hand_in(APPLICANT, key, DOCUMENT, {}),
        ):
            with pytest.raises(NotFoundError):
                act()
        assert db.session.query(ApplicantDraft).count() == 0


@pytest.mark.parametrize("made_up", ["x", "..", "null", "A" * 43, "%00", "0" * 3000])
def test_a_guessed_link_leads_nowhere(app: Flask, ana: Person, made_up: str) -> None:
    sent(ana)
    for path in (f"/apply/{made_up}", f"/apply/{made_up}/files"):
        assert app.test_client().get(path).status_code == 404


def test_a_link_of_another_purpose_or_of_another_applicant_opens_its_own_alone(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    bo = make_person(valley, "Bo")
    link, other = applicant_links.send(SYSTEM, ana), sent(bo)
    assert app.test_client().get(f"/references/{token(link)}").status_code == 404
    assert app.test_client().get(f"/apply/{links.token_of('reference', link.nonce)}").status_code == 404
    assert "Ana" not in app.test_client().get(f"/apply/{other}").get_data(as_text=True)
    applicant_links.hand_in(APPLICANT, other, DOCUMENT, {})
    assert dossier.of(ana).claim is None
    assert applicant_links.by_token(token(link)) is not None


def test_a_link_that_was_taken_back_leads_nowhere_and_another_can_be_sent(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    first = sent(ana)
    client = sign_in(app.test_client(), make_member(valley, Role.HR))
    at = f"/at/valley/people/{ana.id}/link"
    assert client.post(f"{at}/withdraw", data=form_of(client, at)).headers["Location"].endswith("/link")
    assert app.test_client().get(f"/apply/{first}").status_code == 404
    assert client.post(at, data=form_of(client, at)).headers["Location"].endswith("/link")
    second = found.of_person(ana)
    assert second is not None
    assert token(second) != first
    assert "Withdraw the link" in answered(client, "GET", at).html


def test_sent_again_it_is_another_link_to_what_was_typed_and_lasts_anew(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sent(ana)
    applicant_links.save(APPLICANT, first, {"work": []})
    later(monkeypatch, timedelta(days=20))
    second = sent(ana)
    later(monkeypatch, timedelta(days=20))
    assert applicant_links.by_token(first) is None
    link = applicant_links.by_token(second)
    assert link is not None
    assert link.draft is not None


@pytest.mark.parametrize("merging", [False, True])
def test_another_address_ends_the_link_and_whoever_gives_it_is_told(
    app: Flask, valley: Organisation, ana: Person, merging: bool
) -> None:
    key = sent(ana)
    if merging:
        twin = make_person(valley, "Ana Ruiz")
        duplicates.merge(SYSTEM, twin, ana, contact_of=twin, with_claim=False)
    else:
        client = sign_in(app.test_client(), make_member(valley, Role.HR))
        said = fetch(client, f"/at/valley/people/{ana.id}/edit").submit(email="ana.ruiz@example.org")
        assert "Send a new one" in said.html
    assert applicant_links.by_token(key) is None
    assert sent(ana) != key


def test_another_name_leaves_the_link_as_it_is(app: Flask, valley: Organisation, ana: Person) -> None:
    key = sent(ana)
    client = sign_in(app.test_client(), make_member(valley, Role.HR))
    said = fetch(client, f"/at/valley/people/{ana.id}/edit").submit(name="Ana Ruiz Soto")
    assert "Send a new one" not in said.html
    assert applicant_links.by_token(key) is not None


def test_none_is_sent_without_an_address_or_when_it_was_decided(valley: Organisation, ana: Person) -> None:
    determinations.withdraw(SYSTEM, ana, "She said so.")
    with pytest.raises(OnboardingError, match="was decided"):
        applicant_links.send(SYSTEM, ana)


def test_a_decision_ends_the_link(app: Flask, ana: Person) -> None:
    key = sent(ana)
    determinations.withdraw(SYSTEM, ana, "She said so.")
    assert app.test_client().get(f"/apply/{key}").status_code == 404
    with pytest.raises(NotFoundError):
        applicant_links.hand_in(APPLICANT, key, DOCUMENT, {})


def test_who_does_not_hand_in_is_reminded_twice(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(ana)
    began = clock.now()
    counts = []
    for day in (4, 6, 11, 13, 30):
        counts.append(reminders.remind(applicant_links.SOURCE, began + timedelta(days=day)))
    assert counts == [0, 1, 0, 1, 0]
    assert db.session.query(Message).filter_by(kind="application").count() == 3
