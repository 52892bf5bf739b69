"""Files and their records compared: a file nobody knows of, a record without its file, a file that no longer opens."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from onboarding.documents.sealing import SealError
from onboarding.documents.store import MissingFileError
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import PersonKey, StoredFile
from onboarding.models.packet import Packet, PacketState
from onboarding.services import files, packet_files, resumes

YOUNG = timedelta(days=1)  # an unknown file may belong to an upload that is under way


class Fault(NamedTuple):
    """What is wrong with one file; `where` is its folder and name in the store. `orphan`: nothing records it."""

    where: str
    says: str
    orphan: bool = False


def faults(deep: bool = True) -> Iterator[Fault]:
    """Everything that does not agree. `deep`: every file is opened, its seal and its hash checked."""
    rows = db.session.execute(select(PersonKey.organisation_id, PersonKey.person_id, PersonKey.key_id)).all()
    folders = {row.key_id: (row.organisation_id, row.person_id) for row in rows}
    known = {*folders, *resumes.folders(), *(each.key_id for each in packet_files.every())}
    for folder in files.store().folders():
        if folder not in known:
            yield from (Fault(f"{folder}/{name}", "belongs to no key", True) for name in files.store().names(folder))
    for folder, (organisation_id, person_id) in folders.items():
        yield from _of_person(folder, organisation_id, person_id, deep)
    for packet in packet_files.every():
        yield from _of_packet(packet, deep)


def _of_person(folder: str, organisation_id: int, person_id: int, deep: bool) -> Iterator[Fault]:
    recorded = set(
        db.session.scalars(
            select(StoredFile.sha256).where(
                StoredFile.organisation_id == organisation_id, StoredFile.person_id == person_id
            )
        )
    )
    there = set(files.store().names(folder))
    for name in sorted(there - recorded):
        yield Fault(f"{folder}/{name}", "is recorded nowhere", True)
    for name in sorted(recorded - there):
        yield Fault(f"{folder}/{name}", "is recorded and not there")
    for name in sorted(recorded & there) if deep else ():
        try:
            files.get(organisation_id, person_id, name)
        except (SealError, MissingFileError, OnboardingError) as error:
            yield Fault(f"{folder}/{name}", str(error))


def _of_packet(packet: Packet, deep: bool) -> Iterator[Fault]:
    """Of one that is being built, what is not recorded yet may be about to be."""
    recorded, there = set(packet_files.names(packet)), set(files.store().names(packet.key_id))
    for name in sorted(there - recorded) if packet.state not in (PacketState.PREPARING, PacketState.BUILDING) else ():
        yield Fault(f"{packet.key_id}/{name}", "is recorded nowhere", True)
    for name in sorted(recorded - there):
        yield Fault(f"{packet.key_id}/{name}", "is recorded and not there")
    for name in sorted(recorded & there) if deep else ():
        if not packet_files.opens(packet, name):
            yield Fault(f"{packet.key_id}/{name}", "does not open with its key")


def remove_orphans(now: datetime) -> int:
    """Remove what nothing records and is a day old, half-written files too; how many."""
    found = [each.where.partition("/") for each in faults(deep=False) if each.orphan]
    removed = sum(files.clear_away(folder, name, now - YOUNG) for folder, _, name in found)
    return removed + files.store().remove_halves(now - YOUNG)
