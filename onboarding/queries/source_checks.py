"""When L&I's pages were last compared with what the rulebook cites, and what did not stand."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.source_check import SourceCheck
from onboarding.rules import passages_file, sources
from onboarding.rules.rulebook import Rulebook

SHOWN = 20


def dated(book: Rulebook) -> Rulebook:
    """The rulebook, to be shown: with the later of its own days and those of the recorded checks (`stood`)."""
    return sources.dated(book, stood())


def stood() -> dict[str, date]:
    """By title of a page, the last day on which all that is cited of it stood, by a check of the installation's.

    The rulebook is one for all, and so are these days. Checks against words that we do not know any more do not count.
    """
    latest = (
        select(SourceCheck.page, func.max(SourceCheck.checked_on))
        .where(SourceCheck.changed == 0, SourceCheck.known.in_(_known()))
        .group_by(SourceCheck.page)
    )
    return {row[0]: row[1] for row in db.session.execute(latest)}


def unsettled(organisation_id: int) -> Sequence[SourceCheck]:
    """The last check of each page, by the organisation or by a command, where a passage does not stand.

    It is settled by a later check that finds all standing, or once the rulebook knows the page as it is.
    """
    return db.session.scalars(select(SourceCheck).where(*_unsettled(organisation_id)).order_by(SourceCheck.id)).all()


def is_unsettled(organisation_id: int) -> ColumnElement[bool]:
    """Whether there is any of these."""
    return exists().where(*_unsettled(organisation_id))


def listed(organisation_id: int | None, most: int = SHOWN) -> Sequence[SourceCheck]:
    """The last checks of the organisation and of the installation, the latest first; None: of everybody."""
    seen = _seen_by(organisation_id) if organisation_id else SourceCheck.id > 0
    newest_first = select(SourceCheck).where(seen).order_by(SourceCheck.id.desc()).limit(most)
    return db.session.scalars(newest_first.options(joinedload(SourceCheck.recorded_by))).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> SourceCheck | None:
    """The check, if it is this organisation's or the installation's."""
    return db.session.scalar(select(SourceCheck).where(SourceCheck.id == id, _seen_by(organisation_id)))


def _unsettled(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    newest = (
        select(func.max(SourceCheck.id))
        .where(_seen_by(organisation_id), SourceCheck.known.in_(_known()))
        .group_by(SourceCheck.page)
        .correlate(None)
    )
    return SourceCheck.id.in_(newest), SourceCheck.changed > 0


def _known() -> list[str]:
    return [page.known for page in passages_file.shipped().values()]


def _seen_by(organisation_id: int) -> ColumnElement[bool]:
    return or_(SourceCheck.organisation_id == organisation_id, SourceCheck.organisation_id.is_(None))
