"""Tables and constraints, one family a file. What is stored is what happened, and when; what follows is computed."""

from importlib import import_module
from pkgutil import iter_modules

OF_NO_TABLE = ("guard", "records")  # the second reads what all the others have made known to the mapper

for family in iter_modules(__path__):
    if family.name not in OF_NO_TABLE:
        import_module(f"{__name__}.{family.name}")
