"""The store in S3-compatible storage: sealed files as objects, `prefix/folder/name`, written once.

An object is there whole when `put` returns, or not at all. What the storage does not answer is never taken for a file
that is not there: it raises StorageError, and nothing was changed.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from onboarding.config import ObjectStorage
from onboarding.documents.store import NAME, MissingFileError

PROBE = "probe"  # no name of a folder of the store
# House policy: somebody waits for the page.
TIMEOUT, CONNECT, RETRIES, RETRIED = timedelta(seconds=30), timedelta(seconds=5), 3, timedelta(seconds=20)
KEYS = "It refuses the keys. Look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and at what that user may do"
NO_BUCKET = "It has no such bucket. Look at ONBOARDING_STORE and ONBOARDING_STORE_ENDPOINT"
SILENT = "It does not answer, or not as it should. Nothing was changed. Try again in a minute"
OVERWRITES = "It does not refuse to overwrite an object (If-None-Match), and what is kept must not be overwritten"


class StorageError(OSError):
    """The storage refuses, or does not answer. Known to `troubles` as an error of the system's."""

    def __init__(self, place: str, says: str) -> None:
        super().__init__(errno.EREMOTEIO, says, place)


class ObjectStore:
    """A store in a bucket. Two installations never share bucket and prefix."""

    def __init__(self, place: ObjectStorage) -> None:
        self.place = f"s3://{place.bucket}/{place.prefix}".rstrip("/")
        self._store = S3Store(
            place.bucket,
            prefix=place.prefix or None,
            config={
                "region": place.region,
                "access_key_id": place.key_id,
                "secret_access_key": place.secret,
                **({"session_token": place.token} if place.token else {}),
                **({"endpoint": place.endpoint} if place.endpoint else {}),
            },
            client_options={
                "allow_http": place.endpoint.startswith("http://"),
                "timeout": TIMEOUT,
                "connect_timeout": CONNECT,
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": RETRIED},
        )

    def check(self) -> None:
        """Raises StorageError where the bucket cannot be written to, read, or would be overwritten."""
        with self._words():
            again = [self._create(f"{PROBE}/{PROBE}", b"") for _ in range(2)][-1]
            self._there()
        if again:
            raise StorageError(self.place, OVERWRITES)

    def put(self, folder: str, name: str, data: bytes | bytearray) -> None:
        """Create the object; one of that name is kept, with its age: a name says what is in the file."""
        with self._words():
            self._create(_path(folder, name), data)

    def get(self, folder: str, name: str) -> bytes:
        """The data of one file. Raises MissingFileError."""
        with self._words():
            try:  # obstore raises Python's own FileNotFoundError
                return bytes(obstore.get(self._store, _path(folder, name)).bytes())
            except FileNotFoundError:
                self._there()
        raise MissingFileError(f"{folder}/{name}")

    def has(self, folder: str, name: str) -> bool:
        """Whether the file is there."""
        with self._words():
            try:
                obstore.head(self._store, _path(folder, name))
            except FileNotFoundError:
                self._there()
                return False
        return True

    def remove(self, folder: str, name: str | None = None) -> None:
        """Remove a file or a whole folder. In a bucket with versions, earlier versions stay: operations.md says so."""
        names = [name] if name is not None else list(self.names(folder))
        paths = [_path(folder, each) for each in names]
        with self._words():
            for path in paths:
                try:
                    obstore.delete(self._store, path)
                except FileNotFoundError:
                    self._there()

    def folders(self) -> Iterator[str]:
        """Every folder, in order."""
        with self._words():
            prefixes = obstore.list_with_delimiter(self._store)["common_prefixes"]
        yield from sorted(each for each in (str(found).strip("/") for found in prefixes) if NAME.fullmatch(each))

    def names(self, folder: str) -> Iterator[str]:
        """The files of a folder, in order."""
        _check(folder)
        with self._words():
            listed = [each["path"] for batch in obstore.list(self._store, f"{folder}/") for each in batch]
        yield from sorted(each for each in (path.rpartition("/")[2] for path in listed) if NAME.fullmatch(each))

    def written_at(self, folder: str, name: str) -> datetime:
        """When a file was put there. Raises MissingFileError."""
        with self._words():
            try:
                return obstore.head(self._store, _path(folder, name))["last_modified"]
            except FileNotFoundError:
                self._there()
        raise MissingFileError(f"{folder}/{name}")

    def remove_halves(self, before: datetime) -> int:  # noqa: ARG002  # there are none: each object is one request
        """None: an object that was not wholly sent is not there."""
        return 0

    def _create(self, path: str, data: bytes | bytearray) -> bool:
        """Whether the object was made, and was not there."""
        try:
            obstore.put(self._store, path, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def _there(self) -> None:
        """Raises FileNotFoundError where the bucket itself is not there: then nothing is known of a file."""
        next(iter(obstore.list(self._store, f"{PROBE}/", chunk_size=1)), None)

    @contextmanager
    def _words(self) -> Iterator[None]:
        """What the storage says, in words, without what its messages quote."""
        try:
            yield
        except FileNotFoundError:
            raise StorageError(self.place, NO_BUCKET) from None
        except (PermissionDeniedError, UnauthenticatedError):
            raise StorageError(self.place, KEYS) from None
        except BaseError as error:
            raise StorageError(self.place, _says(str(error))) from None


def _says(text: str) -> str:
    """By the codes that S3 answers with: listing has no exceptions of its own for them."""
    if "<Code>NoSuchBucket<" in text:
        return NO_BUCKET
    return KEYS if "403 Forbidden" in text or "401 Unauthorized" in text else SILENT


def _check(name: str) -> None:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!a} is no name of a folder of the store")


def _path(folder: str, name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!a} is no name of a file of the store")
    _check(folder)
    return f"{folder}/{name}"
