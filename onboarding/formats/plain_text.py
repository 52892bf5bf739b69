"""Which signs are no text."""

import re

# Control characters, but for those that end a line or a column: no database, page or paper can hold all of them.
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
