"""Each kind of tampering at many places, on both databases, and honest trails that must verify.

python -m tests.trail.campaign [PLACES]
"""

import base64
import random
import re
import sys
from collections.abc import Callable, Iterator

from onboarding import create_app
from onboarding.errors import TamperedError
from onboarding.extensions import db
from onboarding.formats.trail_keys import fingerprint
from onboarding.formats.trail_lines import Tampering
from onboarding.formats.trail_verify import verify
from onboarding.queries import trail, trail_compare
from onboarding.queries.trail import chain_of
from onboarding.services import checkpoints, sealed_copies, trail_details
from onboarding.services.change import SYSTEM
from tests.kill.campaign import installation
from tests.make import make_cohe, make_person
from tests.stored import migrated
from tests.trail.history import Line, World, as_owner, config, exported, history, world
from tests.trail.kinds import BY_WHOEVER_HAS_THE_KEY, IN_THE_FILE
from tests.trail.served import TAMPERING, meanwhile, served
from tests.trail.stored import IN_THE_DATABASE, Place, undone

SLOW = 10  # what is done in the database is done at a tenth of the places


def in_the_file(made: World, places: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """For each kind, how many were not found, or not named."""
    for kind, tamper in {**IN_THE_FILE, **BY_WHOEVER_HAS_THE_KEY}.items():
        missed = 0
        for _ in range(places):
            lines, said, pinned = tamper(made, chance)
            kept = made.kept if kind in BY_WHOEVER_HAS_THE_KEY else []
            missed += not found(lines, kept, [fingerprint(base64.b64decode(each)) for each in pinned], said)
        yield kind, missed


def found(lines: list[bytes], kept: list[Line], pinned: list[str], said: str) -> bool:
    """Whether that is what is said of a file."""
    try:
        verify(lines, kept, pinned)
    except Tampering as error:
        return re.search(said, str(error)) is not None
    return False


def in_the_database(places: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """The same for tampering in the database itself."""
    cohe, other = history("meadow"), history("ridge", changes=4)
    for kind, tamper in IN_THE_DATABASE.items():
        missed = 0
        for _ in range(places):
            statements, said = tamper(Place(cohe, other, chance))
            with undone():
                as_owner(*statements)
                missed += not found(exported(cohe), [], [], said)
        yield f"{kind}, in the database", missed
    verify(exported(cohe))


def of_what_is_served(places: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """The same for what is shown and handed out: it must be named, and be handed out to nobody."""
    made = served("summit")
    for kind, tamper in TAMPERING.items():
        missed = 0
        for _ in range(places):
            done = tamper(made, chance)
            with meanwhile(*done.statements):
                missed += not (done.of_the_trail or re.search(done.said, "\n".join(said_of(made.cohe))))
                missed += sum(given(made.calls[what]) for what in made.calls.keys() & set(done.kept_back))
        yield f"{kind}, served", missed


def said_of(organisation_id: int) -> list[str]:
    return [*trail_compare.differences(organisation_id), *sealed_copies.faults(organisation_id)]


def given(hand_out: Callable[[], object]) -> bool:
    """Whether something is handed out."""
    try:
        hand_out()
    except TamperedError:
        return False
    return True


def honest(trails: int, chance: random.Random) -> int:
    """How many of these trails, with erasures, new keys and checkpoints at any time, did not verify."""
    alarms = 0
    for number in range(trails):
        cohe, kept = make_cohe(f"honest{number}"), []
        for each in range(chance.randint(0, 6)):
            person = make_person(cohe, f"Person {each}")
            done = chance.randrange(5)
            if done == 0:
                trail_details.erase_subject(SYSTEM, cohe.id, f"person:{person.id}", "asked for")
            elif done == 1:
                numbers = chance.sample(range(1, chain_of(cohe.id).number + 1), 2)
                trail_details.erase(SYSTEM, cohe.id, numbers, "asked for")
            elif done == 2 and chance.random() < 0.2:
                checkpoints.rotate(SYSTEM, config())
            elif done == 3:
                signed = checkpoints.sign(config(), chain_of(cohe.id).id)
                kept.append(trail.as_kept(cohe.slug, signed))
        try:
            verify(exported(cohe), kept, [each["key"] for each in kept])
        except Tampering as error:
            print(f"a false alarm: {error}")
            alarms += 1
    return alarms + len(list(trail_compare.differences()))


def campaign(kind: str, places: int, seed: int = 1) -> int:
    """Try all on one kind of database, telling of each; how many were missed."""
    chance, missed = random.Random(seed), 0
    with installation(kind) as (bare, _):
        app = create_app(migrated(bare))
        with app.app_context():
            made = world()
            slow = max(1, places // SLOW)
            for tried, results in (
                (places, in_the_file(made, places, chance)),
                (slow, in_the_database(slow, chance)),
                (slow, of_what_is_served(slow, chance)),
                (slow, [("honest trails, false alarms", honest(slow, chance))]),
            ):
                for name, count in results:
                    print(f"{kind}: {name}: {count} of {tried} missed", flush=True)
                    missed += count
            db.session.remove()
            db.engine.dispose()
    return missed


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    sys.exit(sum(campaign(kind, asked) for kind in ("sqlite", "postgresql")) > 0)
