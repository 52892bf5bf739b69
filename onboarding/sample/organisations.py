"""Two COHEs and L&I."""

from typing import NamedTuple

from onboarding.queries import organisations as found
from onboarding.roles import OrganisationKind
from onboarding.services import organisations
from onboarding.services.change import SYSTEM


class Sample(NamedTuple):
    """One organisation of the sample world."""

    kind: OrganisationKind
    slug: str
    name: str


CEDAR = Sample(OrganisationKind.COHE, "cedar-valley", "Cedar Valley COHE (invented)")
HARBOR = Sample(OrganisationKind.COHE, "harbor", "Harbor COHE (invented)")
LNI = Sample(OrganisationKind.LNI, "lni", "Department of Labor & Industries (sample)")
ALL = (CEDAR, HARBOR, LNI)


def load() -> None:
    """Add those that are not there yet."""
    for each in ALL:
        if found.by_slug(each.slug) is None:
            organisations.add_organisation(SYSTEM, each.kind, each.slug, each.name)
