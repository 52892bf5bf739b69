"""`flask evidence check`: files without a record, records without a file, files that no longer open, each named."""

import os
import time
from pathlib import Path

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem, PersonKey
from onboarding.models.organisation import Organisation
from onboarding.services import files, reconciliation
from tests.make import make_cohe, make_evidence, make_person


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def item(valley: Organisation) -> EvidenceItem:
    return make_evidence(make_person(valley, "Ana Ruiz"))


@pytest.fixture
def folder(config: Config, item: EvidenceItem) -> Path:
    return config.evidence_folder / db.session.query(PersonKey).one().key_id


def says() -> list[str]:
    return [f"{each.where.partition('/')[2]} {each.says}" for each in reconciliation.faults()]


def check(app: Flask, *options: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["evidence", "check", *options])
    return found.exit_code, found.output


def test_what_agrees_says_so(app: Flask, item: EvidenceItem) -> None:
    assert check(app) == (0, "Every file has its record, every record its file.\n")


def test_a_record_without_its_file_is_named(app: Flask, item: EvidenceItem, folder: Path) -> None:
    (folder / item.original).unlink()
    assert says() == [f"{item.original} is recorded and not there"]
    assert check(app)[0] == 1


def test_a_file_that_was_changed_or_swapped_is_named(item: EvidenceItem, folder: Path) -> None:
    whole = (folder / item.original).read_bytes()
    (folder / item.original).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "the seal does not hold" in says()[0]
    (folder / item.original).write_bytes((folder / (item.copy or "")).read_bytes())
    assert "the seal does not hold" in says()[0]


def test_a_file_without_a_record_is_named_and_removed_once_it_is_a_day_old(
    app: Flask, item: EvidenceItem, folder: Path
) -> None:
    stray, elsewhere = folder / ("e" * 64), folder.parent / ("f" * 32)
    stray.write_bytes(b"x")
    elsewhere.mkdir(mode=0o700)
    (elsewhere / ("d" * 64)).write_bytes(b"y")
    assert sorted(says()) == [f"{'d' * 64} belongs to no key", f"{'e' * 64} is recorded nowhere"]
    assert reconciliation.remove_orphans(clock.now()) == 0
    for path in (stray, elsewhere / ("d" * 64)):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert check(app, "--remove") == (
        0,
        "2 files that nothing records were removed.\nEvery file has its record, every record its file.\n",
    )


def test_a_file_that_is_put_again_is_as_young_as_new(config: Config, item: EvidenceItem, folder: Path) -> None:
    """It may be the beginning of an upload that somebody killed, begun again, and not recorded yet."""
    row = db.session.query(PersonKey).one()
    stray = folder / files.keep(files.opened(row), b"x", "text/plain").sha256
    os.utime(stray, (time.time() - 90_000,) * 2)
    files.keep(files.opened(row), b"x", "text/plain")
    assert reconciliation.remove_orphans(clock.now()) == 0
    os.utime(stray, (time.time() - 90_000,) * 2)
    assert reconciliation.remove_orphans(clock.now()) == 1
    assert not stray.exists()


def test_what_was_recorded_since_it_was_found_is_not_cleared_away(
    config: Config, item: EvidenceItem, folder: Path
) -> None:
    os.utime(folder / item.original, (time.time() - 90_000,) * 2)
    assert not files.clear_away(folder.name, item.original, clock.now())
    assert (folder / item.original).exists()


def test_what_was_never_finished_is_removed_too(item: EvidenceItem, folder: Path) -> None:
    half = folder / "0123456789abcdef.half"
    half.write_bytes(b"x")
    os.utime(half, (time.time() - 90_000,) * 2)
    assert reconciliation.remove_orphans(clock.now()) == 1
    assert not half.exists()


def test_another_master_key_opens_nothing(config: Config, item: EvidenceItem) -> None:
    path = config.instance / "keys" / "evidence"
    path.write_text("A" * 42 + "Q=\n")
    assert all("the seal does not hold" in each for each in says())
    assert len(says()) == len(list(files.store().names(db.session.query(PersonKey).one().key_id)))
