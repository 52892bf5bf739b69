"""What was found of a packet, in words: the same on the page and on the command line."""

from onboarding.packets.checking import Report, Verdict
from onboarding.queries.packet_standing import Standing

HEADINGS = {
    Verdict.WHOLE: "This packet is as it was issued",
    Verdict.STRANGER: "This file is whole, but was not signed here",
    Verdict.CHANGED: "This file is not what was issued",
    Verdict.NO_PACKET: "This is not an evidence packet",
    Verdict.UNREADABLE: "This file could not be checked",
}
SAYS = {
    Verdict.WHOLE: "Its signature is valid, and so is the hash of every part.",
    Verdict.STRANGER: "Anybody can make and sign such a file. Compare the fingerprint with the one that the COHE gave "
    "you, or check the packet with the COHE that issued it.",
    Verdict.CHANGED: "Do not rely on it. Ask the COHE for the packet as it was issued.",
    Verdict.NO_PACKET: "Choose the PDF as you received it. A printed or scanned packet cannot be checked.",
    Verdict.UNREADABLE: "Ask the COHE for the packet as it was issued, and check that one.",
}
PARTS = {
    "file": "The file",
    "outline": "Bookmarks",
    "metadata": "Description of the file (XMP)",
    "tags": "Tags, by which it is read aloud",
    "catalog": "Catalog of the file",
    "what several pages share": "Fonts and pictures of several pages",
}
STANDS = {
    Standing.ISSUED: "It is the latest of its kind.",
    Standing.SUPERSEDED: "A later packet has replaced it. Ask the COHE for that one.",
    Standing.WITHDRAWN: "The COHE has withdrawn it. Do not rely on it.",
    Standing.UNKNOWN: "Ask the COHE whether a later one has replaced it.",
}


def heading(report: Report) -> str:
    """What the file is, in one line."""
    return HEADINGS[report.verdict]


def says(report: Report, standing: Standing) -> str:
    """What that means for somebody who holds the file."""
    return f"{SAYS[report.verdict]} {STANDS[standing]}" if report.verdict is Verdict.WHOLE else SAYS[report.verdict]


def part(name: str) -> str:
    """What a part is called."""
    return PARTS.get(name, name[:1].upper() + name[1:])
