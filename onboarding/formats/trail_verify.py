"""Whether an exported trail is whole and unchanged: told from the file alone, and from checkpoints kept elsewhere."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from onboarding.formats.trail import BEGINNING, commitment, entry_hash
from onboarding.formats.trail_erasure import ERASURE, take_out
from onboarding.formats.trail_keys import Key, acknowledges, exported, keys_of, signed
from onboarding.formats.trail_lines import (
    CHECKPOINT,
    ERASED,
    HEADER,
    TRAILER,
    WITH_DETAILS,
    NoExport,
    Tampering,
    parsed,
    shaped,
)

ROTATION = "trail.key_rotated"
ACKNOWLEDGEMENT = "trail.checkpoint_acknowledged"
CLOCKS_DIFFER = timedelta(minutes=5)  # several machines write; their clocks are never quite one


class Verified(NamedTuple):
    """What was verified: how many entries (some erased) and checkpoints, of which chain, to which head, by whom.

    `remarks`: what is no fault, and worth a look.
    """

    chain: str
    entries: int
    erased: int
    checkpoints: int
    head: str
    keys: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def verify(lines: Iterable[bytes], kept: Iterable[Mapping[str, Any]] = (), pinned: Iterable[str] = ()) -> Verified:
    """Read an export to its end. `kept` are checkpoints from elsewhere, `pinned` the fingerprints of trusted keys.

    Raises Tampering for the first thing that is wrong, NoExport where the first line is not an export's.
    """
    numbered = enumerate(lines, 1)
    first = next(numbered, None)
    if first is None:
        raise NoExport("line 1: the file is empty")
    try:
        header = shaped(parsed(first[1], 1), "header", HEADER, "line 1")
    except Tampering as error:
        raise NoExport(str(error)) from error
    if header["format"] != 1:
        raise NoExport(f"line 1: this reads format 1, and the file says {header['format']}")
    keys = keys_of(header["keys"], frozenset(pinned))
    walk = _Walk(header["chain"], keys, _outside(kept, header["chain"], keys))
    digest = hashlib.sha256(first[1])
    for at_line, line in numbered:
        walk.step(parsed(line, at_line), at_line, digest)
        digest.update(line)
    return walk.end()


def read_checkpoints(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """The checkpoints that an outsider kept, one a line. Raises NoExport where one is none."""
    try:
        found = [shaped(parsed(line, at), "checkpoint", CHECKPOINT, f"line {at}") for at, line in enumerate(lines, 1)]
    except Tampering as error:
        raise NoExport(f"a checkpoint kept elsewhere: {error}") from error
    if not found:
        raise NoExport("a checkpoint kept elsewhere: the file is empty")
    return found


def follow(entry: Any, chain: str, number: int, head: str) -> dict[str, Any]:
    """The entry, where it is the whole and unchanged one that follows entry `number` with that head. Or Tampering."""
    erased = isinstance(entry, dict) and entry.get("erased") is True
    found = shaped(entry, "entry", ERASED if erased else WITH_DETAILS, f"after entry {number}")
    if found["number"] != number + 1:
        raise Tampering(f"entry {found['number']} stands where entry {number + 1} should")
    if found["previous"] != head:
        raise Tampering(f"entry {found['number']}: does not follow the entry before it")
    if entry_hash({**found, "chain": chain}) != found["hash"]:
        raise Tampering(f"entry {found['number']}: was changed, or belongs to another chain: its hash does not fit")
    if not erased and commitment(found["salt"], found["body"]) != found["commitment"]:
        raise Tampering(f"entry {found['number']}: its details were changed: they do not fit what it commits to")
    return found


def _outside(kept: Iterable[Mapping[str, Any]], chain: str, keys: Mapping[str, Key]) -> dict[int, str]:
    """The heads that checkpoints kept elsewhere want, by entry."""
    heads = {0: BEGINNING}
    for each in kept:
        signed(each, chain, keys, f"the checkpoint of entry {each['number']} kept elsewhere")
        if heads.setdefault(each["number"], each["head"]) != each["head"]:
            raise Tampering(f"checkpoints kept elsewhere are of two histories: they differ on entry {each['number']}")
    return heads


class _Walk:
    """Where the reading of an export stands."""

    def __init__(self, chain: str, keys: Mapping[str, Key], wanted: dict[int, str]) -> None:
        self.chain, self.keys, self.wanted = chain, keys, wanted
        self.number, self.head, self.at = 0, wanted.pop(0), ""
        self.erased = self.checkpoints = 0
        self.missing: set[int] = set()  # details that no entry has said were erased, so far
        self.rotated: dict[str, int] = {}
        self.too_early: dict[str, str] = {}  # checkpoints dated before their entry, by signature, not yet acknowledged
        self.remarks: list[str] = []
        self.trailer = False

    def step(self, line: dict[str, Any], at_line: int, before: Any) -> None:
        """Take the next line; `before` is the hash of all lines before it."""
        if self.trailer:
            raise Tampering(f"line {at_line}: something follows the trailer")
        kind = line.get("type")
        if kind == "entry":
            self._entry(line)
        elif kind == "checkpoint":
            self._kept_checkpoint(shaped(line, "checkpoint", CHECKPOINT, f"line {at_line}"))
            self.checkpoints += 1
        else:
            self._trailer(shaped(line, "trailer", TRAILER, f"line {at_line}"), before.hexdigest())

    def end(self) -> Verified:
        """What was verified. Raises Tampering where something is missing."""
        if not self.trailer:
            raise Tampering(f"the file ends after entry {self.number} without its trailer: it was cut short")
        if self.wanted:
            raise Tampering(
                f"the trail ends at entry {self.number}, and a checkpoint kept elsewhere covers entry "
                f"{min(self.wanted)}: entries were cut off, or an earlier state was restored"
            )
        if self.missing:
            raise Tampering(
                f"entry {min(self.missing)}: its details are missing, and no entry says that they were erased"
            )
        for what in self.too_early.values():
            raise Tampering(f"{what}. Where a clock was set back, that can be acknowledged: flask audit acknowledge")
        names, remarks = tuple(sorted(self.keys)), tuple(self.remarks)
        return Verified(self.chain, self.number, self.erased, self.checkpoints, self.head, names, remarks)

    def _entry(self, line: dict[str, Any]) -> None:
        entry = follow(line, self.chain, self.number, self.head)
        self.number, self.head = entry["number"], entry["hash"]
        if self.wanted and self.wanted.pop(self.number, self.head) != self.head:
            raise Tampering(
                f"entry {self.number}: its history is another one than the checkpoint kept elsewhere was signed over: "
                "the trail was rewritten, or an earlier state was restored and continued"
            )
        if too_early(entry["at"], self.at):
            self.remarks.append(
                f"entry {self.number} is dated {entry['at']}, before the entry before it: "
                "a clock was set back, or it was back-dated when it was written"
            )
        self.at = entry["at"]
        if "erased" in entry:
            self.erased += 1
            self.missing.add(self.number)
        elif entry["action"] == ERASURE:
            take_out(self.missing, entry["body"].get("erased"))
        elif entry["action"] == ROTATION:
            self.rotated.setdefault(str(entry["body"].get("old")), self.number)
        elif entry["action"] == ACKNOWLEDGEMENT:
            self._acknowledge(entry["body"])

    def _checkpoint(self, line: dict[str, Any]) -> None:
        what = f"checkpoint of entry {line['number']}"
        if (line["number"], line["head"]) != (self.number, self.head):
            raise Tampering(f"{what}: the trail there is another one than was signed")
        signed(line, self.chain, self.keys, what)
        if self.rotated.get(line["key"], self.number + 1) <= self.number:
            raise Tampering(f"{what}: was signed with a key that entry {self.rotated[line['key']]} retired")

    def _kept_checkpoint(self, line: dict[str, Any]) -> None:
        self._checkpoint(line)
        if too_early(line["at"], self.at):
            what = f"checkpoint of entry {line['number']}: is dated {line['at']}, before the entry it covers"
            self.too_early[line["signature"]] = what

    def _acknowledge(self, body: dict[str, Any]) -> None:
        checkpoint = str(body.get("checkpoint"))
        retired = self.rotated.get(str(body.get("key")), self.number) < self.number
        if checkpoint in self.too_early and not retired and acknowledges(body, checkpoint, self.chain, self.keys):
            what = self.too_early.pop(checkpoint)
            self.remarks.append(f"{what}; entry {self.number} says why: {body['reason']}")

    def _trailer(self, line: dict[str, Any], digest: str) -> None:
        if (line["entries"], line["head"]) != (self.number, self.head):
            raise Tampering(
                f"the trailer speaks of {line['entries']} entries, the file has {self.number} or ends otherwise: "
                "entries are missing at the end, or were added"
            )
        last = shaped(line["checkpoint"], "checkpoint", CHECKPOINT, "the trailer")
        self._checkpoint(last)
        if too_early(last["at"], self.at):
            raise Tampering(f"the trailer: is dated {last['at']}, before the entry it covers")
        exported(self.keys, line, self.chain, digest)
        self.trailer = True


def too_early(later: str, before: str) -> bool:
    """Whether what came later is dated before what it follows, by more than clocks differ. Raises Tampering."""
    return later < before and _apart(later, before) > CLOCKS_DIFFER


def _apart(earlier: str, later: str) -> timedelta:
    try:
        return datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    except ValueError as error:  # the 31st of February
        raise Tampering(f"{earlier} or {later} is no day of the calendar") from error
