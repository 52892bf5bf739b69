"""A storage that answers 403 or 503: it is said in words, nothing is lost, and silence is never a missing file."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from onboarding import troubles
from onboarding.config import ObjectStorage
from onboarding.documents.objects import KEYS, SILENT, ObjectStore, StorageError
from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem, PersonKey, StoredFile
from onboarding.models.organisation import Organisation
from onboarding.queries.evidence import Proves
from onboarding.roles import Role
from onboarding.services import erasures, evidence, files, reconciliation, sweeping
from onboarding.services.change import Actor
from tests.documents.make import make_pdf
from tests.documents.refusing import refusing
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
DIPLOMA = evidence.ItemFacts("Diploma", Proves.DEGREE, None, "By mail")
FOLDER, NAME = "a" * 32, "b" * 64
WORDS = {403: KEYS, 503: SILENT}
Swap = Callable[[ObjectStorage], None]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onboarding.documents.objects.RETRIES", 0)


@pytest.fixture(params=sorted(WORDS))
def status(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def refuses(bucket: ObjectStorage, status: int) -> Iterator[ObjectStorage]:
    """The same bucket at an address that refuses."""
    with refusing(status) as (address, asked):
        yield bucket._replace(endpoint=address)
        assert asked  # it was this storage that was spoken to


@pytest.fixture
def into(app: Flask) -> Swap:
    def put(place: ObjectStorage) -> None:
        app.extensions["config"] = app.extensions["config"]._replace(store=place)

    return put


def test_each_call_says_what_to_look_at_and_none_says_that_a_file_is_missing(
    refuses: ObjectStorage, status: int
) -> None:
    store = ObjectStore(refuses)
    calls = (
        store.check,
        lambda: store.put(FOLDER, NAME, b"data"),
        lambda: store.get(FOLDER, NAME),
        lambda: store.has(FOLDER, NAME),
        lambda: store.written_at(FOLDER, NAME),
        lambda: store.remove(FOLDER, NAME),
        lambda: store.remove(FOLDER),
        lambda: list(store.names(FOLDER)),
        lambda: list(store.folders()),
    )
    for call in calls:
        with pytest.raises(StorageError) as error:
            call()
        assert error.value.strerror == WORDS[status]
        trouble = troubles.of(error.value)
        assert trouble
        assert trouble.says.startswith(f"{store.place} cannot be used: {WORDS[status]}")


def test_nothing_is_recorded_erased_or_taken_for_missing_until_it_answers_again(
    app: Flask, bucket: ObjectStorage, refuses: ObjectStorage, into: Swap
) -> None:
    cohe: Organisation = make_cohe()
    users = [make_member(cohe, Role.SCREENER, Role.HR, Role.MANAGER) for _ in range(2)]
    one, two = (Actor(user.id, user.name) for user in users)
    into(bucket)
    person = make_person(cohe, "Ana Ruiz")
    item = evidence.take_in(one, person, make_pdf(), "a.pdf", DIPLOMA)
    key, original, person_id = db.session.query(PersonKey).one().key_id, item.original, person.id
    there = list(ObjectStore(bucket).names(key))
    into(refuses)
    with pytest.raises(StorageError):
        evidence.take_in(one, person, make_pdf(pages=2), "b.pdf", DIPLOMA)
    db.session.rollback()
    assert db.session.query(EvidenceItem).count() == 1
    assert db.session.query(StoredFile).count() == len(there)
    for asks in (
        lambda: files.get(cohe.id, person_id, original),
        lambda: list(reconciliation.faults()),
    ):
        with pytest.raises(StorageError):
            asks()
        db.session.rollback()
    assert list(ObjectStore(bucket).names(key)) == there
    into(bucket)
    assert files.get(cohe.id, person_id, original) == make_pdf()
    assert list(reconciliation.faults()) == []
    erasures.ask(one, person, "Asked for by the person.")
    erasures.confirm(two, cohe, person_id)
    into(refuses)
    with pytest.raises(StorageError):
        sweeping.sweep(app.extensions["config"])
    db.session.rollback()
    assert list(ObjectStore(bucket).names(key)) == there  # sealed with a key that is gone; not counted as removed
    into(bucket)
    assert sweeping.sweep(app.extensions["config"]) == 1
    assert list(ObjectStore(bucket).folders()) == []


def test_the_page_says_so_and_status_goes_on(
    app: Flask, bucket: ObjectStorage, refuses: ObjectStorage, into: Swap
) -> None:
    cohe = make_cohe()
    user = make_member(cohe, Role.MANAGER, Role.ADMINISTRATOR)
    into(bucket)
    item = evidence.take_in(Actor(user.id, user.name), make_person(cohe, "Ana Ruiz"), make_pdf(), "a.pdf", DIPLOMA)
    client, id = sign_in(app.test_client(), user), item.id
    assert fetch(client, "/at/valley/status").status == 200
    assert client.get(f"/at/valley/evidence/{id}/pages/1").status_code == 200
    into(refuses)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get(f"/at/valley/evidence/{id}/pages/1")
    assert answer.status_code in (500, 503)
    assert "secret" not in answer.text
    assert fetch(client, "/at/valley/status").status == 200
