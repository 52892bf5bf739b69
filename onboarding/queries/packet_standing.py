"""Whether a packet that somebody has is the one that counts: issued, superseded by a later one, or withdrawn."""

from enum import StrEnum


class Standing(StrEnum):
    """How a packet stands."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"  # no packet of this number and hash was issued here, as far as is recorded


def known(number: str, sha256: str) -> Standing:  # noqa: ARG001 - the packets' table is joined here
    """How the packet of this number stands, if its file has this hash."""
    return Standing.UNKNOWN
