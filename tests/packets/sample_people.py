"""The people of previews, as the sample world has them: written anew after a change of what a packet says.

    python -m tests.packets.sample_people

Three of its staff with every section, one of them with something out of order, and one letter, drawn as the sample
world draws its evidence.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from onboarding import clock, create_app, sample
from onboarding.config import Config, Mode
from onboarding.packets import freezing
from onboarding.packets.exhibits import SAMPLE
from onboarding.packets.previewing import PEOPLE
from onboarding.queries import organisations, packets as found, rulings
from onboarding.queries.packets import AsOf, Evidence, Span, Whom
from onboarding.rules.packet_contents import Section
from onboarding.rules.rulebook import Rulebook
from onboarding.sample.evidence import drawn
from onboarding.sample.organisations import CEDAR
from onboarding.services import packet_definitions
from onboarding.services.change import SYSTEM
from onboarding.services.packet_definitions import Said
from tests.stored import migrated

EVERYTHING = Said("Everything", Whom.STAFF, (), Span.LAST_QUARTER, None, None, AsOf.ISSUE, (*Section,), Evidence.NONE)
KEPT = ("rulebook", "people", "staffing", "rulings", "exceptions")
MOST = 3
SAID = (
    "SAMPLE",
    "",
    "This is no evidence. It shows how a page",
    "of evidence stands in a packet.",
    "",
    "SAMPLE CLINIC",
    "",
    "To whom it may concern:",
    "Sam Sample worked here as a registered nurse,",
    "40 hours a week, for three years.",
)


def told(book: Rulebook) -> dict[str, Any]:
    """What a packet of the first COHE of the sample world says."""
    cohe = organisations.by_slug(CEDAR.slug)
    assert cohe
    definition = packet_definitions.define(SYSTEM, cohe, EVERYTHING)
    law = rulings.of(cohe, book)
    whole: dict[str, Any] = freezing.gathered(cohe, definition, law, found.days(definition, clock.today()))["told"]
    return whole


def chosen(whole: dict[str, Any]) -> dict[str, Any]:
    """Of all that the parts that a preview prints, with those first of whom most is told."""
    people = sorted(whole["people"], key=lambda person: -len(json.dumps(person)))[:MOST]
    rulings = [{**each, "papers": []} for each in whole["rulings"]]
    return {**{key: whole[key] for key in KEPT}, "people": people, "rulings": rulings}


if __name__ == "__main__":
    config = migrated(Config(instance=Path(tempfile.mkdtemp()), mode=Mode.SAMPLE))
    app = create_app(config)
    with app.app_context():
        sample.load(config)
        written = json.dumps(chosen(told(app.extensions["rulebook"])), ensure_ascii=False, indent=1, sort_keys=True)
        PEOPLE.write_text(f"{written}\n")
        SAMPLE.write_bytes(drawn(SAID))
