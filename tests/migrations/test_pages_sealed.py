"""Evidence recorded before its pages were sealed: sealed with those that are found, and standing as it did."""

from pathlib import Path

import pytest
from sqlalchemy import text

from onboarding.documents.redaction import Box
from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem, Redaction
from onboarding.models.records import row_values
from onboarding.queries import trail_compare
from onboarding.services import redacting
from onboarding.services.change import SYSTEM
from tests.documents.make import make_docx, make_pdf
from tests.make import make_cohe, make_evidence, make_person
from tests.migrations.databases import application, climbed, down, up
from tests.stored import KINDS
from tests.trail.history import as_owner, seal


def digests() -> list[str]:
    return [row.pages_sha256 for model in (EvidenceItem, Redaction) for row in db.session.query(model).order_by("id")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_before_stands_and_its_pages_are_compared_from_now_on(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        ana = make_person(make_cohe())
        item = make_evidence(ana, make_pdf(pages=2))
        redacting.redact(SYSTEM, item, [Box(2, 0, 0, 1, 1)], None)
        make_evidence(ana, make_docx("A text."), name="letter.docx")
        for row in [*db.session.query(EvidenceItem), *db.session.query(Redaction)]:
            seal(row, {key: value for key, value in row_values(row).items() if key != "pages_sha256"})
        before = digests()
        db.session.remove()
        down("0017")
        up()
        assert digests() == before
        assert list(trail_compare.differences()) == []
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text("UPDATE redaction SET pages_sha256 = ''"))
        db.session.rollback()
        as_owner("UPDATE evidence_page SET width = 1 WHERE redaction_id = 1 AND number = 2")
        (said,) = trail_compare.differences()
        assert said.startswith("redaction:1: its pages are not those that were recorded")
