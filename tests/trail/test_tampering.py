"""The kinds of tampering with a trail, each tried at many places: found and named, or listed in docs/trail.md.

Numbers are those of the list in docs/trail.md.
"""

import base64
import json
import random
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from onboarding import clock, keys
from onboarding.formats.trail import checkpoint_statement, commitment, entry_hash
from onboarding.formats.trail_verify import Tampering, verify
from onboarding.queries import trail_compare
from onboarding.queries.trail import chain_of
from onboarding.services import checkpoints, trail_details
from onboarding.services.change import SYSTEM
from tests.make import make_user
from tests.trail.history import Line, as_owner, config, exported, history, parsed, written

PLACES = 20
SEED = 20261125
GRANT = """INSERT INTO membership (organisation_id, user_id, role, since_at)
           SELECT 1, id, 'administrator', created_at FROM user_account"""


def entries(lines: list[Line]) -> list[int]:
    return [at for at, line in enumerate(lines) if line["type"] == "entry"]


def changed(lines: list[Line], place: int, /, **values: object) -> list[Line]:
    return [*lines[:place], {**lines[place], **values}, *lines[place + 1 :]]


def rehashed(lines: list[Line]) -> list[Line]:
    """The chain computed anew from the first line on: what somebody without the signing key can do."""
    chain, head, number, out = lines[0]["chain"], "0" * 64, 0, []
    for line in lines:
        if line["type"] == "entry":
            number += 1
            entry = {**line, "number": number, "previous": head}
            if "body" in entry:
                entry["commitment"] = commitment(entry["salt"], entry["body"])
            head = entry["hash"] = entry_hash({"chain": chain, **entry})
            out.append(entry)
        elif line["type"] == "checkpoint":
            out.append({**line, "number": number, "head": head})
        elif line["type"] == "trailer":
            signed = {**line["checkpoint"], "number": number, "head": head}
            out.append({**line, "entries": number, "head": head, "checkpoint": signed})
        else:
            out.append(line)
    return out


def one_bit(lines: list[Line], at: int) -> list[Line]:
    first, rest = lines[at]["hash"][0], lines[at]["hash"][1:]
    return changed(lines, at, hash=("1" if first == "0" else "0") + rest)


def another_action(lines: list[Line], at: int) -> list[Line]:
    return changed(lines, at, action="person.added" if lines[at]["action"] == "person.edited" else "person.edited")


def swapped(lines: list[Line], at: int) -> list[Line]:
    other = next((each for each in entries(lines) if each > at), None)
    if other is None:
        at, other = entries(lines)[:2]
    out = list(lines)
    out[at], out[other] = out[other], out[at]
    return out


def without_tail(lines: list[Line], at: int) -> list[Line]:
    kept = lines[: max(at, 1)]
    last = [line for line in kept if line["type"] == "entry"][-1:]
    head, number = (last[0]["hash"], last[0]["number"]) if last else ("0" * 64, 0)
    return [*kept, {**lines[-1], "entries": number, "head": head}]


IN_THE_FILE: dict[str, Callable[[list[Line], int], list[Line]]] = {
    "1 a field": another_action,
    "1 a detail": lambda lines, at: changed(lines, at, body={**lines[at]["body"], "origin": "elsewhere"}),
    "2 one bit": one_bit,
    "3 deleted in the middle": lambda lines, at: lines[:at] + lines[at + 1 :],
    "4 the tail cut off": without_tail,
    "5 emptied": lambda lines, _: [lines[0], {**lines[-1], "entries": 0, "head": "0" * 64}],
    "6 two swapped": swapped,
    "7 one put in": lambda lines, at: [*lines[:at], {**lines[at], "subject": "person:999"}, *lines[at:]],
    "8 one twice": lambda lines, at: [*lines[: at + 1], lines[at], *lines[at + 1 :]],
    "10 another actor": lambda lines, at: changed(lines, at, actor="user:1"),
    "11 back-dated": lambda lines, at: changed(lines, at, at="2020-01-01T00:00:00.000000Z"),
    "12 a gap in the numbers": lambda lines, at: changed(lines, at, number=lines[at]["number"] + 1),
    "14 all hashes anew": lambda lines, at: rehashed(changed(lines, at, actor="user:1")),
    "17 the trailer gone": lambda lines, _: lines[:-1],
    "24 cut short": lambda lines, at: lines[:at],
}


@pytest.mark.parametrize("kind", IN_THE_FILE)
def test_a_changed_export_does_not_verify(app: Flask, kind: str) -> None:
    lines = parsed(exported(history()))
    chance = random.Random(SEED)
    verify(written(lines))
    for _ in range(PLACES):
        at = chance.choice(entries(lines))
        with pytest.raises(Tampering):
            verify(written(IN_THE_FILE[kind](lines, at)))


def test_9_an_entry_of_another_organisation_does_not_fit(app: Flask) -> None:
    valley, harbor = parsed(exported(history("valley"))), parsed(exported(history("harbor")))
    at = entries(valley)[3]
    with pytest.raises(Tampering, match=r"entry \d+"):
        verify(written([*valley[:at], harbor[at], *valley[at + 1 :]]))
    with pytest.raises(Tampering, match="another chain"):
        verify(written([{**valley[0]}, *harbor[1:]]))


def test_13_yesterdays_database_is_caught_by_a_checkpoint_kept_elsewhere(app: Flask) -> None:
    cohe = history()
    yesterday = exported(cohe)
    checkpoint = checkpoints.signature(config(), "valley", 9999, "f" * 64)
    verify(yesterday)
    with pytest.raises(Tampering, match="an earlier state was restored"):
        verify(yesterday, [checkpoint])


def test_15_and_16_a_rewritten_history_is_caught_by_a_checkpoint_kept_elsewhere(app: Flask) -> None:
    cohe = history()
    lines = parsed(exported(cohe))
    kept = next(line for line in lines if line["type"] == "checkpoint")
    without = [line for line in lines if line["type"] != "checkpoint"]
    forged = rehashed(changed(without, entries(without)[2], actor="user:1"))
    number, head = forged[-1]["entries"], forged[-1]["head"]
    forged[-1]["checkpoint"] = checkpoints.signature(config(), "valley", number, head)  # whoever has the key can
    verify(written(forged))
    with pytest.raises(Tampering, match="was rewritten"):
        verify(written(forged), [kept])


def test_17_checkpoints_taken_out_are_missed_only_by_who_kept_them(app: Flask) -> None:
    lines = parsed(exported(history()))
    kept = [line for line in lines if line["type"] == "checkpoint"]
    found = verify(written([line for line in lines if line["type"] != "checkpoint"]), kept)
    assert found.checkpoints == 0


def test_18_a_retired_key_signs_nothing_any_more(app: Flask) -> None:
    cohe = history()
    old = keys.signing_key(config().instance)
    keys.rotate_signing(config().instance, "2026-01-01T00:00:00.000000Z")
    lines = parsed(exported(cohe))
    with pytest.raises(Tampering, match="retired"):
        verify(written(lines))
    assert lines[0]["keys"][1]["public"] == keys.public_of(old).public


def test_a_key_that_nobody_knows_is_not_trusted(app: Flask) -> None:
    lines = parsed(exported(history()))
    stranger = Ed25519PrivateKey.generate()
    trailer = lines[-1]
    statement = checkpoint_statement("valley", trailer["entries"], trailer["head"], "2026-11-25T00:00:00.000000Z")
    forged = {
        **trailer["checkpoint"],
        "at": "2026-11-25T00:00:00.000000Z",
        "key": keys.public_of(stranger).fingerprint,
        "signature": base64.b64encode(stranger.sign(statement)).decode(),
    }
    with pytest.raises(Tampering, match="not trusted"):
        verify(written([*lines[:-1], {**trailer, "checkpoint": forged}]))
    own = keys.public_of(stranger)
    header = {**lines[0], "keys": [*lines[0]["keys"], {"public": own.public, "retired_at": None}]}
    whole = written([header, *lines[1:-1], {**trailer, "checkpoint": forged}])
    verify(whole)  # the file brings its own key: whoever was given a fingerprint names it
    with pytest.raises(Tampering, match="not trusted"):
        verify(whole, pinned=[keys.public_keys(config().instance)[0].fingerprint])


@pytest.mark.parametrize(
    "line",
    [
        b'{"type":"entry","type":"entry"}\n',
        b'{"type": "entry"}\n',
        b'{"a":-0,"type":"entry"}\n',
        b'{"a":1.0,"type":"entry"}\n',
        b'{"a":NaN,"type":"entry"}\n',
        b'\xef\xbb\xbf{"type":"entry"}\n',
        '{"a":"é","type":"entry"}\n'.encode(),
        b'{"a":"\\u0041","type":"entry"}\n',
        b'{"type":"entry"}',
        b'{"type":"entry"}\r\n',
        b"[" * 100_000 + b"\n",
        b"null\n",
        b"\n",
    ],
)
def test_23_a_line_that_could_be_read_in_two_ways_is_refused(app: Flask, line: bytes) -> None:
    lines = exported(history(changes=2))
    with pytest.raises(Tampering, match="line 3"):
        verify([*lines[:2], line, *lines[2:]])


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE person SET name = 'Somebody Else' WHERE id = 3", "person:3: stands otherwise"),
        ("UPDATE posting SET hired_on = '2026-01-06' WHERE id = 1", "posting:1: stands otherwise"),
        ("DELETE FROM posting WHERE id = 2", "posting:2: the trail speaks of it and it is gone"),
        (GRANT, "membership:1: no entry"),
    ],
)
def test_19_a_record_changed_behind_the_products_back_is_named(app: Flask, statement: str, said: str) -> None:

    history()
    make_user()
    assert list(trail_compare.differences()) == []
    as_owner("UPDATE person SET posting_id = NULL WHERE posting_id = 2", statement)
    assert said in "\n".join(trail_compare.differences())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET action = 'person.added' WHERE number = 5",
        "DELETE FROM trail_entry WHERE number = 7",
        "UPDATE trail_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE number = 3",
    ],
)
def test_a_change_in_the_database_itself_shows_in_the_next_export(app: Flask, statement: str) -> None:
    cohe = history()
    as_owner("DELETE FROM trail_detail WHERE entry_id IN (SELECT id FROM trail_entry WHERE number = 7)", statement)
    with pytest.raises(Tampering):
        verify(exported(cohe))


def test_honest_trails_verify_with_erasure_and_a_new_key(app: Flask) -> None:

    cohe = history()
    assert trail_details.erase(SYSTEM, cohe.id, "person:3", "asked for by the person") > 0
    checkpoints.sign(config(), chain_of(cohe.id).id)
    keys.rotate_signing(config().instance, clock.in_utc(clock.now()))
    checkpoints.sign(config(), chain_of(cohe.id).id)
    found = verify(exported(cohe))
    assert found.erased > 0
    assert len(found.keys) == 2
    assert list(trail_compare.differences()) == []
    assert json.dumps(parsed(exported(cohe))).count('"erased": true') == found.erased
