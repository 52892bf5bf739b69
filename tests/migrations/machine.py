"""Another machine that migrates: waits to be told, and stops before the n-th statement that changes a table.

Run as a program: `machine.py 0` migrates to the end.
"""

import sys
import time

import flask_migrate
from sqlalchemy import Engine, event

from onboarding import create_app

CHANGES = ("CREATE", "INSERT", "ALTER", "DROP", "UPDATE")


def migrate(halt_before: int) -> None:
    seen = 0

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal seen
        seen += statement.lstrip().startswith(CHANGES)
        if halt_before and seen == halt_before:
            sys.stdout.write("halted\n")
            sys.stdout.flush()
            time.sleep(60)

    app = create_app()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    event.listen(Engine, "before_cursor_execute", count)
    with app.app_context():
        flask_migrate.upgrade()


if __name__ == "__main__":
    migrate(int(sys.argv[1]))
