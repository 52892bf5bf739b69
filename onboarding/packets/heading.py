"""What a packet says before it says anything of anybody: whose it is, of which days, and how it looks."""

import re
from base64 import b64encode
from typing import Any, NamedTuple

from onboarding.models.organisation import Organisation
from onboarding.models.packet import PacketDefinition
from onboarding.queries import packet_looks as found
from onboarding.queries.packets import Days
from onboarding.services import packet_looks

FORMAT = 1
OWN = "This is the COHE’s own evidence. It is not a determination of the Department of Labor and Industries."
BETWEEN = re.compile(r"\r?\n[ \t]*\r?\n")


class Look(NamedTuple):
    """What is printed of the COHE's look, `told`, and its picture, `kept`, so that it is the same when built again."""

    told: dict[str, Any]
    kept: dict[str, Any]


def headed(organisation: Organisation, definition: PacketDefinition, days: Days, rulebook: str) -> dict[str, Any]:
    """Whose packet it is, what its definition asks for, and the cover letter."""
    return {
        "format": FORMAT,
        "about": OWN,
        "cohe": organisation.name,
        "name": definition.name,
        "whom": definition.whom.value,
        "sections": list(definition.sections),
        "period": {"first": days.first.isoformat(), "last": days.last.isoformat(), "says": days.says},
        "as_of": days.as_of.isoformat(),
        "rulebook": rulebook,
        "letter": paragraphs(definition.letter),
    }


def look(organisation: Organisation) -> Look:
    """The look in use. Raises TamperedError for a logo that is not what was recorded."""
    row = found.latest(organisation.id)
    logo = packet_looks.picture(row)
    told = {"name": row.name if row else None, "logo": row.logo.sha256 if row and row.logo else None}
    return Look({"look": told}, {"logo": b64encode(logo).decode() if logo else None})


def paragraphs(text: str | None) -> list[str]:
    """What stands between empty lines, each in one piece."""
    pieces = BETWEEN.split(text or "")
    return [" ".join(each.split()) for each in pieces if each.strip()]
