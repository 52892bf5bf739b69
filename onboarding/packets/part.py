"""A part of a packet beside its pages: a file that is attached to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One attachment. `relationship`: what it is to the pages, as PDF/A-3 calls it ("Data", "Source")."""

    name: str
    title: str
    media_type: str
    content: bytes
    relationship: str
