"""A learning system's export: matched line by line, its courses said, recorded once, and taken away again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.imported import OpenTable
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.models.training import TrainingPart
from onboarding.models.word_meaning import WordMeaning
from onboarding.queries import rulings, trail_compare, training as found, word_meanings
from onboarding.roles import Role
from onboarding.rules.training import AREAS
from onboarding.services import imports, training, undoing
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.imports import KINDS, Look, NotTakenError
from onboarding.services.line_choices import Choice, Do, Line, of_all, update
from onboarding.services.training import TrainingFacts
from tests.make import HIRED, make_cohe, make_member, make_person

HEAD = "User,Email,Course Title,Completion Date,Status,Score,Duration"
REFERRALS, ETHICS = "initial:referrals", "lni_required:training"
MEANT = {"coordinator basics": REFERRALS, "ethics": ETHICS, "cooking": "-"}


class Export:
    """A manager of a COHE, a table that a learning system made, and what is said of it."""

    def __init__(self, app: Flask) -> None:
        self.cohe: Organisation = make_cohe()
        self.user = make_member(self.cohe, Role.MANAGER, Role.HSC)
        self.actor, self.law = Actor(self.user.id, self.user.name), rulings.of(self.cohe, app.extensions["rulebook"])
        self.table: OpenTable

    def send(self, *lines: str, head: str = HEAD, meant: dict[str, str] | None = None) -> Look:
        data = "\n".join([head, *lines]).encode()
        self.table = imports.send(self.actor, self.cohe, KINDS["completions"], data)
        revision = self.table.revision
        imports.choose_meanings(self.actor, self.cohe, self.table, revision, MEANT if meant is None else meant)
        return self.look()

    def look(self) -> Look:
        return imports.look(self.actor, self.cohe, self.table, self.law)

    def choose(self, chosen: dict[int, Choice]) -> Look:
        imports.choose_lines(self.actor, self.cohe, self.table, self.table.revision, chosen)
        return self.look()

    def take(self) -> Any:
        return imports.take_in(self.actor, self.cohe, self.table, self.law, self.table.revision)

    def record(self, *lines: str, **more: Any) -> Any:
        """Take in what is certain of a table."""
        self.choose(of_all(self.send(*lines, **more).lines, Do.UPDATE))
        return self.take()


@pytest.fixture
def export(app: Flask) -> Export:
    return Export(app)


@pytest.fixture
def ana(export: Export) -> Person:
    return make_person(export.cohe, "Ana Ruiz", hired_on=HIRED)


def line(person: Person, course: str = "Coordinator basics", day: str = "2/2/2026", status: str = "Completed") -> str:
    return f'"{person.name}",{person.email},{course},{day},{status},92,45'


def facts(person: Person) -> list[dict[str, Any]]:
    return [dict(row.facts) for row in found.of(person)]


def faults(look: Look) -> list[str]:
    return [str(each) for each in look.faults]


def done(lines: Sequence[Line]) -> list[str | None]:
    return [each.chosen and each.chosen.do.value for each in lines]


def test_what_is_new_of_people_here_is_recorded_with_its_entry(export: Export, ana: Person) -> None:
    bo = make_person(export.cohe, "Bo Berg", hired_on=HIRED)
    export.record(line(ana), line(ana, "Ethics", "2/3/2026"), line(bo, "ETHICS", "2/4/2026"), line(bo, "Cooking"))
    assert facts(ana) == [{"area": "referrals", "on": "2026-02-02"}, {"name": "Ethics", "completed_on": "2026-02-03"}]
    assert facts(bo) == [{"name": "ETHICS", "completed_on": "2026-02-04"}]
    recorded = select(TrailEntry).where(TrailEntry.action == Action.TRAINING_RECORDED.value)
    assert len(db.session.scalars(recorded).all()) == 3
    assert list(trail_compare.differences()) == []


def test_what_was_not_completed_or_is_left_out_or_known_is_skipped_with_the_reason(export: Export, ana: Person) -> None:
    said = {"area": "referrals", "on": "2026-02-02"}
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.INITIAL, said))
    lines = export.send(
        line(ana),
        line(ana, "Ethics", "", "In Progress"),
        line(ana, "Cooking"),
        line(ana, "Ethics", "2/3/2026"),
        line(ana, "Ethics", "2/3/2026"),
        line(ana, "Ethics", "2/4/2026", "Failed"),
    ).lines
    assert done(lines) == ["skip", "skip", "skip", None, "skip", "skip"]
    assert [each.why_skip for each in lines] == [
        None,
        "It was not completed.",
        "The course is left out.",
        None,
        "Line 5 says the same.",
        "It was not completed.",
    ]


def test_a_name_alone_is_chosen_by_somebody_and_nobody_else_is_ever_added(export: Export, ana: Person) -> None:
    look = export.send(
        '"Ruiz, Ana",,Coordinator basics,2/2/2026,Completed,,', "Una Known,una@example.org,Ethics,2/2/2026,,,"
    )
    name_only, nobody = look.lines
    assert done(look.lines) == [None, "skip"]
    assert (name_only.matches[0].person.id, name_only.certain, nobody.matches) == (ana.id, None, [])
    assert not any(each.can_add for each in look.lines)
    with pytest.raises(NotTakenError, match="1 line waits"):
        export.take()
    match = name_only.matches[0]
    export.choose({2: update(match, [each.key for each in match.updatable])})
    assert export.take().people == 0
    assert facts(ana) == [{"area": "referrals", "on": "2026-02-02"}]


def test_nobody_of_another_cohe_is_meant(export: Export) -> None:
    other = make_person(make_cohe("other"), "Ola Other", hired_on=HIRED)
    (only,) = export.send(line(other)).lines
    assert only.matches == []


def test_a_course_without_a_meaning_keeps_the_table_out(export: Export, ana: Person) -> None:
    look = export.send(line(ana), line(ana, "Ethics"), line(ana, "Ethics "), meant={"ethics": ETHICS})
    assert [each[:3] for each in look.words.values()] == [("Coordinator basics", 1, None), ("Ethics", 2, ETHICS)]
    with pytest.raises(NotTakenError) as refused:
        export.take()
    assert "Choose what each course is." in [each.what for each in refused.value.faults]


def test_meanings_hold_for_a_corrected_table(export: Export, ana: Person) -> None:
    export.send(line(ana))
    data = "\n".join([HEAD, line(ana, day="2/3/2026")]).encode()
    export.table = imports.send(export.actor, export.cohe, KINDS["completions"], data, export.table)
    assert [each.meaning for each in export.look().words.values()] == [REFERRALS]


def test_two_lines_that_somebody_says_are_one_person_are_one_training(export: Export, ana: Person) -> None:
    name_only = '"Ana Ruiz",,Ethics,2/2/2026,Completed,,'
    look = export.send(name_only, name_only)
    look = export.choose({each.number: update(each.matches[0], [ETHICS.split(":")[0]]) for each in look.lines})
    assert faults(look) == ["Line 3: Line 2 says the same of the same person. Skip one of them."]


def test_courses_that_come_to_the_same_are_recorded_once(export: Export, ana: Person) -> None:
    both = {"coordinator basics": REFERRALS, "basics again": REFERRALS}
    export.record(line(ana), line(ana, "Basics again"), meant=both)
    assert facts(ana) == [{"area": "referrals", "on": "2026-02-02"}]


@pytest.mark.parametrize(
    ("meaning", "status", "kept"),
    [
        ("lni_required:test", "Passed", {"name": "Ethics", "completed_on": "2026-02-02", "passed": True}),
        ("lni_required:test", "Failed", {"name": "Ethics", "completed_on": "2026-02-02", "passed": False}),
        ("orientation:headquarters", "Done", {"kind": "orientation", "on": "2026-02-02", "location": "headquarters"}),
        (
            "conference:lni",
            "Attended",
            {"kind": "conference", "on": "2026-02-02", "title": "Ethics", "sponsor": "lni", "attended": True},
        ),
    ],
)
def test_a_course_is_recorded_as_what_was_chosen(
    export: Export, ana: Person, meaning: str, status: str, kept: dict[str, Any]
) -> None:
    export.record(line(ana, "Ethics", status=status), meant={"ethics": meaning})
    assert facts(ana) == [kept]


def test_all_areas_at_once_and_those_that_are_there_stay(export: Export, ana: Person) -> None:
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.INITIAL, {"area": "referrals", "on": "2026-02-02"}))
    export.record(line(ana, "Ethics"), meant={"ethics": "initial:all"})
    assert sorted(each["area"] for each in facts(ana)) == sorted(AREAS)


def test_shadowing_keeps_its_minutes_and_where_it_was(export: Export, ana: Person) -> None:
    head = "Employee,Email,Activity,Date Completed,Credit Hours,Host COHE"
    said = f"Ana Ruiz,{ana.email},Shadow day,2026-02-02 16:30,4.5,Alliance"
    export.record(said, head=head, meant={"shadow day": "shadowing:hsc"})
    visit = {"kind": "shadowing", "on": "2026-02-02", "minutes": 270, "host_cohe": "Alliance", "host_role": "hsc"}
    assert facts(ana) == [visit]


@pytest.mark.parametrize(
    ("course", "meaning", "status", "why"),
    [
        ("Ethics", "lni_required:test", "Completed", "Write Passed or Failed"),
        ("Ethics", "shadowing:hsc", "Completed", "Add the minutes and the other COHE"),
        ("Claim AB12345", "lni_required:training", "Completed", "No worker's name or claim number"),
    ],
)
def test_what_cannot_be_recorded_waits_with_the_reason(
    export: Export, ana: Person, course: str, meaning: str, status: str, why: str
) -> None:
    (only,) = export.send(line(ana, course, status=status), meant={course.lower(): meaning}).lines
    assert only.chosen is None
    assert why in str(only.matches[0].differences[0].why_not)
    assert of_all([only], Do.UPDATE) == {}


def test_a_day_to_come_and_somebody_not_hired_cannot_be_recorded(export: Export, ana: Person) -> None:
    applicant = make_person(export.cohe, "Bo Berg")
    lines = export.send(line(ana, day="1/1/2090"), line(applicant)).lines
    reasons = [each.matches[0].differences[0].why_not for each in lines]
    assert "after today" in str(reasons[0])
    assert reasons[1] == "Bo Berg was not hired. Record the hire first."


def test_ones_own_record_is_for_somebody_else(export: Export) -> None:
    own = make_person(export.cohe, "Mia Member", hired_on=HIRED, user=export.user)
    (only,) = export.send(line(own)).lines
    assert only.matches[0].own
    assert of_all([only], Do.UPDATE) == {}


def test_what_somebody_recorded_meanwhile_is_not_recorded_again(export: Export, ana: Person) -> None:
    export.choose(of_all(export.send(line(ana)).lines, Do.UPDATE))
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.INITIAL, {"area": "referrals", "on": "2026-02-02"}))
    export.take()
    assert len(facts(ana)) == 1


def test_undoing_strikes_what_came_with_it_and_nothing_else(export: Export, ana: Person) -> None:
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.INITIAL, {"area": "barriers", "on": "2026-02-02"}))
    batch = export.record(line(ana), line(ana, "Ethics"))
    undoing.undo(export.actor, export.cohe, batch.id, "The wrong file")
    assert facts(ana) == [{"area": "barriers", "on": "2026-02-02"}]
    assert [row.because for row in found.history(ana) if row.struck] == ["The wrong file"] * 2
    assert list(trail_compare.differences()) == []
    export.record(line(ana))
    assert len(facts(ana)) == 2


def test_what_was_corrected_since_keeps_the_table(export: Export, ana: Person) -> None:
    batch = export.record(line(ana), line(ana, "Ethics"))
    row = found.of(ana)[0]
    training.correct(SYSTEM, ana, row, TrainingFacts(row.part, {**row.facts, "on": "2026-02-05"}), "By the list")
    with pytest.raises(OnboardingError, match="corrected or taken away since, of Ana Ruiz"):
        undoing.undo(export.actor, export.cohe, batch.id, "The wrong file")
    assert len(facts(ana)) == 2


def test_what_is_wrong_with_a_line_is_named(export: Export, ana: Person) -> None:
    assert faults(export.send(",,Ethics,2/2/2026,Completed,,")) == [
        "Line 2, Learner: Nobody is named. Write the name, the email or the ID."
    ]
    assert faults(export.send(line(ana, day=""))) == [
        "Line 2, Completion date: It is missing. Write the day on which it was completed."
    ]
    assert faults(export.send(line(ana, ""))) == ["Line 2, Course: It is missing. Write what was completed."]
    assert (
        "is not one of these: Completed, Passed, Failed, Not completed"
        in faults(export.send(line(ana, status="Juggled")))[0]
    )


def test_the_day_of_what_is_dated_counts_as_a_training(export: Export, ana: Person) -> None:
    (only,) = export.send(f"Ana Ruiz,{ana.email},Ethics,2/2/2026,,,").lines
    assert (only.entry.status, only.entry.completed_on) == ("completed", date(2026, 2, 2))


def kept(export: Export) -> list[tuple[str, str]]:
    rows = db.session.query(WordMeaning).filter_by(organisation_id=export.cohe.id).order_by(WordMeaning.id)
    return [(row.word, row.meaning) for row in rows]


def test_what_a_course_was_is_remembered_when_the_table_is_taken_in(export: Export, ana: Person) -> None:
    look = export.send(line(ana), line(ana, "Ethics"))
    assert [each.before for each in look.words.values()] == [None, None]
    assert kept(export) == []
    export.choose(of_all(look.lines, Do.UPDATE))
    export.take()
    assert kept(export) == [("coordinator basics", REFERRALS), ("ethics", ETHICS)]
    again = export.send(line(ana), line(ana, "Ethics"), meant={})
    assert [each.meaning for each in again.words.values()] == [None, None]  # it is asked anew, and answered by nobody
    offered = [(each.before.meaning, each.before.by) for each in again.words.values() if each.before]
    assert offered == [(REFERRALS, export.user.name), (ETHICS, export.user.name)]


def test_a_course_that_is_something_else_now_is_remembered_so_and_what_was_stays(export: Export, ana: Person) -> None:
    export.record(line(ana), line(ana, "Ethics"))
    other = "initial:barriers"
    export.record(line(ana, day="3/9/2026"), meant={"coordinator basics": other})
    assert kept(export) == [("coordinator basics", REFERRALS), ("ethics", ETHICS), ("coordinator basics", other)]
    (word,) = export.send(line(ana, day="3/10/2026"), meant={}).words.values()
    assert word.before
    assert word.before.meaning == other


def test_what_was_said_before_is_not_kept_twice(export: Export, ana: Person) -> None:
    export.record(line(ana), line(ana, "Ethics"))
    export.record(line(ana, "Ethics", day="3/9/2026"))
    assert len(kept(export)) == 2


def test_a_course_that_names_somebody_is_recorded_and_not_remembered(export: Export, ana: Person) -> None:
    export.record(line(ana, "A day with Ana Ruiz"), meant={"a day with ana ruiz": REFERRALS})
    assert len(found.of(ana)) == 1
    assert kept(export) == []


def test_each_cohe_and_kind_of_table_remembers_its_own(export: Export, ana: Person) -> None:
    export.record(line(ana), line(ana, "Ethics"))
    assert word_meanings.of(make_cohe("harbor").id, "completions", ["ethics"]) == {}
    assert word_meanings.of(export.cohe.id, "staff", ["ethics"]) == {}
