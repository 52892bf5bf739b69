"""What is shown and handed out, to be tampered with in the database by its owner."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flask import current_app
from pikepdf import Pdf
from sqlalchemy import text

from onboarding import clock
from onboarding.documents.redaction import Box
from onboarding.extensions import db
from onboarding.models.credential import Track
from onboarding.models.determination import Decision
from onboarding.models.evidence import EvidenceItem
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.ruling import RulingPaper
from onboarding.queries import evidence as found, forms as blanks, rests, rulings as law
from onboarding.roles import Role
from onboarding.services import determinations, forms, handing_out, letters, redacting, ruling_papers
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.handing_out import Part
from tests.documents.make import make_docx, make_form, make_pdf
from tests.make import make_claim, make_cohe, make_evidence, make_member, make_person, make_ruling

PAGES = 3
AT = "/at/valley"


class Served(NamedTuple):
    """The ids of what is served; of each pair the one that is tampered with and another."""

    cohe: int
    person: int
    item: int
    redaction: int
    document: int  # of which there is a text
    papers: tuple[int, int]
    forms: tuple[int, int]
    letters: tuple[int, int]
    recommendations: tuple[int, int]

    @property
    def addresses(self) -> dict[str, str]:
        """Where each is asked for, by its name in TAMPERING."""
        at, text = f"{AT}/evidence/{self.item}", f"{AT}/evidence/{self.document}"
        decided = f"{AT}/people/{self.person}/determination"
        return {
            "item": at,
            "pages": f"{at}/pages/1",
            "copy": f"{at}/copy",
            "original": f"{at}/original",
            "redact": f"{at}/redact",
            "redacted": f"{at}/redacted",
            "redacted pages": f"{at}/redacted/1",
            "redacted item": f"{at}?copy=redacted",
            "text": text,
            "text's original": f"{text}/original",
            "paper": f"{AT}/rulings/papers/{self.papers[0]}",
            "form": f"{AT}/forms/{self.forms[0]}/sample.pdf",
            "letter": f"{decided}/letters/{self.letters[0]}.pdf",
            "determination": f"{decided}/1.pdf",
        }

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """What hands each out, where that is one call of a service."""
        return {
            "pages": lambda: handing_out.pages(self._item()),
            "copy": lambda: handing_out.hand_out(SYSTEM, self._item(), Part.COPY),
            "original": lambda: handing_out.hand_out(SYSTEM, self._item(), Part.ORIGINAL),
            "redact": lambda: redacting.redact(SYSTEM, self._item(), [Box(1, 0, 0, 1, 1)], None),
            "redacted": lambda: handing_out.hand_out(SYSTEM, self._item(), Part.REDACTED),
            "redacted pages": lambda: handing_out.pages(self._item(), handing_out.redaction(self._item())),
            "text": lambda: handing_out.text(self._item(self.document)),
            "text's original": lambda: handing_out.hand_out(SYSTEM, self._item(self.document), Part.ORIGINAL),
            "paper": lambda: ruling_papers.hand_out(SYSTEM, db.session.get_one(RulingPaper, self.papers[0])),
            "form": self._form,
        }

    def _item(self, id: int = 0) -> EvidenceItem:
        item = found.one(self.cohe, id or self.item)
        assert item
        return item

    def _form(self) -> bytes:
        form = blanks.one(self.cohe, self.forms[0])
        assert form
        return forms.blank(form)


def served(slug: str = "valley") -> Served:
    """A file with a redacted copy, a document, and two of each paper, form, letter and determination."""
    cohe = make_cohe(slug)
    ana = make_person(cohe, "Ana Ruiz")
    item = make_evidence(ana, make_pdf(_numbered, PAGES))
    boxes = [Box(page, 0, 0, 1, page / (PAGES + 1)) for page in range(1, PAGES + 1)]
    black = redacting.redact(SYSTEM, item, boxes, None)
    document = make_evidence(ana, make_docx("Ana worked here."), name="letter.docx")
    papers = [ruling_papers.add(SYSTEM, make_ruling(cohe), make_pdf(pages=n), f"{n}.pdf") for n in (1, 2)]
    blank = [forms.load(SYSTEM, cohe, Track.PROVIDER, f"Form {n}", f"{n}", _form(n), f"{n}.pdf") for n in (1, 2)]
    for each in blank:
        forms.map_fields(SYSTEM, each, {"name": {"source": "name"}}, 0)
    decided = [_decided(cohe, person) for person in (ana, make_person(cohe, "Bo Berg"))]
    return Served(
        cohe.id,
        ana.id,
        item.id,
        black.id,
        document.id,
        (papers[0].id, papers[1].id),
        (blank[0].id, blank[1].id),
        (decided[0][0], decided[1][0]),
        (decided[0][1], decided[1][1]),
    )


def _numbered(pdf: Pdf) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        page.obj.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 700 Td (Page {number}) Tj ET".encode())


def _form(number: int) -> bytes:
    return make_form() if number == 1 else make_form() + b"% another edition\n"


def _decided(cohe: Organisation, person: Person) -> tuple[int, int]:
    """The ids of the letter about a determination and of the recommendation it followed."""
    one, two = (Actor(make_member(cohe, Role.MANAGER).id, name) for name in ("One", "Two"))
    make_claim(person)
    now: dict[str, Any] = rests.on(cohe, person, law.of(cohe, current_app.extensions["rulebook"]), clock.today())
    now["answer"]["verified"]["outcome"] = Decision.QUALIFIED.value
    row = determinations.recommend(one, person, lambda: now, Decision.QUALIFIED, f"{person.name} has it all.")
    made = determinations.decide(two, person, row.id, Decision.QUALIFIED, "So it is.", lambda: now)
    letter = letters.write(SYSTEM, person, made.id, "News", f"Dear {person.name}", by_mail=False)
    return letter.id, row.id


class Tampered(NamedTuple):
    """What has to be said of it, what is then handed out to nobody, and what the owner of the database did."""

    said: str
    kept_back: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def of_the_trail(self) -> bool:
        """Whether the trail itself was tampered with, which verifying it shows, and not the comparison."""
        return "its details are missing" in self.said


def done(said: str, kept_back: tuple[str, ...], *statements: str) -> Tampered:
    return Tampered(said, kept_back, statements)


OF_ITEM = ("item", "pages", "copy", "original", "redact", "redacted", "redacted pages", "redacted item")
OF_REDACTION = ("redacted", "redacted pages", "redacted item")
OF_TEXT = ("text", "text's original")
PAGE = "item_id, organisation_id, person_id, redaction_id, number, sha256, width, height"


def _own(at: Served) -> str:
    return f"item_id = {at.item} AND redaction_id IS NULL"


def _black(at: Served) -> str:
    return f"item_id = {at.item} AND redaction_id = {at.redaction}"


def _one(chance: random.Random) -> str:
    return f"number = {chance.randint(1, PAGES)}"


def _swapped(rows: str) -> tuple[str, ...]:
    steps = ((1, 999), (2, 1), (999, 2))
    return tuple(f"UPDATE evidence_page SET number = {new} WHERE {rows} AND number = {old}" for old, new in steps)


def _taken(table: str, columns: str, whose: tuple[int, int], of: str = "id") -> str:
    """Put what is another's in the place of one's own."""
    values = ", ".join(f"{each} = (SELECT {each} FROM {table} o WHERE o.{of} = {whose[1]})" for each in columns.split())
    return f"UPDATE {table} SET {values} WHERE {of} = {whose[0]}"


def _pages(at: Served, *statements: str) -> Tampered:
    """What was done to an item's pages."""
    return done(f"evidence_item:{at.item}: its pages are not those", OF_ITEM, *statements)


Kind = Callable[[Served, random.Random], Tampered]
TAMPERING: dict[str, Kind] = {
    "a redacted page is the original's": lambda at, chance: done(
        f"redaction:{at.redaction}: its pages are not those",
        OF_REDACTION,
        f"UPDATE evidence_page SET sha256 = (SELECT sha256 FROM evidence_page o WHERE o.{_own(at)} AND "
        f"o.number = evidence_page.number) WHERE {_black(at)} AND {_one(chance)}",
    ),
    "the redacted copy is the item's": lambda at, _: done(
        f"redaction:{at.redaction}: stands otherwise",
        OF_REDACTION,
        f"UPDATE redaction SET copy = (SELECT copy FROM evidence_item WHERE id = {at.item}) WHERE item_id = {at.item}",
    ),
    "redacted pages with their digest": lambda at, _: done(
        f"redaction:{at.redaction}: stands otherwise",
        OF_REDACTION,
        f"DELETE FROM evidence_page WHERE {_black(at)}",
        f"UPDATE redaction SET pages_sha256 = (SELECT pages_sha256 FROM evidence_item WHERE id = {at.document})",
    ),
    "two pages swapped": lambda at, _: _pages(at, *_swapped(_own(at))),
    "two redacted pages swapped": lambda at, _: done(
        f"redaction:{at.redaction}: its pages are not those", OF_REDACTION, *_swapped(_black(at))
    ),
    "a page added": lambda at, chance: _pages(
        at,
        f"INSERT INTO evidence_page ({PAGE}) SELECT {PAGE.replace('number', str(PAGES + 1))} FROM evidence_page "
        f"WHERE {_own(at)} AND {_one(chance)}",
    ),
    "a page there twice": lambda at, chance: _pages(
        at,
        f"INSERT INTO evidence_page ({PAGE}) SELECT {PAGE} FROM evidence_page WHERE {_own(at)} AND {_one(chance)}",
    ),
    "a page deleted": lambda at, chance: _pages(at, f"DELETE FROM evidence_page WHERE {_own(at)} AND {_one(chance)}"),
    "all pages deleted": lambda at, _: _pages(at, f"DELETE FROM evidence_page WHERE {_own(at)}"),
    "a page of another size": lambda at, chance: _pages(
        at,
        f"UPDATE evidence_page SET {chance.choice(('width', 'height'))} = 1 WHERE {_own(at)} AND {_one(chance)}",
    ),
    "a page moved to another item": lambda at, chance: done(
        rf"(?s)evidence_item:{at.item}: its pages.*evidence_item:{at.document}: its pages",
        (*OF_ITEM, *OF_TEXT),
        f"UPDATE evidence_page SET item_id = {at.document} WHERE {_own(at)} AND {_one(chance)}",
    ),
    "a redacted page moved to another item": lambda at, chance: done(
        rf"(?s)redaction:{at.redaction}: its pages.*evidence_item:{at.document}: has pages of no record",
        OF_REDACTION,
        f"UPDATE evidence_page SET item_id = {at.document} WHERE {_black(at)} AND {_one(chance)}",
    ),
    "the copy is the original": lambda at, _: done(
        f"evidence_item:{at.item}: stands otherwise",
        OF_ITEM,
        f"UPDATE evidence_item SET copy = original WHERE id = {at.item}",
    ),
    "the original is another file": lambda at, _: done(
        f"evidence_item:{at.item}: stands otherwise",
        OF_ITEM,
        _taken("evidence_item", "original", (at.item, at.document)),
    ),
    "the text is the original": lambda at, _: done(
        f"evidence_item:{at.document}: stands otherwise",
        OF_TEXT,
        f"UPDATE evidence_item SET text = original WHERE id = {at.document}",
    ),
    "a redaction deleted": lambda at, _: done(
        f"redaction:{at.redaction}: the trail speaks of it and it is gone",
        OF_REDACTION,
        f"DELETE FROM evidence_page WHERE redaction_id = {at.redaction}",
        f"DELETE FROM redaction WHERE id = {at.redaction}",
    ),
    "a redaction deleted with what its entry said": lambda at, _: done(
        r"entry \d+: its details are missing",
        OF_REDACTION,
        f"DELETE FROM evidence_page WHERE redaction_id = {at.redaction}",
        f"DELETE FROM redaction WHERE id = {at.redaction}",
        "UPDATE trail_detail SET salt = NULL, body = NULL WHERE entry_id = "
        f"(SELECT id FROM trail_entry WHERE subject = 'redaction:{at.redaction}')",
    ),
    "a redaction moved to another item": lambda at, _: done(
        f"redaction:{at.redaction}: stands otherwise",
        OF_REDACTION,
        f"UPDATE evidence_page SET item_id = {at.document} WHERE redaction_id = {at.redaction}",
        f"UPDATE redaction SET item_id = {at.document} WHERE id = {at.redaction}",
    ),
    "what its entry said taken away": lambda at, _: done(
        r"entry \d+: its details are missing",
        OF_ITEM,
        f"UPDATE evidence_item SET copy = original WHERE id = {at.item}",
        "UPDATE trail_detail SET salt = NULL, body = NULL WHERE entry_id IN "
        f"(SELECT id FROM trail_entry WHERE subject = 'evidence_item:{at.item}')",
    ),
    "a paper's copy is another's": lambda at, _: done(
        f"ruling_paper:{at.papers[0]}/[0-9a-f]+: the seal does not hold",
        ("paper",),
        _taken("ruling_paper_copy", "wrapped sealed", at.papers, "paper_id"),
    ),
    "a paper is another": lambda at, _: done(
        f"ruling_paper:{at.papers[0]}: stands otherwise",
        ("paper",),
        _taken("ruling_paper_copy", "wrapped sealed", at.papers, "paper_id"),
        _taken("ruling_paper", "sha256 file_name size", at.papers),
    ),
    "a paper's copy deleted": lambda at, _: done(
        f"ruling_paper:{at.papers[0]}/[0-9a-f]+: its copy is gone",
        ("paper",),
        f"DELETE FROM ruling_paper_copy WHERE paper_id = {at.papers[0]}",
    ),
    "a form's copy is another's": lambda at, _: done(
        f"blank_form:{at.forms[0]}/[0-9a-f]+: the seal does not hold",
        ("form",),
        _taken("blank_form_copy", "wrapped sealed", at.forms, "form_id"),
    ),
    "a form is another": lambda at, _: done(
        f"blank_form:{at.forms[0]}: stands otherwise",
        ("form",),
        _taken("blank_form_copy", "wrapped sealed", at.forms, "form_id"),
        _taken("blank_form", "sha256 edition", at.forms),
    ),
    "a form is filled from something else": lambda at, _: done(
        r"form_mapping:\d+: stands otherwise",
        ("form",),
        f"UPDATE form_mapping SET fields = '{{}}' WHERE form_id = {at.forms[0]}",
    ),
    "a letter is another's": lambda at, _: done(
        f"letter:{at.letters[0]}: stands otherwise", ("letter",), _taken("letter", "subject text", at.letters)
    ),
    "a determination rests on another's": lambda at, _: done(
        f"recommendation:{at.recommendations[0]}: stands otherwise",
        ("determination",),
        _taken("recommendation", "frozen frozen_sha256 summary", at.recommendations),
    ),
    "a determination says something else": lambda at, _: done(
        r"determination:\d+: stands otherwise",
        ("determination",),
        f"UPDATE determination SET because = 'It is not so.' WHERE recommendation_id = {at.recommendations[0]}",
    ),
}


@contextmanager
def meanwhile(*statements: str) -> Iterator[None]:
    """What the owner of the database does, seen by this session alone and undone at the end."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
    for statement in statements:
        db.session.execute(text(statement))
    try:
        yield
    finally:
        db.session.rollback()
