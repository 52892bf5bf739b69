"""The claims a COHE initiated, by quarter: recorded, corrected and taken back, several quarters at once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.staffing import InitiatedClaims
from onboarding.queries import initiated_claims as found
from onboarding.rules.days import Quarter
from onboarding.rules.wording import count, figure, quarter as spoken
from onboarding.services import correcting, names, sensible_days
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation

MOST = 1_000_000  # claims of one quarter; a hundred times what is initiated in the whole state
WENT_ON = "Counted while the quarter went on."


class Counted(NamedTuple):
    """The claims of a quarter as somebody says them; `surgical` None: not stated. Nothing at all: `claims` None."""

    quarter: Quarter
    claims: int | None
    surgical: int | None


class Changed(NamedTuple):
    """How many quarters were recorded, corrected and taken back."""

    recorded: int
    corrected: int
    struck: int


def record(
    actor: Actor,
    organisation: Organisation,
    said: Sequence[Counted],
    because: str | None = None,
    seen: Mapping[Quarter, int] | None = None,
) -> Changed:
    """Record what is said of these quarters. What is recorded otherwise is corrected, and what is left blank is taken
    back, both with `because`; a number of a quarter that was not over yet needs none.

    `seen`: by quarter, the id of what the page showed as recorded, 0 for nothing. Raises OnboardingError for what
    cannot be, where nothing is new, and ChangedMeanwhileError where somebody recorded another number meanwhile.
    """
    for each in said:
        _refuse(each)
    names.refuse_any(organisation.id, because=because)
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        known = found.of(organisation)
        differing = [each for each in said if each != _as_said(each.quarter, known.get(each.quarter))]
        _refuse_meanwhile([each.quarter for each in differing], known, seen)
        if not differing:
            raise OnboardingError("Just this is recorded already. Change a number, or go back.")
        done = [put(under_way, organisation, each, known.get(each.quarter), because) for each in differing]
    return Changed(*(sum(each is action for each in done) for action in ACTIONS))


ACTIONS = (Action.CLAIMS_COUNTED, Action.CLAIMS_COUNT_CORRECTED, Action.CLAIMS_COUNT_STRUCK)


def put(
    under_way: Change,
    organisation: Organisation,
    said: Counted,
    earlier: InitiatedClaims | None,
    because: str | None = None,
    batch_id: int | None = None,
) -> Action:
    """Write one quarter down within a change, in the place of what was recorded of it. Says what that was."""
    told = {"quarter": str(said.quarter)}
    if said.claims is None:
        assert earlier is not None  # else nothing differs
        correcting.take_back(under_way, Action.CLAIMS_COUNT_STRUCK, earlier, _reason(because), **told)
        return Action.CLAIMS_COUNT_STRUCK
    row = InitiatedClaims(
        quarter=str(said.quarter), claims=said.claims, surgical_claims=said.surgical, batch_id=batch_id
    )
    if earlier is None:
        correcting.put(under_way, Action.CLAIMS_COUNTED, row, organisation.id, **told)
        return Action.CLAIMS_COUNTED
    why = because if because or found.is_final(earlier) else WENT_ON
    correcting.replace(under_way, Action.CLAIMS_COUNT_CORRECTED, row, earlier, _reason(why), **told)
    return Action.CLAIMS_COUNT_CORRECTED


def strike_batch(under_way: Change, organisation: Organisation, batch_id: int, because: str) -> int:
    """Take back, within a change, every quarter that a table recorded, and say how many.

    Raises OnboardingError where one was corrected since.
    """
    lock_organisation(organisation.id)
    holding = {row.id for row in found.of(organisation).values()}
    rows = found.of_batch(batch_id)
    if touched := [spoken(found.quarter_of(row)) for row in rows if row.id not in holding]:
        raise OnboardingError(
            f"The claims of {touched[0]} were corrected since. Nothing was undone. Correct the others by hand."
        )
    for row in rows:
        correcting.take_back(under_way, Action.CLAIMS_COUNT_STRUCK, row, because, quarter=row.quarter)
    return len(rows)


def fault(said: Counted) -> str | None:
    """What is wrong with the claims of a quarter, in a sentence; None where nothing is."""
    today = clock.today()
    if said.quarter.first > today:
        return f"{spoken(said.quarter)} has not begun. Leave it out."
    if said.quarter < Quarter.of(sensible_days.FIRST):
        return f"{spoken(said.quarter)} is too long ago. The first COHE took up its work in 2002."
    for number in (said.claims, said.surgical):
        if number is not None and not 0 <= number <= MOST:
            return f"{figure(number)} claims in a quarter cannot be. Enter a number from 0 to {figure(MOST)}."
    if said.claims is None and said.surgical is not None:
        return f"Enter the other claims of {spoken(said.quarter)} too, 0 if there were none."
    return None


def _refuse(said: Counted) -> None:
    if wrong := fault(said):
        raise OnboardingError(wrong, str(said.quarter))


def _refuse_meanwhile(
    quarters: Sequence[Quarter], known: Mapping[Quarter, InitiatedClaims], seen: Mapping[Quarter, int] | None
) -> None:
    """Raise ChangedMeanwhileError that says of each quarter what is recorded now, if it is not what was seen."""
    ids = {quarter: row.id for quarter, row in known.items()}
    other = [each for each in quarters if seen is not None and seen.get(each, 0) != ids.get(each, 0)]
    if other:
        raise ChangedMeanwhileError(", and ".join(_now(each, known.get(each)) for each in other))


def _now(quarter: Quarter, row: InitiatedClaims | None) -> str:
    if row is None:
        return f"nothing is recorded of {spoken(quarter)}"
    return f"{count(row.claims, 'claim is', 'claims are')} recorded of {spoken(quarter)}"


def _as_said(quarter: Quarter, row: InitiatedClaims | None) -> Counted:
    return Counted(quarter, row.claims, row.surgical_claims) if row else Counted(quarter, None, None)


def _reason(because: str | None) -> str:
    if not because:
        raise OnboardingError("Say why the number is corrected.", "because")
    return because
