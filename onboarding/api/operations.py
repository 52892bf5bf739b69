"""Every operation of the API, in the order in which it is described."""

from onboarding.api import applicants, cohes, rules
from onboarding.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (*rules.OPERATIONS, *cohes.OPERATIONS, *applicants.OPERATIONS)
