"""Where a text is still found: every table with all its columns, and every file of the installation."""

from collections.abc import Iterator

from flask import Flask

from onboarding.config import Config
from onboarding.extensions import Base, db


def everything(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Every file of the installation as bytes, and every row of every table."""
    config: Config = app.extensions["config"]
    for path in config.instance.rglob("*"):
        if path.is_file() and not (config.database and path.name.startswith("onboarding.sqlite")):
            yield str(path), path.read_bytes()
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(table.select()).all()
        yield table.name, repr([tuple(row) for row in rows]).encode()  # a row's own repr leaves out what is long


def where_found(app: Flask, secret: str) -> list[str]:
    """The tables and files that hold the text, in whichever case."""
    plain = secret.lower()
    forms = {plain.encode(), plain.encode("utf-16-le")}
    return [where for where, data in everything(app) if any(form in data.lower() for form in forms)]
