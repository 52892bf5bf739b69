"""Which page of a long list is shown. A mistyped number leads to a page that is there: the first, or the last."""


def turned(total: int, asked: int, size: int) -> tuple[int, int]:
    """The page that is shown where this one was asked for, and how many of that size there are; counted from 1."""
    pages = max(1, -(-total // size))
    return min(max(1, asked), pages), pages
