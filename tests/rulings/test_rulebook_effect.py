"""Another rulebook is tried on everybody before it is used, and changes nothing."""

from pathlib import Path

from flask import Flask

from onboarding.rules.rulebook_file import SHIPPED
from tests.make import make_claim, make_cohe, make_person
from tests.operation.test_commands import did, run


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text()
    assert old in text
    path = tmp_path / "rulebook.toml"
    path.write_text(text.replace(old, new, 1))
    return path


def test_whose_answers_another_rulebook_changes_is_listed(app: Flask, tmp_path: Path) -> None:
    valley, harbor = make_cohe(), make_cohe("harbor")
    ana, bo = make_person(valley, "Ana"), make_person(harbor, "Bo")
    for person in (ana, bo):
        make_claim(person)
    make_person(valley, "Nothing claimed")
    longer = edited(
        tmp_path,
        "values = [{ since = 2026-11-22, value = 3,",
        "values = [{ since = 2026-11-22, value = 33,",
    )
    said = did(app, "rulebook", "effect", str(longer))
    # The degree is only claimed, and 7 years are reached without it: what changes is by which path alone, so nothing.
    assert "0 answers would change" in said
    text = longer.read_text().replace("value = 7,", "value = 77,", 1)
    longer.write_text(text)
    said = did(app, "rulebook", "effect", str(longer))
    for slug, person in (("valley", ana), ("harbor", bo)):
        assert f"{slug}\t{person.id}\t{person.name}\tscreening, as stated\tneeds_review\tnot_qualified" in said
    assert "4 answers would change" in said
    assert did(app, "rulebook", "effect", str(SHIPPED)).strip().startswith("0 answers")


def test_a_rulebook_with_a_fault_is_refused_by_its_place(app: Flask, tmp_path: Path) -> None:
    done = run(app, "rulebook", "effect", str(edited(tmp_path, "value = 3,", 'value = "three",')))
    assert done.exit_code == 1
    assert "years_with_degree" in done.output
