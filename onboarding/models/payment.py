"""What a training is paid by: the COHE's own table of fees, and which trainings were billed under it.

L&I's codes and rates are not public: what stands here the COHE entered, and says where it is written.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import Correctable, Corrected, Money, within
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.rules.payment import Rest


class Fee(Corrected):
    """A code under which trainings of a kind are paid from a day on, until another of that kind is or `until_on`.

    `unit_minutes`: how long a unit is; none where a training is one unit, whatever it takes. `rest`: what a part of a
    unit counts; none where that is not written. `amount` of a unit.
    """

    __tablename__ = "fee"
    __table_args__ = (
        CheckConstraint("unit_minutes > 0", name="unit_minutes"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("until_on >= since_on", name="until_after_since"),
        Index("ix_fee_since", "organisation_id", "kind", "since_on", "id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    unit_minutes: Mapped[int | None]
    rest: Mapped[Rest | None]
    amount: Mapped[Decimal | None] = mapped_column(Money)
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    cited: Mapped[str] = mapped_column(String(500))
    note: Mapped[str | None] = mapped_column(String(500))


class TrainingPayment(Correctable):
    """That a training was billed on a day: as the training and the fee were then.

    `minutes`: as somebody entered them, of a training that has none recorded.
    """

    __tablename__ = "training_payment"
    in_words = "bill of a training", "bills of trainings"
    __table_args__ = (
        within("training_id", "training_record"),
        within("fee_id", "fee"),
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_training_payment_training", "organisation_id", "training_id"),
        Index("ix_training_payment_person", "organisation_id", "person_id", "id"),
    )

    training_id: Mapped[int]
    fee_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int | None]
    units: Mapped[int]
    amount: Mapped[Decimal | None] = mapped_column(Money)
    billed_on: Mapped[date]

    training: Mapped[TrainingRecord] = relationship(
        primaryjoin="TrainingPayment.training_id == TrainingRecord.id",
        foreign_keys="TrainingPayment.training_id",
        viewonly=True,
    )
    fee: Mapped[Fee] = relationship(
        primaryjoin="TrainingPayment.fee_id == Fee.id", foreign_keys="TrainingPayment.fee_id", viewonly=True
    )
    person: Mapped[Person] = relationship(
        primaryjoin="TrainingPayment.person_id == Person.id", foreign_keys="TrainingPayment.person_id", viewonly=True
    )
