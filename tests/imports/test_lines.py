"""A table of staff whose people may be here already: each line is matched, and added, updated or skipped, as chosen."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.credential import Track
from onboarding.models.imported import OpenTable
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries import credentials, imported, rulings, trail_compare, training
from onboarding.roles import Role, StaffRole
from onboarding.rules.rulings import Rulings
from onboarding.services import (
    account_details,
    credentials as events,
    duplicates,
    imports,
    open_tables,
    people,
    undoing,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.imports import KINDS, Look, NotTakenError
from onboarding.services.line_choices import Choice, Do, Line, add, of_all, update
from tests.make import HIRED, make_cohe, make_evidence, make_member, make_person

HEAD = (
    "Name,Role,DOH,Term date,E-mail,Phone,Prov #,ID issued,Applied for ID,NPI,Shadow date,Shadow hrs,Shadow site,"
    "Orientation,Orientation site"
)
BLANK = dict.fromkeys(HEAD.split(","), "")
HEADS = {re.sub(r"\W", "_", each): each for each in BLANK}


def line(name: str = "Ana Ruiz", hired: str = "1/15/2026", role: str = "HSC", **more: str) -> str:
    said = {
        **BLANK,
        "Name": name,
        "Role": role,
        "DOH": hired,
        **{HEADS[key]: each for key, each in more.items()},
    }
    assert said.keys() == BLANK.keys()
    return ",".join(said.values())


class Staff:
    """A manager of a COHE, a table of theirs, and what is chosen for its lines."""

    def __init__(self, app: Flask, cohe: Organisation) -> None:
        user = make_member(cohe, Role.MANAGER)
        self.cohe, self.actor = cohe, Actor(user.id, user.name)
        self.law: Rulings = rulings.of(cohe, app.extensions["rulebook"])
        self.table: OpenTable

    def send(self, *lines: str) -> Look:
        self.table = imports.send(self.actor, self.cohe, KINDS["staff"], "\n".join([HEAD, *lines]).encode())
        return self.look()

    def look(self) -> Look:
        found = imports.look(self.actor, self.cohe, self.table, self.law)
        assert found.faults == []
        return found

    def one(self, said: str) -> Line:
        """The only line of a table."""
        (found,) = self.send(said).lines
        return found

    def choose(self, chosen: dict[int, Choice]) -> Look:
        imports.choose_lines(self.actor, self.cohe, self.table, self.table.revision, chosen)
        return self.look()

    def take(self) -> Any:
        return imports.take_in(self.actor, self.cohe, self.table, self.law, self.table.revision)

    def update(self, said: str, *keys: str) -> Any:
        """Take in a table of one line that updates whom it surely is about, in what differs and is named."""
        found = self.one(said)
        assert found.certain
        self.choose({2: update(found.certain, keys or [each.key for each in found.certain.differences])})
        return self.take()


@pytest.fixture
def valley(app: Flask) -> Staff:
    return Staff(app, make_cohe())


@pytest.fixture
def ana(valley: Staff) -> Person:
    return make_person(valley.cohe, hired_on=HIRED)


def issued(valley: Staff, person: Person, number: str = "0123456") -> None:
    said = [("sent", date(2026, 1, 20), None), ("issued", date(2026, 3, 2), number)]
    facts = [events.EventFacts(Track.PROVIDER, event, on, given) for event, on, given in said]
    events.record_several(SYSTEM, person, facts, valley.law)


def differences(found: Line) -> dict[str, tuple[str | None, str]]:
    assert found.certain
    return {each.key: (each.recorded, each.kept) for each in found.certain.differences}


# Who it is.


@pytest.mark.parametrize(
    ("said", "certain"),
    [
        ({"name": "Ruiz Ana"}, True),  # the same name and first day
        ({"name": "Anna Reis", "E_mail": "PERSON1@example.org"}, True),
        ({"name": "Anna Reis", "Prov__": "0123456"}, True),
        ({"name": "Anna Reis", "NPI": "1234567893"}, True),
        ({"hired": "2/1/2026"}, False),  # the same name alone
        ({"name": "Anna Reis", "Phone": "(360) 555-0199"}, False),
        ({"name": "Anna Reis"}, None),
    ],
)
def test_whom_a_line_could_be_about(valley: Staff, ana: Person, said: dict[str, str], certain: bool | None) -> None:
    facts = people.PersonFacts(ana.name, ana.applied_for, "person1@example.org", "360.555.0199")
    people.edit_person(SYSTEM, ana, facts, ana.revision)
    issued(valley, ana)
    account_details.record_details(SYSTEM, ana, account_details.DetailFacts(npi="1234567893"), valley.law, 0)
    found = valley.one(line(**said))
    assert [each.certain for each in found.matches] == ([] if certain is None else [certain])


def test_nobody_is_guessed_one_who_is_new_is_added_and_one_who_is_known_skipped(valley: Staff, ana: Person) -> None:
    make_person(valley.cohe, "Bo Lind", hired_on=HIRED)
    found = valley.send(line(), line("Bo Lind", "2/1/2026"), line("Cy New"), line("Ana Ruiz", Phone="360-555-0142"))
    assert [each.chosen and each.chosen.do for each in found.lines] == [Do.SKIP, None, Do.ADD, None]
    with pytest.raises(NotTakenError, match="2 lines wait for your choice"):
        valley.take()
    found = valley.choose(of_all(found.lines, Do.UPDATE))  # what is certain alone
    assert [each.number for each in found.waiting] == [3]
    valley.choose({3: add(found.lines[1])})
    assert valley.take().people == 2
    names = db.session.scalars(select(Person.name).order_by(Person.id)).all()
    assert names == ["Ana Ruiz", "Bo Lind", "Bo Lind", "Cy New"]
    assert list(trail_compare.differences(valley.cohe.id)) == []


def test_two_lines_of_one_name_wait_for_a_choice(valley: Staff) -> None:
    found = valley.send(line("Cy New"), line("New Cy"))
    assert [(each.chosen and each.chosen.do, each.same_as) for each in found.lines] == [(Do.ADD, ()), (None, (2,))]


def test_an_address_or_number_of_somebody_here_is_no_new_person(valley: Staff, ana: Person) -> None:
    issued(valley, ana)
    found = valley.one(line("Anna Reis", "2/1/2026", Prov__="0123456"))
    assert not found.can_add
    assert valley.choose({2: add(found)}).waiting


def test_nobody_of_another_cohe_and_no_merged_record_is_told(valley: Staff, ana: Person, app: Flask) -> None:
    hills = Staff(app, make_cohe("hills"))
    stranger = make_person(hills.cohe, "Bo Lind", hired_on=HIRED)
    issued(hills, stranger)
    found = valley.send(
        line("Bo Lind"), line("Cy New", Prov__="0123456", ID_issued="3/2/2026", Applied_for_ID="1/20/2026")
    )
    assert [(each.matches, each.chosen and each.chosen.do) for each in found.lines] == [([], Do.ADD), ([], Do.ADD)]
    again = make_person(valley.cohe, "Ana Ruiz")
    duplicates.merge(SYSTEM, again, ana, ana, False)
    assert [each.person.id for each in valley.one(line()).matches][-1:] == [ana.id]


# What differs, and what becomes of it.


def test_each_value_that_differs_is_named_in_words_and_a_blank_cell_says_nothing(valley: Staff, ana: Person) -> None:
    issued(valley, ana)
    found = valley.one(
        line(
            hired="1/19/2026",
            role="Surgical HSC",
            Phone="360-555-0142",
            Prov__="0123456",
            Applied_for_ID="1/22/2026",
            Shadow_date="4/1/2026",
            Shadow_hrs="4:10",
            Shadow_site="Alliance",
            Orientation="5/4/2026",
            Orientation_site="HQ",
        )
    )
    assert differences(found) == {
        "role": ("HSC", "Surgical HSC"),
        "hired_on": ("Jan 15, 2026", "Jan 19, 2026"),
        "phone": (None, "360-555-0142"),
        "provider_sent": ("Jan 20, 2026", "Jan 22, 2026"),
        "shadowing_on": (None, "Apr 1, 2026, 250 minutes, Alliance"),
        "orientation_on": (None, "May 4, 2026, Headquarters"),
    }


def test_an_update_is_a_correction_that_keeps_what_stood_before(valley: Staff, ana: Person) -> None:
    issued(valley, ana)
    valley.update(
        line(
            role="Surgical HSC",
            Phone="360-555-0142",
            Prov__="0123457",
            ID_issued="3/3/2026",
            NPI="1234567893",
            Shadow_date="4/1/2026",
            Shadow_hrs="4",
            Shadow_site="Alliance",
        )
    )
    db.session.rollback()
    assert ana.posting
    assert (ana.phone, ana.posting.role, ana.posting.version) == ("360-555-0142", StaffRole.SURGICAL_HSC, 2)
    assert ana.posting.reason == "Corrected from a table of staff."
    rows = [(row.number, row.because) for row in credentials.history(ana) if row.event == "issued"]
    assert rows == [("0123456", None), ("0123457", "Corrected from a table of staff.")]
    assert credentials.details(ana).npi == "1234567893"  # type: ignore[union-attr]
    assert [each.facts["minutes"] for each in training.of(ana)] == [240]
    actions = set(db.session.scalars(select(TrailEntry.action)))
    assert {"person.edited", "posting.corrected", "credential.event_corrected", "training.recorded"} <= actions
    assert list(trail_compare.differences(valley.cohe.id)) == []
    assert valley.one(line(role="Surgical HSC", Phone="360-555-0142")).is_known


def test_only_what_was_chosen_is_updated(valley: Staff, ana: Person) -> None:
    valley.update(line(hired="1/15/2026", role="Surgical HSC", Phone="360-555-0142"), "phone")
    db.session.rollback()
    assert ana.posting
    assert (ana.phone, ana.posting.version) == ("360-555-0142", 1)


def test_a_last_day_ends_the_role_and_events_are_corrected_once(valley: Staff, ana: Person) -> None:
    issued(valley, ana)
    valley.update(line(Term_date="10/30/2026", Applied_for_ID="1/22/2026"))
    db.session.rollback()
    assert ana.posting
    assert (ana.posting.left_on, ana.posting.reason) == (date(2026, 10, 30), "The last day is from a table of staff.")
    assert "posting.ended" in set(db.session.scalars(select(TrailEntry.action)))
    assert len([row for row in credentials.history(ana) if row.event == "sent"]) == 2


def test_an_applicant_is_hired_by_it_with_the_reason_that_they_were_here(valley: Staff) -> None:
    bo = make_person(valley.cohe, "Bo Lind")
    found = valley.one(line("Bo Lind", Phone="360-555-0142"))
    assert (found.certain, found.chosen) == (None, None)
    match = found.matches[0]
    valley.choose({2: update(match, ["hire", "phone"])})
    valley.take()
    db.session.rollback()
    assert bo.posting
    assert bo.posting.hired_on == HIRED
    assert "Worked here before" in (bo.posting.reason or "")


def test_what_a_paper_shows_or_is_there_twice_is_corrected_on_the_page(valley: Staff, ana: Person) -> None:
    item = make_evidence(ana)
    events.record(SYSTEM, ana, events.EventFacts(Track.PROVIDER, "sent", date(2026, 1, 20)), valley.law, item)
    (found,) = valley.one(line(Applied_for_ID="1/22/2026")).matches
    assert [each.why_not for each in found.differences] == [
        "A paper shows what is recorded. Correct it on the person’s page."
    ]
    assert found.updatable == []
    assert valley.choose({2: Choice(Do.UPDATE, ana.id, {"provider_sent": "Jan 20, 2026"})}).waiting


def test_what_cannot_be_names_the_line_and_nothing_of_the_table_is_kept(valley: Staff, ana: Person) -> None:
    issued(valley, ana)
    found = valley.send(line("Cy New"), line(Applied_for_ID="4/1/2026"))
    valley.choose({3: update(found.lines[1].matches[0], ["provider_sent"])})
    with pytest.raises(NotTakenError, match="Line 3, Ana Ruiz: That does not fit what is recorded"):
        valley.take()
    assert db.session.query(Person).count() == 1


# What is chosen holds for what was seen.


@pytest.mark.parametrize("meanwhile", ["phone", "posting"])
def test_a_record_that_was_changed_since_is_chosen_anew(valley: Staff, ana: Person, meanwhile: str) -> None:
    found = valley.one(line(hired="1/15/2026", role="Surgical HSC", Phone="360-555-0142"))
    assert found.certain
    valley.choose({2: update(found.certain, ["phone", "role"])})
    if meanwhile == "phone":
        people.edit_person(
            SYSTEM, ana, people.PersonFacts(ana.name, ana.applied_for, ana.email, "360-555-0177"), ana.revision
        )
    else:
        facts = people.PostingFacts(StaffRole.ASSISTANT, HIRED, None, "Wrong")
        people.record_posting(SYSTEM, ana, facts, ana.revision)
    with pytest.raises(NotTakenError, match="1 line waits for your choice"):
        valley.take()
    assert valley.look().waiting


def test_somebody_recorded_meanwhile_is_not_added_again(valley: Staff) -> None:
    assert valley.one(line("Cy New")).chosen == Choice(Do.ADD)
    make_person(valley.cohe, "Cy New", hired_on=HIRED)
    assert valley.look().lines[0].chosen == Choice(Do.SKIP)
    assert valley.take().people == 0
    assert db.session.query(Person).count() == 1


def test_that_somebody_is_new_is_asked_again_where_somebody_alike_was_recorded_since(valley: Staff) -> None:
    valley.choose({2: add(valley.one(line("Cy New")))})
    make_person(valley.cohe, "Cy New", hired_on=date(2026, 3, 2))
    (found,) = valley.look().lines
    assert found.chosen is None
    assert valley.choose({2: add(found)}).lines[0].chosen == add(found)


def test_two_lines_do_not_update_one_person(valley: Staff, ana: Person) -> None:
    found = valley.send(line(Phone="360-555-0142"), line(Phone="360-555-0143"))
    valley_choices = {each.number: update(each.matches[0], ["phone"]) for each in found.lines}
    imports.choose_lines(valley.actor, valley.cohe, valley.table, valley.table.revision, valley_choices)
    found = imports.look(valley.actor, valley.cohe, valley.table, valley.law)
    assert [str(each) for each in found.faults] == ["Line 3: Line 2 updates the same person. Skip one of them."]


def test_choices_of_an_older_page_and_after_other_columns_are_not_kept(valley: Staff, ana: Person) -> None:
    valley.send(line(Phone="360-555-0142"))
    before = valley.table.revision
    valley.choose({2: Choice(Do.SKIP)})
    with pytest.raises(OnboardingError, match="meanwhile"):
        imports.choose_lines(valley.actor, valley.cohe, valley.table, before, {2: Choice(Do.ADD)})
    mapped = open_tables.opened(valley.table).mapped
    open_tables.choose(valley.actor, valley.cohe, valley.table.id, mapped)
    assert valley.look().waiting


def test_nobody_updates_their_own_record(valley: Staff, app: Flask) -> None:
    user = make_member(valley.cohe, Role.HSC, Role.MANAGER)
    mine = make_person(valley.cohe, "Mia Member", hired_on=HIRED)
    people.link_account(SYSTEM, mine, user.id)
    valley.actor = Actor(user.id, user.name)
    (match,) = valley.one(line("Mia Member", Phone="360-555-0142")).matches
    assert (match.own, match.updatable) == (True, [])
    assert valley.choose({2: Choice(Do.UPDATE, mine.id, {"phone": None})}).waiting


# Undoing.


def test_undoing_takes_out_whom_the_table_added_and_leaves_whom_it_updated(valley: Staff, ana: Person) -> None:
    found = valley.send(line("Cy New"), line(Phone="360-555-0142"))
    valley.choose({3: update(found.lines[1].matches[0], ["phone"])})
    batch = valley.take().id
    (updated,) = imported.updated(valley.cohe.id, [batch])[batch]
    assert (updated.person.name, updated.keys) == ("Ana Ruiz", ["phone"])
    assert undoing.undo(valley.actor, valley.cohe, batch, "Wrong file").people == 1
    db.session.rollback()
    assert db.session.scalars(select(Person.name)).all() == ["Ana Ruiz"]
    assert ana.phone == "360-555-0142"
    assert list(trail_compare.differences(valley.cohe.id)) == []


def test_a_table_that_only_updated_has_nothing_to_undo(valley: Staff, ana: Person) -> None:
    batch = valley.update(line(Phone="360-555-0142")).id
    with pytest.raises(OnboardingError, match="Nobody was added with this table"):
        undoing.undo(valley.actor, valley.cohe, batch, "Wrong file")
