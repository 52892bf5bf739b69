"""Every operation of the API, in the order in which it is described."""

from onboarding.api import applicants, cohes, figures, packets, rules, sessions, staff, verdicts
from onboarding.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *rules.OPERATIONS,
    *cohes.OPERATIONS,
    *applicants.OPERATIONS,
    *verdicts.OPERATIONS,
    *staff.OPERATIONS,
    *sessions.OPERATIONS,
    *figures.OPERATIONS,
    *packets.OPERATIONS,
)
