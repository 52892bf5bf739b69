"""Tables and constraints, one family a file. What is stored is what happened, and when; what follows is computed."""

from onboarding.models import account, determination, message, organisation, person, reference, ruling, trail, work  # noqa: F401 - known to the mapper
