"""`flask evidence`: whether every file has its record and every record its file."""

import click

from onboarding import clock
from onboarding.cli.noun import Noun
from onboarding.services import reconciliation

evidence = Noun("evidence", help="Compare evidence files with their records.")
DISAGREE = 1


@evidence.command("check")
@click.option("--remove", is_flag=True, help="Remove files that nothing records and that are a day old.")
def check(remove: bool) -> None:
    """Open every evidence file and compare it with its record. Exit status 1: something does not agree."""
    if remove:
        click.echo(f"{reconciliation.remove_orphans(clock.now())} files that nothing records were removed.")
    faults = list(reconciliation.faults())
    for fault in faults:
        click.echo(f"{fault.where} {fault.says}", err=True)
    click.echo(f"{len(faults)} faults." if faults else "Every file has its record, every record its file.")
    if faults:
        raise SystemExit(DISAGREE)
