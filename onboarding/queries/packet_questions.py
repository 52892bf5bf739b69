"""What recipients of packets say of their lines: what holds, what is not answered, what the next packet tells."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.packet import Packet, PacketState
from onboarding.models.packet_share import ASKING, PacketAnswer, PacketReply, PacketShare, Verdict
from onboarding.queries import packets as found
from onboarding.rules.duties import Duty
from onboarding.rules.packet_delivery import of_question
from onboarding.rules.wording import short_day

IN_WORDS = {
    Verdict.ACCEPTED: "Accepted",
    Verdict.QUESTION: "Question",
    Verdict.OBJECTION: "Objection",
}


class Question(NamedTuple):
    """A question or an objection, and what was answered to it; None while nothing was."""

    row: PacketAnswer
    reply: PacketReply | None

    @property
    def packet(self) -> Packet:
        """The packet it is about."""
        return self.row.share.packet

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.reply is None


def of_share(share: PacketShare) -> dict[str, PacketAnswer]:
    """What holds of what was said by a link, by the key of the line."""
    of = PacketAnswer.organisation_id == share.organisation_id, PacketAnswer.share_id == share.id
    return {each.line: each for each in db.session.scalars(select(PacketAnswer).where(*of, _holds(PacketAnswer)))}


def history(share: PacketShare) -> dict[str, list[PacketAnswer]]:
    """Everything that was ever said by a link, by the key of the line, the latest first."""
    of = PacketAnswer.organisation_id == share.organisation_id, PacketAnswer.share_id == share.id
    said: dict[str, list[PacketAnswer]] = {}
    for each in db.session.scalars(select(PacketAnswer).where(*of).order_by(PacketAnswer.id.desc())):
        said.setdefault(each.line, []).append(each)
    return said


def replies(answers: Collection[PacketAnswer]) -> dict[int, PacketReply]:
    """What was answered to these, by the id of each."""
    ids = [each.id for each in answers]
    chosen = select(PacketReply).where(PacketReply.answer_id.in_(ids), _holds(PacketReply))
    rows = db.session.scalars(chosen.options(joinedload(PacketReply.recorded_by)))
    return {each.answer_id: each for each in rows}


def of_packet(packet: Packet) -> list[Question]:
    """What was asked about a packet, what is open first, then the latest first."""
    asked = _asked(packet.organisation_id, PacketShare.packet_id == packet.id)
    return sorted(asked, key=lambda each: (not each.is_open, -each.row.id))


def accepted(packet: Packet) -> int:
    """How many lines of a packet were accepted, counted for each recipient."""
    chosen = _chosen(packet.organisation_id).where(PacketShare.packet_id == packet.id, _holds(PacketAnswer))
    return len(db.session.scalars(chosen.where(PacketAnswer.verdict == Verdict.ACCEPTED)).all())


def listed(organisation_id: int) -> list[Question]:
    """What was asked of the organisation: what is open by its day, then the rest, the latest first."""
    return sorted(_asked(organisation_id), key=_place)


def open_ones(organisation_id: int) -> list[Question]:
    """What waits for an answer, by its day."""
    chosen = _chosen(organisation_id).where(PacketAnswer.verdict.in_(ASKING), _holds(PacketAnswer), ~_answered())
    rows = db.session.scalars(chosen.order_by(PacketAnswer.due_on, PacketAnswer.id)).all()
    return [Question(each, None) for each in rows]


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Question | None:
    """The question, if it was asked of this organisation and still is."""
    return next(iter(_asked(organisation_id, PacketAnswer.id == id)), None)


def organisations() -> Sequence[int]:
    """Where something waits for an answer."""
    chosen = select(PacketAnswer.organisation_id).where(PacketAnswer.verdict.in_(ASKING), _holds(PacketAnswer))
    return db.session.scalars(chosen.where(~_answered()).distinct().order_by(PacketAnswer.organisation_id)).all()


def waits(organisation_id: int) -> ColumnElement[bool]:
    """Whether anything waits for an answer there, as a part of another question."""
    of = PacketAnswer.organisation_id == organisation_id, PacketAnswer.verdict.in_(ASKING)
    return exists().where(*of, _holds(PacketAnswer), ~_answered())


def since(packet: Packet) -> list[Question]:
    """What a packet tells of: what was asked about the packets of its definition and is open, or was answered after
    the last of them that stands was asked for. By the packet and the order in which it was asked.
    """
    last = _last_before(packet)
    of = Packet.definition_id == packet.definition_id, Packet.id != packet.id
    asked = sorted(_asked(packet.organisation_id, *of), key=lambda each: (each.packet.number, each.row.id))
    return [each for each in asked if each.reply is None or last is None or each.reply.recorded_at >= last]


def duty(question: Question, slug: str) -> Duty:
    """What is to be done about one that is open."""
    row, share = question.row, question.row.share
    assert row.due_on
    kind = "question" if row.verdict is Verdict.QUESTION else "objection"
    says = f"{share.name} sent {'a' if kind == 'question' else 'an'} {kind} about packet "
    says += f"{found.number(slug, question.packet.number)}. Answer it by {short_day(row.due_on)}."
    return of_question(row.id, clock.day_of(row.recorded_at), row.due_on, says)


def _last_before(packet: Packet) -> datetime | None:
    """When the last packet of the definition that stands was asked for: what was answered before, it told."""
    chosen = select(Packet.asked_at).where(
        Packet.organisation_id == packet.organisation_id,
        Packet.definition_id == packet.definition_id,
        Packet.id != packet.id,
        Packet.state.in_((PacketState.ISSUED, PacketState.SUPERSEDED)),
    )
    return db.session.scalar(chosen.order_by(Packet.id.desc()).limit(1))


def _asked(organisation_id: int, *only: ColumnElement[bool]) -> list[Question]:
    """What was answered stays a question also where its reader said something else since; else it is taken back."""
    chosen = _chosen(organisation_id).where(PacketAnswer.verdict.in_(ASKING), _holds(PacketAnswer) | _answered(), *only)
    rows = db.session.scalars(chosen.order_by(PacketAnswer.id)).all()
    answered = replies(rows) if rows else {}
    return [Question(each, answered.get(each.id)) for each in rows]


def _chosen(organisation_id: int) -> Any:
    """What was said, with the link and the packet of each."""
    whole = contains_eager(PacketAnswer.share).contains_eager(PacketShare.packet)
    chosen = select(PacketAnswer).join(PacketAnswer.share).join(PacketShare.packet).options(whole)
    return chosen.where(PacketAnswer.organisation_id == organisation_id)


def _holds(model: Any) -> ColumnElement[bool]:
    later = aliased(model)
    return ~exists().where(later.organisation_id == model.organisation_id, later.corrects_id == model.id)


def _answered() -> ColumnElement[bool]:
    return exists().where(
        PacketReply.organisation_id == PacketAnswer.organisation_id, PacketReply.answer_id == PacketAnswer.id
    )


def _place(each: Question) -> tuple[bool, date, int]:
    return not each.is_open, (each.row.due_on if each.is_open and each.row.due_on else date.max), -each.row.id
