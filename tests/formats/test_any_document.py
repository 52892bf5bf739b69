"""Whatever is sent, each command answers or refuses with a fault; it never crashes. Found by Hypothesis, repeatably."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.cli.run import LEAST, Document, answered
from tests.formats.whole import WHOLE, changed, left_out, part, places

BOUNDED = settings(
    derandomize=True,
    database=None,
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Numbers as JSON may write them and Python would not: put in place of texts that begin with NUMBER.
NUMBER = "number "
NUMBERS = ["1e400", "1e-400", "1e1000000", "1e99999999999999999999", "-0", "-0.0", "0.1", "9" * 19, "9" * 4300, "1.0"]
WORDS = [
    *("", "present", "0.8", "1/0", "1e5", "٣", "hsc", "assistant", "surgical_hsc", "s1", "s2", "claims_management"),
    *("0001-01-01", "9999-12-31", "9999-12", "9999", "2019-00", "2024-02-29", "2026-02-30", "0001-Q1", "9999-Q4"),
    *("sent", "issued", "effective", "terminated", "returned", "changed", "other", "\x00", "\ud800", "1234567"),
]
keys = st.sampled_from(["id", "as_of", "work", "staff", "provider", "quarters", "hsc", "skills", "on"]) | st.text(
    max_size=3
)
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 200),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([NUMBER + each for each in NUMBERS]),
        st.sampled_from(WORDS),
        st.dates().map(str),
        st.text(max_size=8),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutations(draw: st.DrawFn, topic: str) -> Document:
    """The whole document of a command with a few of its places changed, left out or given twice."""
    document = WHOLE[topic]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.sampled_from(list(places(document)) or [("id",)]))
        how = draw(st.sampled_from(["change", "change", "leave out", "repeat"]))
        if how == "repeat" and isinstance(at[-1], int):
            row = part(document, at)
            document = changed(document, at[:-1], [*part(document, at[:-1]), row])
        elif how == "leave out" and at in set(places(document)):
            document = left_out(document, at)
        else:
            document = changed(document, at, draw(values))
    return document


def sent(value: Any) -> str:
    """The value in JSON, with numbers that Python has no value for."""
    text = json.dumps(value)
    for number in NUMBERS:
        text = text.replace(f'"{NUMBER}{number}"', number)
    return text


def check(topic: str, value: object) -> None:
    """One answer and at most a note that jobs stand elsewhere, or no answer and a fault; in JSON as on a page."""
    batch = f"[{sent(value)}]"
    ran = answered(topic, batch, "--as-of", "2026-11-22")
    if ran.status == 0:
        (answer,) = ran.answers
        assert isinstance(answer["id"], str)
        assert ran.err == "" or (topic, ran.paths) == ("screen", ["work"])
    else:
        assert (ran.status, ran.out) == (2, "")
        assert ran.faults
    assert answered(topic, batch, "--as-of", "2026-11-22", "--format", "text").status == ran.status


@pytest.mark.parametrize("topic", LEAST)
def test_any_json_is_answered_or_refused(topic: str) -> None:
    @BOUNDED
    @given(value=values | st.dictionaries(keys, values, max_size=4))
    def search(value: object) -> None:
        check(topic, value)

    search()


@pytest.mark.parametrize("topic", WHOLE)
def test_a_good_document_changed_anyhow_is_answered_or_refused(topic: str) -> None:
    @BOUNDED
    @given(document=mutations(topic))
    def search(document: Document) -> None:
        check(topic, document)

    search()


BROKEN = [
    "nonsense",
    '{"id": "x"',
    '{"a": 1,',
    '{"id": "x',
    "{",
    "}",
    "]",
    "5",
    "null",
    "NaN",
    '{"a": 1} {',
    "{},",
    "\xa0",
]


@BOUNDED
@given(written=st.lists(st.integers(0, 9) | st.sampled_from([*BROKEN, "", " \r"]), min_size=2, max_size=9))
def test_of_json_lines_every_sound_one_is_answered_and_every_other_refused(written: list[int | str]) -> None:
    places = enumerate(written, start=1)
    sound = [str(place) for place, line in places if isinstance(line, int)]
    broken = [place for place, line in enumerate(written, start=1) if isinstance(line, str) and line.strip(" \r")]
    text = "".join("{}\n" if isinstance(line, int) else f"{line}\n" for line in written)
    if sound and sound[0] == min(sound + [str(place) for place in broken], key=int):  # else it may be one document
        ran = answered("screen", text)
        assert (ran.ids, [fault.line for fault in ran.faults]) == (sound, broken)


@BOUNDED
@given(text=st.binary(max_size=60) | st.text('[]{}",:1e-\n\r\ufeff ', max_size=40).map(str.encode))
def test_any_bytes_are_answered_or_refused(text: bytes) -> None:
    ran = answered("screen", text)
    assert (ran.status, bool(ran.err)) in ((0, False), (2, True))
