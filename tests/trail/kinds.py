"""The kinds of tampering with an export, by the numbers of the list in docs/trail.md, each at a place by chance.

Each gives the file that comes of it and what the verifier has to say; `KEPT` ones are only seen by whoever kept a
checkpoint elsewhere.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

from tests.trail.history import Line, World, rehashed, resigned, written


class Tampered(NamedTuple):
    """A file, a pattern of what has to be said of it, and the keys that whoever verifies it trusts."""

    lines: list[bytes]
    said: str
    pinned: tuple[str, ...] = ()


Kind = Callable[[World, random.Random], Tampered]


def _entry(world: World, chance: random.Random, details: bool = True) -> int:
    places = [at for at in world.entries if "body" in world.lines[at] or not details]
    return chance.choice(places)


def _with(lines: list[Line], at: int, /, **values: object) -> list[Line]:
    return [*lines[:at], {**lines[at], **values}, *lines[at + 1 :]]


def _named(line: Line) -> str:
    return f"entry {line['number']}: was changed"


def field(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance)
    key = chance.choice(["action", "subject", "commitment"])
    return Tampered(written(_with(world.lines, at, **{key: world.lines[at][key] + "0"})), _named(world.lines[at]))


def detail(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance)
    line = world.lines[at]
    changed = {**line["body"], chance.choice(sorted(line["body"])): "elsewhere"}
    return Tampered(written(_with(world.lines, at, body=changed)), f"entry {line['number']}: its details were changed")


def dropped_detail(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance)
    line = {key: value for key, value in world.lines[at].items() if key not in ("salt", "body")} | {"erased": True}
    lines = resigned([*world.lines[:at], line, *world.lines[at + 1 :]], world.key)
    return Tampered(written(lines), r"entry \d+: its details are missing, and no entry says")


def one_bit(world: World, chance: random.Random) -> Tampered:
    lines = written(world.lines)
    at = chance.randrange(len(lines))
    byte, bit = chance.randrange(len(lines[at])), chance.randrange(8)
    lines[at] = lines[at][:byte] + bytes([lines[at][byte] ^ (1 << bit)]) + lines[at][byte + 1 :]
    return Tampered(lines, r"line \d+|entry \d+|the trailer")


def deleted(world: World, chance: random.Random) -> Tampered:
    at = chance.choice(world.entries[:-1])
    number = world.lines[at]["number"]
    return Tampered(
        written(world.lines[:at] + world.lines[at + 1 :]), rf"entry {number + 1} stands where entry {number} should|"
        rf"checkpoint of entry {number}"
    )  # fmt: skip


def tail(world: World, chance: random.Random) -> Tampered:
    kept = world.lines[: chance.choice(world.entries[:-1]) + 1]
    last = kept[-1]
    end = {**world.lines[-1], "entries": last["number"], "head": last["hash"]}
    return Tampered(written([*kept, end]), "another one than was signed|trailer")


def emptied(world: World, _: random.Random) -> Tampered:
    return Tampered(written([world.lines[0], {**world.lines[-1], "entries": 0, "head": "0" * 64}]), "checkpoint of")


def swapped(world: World, chance: random.Random) -> Tampered:
    one, other = sorted(chance.sample(world.entries, 2))
    out = list(world.lines)
    out[one], out[other] = out[other], out[one]
    number = world.lines[one]["number"]
    return Tampered(written(out), rf"entry \d+ stands where entry {number} should")


def inserted(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance)
    new = {**world.lines[at], "subject": "person:999"}
    return Tampered(written([*world.lines[:at], new, *world.lines[at:]]), _named(new))


def twice(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance, details=False)
    number = world.lines[at]["number"]
    return Tampered(
        written([*world.lines[: at + 1], world.lines[at], *world.lines[at + 1 :]]),
        f"entry {number} stands where entry {number + 1} should",
    )


def of_another(world: World, chance: random.Random) -> Tampered:
    entries = [line for line in world.other if line["type"] == "entry"]
    other = chance.choice(entries)
    at = next(each for each in world.entries if world.lines[each]["number"] == other["number"])
    fits = {**other, "previous": world.lines[at]["previous"]}
    return Tampered(written([*world.lines[:at], fits, *world.lines[at + 1 :]]), "belongs to another chain")


def another_actor(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance, details=False)
    return Tampered(written(_with(world.lines, at, actor=f"user:{chance.randrange(99)}")), _named(world.lines[at]))


def back_dated(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance, details=False)
    return Tampered(written(_with(world.lines, at, at="2020-01-01T00:00:00.000000Z")), _named(world.lines[at]))


def gap(world: World, chance: random.Random) -> Tampered:
    first = world.lines[_entry(world, chance, details=False)]["number"]
    out = [
        {**line, "number": line["number"] + 1} if line["type"] == "entry" and line["number"] >= first else line
        for line in world.lines
    ]
    return Tampered(written(out), f"entry {first + 1} stands where entry {first} should")


def all_anew(world: World, chance: random.Random) -> Tampered:
    at = _entry(world, chance)
    changed = _with(world.lines, at, actor="user:1")
    if chance.random() < 0.5:
        changed = [line for line in changed if line["type"] != "checkpoint"]
    return Tampered(written(rehashed(changed)), "the signature is not that of its key")


def no_checkpoints(world: World, chance: random.Random) -> Tampered:
    gone = chance.sample(world.kept, chance.randint(1, len(world.kept)))
    return Tampered(written([line for line in world.lines if line not in gone]), "checkpoints taken out")


def with_the_retired_key(world: World, chance: random.Random) -> Tampered:
    """Signed anew with it: as the retired one that it is, or as if it had never been retired."""
    lines = [line for line in world.plain if line["type"] != "checkpoint"]
    current, old = lines[0]["keys"]
    if chance.random() < 0.5:
        return Tampered(written(resigned(lines, world.retired)), "after that key was retired|a key that entry")
    lines[0] = {**lines[0], "keys": [{"public": old["public"]}]}
    lines = [*lines[: chance.randrange(2, len(lines) - 1)], lines[-1]]
    return Tampered(written(resigned(lines, world.retired)), "not trusted|a key that entry", (current["public"],))


def ambiguous(world: World, chance: random.Random) -> Tampered:
    lines = written(world.lines)
    at = chance.randrange(1, len(lines))
    line = lines[at]
    ways = [
        line.replace(b'"type":', b'"type":"x","type":', 1),
        line.replace(b":", b": ", 1),
        b" " + line,
        b"\xef\xbb\xbf" + line,
        line[:-1] + b"\r\n",
        line[:-1],
        line[:-2] + b',"zzz":-0}\n',
        line[:-2] + b',"zzz":1.0}\n',
        line[:-2] + b',"zzz":NaN}\n',
        line[:-2] + b',"zzz":"\xc3\xa9"}\n',
        line[:-2] + b',"zzz":1}\n',
        line.replace(b"type", b"\\u0074ype", 1),
        line + b"\n",
        line + b"null\n",
    ]
    return Tampered([*lines[:at], chance.choice(ways), *lines[at + 1 :]], r"line \d+|after entry|the trailer")


def cut_short(world: World, chance: random.Random) -> Tampered:
    whole = b"".join(written(world.lines))
    cut = whole[: chance.randrange(len(written(world.lines[:1])[0]), len(whole) - 1)]
    return Tampered(cut.splitlines(keepends=True), "cut short")


IN_THE_FILE: dict[str, Kind] = {
    "1 a field": field,
    "1 a detail": detail,
    "2 one bit": one_bit,
    "3 deleted in the middle": deleted,
    "4 the tail cut off": tail,
    "5 emptied": emptied,
    "6 two swapped": swapped,
    "7 one put in": inserted,
    "8 one twice": twice,
    "9 one of another organisation": of_another,
    "10 another actor": another_actor,
    "11 back-dated": back_dated,
    "12 a gap in the numbers": gap,
    "14 all hashes anew, without the key": all_anew,
    "17 checkpoints taken out": no_checkpoints,
    "18 with a retired key": with_the_retired_key,
    "23 readable in two ways": ambiguous,
    "24 cut short": cut_short,
}


def restored(world: World, chance: random.Random) -> Tampered:
    """An earlier state, given away anew."""
    at = chance.choice(_covered(world)[:-1])
    lines = [*world.plain[: at + 1], world.plain[-1]]
    return Tampered(_signed(lines, world), "an earlier state was restored")


def rewritten(world: World, chance: random.Random) -> Tampered:
    return Tampered(_signed(_with(world.plain, chance.choice(_covered(world)), actor="user:1"), world), "was rewritten")


def forked(world: World, chance: random.Random) -> Tampered:
    """The same up to an entry, and another history from there on."""
    at = chance.choice(_covered(world))
    rest = [line for line in world.plain[at:-1] if line["type"] == "entry"]
    chance.shuffle(rest)
    if rest[0] == world.plain[at]:
        rest.append(rest.pop(0))
    return Tampered(_signed([*world.plain[:at], *rest, world.plain[-1]], world), "was rewritten|restored")


def without_checkpoints(world: World, chance: random.Random) -> Tampered:
    """Nobody can tell that they were taken out: but the history they were of must be the one that is shown."""
    return rewritten(world, chance)


def _covered(world: World) -> list[int]:
    """Where entries stand that the last checkpoint kept elsewhere covers."""
    last = world.kept[-1]["number"]
    return [at for at, line in enumerate(world.plain) if line["type"] == "entry" and line["number"] <= last]


def _signed(lines: list[Line], world: World) -> list[bytes]:
    return written(resigned([line for line in lines if line["type"] != "checkpoint"], world.key))


BY_WHOEVER_HAS_THE_KEY: dict[str, Kind] = {
    "13 an earlier state restored": restored,
    "15 all hashes anew, with the key": rewritten,
    "16 two histories": forked,
    "17 checkpoints taken out, and the file signed anew": without_checkpoints,
}
