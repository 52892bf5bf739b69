"""The tables of workers are those of the library that is installed: a later version's are ours to bring."""

from importlib.resources import files

from onboarding.config import ROOT


def test_what_the_migration_makes_is_what_the_installed_library_works_with() -> None:
    ours = (ROOT / "migrations" / "procrastinate.sql").read_text("utf-8")
    theirs = (files("procrastinate") / "sql" / "schema.sql").read_text("utf-8")
    assert ours.endswith(theirs), "another version of Procrastinate has other tables: write a migration from its own"
