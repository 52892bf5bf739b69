"""How a COHE words what goes out in its name: letters about decisions, and reminders of training."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.letter import LetterWording, Worded

BLANK = re.compile(r"\{([^{}]*)\}")
__all__ = ["Worded"]  # for those who may not know the tables


class Wording(NamedTuple):
    """How something is worded. `version` 0: ours, which a COHE has until it writes its own."""

    subject: str
    text: str
    version: int = 0


class Kind(NamedTuple):
    """What can be worded: our words; what a wording may leave open, and what stands there; and what it has to."""

    ours: Wording
    blanks: Mapping[str, str]
    needs: str | None = None


LETTER = {
    "name": "the applicant's name",
    "role": "the role applied for",
    "cohe": "the name of the COHE",
    "day": "the day of the determination",
    "because": "what the person who decided wrote",
    "reasons": "the reasons, each on its own line",
}
KINDS = {
    Worded.QUALIFIED: Kind(
        Wording(
            "Your application at {cohe}",
            "Dear {name},\n\nOn {day} {cohe} determined that you meet the qualifications for the role {role}.\n\n"
            "{because}\n\nOur reasons:\n{reasons}\n\nThis is our own determination. It is not a decision of the "
            "Washington State Department of Labor & Industries, and not an offer of employment.\n\n"
            "Sincerely,\n{cohe}\n",
        ),
        LETTER,
    ),
    Worded.NOT_QUALIFIED: Kind(
        Wording(
            "Your application at {cohe}",
            "Dear {name},\n\nOn {day} {cohe} determined that your application does not show the qualifications for the "
            "role {role}.\n\n{because}\n\nOur reasons:\n{reasons}\n\nIf we overlooked something, or you can show more, "
            "please answer this letter and ask us to look again. We will. This decision stays on record.\n\nThis is "
            "our own determination. It is not a decision of the Washington State Department of Labor & Industries.\n\n"
            "Sincerely,\n{cohe}\n",
        ),
        LETTER,
    ),
    Worded.TRAINING: Kind(
        Wording(
            "{says}",
            "{name},\n\n{reminder}\n\nIf you have done the training, tell your manager. The reminders stop once it is "
            "recorded.\n",
        ),
        {
            "name": "the HSC's name",
            "cohe": "the name of the COHE",
            "says": "in a few words, that training is due and when",
            "reminder": "what is to be done by when, the link, and who else is reminded",
        },
        needs="reminder",
    ),
    Worded.TRAINING_OF_STAFF: Kind(
        Wording(
            "{says}",
            "{name},\n\nThis is new about training at {cohe}:\n\n{reminders}\n\nEach HSC with an email address is "
            "reminded too. Reminders stop once the training is recorded.\n",
        ),
        {
            "name": "the name of the manager or HR",
            "cohe": "the name of the COHE",
            "says": "in a few words, of how many people the mail is",
            "reminders": "each person with what is to be done by when, and the link",
        },
        needs="reminders",
    ),
}


def unknown_blanks(about: Worded, text: str) -> list[str]:
    """What stands in braces and is none of the blanks."""
    return sorted({name for name in BLANK.findall(text) if name not in KINDS[about].blanks})


def worded(organisation_id: int, about: Worded) -> LetterWording | None:
    """The COHE's own wording in use; None where it has none."""
    return db.session.scalar(
        select(LetterWording)
        .where(LetterWording.organisation_id == organisation_id, LetterWording.about == about)
        .order_by(LetterWording.version.desc())
        .limit(1)
    )


def wording(organisation_id: int, about: Worded) -> Wording:
    """The wording in use: the COHE's latest, or ours."""
    row = worded(organisation_id, about)
    return Wording(row.subject, row.text, row.version) if row else KINDS[about].ours


def filled(used: Wording, blanks: Mapping[str, str]) -> Wording:
    """What is said with these words in the blanks; braces that stand in those words are left as they are."""
    return used._replace(subject=_filled(used.subject, blanks), text=_filled(used.text, blanks))


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return BLANK.sub(lambda found: blanks.get(found[1], found[0]), text)
