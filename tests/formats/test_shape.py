"""What holds for every key of every document: null is absent, a wrong type is refused, an unknown key is ignored."""

from collections.abc import Iterator

import pytest

from tests.cli.run import Document, Ran, answered, lines
from tests.formats.whole import WHOLE, Place, changed, left_out, part, path, places

KEYS = [(topic, at) for topic, document in WHOLE.items() for at in places(document) if isinstance(at[-1], str)]
NULL_MEANS_NOT_YET = {("staffing", "staff[0].billable_from")}
every_key = pytest.mark.parametrize(("topic", "at"), KEYS, ids=[f"{topic}-{path(at)}" for topic, at in KEYS])


def said(topic: str, document: Document) -> tuple[int, str, list[str]]:
    ran = answered(topic, lines(document), "--as-of", "2026-04-20")
    return ran.status, ran.out, ran.paths


def wrong(value: object) -> Iterator[object]:
    """Values of every type that cannot stand where this one does."""
    kind = bool if isinstance(value, bool) else float if isinstance(value, int) else type(value)
    for other in ("\x00no such word", True, 3.25, {"\x00": 1}, ["\x00"]):
        if type(other) is not kind:
            yield other


@pytest.mark.parametrize("topic", WHOLE)
def test_the_whole_document_is_answered(topic: str) -> None:
    ran = answered(topic, lines(WHOLE[topic]))
    assert (ran.status, ran.err, ran.ids) == (0, "", [WHOLE[topic]["id"]])


@every_key
def test_null_stands_for_absent(topic: str, at: Place) -> None:
    if (topic, path(at)) not in NULL_MEANS_NOT_YET:
        assert said(topic, changed(WHOLE[topic], at, None)) == said(topic, left_out(WHOLE[topic], at))


def test_but_for_the_day_from_which_a_person_may_bill() -> None:
    at: Place = ("staff", 0, "billable_from")
    (not_yet,) = answered("staffing", lines(changed(WHOLE["staffing"], at, None))).answers
    (always,) = answered("staffing", lines(left_out(WHOLE["staffing"], at))).answers
    assert not_yet["quarters"][0]["hsc_fte"] == {"at_least": "1", "at_most": "9/5"}
    assert always["quarters"][0]["hsc_fte"] == {"at_least": "9/5", "at_most": "9/5"}


@every_key
def test_a_wrong_type_is_refused_under_its_path(topic: str, at: Place) -> None:
    for value in wrong(part(WHOLE[topic], at)):
        if path(at) == "id" and value == "\x00no such word":
            continue
        ran = answered(topic, lines(changed(WHOLE[topic], at, value)))
        assert (ran.status, ran.out) == (2, ""), value
        assert all(found.startswith(path(at)) for found in ran.paths if "absences" not in found), ran.err


@pytest.mark.parametrize("topic", WHOLE)
def test_an_unknown_key_is_ignored_wherever_it_is(topic: str) -> None:
    plain = said(topic, WHOLE[topic])
    objects = [at for at in [(), *places(WHOLE[topic])] if isinstance(part(WHOLE[topic], at), dict)]
    for at in objects:
        if path(at) != "hsc.skills":  # its keys are skill areas, which must be known
            document = changed(WHOLE[topic], (*at, "x-notes"), [None, {"startDate": 7, "": "\x00"}])
            assert said(topic, document) == plain


@pytest.mark.parametrize("topic", WHOLE)
def test_what_is_no_object_is_refused(topic: str) -> None:
    ran: Ran = answered(topic, '[1, null, true, "x", [], [{}], 1.5]')
    assert (ran.status, ran.out, ran.paths) == (2, "", ["(document)"] * 7)
