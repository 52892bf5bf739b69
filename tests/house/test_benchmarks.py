"""The benchmarks run: what `make bench` prints is made by code that works. No time is asserted."""

import subprocess
import sys
from pathlib import Path

from benchmarks.applicants import AS_OF, documents
from benchmarks.bare import decide
from benchmarks.cohes import PAGES as COHES
from benchmarks.pages import PAGES
from benchmarks.staffing import PAGES as STAFFING
from onboarding.formats import resume
from onboarding.formats.shape import Shape
from tests.warm_python import python

ROOT = Path(__file__).parents[2]


def printed(*arguments: str, anew: bool = False) -> list[str]:
    """The lines that Python prints when it is run so, in a process of its own; `anew`: which has loaded nothing yet."""
    command = [sys.executable] if anew else python()
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_benchmark_prints_a_row_for_each_size() -> None:
    lines = printed("-m", "benchmarks", "20")
    headings, row = lines[:2]
    assert headings.split()[:2] == ["applicants", "bare/s"]
    assert row.split()[0] == "20"


def test_the_pages_are_measured_through_the_server() -> None:
    lines = printed("-c", "from benchmarks.pages import main; main([5], requests=8)")
    rows = [line.split()[:3] for line in lines[1:]]
    assert rows == [["5", at_once, page] for at_once in ("1", "8") for page in PAGES]


def test_people_at_work_meet_no_fault_and_the_trail_has_what_they_did() -> None:
    program = "from benchmarks.load import main; main(5, 0.03, cohes=2, people=20, entries=100, reads_for=0.1)"
    lines = printed("-c", program)
    assert lines[-1].startswith("5 people for 0.03 minutes: ")
    assert lines[-1].endswith(" changes, 0 faults")
    assert "the trail is whole: " in lines[-2]


def test_pages_are_measured_while_hostile_files_are_sent() -> None:
    """A workbook that a library would read two thousand million rows of holds neither threads nor pages."""
    program = (
        "from benchmarks.uploads import main; from tests.documents.far import BEYOND; "
        "main({'far': BEYOND['a row of number two thousand million']}, seconds=1)"
    )
    lines = printed("-c", program)
    _, quiet, (_, taken, refused, put_off, other, asked, *_) = map(str.split, lines)
    assert quiet[0] == "(nothing)"
    assert (taken, other) == ("0", "0")
    assert min(int(refused), int(put_off)) > 0
    assert int(asked) >= 3, "others were answered meanwhile, again and again"


def test_a_decision_and_an_impact_list_are_measured() -> None:
    lines = printed("-c", "from benchmarks.screening import main; main([5], decisions=2)")
    headings, row = lines[:2]
    assert headings.split()[:3] == ["people", "decide", "ms"]
    assert row.split()[0] == "5"


def test_a_plan_is_measured_and_proved() -> None:
    lines = printed("-m", "benchmarks.plan", "10")
    _, line = lines  # and nothing of what the solver says of itself
    row = line.split()
    assert row[:2] == ["10", "6"]
    assert row[7:9] == ["yes", "yes"]


def test_a_sweep_finds_what_sql_alone_finds_and_all_of_it_is_told() -> None:
    lines = printed("-m", "benchmarks.sweep", "2500")
    headings, row = lines
    assert headings.split()[:4] == ["deadlines", "to", "be", "told"]
    assert row.split()[:2] == ["2,500", "500"]


def test_the_staffing_page_is_measured_and_asks_as_often_for_many_as_for_few() -> None:
    lines = printed("-c", "from benchmarks.staffing import main; main([6, 12], requests=2)")
    rows = [line.split() for line in lines[1:]]
    assert [row[:2] for row in rows] == [[size, page] for size in ("6", "12") for page in STAFFING]
    asks = [int(row[-1]) for row in rows]
    assert asks[: len(STAFFING)] == asks[len(STAFFING) :]
    assert max(asks) <= 25


def test_the_bare_decision_takes_a_plain_applicant_at_their_word() -> None:
    plain = {
        "work": [{"startDate": "2018-03-15", "endDate": "2021-03-14", "category": "direct_patient_care"}],
        "hsc": {
            "role": "assistant",
            "providerId": {"able": True},
            "lniIssues": {"reported": False},
            "skills": {
                area: {"demonstrated": True}
                for area in ("communication", "data_management", "care_documentation", "data_analysis")
            },
        },
    }
    assert decide(resume.applicant(Shape.of(plain), "a"))
    plain["work"][0]["endDate"] = "2021-03-13"
    assert not decide(resume.applicant(Shape.of(plain), "a"))


def test_the_applicants_are_the_same_every_time_and_have_five_jobs() -> None:
    assert list(documents(3)) == list(documents(3))
    assert all(len(document["work"]) == 5 and document["as_of"] == AS_OF.isoformat() for document in documents(3))


def test_the_comparison_is_measured_and_asks_no_more_for_many_cohes_than_for_one() -> None:
    lines = printed("-c", "from benchmarks.cohes import main; main([1, 3], requests=2, people=4)")
    rows = [line.rsplit(maxsplit=3) for line in lines[1:]]
    asks = {head.strip(): int(asked) for head, *_, asked in rows}
    for page in COHES:
        assert asks[f"3  {page}, fresh"] <= asks[f"1  {page}, fresh"] <= 25


def test_packets_are_measured_against_the_naive_way() -> None:
    """In a process of its own, which has the fonts of packets before WeasyPrint is loaded."""
    program = "from benchmarks.packets import main; main([2], rounds=1)"
    lines = printed("-c", program, anew=True)
    rows = [line.split() for line in lines[1:-1]]
    assert [row[2] for row in rows] == ["naive", "nothing", "small", "person", "all", "chromium", "start", "typst"]
    assert float(rows[1][-1]) > float(rows[4][-1])  # what was laid out before is not laid out again
    assert lines[-1].startswith("two new packets: ")
