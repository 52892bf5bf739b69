"""The pictures of staffing: what is known as a mark, what is not as a range or a gap, and each line with its name."""

from datetime import date
from fractions import Fraction

from flask import Flask

from onboarding import clock
from onboarding.packets.staffing_chart import FEW, claims_per_fte, time
from onboarding.packets.timeline import NARROW
from onboarding.queries.staffing_overview import OfQuarter
from onboarding.roles import Role
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds, Exact, Outcome
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.staffing.make import count, split
from tests.stored import on_sqlite

NOW = Quarter(2026, 4)
YET = Outcome.UNDETERMINED


def of(back: int, fte: Bounds, ratio: Bounds | None, trigger: int = 588) -> OfQuarter:
    quarter, needed = NOW.earlier(back), Bounds(1, Fraction(3, 2))
    law = Fraction(trigger), Fraction(1650)
    return OfQuarter(quarter, None, back > 0, fte, ratio, YET, "", needed, YET, YET, *law)


def exactly(number: Exact) -> Bounds:
    return Bounds(number, number)


def test_a_known_quarter_is_a_mark_a_range_a_range_and_an_unknown_one_a_gap() -> None:
    one, two = exactly(1), exactly(2)
    quarters = [of(0, one, exactly(100)), of(1, one, None), of(2, one, Bounds(300, None)), of(3, two, Bounds(200, 400)),
                of(4, two, exactly(500)), of(5, two, exactly(250))]  # fmt: skip
    chart = claims_per_fte(quarters)
    assert chart
    # The top of the axis is 600: four steps of 147 are steps of 200.
    assert [label.text for label in chart.grid] == ["0", "200", "400", "600"]
    says = [mark.says for mark in chart.marks]
    assert says == [
        "Q3 2025: 250", "Q4 2025: 500", "Q1 2026: 200 to 400", "Q2 2026: at least 300", "Q4 2026 so far: 100"
    ]  # fmt: skip
    # 170 units are 600 claims per FTE, above which are 14: 250 is at 14 + 170 * 350 / 600.
    assert chart.marks[0].low == chart.marks[0].high == round(14 + 170 * 350 / 600, 1)
    # 200 to 400: from 14 + 170 * 400 / 600 up to 14 + 170 * 200 / 600.
    assert (chart.marks[2].low, chart.marks[2].high) == (127.3, 70.7)
    assert chart.marks[3].open_ended
    assert chart.marks[4].so_far
    (path,) = chart.joined  # the two exact quarters that follow each other; the others stand alone
    assert path.count("L") == 1
    assert [line.label.text for line in chart.lines] == ["Trigger: above 588", "Recommended a quarter: 412.5"]
    assert "No mark: claims or time not recorded" in [label.text for _, label in chart.keys]
    for said in (*says, "Trigger: above 588"):
        assert said in chart.says


def test_a_line_that_a_ruling_moved_is_in_two_pieces() -> None:
    ruled = [of(back, exactly(1), exactly(500), 600 if back < 2 else 588) for back in range(4)]
    chart = claims_per_fte(ruled)
    assert chart
    trigger, pace = chart.lines
    assert len(trigger.pieces) == 2
    assert trigger.label.text == "Trigger: above 600"
    assert len(pace.pieces) == 1


def test_time_is_drawn_with_what_is_required_also_where_nobody_counted_claims() -> None:
    quarters = [of(back, Bounds(1, 2) if back else exactly(1), None) for back in range(3)]
    assert claims_per_fte(quarters) is None
    chart = time(quarters)
    assert chart
    assert [label.text for label in chart.grid] == ["0", "1", "2"]
    assert {(span.low, span.high) for span in chart.spans} == {(99.0, 56.5)}  # 1 and 1.5 of 2, on 170 units below 14
    assert [mark.exact for mark in chart.marks] == [False, False, True]


def test_a_phone_shows_the_latest_quarters() -> None:
    quarters = [of(back, exactly(2), exactly(100)) for back in range(40)]
    narrow, wide = claims_per_fte(quarters, NARROW), claims_per_fte(quarters)
    assert narrow
    assert wide
    assert (len(narrow.marks), len(wide.marks)) == (FEW, 40)
    assert [tick.text for tick in wide.ticks] == [str(year) for year in range(2017, 2027)]
    assert max(tick.x for tick in narrow.ticks) < narrow.width
    for chart in (narrow, wide):
        assert all(0 <= mark.high <= mark.low <= chart.base for mark in chart.marks)
        assert max(label.x for _, label in chart.keys) < chart.width


def test_nothing_is_drawn_of_nobody() -> None:
    assert time([of(0, exactly(0), None)]) is None
    assert claims_per_fte([of(0, exactly(0), Bounds(None, None))]) is None


@on_sqlite
def test_the_page_draws_both_and_has_the_table_behind_them(app: Flask) -> None:
    valley = make_cohe()
    split(make_person(valley, hired_on=date(2024, 1, 2)), date(2024, 1, 2))
    count(valley, "2025-Q1", 589, 500, 400, 862)
    page = fetch(sign_in(app.test_client(), make_member(valley, Role.MANAGER)), "/at/valley/staffing")
    pictures = [each for each in page.all("svg") if each.get("role") == "img"]
    assert [(each.findtext("title") or "") for each in pictures] == [
        *["Claims per FTE by quarter"] * 2,
        *["HSC FTE by quarter"] * 2,
    ]
    for picture in pictures:
        named = (picture.get("aria-labelledby") or "").split()
        assert named == [picture.find(each).get("id") for each in ("title", "desc")]  # type: ignore[union-attr]
    assert "Q1 2025: at least 589" in (pictures[0].findtext("desc") or "")
    now = Quarter.of(clock.today())
    assert page.rows(f"{(now.year - 2025) * 4 + now.number} quarters, the latest first")[0]["HSC FTE"] == "0 to 1"
