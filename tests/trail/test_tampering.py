"""The kinds of tampering with a trail, each tried at places by chance: found and named, or listed in docs/trail.md.

Numbers are those of the list in docs/trail.md; `make tamper` tries each a thousand times. Which database a file was
written from it does not tell: what is done to one is done to SQLite's, and that the other's verifies is seen as well.
"""

import base64
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from onboarding import keys
from onboarding.extensions import db
from onboarding.formats.trail_keys import fingerprint
from onboarding.formats.trail_lines import NoExport, Tampering
from onboarding.formats.trail_verify import read_checkpoints, verify
from onboarding.models.organisation import Organisation
from onboarding.queries import trail_compare
from onboarding.services import checkpoints
from tests.make import make_person, make_user
from tests.stored import on_sqlite
from tests.trail.history import World, as_owner, resigned, world, written
from tests.trail.kinds import BY_WHOEVER_HAS_THE_KEY, IN_THE_FILE

PLACES = 20
SEED = 20261125
GRANT = """INSERT INTO membership (organisation_id, user_id, role, since_at)
           SELECT 1, id, 'administrator', created_at FROM user_account"""
_worlds: dict[str, World] = {}


@pytest.fixture
def tampered(app: Flask) -> World:
    """A history of each database, made once."""
    kind = db.engine.dialect.name
    if kind not in _worlds:
        _worlds[kind] = world()
    return _worlds[kind]


@on_sqlite
@pytest.mark.parametrize("kind", IN_THE_FILE)
def test_a_changed_export_does_not_verify(tampered: World, kind: str) -> None:
    chance = random.Random(SEED)
    for _ in range(PLACES):
        lines, said, pinned = IN_THE_FILE[kind](tampered, chance)
        with pytest.raises(Tampering, match=said):
            verify(lines, pinned=[fingerprint(base64.b64decode(each)) for each in pinned])


@on_sqlite
@pytest.mark.parametrize("kind", BY_WHOEVER_HAS_THE_KEY)
def test_whoever_has_the_key_is_found_out_by_a_checkpoint_kept_elsewhere(tampered: World, kind: str) -> None:
    chance = random.Random(SEED)
    for _ in range(PLACES):
        lines, said, _ = BY_WHOEVER_HAS_THE_KEY[kind](tampered, chance)
        verify(lines)  # from the file alone nobody can tell
        with pytest.raises(Tampering, match=said):
            verify(lines, tampered.kept)


def test_what_was_not_tampered_with_verifies(tampered: World) -> None:
    found = verify(written(tampered.lines), tampered.kept, pinned=[tampered.kept[0]["key"], tampered.kept[-1]["key"]])
    assert (found.erased > 0, len(found.keys), found.checkpoints, found.remarks) == (True, 2, len(tampered.kept), ())
    verify(written(tampered.plain), tampered.kept)


@on_sqlite
def test_16_checkpoints_of_two_histories_contradict_each_other(tampered: World) -> None:
    number = tampered.kept[0]["number"]
    other = checkpoints.signature(tampered.key, "valley", number, "f" * 64)
    with pytest.raises(Tampering, match=f"two histories: they differ on entry {number}"):
        verify(written(tampered.lines), [*tampered.kept, other])


@on_sqlite
def test_a_key_that_nobody_knows_is_not_trusted(tampered: World) -> None:
    stranger = Ed25519PrivateKey.generate()
    with pytest.raises(Tampering, match="not trusted"):
        verify(written(resigned(tampered.lines, stranger)))
    own = [{**tampered.lines[0], "keys": [{"public": keys.public_of(stranger).public}]}, *tampered.lines[1:]]
    verify(written(resigned(own, stranger)))  # the file brings its own key: whoever was given a fingerprint names it
    with pytest.raises(Tampering, match="not trusted"):
        verify(written(resigned(own, stranger)), pinned=[keys.public_of(tampered.key).fingerprint])


@on_sqlite
@pytest.mark.parametrize("change", ["retired_at", "handed_over", "taken_over", "public"])
def test_a_row_of_keys_that_do_not_hand_over_is_refused(tampered: World, change: str) -> None:
    new, old = tampered.lines[0]["keys"]
    other = {"retired_at": "2030-01-01T00:00:00.000000Z", "public": keys.public_of(Ed25519PrivateKey.generate()).public}
    header = {**tampered.lines[0], "keys": [new, {**old, change: other.get(change, old["handed_over"][::-1])}]}
    with pytest.raises(Tampering, match="did not hand over"):
        verify(written([header, *tampered.lines[1:]]))


@on_sqlite
@pytest.mark.parametrize(
    "header",
    [
        {"keys": None},
        {"keys": [None]},
        {"keys": [{"public": 1}]},
        {"keys": [{"public": "AAAA"}]},
        {"keys": [{"public": "A", "more": "B"}]},
        {"format": 2},
        {"format": True},
        {"chain": 1},
        {"more": 1},
    ],
    ids=str,
)
def test_a_header_of_another_shape_is_refused(tampered: World, header: dict[str, object]) -> None:
    with pytest.raises(Tampering, match="line 1"):
        verify(written([{**tampered.lines[0], **header}, *tampered.lines[1:]]))


@pytest.mark.parametrize(
    "lines", [[], [b""], [b"\n"], [b"PK\x03\x04"], [b"null\n"], [b"[" * 100_000 + b"\n"]], ids=range(6)
)
def test_what_is_no_export_or_checkpoint_is_told_apart(lines: list[bytes]) -> None:
    with pytest.raises(NoExport):
        verify(lines)
    with pytest.raises(NoExport):
        read_checkpoints(lines)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE person SET name = 'Somebody Else' WHERE id = 3", "person:3: stands otherwise"),
        ("UPDATE person SET phone = 'None' WHERE phone IS NULL", "person:13: stands otherwise"),
        ("UPDATE posting SET hired_on = '2026-01-06' WHERE id = 1", "posting:1: stands otherwise"),
        ("DELETE FROM posting WHERE id = 2", "posting:2: the trail speaks of it and it is gone"),
        (GRANT, "membership:1: no entry"),
    ],
)
def test_19_a_record_changed_behind_the_products_back_is_named(cohe: Organisation, statement: str, said: str) -> None:
    make_user()
    make_person(cohe)
    assert list(trail_compare.differences()) == list(trail_compare.differences(cohe.id)) == []
    anew = "UPDATE staff_line SET as_of = NULL"  # what was listed is not what the records say now
    as_owner("UPDATE person SET posting_id = NULL WHERE posting_id = 2", statement, anew)
    assert said in "\n".join(trail_compare.differences(cohe.id))
