"""Signs of fonts that have no letters, such as ticked boxes, as signs that every font has."""

# Boxes, ticked or not, and ticks, in the fonts in which Word writes them, by the last byte of their number.
WINGDINGS = {
    **dict.fromkeys((0x6F, 0x71, 0x72, 0xA3, 0xA8), "☐"),
    **dict.fromkeys((0x51, 0x53, 0x54, 0x78, 0xFD), "☒"),
    **dict.fromkeys((0x52, 0xFE), "☑"),
    **dict.fromkeys((0x50, 0xFC), "✓"),
    **dict.fromkeys((0x4F, 0xFB), "✗"),
    **dict.fromkeys((0x6C, 0x6E, 0xA7, 0xB7), "•"),
}
PRIVATE = range(0xF000, 0xF100)  # where a font has signs that are no letters


def legible(text: str, font: str) -> str:
    """The text with such signs of the font, or of the area that fonts fill as they like, as everybody's."""
    no_letters = font.casefold().startswith("wingdings")
    return "".join(
        WINGDINGS.get(ord(each) & 0xFF, "[symbol]")
        if ord(each) in PRIVATE or (no_letters and "!" <= each <= "\xff")
        else each
        for each in text
    )
