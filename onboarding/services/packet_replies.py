"""What the COHE answers to questions and objections about its packets; reminding its managers of those that wait."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import packet_words as words
from onboarding.models.organisation import Organisation
from onboarding.models.packet_share import PacketReply
from onboarding.queries import members, organisations, packet_questions as found, rulings
from onboarding.queries.messages import PACKET_LINK
from onboarding.queries.packet_questions import Question
from onboarding.rules.ladder import times_told
from onboarding.rules.training_ladder import is_quiet
from onboarding.rules.wording import long_day
from onboarding.services import correcting, links, names, outbox, packet_shares
from onboarding.services.change import SYSTEM, Actor, change

KIND = "packet_asked"


def reply(
    actor: Actor, organisation: Organisation, id: int, text: str, because: str | None = None, seen: int = 0
) -> PacketReply:
    """Answer a question, or with `because` answer it otherwise; the recipient gets it by mail, unless the link was
    revoked. `seen`: the answer that the page showed, by its number. Raises ChangedMeanwhileError where that changed.
    """
    names.refuse_any(organisation.id, text=text, because=because)
    with change(actor) as under_way:
        question = _locked(organisation, id)
        earlier = question.reply
        if (earlier.id if earlier else 0) != seen:
            raise ChangedMeanwhileError(_meanwhile(question))
        row, told = PacketReply(answer_id=id, text=text), {"answer": id, "packet": question.packet.id}
        if earlier:
            if earlier.text == text:
                raise OnboardingError("The answer says this already. Nothing was changed.", "text")
            why = because or "Answered otherwise."
            correcting.replace(under_way, Action.PACKET_QUESTION_ANSWERED, row, earlier, why, **told)
        else:
            correcting.put(under_way, Action.PACKET_QUESTION_ANSWERED, row, organisation.id, **told)
        db.session.flush()
        _send(question, row)
    return row


def remind(now: datetime | None = None) -> int:
    """Tell managers of what is not answered on its day, and again and again after it; how many were told of something.

    The key of a message says of what and for which time it is, so that nothing is told twice.
    """
    at, told = now or clock.now(), 0
    for id in found.organisations():
        if not is_quiet(clock.hour_of(at), rulings.numbers(id, clock.day_of(at))):
            told += _remind(organisations.by_id(id), at)
    return told


def key_of(row: PacketReply) -> str:
    """The key of the message that carries the answer."""
    return f"packet-reply:{row.id}"


def _locked(organisation: Organisation, id: int) -> Question:
    """The question, while nobody else does anything by its link. Raises NotFoundError where nothing is asked now."""
    question = found.one(organisation.id, id)
    if question is None:
        raise NotFoundError
    packet_shares.locked(organisation.id, question.row.share_id)
    db.session.expire(question.row)
    question = found.one(organisation.id, id)
    if question is None:
        raise OnboardingError("The recipient changed or took back what they asked. Nothing was sent.")
    return question


def _meanwhile(question: Question) -> str:
    if question.reply is None or question.reply.recorded_by is None:
        return "the answer changed"
    by, on = question.reply.recorded_by.name, long_day(clock.day_of(question.reply.recorded_at))
    return f"{by} answered this on {on}"


def _send(question: Question, row: PacketReply) -> None:
    share = question.row.share
    if share.revoked_at is None:
        token = links.token_of(packet_shares.PURPOSE, share.nonce)
        works = links.hash_of(token) == share.token_hash and share.last_on >= clock.today()
        sent = words.replied(question.row, row, token if works else None)
        outbox.write(row.organisation_id, key_of(row), PACKET_LINK, share.address, *sent, secret=True, about=[])


def _remind(organisation: Organisation, at: datetime) -> int:
    today, told = clock.day_of(at), 0
    numbers = rulings.numbers(organisation.id, today)
    with change(SYSTEM):
        waiting = sorted(found.open_ones(organisation.id), key=_sitting)
        for (share_id, due_on), some in groupby(waiting, key=_sitting):
            times = times_told(due_on, due_on, today, numbers)
            if times is not None:
                told += _tell(organisation, list(some), f"packet-unanswered:{share_id}:{due_on}:{times}")
    return told


def _sitting(question: Question) -> tuple[int, date]:
    """What was asked together is told together."""
    return question.row.share_id, question.row.due_on or date.max


def _tell(organisation: Organisation, some: Sequence[Question], key: str) -> int:
    managers = members.managers(organisation.id)
    for user in managers:
        sent = words.unanswered(user, organisation, some)
        outbox.write(organisation.id, f"{key}:{user.id}", KIND, user.email, *sent, about=[])
    return len(managers)
