"""What goes into a packet beside its pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A file that a packet carries inside.

    `name`: of the file, once in a packet; `title`: in words; `relationship`: of PDF/A-3, `Data` for what the pages say
    as data, `Source` for an exhibit.
    """

    name: str
    title: str
    media_type: str
    content: bytes
    relationship: str
