"""The clock of the machine is wrong: nothing is signed before what it covers, and what was can be acknowledged."""

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask

from onboarding import clock, keys
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.formats.trail import acknowledgement_statement
from onboarding.formats.trail_lines import Tampering
from onboarding.formats.trail_verify import verify
from onboarding.models.organisation import Organisation
from onboarding.models.trail import Checkpoint
from onboarding.queries.trail import chain_of
from onboarding.services import acknowledgements, checkpoints
from onboarding.services.change import SYSTEM, change
from tests.make import make_cohe, make_person
from tests.stored import on_sqlite
from tests.trail.history import as_owner, config, exported

Shift = Callable[[timedelta], None]
WHY = "The clock was two hours behind after the power cut."


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> Shift:
    """Set the clock back or forth, from what it says truly."""
    true = clock.now

    def by(much: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: true() + much)

    return by


def sign(cohe: Organisation) -> Checkpoint:
    return checkpoints.sign(config(), chain_of(cohe.id).id)


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["audit", *map(str, arguments)])


@pytest.mark.parametrize(("back", "refused"), [(0, False), (4, False), (6, True), (180, True), (60 * 24 * 400, True)])
def test_what_is_dated_before_its_entry_is_not_signed(app: Flask, shift: Shift, back: int, refused: bool) -> None:
    cohe = make_cohe()
    shift(-timedelta(minutes=back))
    if refused:
        with pytest.raises(checkpoints.ClockSetBackError, match="Set the clock right"):
            sign(cohe)
        assert db.session.query(Checkpoint).count() == 0
        with pytest.raises(checkpoints.ClockSetBackError):
            exported(cohe)
        shift(timedelta())
    sign(cohe)
    verify(exported(cohe))


@on_sqlite
def test_the_clock_of_the_product_signs_the_other_chains_and_fails(app: Flask, shift: Shift) -> None:
    shift(timedelta(hours=2))
    make_cohe("ahead")
    shift(timedelta())
    harbor = make_cohe("harbor")
    with pytest.raises(checkpoints.ClockSetBackError, match="ahead"):
        checkpoints.make_due(config())
    assert db.session.query(Checkpoint).filter_by(chain_id=chain_of(harbor.id).id).count() == 1


@on_sqlite
def test_a_clock_that_was_ahead_is_mended_by_the_next_entry(app: Flask, shift: Shift) -> None:
    shift(timedelta(hours=2))
    cohe = make_cohe()
    shift(timedelta())
    with pytest.raises(checkpoints.ClockSetBackError):
        sign(cohe)
    make_person(cohe)
    sign(cohe)
    (remark,) = verify(exported(cohe)).remarks
    assert "a clock was set back" in remark


@on_sqlite
@pytest.mark.parametrize("before", ["a checkpoint", "a key"])
def test_no_key_is_retired_before_the_last_that_it_signed(app: Flask, shift: Shift, before: str) -> None:
    cohe = make_cohe()
    shift(timedelta(minutes=3))
    if before == "a key":
        checkpoints.rotate(SYSTEM, config())
    else:
        make_person(cohe)
        sign(cohe)
    shift(timedelta())
    was = keys.public_keys(config().instance)
    with pytest.raises(checkpoints.ClockSetBackError, match="no key is retired"):
        checkpoints.rotate(SYSTEM, config())
    assert keys.public_keys(config().instance) == was
    shift(timedelta(minutes=4))
    checkpoints.rotate(SYSTEM, config())
    verify(exported(cohe), pinned=[was[0].fingerprint])


def signed_too_early(cohe: Organisation, shift: Shift, back: timedelta = timedelta(hours=2)) -> int:
    """A checkpoint as it was signed before that was refused; the number of its entry."""
    chain, key = chain_of(cohe.id), keys.signing_key(config().instance)
    shift(-back)
    said = checkpoints.signature(key, chain.name, chain.number, chain.head)
    shift(timedelta())
    with writing():
        kept = {each: said[each] for each in checkpoints.KEPT}
        db.session.add(Checkpoint(chain_id=chain.id, made_at=clock.now(), **kept))
        db.session.commit()
    return chain.number


def test_one_that_was_signed_is_acknowledged_with_a_reason(app: Flask, shift: Shift) -> None:
    cohe = make_cohe()
    number = signed_too_early(cohe, shift)
    make_person(cohe)
    assert f"checkpoint of entry {number}: is dated" in run(app, "compare").stderr
    done = run(app, "acknowledge", "valley", number, WHY)
    assert (done.exit_code, done.stdout) == (0, f"Acknowledged in entry {number + 2} of valley, and signed.\n")
    verified = verify(exported(cohe))
    assert any(f"entry {number + 2} says why: {WHY}" in each for each in verified.remarks)
    assert run(app, "compare").exit_code == 0
    checkpoints.rotate(SYSTEM, config())
    verify(exported(cohe))


@on_sqlite
def test_each_is_acknowledged_by_itself(app: Flask, shift: Shift) -> None:
    cohe = make_cohe()
    numbers = []
    for _ in range(2):
        make_person(cohe)
        numbers.append(signed_too_early(cohe, shift))
    acknowledgements.acknowledge(SYSTEM, config(), chain_of(cohe.id).id, numbers[0], WHY)
    with pytest.raises(Tampering, match=f"checkpoint of entry {numbers[1]}:"):
        verify(exported(cohe))
    acknowledgements.acknowledge(SYSTEM, config(), chain_of(cohe.id).id, numbers[1], WHY)
    assert len(verify(exported(cohe)).remarks) == 2


@on_sqlite
def test_what_needs_no_word_or_has_one_is_refused(app: Flask, shift: Shift) -> None:
    cohe = make_cohe()
    chain = chain_of(cohe.id).id
    sign(cohe)
    make_person(cohe)
    early = signed_too_early(cohe, shift)
    for number, reason, says in (
        (1, WHY, "nothing is to be acknowledged"),
        (99, WHY, "has no checkpoint"),
        (early, "  ", "Give the reason"),
        (early, "x" * 501, "Give the reason"),
    ):
        with pytest.raises(OnboardingError, match=says):
            acknowledgements.acknowledge(SYSTEM, config(), chain, number, reason)
    acknowledgements.acknowledge(SYSTEM, config(), chain, early, WHY)
    with pytest.raises(OnboardingError, match="already"):
        acknowledgements.acknowledge(SYSTEM, config(), chain, early, WHY)


WRONG = {
    "the reason": {"reason": "No reason."},
    "the checkpoint": {"checkpoint": "another"},
    "the key": {"key": "nobody's"},
    "no signature": {"signature": ""},
    "another signature": {"signature": "A" * 86 + "=="},
    "a list for a reason": {"reason": []},
}


@on_sqlite
@pytest.mark.parametrize("what", [*WRONG, "a retired key", "nothing"])
def test_a_word_counts_only_as_it_was_signed_by_the_key_in_use(app: Flask, shift: Shift, what: str) -> None:
    """So whoever has the database and not the key can say nothing."""
    cohe = make_cohe()
    number = signed_too_early(cohe, shift)
    key = keys.signing_key(config().instance)
    if what == "a retired key":
        checkpoints.rotate(SYSTEM, config())
    checkpoint = db.session.query(Checkpoint).filter_by(number=number, chain_id=chain_of(cohe.id).id).one().signature
    facts = {
        "checkpoint": checkpoint,
        "reason": WHY,
        "key": keys.public_of(key).fingerprint,
        "signature": base64.b64encode(key.sign(acknowledgement_statement("valley", checkpoint, WHY))).decode(),
        **WRONG.get(what, {}),
    }
    with change(SYSTEM) as under_way:
        under_way.record(cohe.id, Action.CHECKPOINT_ACKNOWLEDGED, "chain:valley", **facts)
    if what == "nothing":
        verify(exported(cohe))
    else:
        with pytest.raises(Tampering, match=f"checkpoint of entry {number}: is dated"):
            verify(exported(cohe))


@on_sqlite
def test_an_entry_dated_on_no_day_of_the_calendar_is_told(app: Flask) -> None:
    cohe = make_cohe()
    as_owner("UPDATE trail_entry SET at = '9999-02-31T00:00:00.000000Z'")
    with pytest.raises(checkpoints.BrokenTrailError):
        sign(cohe)
