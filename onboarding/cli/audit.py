"""`flask audit`: the trail given away, verified, compared with the records, and its checkpoints."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from onboarding.cli.noun import guarded, operator
from onboarding.config import Config
from onboarding.formats.trail_lines import NoExport, Tampering, lines_of
from onboarding.formats.trail_verify import read_checkpoints, verify as verified
from onboarding.queries import trail, trail_compare
from onboarding.services import acknowledgements, checkpoints, sealed_copies, slots, trail_export
from onboarding.services.change import INSTALLATION
from onboarding.services.checkpoints import UnsignedError

audit = AppGroup("audit", help="Export, verify and compare the audit trail.")
CHAIN = f"the organization's place in addresses, or {INSTALLATION}"
NOT_VERIFIED, UNUSABLE = 1, 2


@audit.command("export")
@click.argument("chain")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; never one that exists.")
@with_appcontext
@guarded
def export(chain: str, output: Path | None) -> None:
    """Export the whole audit trail of CHAIN, as JSON Lines that `audit verify` reads."""
    found = _chain(chain)
    if output is None:
        for line in trail_export.export(operator(), _config(), found):
            sys.stdout.buffer.write(line)
        return
    with _new_file(output) as file:
        file.writelines(trail_export.export(operator(), _config(), found))
    click.echo(f"Written to {output}.", err=True)


@audit.command("verify", with_appcontext=False)
@click.argument("export", type=click.File("rb"))
@click.option("--checkpoint", "kept", type=click.File("rb"), multiple=True, help="Checkpoints kept elsewhere.")
@click.option("--key", "pinned", multiple=True, help="The fingerprint of a key that you trust.")
def verify(export: BinaryIO, kept: tuple[BinaryIO, ...], pinned: tuple[str, ...]) -> None:
    """Check that EXPORT is whole and unchanged. Needs only the file: no database, no keys.

    Exit status 1: it is not. 2: what was given is no export, or no checkpoint.
    """
    try:
        outside = [each for file in kept for each in read_checkpoints(lines_of(file))]
        found = verified(lines_of(export), outside, pinned)
    except NoExport as error:
        click.echo(f"This cannot be verified. {error}", err=True)
        raise SystemExit(UNUSABLE) from error
    except Tampering as error:
        click.echo(f"NOT VERIFIED. {error}", err=True)
        raise SystemExit(NOT_VERIFIED) from error
    click.echo(
        f"Verified: {found.entries} entries of {found.chain} ({found.erased} with erased details) and "
        f"{found.checkpoints} checkpoints, up to {found.head}."
    )
    click.echo(f"Signed with: {', '.join(found.keys)}.")
    for remark in found.remarks:
        click.echo(f"Look at: {remark}.")
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
    click.echo(_line(trail.as_kept(chain, checkpoints.sign(_config(), found.id))))


@audit.command("acknowledge")
@click.argument("chain")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.argument("reason")
@with_appcontext
@guarded
def acknowledge(chain: str, number: int, reason: str) -> None:
    """Explain in the audit trail why the checkpoint of entry NUMBER is dated before it: a clock was set back."""
    found = _chain(chain)
    signed = acknowledgements.acknowledge(operator(), _config(), found.id, number, reason)
    click.echo(f"Acknowledged in entry {signed.number} of {chain}, and signed.")


@audit.command("compare")
@click.argument("chain", required=False)
@with_appcontext
@guarded
def compare(chain: str | None) -> None:
    """Verify every chain (or CHAIN) as stored, that each record stands as the trail last said, and each sealed copy."""
    faults = []
    for each in [_chain(chain)] if chain else [each for each, _ in trail.chains()]:
        name = each.name
        try:
            verified(trail_export.lines(_config(), each))
        except (Tampering, UnsignedError) as error:
            faults.append(f"{name}: {error}")
    organisation_id = _chain(chain).organisation_id if chain else None
    faults += [*trail_compare.differences(organisation_id), *sealed_copies.faults(organisation_id)]
    if not chain:
        slots.ran(slots.COMPARISON, faults[0] if faults else None)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(NOT_VERIFIED)
    click.echo("Every chain verifies, and every record stands as the trail last said.")


@audit.command("rotate-key")
@with_appcontext
@guarded
def rotate_key() -> None:
    """Retire the key that signs checkpoints, and make another. What it signed still verifies."""
    made = checkpoints.rotate(operator(), _config())
    click.echo(f"Checkpoints are signed with {made.fingerprint} from now on. Tell those who keep checkpoints.")


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that was not there, its owner's alone; and is not there where it could not be written whole."""
    try:
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError as error:
        raise click.ClickException(
            f"{path} exists already. Name another file. An export never replaces one."
        ) from error
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config


def _chain(name: str) -> Any:
    for chain, _ in trail.chains():
        if chain.name == name:
            return chain
    raise click.ClickException(f"There is no audit trail of {name!r}. Give {CHAIN}.")


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
