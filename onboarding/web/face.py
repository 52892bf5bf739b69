"""What the layout shows around every page: who is here, for which organisation, and where they may go.

Whoever knows the user sets `g.face` before the page is rendered; without it the visitor is anonymous. What stands
inside the page is no matter of this module.
"""

from typing import NamedTuple

from flask import Flask, g


class Link(NamedTuple):
    """An address and how it is called; `current` where the page at hand belongs to it."""

    label: str
    address: str
    current: bool = False


class User(NamedTuple):
    """The person who is signed in. `left`: the seconds until the visit ends if nothing more is asked for."""

    name: str
    id: int | None = None
    left: int | None = None


class Organisation(NamedTuple):
    """The organisation whose records are being worked with."""

    name: str
    slug: str


class Face(NamedTuple):
    """Everything that `templates/layout.html` needs to know. An address that is None is not offered."""

    user: User | None = None
    organisation: Organisation | None = None
    roles: tuple[str, ...] = ()  # in words: "HSC supervisor"
    navigation: tuple[Link, ...] = ()
    search_address: str | None = None  # takes ?q=, a person's name
    switch_address: str | None = None  # where to choose another organisation, for those who have several
    account_address: str | None = None
    sign_in_address: str | None = None
    sign_out_address: str | None = None  # takes a POST
    sample: bool = False  # the data are made up, and every page says so


ANONYMOUS = Face()


def face() -> Face:
    """The face of this request."""
    given: Face = g.get("face", ANONYMOUS)
    return given


def register(app: Flask) -> None:
    """Make `face` known to every template."""

    @app.context_processor
    def _face() -> dict[str, Face]:
        return {"face": face()}
