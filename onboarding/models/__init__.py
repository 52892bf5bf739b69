"""Tables and constraints, one family a file. What is stored is what happened, and when; what follows is computed."""

from onboarding.models import (  # noqa: F401 - known to the mapper
    account,
    application,
    claim,
    determination,
    duplicate,
    evidence,
    hiring,
    invited,
    keeping,
    knock,
    letter,
    message,
    organisation,
    own,
    person,
    reference,
    ruling,
    trail,
    work,
)
