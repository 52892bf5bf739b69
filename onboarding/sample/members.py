"""Who signs in: every role at each COHE, contract managers of L&I, and those whose time there is over."""

from typing import Any, NamedTuple

from onboarding.queries import accounts as known, members as found, organisations as places
from onboarding.roles import Role
from onboarding.sample.organisations import CEDAR, HARBOR, LNI, Sample
from onboarding.services import accounts, members, organisations
from onboarding.services.change import SYSTEM, Actor, change


class Member(NamedTuple):
    """A user with a role; `ended`: no longer, `disabled`: the account is; `given_by`: who gave it, so
    that it waits for a second person.
    """

    name: str
    at: Sample
    role: Role
    ended: bool = False
    disabled: bool = False
    given_by: str | None = None

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.name.casefold().replace(' ', '.')}@sample.example"


ALL = (
    Member("Alma Archer", CEDAR, Role.ADMINISTRATOR),
    Member("Max Moreno", CEDAR, Role.MANAGER),
    Member("Hedda Hale", CEDAR, Role.HR),
    Member("Selma Stone", CEDAR, Role.SCREENER),
    Member("Hugo Harper", CEDAR, Role.HSC),
    Member("Arno Abel", CEDAR, Role.AUDITOR),
    Member("Hedda Hale", CEDAR, Role.ADMINISTRATOR, given_by="Alma Archer"),
    Member("Ida Ibsen", HARBOR, Role.ADMINISTRATOR),
    Member("Mona Marsh", HARBOR, Role.MANAGER),
    Member("Rosa Reed", HARBOR, Role.HR),
    Member("Sven Sato", HARBOR, Role.SCREENER),
    Member("Heidi Holm", HARBOR, Role.HSC),
    Member("Ada Amato", HARBOR, Role.AUDITOR),
    Member("Dora Double", CEDAR, Role.HR),  # two roles in two organisations
    Member("Dora Double", HARBOR, Role.MANAGER),
    Member("Peter Past", CEDAR, Role.MANAGER, ended=True),
    Member("Wanda Wander", CEDAR, Role.SCREENER, ended=True),  # moved from the one COHE to the other
    Member("Wanda Wander", HARBOR, Role.SCREENER),
    Member("Lou Locked", HARBOR, Role.HR, disabled=True),
    Member("Cora Castle", LNI, Role.CONTRACT_MANAGER),
    Member("Clay Corbin", LNI, Role.CONTRACT_MANAGER),
    Member("Lena Lind", LNI, Role.ADMINISTRATOR),
    Member("Odin Olsen", LNI, Role.AUDITOR),
)
ASSIGNED = {"Cora Castle": (CEDAR,), "Clay Corbin": (CEDAR, HARBOR)}


def load() -> None:
    """Add the accounts and roles that were never given."""
    for each in ALL:
        at, user = places.by_slug(each.at.slug), _account(each)
        if at is None or found.ever_held(at.id, user.id, each.role):
            continue
        by = Actor(account_of(each.given_by).id, each.given_by) if each.given_by else SYSTEM
        membership = members.give_role(by, at, user, each.role)
        if each.ended:
            members.end_membership(SYSTEM, at, membership.id)
        if each.disabled:
            accounts.disable(SYSTEM, user)
        for cohe in ASSIGNED.get(each.name, ()):
            _assign(user, cohe)


def account_of(name: str) -> Any:
    """The account of a member of the sample world."""
    return _account(next(each for each in ALL if each.name == name))


def _account(member: Member) -> Any:
    user = known.by_email(member.email)
    if user is None:
        with change(SYSTEM) as under_way:
            user = accounts.start_account(under_way, member.email, member.name, sample=True)
    return user


def _assign(user: Any, cohe: Sample) -> None:
    to = places.by_slug(cohe.slug)
    if to is not None and to not in places.assigned(user.id):
        organisations.assign(SYSTEM, user, to)
