"""Tampering in the database itself, by its owner: seen in the next export, and nothing is signed over it."""

import random

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.formats.trail_lines import Tampering
from onboarding.formats.trail_verify import verify
from onboarding.models.organisation import Organisation
from onboarding.models.trail import Chain, Checkpoint
from onboarding.queries.trail import as_kept, chain_of
from onboarding.services import checkpoints
from onboarding.services.checkpoints import BrokenTrailError
from tests.make import make_cohe, make_person
from tests.trail.history import as_owner, config, exported, history
from tests.trail.stored import IN_THE_DATABASE, Place, undone

PLACES = 2


def test_what_an_owner_does_in_the_database_shows_in_the_next_export(cohe: Organisation) -> None:
    other, chance = history("harbor", changes=4), random.Random(1)
    for tamper in IN_THE_DATABASE.values():
        for _ in range(PLACES):
            statements, said = tamper(Place(cohe, other, chance))
            with undone():
                as_owner(*statements)
                with pytest.raises(Tampering, match=said):
                    verify(exported(cohe))
    verify(exported(cohe))


def test_4_a_tail_cut_off_with_all_that_speaks_of_it_is_missed_by_who_kept_a_checkpoint(
    cohe: Organisation,
) -> None:
    chain = chain_of(cohe.id)
    kept = as_kept("valley", checkpoints.sign(config(), chain.id))
    last = f"chain_id = {chain.id} AND number > 9"
    as_owner(
        f"DELETE FROM trail_detail WHERE entry_id IN (SELECT id FROM trail_entry WHERE {last})",
        f"DELETE FROM trail_entry WHERE {last}",
        f"DELETE FROM trail_checkpoint WHERE {last}",
        f"UPDATE trail_chain SET number = 9, head = (SELECT hash FROM trail_entry WHERE chain_id = {chain.id} "
        f"AND number = 9) WHERE id = {chain.id}",
    )
    verify(exported(cohe))
    with pytest.raises(Tampering, match="ends at entry 9"):
        verify(exported(cohe), [kept])


def test_nothing_is_signed_over_a_trail_that_does_not_fit(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    broken, whole = make_cohe("valley"), make_cohe("harbor")
    for cohe in (broken, whole):
        make_person(cohe)
    as_owner(f"UPDATE trail_entry SET actor = 'user:9' WHERE chain_id = {chain_of(broken.id).id} AND number = 2")
    with pytest.raises(BrokenTrailError, match="The trail of valley was changed where it is stored: entry 2: was"):
        checkpoints.make_due(config())
    assert "entry 2" in caplog.text
    signed = db.session.query(Chain.name).join(Checkpoint, Checkpoint.chain_id == Chain.id).all()
    assert [name for (name,) in signed] == ["harbor"]


def test_a_head_that_is_not_the_last_entrys_is_not_signed(cohe: Organisation) -> None:
    chain_id = chain_of(cohe.id).id
    as_owner(f"UPDATE trail_chain SET number = number + 1 WHERE id = {chain_id}")
    with pytest.raises(BrokenTrailError, match="should end at entry"):
        checkpoints.sign(config(), chain_id)
