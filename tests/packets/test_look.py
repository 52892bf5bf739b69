"""How packets look: name, logo, letter, order of sections; and the preview with sample people."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from onboarding import clock
from onboarding.config import Config, Mode
from onboarding.documents.logo import HIGHEST, WIDEST
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.packets import freezing, laying_out, previewing
from onboarding.packets.composing import composed
from onboarding.packets.exhibits import SAMPLE
from onboarding.queries import packet_looks as found, packets, rulings
from onboarding.queries.packets import Evidence, Whom
from onboarding.roles import Role
from onboarding.rules.packet_contents import PEOPLE, Section, blocks, moved
from onboarding.sample.evidence import drawn
from onboarding.services import packet_cache, packet_definitions, packet_looks
from onboarding.services.change import SYSTEM
from tests import papers
from tests.documents.make import make_pdf, make_picture
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.packets.issued import ROSTER, make_definition
from tests.packets.sample_people import KEPT, SAID, told
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
LETTER = "Dear reader,\r\n\r\nthis is\r\nfor you. Zoë <b>bold</b>"


def choose(valley: Organisation, name: str | None = None, logo: bytes | None = None, **otherwise: Any) -> None:
    look = found.latest(valley.id)
    given = {"without": False, "seen": look.id if look else 0, **otherwise}
    packet_looks.choose(SYSTEM, valley, name, logo, **given)


def gathered(app: Flask, valley: Organisation, **otherwise: Any) -> freezing.Content:
    definition = make_definition(valley, **otherwise)
    law = rulings.of(valley, app.extensions["rulebook"])
    content = freezing.gathered(valley, definition, law, packets.days(definition, clock.today()))
    at = {"by": "Mia", "on": f"{clock.today()}", "at": f"{clock.today()}"}
    content["told"] |= {"number": "VALLEY-0001", "changes": None, "issued": at}
    return content


def test_a_logo_is_drawn_anew_and_small(app: Flask) -> None:
    valley = make_cohe()
    choose(valley, "Valley Partners", make_picture(size=(1200, 1200)))
    data = packet_looks.picture(found.latest(valley.id))
    assert data
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.mode, picture.info) == ("PNG", "RGB", {})
        assert picture.width <= WIDEST
        assert picture.height == HIGHEST
    choose(valley, None)  # the logo stays
    assert found.latest(valley.id).logo  # type: ignore[union-attr]
    choose(valley, None, without=True)
    assert packet_looks.picture(found.latest(valley.id)) is None


def test_what_cannot_be_is_refused(app: Flask) -> None:
    valley = make_cohe()
    make_person(valley, "Ana Ruiz")
    for data in (make_pdf(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n broken"):
        with pytest.raises(OnboardingError) as refused:
            choose(valley, "Valley", data)
        assert refused.value.field == "logo"
        assert "as PNG or JPEG" in str(refused.value) or "no PNG or JPEG" in str(refused.value)
        assert "PDF" not in str(refused.value)
    with pytest.raises(OnboardingError, match="Take out Ana Ruiz"):
        choose(valley, "The friends of Ana Ruiz")
    with pytest.raises(OnboardingError, match="Take out Ana Ruiz"):
        make_definition(valley, letter="Ask Ana Ruiz.")
    for text in ("Claim AB12345", "The worker named John", "123-45-6789"):
        for written in ({"name": text}, {"letter": f"Dear reader,\r\n\r\n{text}"}):
            with pytest.raises(OnboardingError, match="This looks like") as refused:
                make_definition(valley, **written)
            assert refused.value.field in written
        with pytest.raises(OnboardingError, match="This looks like"):
            choose(valley, text)
    choose(valley, "Valley")
    with pytest.raises(ChangedMeanwhileError):
        choose(valley, "Other", seen=0)
    with pytest.raises(OnboardingError, match="Nothing is different"):
        choose(valley, "Valley")


def test_name_logo_and_letter_are_printed_and_stay_when_the_look_changes(app: Flask) -> None:
    valley = make_cohe()
    choose(valley, "Valley Partners & Friends", make_picture(size=(300, 100)))
    content = gathered(app, valley, letter=LETTER)
    pdf = laying_out.unsigned(content, valley.id, lambda _done, _of: None)
    assert "Valley Partners & Friends" in papers.read(pdf).pages[0]
    assert "this is for you. Zoë <b>bold</b>" in papers.read(pdf).pages[3]
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages[0].get_images()) == 1
    choose(valley, None, without=True)
    packet_cache.clear(valley.id)
    assert laying_out.unsigned(content, valley.id, lambda _done, _of: None) == pdf


def test_sections_stand_in_the_order_of_the_definition(app: Flask) -> None:
    valley = make_cohe()
    make_person(valley, "Ana Ruiz", hired_on=clock.today())
    sections = (Section.ROSTER, Section.TRAINING, Section.STAFFING, Section.RULINGS, Section.GLOSSARY)
    content = gathered(app, valley, sections=sections)
    usual = ["cover", "roster", "person-1", "staffing", "rulings", "exceptions", "glossary", "checking"]
    assert [each.key for each in composed(content)] == usual
    order = content["told"]["sections"]
    for block, up in ((PEOPLE, False), (PEOPLE, False), ("glossary", True)):
        order = moved(order, block, up)
    content["told"]["sections"] = order
    keys = [each.key for each in composed(content)]
    assert blocks(order) == ["roster", "staffing", "rulings", "glossary", PEOPLE]
    assert keys == ["cover", "roster", "staffing", "rulings", "glossary", "person-1", "exceptions", "checking"]


def test_an_order_lasts_when_sections_are_added_and_taken_out(app: Flask) -> None:
    valley = make_cohe()
    row = make_definition(valley, sections=(Section.ROSTER, Section.STAFFING, Section.GLOSSARY))
    packet_definitions.move(SYSTEM, valley, row.id, "roster", False, seen=0)
    assert row.sections == ["staffing", "roster", "glossary"]
    more = ROSTER._replace(sections=(Section.ROSTER, Section.STAFFING, Section.TRAINING))
    packet_definitions.redefine(SYSTEM, valley, row.id, more, seen=1)
    assert row.sections == ["staffing", "roster", "training"]
    with pytest.raises(OnboardingError, match="at the end already"):
        packet_definitions.move(SYSTEM, valley, row.id, PEOPLE, False, seen=2)
    with pytest.raises(ChangedMeanwhileError):
        packet_definitions.move(SYSTEM, valley, row.id, PEOPLE, True, seen=1)


def test_from_the_pages(app: Flask) -> None:
    valley = make_cohe()
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    make_definition(valley, sections=(Section.ROSTER, Section.STAFFING))
    assert manager.get("/at/valley/packets/look/logo").status_code == 404
    page = fetch(manager, "/at/valley/packets/look")
    page = page.submit(name="Valley Partners", logo=(BytesIO(make_picture(size=(300, 100))), "logo.png"))
    assert "Choose the look of packets" in page.links
    page = fetch(manager, "/at/valley/packets/look")
    assert "Added" in page.facts["Logo in use"]
    (shown,) = page.all("img")
    picture = manager.get(shown.attrib["src"])
    assert (picture.content_type, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert "The file is empty." in page.submit(logo=(BytesIO(), "logo.png")).main
    page = fetch(manager, "/at/valley/packets/definitions/1/order").submit(move="down:roster")
    assert "Roster was moved down." in page.main
    sections = fetch(manager, "/at/valley/packets/definitions/1").facts["Sections"]
    assert sections.index("Staffing") < sections.index("Roster")


def test_a_preview_shows_nobody_of_the_cohe_and_says_so_on_every_page(app: Flask) -> None:
    valley = make_cohe()
    make_person(valley, "Ana Ruiz", hired_on=clock.today())
    choose(valley, "Valley Partners", make_picture(size=(300, 100)))
    make_definition(valley, sections=(*Section,), letter="Dear reader")
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    with manager.get("/at/valley/packets/definitions/1/preview.pdf") as answer:
        pdf = answer.data
    said = papers.read(pdf)
    assert all(previewing.MARK in page for page in said.pages)
    assert "Ana Ruiz" not in said.text
    with pikepdf.open(BytesIO(pdf)) as document:
        assert "/AcroForm" not in document.Root
    assert packets.listed([valley.id], outside=False).total == 0


def test_a_preview_shows_how_evidence_stands_where_it_is_asked_for(app: Flask) -> None:
    valley = make_cohe()
    assert drawn(SAID) == SAMPLE.read_bytes()  # else: python -m tests.packets.sample_people
    without = make_definition(valley)
    of = packets.days(without, clock.today())
    assert previewing.sampled(valley, without, of)["told"]["exhibits"] == []
    row = make_definition(valley, name="With", evidence=Evidence.USED)
    said = papers.read(previewing.preview(valley, row, of))
    assert "Exhibit 1: Sample of a letter" in said.text
    assert all(previewing.MARK in page for page in said.pages)
    with pikepdf.open(BytesIO(previewing.preview(valley, row, of))) as document:
        assert [page for page in document.pages if page.get_images()]


@pytest.mark.parametrize("whom", [Whom.NOBODY, Whom.CHOSEN])
def test_a_preview_has_the_sections_of_the_definition(app: Flask, whom: Whom) -> None:
    valley = make_cohe()
    people = (make_person(valley).id,) if whom is Whom.CHOSEN else ()
    sections = (Section.STAFFING,) if whom is Whom.NOBODY else (Section.TRAINING,)
    row = make_definition(valley, whom=whom, people=people, sections=sections)
    content = previewing.sampled(valley, row, packets.days(row, clock.today()))
    keys = [each.key for each in composed(content)]
    assert ("staffing" in keys, "person-1" in keys) == (whom is Whom.NOBODY, whom is Whom.CHOSEN)
    assert all("determination" not in each for each in content["told"]["people"])


def test_the_sample_people_are_told_of_as_packets_tell(
    app: Flask, config: Config, sample_world: Callable[[Config], None]
) -> None:
    """What a packet says otherwise than it did is written anew: python -m tests.packets.sample_people."""
    sample_world(config._replace(mode=Mode.SAMPLE))
    whole = told(app.extensions["rulebook"])
    said, sampled = paths({key: whole[key] for key in KEPT}), paths(previewing._sample())
    assert sampled - said == set()
    # Deeper, who of the sample world has what depends on the day.
    assert {each for each in said if each.count(".") <= 2} - sampled == set()


def paths(value: Any, at: str = "") -> set[str]:
    """Where something is said, without what; of what is listed, together: which of them has what may differ."""
    if isinstance(value, dict):
        return {at}.union(*(paths(each, f"{at}.{key}") for key, each in value.items()))
    return {at}.union(*(paths(each, at) for each in value)) if isinstance(value, list) else {at}


@pytest.mark.parametrize(
    ("address", "change", "typed"),
    [
        ("/at/valley/packets/look", lambda valley: choose(valley, "Ours"), {"name": "Theirs"}),
        (
            "/at/valley/packets/definitions/1/edit",
            lambda valley: packet_definitions.redefine(SYSTEM, valley, 1, ROSTER._replace(letter="Dear all"), seen=0),
            {"letter": "Dear reader"},
        ),
    ],
    ids=["look", "definition"],
)
def test_who_is_told_that_it_changed_meanwhile_may_send_it_again(
    app: Flask, address: str, change: Callable[[Organisation], object], typed: dict[str, str]
) -> None:
    valley = make_cohe()
    make_definition(valley)
    page = fetch(sign_in(app.test_client(), make_member(valley, Role.MANAGER)), address)
    change(valley)
    refused = page.submit(**typed)
    assert "Meanwhile" in refused.main
    assert refused.submit().messages
