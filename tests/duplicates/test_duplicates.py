"""People who are recorded twice are noticed, merged by somebody, and stay one person by every route."""

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.claim import ClaimSource
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applications, dossier, duplicates as found, evidence as papers, people as known
from onboarding.roles import Role, StaffRole
from onboarding.services import claims, duplicates, erasures, evidence, people
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PersonFacts
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_evidence, make_member, make_person, make_reference, sign_in
from tests.page import fetch

TODAY = clock.today()
NURSE = {"position": "Nurse", "name": "Hill Clinic", "startDate": "2015-01", "endDate": "2019-12"}
AIDE = {"position": "Aide", "name": "Bay Clinic", "startDate": "2020-01", "hoursPerWeek": "40"}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def add(cohe: Organisation, name: str, email: str | None = None, phone: str | None = None) -> Person:
    return people.add_person(SYSTEM, cohe, PersonFacts(name, StaffRole.HSC, email, phone))


def claim(person: Person, *jobs: dict[str, str]) -> None:
    claims.record(SYSTEM, person, {"work": jobs}, ClaimSource.FORM)


def merge(person: Person, into: Person, with_claim: bool = True, contact_of: Person | None = None) -> None:
    duplicates.merge(SYSTEM, person, into, contact_of or into, with_claim)


def pairs(cohe: Organisation) -> list[tuple[str, str]]:
    return [(pair.older.name, pair.newer.name) for pair in found.pairs(cohe.id, 1, TODAY).rows]


def test_the_same_name_or_phone_is_noticed_and_another_is_not(valley: Organisation) -> None:
    add(valley, "José Núñez")
    add(valley, "jose  nunez")
    add(valley, "Ana Reyes", phone="509-555-0100")
    add(valley, "Ana Miller", phone="509-555-0100")
    add(valley, "Bo Berg")
    add(make_cohe("harbor"), "Bo Berg")
    assert pairs(valley) == [("Ana Reyes", "Ana Miller"), ("José Núñez", "jose  nunez")]


def test_one_person_is_noticed_and_found_however_they_are_written(valley: Organisation) -> None:
    for name, phone in (("Fell, Ida", None), ("Ida Fell", None), ("Pat O’Brien", None), ("PAT O'BRIEN", None),
                        ("Đặng Mai", None), ("Mai Dang", None), ("Cy Berg", "+1 (360) 555-0100"),
                        ("Di Zak", "360.555.0100"), ("Jo One", "n/a"), ("Jo Two", "n/a"),
                        ("—", None), ("…", None)):  # fmt: skip
        add(valley, name, phone=phone)
    noticed = {
        ("Fell, Ida", "Ida Fell"),
        ("Pat O’Brien", "PAT O'BRIEN"),
        ("Đặng Mai", "Mai Dang"),
        ("Cy Berg", "Di Zak"),
    }
    assert set(pairs(valley)) == noticed
    assert [pair.same for pair in found.pairs(valley.id, 1, TODAY).rows] == ["phone", "name", "name", "name"]
    for text, names in (
        ("fell ida", {"Fell, Ida", "Ida Fell"}),
        ("o`brien", {"Pat O’Brien", "PAT O'BRIEN"}),
        ("dang", {"Đặng Mai", "Mai Dang"}),
        ("555-0100", {"Cy Berg", "Di Zak"}),
        ("%", set()),
    ):
        assert {row.name for row in known.listed(valley.id, known.Filters(text), TODAY).rows} == names
        lines = applications.listed(valley.id, applications.Filters(text), TODAY).rows
        assert {line.person.name for line in lines} == names
    assert [each.name for each in found.namesakes(valley.id, ["IDA FELL", "…"], None)] == ["Fell, Ida", "Ida Fell"]


def test_a_name_or_phone_that_is_corrected_is_compared_anew(valley: Organisation) -> None:
    ana, other = add(valley, "Ana Reyes", phone="509-555-0100"), add(valley, "Bo Berg")
    people.edit_person(SYSTEM, other, PersonFacts("Reyes, Ana", StaffRole.HSC), other.revision)
    assert found.like(ana, None) == [other]
    people.edit_person(SYSTEM, other, PersonFacts("Bo Berg", StaffRole.HSC, None, "(509) 555 0100"), other.revision)
    assert [(pair.older, pair.newer, pair.same) for pair in found.pairs(valley.id, 1, None).rows] == [
        (ana, other, "phone")
    ]
    people.edit_person(SYSTEM, other, PersonFacts("Bo Berg", StaffRole.HSC), other.revision)
    assert found.like(ana, None) == []


def test_two_people_of_one_name_are_told_apart_once(valley: Organisation) -> None:
    one, two = add(valley, "Ana Reyes"), add(valley, "Ana Reyes")
    assert found.like(one, None) == [two]
    duplicates.tell_apart(SYSTEM, two, one)
    assert pairs(valley) == []
    assert found.like(one, None) == found.like(two, None) == []


def test_a_merged_record_is_listed_no_more_and_nothing_is_added_to_it(valley: Organisation) -> None:
    old, new = add(valley, "Ana Reyes"), add(valley, "Ana Reyes")
    merge(new, old)
    assert pairs(valley) == []
    assert [row.id for row in known.listed(valley.id, known.Filters(), TODAY).rows] == [old.id]
    assert [line.person.id for line in applications.listed(valley.id, applications.Filters(), TODAY).rows] == [old.id]
    for change in (
        lambda: claim(new, NURSE),
        lambda: make_evidence(new),
        lambda: people.edit_person(SYSTEM, new, PersonFacts("Other", StaffRole.HSC), new.revision),
        lambda: make_reference(new),
        lambda: merge(old, new),
        lambda: merge(new, old),
        lambda: duplicates.tell_apart(SYSTEM, new, old),
    ):
        with pytest.raises(OnboardingError, match="merged into the other record"):
            change()


def test_what_only_the_other_claims_comes_along_as_the_next_version(valley: Organisation) -> None:
    old, new = add(valley, "Ana Reyes"), add(valley, "Ana Reyes")
    claim(old, NURSE)
    claim(new, NURSE, AIDE)
    merge(new, old)
    now = dossier.of(old).claim
    assert now
    assert [(job["id"], job["position"]) for job in now.facts["work"]] == [("j1", "Nurse"), ("j2", "Aide")]
    assert (now.version, now.source, now.reason) == (2, ClaimSource.MERGED, f"Merged with record {new.id}.")
    assert [each.version for each in dossier.versions(new)] == [1]


def test_without_its_claim_and_with_an_empty_one_nothing_is_added(valley: Organisation) -> None:
    old, new, third = (add(valley, "Ana Reyes") for _ in range(3))
    claim(new, AIDE)
    merge(third, old)
    merge(new, old, with_claim=False)
    assert dossier.of(old).claim is None


def test_evidence_of_a_merged_record_proves_and_whoever_brought_it_does_not_verify_it(valley: Organisation) -> None:
    bringer = make_member(valley, Role.SCREENER, name="Bea Bringer")
    old, new = add(valley, "Ana Reyes"), add(valley, "Ana Reyes")
    claim(old, NURSE)
    file = make_pdf()
    ours = make_evidence(old, file, actor=Actor(bringer.id, "Bea"))
    theirs = make_evidence(new, file)
    with pytest.raises(NotFoundError):
        claims.prove(SYSTEM, old, "j1", theirs)
    merge(new, old)
    assert {item.id for item in papers.of_person(old)} == {ours.id, theirs.id}
    claims.prove(SYSTEM, old, "j1", theirs)
    facts = evidence.VerificationFacts(papers.Source.ISSUER, "Clinic", TODAY, papers.Result.CONFIRMED)
    assert ours.original == theirs.original
    with pytest.raises(OnboardingError, match="somebody else has to check"):
        evidence.verify(Actor(bringer.id, "Bea"), theirs, facts)
    other = make_member(valley, Role.SCREENER, name="Otto Other")
    evidence.verify(Actor(other.id, "Otto"), theirs, facts)
    assert dossier.of(old).verified("j1")


def test_the_contact_that_was_chosen_holds(valley: Organisation) -> None:
    old = add(valley, "Ana Reyes", "old@reyes.example", "509-555-0100")
    new = add(valley, "Ana Reyes", "new@reyes.example")
    merge(new, old, contact_of=new)
    assert (old.email, old.phone, new.email) == ("new@reyes.example", "509-555-0100", None)


def test_whose_history_cannot_become_part_of_another_stays(valley: Organisation) -> None:
    hired, asked, new = make_person(valley, "Ana Reyes", hired_on=TODAY), add(valley, "Ana Reyes"), add(valley, "Bo")
    make_reference(asked)
    for person, because in ((hired, "was hired"), (asked, "can still be answered")):
        with pytest.raises(OnboardingError, match=because):
            merge(person, new)
    merge(new, hired)


def test_merged_twice_over_they_are_one_person(valley: Organisation) -> None:
    first, second, third = (add(valley, "Ana Reyes") for _ in range(3))
    merge(third, second)
    merge(second, first)
    assert found.merged_into(third) == first
    assert found.selves(first) == [first.id, second.id, third.id]


def test_erasing_takes_every_record_of_the_person(valley: Organisation) -> None:
    one, two = (Actor(make_member(valley, Role.MANAGER, name=name).id, name) for name in ("Mo One", "Mo Two"))
    old, new = add(valley, "Ana Reyes"), add(valley, "Ana Reyes")
    claim(old, NURSE)
    item = make_evidence(new)
    merge(new, old)
    claims.prove(SYSTEM, old, "j1", item)
    with pytest.raises(OnboardingError, match=f"Erase these first: {new.name}"):
        erasures.ask(one, old, "Request 3.")
    for person in (new, old):
        erasures.ask(one, person, "Request 3.")
        erasures.confirm(two, valley, person.id)
    assert papers.total(old) == 0
    assert {db.session.get_one(Person, each.id).name for each in (old, new)} == {
        f"Erased person {each.id}" for each in (old, new)
    }


def test_the_page_merges_and_leads_to_the_record_that_goes_on(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    old, new = add(valley, "Ana Reyes"), add(valley, "Ana Reyes")
    home = f"/at/{valley.slug}"
    assert "1 pair" in fetch(client, f"{home}/applicants/duplicates").main
    page = fetch(client, f"{home}/people/{new.id}/same-as/{old.id}")
    done = page.submit(decision="same")
    assert f"The other record of {new.name} was merged into this one." in done.main
    assert done.address == f"{home}/people/{old.id}"
    ended = fetch(client, f"{home}/people/{new.id}")
    assert ended.links["the other record of Ana Reyes"] == done.address
    assert client.get(f"{home}/people/{old.id}/same-as/{old.id}").status_code == 404


def test_a_screener_is_told_of_no_staff(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    hired, applies = make_person(valley, "Ana Reyes", hired_on=TODAY), add(valley, "Ana Reyes")
    home = f"/at/{valley.slug}"
    assert "No two records" in fetch(client, f"{home}/applicants/duplicates").main
    assert "may be the same person" not in fetch(client, f"{home}/people/{applies.id}").main
    assert client.get(f"{home}/people/{applies.id}/same-as/{hired.id}").status_code == 404
    merge(applies, hired)
    assert client.get(f"{home}/people/{applies.id}").status_code == 404


def test_a_record_of_another_cohe_is_never_part_of_a_pair(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    ours, theirs = add(valley, "Ana Reyes"), add(make_cohe("harbor"), "Ana Reyes")
    assert client.get(f"/at/{valley.slug}/people/{ours.id}/same-as/{theirs.id}").status_code == 404
