"""People of each COHE, in every state the product knows."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.queries import members as found, organisations as places, people as known
from onboarding.roles import Role, StaffRole
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.services import people
from onboarding.services.change import Actor
from onboarding.services.people import PersonFacts, PostingFacts

HSC, ASSISTANT, SURGICAL = StaffRole.HSC, StaffRole.ASSISTANT, StaffRole.SURGICAL_HSC
HERE_BEFORE = "Worked here before this record began."
EXCEPTION = "The clinic opened today; her screening is to be finished this month."


class Posting(NamedTuple):
    """A version of somebody's days, in days from today; `why` corrects the version before."""

    hired: int
    left: int | None = None
    why: str | None = None
    role: StaffRole | None = None


class Person(NamedTuple):
    """Somebody a COHE keeps a record of. `applied`: days ago. `own`: the member whose own record it is."""

    name: str
    at: Sample
    role: StaffRole
    applied: int | None
    postings: tuple[Posting, ...] = ()
    phone: str | None = None
    own: str | None = None
    renamed: str | None = None

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.name.casefold().replace(' ', '.')}@people.example"


LEFT = "Left for another employer; entered from the exit form."
TYPO = "The offer letter says so; the day had been typed wrong."
BACK = "Returned after a year away; the new day starts the training anew."
ALL = (
    Person("Ana Reyes", CEDAR, HSC, 3),  # applied this week
    Person("Bodil Berg", CEDAR, ASSISTANT, 12, phone="509-555-0112"),
    Person("Chidi Okoro", CEDAR, HSC, None),  # nobody wrote down when
    Person("Dmitri Volkov", CEDAR, SURGICAL, 40),
    Person("Esperanza Cruz", CEDAR, HSC, 30, (Posting(14),)),  # starts in two weeks
    Person("Farid Haddad", CEDAR, ASSISTANT, 50, (Posting(1),)),  # starts tomorrow
    Person("Grace Yamamoto", CEDAR, HSC, 60, (Posting(0, why=EXCEPTION),)),  # first day
    Person("Hugo Harper", CEDAR, HSC, 120, (Posting(-45),), own="Hugo Harper"),  # amid training, with an account
    Person("Ines Duarte", CEDAR, HSC, 250, (Posting(-172),)),  # the window for training is about to end
    Person("Jonas Weber", CEDAR, ASSISTANT, 280, (Posting(-200),)),  # has just ended
    Person("Kalani Akana", CEDAR, HSC, 1500, (Posting(-1400),)),  # here for years
    Person("Lucia Ferrari", CEDAR, SURGICAL, 900, (Posting(-800),), phone="509-555-0127"),
    Person("Mateo Silva", CEDAR, HSC, 130, (Posting(-80), Posting(-70, why=TYPO))),  # corrected, two versions
    Person("Nadia Petrova", CEDAR, HSC, 400, (Posting(-350), Posting(-350, -20, LEFT))),  # left
    Person("Omar Farouk", CEDAR, HSC, 700, (Posting(-650), Posting(-650, 10, "Gave notice."))),  # leaves soon
    Person("Pilar Nunez", CEDAR, HSC, 1200, (Posting(-1100), Posting(-1100, -500, LEFT), Posting(-90, why=BACK))),
    Person("Quentin Bell", CEDAR, HSC, 300, (Posting(-260, role=ASSISTANT), Posting(-260, why="Entered as HSC."))),
    Person("Ruth Olsen", CEDAR, HSC, 25, renamed="Ruth Olsen-Grant"),  # married since
    Person("Yara Quist", CEDAR, HSC, 20),  # waits for a decision
    Person("Lars Engel", CEDAR, HSC, 80),  # determined qualified
    Person("Mina Okafor", CEDAR, HSC, 90),  # and hired upon it
    Person("Kira Dunn", CEDAR, HSC, 35),  # was asked for what is missing
    Person("Ivo Brandt", CEDAR, HSC, 60),  # withdrew
    Person("Petra Lang", CEDAR, HSC, 28),  # was asked, and handed in by the link
    Person("Olga Renner", CEDAR, HSC, 75),  # determined, and opened again
    Person("Soren Dahl", HARBOR, HSC, 2),
    Person("Tala Santos", HARBOR, ASSISTANT, 20),
    Person("Uma Iyer", HARBOR, HSC, 45, (Posting(7),)),
    Person("Victor Ngo", HARBOR, HSC, 70, (Posting(-3),)),
    Person("Heidi Holm", HARBOR, HSC, 245, (Posting(-165),), own="Heidi Holm"),
    Person("Wen Li", HARBOR, SURGICAL, 620, (Posting(-540),)),
    Person("Xenia Popov", HARBOR, HSC, 260, (Posting(-178),)),
    Person("Yusuf Demir", HARBOR, ASSISTANT, 1000, (Posting(-950),)),
    Person("Zora Novak", HARBOR, HSC, 1300, (Posting(-1250), Posting(-1250, -1, LEFT))),  # left yesterday
    Person("Anders Lund", HARBOR, HSC, 140, (Posting(-95), Posting(-90, why=TYPO), Posting(-92, why=TYPO))),
    Person("Ana Reyes", HARBOR, HSC, 4),  # the same person applied at both
    Person("Bao Tran", HARBOR, HSC, 90),
    Person("Nils Ahlberg", CEDAR, HSC, 30),  # was sent the link, and never used it
    # Each stayed until somebody else had come, so that no place stood open.
    Person("Sigrid Thorne", CEDAR, HSC, 2150, (Posting(-2100), Posting(-2100, -255, LEFT))),
    Person("Rafael Ortega", CEDAR, HSC, 2000, (Posting(-1950), Posting(-1950, -85, LEFT))),
    Person("Bettina Krause", CEDAR, HSC, 1950, (Posting(-1900), Posting(-1900, -40, LEFT))),
)


def load() -> None:
    """Add those that are not there yet, and what a load that was interrupted left out of them."""
    for each in ALL:
        at = places.by_slug(each.at.slug)
        if at is not None:
            _complete(each, at, clock.today())


def _complete(each: Person, at: Any, today: date) -> None:
    actor = Actor(manager(at.id), "sample")
    person = known.by_email(at.id, each.email)
    if person is None:
        applied = None if each.applied is None else today - timedelta(each.applied)
        person = people.add_person(actor, at, PersonFacts(each.name, each.role, each.email, each.phone, applied))
        if each.renamed:
            facts = PersonFacts(each.renamed, each.role, each.email, each.phone, applied)
            people.edit_person(actor, person, facts, person.revision)
    for posting in each.postings[len(known.versions(person)) :]:
        hired, left = (None if days is None else today + timedelta(days) for days in (posting.hired, posting.left))
        assert hired is not None
        facts_of_days = PostingFacts(posting.role or each.role, hired, left, posting.why or HERE_BEFORE)
        people.record_posting(actor, person, facts_of_days, person.revision)
    if each.own and person.user_id is None:
        people.link_account(actor, person, account_of(each.own).id)


def manager(organisation_id: int) -> int:
    """Who does this in the sample world: the COHE's manager, who has no role at the other COHE."""
    both = account_of("Dora Double").id
    managers = [each.user_id for each in found.members(organisation_id).rows if each.role is Role.MANAGER]
    return next(each for each in managers if each != both)
