"""Giving the trail away: the lines of an export, after its own entry was written."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from onboarding import clock, keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.formats.trail import canonical
from onboarding.models.organisation import Organisation
from onboarding.models.trail import Chain
from onboarding.queries import trail
from onboarding.services.change import INSTALLATION, Actor, change
from onboarding.services.checkpoints import signature


def export(actor: Actor, config: Config, chain: Chain) -> Iterator[bytes]:
    """Every line of an export of the chain as it stands, the export's own entry included."""
    with change(actor) as under_way:
        under_way.record(chain.organisation_id, Action.TRAIL_EXPORTED, f"chain:{chain.name}")
    return lines(config, chain)


def lines(config: Config, chain: Chain) -> Iterator[bytes]:
    """The lines alone, writing nothing."""
    name = INSTALLATION
    if chain.organisation_id:
        name = db.session.scalars(select(Organisation.name).where(Organisation.id == chain.organisation_id)).one()
    header = {
        "type": "header",
        "format": 1,
        "chain": chain.name,
        "organisation": name,
        "exported_at": clock.in_utc(clock.now()),
        "keys": [{"public": each.public, "retired_at": each.retired_at} for each in keys.public_keys(config.instance)],
    }
    yield _line(header)
    number, head = 0, "0" * 64
    for each in trail.whole(chain):
        yield _line(each)
        if each["type"] == "entry":
            number, head = each["number"], each["hash"]
    yield _line(
        {
            "type": "trailer",
            "entries": number,
            "head": head,
            "checkpoint": signature(config, chain.name, number, head),
        }
    )


def _line(value: dict[str, Any]) -> bytes:
    return canonical(value) + b"\n"
