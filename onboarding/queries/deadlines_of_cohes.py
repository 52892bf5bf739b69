"""What is to be done by a day at several COHEs: the same list as queries/deadlines.py has of one."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import cohe_lines, deadlines, put_offs, rulings, staff_lines
from onboarding.queries.deadlines import Deadline, Deadlines, Filters
from onboarding.queries.lines import is_due
from onboarding.rules.duties import Duty
from onboarding.rules.rulebook import Rulebook


class OfCohes(Deadlines):
    """What a contract manager may see of the deadlines of these COHEs on a day, narrowed as they asked."""

    def __init__(self, cohes: Sequence[Organisation], book: Rulebook, on: date, asked: Filters) -> None:
        self.organisation_ids, self.on, self.asked = [cohe.id for cohe in cohes], on, asked
        self.seen = deadlines.seen(True, on, None)
        stale = is_due(StaffLine, on, book)
        self._fresh = ~stale & StaffLine.in_role.is_(True)
        ours = StaffLine.organisation_id.in_(self.organisation_ids)
        late = set(db.session.scalars(select(StaffLine.organisation_id).where(ours, stale).distinct()))
        self._anew = [each for cohe in cohes if cohe.id in late for each in self._of(cohe, book)]
        self._anew += self._fitting(_vacant(cohes, book, on), ())

    def _of(self, cohe: Organisation, book: Rulebook) -> Iterator[Deadline]:
        """What is asked for at a COHE of which some lines are of another day."""
        anew = staff_lines.of_another_day(cohe, rulings.of(cohe, book), self.on)
        waits = put_offs.duties(cohe.id, self.on) if anew else ()
        return self._fitting(((each.person, duty) for each in anew.values() for duty in each.duties), waits)


def _vacant(cohes: Sequence[Organisation], book: Rulebook, on: date) -> list[tuple[Person, Duty]]:
    """Who is to be replaced, and by when."""
    compared = cohe_lines.of_all(cohes, book, on)
    found = [(each.person_id, each.duty) for one in compared.values() for each in one.vacancies if each.duty]
    chosen = select(Person).where(Person.id.in_([id for id, _ in found]))
    people = {person.id: person for person in db.session.scalars(chosen)} if found else {}
    return [(people[id], duty) for id, duty in found]
