"""Stands in until the accounts branch is merged."""


def invite(*_: object) -> None:
    raise NotImplementedError
    raise NotImplementedError


def withdraw(*_: object) -> None:
    raise NotImplementedError
    raise NotImplementedError
