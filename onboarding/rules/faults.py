"""What is wrong with something that was given: where, and what. A value, which a page or a command puts into words."""

from typing import NamedTuple


class Fault(NamedTuple):
    """`path` is the place: a key, a path in a document, the name of a track. `says` is a clause, without the place."""

    path: str
    says: str

    def __str__(self) -> str:
        """The fault as one line of a message: its place, and what is wrong there."""
        return f"{self.path}: {self.says}"
