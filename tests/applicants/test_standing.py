"""Standing with L&I: what the applicant signed counts once somebody else checked it; L&I's word needs its paper too."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.models.claim import How
from onboarding.models.evidence import EvidenceItem, Result, Source
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.packets.determined import _exhibit
from onboarding.queries import applicant_links as links, dossier, evidence as evidences, rests, standing
from onboarding.roles import Role
from onboarding.rules.rulings import Rulings
from onboarding.services import applicant_links, evidence, proving, standing as checks, statements
from onboarding.services.change import Actor
from onboarding.services.links import token_of
from tests.documents.make import make_pdf
from tests.make import make_claim, make_cohe, make_evidence, make_member, make_person, make_standing, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

DOCUMENT = {"work": [{"name": "Clinic", "position": "Nurse", "startDate": "2020-01-05"}]}
CONFIRMED = evidence.VerificationFacts(Source.ISSUER, "L&I", date(2026, 1, 5), Result.CONFIRMED)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley)


def member(cohe: Organisation, name: str) -> Actor:
    user = make_member(cohe, Role.SCREENER, name=name)
    return Actor(user.id, user.name)


def pdf() -> tuple[BytesIO, str]:
    """A paper as a browser sends it."""
    return BytesIO(make_pdf()), "scan.pdf"


def said(how: How, about: str = "lniIssues") -> statements.StatementFacts:
    return statements.StatementFacts(about, about != "lniIssues", how, "Ana Ruiz", clock.today())


def verified(person: Person, about: str = "lniIssues") -> bool:
    whole = dossier.of(person).statement_verified(about)
    assert standing.latest(person)[about].verified is whole
    return whole


def handed_in(sender: Actor, person: Person) -> None:
    """What the applicant signs by the link that somebody sent."""
    applicant_links.send(sender, person)
    link = links.of_person(person)
    assert link
    token = token_of(applicant_links.PURPOSE, link.nonce)
    applicant_links.hand_in(Actor(None, "visitor"), token, DOCUMENT, {"providerId": True, "lniIssues": False})


def test_what_came_by_the_link_counts_once_somebody_else_checked_it(valley: Organisation, ana: Person) -> None:
    sender, other = member(valley, "Sia Sender"), member(valley, "Otto Other")
    handed_in(sender, ana)
    assert not verified(ana)
    with pytest.raises(OnboardingError, match="You sent the link"):
        checks.check(sender, ana)
    assert len(checks.check(other, ana)) == 2
    assert verified(ana)
    assert verified(ana, "providerId")
    with pytest.raises(OnboardingError, match="waits to be checked"):
        checks.check(other, ana)


def test_what_somebody_typed_without_a_paper_is_the_applicants_word_and_nobody_checks_it(
    valley: Organisation, ana: Person
) -> None:
    statements.state_all(member(valley, "Rita Recorder"), ana, [said(How.ATTESTATION)])
    assert not verified(ana)
    with pytest.raises(OnboardingError, match="waits to be checked"):
        checks.check(member(valley, "Otto Other"), ana)


@pytest.mark.parametrize("how", [How.ATTESTATION, How.LNI])
def test_a_paper_counts_once_somebody_else_than_who_recorded_it_found_it_right(
    valley: Organisation, ana: Person, how: How
) -> None:
    brought, recorded, other = (member(valley, name) for name in ("Bea Bringer", "Rita Recorder", "Otto Other"))
    item: EvidenceItem = make_evidence(ana, actor=brought)
    statements.state(recorded, ana, said(how), item)
    assert not verified(ana)
    evidence.verify(recorded, item, CONFIRMED)  # who recorded what it shows is not somebody else
    assert not verified(ana)
    evidence.verify(other, item, CONFIRMED)
    assert verified(ana)
    evidence.withdraw(other, item, "Forged.")
    assert not verified(ana)


def test_the_paper_stands_among_the_evidence_of_a_determination(app: Flask, valley: Organisation, ana: Person) -> None:
    item, law = make_evidence(ana, title="Signed statement"), Rulings(app.extensions["rulebook"])
    recorded, other = member(valley, "Rita Recorder"), member(valley, "Otto Other")
    for about in ("providerId", "lniIssues"):
        statements.state(recorded, ana, said(How.ATTESTATION, about), item)
    evidence.verify(other, item, CONFIRMED)
    frozen = rests.on(valley, ana, law, clock.today())
    (kept,) = frozen["evidence"]
    assert (kept["title"], kept["sha256"], kept["state"]) == ("Signed statement", item.original, "confirmed")
    assert _exhibit(kept, frozen["facts"]).proves == "Able to obtain a Provider ID, Issues with L&I"
    evidence.withdraw(other, item, "Forged.")
    assert rests.on(valley, ana, law, clock.today())["evidence"] == []


def test_lnis_word_needs_its_paper_and_a_paper_is_the_persons_own(valley: Organisation, ana: Person) -> None:
    rita = member(valley, "Rita Recorder")
    with pytest.raises(OnboardingError, match="L&I's letter"):
        statements.state(rita, ana, said(How.LNI))
    with pytest.raises(OnboardingError, match="Add the paper that the applicant signed"):
        statements.state(rita, ana, said(How.ATTESTATION))
    with pytest.raises(OnboardingError, match="signed it, or L&I confirmed it"):
        statements.state(rita, ana, said(How.INTERVIEW))
    item = make_evidence(make_person(valley, "Bo Berg"), actor=rita)
    with pytest.raises(NotFoundError):
        statements.state(rita, ana, said(How.LNI), item)
    assert dossier.of(ana).statements == {}


@on_sqlite
def test_the_page_leads_to_the_check_and_says_what_is_verified(app: Flask, valley: Organisation, ana: Person) -> None:
    handed_in(member(valley, "Sia Sender"), ana)
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    page = fetch(client, f"/at/valley/people/{ana.id}/screening")
    assert "Not verified" in page.rows("What was recorded")[1]["How it is known"]
    page = fetch(client, page.links["Check what the applicant signed by the link"])
    assert "Issues with L&I were reported: no" in page.main
    page = page.submit()
    assert page.messages == ["What the applicant signed now counts as verified."]
    assert page.rows("What was recorded")[1]["How it is known"] == "The applicant signed it Verified"
    assert "Check what" not in page.main


@on_sqlite
def test_the_form_asks_for_the_paper_whoever_said_so(app: Flask, valley: Organisation, ana: Person) -> None:
    item = make_evidence(ana, title="Letter of L&I")
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    page = fetch(client, at := f"/at/valley/people/{ana.id}/standing/lniIssues")
    assert "Paper that shows it Wh" in page.main  # and nothing calls it optional
    page = page.submit(value="no", said_by="Ana Ruiz")
    assert page.faults["file"].startswith("Add the paper that the applicant signed. What they only said belongs")
    page = fetch(client, at).submit(value="no", how="lni", said_by="Desk 4")
    assert page.faults == {"file": "Add L&I's letter or message."}
    assert page.submit(item=item.id, file=pdf()).faults["file"].startswith("Add a file or choose one")
    assert dossier.of(ana).statements == {}
    page = page.submit(item=item.id)
    assert page.messages[0].startswith("The answer was recorded with “Letter of L&I”. It counts as verified once")
    assert client.get(f"/at/valley/people/{ana.id}/standing/communication").status_code == 404


def test_who_has_no_file_adds_the_paper_on_the_page_and_it_is_checked_from_the_screening_page(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    make_claim(ana)
    one, two = (make_member(valley, Role.SCREENER, name=name) for name in ("Rita Recorder", "Otto Other"))
    client, other = sign_in(app.test_client(), one), sign_in(app.test_client(), two)
    screening = f"/at/valley/people/{ana.id}/screening"
    page = fetch(client, fetch(client, screening).links["Record a paper on the Provider ID"])
    assert "already" not in page.main  # there is none to choose
    page = page.submit(value="yes", said_by="Ana Ruiz", file=pdf())
    title = "Signed statement on the Provider ID"
    assert page.messages[0].startswith(f"The answer was recorded with “{title}”.")
    assert page.rows("What was recorded")[0]["How it is known"] == f"The applicant signed it: {title} Not verified"
    assert f"{title} has to be checked by somebody else." in page.main
    page = fetch(other, fetch(other, screening).links[f"Check {title}"])
    page = page.submit(source="call", whom="Ana Ruiz", result="confirmed")
    assert page.address == screening
    assert page.rows("What was recorded")[0]["How it is known"] == f"The applicant signed it: {title} Verified"
    page = fetch(client, f"/at/valley/people/{ana.id}/standing/lniIssues")
    (item,) = evidences.of_person(ana)
    page = page.submit(value="no", said_by="Ana Ruiz", item=item.id)
    assert page.messages == [f"The answer was recorded with “{title}”, which was checked. It counts as verified."]


def test_a_file_is_not_taken_in_for_a_word_that_is_refused(valley: Organisation, ana: Person) -> None:
    rita = member(valley, "Rita Recorder")
    with pytest.raises(NotFoundError):
        proving.state_by_file(rita, ana, said(How.LNI, "communication"), make_pdf(), "a.pdf", "Letter")
    statements.state_all(rita, ana, [said(How.ATTESTATION)])
    with pytest.raises(ChangedMeanwhileError):
        proving.state_by_file(rita, ana, said(How.LNI), make_pdf(), "a.pdf", "Letter", seen=0)
    assert evidences.of_person(ana) == []


@on_sqlite
def test_after_the_hire_the_credentials_show_what_was_said_when_applying(app: Flask, valley: Organisation) -> None:
    hired = make_person(valley, "Ida Ibsen", hired_on=clock.today())
    make_standing(hired)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(client, f"/at/valley/people/{hired.id}/credentials")
    assert page.facts["Able to obtain a Provider ID"].startswith("Yes, said when applying by Ida Ibsen")
    assert page.rows("1 statement")[0]["When applying"] == "Yes Verified"
    assert "Nobody has stated" not in fetch(client, f"/at/valley/people/{hired.id}/file").main
    page = fetch(client, page.links["Record a statement"])
    assert "No reported issues" in page.main
    page = page.submit(reported="no", said_by="Ida Ibsen")
    assert [each["When applying"] for each in page.rows("2 statements")] == ["No, after the hire", "Yes Verified"]
