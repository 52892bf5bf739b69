"""How a COHE words what goes out in its name, and what a reminder in these words would say."""

from collections.abc import Sequence

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.messages.words import Trained, Words
from onboarding.models.account import User
from onboarding.models.letter import LetterWording
from onboarding.models.organisation import Organisation
from onboarding.queries import wordings as found
from onboarding.queries.training_reminders import Owing
from onboarding.queries.wordings import KINDS, Worded, Wording
from onboarding.rules.training_ladder import To
from onboarding.services import names
from onboarding.services.change import Actor, change


def word(
    actor: Actor, organisation: Organisation, about: Worded, subject: str, text: str, version: int
) -> LetterWording:
    """Word it anew. `version` is that of the wording it was written over.

    Raises OnboardingError for a blank that nothing is known of, one that is left out and has to be there, and where
    somebody worded it meanwhile.
    """
    refuse(about, subject, text)
    with change(actor) as under_way:
        last = found.worded(organisation.id, about)
        if last and (last.subject, last.text) == (subject, text):
            return last
        if (last.version if last else 0) != version:
            raise OnboardingError("Somebody else changed this wording while you had it open. Reload it and try again.")
        names.refuse(organisation.id, subject=subject, text=text)
        row = LetterWording(
            organisation_id=organisation.id,
            about=about,
            version=version + 1,
            subject=subject,
            text=text,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(organisation.id, Action.LETTER_WORDED, row, about=about.value, version=row.version)
    return row


def refuse(about: Worded, subject: str, text: str) -> None:
    """Raises OnboardingError for a blank that nothing is known of, and where one that has to be there is missing."""
    kind = KINDS[about]
    for field, said in (("subject", subject), ("text", text)):
        if unknown := found.unknown_blanks(about, said):
            known = ", ".join(f"{{{name}}}" for name in kind.blanks)
            raise OnboardingError(f"{{{unknown[0]}}} is no blank we know. Use these: {known}.", field)
    if kind.needs and f"{{{kind.needs}}}" not in text:
        raise OnboardingError(
            f"Nothing says what is to be done and by when. Put {{{kind.needs}}} where it is to stand.", "text"
        )


def preview(
    user: User, organisation: Organisation, about: Worded, subject: str, text: str, owing: Sequence[Owing]
) -> Words:
    """The reminder in these words, of these people today: to the first of them, or to the user of all of them.

    Raises OnboardingError as `word` does.
    """
    refuse(about, subject, text)
    used, today = Wording(subject, text), clock.today()
    told = [Trained(each.person, each.toward.due_on, each.duty.says, None, (To.HSC,)) for each in owing if each.duty]
    if about is Worded.TRAINING:
        return words.training(organisation, told[0], today, used)
    return words.training_of_staff(user, organisation, told, To.MANAGER, today, used)
