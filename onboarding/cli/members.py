"""`flask members` and `flask administrators`: inviting people and ending roles."""

import click

from onboarding.cli.noun import Noun, account, operator, organisation
from onboarding.errors import OnboardingError
from onboarding.queries import members as found
from onboarding.roles import IN_WORDS, Role
from onboarding.services import invitations, members as changes

ROLE = click.Choice([each.value for each in Role])

members = Noun("members", help="Invite people to a role in an organization, and end roles.")
administrators = Noun("administrators", help="Invite administrators, also the first of an organization.")


@administrators.command("add")
@click.argument("slug", metavar="ORGANIZATION")
@click.argument("email")
@click.argument("name")
def add_administrator(slug: str, email: str, name: str) -> None:
    """Invite somebody as administrator and print the link once. Whoever has it can accept: hand it over safely."""
    _invite(slug, email, name, Role.ADMINISTRATOR)


@members.command("invite")
@click.argument("slug", metavar="ORGANIZATION")
@click.argument("email")
@click.argument("name")
@click.argument("role", type=ROLE)
def invite(slug: str, email: str, name: str, role: str) -> None:
    """Invite somebody to a role and print the link once. The invitation is sent by mail as well."""
    _invite(slug, email, name, Role(role))


@members.command("confirm")
@click.argument("slug", metavar="ORGANIZATION")
@click.argument("email")
@click.argument("role", type=ROLE)
def confirm(slug: str, email: str, role: str) -> None:
    """Confirm a role that an administrator gave, if there is no second administrator."""
    at, user = organisation(slug), account(email)
    membership = found.held(at.id, user.id, Role(role))
    if membership is None or not membership.waits:
        raise OnboardingError(f"No role {IN_WORDS[role]} of {email} at {at.name} is waiting to be confirmed.")
    changes.confirm(operator(), at, membership.id)
    click.echo(f"{user.name} is {IN_WORDS[role]} at {at.name} now.")


@members.command("end")
@click.argument("slug", metavar="ORGANIZATION")
@click.argument("email")
@click.argument("role", type=ROLE)
def end(slug: str, email: str, role: str) -> None:
    """End one role of one member. What they did stays recorded."""
    at, user = organisation(slug), account(email)
    membership = found.held(at.id, user.id, Role(role))
    if membership is None:
        raise OnboardingError(f"{email} does not have the role {IN_WORDS[role]} at {at.name}.")
    changes.end_membership(operator(), at, membership.id)
    click.echo(f"{user.name} is no longer {IN_WORDS[role]} at {at.name}.")


def _invite(slug: str, email: str, name: str, role: Role) -> None:
    at = organisation(slug)
    link = invitations.invite(operator(), at, email, name, role)
    click.echo(f"Invited {name} <{email}> as {IN_WORDS[role]} of {at.name}. The link is shown only once:\n{link}")
