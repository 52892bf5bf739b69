"""`flask evidence`: whether every file has its record and every record its file, and every copy is as today's."""

from pathlib import Path

import click

from onboarding import clock
from onboarding.cli.noun import Noun
from onboarding.errors import BusyError
from onboarding.services import reconciliation, reinspection, storing

evidence = Noun("evidence", help="Compare evidence files with their records, and copies with what would be made today.")
DISAGREE = 1
GO_ON = "Go on with: flask evidence reinspect --after {}"


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


@evidence.command("reinspect")
@click.option("--after", metavar="SUBJECT", help="Go on after the last one checked, such as evidence_item:12.")
@click.option("--most", type=click.IntRange(min=1), help="Stop after so many, and say how to go on.")
def reinspect(after: str | None, most: int | None) -> None:
    """Check every stored copy again, and name those that would be refused or come out differently today.

    One at a time, as uploads are; nothing is changed. Exit status 1: something is named.
    """
    looked, named, last = 0, 0, after
    try:
        for each in reinspection.looked_at(after):
            for says in each.says:
                click.echo(f"{each.subject}: {says}", err=True)
            looked, named, last = looked + 1, named + bool(each.says), each.subject
            if looked == most:
                click.echo(f"Stopped. {GO_ON.format(last)}")
                break
    except (BusyError, KeyboardInterrupt) as error:
        why = "Stopped." if isinstance(error, KeyboardInterrupt) else "Many other files are being checked just now."
        raise click.ClickException(f"{why} {GO_ON.format(last) if last else 'Give the command again.'}") from error
    click.echo(f"{looked} checked, {named} to be made again.")
    if named:
        raise SystemExit(DISAGREE)


@evidence.command("copy")
@click.argument("folder", type=click.Path(path_type=Path))
def copy(folder: Path) -> None:
    """Copy the evidence files of FOLDER into the store that is set, and compare every one. FOLDER stays as it is."""
    copied, compared = storing.copy_from(folder)
    click.echo(f"{copied} files copied. All {compared} are in the store as they are in {folder}.")
