"""Giving the trail away: the lines of an export, after its own entry was written.

Nothing is read in one transaction for longer than a page of entries, so that nobody waits for a slow reader.
"""

import base64
import hashlib
from collections.abc import Generator, Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onboarding import clock, keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail import canonical, export_statement
from onboarding.models.trail import Chain
from onboarding.queries import trail
from onboarding.services.change import INSTALLATION, Actor, change
from onboarding.services.checkpoints import refuse_set_back, signature


def export(actor: Actor, config: Config, chain: Chain) -> Iterator[bytes]:
    """Every line of an export of the chain as it stands, the export's own entry included."""
    with change(actor) as under_way:
        under_way.record(chain.organisation_id, Action.TRAIL_EXPORTED, f"chain:{chain.name}")
    return lines(config, chain)


def lines(config: Config, chain: Chain) -> Iterator[bytes]:
    """The lines alone, writing nothing. Raises OnboardingError for a key changed meanwhile or a clock set back."""
    id, name, organisation = chain.id, chain.name, trail.organisation_of(chain) or INSTALLATION
    key, public = keys.signing_key(config.instance), keys.public_keys(config.instance)
    header = {
        "type": "header",
        "format": 1,
        "chain": name,
        "organisation": organisation,
        "exported_at": clock.in_utc(clock.now()),
        "keys": [_key(each) for each in public],
    }
    digest = hashlib.sha256()
    yield _hashed(_line(header), digest)
    end = yield from _body(id, name, digest)
    refuse_set_back(name, end)
    if keys.public_of(keys.signing_key(config.instance)) != public[0]:
        raise OnboardingError("The key was changed while the trail was given away. Export it again.")
    yield _line(trailer(key, name, end, digest.hexdigest()))


def trailer(key: Ed25519PrivateKey, chain: str, end: trail.End, digest: str) -> dict[str, Any]:
    """The last line: how far the trail came, signed, and a signature over all lines before."""
    checkpoint = signature(key, chain, end.number, end.head)
    statement = export_statement(chain, digest, checkpoint["at"])
    return {
        "type": "trailer",
        "entries": end.number,
        "head": end.head,
        "checkpoint": checkpoint,
        "digest": digest,
        "signature": base64.b64encode(key.sign(statement)).decode(),
    }


def _body(chain_id: int, name: str, digest: Any) -> Generator[bytes, None, trail.End]:
    """Every entry, and every checkpoint after the entry it covers, or last where that is not there.

    Returns where the chain says it ends: what was cut off behind its back is missing before that.
    """
    number = 0
    for each in trail.checkpoints_of(chain_id, name, -1, 0):
        yield _hashed(_line(each), digest)
    while True:
        entries = trail.entries_after(chain_id, number)
        last = entries[-1]["number"] if entries else number
        signed = {each["number"]: each for each in trail.checkpoints_of(chain_id, name, number, last)}
        ahead = [] if entries else trail.checkpoints_of(chain_id, name, number, None)
        end = trail.end_of(chain_id)  # read after the others: what was added meanwhile is within it
        complete = not entries and (end.number <= number or not trail.entries_after(chain_id, number))
        db.session.rollback()
        for entry in entries:
            yield _hashed(_line(entry), digest)
            if entry["number"] in signed:
                yield _hashed(_line(signed.pop(entry["number"])), digest)
        for each in (*signed.values(), *(ahead if complete else ())):
            yield _hashed(_line(each), digest)
        number = last
        if complete:
            return end


def _key(key: keys.PublicKey) -> dict[str, str]:
    said = {each: getattr(key, each) for each in ("public", "retired_at", "handed_over", "taken_over")}
    return {word: value for word, value in said.items() if value is not None}


def _hashed(line: bytes, digest: Any) -> bytes:
    digest.update(line)
    return line


def _line(value: dict[str, Any]) -> bytes:
    return canonical(value) + b"\n"
