"""What a request can do wrong. Each is mapped once to a page, and once to JSON."""


class OnboardingError(Exception):
    """A request that makes no sense as things stand. The message says what happened, why, and what to do.

    `field` names the form field it belongs to, where it belongs to one.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


class NotFoundError(OnboardingError):
    """There is no such thing for this user, who must not learn whether there is one for somebody else."""

    def __init__(self) -> None:
        super().__init__("There is no such record, or it is not yours to see.")


class NotAllowedError(OnboardingError):
    """The user may see that this exists, and may not do it."""


class ChangedMeanwhileError(OnboardingError):
    """Somebody else changed what this rests on, after the page was opened that it was sent from."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Meanwhile {what.rstrip('.')}. Your change was not saved. Look at what changed, then send yours again."
        )


class TamperedError(OnboardingError):
    """What would be handed out stands otherwise than the trail or its seal says. Nothing of it is."""

    def __init__(self) -> None:
        super().__init__(
            "What is kept here is not what was recorded. Somebody changed it, and not through this product. Tell the "
            "people who run it."
        )


class BusyError(OnboardingError):
    """Too much is being done just now; the same is done when it is sent again later. Nothing was changed."""
