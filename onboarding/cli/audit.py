"""`flask audit`: the trail given away, verified, compared with the records, and its checkpoints."""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from onboarding import clock, keys
from onboarding.cli.noun import guarded, operator
from onboarding.config import Config
from onboarding.formats.trail_verify import Tampering, read_checkpoint, verify as verified
from onboarding.queries import trail, trail_compare
from onboarding.services import checkpoints, trail_export
from onboarding.services.change import INSTALLATION

audit = AppGroup("audit", help="Export, verify and compare the trail.")
CHAIN = f"the organisation's place in addresses, or {INSTALLATION}"


@audit.command("export")
@click.argument("chain")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; never one that exists.")
@with_appcontext
@guarded
def export(chain: str, output: Path | None) -> None:
    """Give away the whole trail of CHAIN, as JSON Lines that `audit verify` reads."""
    found = _chain(chain)
    if output and output.exists():
        raise click.ClickException(f"{output} exists already. Name another file: an export never replaces one.")
    lines = trail_export.export(operator(), _config(), found)
    if output is None:
        for line in lines:
            sys.stdout.buffer.write(line)
        return
    with output.open("xb") as file:
        file.writelines(lines)
    click.echo(f"Written to {output}.", err=True)


@audit.command("verify", with_appcontext=False)
@click.argument("export", type=click.File("rb"))
@click.option("--checkpoint", "kept", type=click.File("rb"), multiple=True, help="A checkpoint kept elsewhere.")
@click.option("--key", "pinned", multiple=True, help="The fingerprint of a key that you trust.")
def verify(export: BinaryIO, kept: tuple[BinaryIO, ...], pinned: tuple[str, ...]) -> None:
    """Tell whether EXPORT is whole and unchanged. Needs nothing but the file: no database, no keys."""
    try:
        checkpoints_kept = [read_checkpoint(file.read()) for file in kept]
        found = verified(export, checkpoints_kept, pinned)
    except Tampering as error:
        click.echo(f"NOT VERIFIED. {error}", err=True)
        raise SystemExit(1) from error
    click.echo(
        f"Verified: {found.entries} entries of {found.chain} ({found.erased} with erased details) and "
        f"{found.checkpoints} checkpoints, up to {found.head}."
    )
    click.echo(f"Signed with: {', '.join(found.keys)}.")
    if not pinned:
        click.echo("Compare the fingerprint with the one you were given, or name it with --key.")
    if not kept:
        click.echo("Without a checkpoint kept elsewhere, entries missing at the end cannot be seen.")


@audit.command("checkpoint")
@click.argument("chain")
@with_appcontext
@guarded
def checkpoint(chain: str) -> None:
    """Sign and print how far CHAIN has come: one line, for somebody outside to keep."""
    found = _chain(chain)
    signed = checkpoints.sign(_config(), found.id)
    kept = {key: getattr(signed, key) for key in checkpoints.KEPT}
    line = {"type": "checkpoint", "chain": chain, **kept}
    click.echo(json.dumps(line, sort_keys=True, separators=(",", ":")))


@audit.command("compare")
@with_appcontext
@guarded
def compare() -> None:
    """Verify every chain as stored, and that each record stands as the trail last said."""
    faults = []
    for chain, _ in trail.chains():
        try:
            verified(trail_export.lines(_config(), chain))
        except Tampering as error:
            faults.append(f"{chain.name}: {error}")
    faults += trail_compare.differences()
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo("Every chain verifies, and every record stands as the trail last said.")


@audit.command("rotate-key")
@with_appcontext
@guarded
def rotate_key() -> None:
    """Retire the key that signs checkpoints, and make another. What it signed still verifies."""
    for chain, _ in trail.chains():
        if chain.number:
            checkpoints.sign(_config(), chain.id)
    made = keys.rotate_signing(_config().instance, clock.in_utc(clock.now()))
    click.echo(f"Checkpoints are signed with {made.fingerprint} from now on. Tell those who keep checkpoints.")


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config


def _chain(name: str) -> Any:
    for chain, _ in trail.chains():
        if chain.name == name:
            return chain
    raise click.ClickException(f"There is no trail of {name!r}. Give {CHAIN}.")
