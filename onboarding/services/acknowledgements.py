"""Saying why a checkpoint is dated before the entry it covers, since what was signed cannot be signed anew.

Until that is said, an export does not verify. It is signed by itself: whoever writes to the database cannot say it.
"""

import base64

from sqlalchemy import select

from onboarding import keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.trail import acknowledgement_statement
from onboarding.formats.trail_verify import too_early
from onboarding.models.trail import Chain, Checkpoint
from onboarding.queries import trail
from onboarding.services import checkpoints
from onboarding.services.change import Actor, change

LONGEST = 500  # characters of a reason


def acknowledge(actor: Actor, config: Config, chain_id: int, number: int, reason: str) -> Checkpoint:
    """Write the reason as an entry of the chain; the checkpoint that covers it. Raises OnboardingError."""
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST:
        raise OnboardingError(
            f"Give the reason in 1 to {LONGEST} characters, such as when and how the clock was wrong."
        )
    with change(actor) as under_way:
        chain = db.session.scalars(select(Chain).where(Chain.id == chain_id).with_for_update()).one()
        signed = _to_be_acknowledged(chain, number)
        checkpoints.refuse_set_back(chain.name, trail.end_of(chain.id))
        key = keys.signing_key(config.instance)
        statement = acknowledgement_statement(chain.name, signed.signature, reason)
        under_way.record(
            chain.organisation_id,
            Action.CHECKPOINT_ACKNOWLEDGED,
            f"chain:{chain.name}",
            number=number,
            dated=signed.at,
            checkpoint=signed.signature,
            reason=reason,
            key=keys.public_of(key).fingerprint,
            signature=base64.b64encode(key.sign(statement)).decode(),
        )
    return checkpoints.sign(config, chain_id)


def _to_be_acknowledged(chain: Chain, number: int) -> Checkpoint:
    found = trail.checkpoint_of(chain.id, number)
    if found is None:
        raise OnboardingError(f"Entry {number} of {chain.name} has no checkpoint. `flask audit compare` names it.")
    signed, entry_at = found
    if not too_early(signed.at, entry_at):
        raise OnboardingError(
            f"The checkpoint of entry {number} is not dated before it: nothing is to be acknowledged."
        )
    said = trail.details_of(chain.id, Action.CHECKPOINT_ACKNOWLEDGED)
    if any(body.get("checkpoint") == signed.signature for body in said):
        raise OnboardingError(f"The checkpoint of entry {number} is acknowledged already.")
    return signed
