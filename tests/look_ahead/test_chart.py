"""The picture of the forecast: what was counted, what is likely, and in which range; the same figures in its table."""

from flask import Flask

from onboarding.packets.forecast_chart import FEW, MOST, claims, rows
from onboarding.packets.timeline import NARROW
from onboarding.roles import Role
from onboarding.rules.days import Quarter
from onboarding.rules.facts import QuarterClaims
from onboarding.rules.forecast import Ahead, Forecast
from onboarding.rules.wording import quarter as said
from tests.look_ahead.make import AHEAD, NOW, make_ana
from tests.make import make_cohe, make_member, sign_in
from tests.page import fetch
from tests.staffing.make import count
from tests.stored import on_sqlite

LAST = Quarter(2026, 3)


def past(*numbers: int) -> list[QuarterClaims]:
    """The claims of quarters that follow each other up to the last one known."""
    return [QuarterClaims(LAST.earlier(len(numbers) - 1 - place), each, 0) for place, each in enumerate(numbers)]


def ahead(place: int, *figures: int | None) -> Ahead:
    return Ahead(LAST.earlier(-place), place, 100, *figures)


def forecast(*quarters: Ahead) -> Forecast:
    return Forecast(LAST, quarters, 400, 400, (), ())


def test_what_was_counted_is_a_point_what_is_likely_an_open_one_and_the_range_is_hatched() -> None:
    chart = claims(past(100, 200), forecast(ahead(1, 300, 200, 400), ahead(2, 200, None, None)))
    assert chart
    # The top of the axis is 400: four steps of 100. The plot is 170 high, from 14 to 184.
    ranged, first, second, likely, alone = chart.marks
    assert (ranged.low, ranged.high, ranged.exact) == (99, 14, False)
    assert [(mark.low, mark.exact, mark.so_far) for mark in (first, second)] == [
        (141.5, True, False),
        (99, True, False),
    ]
    assert [(mark.low, mark.exact, mark.so_far) for mark in (likely, alone)] == [(56.5, True, True), (99, True, True)]
    assert len(chart.joined) == 1  # what was counted is joined; what is ahead is not
    assert chart.joined[0].count("L") == 1
    assert [label.text for _, label in chart.keys] == ["Counted", "Likely", "Range of the forecast"]
    assert "Q3 2026: 200 claims. Q4 2026: 300 likely, 200 to 400. Q1 2027: 200 likely." in chart.says


def test_without_a_forecast_there_is_no_picture_and_without_a_range_none_is_drawn() -> None:
    assert claims(past(100), Forecast(None, (), 0, 0, (), ())) is None
    chart = claims(past(0, 0), forecast(ahead(1, 0, None, None)))  # no claims at all
    assert chart
    assert [key for key, _ in chart.keys] == ["exact", "likely"]


def test_a_gap_ends_the_past_and_each_width_has_the_latest_quarters_for_which_it_has_room() -> None:
    gap = [row for row in past(*[100] * 9) if row.quarter != LAST.earlier(3)]
    assert [row.quarter for row in rows(gap, forecast(ahead(1, 5, 4, 6)))] == [
        LAST.earlier(back) for back in (2, 1, 0, -1)
    ]
    many = forecast(ahead(1, 5, 4, 6))
    wide, narrow = claims(past(*[100] * 30), many), claims(past(*[100] * 30), many, NARROW)
    assert wide
    assert narrow
    assert [len(chart.marks) for chart in (wide, narrow)] == [MOST + 1, FEW + 1]  # of the last two marks and no point


@on_sqlite
def test_the_page_has_the_picture_and_its_figures_as_a_table(app: Flask) -> None:
    valley = make_cohe()
    make_ana(valley)
    count(valley, str(NOW.earlier(16)), *[400] * 16)
    page = fetch(sign_in(app.test_client(), make_member(valley, Role.MANAGER)), AHEAD)
    titles = [each.findtext("title") for each in page.all("svg") if each.get("role") == "img"]
    assert titles == ["Claims by quarter, and the forecast"] * 2  # for a desk and for a phone
    table = page.rows("20 quarters, counted or forecast")
    assert table[15] == {"Quarter": said(NOW.earlier(1)), "Claims counted": "400", "Claims, likely": "Not needed",
                         "Range": "Not needed"}  # fmt: skip
    assert table[16] == {"Quarter": said(NOW), "Claims counted": "To come", "Claims, likely": "400", "Range": "400"}
