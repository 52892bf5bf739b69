"""`flask audit`: what each command prints, refuses and ends with."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from onboarding import keys
from onboarding.extensions import db, writing
from onboarding.models.organisation import Organisation
from onboarding.queries.trail import chain_of
from tests.house.source import ROOT
from tests.make import make_cohe, make_person
from tests.trail.history import as_owner, config
from tests.warm_python import python


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["audit", *map(str, arguments)])


@pytest.fixture
def export(app: Flask, cohe: Organisation, tmp_path: Path) -> Path:
    path = tmp_path / "valley.jsonl"
    assert run(app, "export", "valley", "--output", path).exit_code == 0
    return path


def test_an_export_verifies_with_what_was_kept(app: Flask, cohe: Organisation, export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(run(app, "checkpoint", "valley").stdout, encoding="ascii")
    key = json.loads(kept.read_text(encoding="ascii"))["key"]
    done = run(app, "verify", export, "--checkpoint", kept, "--key", key)
    assert done.exit_code == 0, done.output
    assert f"Verified: {chain_of(cohe.id).number} entries of valley" in done.stdout
    make_person(cohe)
    with kept.open("a", encoding="ascii") as file:
        file.write(run(app, "checkpoint", "valley").stdout)
    done = run(app, "verify", export, "--checkpoint", kept)
    assert done.exit_code == 1
    assert "entries were cut off, or an earlier state was restored" in done.stderr


def test_verifying_needs_no_keys_and_no_database(export: Path, tmp_path: Path) -> None:
    nowhere = {"ONBOARDING_INSTANCE": str(tmp_path / "nowhere"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [*python(), "-m", "flask", "--app", "app", "audit", "verify", export],
        cwd=ROOT,
        env=nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 2), (b"hello\n", 2), (b'{"type":"checkpoint"}\n', 2), (None, 2)],
    ids=["empty", "no JSON", "no header", "no file"],
)
def test_what_is_no_export_ends_with_2(app: Flask, tmp_path: Path, content: bytes | None, status: int) -> None:
    path = tmp_path / "x"
    if content is not None:
        path.write_bytes(content)
    assert run(app, "verify", path).exit_code == status


def test_a_checkpoint_that_is_none_ends_with_2_and_a_changed_export_with_1(
    app: Flask, export: Path, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("not a checkpoint\n", encoding="ascii")
    assert run(app, "verify", export, "--checkpoint", tmp_path / "kept").exit_code == 2
    export.write_bytes(export.read_bytes().replace(b'"actor":"system"', b'"actor":"user:1"', 3))
    done = run(app, "verify", export)
    assert (done.exit_code, done.stderr) == (
        1,
        "NOT VERIFIED. entry 1: was changed, or belongs to another chain: its hash does not fit\n",
    )


def test_an_export_replaces_no_file_is_its_owners_alone_and_writes_its_own_entry(app: Flask, export: Path) -> None:
    before = export.read_bytes()
    last = json.loads(before.splitlines()[-2])
    assert (last["action"], last["actor"]) == ("trail.exported", "command")
    assert export.stat().st_mode & 0o077 == 0
    done = run(app, "export", "valley", "--output", export)
    assert (done.exit_code, export.read_bytes()) == (1, before)
    assert "never replaces" in done.stderr
    assert chain_of(db.session.query(Organisation.id).scalar()).number == last["number"]  # nothing was given away


def test_a_half_written_export_is_not_left(app: Flask, cohe: Organisation, tmp_path: Path) -> None:
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE trail_checkpoint RENAME TO gone"))
    assert run(app, "export", "valley", "--output", tmp_path / "half").exit_code == 1
    assert not (tmp_path / "half").exists()


def test_compare_names_what_was_changed_behind_the_products_back(app: Flask, cohe: Organisation) -> None:
    make_cohe("harbor")
    assert "Every chain verifies" in run(app, "compare").stdout
    as_owner("UPDATE person SET name = 'Somebody Else' WHERE id = 3")
    for arguments, said in {(): "person:3: stands otherwise", ("valley",): "person:3: stands otherwise"}.items():
        done = run(app, "compare", *arguments)
        assert (done.exit_code, said in done.stderr) == (1, True)
    assert run(app, "compare", "harbor").exit_code == 0
    as_owner("UPDATE trail_entry SET actor = 'x' WHERE number = 5")
    assert "valley: entry 5: was changed" in run(app, "compare").stderr


def test_a_chain_that_does_not_fit_is_not_signed(app: Flask, cohe: Organisation) -> None:
    as_owner(f"UPDATE trail_chain SET head = '{'0' * 64}' WHERE id = {chain_of(cohe.id).id}")
    done = run(app, "checkpoint", "valley")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: The trail of valley was changed where it is stored")


def test_a_new_key_is_told(app: Flask, cohe: Organisation) -> None:
    said = run(app, "rotate-key").stdout
    assert keys.public_keys(config().instance)[0].fingerprint in said


def test_there_is_no_trail_of_nobody(app: Flask) -> None:
    for command in ("export", "checkpoint", "compare"):
        done = run(app, command, "nobody")
        assert (done.exit_code, "There is no audit trail of 'nobody'" in done.stderr) == (1, True)
