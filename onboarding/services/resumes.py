"""Résumés as they come: kept with somebody who is recorded; and sent before anybody is, to make the record from.

What was sent first waits as tables do (open_tables.py): sealed, one account's, for a day, and taken in once. A file is
in the store with a key of its own, which becomes the person's; without a person it is cleared away like every file that
nothing records.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.extensions import db
from onboarding.formats import resume_file
from onboarding.formats.claim_faults import in_words
from onboarding.formats.faults import Refused
from onboarding.formats.resume_file import Said, Unread
from onboarding.models.claim import ClaimSource
from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.imported import OpenTable
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import evidence as found, imported
from onboarding.services import claims, evidence, files, handing_out, open_tables, owners, people, sensible_days
from onboarding.services.change import Actor, change
from onboarding.services.evidence import ItemFacts
from onboarding.services.files import Kept, KeptPage, Key
from onboarding.services.people import PersonFacts
from onboarding.services.sealed_files import Sealed, seal

KIND = "resume"  # of what waits
FACTS = ItemFacts("Résumé", Proves.RESUME)
JSON_BEGINS = (b"{", b"[", b"\xef\xbb\xbf{", b"\xef\xbb\xbf[")


class Paper(NamedTuple):
    """A résumé to be typed from: a file in the store, and the key it is sealed with."""

    key: Key
    sealed: Sealed


class Waiting(NamedTuple):
    """A résumé that was sent, and what was typed with it: a paper, or what was read of a JSON Resume."""

    file_name: str
    typed: Mapping[str, Any]
    paper: Paper | None = None
    claim: Mapping[str, Any] | None = None
    unread: tuple[str, ...] = ()


def keep(actor: Actor, person: Person, data: bytes, file_name: str) -> EvidenceItem:
    """Take a résumé in as evidence, once however often it is sent. Raises as `evidence.take_in` does."""
    known = found.resume(person)
    if known is not None and known.original == files.sha256(data):
        return known
    return evidence.take_in(actor, person, data, file_name, FACTS)


def send(actor: Actor, organisation: Organisation, data: bytes, file_name: str, typed: Mapping[str, Any]) -> OpenTable:
    """Keep a résumé to make somebody's record from. What a JSON Resume says of the person fills what was not typed.

    Raises Unread for a JSON Resume that cannot be read as it is, RefusedFileError or BusyError for any other file, and
    OnboardingError where the account has too many open.
    """
    if data.lstrip().startswith(JSON_BEGINS):
        said = read(data)
        given = {key: value for key, value in typed.items() if value}
        waiting = Waiting(file_name, {**said.person, **given}, claim=said.claim, unread=said.unread)
    else:
        key = files.new_key()
        waiting = Waiting(file_name, typed, Paper(key, seal(key, data)))
    return open_tables.keep(actor, organisation, KIND, open_tables.Opened(_written(waiting), [], None), None)


def read(data: bytes) -> Said:
    """What a JSON Resume says. Raises Unread, also for days that nobody can mean."""
    said = resume_file.read(data)
    try:
        sensible_days.refuse_claim(said.claim, clock.today())
    except Refused as refused:
        raise Unread(*in_words(refused.faults, said.claim)) from refused
    return said


def waiting(organisation: Organisation, user_id: int) -> list[tuple[OpenTable, str]]:
    """What the account sent and has not taken in, the latest first, each with the name of the file."""
    rows = [row for row in imported.waiting(organisation.id, user_id) if row.kind == KIND]
    return [(row, opened(row).file_name) for row in rows]


def one(organisation: Organisation, user_id: int, id: int) -> OpenTable:
    """The résumé, if this account sent it here and it still waits. Raises NotFoundError."""
    row = imported.open_table(organisation.id, user_id, id)
    if row is None or row.kind != KIND:
        raise NotFoundError
    return row


def opened(row: OpenTable) -> Waiting:
    """What was sent. Raises TamperedError where it is not what was kept."""
    said = json.loads(open_tables.opened(row).data)
    paper = said["paper"] and Paper(Key(said["paper"][0], bytes.fromhex(said["paper"][1])), _sealed(said["paper"][2]))
    return Waiting(said["file_name"], said["typed"], paper, said["claim"], tuple(said["unread"]))


def page(waiting: Waiting, number: int) -> bytes:
    """A page of a paper that waits. Raises NotFoundError where it has none of that number, or TamperedError."""
    if waiting.paper is None or not 1 <= number <= len(waiting.paper.sealed.pages):
        raise NotFoundError
    return handing_out.unrecorded(waiting.paper.key, waiting.paper.sealed.pages[number - 1].file)


def text(waiting: Waiting) -> str | None:
    """The text of a document that waits, where that is what is shown of it."""
    paper = waiting.paper
    return handing_out.unrecorded(paper.key, paper.sealed.text).decode() if paper and paper.sealed.text else None


def folders() -> set[str]:
    """The folders of the store in which files wait."""
    papers = (opened(row).paper for row in imported.all_waiting(KIND))
    return {paper.key.id for paper in papers if paper}


def take_in(
    actor: Actor, organisation: Organisation, id: int, facts: PersonFacts, document: Mapping[str, Any]
) -> Person:
    """Record the person, the file as their evidence, and the jobs and degrees, in one change; nothing waits any more.

    Of two at once the first has it. Raises NotFoundError where it does not wait any more, Refused for a document that
    does not fit, OnboardingError for an address that is taken.
    """
    with change(actor) as under_way:
        row = open_tables.locked(actor, organisation, id)
        if row.kind != KIND:
            raise NotFoundError
        said = opened(row)
        db.session.delete(row)
        person = people.start_person(under_way, organisation, facts)
        owners.begin(under_way, person)
        if said.paper:
            files.give(under_way, person, said.paper.key)
            evidence.add(under_way, person, said.paper.sealed, said.file_name, FACTS)
        if any(document.values()):
            source = ClaimSource.FORM if said.paper else ClaimSource.JSON_RESUME
            claims.add(under_way, person, document, source, None, 0)
    return person


def discard(actor: Actor, organisation: Organisation, id: int) -> None:
    """Have nothing left of a résumé that was sent. Raises NotFoundError."""
    open_tables.discard(actor, organisation, id)


def _written(waiting: Waiting) -> bytes:
    paper = waiting.paper
    secret = [paper.key.id, paper.key.secret.hex(), paper.sealed] if paper else None
    return json.dumps({**waiting._asdict(), "paper": secret}).encode()


def _sealed(said: list[Any]) -> Sealed:
    kind, size, removed, original, copy, text, pages = said
    kept = [Kept(*each) if each else None for each in (original, copy, text)]
    assert kept[0] is not None
    leaves = tuple(KeptPage(Kept(*file), width, height) for file, width, height in pages)
    return Sealed(kind, size, tuple(removed), kept[0], kept[1], kept[2], leaves)
