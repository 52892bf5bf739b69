"""What is shown and handed out is covered by the trail or by a seal: each tampering is found, and served to nobody."""

import random
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.documents.form import as_json, from_json
from onboarding.extensions import db
from onboarding.models.form import BlankForm
from onboarding.models.organisation import Organisation
from onboarding.models.records import row_values
from onboarding.queries import trail_compare
from onboarding.roles import Role
from onboarding.services import organisations, sealed_copies
from onboarding.services.change import SYSTEM
from onboarding.services.trail_details import erase_subject
from tests.make import make_lni, make_member, sign_in
from tests.stored import on_sqlite
from tests.trail.campaign import given, said_of
from tests.trail.history import as_owner, seal
from tests.trail.served import TAMPERING, Served, meanwhile, served

SAYS = "This file cannot be opened"
INSIDE_ONLY = {"original", "redact", "text's original", "form"}
ONE_OF_EACH = [
    "a redacted page is the original's",
    "the redacted copy is the item's",
    "a redaction deleted",
    "a redaction deleted with what its entry said",
    "two pages swapped",
    "the copy is the original",
    "the text is the original",
    "what its entry said taken away",
    "a paper's copy is another's",
    "a form's copy is another's",
    "a letter is another's",
    "a determination rests on another's",
]


@pytest.fixture
def world(made_once) -> Served:  # type: ignore[no-untyped-def]
    return Served(*made_once(served))


def test_nothing_differs_where_nothing_was_tampered_with(app: Flask, world: Served) -> None:
    assert [*trail_compare.differences(), *sealed_copies.faults()] == []
    for hand_out in world.calls.values():
        hand_out()
    done = app.test_cli_runner().invoke(args=["audit", "compare"])
    assert (done.exit_code, "every record stands" in done.stdout) == (0, True)


def test_each_tampering_is_found_and_refused(app: Flask, world: Served) -> None:
    chance = random.Random(1)
    for kind, tamper in TAMPERING.items():
        done = tamper(world, chance)
        with meanwhile(*done.statements):
            assert done.of_the_trail or re.search(done.said, "\n".join(said_of(world.cohe))), kind
            kept_back = world.calls.keys() & set(done.kept_back)
            assert not [what for what in kept_back if given(world.calls[what])], kind
    assert list(trail_compare.differences()) == []


@on_sqlite
def test_all_of_it_is_handed_out_and_to_whoever_is_outside_only_the_redacted_copy(app: Flask, world: Served) -> None:
    inside, outside = clients(app, world)
    given = {what: (inside.get(at), outside.get(at)) for what, at in world.addresses.items()}
    assert {within.status_code for within, _ in given.values()} == {200}
    assert {what for what, (_, without) in given.items() if without.status_code == 403} == INSIDE_ONLY
    for what, black in (("pages", "redacted pages"), ("copy", "redacted")):
        assert given[what][1].data == given[black][0].data != given[what][0].data


@on_sqlite
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_audit_compare_names_it_and_it_is_served_to_nobody(
    app: Flask, world: Served, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    done, (inside, outside) = TAMPERING[kind](world, random.Random(1)), clients(app, world)
    as_owner(*done.statements)
    compared = app.test_cli_runner().invoke(args=["audit", "compare"])
    assert compared.exit_code == 1
    assert re.search(done.said, compared.stderr)
    for what in done.kept_back:
        assert refused(inside, world.addresses[what]), what
    of_redacted = {"item", "pages", "copy"} if "redacted" in done.kept_back else set()
    for what in {*done.kept_back, *of_redacted} - INSIDE_ONLY:
        assert refused(outside, world.addresses[what]), what
    assert "nothing is handed out of" in caplog.text


def test_what_was_erased_from_the_trail_by_its_product_is_still_served(app: Flask, world: Served) -> None:
    erase_subject(SYSTEM, world.cohe, f"evidence_item:{world.item}", "asked for")
    world.calls["copy"]()


def test_a_form_that_was_sealed_before_its_lists_were_read_again_stands(app: Flask, world: Served) -> None:
    form = db.session.get_one(BlankForm, world.forms[0])
    seal(form, {**row_values(form), "fields": str(as_json(from_json(form.fields)))})
    assert list(trail_compare.differences()) == []


def clients(app: Flask, world: Served) -> tuple[FlaskClient, FlaskClient]:
    """A manager's browser, and that of the contract manager at L&I."""
    cohe = db.session.get_one(Organisation, world.cohe)
    inside, outside = make_member(cohe, Role.MANAGER), make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, outside, cohe)
    return sign_in(app.test_client(), inside), sign_in(app.test_client(), outside)


def refused(client: FlaskClient, at: str) -> bool:
    """Whether nothing comes but the page that says so, or the way back to one."""
    answer = client.get(at)
    if answer.status_code == 302:
        return "is not what was recorded" in client.get(answer.headers["Location"]).get_data(as_text=True)
    return answer.status_code == 409 and SAYS in answer.get_data(as_text=True)
