"""Evidence in S3-compatible storage: from the upload to the erasure, and from a folder into the bucket."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from onboarding.config import Config, ObjectStorage
from onboarding.documents.objects import ObjectStore, StorageError
from onboarding.documents.store import FolderStore
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.evidence import EvidenceItem, PersonKey, StoredFile
from onboarding.models.organisation import Organisation
from onboarding.models.packet import PacketState
from onboarding.packets import building
from onboarding.queries.evidence import Proves, Result, Source
from onboarding.queries.packets import Evidence
from onboarding.roles import Role
from onboarding.rules.packet_contents import Section
from onboarding.services import backups, erasures, evidence, files, packets, reconciliation, storing, sweeping
from onboarding.services.change import Actor
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_member, make_person
from tests.packets.issued import make_definition
from tests.stored import on_sqlite

CHECK = evidence.VerificationFacts(Source.ISSUER, "Registrar, State College", date(2026, 1, 5), Result.CONFIRMED)
DIPLOMA = evidence.ItemFacts("Diploma", Proves.DEGREE, None, "By mail")


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


@pytest.fixture
def in_s3(app: Flask, bucket: ObjectStorage) -> ObjectStorage:
    app.extensions["config"] = app.extensions["config"]._replace(store=bucket)
    return bucket


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def brings(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.SCREENER, Role.HR, Role.MANAGER))


@pytest.fixture
def checks(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.MANAGER, Role.SCREENER))


def test_from_the_upload_to_the_erasure(
    app: Flask, in_s3: ObjectStorage, valley: Organisation, brings: Actor, checks: Actor, tmp_path: Path
) -> None:
    config = app.extensions["config"]
    person = make_person(valley, "Ana Ruiz")
    item = evidence.take_in(brings, person, make_pdf(pages=2), "diploma.pdf", DIPLOMA)
    evidence.verify(checks, item, CHECK)
    key = db.session.query(PersonKey).one()
    names = list(ObjectStore(in_s3).names(key.key_id))
    assert item.original in names
    assert b"%PDF" not in ObjectStore(in_s3).get(key.key_id, item.original)
    assert files.get(valley.id, person.id, item.original) == make_pdf(pages=2)
    assert not config.evidence_folder.exists()
    assert list(reconciliation.faults()) == []
    backups.back_up(config, tmp_path / "backup")
    assert sorted(each.name for each in (tmp_path / "backup" / "evidence" / key.key_id).iterdir()) == names
    erasures.ask(brings, person, "Asked for by the person.")
    erasures.confirm(checks, valley, person.id)
    assert sweeping.sweep(config) == 1
    assert list(ObjectStore(in_s3).folders()) == []


def test_a_file_that_is_not_in_the_bucket_is_named(in_s3: ObjectStorage, valley: Organisation, brings: Actor) -> None:
    item = evidence.take_in(brings, make_person(valley, "Ana Ruiz"), make_pdf(), "a.pdf", DIPLOMA)
    key = db.session.query(PersonKey).one()
    ObjectStore(in_s3).remove(key.key_id, item.original)
    ObjectStore(in_s3).put("e" * 32, "f" * 64, b"a stranger's")
    assert {fault.where: fault.orphan for fault in reconciliation.faults()} == {
        f"{key.key_id}/{item.original}": False,
        f"{'e' * 32}/{'f' * 64}": True,
    }


def test_nothing_is_recorded_while_the_storage_is_away(
    app: Flask, bucket: ObjectStorage, valley: Organisation, brings: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onboarding.documents.objects.RETRIES", 0)
    away = bucket._replace(endpoint="http://127.0.0.1:9")
    app.extensions["config"] = app.extensions["config"]._replace(store=away)
    person = make_person(valley, "Ana Ruiz")
    with pytest.raises(StorageError):
        evidence.take_in(brings, person, make_pdf(), "a.pdf", DIPLOMA)
    assert db.session.query(EvidenceItem).count() == db.session.query(StoredFile).count() == 0
    app.extensions["config"] = app.extensions["config"]._replace(store=bucket)
    evidence.take_in(brings, person, make_pdf(), "a.pdf", DIPLOMA)
    assert list(reconciliation.faults()) == []


def test_from_the_folder_into_the_bucket(
    app: Flask, bucket: ObjectStorage, valley: Organisation, brings: Actor
) -> None:
    person, folder = make_person(valley, "Ana Ruiz"), app.extensions["config"].evidence_folder
    item = evidence.take_in(brings, person, make_pdf(), "a.pdf", DIPLOMA)
    before = {path: path.read_bytes() for path in folder.glob("*/*")}
    app.extensions["config"] = app.extensions["config"]._replace(store=bucket)
    assert len(list(reconciliation.faults())) == len(before)
    assert storing.copy_from(folder) == (len(before), len(before))
    assert storing.copy_from(folder) == (0, len(before))
    assert list(reconciliation.faults()) == []
    assert files.get(valley.id, person.id, item.original) == make_pdf()
    assert {path: path.read_bytes() for path in folder.glob("*/*")} == before


@on_sqlite  # how a database is put back does not depend on where the files are
def test_a_backup_is_put_back_into_the_bucket(
    config: Config, in_s3: ObjectStorage, valley: Organisation, brings: Actor, tmp_path: Path
) -> None:
    person = make_person(valley, "Ana Ruiz")
    item = evidence.take_in(brings, person, make_pdf(), "a.pdf", DIPLOMA)
    name, original, key = valley.id, item.original, db.session.query(PersonKey).one().key_id
    backups.back_up(config, tmp_path / "backup")
    ObjectStore(in_s3).remove(key)
    backups.restore(brings, config, tmp_path / "backup", replace=True)
    assert list(reconciliation.faults()) == []
    assert files.get(name, db.session.query(PersonKey).one().person_id, original) == make_pdf()


def test_what_is_there_otherwise_is_not_overwritten(app: Flask, in_s3: ObjectStorage, tmp_path: Path) -> None:
    FolderStore(tmp_path).put("e" * 32, "f" * 64, b"one")
    ObjectStore(in_s3).put("e" * 32, "f" * 64, b"another")
    with app.app_context(), pytest.raises(OnboardingError, match="Nothing was overwritten"):
        storing.copy_from(tmp_path)
    assert ObjectStore(in_s3).get("e" * 32, "f" * 64) == b"another"
    with app.app_context(), pytest.raises(OnboardingError, match="is no folder"):
        storing.copy_from(tmp_path / "none")


@on_sqlite  # what a packet is made of does not depend on the database
def test_a_packet_with_an_exhibit_is_built_from_the_bucket(
    app: Flask, in_s3: ObjectStorage, valley: Organisation, brings: Actor, checks: Actor
) -> None:
    person = make_person(valley, "Ana Ruiz", hired_on=date(2026, 1, 5))
    item = evidence.take_in(brings, person, make_pdf(pages=2), "diploma.pdf", DIPLOMA)
    evidence.verify(checks, item, CHECK)
    definition = make_definition(valley, sections=(Section.TRAINING,), evidence=Evidence.ALL)
    config, book = app.extensions["config"], app.extensions["rulebook"]
    packet = packets.prepare(brings, valley, definition.id)
    assert building.build_next(config, book, lambda: False)
    packets.issue(brings, valley, packet.id)
    while building.build_next(config, book, lambda: False):
        pass
    assert packet.state is PacketState.ISSUED
    (exhibit,) = json.loads(packets.content(packet))["told"]["exhibits"]
    assert (exhibit["title"], exhibit["left_out"]) == ("Diploma", None)
    with pikepdf.open(BytesIO(packets.hand_out(brings, packet))) as opened:
        assert len(opened.pages) >= 5  # two of them the exhibit's
    assert not config.evidence_folder.exists()
    assert list(reconciliation.faults()) == []
