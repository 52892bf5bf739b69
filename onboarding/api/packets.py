"""Packets of evidence that were issued: listed, and handed out."""

from typing import Any

from onboarding import clock
from onboarding.api.cursors import after_id, by_id, limit
from onboarding.api.operation import OF_LISTS, Call, File, Listed, Operation
from onboarding.api.people import ID
from onboarding.api.shapes import Day, Instant, Maybe, Text, Whole, Word, answered
from onboarding.errors import NotFoundError
from onboarding.permissions import TokenScope
from onboarding.queries import packets as found
from onboarding.services import packets

READ = TokenScope.READ_PACKETS
AT = "/cohes/{cohe}/packets"
EXCEPTIONS = answered(
    "PacketExceptions",
    "How many of its exceptions stand how. An open one breaks no rule.",
    not_in_order=Whole("How many are not in order."),
    cannot_tell_yet=Whole("Of how many nothing recorded says whether a rule is kept."),
    open=Whole("How many are open."),
)
PACKET = answered(
    "Packet",
    "A packet of evidence that was issued.",
    id=ID,
    number=Text("Its number.", 60, "VALLEY-0012"),
    name=Text("Its name."),
    first_on=Day("The first day of its period."),
    last_on=Day("The last day of its period."),
    as_of=Day("As of which day it is."),
    state=Word("Whether it still counts.", ("issued", "superseded", "withdrawn", "erased")),
    issued_at=Maybe(Instant("When it was issued.")),
    sha256=Maybe(Text("The SHA-256 of the file.", 64)),
    pages=Maybe(Whole("How many pages.")),
    exceptions=Maybe(EXCEPTIONS),
)


def list_packets(call: Call) -> Listed:
    """The packets that were issued, the first first; of one with a file for each person, each of its files."""
    rows = found.issued_after(call.cohe.id, after_id(call), limit(call) + 1)
    return by_id(call, rows, lambda row: packet(call, row))


def show_packet(call: Call) -> dict[str, Any]:
    """One packet."""
    return packet(call, call.load(found.issued_in_one_file))


def download(call: Call) -> File:
    """The PDF of a packet. Who took it is an entry of the trail."""
    row = call.load(found.issued_in_one_file)
    if row.file_sha256 is None:
        raise NotFoundError
    name = f"{found.number(call.cohe.slug, row.number).lower()}.pdf"
    return File(packets.hand_out(call.actor, row), name, "application/pdf")


def packet(call: Call, row: Any) -> dict[str, Any]:
    """A packet as answered."""
    return {
        "id": row.id,
        "number": found.number(call.cohe.slug, row.number),
        "name": row.name,
        "first_on": row.first_on,
        "last_on": row.last_on,
        "as_of": row.as_of,
        "state": row.state.value,
        "issued_at": clock.in_utc(row.issued_at) if row.issued_at else None,
        "sha256": row.file_sha256,
        "pages": row.pages,
        "exceptions": _exceptions(found.tally(row)),
    }


def _exceptions(tally: Any) -> dict[str, int] | None:
    """None of one closed by an erasure before they were told apart."""
    return tally and {"not_in_order": tally.out, "cannot_tell_yet": tally.unknown, "open": tally.open}


OPERATIONS = (
    Operation(
        "list_packets", "GET", AT, "packets", "List issued packets.", READ, list_packets, PACKET, query=OF_LISTS,
        listed=True,
    ),
    Operation("show_packet", "GET", AT + "/{id}", "packets", "Read one packet.", READ, show_packet, PACKET),
    Operation(
        "download_packet", "GET", AT + "/{id}/file", "packets", "Download a packet.", READ, download,
        file="application/pdf",
    ),
)  # fmt: skip
