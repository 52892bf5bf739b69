"""`flask contract-managers`: whose contract manager at L&I is whose."""

import click

from onboarding.cli.noun import Noun, account, operator, organisation
from onboarding.services import organisations as changes

contract_managers = Noun("contract-managers", help="Assign L&I's contract managers to COHEs.")


@contract_managers.command("assign")
@click.argument("email")
@click.argument("cohe")
def assign(email: str, cohe: str) -> None:
    """Let a contract manager of L&I see a COHE's records."""
    to, user = organisation(cohe), account(email)
    changes.assign(operator(), user, to)
    click.echo(f"{user.name} is assigned to {to.name}.")


@contract_managers.command("end")
@click.argument("email")
@click.argument("cohe")
def end(email: str, cohe: str) -> None:
    """End an assignment. The contract manager no longer sees the COHE."""
    to, user = organisation(cohe), account(email)
    changes.end_assignment(operator(), user, to)
    click.echo(f"{user.name} is no longer assigned to {to.name}.")
