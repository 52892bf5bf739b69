"""What whoever runs the product meets: no rights, a full disk, a damaged database. Each in words, with what to do.

An error that is not known here is a fault of the product, and rises.
"""

import errno
import os
import sqlite3
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

FAILED = 1  # the exit status of a command that could not be done
LATER = os.EX_TEMPFAIL  # the same command may work by itself in a minute

FULL = "Make room on the disk, then repeat the command."
RIGHTS = "Run the command as the user that runs the product, and let that user read and write there."
READ_ONLY = "Mount it for writing, or list it in the service's ReadWritePaths."
DAMAGED = "Stop the product, and restore the last backup."
OTHERWISE = "Its tables are not as this version made them. If nobody changed them, this is a fault of the product."
ROLE = "Give the role these rights, or name the tables' owner in ONBOARDING_DATABASE_URL."
AGAIN = "Start it again, or repeat the command when it answers."

OF_FILES = {
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: "The disk may be failing: look at the system's log.",
    errno.EMFILE: "Allow the process more open files, then repeat the command.",
}
# What SQLite calls it (without what follows a second underscore), or the first digits of what PostgreSQL calls it.
OF_DATABASES = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": RIGHTS,
    "SQLITE_CANTOPEN": RIGHTS,
    "SQLITE_PERM": RIGHTS,
    "SQLITE_IOERR": "The disk is full, or may be failing: look at the system's log.",
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_ERROR": OTHERWISE,
    "42P01": OTHERWISE,  # a table that is not there
    "42703": OTHERWISE,  # a column that is not there
    "XX00": DAMAGED,
    "42501": ROLE,
    "25006": "Make this server the one that may be written to, or name the one that is in ONBOARDING_DATABASE_URL.",
    "53100": "Make room on the database server's disk, then repeat the command.",
}
OF_DATABASES_LATER = {
    "SQLITE_BUSY": "Another process holds it. Repeat the command in a minute.",
    "SQLITE_LOCKED": "Another process holds it. Repeat the command in a minute.",
    "55P03": "Another process holds a lock. Repeat the command in a minute.",
    "53": "Repeat the command when the server has room again.",
    "57P": AGAIN,
    "08": AGAIN,
}


class Trouble(NamedTuple):
    """What happened, what to do, and the exit status of a command that met it."""

    happened: str
    todo: str
    status: int = FAILED

    @property
    def says(self) -> str:
        """Both as sentences."""
        return f"{self.happened}. {self.todo}".strip()


def of(error: BaseException) -> Trouble | None:
    """What to say of an error; None where it is a fault of this product."""
    if isinstance(error, DBAPIError):
        return of_database(error.orig or error)
    if isinstance(error, sqlite3.Error):
        return of_database(error)
    return of_file(error) if isinstance(error, OSError) and error.errno else None


def of_file(error: OSError) -> Trouble:
    """What to say of an error of the system's."""
    what = f"{error.filename} cannot be used" if error.filename else "Something cannot be read or written"
    return Trouble(f"{what}: {error.strerror or error}", OF_FILES.get(error.errno or 0, ""))


def of_database(error: BaseException) -> Trouble | None:
    """What to say of an error that a database's driver raised."""
    name = code(error)
    for known, status in ((OF_DATABASES, FAILED), (OF_DATABASES_LATER, LATER)):
        for begins, todo in known.items():
            if name.startswith(begins):
                return Trouble(f"The database cannot do this: {said(error)}", todo, status)
    lost = not name and type(error).__name__ == "OperationalError"  # the connection, of which no server says anything
    return Trouble(f"The database does not answer: {said(error)}", AGAIN, LATER) if lost else None


def is_held(error: BaseException) -> bool:
    """Whether another process holds what is needed, and may let go of it in a minute."""
    return code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def code(error: BaseException) -> str:
    """What the database calls an error: SQLite by a name, PostgreSQL by five signs; empty where it says nothing."""
    return str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")


def said(error: BaseException) -> str:
    """A driver's message on one line, without a full stop and without the statement that PostgreSQL quotes."""
    text = str(error)
    return " ".join((text.partition("\n")[0] if code(error) else text).split()).rstrip(".")
