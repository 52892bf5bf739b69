"""The sample world: invented organisations and people in every state, made by the services, the same every time.

Dates count from today, so that the world always looks alive. Loading again adds what is missing and changes nothing.
"""

from onboarding.config import Config, Mode
from onboarding.errors import OnboardingError
from onboarding.queries import accounts as known, organisations as found
from onboarding.sample import (
    api_tokens,
    attention,
    careers,
    certificates,
    courses,
    credentials,
    evidence,
    imports,
    links,
    members,
    messages,
    organisations,
    packets,
    payments,
    people,
    resumes,
    rulings,
    source_checks,
    staff,
    staffing,
    training_sessions,
    trainings,
    visits,
    webhooks,
)
from onboarding.services import following


def load(config: Config) -> None:
    """Make the world. Raises OnboardingError in production, and on a database that holds anything else."""
    if config.mode is not Mode.SAMPLE:
        raise OnboardingError("The sample world is never loaded in production: set ONBOARDING_MODE=sample.")
    slugs = {each.slug for each in found.every()}
    others = slugs - {each.slug for each in organisations.ALL}
    if others or (not slugs and known.count()):
        what = ", ".join(sorted(others)) or "accounts"
        raise OnboardingError(
            f"This database holds what is not of the sample world ({what}): give the sample world an instance folder "
            "of its own (ONBOARDING_INSTANCE)."
        )
    organisations.load()
    members.load()
    people.load()
    evidence.load()
    resumes.load()
    messages.load()
    api_tokens.load()
    rulings.load()
    source_checks.load()
    careers.load()
    links.load()
    imports.load()
    attention.load()
    credentials.load()
    trainings.load()
    courses.load()
    staff.load()
    staffing.load()
    training_sessions.load()
    visits.load()
    payments.load()
    certificates.load()
    packets.load(config)
    webhooks.load()
    following.recompute_due()
