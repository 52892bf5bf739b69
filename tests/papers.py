"""A paper as a test reads it: held to the rules of words, as a page is."""

from onboarding.packets import readback
from onboarding.packets.readback import Readback
from tests import word_rules


def read(pdf: bytes) -> Readback:
    """What the PDF says, all of it in words that people read."""
    said = readback.read(pdf)
    assert not (broken := list(word_rules.wrong(said.text))), "\n".join(broken)
    return said
