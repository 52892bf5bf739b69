"""What is to be done by a day at several COHEs: the same list as queries/deadlines.py has of one.

Where the lines of one COHE are of another day, they are computed for the page; those of several are listed as they were
computed last (queries/last_computed.py), with how far each COHE is behind.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select, true

from onboarding.extensions import db
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import deadlines, last_computed, put_offs, rulings, staff_lines
from onboarding.queries.deadlines import Deadline, Deadlines, Filters
from onboarding.queries.last_computed import Behind
from onboarding.queries.lines import is_due
from onboarding.rules.duties import Duty
from onboarding.rules.rulebook import Rulebook


class OfCohes(Deadlines):
    """What a contract manager may see of the deadlines of these COHEs on a day, narrowed as they asked.

    `behind`: the COHEs whose deadlines are not of that day, by id.
    """

    def __init__(self, cohes: Sequence[Organisation], book: Rulebook, on: date, asked: Filters) -> None:
        self.organisation_ids, self.on, self.asked = [cohe.id for cohe in cohes], on, asked
        self.seen = deadlines.seen(True, on, None)
        compared = last_computed.compared(cohes, book, on)
        late = last_computed.staff_behind(cohes, book, on)
        one = [cohe for cohe in cohes if [*late] == [cohe.id]]
        self._fresh = StaffLine.in_role.is_(True) & (~is_due(StaffLine, on, book) if one else true())
        far = {
            id: last_computed.furthest(behind, None if one else late.get(id)) for id, (_, behind) in compared.items()
        }
        self.behind: dict[int, Behind] = {id: behind for id, behind in far.items() if behind}
        vacant = [(each.person_id, each.duty) for of, _ in compared.values() for each in of.vacancies if each.duty]
        self._anew = [each for cohe in one for each in self._of(cohe, book)]
        self._anew += self._fitting(_with_people(vacant), ())

    def _of(self, cohe: Organisation, book: Rulebook) -> Iterator[Deadline]:
        """What is asked for at a COHE of which some lines are of another day."""
        anew = staff_lines.of_another_day(cohe, rulings.of(cohe, book), self.on)
        waits = put_offs.duties(cohe.id, self.on) if anew else ()
        return self._fitting(((each.person, duty) for each in anew.values() for duty in each.duties), waits)


def _with_people(found: Sequence[tuple[int, Duty]]) -> list[tuple[Person, Duty]]:
    """Who is to be replaced, and by when."""
    chosen = select(Person).where(Person.id.in_([id for id, _ in found]))
    people = {person.id: person for person in db.session.scalars(chosen)} if found else {}
    return [(people[id], duty) for id, duty in found]
