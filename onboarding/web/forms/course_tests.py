"""The short test of a version of a course: as it is written, and as it is taken."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from onboarding.services.course_tests import CourseTestFacts, Question
from onboarding.web.forms.people import blank_as_none

MOST_QUESTIONS, MOST_TRIES = 30, 20
SPARE, SPARE_LATER = 5, 2  # blank questions to fill in: of a new test, and of one that is changed
SHORT = Length(max=300, message="Say it in 300 characters.")
NUMERIC = {"inputmode": "numeric", "class": "usa-input--medium"}


class QuestionForm(Form):  # type: ignore[misc]  # WTForms ships no types
    """One question; one without any text is left out."""

    asks = StringField("Question", [Optional(), SHORT], filters=[blank_as_none])
    right = StringField("Right answer", [Optional(), SHORT], filters=[blank_as_none])
    wrong = TextAreaField(
        "Wrong answers",
        [Optional(), Length(max=1000, message="Say it in 1,000 characters.")],
        filters=[blank_as_none],
        description="One to a line.",
        render_kw={"rows": 3},
    )

    def said(self) -> Question | None:
        """The question; None where nothing is filled in."""
        if not (self.asks.data or self.right.data or self.wrong.data):
            return None
        wrong = [line.strip() for line in (self.wrong.data or "").splitlines() if line.strip()]
        return Question(self.asks.data or "", self.right.data or "", wrong)

    def validate(self, extra_validators: Any = None) -> bool:
        """A question that is begun is finished."""
        fine: bool = super().validate(extra_validators)
        if self.said() is not None:
            for field, says in ((self.asks, "the question"), (self.right, "the right answer"), (self.wrong, "one")):
                if not field.data:
                    field.errors, fine = [*field.errors, f"Enter {says}."], False
        return fine


class TestForm(FlaskForm):  # type: ignore[misc]
    """The test of a version. `seen`: its number when the page was shown."""

    questions = FieldList(FormField(QuestionForm, "Question"), "Questions", max_entries=MOST_QUESTIONS)
    pass_mark = IntegerField(
        "Right answers needed to pass",
        [InputRequired("Enter how many."), NumberRange(1, MOST_QUESTIONS, f"Enter 1 to {MOST_QUESTIONS}.")],
        render_kw=NUMERIC,
    )
    most_tries = IntegerField(
        "Most tries",
        [Optional(), NumberRange(1, MOST_TRIES, f"Enter 1 to {MOST_TRIES}.")],
        description="Leave blank to let people try as often as they like.",
        render_kw=NUMERIC,
    )
    seen = IntegerField(widget=HiddenInput(), default=0)

    def facts(self) -> CourseTestFacts:
        """What it says."""
        questions = [said for each in self.questions if (said := each.form.said())]
        return CourseTestFacts(questions, self.pass_mark.data or 0, self.most_tries.data)


def writing(test: Any, shows_right: bool) -> TestForm:
    """The form of a test as it is now. Who could still take it is not shown which answers are right."""
    known = [_as_typed(each, shows_right) for each in test.questions] if test else []
    spare = min(SPARE_LATER if known else SPARE, MOST_QUESTIONS - len(known))
    data = {"questions": [*known, *({} for _ in range(spare))], "seen": test.number if test else 0}
    data |= {"pass_mark": test.pass_mark, "most_tries": test.most_tries} if test else {}
    form = TestForm(data=data)
    for number, each in enumerate(form.questions, start=1):
        each.label.text = f"Question {number}"
        if number <= max(1, len(known)):  # the others may stay blank
            for field in each.form:
                field.flags.required = True
    return form


def _as_typed(question: dict[str, Any], shows_right: bool) -> dict[str, str]:
    choices = list(question["choices"])
    right = choices.pop(question["right"]) if shows_right else ""
    return {"asks": question["asks"], "right": right, "wrong": "\n".join(choices)}


class TakingForm(FlaskForm):  # type: ignore[misc]
    """A try at a test. A field for each question is added by `taking`; none says which answer is right.

    `test` and `tries`: the test that the page shows, and how often it had been tried.
    """

    test = IntegerField(widget=HiddenInput())
    tries = IntegerField(widget=HiddenInput(), default=0)

    def answers(self) -> list[int]:
        """The place of the answer that was chosen to each question."""
        return [int(field.data) for field in self if field.name.startswith("question-")]


def taking(test_id: int, asked: Sequence[tuple[str, Sequence[str]]], tries: int) -> TakingForm:
    """The form for these questions."""
    fields = {
        f"question-{number}": RadioField(
            asks,
            [InputRequired("Choose an answer.")],
            choices=[SelectChoice(str(place), choice) for place, choice in enumerate(choices)],
        )
        for number, (asks, choices) in enumerate(asked)
    }
    form: TakingForm = type("TakingForm", (TakingForm,), fields)(data={"test": test_id, "tries": tries})
    return form
