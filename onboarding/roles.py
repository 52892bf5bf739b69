"""Roles: what members may do in this product, and what staff are at a COHE."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """A COHE, or the Department of Labor & Industries, which contracts with COHEs."""

    COHE = "cohe"
    LNI = "lni"


class Role(StrEnum):
    """What a member may do in an organisation."""

    SCREENER = "screener"
    HR = "hr"
    MANAGER = "manager"
    HSC = "hsc"
    CONTRACT_MANAGER = "contract_manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class StaffRole(StrEnum):
    """The role a person applies for or holds at a COHE; the rules' own words."""

    HSC = "hsc"
    ASSISTANT = "assistant"
    SURGICAL_HSC = "surgical_hsc"


# Each of them as people say it: on pages and papers, in mails and forms.
IN_WORDS: dict[str, str] = {
    Role.SCREENER: "Screener",
    Role.HR: "HR",
    Role.MANAGER: "Manager",
    Role.CONTRACT_MANAGER: "Contract manager",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
    StaffRole.HSC: "HSC",  # also of a member: the same word
    StaffRole.ASSISTANT: "Assistant HSC",
    StaffRole.SURGICAL_HSC: "Surgical HSC",
}
# Which roles an organisation of each kind can give. A COHE's contract manager is assigned to it from L&I.
ROLES_OF = {
    OrganisationKind.COHE: (
        Role.SCREENER,
        Role.HR,
        Role.MANAGER,
        Role.HSC,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    ),
    OrganisationKind.LNI: (Role.CONTRACT_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR),
}

# Roles that verify, recommend, decide, rule or grant: what two people do together would be done by one who gave them to
# a second account of their own. So a second person confirms each that a member gives.
CONFIRMED_BY_TWO = frozenset({Role.SCREENER, Role.HR, Role.MANAGER, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR})
