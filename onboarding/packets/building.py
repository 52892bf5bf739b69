"""Building a packet: frozen once, laid out, put together, sealed. Killed anywhere, it is gone on with by another."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from onboarding.config import Config
from onboarding.confined import Kept
from onboarding.errors import BusyError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Files, Packet, Quarterly
from onboarding.packets import freezing, laying_out, memory, parting, readback
from onboarding.packets.part import Part
from onboarding.packets.rendering import renderer
from onboarding.packets.sealing import sealed
from onboarding.packets.signature import Signer, signer
from onboarding.queries import packet_parts as parts, packets as found, rulings
from onboarding.queries.packet_parts import Of
from onboarding.rules.packet_lines import tally
from onboarding.rules.rulebook import Rulebook
from onboarding.services import packet_builds as builds, packet_parts, packets
from onboarding.services.packet_builds import Claimed, LostError
from onboarding.services.packet_parts import Frozen

log = logging.getLogger("onboarding.packets")
FAULT = "The packet could not be put together, by a fault of this product. Tell the people who run it."
Content = Mapping[str, Any]
Ended = Callable[[], bool]
Progress = Callable[[int, int], None]
NOBODY = "Nobody is in this packet, so there is no file to make. Change whom its definition is about."


def build_next(config: Config, book: Rulebook, ended: Ended) -> bool:
    """Build the packet that waits longest; whether there was one. Left for another time when `ended` says so."""
    claimed = builds.claim()
    if claimed is None:
        return False
    memory.give_back_large()
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
    signs = signer(config, db.session.get_one(Organisation, packet.organisation_id).slug)
    if each := parts.of(packet):
        builds.finish(claimed, *_each_built(claimed, packet, each, signs, ended))
        return
    pdf = _laid_out(packet, signs, lambda done, of: _go_on(claimed, done, of, ended))
    builds.finish(claimed, pdf, len(readback.read(pdf).pages))


def _laid_out(packet: Packet, signs: Signer, progress: Progress, by: Kept | None = None) -> bytes:
    content, organisation_id = freezing.read(packets.content(packet)), packet.organisation_id
    db.session.rollback()  # laying out takes long, and asks for nothing of the database but the pictures
    return built(content, organisation_id, signs, progress, by)


def _each_built(claimed: Claimed, whole: Packet, files: Sequence[Of], signs: Signer, ended: Ended) -> tuple[bytes, int]:
    """A file for each person, those that are there already passed by; the list of them, and their pages together."""
    organisation_id = whole.organisation_id
    with renderer() as by:
        for done, part in enumerate(files):
            if part.packet.file_sha256 is None:
                id = part.packet.id
                pdf = _laid_out(part.packet, signs, lambda *_, at=done: _go_on(claimed, at, len(files), ended), by)
                builds.keep_part(claimed, id, pdf, len(readback.read(pdf).pages))
    _go_on(claimed, len(files), len(files), ended)
    slug = db.session.get_one(Organisation, organisation_id).slug
    rows = [part.packet for part in parts.of(db.session.get_one(Packet, claimed.packet_id))]
    numbers = [found.number(slug, row.number) for row in rows]
    names = [part.name for part in files]
    lines = [
        (f"{number.lower()}.pdf", number, name, row.pages, row.file_sha256)
        for number, name, row in zip(numbers, names, rows, strict=True)
    ]
    return parting.listed(lines), sum(row.pages or 0 for row in rows)


def built(content: Content, organisation_id: int, signs: Signer, progress: Progress, by: Kept | None = None) -> bytes:
    """The signed PDF of what was frozen. `progress` is told how many parts of how many are done, and may raise."""
    told = content["told"]
    # Not kept by a name of its own: it is freed while it is sealed.
    return sealed(laying_out.unsigned(content, organisation_id, progress, by=by), _packet(told), [_data(told)], signs)


def _freeze(claimed: Claimed, packet: Packet, book: Rulebook) -> None:
    if db.engine.dialect.name == "postgresql":  # one moment for all its questions, as SQLite has it anyway
        db.session.rollback()
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        packet = db.session.get_one(Packet, claimed.packet_id)
    organisation = db.session.get_one(Organisation, packet.organisation_id)
    content = freezing.frozen(packet, organisation, rulings.of(organisation, book))
    people = content["kept"]["named"]
    by_clock = packet.turn and packet.definition.quarterly is Quarterly.ISSUE
    unseen = freezing.unseen(packet, content) if by_clock else None
    in_files = packet.definition.files is Files.EACH
    each = _each(packet, content) if in_files else []
    size = parting.largest(content, in_files)
    builds.freeze(claimed, freezing.written(content), people, tally(content["told"]), each, unseen, size)


def _each(packet: Packet, content: Content) -> list[Frozen]:
    """What the file of each person says. Raises OnboardingError where the packet is about nobody."""
    people = content["kept"]["people"]
    if not people:
        raise OnboardingError(NOBODY)
    id, organisation_id = packet.id, packet.organisation_id
    reserved = packet_parts.reserve(id, len(people))
    packet, organisation = db.session.get_one(Packet, id), db.session.get_one(Organisation, organisation_id)
    return list(freezing.parts(packet, organisation, dict(content), reserved))


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
