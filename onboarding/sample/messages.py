"""Who is invited, and with it messages in every state: sent, given up, withdrawn, waiting."""

from typing import Any, NamedTuple

from onboarding.queries import members as found, messages, organisations as places
from onboarding.roles import Role
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.services import invitations, outbox, sending
from onboarding.services.change import Actor

NO_SUCH_BOX = "550 5.1.1 no such mailbox here"


class Invited(NamedTuple):
    """An invitation, and what becomes of its message. Those that wait come last, since senders take the oldest."""

    at: Sample
    by: str
    name: str
    email: str
    role: Role
    becomes: messages.State


ALL = (
    Invited(CEDAR, "Alma Archer", "Nora Newcomer", "nora@sample.example", Role.HR, messages.State.SENT),
    Invited(CEDAR, "Alma Archer", "Nell Newsome", "nell@sampel.example", Role.SCREENER, messages.State.GIVEN_UP),
    Invited(HARBOR, "Ida Ibsen", "Nina Newell", "nina@sample.example", Role.HR, messages.State.WITHDRAWN),
    Invited(HARBOR, "Ida Ibsen", "Nils Newman", "nils@sample.example", Role.SCREENER, messages.State.WAITING),
    Invited(CEDAR, "Alma Archer", "Noah Newby", "noah@sample.example", Role.AUDITOR, messages.State.WAITING),
)


def load() -> None:
    """Invite, unless somebody was invited already."""
    cohes = {slug: places.by_slug(slug) for slug in (CEDAR.slug, HARBOR.slug)}
    if any(cohe is None or messages.listed(cohe.id, None, 1).total for cohe in cohes.values()):
        return
    for each in ALL:
        actor = Actor(account_of(each.by).id, "sample")
        at: Any = cohes[each.at.slug]
        invitations.invite(actor, at, each.email, each.name, each.role)
        _becomes(actor, at, each.becomes)


def _becomes(actor: Actor, at: Any, state: messages.State) -> None:
    if state is messages.State.WITHDRAWN:
        invitations.withdraw(actor, at, found.invitations(at.id)[0].id)
        outbox.withdraw(actor, at, messages.listed(at.id, None, 1).rows[0].id)
    elif state is not messages.State.WAITING and (claimed := sending.claim()):
        if state is messages.State.SENT:
            sending.sent(claimed)
        else:
            sending.failed(claimed, NO_SUCH_BOX, for_good=True)
