"""The signing key: handed over whole or not at all, each chain knowing of it; and checkpoints of any chain."""

import json
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from onboarding import keys
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail_verify import verify
from onboarding.models.trail import Checkpoint
from onboarding.queries.trail import as_kept, chain_of, chains
from onboarding.services import checkpoints, trail_export
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_person
from tests.trail.history import config, exported


def test_old_checkpoints_verify_after_the_key_was_changed_twice(app: Flask) -> None:
    cohe = make_cohe()
    kept, names = [], []
    for _ in range(3):
        kept.append(as_kept("valley", checkpoints.sign(config(), chain_of(cohe.id).id)))
        names.append(keys.public_keys(config().instance)[0].fingerprint)
        make_person(cohe)
        checkpoints.rotate(SYSTEM, config())
    names.append(keys.public_keys(config().instance)[0].fingerprint)
    assert [each.fingerprint for each in keys.public_keys(config().instance)] == names[::-1]
    for pinned in names:  # whichever of them an outsider was told: each handed over to the next
        assert verify(exported(cohe), kept, [pinned]).keys == tuple(sorted(names))


def test_every_chain_has_an_entry_of_the_new_key_and_is_signed_by_the_old_one_first(app: Flask) -> None:
    for slug in ("valley", "harbor"):
        make_cohe(slug)
    old = keys.public_keys(config().instance)[0].fingerprint
    checkpoints.rotate(SYSTEM, config())
    for chain, _ in chains():
        lines = [json.loads(line) for line in trail_export.lines(config(), chain)]
        last, before = lines[-2], lines[-3]
        assert (last["action"], last["body"]["old"]) == ("trail.key_rotated", old)
        assert (before["type"], before["key"]) == ("checkpoint", old)


def test_a_change_of_keys_that_was_cut_short_leaves_the_old_one_in_use(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohe, before = make_cohe(), keys.public_keys(config().instance)
    put = keys.put

    def cut_short(path: Path, text: str) -> None:
        if path.name == "signing":
            raise OSError("no space left on device")
        put(path, text)

    monkeypatch.setattr(keys, "put", cut_short)
    with pytest.raises(OSError, match="no space"):
        checkpoints.rotate(SYSTEM, config())
    assert keys.public_keys(config().instance) == before
    verify(exported(cohe))
    monkeypatch.setattr(keys, "put", put)
    checkpoints.rotate(SYSTEM, config())
    verify(exported(cohe), pinned=[before[0].fingerprint])


def test_an_export_during_which_the_key_is_changed_is_not_finished(app: Flask) -> None:
    cohe = make_cohe()
    lines = trail_export.lines(config(), chain_of(cohe.id))
    next(lines)
    checkpoints.rotate(SYSTEM, config())
    with pytest.raises(OnboardingError, match="Export it again"):
        list(lines)


def test_a_chain_without_an_entry_can_be_signed_and_grows_on(app: Flask) -> None:
    (installation,) = [chain for chain, _ in chains()]
    signed = as_kept("installation", checkpoints.sign(config(), installation.id))
    assert signed["number"] == 0
    verify(trail_export.lines(config(), installation), [signed])
    checkpoints.rotate(SYSTEM, config())
    assert verify(trail_export.lines(config(), installation), [signed]).entries == 1


def test_many_who_sign_at_once_make_one_checkpoint(app: Flask) -> None:
    chain_id = chain_of(make_cohe().id).id
    db.session.rollback()
    faults: list[BaseException] = []

    def sign() -> None:
        with app.app_context():
            try:
                checkpoints.make_due(config())
                checkpoints.sign(config(), chain_id)
            except BaseException as error:  # noqa: BLE001 - told below
                faults.append(error)

    several = [threading.Thread(target=sign) for _ in range(6)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert faults == []
    assert db.session.query(Checkpoint).filter_by(chain_id=chain_id).count() == 1


def test_keys_are_their_owners_alone(app: Flask) -> None:
    checkpoints.rotate(SYSTEM, config())
    for path in (config().instance / "keys").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name
    assert isinstance(keys.signing_key(config().instance), Ed25519PrivateKey)
