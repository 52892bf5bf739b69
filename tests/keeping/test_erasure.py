"""Erasing: two people, no hold, and then nothing is left that says who it was, in any table, file or free page."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from onboarding import logs
from onboarding.config import Config
from onboarding.documents.redaction import Box
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.formats.trail_verify import verify
from onboarding.models.account import User
from onboarding.models.determination import Decision
from onboarding.models.evidence import PersonKey
from onboarding.models.keeping import Erasure
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reference import Answered
from onboarding.queries import evidence as found, keeping, trail_compare
from onboarding.queries.evidence import Result, Source
from onboarding.roles import Role, StaffRole
from onboarding.services import (
    determinations,
    erasures,
    evidence,
    files,
    hiring,
    holds,
    links,
    outbox,
    people,
    redacting,
    references,
    sending,
    sweeping,
)
from onboarding.services.change import SYSTEM, Actor, change
from onboarding.services.going import WHOLE
from onboarding.services.trail_details import erase_subject
from tests.accounts.race import at_once
from tests.documents.make import make_docx, make_pdf
from tests.keeping.remains import where_found
from tests.make import make_claim, make_cohe, make_evidence, make_member, make_person
from tests.stored import on_postgresql
from tests.trail.history import as_owner, exported

SECRET = "Wolfeschlegel"  # in every field that takes text, every file and every message
ASKED = "Asked for by the person, request 12."


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def asker(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.MANAGER))


@pytest.fixture
def other(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.MANAGER))


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def make_known(cohe: Organisation, actor: Actor, other: Actor) -> Person:
    """Somebody of whom everything is recorded that can be."""
    user = make_member(cohe, Role.HSC)
    facts = people.PersonFacts(f"Ana {SECRET}", StaffRole.HSC, f"ana@{SECRET.lower()}.example", f"555 {SECRET}", None)
    person = people.add_person(actor, cohe, facts)
    days = people.PostingFacts(StaffRole.HSC, people.date(2025, 1, 6), None, f"{SECRET} was here before.")
    people.record_posting(actor, person, days, person.revision)
    corrected = days._replace(reason=f"As {SECRET} said.")
    people.record_posting(actor, person, corrected, person.revision)
    people.link_account(actor, person, user.id)
    hiring.accept(actor, person, f"L&I agreed on {SECRET}.", people.date(2025, 1, 6))
    with change(actor):
        outbox.write(cohe.id, "k1", "news", person.email or "", f"Dear {SECRET}", f"Hello {SECRET}", about=[person.id])
    asked = {"kind": "job", "name": f"{SECRET} Clinic", "position": "Nurse"}
    request = references.ask(actor, person, "j1", asked, f"{SECRET}'s office", "records@example.org")
    answer = references.AnswerFacts(Answered.CORRECTED, {"position": SECRET}, SECRET, f"R. {SECRET}", "Records")
    references.answer(SYSTEM, links.token_of(references.PURPOSE, request.nonce), answer)
    on = {"facts": {"name": SECRET}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": "2026-01-05"}
    answers = {"role": "hsc", "claimed": {"outcome": "qualified"}, "verified": {"outcome": "qualified"}}
    make_claim(person, actor)
    recommended = determinations.recommend(actor, person, lambda: {**on, "answer": answers}, Decision.QUALIFIED, SECRET)
    more, items = Decision.MORE_INFORMATION, [f"{SECRET}'s diploma"]
    determinations.decide(other, person, recommended.id, more, SECRET, lambda: on, items)
    determinations.withdraw(actor, person, f"{SECRET} withdrew")
    determinations.reopen(actor, person, f"{SECRET} came back")
    for data, name in ((make_pdf(pages=2), "a.pdf"), (make_docx(f"{SECRET} worked here."), "b.docx")):
        said = evidence.ItemFacts(f"Diploma of {SECRET}", evidence.Proves.DEGREE, None, f"From {SECRET}")
        item = found.one(cohe.id, evidence.take_in(actor, person, data, f"{SECRET} {name}", said).id)
        assert item
        check = evidence.VerificationFacts(
            Source.CALL, f"{SECRET}'s school", people.date(2026, 1, 5), Result.CONFIRMED, f"It is {SECRET}"
        )
        evidence.verify(other, item, check)
        if item.copy:
            redacting.redact(actor, item, [Box(1, 0, 0, 1, 1)], f"{SECRET}'s birth date")
            evidence.withdraw(actor, item, f"{SECRET} sent a better one")
    return person


def erase(person: Person, asker: Actor, other: Actor, cohe: Organisation) -> Erasure:
    erasures.ask(asker, person, ASKED)
    return erasures.confirm(other, cohe, person.id)


def test_nothing_of_them_is_left_anywhere(
    app: Flask, valley: Organisation, asker: Actor, other: Actor, capfd: pytest.CaptureFixture[str]
) -> None:
    person = make_known(valley, asker, other)
    key = db.session.query(PersonKey).one()
    folder = app.extensions["config"].evidence_folder / key.key_id
    assert {"person", "posting", "message", "evidence_item", "evidence_verification"} <= set(where_found(app, SECRET))
    erase(person, asker, other, valley)
    assert sweeping.sweep(app.extensions["config"]) == 1
    db.session.remove()
    db.engine.dispose()
    assert where_found(app, SECRET) == []
    assert not folder.exists()
    out, err = capfd.readouterr()
    assert SECRET not in out + err
    logs.log.info("nothing")


@on_postgresql
def test_the_files_of_postgresql_hold_nothing_of_them(
    app: Flask, valley: Organisation, asker: Actor, other: Actor
) -> None:
    make_person(valley, "Ben Beside")
    person = make_known(valley, asker, other)
    base = Path(db.session.scalar(text("SHOW data_directory")))
    number = db.session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))

    def in_files() -> list[str]:
        db.session.rollback()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CHECKPOINT")
        return [each.name for each in (base / "base" / str(number)).iterdir() if SECRET.encode() in each.read_bytes()]

    assert in_files()
    erase(person, asker, other, valley)
    sweeping.sweep(app.extensions["config"])
    assert in_files() == []


def test_what_stays_says_that_there_was_somebody_and_the_trail_verifies(
    app: Flask, valley: Organisation, asker: Actor, other: Actor
) -> None:
    person = make_known(valley, asker, other)
    erase(person, asker, other, valley)
    db.session.expire_all()
    person = db.session.get_one(Person, person.id)
    assert (person.name, person.email, person.user_id) == (f"Erased person {person.id}", None, None)
    assert person.posting
    assert person.posting.hired_on == people.date(2025, 1, 6)
    assert list(trail_compare.differences()) == []
    assert verify(exported(valley)).erased > 5


def test_no_file_opens_from_the_moment_of_the_erasure(valley: Organisation, asker: Actor, other: Actor) -> None:
    person = make_known(valley, asker, other)
    key = db.session.query(PersonKey).one()
    names = list(files.store().names(key.key_id))
    erase(person, asker, other, valley)
    assert names
    for name in names:
        with pytest.raises(OnboardingError, match="erased"):
            files.get(valley.id, person.id, name)
    with pytest.raises(OnboardingError, match="erased"):
        evidence.take_in(asker, person, make_pdf(), "new.pdf", evidence.ItemFacts(None, evidence.Proves.OTHER))


def test_others_of_the_organisation_keep_everything(
    app: Flask, valley: Organisation, asker: Actor, other: Actor
) -> None:
    stays = make_person(valley, "Ben Beside", hired_on=people.date(2025, 1, 6))
    data = make_pdf()
    item = evidence.take_in(asker, stays, data, "his.pdf", evidence.ItemFacts(None, evidence.Proves.OTHER))
    erase(make_known(valley, asker, other), asker, other, valley)
    sweeping.sweep(app.extensions["config"])
    assert files.get(valley.id, stays.id, item.original) == data
    assert [each.id for each in found.of_person(stays)] == [item.id]


def test_who_asks_cannot_confirm_nor_the_person_themselves(valley: Organisation, asker: Actor, other: Actor) -> None:
    own = make_member(valley, Role.HSC, Role.MANAGER)
    person = make_person(valley, "Max Self", user=own)
    erasures.ask(asker, person, ASKED)
    for actor in (asker, SYSTEM, asker._replace(name="x")):
        with pytest.raises(OnboardingError, match="somebody else has to"):
            erasures.confirm(actor, valley, person.id)
    with pytest.raises(OnboardingError, match="your own"):
        erasures.confirm(as_actor(own), valley, person.id)
    assert person.name == "Max Self"


def test_the_database_too_wants_two_people(valley: Organisation, asker: Actor) -> None:
    erasure = erasures.ask(asker, make_person(valley), ASKED)
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE erasure SET confirmed_by_id = asked_by_id WHERE id = {erasure.id}"))
    db.session.rollback()


def test_it_is_asked_for_once_and_can_be_taken_back(valley: Organisation, asker: Actor, other: Actor) -> None:
    person = make_person(valley)
    erasures.ask(asker, person, ASKED)
    with pytest.raises(OnboardingError, match="asked for already"):
        erasures.ask(other, person, ASKED)
    erasures.withdraw(asker, valley, person.id)
    with pytest.raises(OnboardingError, match="Nobody asks for this erasure"):
        erasures.confirm(other, valley, person.id)
    erase(person, asker, other, valley)
    with pytest.raises(OnboardingError, match="erased already"):
        erasures.ask(asker, person, ASKED)


def test_two_who_confirm_at_once_erase_once(app: Flask, valley: Organisation, asker: Actor, other: Actor) -> None:
    person = make_known(valley, asker, other)
    erasures.ask(asker, person, ASKED)
    id, cohe_id = person.id, valley.id

    def agree() -> bool:
        try:
            erasures.confirm(other, db.session.get_one(Organisation, cohe_id), id)
        except OnboardingError:
            return False
        return True

    assert sum(at_once(app, [agree] * 4)) == 1
    assert list(trail_compare.differences()) == []


@pytest.mark.parametrize("whole", [False, True])
def test_a_hold_beats_every_way_to_erase(
    app: Flask, valley: Organisation, asker: Actor, other: Actor, whole: bool
) -> None:
    person = make_known(valley, asker, other)
    erasures.ask(asker, person, ASKED)
    hold = holds.place(other, valley, None if whole else person, "Claim 12 is before the court.")
    before = where_found(app, SECRET)
    with pytest.raises(OnboardingError, match="before the court"):
        erasures.confirm(other, valley, person.id)
    erasures.withdraw(asker, valley, person.id)
    with pytest.raises(OnboardingError, match="before the court"):
        erasures.ask(asker, person, ASKED)
    if whole:
        with pytest.raises(OnboardingError, match="before the court"):
            erase_subject(SYSTEM, valley.id, f"person:{person.id}", "Anything.")
    old = db.session.query(Message).filter_by(key="k1").one()
    outbox.purge(old.created_at + outbox.KEPT * 2)
    assert where_found(app, SECRET) == before
    holds.ask_to_lift(asker, valley, hold.id, "The court has decided.")
    holds.lift(other, valley, hold.id)
    assert erase(person, asker, other, valley).confirmed_at


def test_a_hold_on_another_person_or_organisation_holds_nothing_here(
    valley: Organisation, asker: Actor, other: Actor
) -> None:
    holds.place(other, valley, make_person(valley, "Ben Beside"), "His.")
    holds.place(other, make_cohe("harbor"), None, "Theirs.")
    assert erase(make_person(valley), asker, other, valley).confirmed_at


def test_what_was_changed_behind_the_products_back_is_not_erased(
    valley: Organisation, asker: Actor, other: Actor
) -> None:
    person = make_known(valley, asker, other)
    erasures.ask(asker, person, ASKED)
    db.session.execute(text(f"UPDATE person SET phone = '1' WHERE id = {person.id}"))
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(OnboardingError, match="flask audit compare"):
        erasures.confirm(other, valley, person.id)


def test_a_message_that_waited_is_never_sent(valley: Organisation, asker: Actor, other: Actor) -> None:
    person = make_known(valley, asker, other)
    erase(person, asker, other, valley)
    assert sending.claim() is None


def test_a_preview_counts_what_goes(valley: Organisation, asker: Actor, other: Actor) -> None:
    shown = erasures.preview(make_known(valley, asker, other))
    assert shown.rows["evidence_item"] == 2
    assert shown.rows["evidence_page"] == 4
    assert shown.messages == 3  # two to the person, and one to whom was asked about them


def test_every_table_that_names_a_person_goes_or_says_that_it_stays() -> None:
    going = {model.__tablename__ for model, _ in WHOLE}
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"person", *going} and table.name != "person"
    }
    staying = {each.class_.__tablename__ for each in Base.registry.mappers if getattr(each.class_, "stays", False)}
    assert naming - going == staying
    assert not going & staying


def test_a_sweep_that_was_cut_short_is_finished_by_the_next(
    app: Flask, valley: Organisation, asker: Actor, other: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_known(valley, asker, other)
    erase(person, asker, other, valley)
    config: Config = app.extensions["config"]

    def killed(_organisation_id: int, _person_id: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "remove_files", killed)
        with pytest.raises(KeyboardInterrupt):
            sweeping.sweep(config)
    assert [each.person for each in sweeping.remembered(config)] == [person.id]
    assert sweeping.sweep(config) == 1
    assert sweeping.sweep(config) == 0
    assert len(list(sweeping.remembered(config))) == 1
    assert keeping.was_erased(valley.id, person.id)


def test_nobody_is_erased_by_the_key_of_somebody_else(valley: Organisation, asker: Actor, other: Actor) -> None:
    ana, ben = make_person(valley, "Ana Ruiz"), make_person(valley, "Ben Beside")
    make_evidence(ana)
    kept = make_evidence(ben, make_pdf(pages=2)).original
    of_ana, of_ben = db.session.scalars(select(PersonKey.key_id).order_by(PersonKey.person_id)).all()
    erasures.ask(asker, ana, ASKED)
    swapped = ((of_ana, "f" * 32), (of_ben, of_ana), ("f" * 32, of_ben))
    as_owner(*(f"UPDATE person_key SET key_id = '{new}' WHERE key_id = '{old}'" for old, new in swapped))
    with pytest.raises(OnboardingError, match="not the one that their files are sealed with"):
        erasures.confirm(other, valley, ana.id)
    assert files.store().has(of_ben, kept)
