"""Building a packet: frozen once, laid out, put together, sealed. Killed anywhere, it is gone on with by another."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from onboarding.config import Config
from onboarding.errors import BusyError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.packets import freezing, laying_out, readback
from onboarding.packets.content import exceptions
from onboarding.packets.part import Part
from onboarding.packets.sealing import sealed
from onboarding.packets.signature import Signer, signer
from onboarding.queries import rulings
from onboarding.rules.rulebook import Rulebook
from onboarding.services import packet_builds as builds, packets
from onboarding.services.packet_builds import Claimed, LostError

log = logging.getLogger("onboarding.packets")
FAULT = "The packet could not be put together, by a fault of this product. Tell the people who run it."
Content = Mapping[str, Any]
Ended = Callable[[], bool]


def build_next(config: Config, book: Rulebook, ended: Ended) -> bool:
    """Build the packet that waits longest; whether there was one. Left for another time when `ended` says so."""
    claimed = builds.claim()
    if claimed is None:
        return False
    try:
        _build_or_fail(claimed, config, book, ended)
    except LostError:
        log.info("a packet is built no further: it was canceled or closed, or another has it")
    except (InterruptedError, BusyError) as reason:
        log.info("a packet is left for another time: %s", type(reason).__name__)
        builds.release(claimed)
    return True


def _build_or_fail(claimed: Claimed, config: Config, book: Rulebook, ended: Ended) -> None:
    try:
        _build(claimed, config, book, ended)
    except BusyError:
        raise
    except OnboardingError as error:
        builds.fail(claimed, str(error))
    except (LostError, InterruptedError):
        raise
    except Exception:
        builds.fail(claimed, FAULT)
        raise


def _build(claimed: Claimed, config: Config, book: Rulebook, ended: Ended) -> None:
    packet = db.session.get_one(Packet, claimed.packet_id)
    if packet.content_sha256 is None:
        _freeze(claimed, packet, book)
        return
    content = freezing.read(packets.content(packet))
    organisation_id = packet.organisation_id
    signs = signer(config, db.session.get_one(Organisation, organisation_id).slug)
    db.session.rollback()  # laying out takes long, and asks for nothing of the database but the pictures
    pdf = built(content, organisation_id, signs, lambda done, of: _go_on(claimed, done, of, ended))
    builds.finish(claimed, pdf, len(readback.read(pdf).pages))


def built(content: Content, organisation_id: int, signs: Signer, progress: Callable[[int, int], None]) -> bytes:
    """The signed PDF of what was frozen. `progress` is told how many parts of how many are done, and may raise."""
    told = content["told"]
    return sealed(laying_out.unsigned(content, organisation_id, progress), _packet(told), [_data(told)], signs)


def _freeze(claimed: Claimed, packet: Packet, book: Rulebook) -> None:
    if db.engine.dialect.name == "postgresql":  # one moment for all its questions, as SQLite has it anyway
        db.session.rollback()
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        packet = db.session.get_one(Packet, claimed.packet_id)
    organisation = db.session.get_one(Organisation, packet.organisation_id)
    content = freezing.frozen(packet, organisation, rulings.of(organisation, book))
    people, missing = content["kept"]["named"], len(exceptions(content["told"]))
    builds.freeze(claimed, freezing.written(content), people, missing)


def _go_on(claimed: Claimed, done: int, of: int, ended: Ended) -> None:
    if ended():
        raise InterruptedError
    builds.progress(claimed, done, of)


def _packet(told: Content) -> dict[str, Any]:
    """What the seal says of the packet."""
    said = {key: told[key] for key in ("number", "cohe", "as_of", "rulebook")}
    return {**said, "period": told["period"]["says"], "issued_at": told["issued"]["at"], "definition": told["name"]}


def _data(told: Content) -> Part:
    """The same content as data."""
    return Part(
        "content.json", "The content of this packet as data", "application/json", freezing.written(dict(told)), "Data"
    )
