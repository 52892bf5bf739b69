"""Where the C library keeps pieces of memory while a packet is put together.

A packet is many pieces of a megabyte or so. glibc learns from the first large ones that it frees to keep the next on
its heap, where what is free between others is not given back: a packet then takes its size once more, for as long as
the clock runs.
"""

import ctypes

M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
LARGE = 128 * 1024  # bytes, with which glibc begins


def give_back_large() -> None:
    """Have large pieces given back to the system when they are freed, from now on; without glibc nothing is done.

    It takes a third more of the processor to join and seal 100 MB, which is half a second.
    """
    try:
        choose = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    choose(M_MMAP_THRESHOLD, LARGE)
