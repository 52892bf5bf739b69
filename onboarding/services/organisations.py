"""Organisations and the assignment of contract managers: done at the machine, by commands."""

import re

from sqlalchemy import Select, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail import BEGINNING
from onboarding.models.account import User
from onboarding.models.organisation import Assignment, Organisation
from onboarding.models.trail import Chain
from onboarding.queries import members
from onboarding.roles import OrganisationKind
from onboarding.services.change import INSTALLATION, Actor, change

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")


def add_organisation(actor: Actor, kind: OrganisationKind, slug: str, name: str) -> Organisation:
    """Add an organisation with the beginning of its chain. Raises OnboardingError for a slug or name that is taken."""
    name = " ".join(name.split())
    if not SLUG.fullmatch(slug) or slug == INSTALLATION:
        raise OnboardingError(
            f"{slug!r} cannot be an organization's place in addresses. Use 3 to 40 small letters, digits and hyphens, "
            "beginning with a letter.",
            "slug",
        )
    if not name:
        raise OnboardingError("An organization needs a name.", "name")
    with change(actor) as under_way:
        taken = select(Organisation).where((Organisation.slug == slug) | (Organisation.name == name))
        if db.session.scalar(taken):
            raise OnboardingError(f"There is an organization called {name!r} or at {slug!r} already.", "slug")
        organisation = Organisation(kind=kind, slug=slug, name=name, created_at=clock.now())
        db.session.add(organisation)
        db.session.flush()
        db.session.add(Chain(organisation_id=organisation.id, name=slug, number=0, head=BEGINNING))
        under_way.record(organisation.id, Action.ORGANISATION_ADDED, organisation, kind=kind.value)
    return organisation


def assign(actor: Actor, contract_manager: User, cohe: Organisation) -> Assignment:
    """Have a contract manager answer for a COHE from now on. Raises OnboardingError where that makes no sense."""
    if cohe.kind is not OrganisationKind.COHE:
        raise OnboardingError(f"{cohe.name} is not a COHE. Contract managers are assigned to COHEs.")
    with change(actor) as under_way:
        if not members.is_contract_manager(contract_manager.id):
            raise OnboardingError(
                f"{contract_manager.email} is not a contract manager at L&I: invite them as one first."
            )
        if db.session.scalar(_open_assignment(contract_manager, cohe)):
            raise OnboardingError(f"{contract_manager.email} is assigned to {cohe.name} already.")
        assignment = Assignment(organisation_id=cohe.id, user_id=contract_manager.id, since_at=clock.now())
        db.session.add(assignment)
        db.session.flush()
        under_way.record(cohe.id, Action.ASSIGNMENT_STARTED, assignment, user=contract_manager.id)
    return assignment


def end_assignment(actor: Actor, contract_manager: User, cohe: Organisation) -> Assignment:
    """End an assignment: the contract manager's next request finds nothing there. OnboardingError if there is none."""
    with change(actor) as under_way:
        assignment = db.session.scalar(_open_assignment(contract_manager, cohe))
        if assignment is None:
            raise OnboardingError(f"{contract_manager.email} is not assigned to {cohe.name}.")
        assignment.ended_at = clock.now()
        under_way.record(cohe.id, Action.ASSIGNMENT_ENDED, assignment, user=contract_manager.id)
    return assignment


def _open_assignment(user: User, cohe: Organisation) -> Select[Assignment]:
    return select(Assignment).where(
        Assignment.user_id == user.id, Assignment.organisation_id == cohe.id, Assignment.ended_at.is_(None)
    )
