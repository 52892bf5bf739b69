"""How much evidence a packet may hold: it is put together in the clock's memory, which takes that more than twice."""

from flask import current_app

from onboarding.config import Config
from onboarding.models.packet import Files, Packet

MB = 2**20
DIVIDE = "Change its definition: a file for each person, fewer people or less evidence."
LESS = "Change its definition to have less evidence, or ask who runs this product to allow more."


def too_large(packet: Packet) -> str | None:
    """Why it cannot be issued, and what to do; None of one that is small enough, or was never measured."""
    config: Config = current_app.extensions["config"]
    row = packet.tallied
    if row is None or row.evidence is None or row.evidence <= config.packet_mb * MB:
        return None
    each = packet.definition.files is Files.EACH
    what, do = ("evidence of one person", LESS) if each else ("evidence", DIVIDE)
    return f"Its {what} takes {-(-row.evidence // MB)} MB. One file holds {config.packet_mb} MB at most. {do}"
