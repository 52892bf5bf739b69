"""The time for the additional training, drawn: a lane for each option, today, and the day on which it is due.

The geometry alone; `templates/components/window.html` draws it, the same on a page and on paper. What is shown by a
colour is shown by its pattern too, so that it can be told in grey.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from onboarding.packets.timeline import KEY, KEY_WIDTH, LANE, MARK, NAME, TOP, WIDE, Box, Label, Mark, Scale
from onboarding.rules.days import add_months
from onboarding.rules.training_options import Option, Options, Stands
from onboarding.rules.training_options_wording import SHORT, STANDS
from onboarding.rules.wording import short_day

BESIDE = timedelta(days=7)  # of room after the last day that is drawn
LATEST = timedelta(days=60)  # after the due date, from which on today is off the picture
MONTH_LABEL = 30  # units that the label of a month takes
A_DAY = timedelta(days=1)


class Shade(StrEnum):
    """What a stretch of days is good for."""

    DONE = "done"
    START = "start"
    QUICK = "quick"
    LATE = "late"


KEYS = {
    Shade.DONE: "done",
    Shade.START: "can be started",
    Shade.QUICK: "little time left",
    Shade.LATE: "late",
}


class Lane(NamedTuple):
    """One option: its name and how it stands, above its stretches of days."""

    y: int
    boxes: tuple[Box, ...]
    label: Label


class Window(NamedTuple):
    """The whole picture, in units of its own. `bottom` is where the lanes end."""

    width: int
    height: int
    bottom: int
    months: tuple[Label, ...]
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    keys: tuple[tuple[str, Label], ...]


def drawn(found: Options, hired_on: date, today: date, width: int = WIDE) -> Window:
    """The picture on a day."""
    shown_until = max(found.plan_to, min(today, found.plan_to + LATEST)) + BESIDE
    scale = Scale(hired_on, shown_until, width)
    lanes = tuple(
        _lane(option, place, scale, found.plan_to, hired_on, shown_until) for place, option in enumerate(found.options)
    )
    bottom = TOP + len(lanes) * LANE
    marks = [(found.plan_to, f"Due {short_day(found.plan_to)}")]
    if hired_on <= today <= shown_until:
        marks.append((today, f"Today, {short_day(today)}"))
    keys = tuple(_keys(lanes, width, bottom + len(marks) * MARK))
    return Window(
        width,
        max((label.y for _, label in keys), default=bottom + len(marks) * MARK) + 6,
        bottom,
        tuple(_months(scale, hired_on, shown_until)),
        lanes,
        tuple(
            Mark(x := scale.x(day), scale.label(x, x, bottom + (place + 1) * MARK - 4, says))
            for place, (day, says) in enumerate(sorted(marks))
        ),
        keys,
    )


def _lane(option: Option, place: int, scale: Scale, due: date, hired_on: date, until: date) -> Lane:
    y = TOP + place * LANE
    label = Label(3, y + NAME, f"{SHORT[option.kind]}: {_says(option)}")
    return Lane(y + NAME + 4, tuple(_boxes(option, scale, due, hired_on, until)), label)


def _says(option: Option) -> str:
    if option.done_on:
        return f"done {short_day(option.done_on)}"
    if option.stands is Stands.POSSIBLE:
        return f"start by {short_day(option.start_by)}"
    return STANDS[option.stands].lower()


def _boxes(option: Option, scale: Scale, due: date, hired_on: date, until: date) -> Iterator[Box]:
    if option.done_on:
        yield scale.box(hired_on, min(option.done_on, until), Shade.DONE)
        return
    if option.stands is Stands.SPARE:
        return
    if option.start_by >= hired_on:
        yield scale.box(hired_on, option.start_by, Shade.START)
    yield scale.box(max(option.start_by + A_DAY, hired_on), due, Shade.QUICK)
    if option.kind != "conference":
        yield scale.box(due + A_DAY, until, Shade.LATE)


def _months(scale: Scale, first: date, last: date) -> Iterator[Label]:
    """The first day of each month, where there is room for its name."""
    month = add_months(first.replace(day=1), 1)
    while month <= last:
        x = scale.x(month)
        if MONTH_LABEL / 2 < x < scale.width - MONTH_LABEL / 2:
            yield Label(x, 12, f"{month:%b}", "middle")
        month = add_months(month, 1)


def _keys(lanes: tuple[Lane, ...], width: int, bottom: int) -> Iterator[tuple[str, Label]]:
    """What each pattern means, of those that are there."""
    there = {box.shade for lane in lanes for box in lane.boxes}
    beside = max(1, width // KEY_WIDTH)
    for place, shade in enumerate(shade for shade in Shade if shade in there):
        yield shade, Label(place % beside * KEY_WIDTH + 1, bottom + KEY + place // beside * KEY, KEYS[shade])
