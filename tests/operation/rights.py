"""What makes a process of the administrator's meet what others meet: without the right to pass by modes of files."""

import ctypes
import os
import resource
import struct
from collections.abc import Iterator
from contextlib import contextmanager

VERSION = 0x20080522  # of the system call
PASSES_BY_MODES = 0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
SETS = struct.Struct("=6I")  # effective, permitted, inheritable of the lower half, then of the upper


@contextmanager
def as_anybody() -> Iterator[None]:
    """Modes of files hold for this thread too, whoever it is."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = ctypes.create_string_buffer(struct.pack("=Ii", VERSION, 0))
    before = ctypes.create_string_buffer(SETS.size)
    assert libc.capget(header, before) == 0
    effective, *others = SETS.unpack(before.raw)
    without = ctypes.create_string_buffer(SETS.pack(effective & ~PASSES_BY_MODES, *others))
    assert libc.capset(header, without) == 0
    try:
        yield
    finally:
        assert libc.capset(header, before) == 0


@contextmanager
def with_no_room() -> Iterator[None]:
    """No file can grow, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
