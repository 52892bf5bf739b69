"""What the name of a degree plainly says: a list of what is understood. Whatever else stands in it, it says nothing."""

import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from onboarding.rules import study_types
from onboarding.rules.strict import DataFileError, Table
from onboarding.rules.study_types import COUNTING, LEVELS, LONGEST_STUDY_TYPE, Vocabulary, said_by

SHIPPED = Path(study_types.__file__).with_name("study_types.toml")


def level(study_type: str) -> str | None:
    said = said_by(study_type)
    return said.level if said else None


def listed(text: str) -> list[str]:
    return [each.strip() for each in re.split("[;\n]", text) if each.strip()]


PLAIN = {
    "bachelor": """
        Bachelor of Science; Bachelor; Bachelor’s; Bachelor`s Degree; bachelors; BSN; B.S.N.; B. S. N.; B.A.; BA; BSc
        B.A. Psychology; BA in English; Psychology, B.A.; Business Administration (BBA); BS Kinesiology; BS/BA
        Bachelor of Science in Nursing; Bachelor of Science in Nursing (BSN); Bachelor of Science (BS) in Nursing
        Bachelor of Science in Nursing, cum laude; BSc (Hons) Nursing; BSc (Hons) in Nursing; Honors BA, History
        Bachelor of Science, Health Services Coordination; Bachelor's degree in Healthcare Administration
        BACHELOR OF SCIENCE - BUSINESS ADMINISTRATION; Bachelor of Arts & Sciences; Bachelor of Applied Science
        Bachelor of Arts in Sociology with a minor in Spanish; B.S., Clinical Psychology; Bachelor of Social Work
        Bachelor of Science degree, graduated May 2019; BSN, 2019; BSN (06/2019); B.S.N., June 10, 2016; BA, Fall 2012
        Bachelor of Arts, Communication - summa cum laude; Accelerated Bachelor of Science in Nursing; B.Ed.
        Nursing (Bachelor of Science); BS, MS; BSN, MSN; Bachelor of Science in Health Information Management
        Bachelor of Science in Human Development and Family Studies; BA Women's Studies
        BS in Speech and Hearing Sciences
    """,
    "master": """
        Master of Public Health; Master; Masters; Master's degree; M.S.; MS; MSN; M.P.H.; MBA, Healthcare Management
        Master of Science in Nursing \u2013 Family Nurse Practitioner; Master's, Social Work
        Master in Health Administration
        M.Ed. in School Counseling; Master Degree in Education; Master of Divinity; MS in Data Science (2020)
        Nursing, Master of Science; MS/MBA
    """,
    "professional": """
        MD; M.D.; Doctor of Medicine; Doctor of Medicine (MD); Juris Doctor; JD, cum laude; PharmD; Pharm.D.; D.D.S.
        MD, PhD
    """,
    "doctorate": """
        Ph.D.; Ph. D.; PhD in Nursing; Doctor of Philosophy; Doctor of Nursing Practice (2019); DNP; Doctorate; Ed.D.
        Doctor of Physical Therapy; Doctorate in Public Health; Doctor's degree; Doctor
    """,
    "associate": """
        Associate of Arts; Associate's degree; Associate of Applied Science in Medical Assisting; A.A.S.; ADN
        Associate Degree in Nursing; Associate in Arts, 2011
    """,
    "diploma": "Diploma; Diploma in Practical Nursing; Nursing Diploma; Medical Assisting Diploma (2009)",
    "certificate": """
        Certificate; Certificate of Completion; Medical Assistant Certificate; Certification, Phlebotomy
        Certificate in Massage Therapy; Graduate Certificate in Public Health; CNA Certificate
    """,
    "high_school": "High School Diploma; High school; GED; Secondary School; High School Diploma / GED; G.E.D., 2001",
}


@pytest.mark.parametrize(("expected", "study_type"), [(key, each) for key in PLAIN for each in listed(PLAIN[key])])
def test_what_is_plain_is_understood(expected: str, study_type: str) -> None:
    assert level(study_type) == expected


NOT_EARNED = """
    Bachelor of Science, pending; BSN, pending; BSN - in progress; Bachelor of Science in Nursing (in process)
    Bachelor of Arts in Psychology - attended; Bachelor's (attended); Attended, Bachelor of Science; BA incomplete
    Working on bachelor's; Working towards BSN; Bachelor's, working on it; Seeking BA; Bachelor's-seeking
    Degree seeking
    BSN, graduating 2027; BSN, expected 2027; Expected BSN 2027; Bachelor of Arts (anticipated May 2027); BSN candidate
    Bachelor of Science, discontinued; BSN (withdrew); Bachelor's - left after two years; BSN, dropped out; BSN on hold
    Bachelor level classes; Some bachelor's courses; Bachelor's coursework; Bachelor of Science studies
    Bachelor studies
    Bachelor of Science work; Bachelor's program; BSN program; Bachelor's, 90 credits; Bachelor's 75%; BSN 3/4; BSN 3
    BSN student; Enrolled in BSN; BSN, currently enrolled; Bachelor's transfer; Junior, Bachelor of Arts
    BSN (third year)
    Pre-nursing, BSN; Pre-BSN; Post-Bachelor; Non-degree, Bachelor of Arts; No bachelor's; Not a BSN; Almost BSN
    Half BSN
    PhD (c); PhD(c); PhD, ABD; Ph.D. candidate; Doctoral student; DNP-c; All but dissertation, PhD; Honorary Doctorate
    Doctor of Laws; Doctor of Letters; Doctor of Divinity; Bachelor's equivalent; Equivalent to BSN; BSN-prepared
    RN to BSN; RN-to-BSN; ADN-to-BSN bridge; BSN 2017-; BSN 2017 -; BSN (2017-); BSN, 2017-present; BSN 2017-2019
    BSN 2017 to 2019; BSN since 2017; BSN?; BSN*; ~BSN; "BSN"; BSN (?); BSN!; Bachelor or associate; BA or BS; BSN 20XX
    Bachelor of; BSN in; in BSN; Bachelor and; Bachelor's, applied; Bachelor, general; Bachelor's, advanced
    Bachelor's minor
    Bachelor's planning; Bachelor's in development; Bachelor's, training; BSN, Example University; BSN at a college
    Associate's and bachelor's; Bachelor's certificate; Certificate, bachelor's level; Diploma or BA; BSN, 2017, 2019
"""
NO_DEGREE = """
    Master Barber; Master Esthetician; Master Electrician; Master Plumber; Scrum Master; Certified Scrum Master
    Master Mechanic; Master Trainer; Master Gardener; Master Chef; Master Herbalist; Master of Ceremonies
    Master Sergeant
    Master at Arms; Master Nursing; Business Master; Webmaster; Reiki Master; Master Technician; Master Certificate
    Master of Barbering; Master in Cosmetology; Masters of Massage Therapy; Master's in Welding; Master Mariner
    Toastmaster
    Phlebotomy program, Bethesda, MD; Bethesda, MD; Nursing, MD; Medical Assistant, MD; Certificate, Bethesda MD
    Jackson, MS; Nursing, MS; Nursing program, Jackson, MS; MS Office; MS Word, Excel; Ms. Nursing Assistant
    Medical Assistant, MA; MA; M.A.; Boston, MA; MEd; Med Assistant; Med Tech; Doctor's assistant; Doctor's office
    Doctor of Natural Medicine; Doctor of Metaphysics; A.S.; as nursing; Registered Nurse; Program of study; Nursing
    Diplom; Licence; Licenciatura; Bachillerato; BLS; MHS; Bachelorette; Bachlor of Sience; Degree; Honors; 2019; -; ,
    B; b a
    Bachelor\u0336 of Science; ＢＳＮ; B\u200bSN; Бachelor; 学士; BSN\x00; BSN <b>; BSN 🎓
"""  # noqa: RUF001


@pytest.mark.parametrize("study_type", [*listed(NOT_EARNED), *listed(NO_DEGREE), "", " ", "\n"], ids=ascii)
def test_what_takes_it_back_or_is_something_else_says_nothing(study_type: str) -> None:
    assert level(study_type) is None


ALL_PLAIN = [each for said in PLAIN.values() for each in listed(said)]
KNOWN = {
    word.strip(".")
    for rows in tomllib.loads(SHIPPED.read_text(encoding="utf-8")).values()
    for row in rows
    for word in re.split(r"[,\s]+", row["words"])
} | {"of", "in", "and", "degree"}
unknown = st.from_regex(r"[a-z]{2,12}", fullmatch=True).filter(lambda word: word not in KNOWN)


@given(
    st.sampled_from(ALL_PLAIN), unknown, st.sampled_from(["{0} {1}", "{1} {0}", "{0}, {1}", "{0} ({1})", "{1}: {0}"])
)
def test_one_word_that_is_not_known_is_enough(plain: str, word: str, way: str) -> None:
    assert level(way.format(plain, word)) is None


@given(st.sampled_from(ALL_PLAIN), st.sampled_from([str.upper, str.lower, str.title]))
def test_letter_case_does_not_matter(plain: str, spelled: Any) -> None:
    assert level(spelled(plain)) == level(plain)


@pytest.mark.parametrize(
    ("study_type", "year"),
    [("BSN", None), ("BSN (2019)", 2019), ("BSN, June 2016", 2016), ("BSN 6/10/2016", 2016), ("BSN 2016-06", 2016)],
)
def test_the_year_of_the_date_beside_it_is_told(study_type: str, year: int | None) -> None:
    said = said_by(study_type)
    assert said
    assert said.year == year


@given(st.text(max_size=LONGEST_STUDY_TYPE + 5))
def test_no_text_is_too_strange(text: str) -> None:
    assert level(text) in {None, *LEVELS}


@pytest.mark.parametrize(
    "text",
    ["BA " * 66 + "-", "BA arts " * 24 + "in", "arts, " * 33, "arts and " * 22, "clinical " * 22, "1 may " * 33,
     "." * 200, "a. " * 66, "2019 " * 40, "2019-" * 40, "BA, " * 40 + "x", "(" * 200, "x" * 100_000, " " * 100_000],
)  # fmt: skip
def test_a_hostile_text_takes_no_time(text: str) -> None:
    said_by("BSN")
    begun = time.process_time()
    said_by(text)
    assert time.process_time() - begun < 0.05


def test_what_is_longer_than_a_study_type_says_nothing() -> None:
    at_most = "BSN".ljust(LONGEST_STUDY_TYPE)
    assert (level(at_most), level(at_most + " ")) == ("bachelor", None)


# The lists


def shipped() -> dict[str, list[dict[str, str]]]:
    data: dict[str, list[dict[str, str]]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return data


def test_every_listed_word_is_understood_in_its_place() -> None:
    ways = {"subjects": "Bachelor of {}", "qualifiers": "Bachelor of {} Nursing", "trades": "Certificate in {}",
            "additions": "Bachelor, {}", "connectors": "Bachelor, {} Nursing", "dates": "BS, {} 2019"}  # fmt: skip
    for name, rows in shipped().items():
        for row in rows:
            for phrase in row["words"].split(","):
                said = level(ways.get(name, "{}").format(" ".join(phrase.split())))
                assert said == row.get("level", "certificate" if name == "trades" else "bachelor"), phrase


def test_no_trade_is_the_subject_of_a_degree_that_counts() -> None:
    for row in shipped()["trades"]:
        for trade in row["words"].split(","):
            assert not COUNTING.intersection({level(f"Master in {trade}"), level(f"BS, {trade}")}), trade


def entry(**changes: Any) -> dict[str, Any]:
    return {"words": "honors", "reason": "named", **changes}


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [
        ("additions", {"words": "honors"}, "study_types.toml: additions 1: reason: missing"),
        ("additions", entry(level="bachelor"), "study_types.toml: additions 1: level: unknown"),
        ("letters", entry(), "study_types.toml: letters 1: level: missing"),
        ("letters", entry(level="knight"), "study_types.toml: letters 1: level: 'knight' is not one of"),
        ("additions", entry(words="honors,, hons"), "study_types.toml: additions 1: words: '' is empty"),
        (
            "additions",
            entry(words="nursing"),
            "study_types.toml: additions 1: words: 'nursing' is empty or there already",
        ),
        ("negations", entry(), "study_types.toml: negations: unknown"),
    ],
)
def test_a_fault_in_the_lists_is_named_by_its_place(name: str, row: dict[str, Any], fault: str) -> None:
    with pytest.raises(DataFileError) as raised:
        Vocabulary(Table({**shipped(), name: [row]}, "study_types.toml"))
    assert str(raised.value).startswith(fault)
