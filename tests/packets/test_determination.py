"""A determination as it is printed: one page that says all it rests on, whatever the texts hold."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from onboarding.packets import answer, paper
from onboarding.packets.determination import Exhibit, printed
from onboarding.packets.readback import BrokenPdfError
from tests import papers
from tests.packets.make import ANA, determination, screening, sha256


def squeezed(text: str) -> str:
    """Without blanks, which a broken line adds."""
    return "".join(text.split())


def test_without_jobs_one_page_is_enough() -> None:
    assert len(papers.read(printed(determination(jobs=(), degrees=()))).pages) == 1


def test_everything_is_on_it_and_what_belongs_together_stays_together() -> None:
    said = papers.read(printed(ANA))
    own, sources = squeezed("own determination"), squeezed(ANA.sources[-1].split(" (")[0])
    assert [own in squeezed(page) for page in said.pages] == [sources in squeezed(page) for page in said.pages]
    assert said.title == "Determination 2026-0117: Ana Ruiz Łukasiewicz"
    expected = [ANA.person, ANA.verdict, ANA.cohe, ANA.number, ANA.rulebook, ANA.record_sha256]
    expected += [ANA.recommended.name, ANA.decided.name, "November 22, 2026", "November 24, 2026"]
    expected += [each.sha256 for each in ANA.evidence] + [each.reference for each in ANA.rulings]
    expected += [each.because for each in ANA.paths] + [each.because for each in ANA.findings]
    expected += [text for job in ANA.jobs for text in (job.what, job.when, job.kind, job.credit, job.because)]
    expected += [text for degree in ANA.degrees for text in degree]
    expected += [part.rstrip(")") for source in ANA.sources for part in source.split(" (")]
    assert [each for each in expected if squeezed(each) not in squeezed(said.text)] == []
    assert "not a determination of the Department of Labor and Industries" in said.text


def test_what_somebody_wrote_is_text_and_nothing_else() -> None:
    attack = '<img src="http://example.org/x"><script>x</script>{{ 7 * 7 }} & "q"'
    said = papers.read(printed(determination(person=attack, because=attack)))
    assert said.text.count('<img src="http://example.org/x">') >= 2
    assert "{{ 7 * 7 }} & " in said.text


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("The screening needs_review.", "a code, 'needs_review'"),
        ("It hangs on part-time-credit.", "a code, 'part-time-credit'"),
        ("See docs/rules.md for more.", "the path of a file"),
        ("Decided by user:3 on that day.", "the number of a record"),
        ("The day is 2026-11-22.", "a machine's day"),
        ("It began in 2017-08 already.", "a machine's month"),
    ],
)
def test_what_no_paper_may_say_is_found(planted: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        papers.read(printed(determination(cohe=planted)))


def test_what_is_not_there_is_said() -> None:
    said = papers.read(printed(determination(evidence=(), rulings=(), paths=(), jobs=(), degrees=())))
    assert "No evidence was attached." in said.text
    assert "None." in said.text
    assert "by each way" not in said.text.lower()


def test_more_evidence_than_a_page_holds_goes_on_with_page_numbers() -> None:
    many = tuple(Exhibit(f"File {place}.pdf", "Employment", sha256(str(place))) for place in range(80))
    pages = papers.read(printed(determination(evidence=many))).pages
    assert len(pages) > 1
    assert all(f"Page {place} of {len(pages)}" in page for place, page in enumerate(pages, start=1))
    assert all(each.sha256 in "".join(pages) for each in many)


def test_long_words_do_not_run_off_the_page() -> None:
    said = papers.read(printed(determination(because="x" * 2000)))
    assert len(re.findall("x", said.text)) >= 2000


def test_a_name_that_the_template_lacks_raises() -> None:
    with pytest.raises(Exception, match="undefined"):
        paper.html("determination.html")


def test_a_page_without_its_hash_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "html", lambda *_, **__: '<html lang="en"><title>x</title><p>nothing')
    with pytest.raises(BrokenPdfError):
        printed(ANA)


def test_its_tags_are_those_that_a_screen_reader_needs() -> None:
    with pikepdf.open(BytesIO(printed(ANA))) as pdf:
        tags: dict[str, list[pikepdf.Dictionary]] = {}
        for each in tagged(pdf.Root.StructTreeRoot.K):
            tags.setdefault(str(each.get("/S")), []).append(each)
        assert [len(tags[name]) for name in ("/H1", "/H2", "/Table")] == [1, 7, 6]
        ids = {str(each.ID) for each in tags["/TH"]}
        assert all({str(header) for header in each.A.Headers} <= ids for each in tags["/TD"])
        assert {str(kid.S) for each in tags["/L"] for kid in each.K} == {"/LI"}


def tagged(node: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from tagged(kid)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        yield from tagged(node.get("/K"))


def test_what_is_short_is_said_as_on_every_other_surface() -> None:
    judged = screening(
        work=[{"startDate": "2019", "endDate": "2021-03-14", "category": "equivalent", "hoursPerWeek": 20}]
    )
    with_degree, alone = answer.paths(judged["verified"])
    assert (with_degree.name, alone.name) == ("With a degree", "By experience alone")
    assert "short" in alone.because
    assert {each.outcome for each in answer.findings(judged["verified"])} >= {"Can't tell yet", "After hire"}
