"""Who of a COHE each line of a table could be about: only people of that COHE are ever asked about."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from onboarding.formats.tables.staff import Member
from onboarding.models.organisation import Organisation
from onboarding.queries import own, recorded_staff
from onboarding.queries.recorded_staff import Recorded, Sought
from onboarding.rules.alike import dialed, same_name
from onboarding.rules.wording import listed
from onboarding.services.line_choices import Difference, Line, Match
from onboarding.services.staff_differences import differences

NAME, PHONE = "name", "phone"
ADDRESS, NUMBER, NPI, HIRED = "email address", "Provider ID", "NPI", "name with first day"
SHOWN = (NUMBER, NPI, ADDRESS, PHONE, HIRED, NAME)
CERTAIN = frozenset({ADDRESS, NUMBER, NPI, HIRED})
ONES_OWN = frozenset({ADDRESS, NUMBER})  # which no second record may have
Keys = Callable[[Any], Iterable[tuple[str, str]]]


def lines(organisation: Organisation, members: Sequence[Member], user_id: int | None) -> list[Line]:
    """Each line with whom it could be about. `user_id`: whose own record is updated by others."""
    seen, made = defaultdict[str | None, list[int]](list), []
    for member, matches, by in matched(organisation, members, user_id, _keys, differences):
        name = same_name(member.name)
        made.append(Line(member, matches, tuple(seen[name]) if name else (), not by & ONES_OWN))
        seen[name].append(member.line)
    return made


def matched(
    organisation: Organisation,
    entries: Sequence[Any],
    user_id: int | None,
    keys: Keys,
    differ: Callable[[Any, Recorded], Sequence[Difference]],
) -> Iterator[tuple[Any, list[Match], set[str]]]:
    """Each entry with whom it could be about, and by what anybody is alike. `keys`: by what somebody is found;
    `differ`: what an entry says otherwise than is recorded of somebody."""
    found = recorded_staff.alike(organisation.id, _sought(entries, keys))
    mine = own.records_of(user_id) if user_id is not None and found else set()
    known = _indexed(found.values())
    for entry in entries:
        alike = _alike(keys(entry), known)
        matches = [_match(differ(entry, found[id]), found[id], by, id in mine) for id, by in sorted(alike.items())]
        yield entry, _likely(matches), set[str]().union(*alike.values())


def _likely(matches: Sequence[Match]) -> list[Match]:
    """Those whom it certainly is, if there are any; else all."""
    return [each for each in matches if each.certain] or list(matches)


def _match(differing: Sequence[Difference], recorded: Recorded, by: set[str], own: bool) -> Match:
    shown = [what for what in SHOWN if what in by and not (what == NAME and HIRED in by)]
    return Match(recorded.person, bool(by & CERTAIN), listed(shown), differing, own)


def _keys(member: Member) -> Iterator[tuple[str, str]]:
    """By what of the line somebody is found."""
    if name := same_name(member.name):
        yield NAME, name
        yield HIRED, f"{name} {member.hired_on}"
    if phone := dialed(member.phone):
        yield PHONE, phone
    if member.email:
        yield ADDRESS, member.email.lower()
    if member.number:
        yield NUMBER, member.number
    if member.npi:
        yield NPI, member.npi


def _known(recorded: Recorded) -> Iterator[tuple[str, str]]:
    """The same of somebody who is recorded."""
    person = recorded.person
    if person.same_name:
        yield NAME, person.same_name
    if person.same_name and person.posting:
        yield HIRED, f"{person.same_name} {person.posting.hired_on}"
    if person.dialed:
        yield PHONE, person.dialed
    if person.email:
        yield ADDRESS, person.email.lower()
    yield from ((NUMBER, number) for number in recorded.numbers)
    if recorded.details and recorded.details.npi:
        yield NPI, recorded.details.npi


def _indexed(found: Iterable[Recorded]) -> dict[tuple[str, str], list[int]]:
    index = defaultdict[tuple[str, str], list[int]](list)
    for recorded in found:
        for key in _known(recorded):
            index[key].append(recorded.person.id)
    return index


def _alike(keys: Iterable[tuple[str, str]], known: dict[tuple[str, str], list[int]]) -> dict[int, set[str]]:
    """Who has what of the line, by person."""
    found = defaultdict[int, set[str]](set)
    for what, value in keys:
        for id in known.get((what, value), ()):
            found[id].add(what)
    return found


def _sought(entries: Sequence[Any], keys: Keys) -> Sought:
    values = defaultdict[str, set[str]](set)
    for entry in entries:
        for what, value in keys(entry):
            values[what].add(value)
    return Sought(*(frozenset(values[what]) for what in (NAME, PHONE, ADDRESS, NUMBER, NPI)))
