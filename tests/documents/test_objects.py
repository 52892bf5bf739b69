"""S3-compatible storage: created once, read, removed, and never silent about what it does not know."""

from datetime import UTC, datetime, timedelta

import pytest

from onboarding import troubles
from onboarding.config import ObjectStorage, SettingError, from_environment
from onboarding.documents.objects import NO_BUCKET, OVERWRITES, SILENT, ObjectStore, StorageError
from onboarding.documents.store import MissingFileError

FOLDER, NAME, OTHER = "a" * 32, "b" * 64, "c" * 64
SET = {
    "ONBOARDING_STORE": "s3://bucket/some/prefix",
    "ONBOARDING_STORE_ENDPOINT": "https://s3.example.org",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
}


@pytest.fixture
def store(bucket: ObjectStorage) -> ObjectStore:
    return ObjectStore(bucket)


def test_what_was_put_is_there_until_it_is_removed(store: ObjectStore, bucket: ObjectStorage) -> None:
    store.check()
    before = datetime.now(UTC) - timedelta(seconds=2)
    store.put(FOLDER, OTHER, b"two")
    store.put(FOLDER, NAME, b"one")
    neighbor = ObjectStore(bucket._replace(prefix="there"))
    neighbor.put("d" * 32, NAME, b"not ours")
    assert (store.get(FOLDER, NAME), list(store.folders()), list(store.names(FOLDER))) == (
        b"one",
        [FOLDER],
        [NAME, OTHER],
    )
    assert before <= store.written_at(FOLDER, NAME) <= datetime.now(UTC)
    for _ in range(2):
        store.remove(FOLDER, NAME)
    assert (list(store.names(FOLDER)), store.has(FOLDER, NAME), store.has(FOLDER, OTHER)) == ([OTHER], False, True)
    for _ in range(2):
        store.remove(FOLDER)
    assert list(store.folders()) == []
    for missing in (store.get, store.written_at):
        with pytest.raises(MissingFileError):
            missing(FOLDER, OTHER)
    assert neighbor.get("d" * 32, NAME) == b"not ours"


def test_nothing_is_overwritten(store: ObjectStore) -> None:
    store.put(FOLDER, NAME, b"one")
    store.put(FOLDER, NAME, b"another")
    assert store.get(FOLDER, NAME) == b"one"


def test_more_files_than_one_answer_names(store: ObjectStore) -> None:
    wanted = [f"{number:064x}" for number in range(1_010)]
    for name in wanted:
        store.put(FOLDER, name, b"")
    assert list(store.names(FOLDER)) == wanted


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "", "..", "B" * 64, "b" * 64 + "\n", "b/c", "probe"])
def test_no_name_leads_out_of_the_prefix(store: ObjectStore, name: str) -> None:
    for folder, file in ((FOLDER, name), (name, NAME)):
        for call in (lambda: store.put(folder, file, b""), lambda: store.get(folder, file)):  # noqa: B023
            with pytest.raises(ValueError, match="no name of a"):
                call()
    with pytest.raises(ValueError, match="no name of a"):
        store.remove(name)


def test_a_bucket_that_is_not_there_is_no_missing_file(bucket: ObjectStorage) -> None:
    store = ObjectStore(bucket._replace(bucket="no-such-bucket"))
    calls = (
        store.check,
        lambda: store.put(FOLDER, NAME, b""),
        lambda: store.get(FOLDER, NAME),
        lambda: store.has(FOLDER, NAME),
        lambda: store.written_at(FOLDER, NAME),
        lambda: store.remove(FOLDER, NAME),
        lambda: list(store.names(FOLDER)),
        lambda: list(store.folders()),
    )
    for call in calls:
        with pytest.raises(StorageError) as error:
            call()
        assert error.value.strerror == NO_BUCKET


def test_a_storage_that_is_away_says_so_in_words(bucket: ObjectStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onboarding.documents.objects.RETRIES", 0)
    store = ObjectStore(bucket._replace(endpoint="http://127.0.0.1:9"))
    for call in (store.check, lambda: store.has(FOLDER, NAME), lambda: store.put(FOLDER, NAME, b"")):
        with pytest.raises(StorageError) as error:
            call()
        trouble = troubles.of(error.value)
        assert trouble
        assert trouble.says.startswith(f"{store.place} cannot be used: {SILENT}")


def test_a_storage_that_overwrites_is_not_used(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    import obstore

    put = obstore.put
    monkeypatch.setattr(obstore, "put", lambda *given, mode, **named: put(*given, **named))  # noqa: ARG005
    with pytest.raises(StorageError, match="not refuse to overwrite") as error:
        store.check()
    assert error.value.strerror == OVERWRITES


def test_settings_name_the_place() -> None:
    assert from_environment(SET).store == ObjectStorage(
        "bucket", "some/prefix", "https://s3.example.org", "us-east-1", "key", "secret", ""
    )
    assert from_environment({}).store is None


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"ONBOARDING_STORE": "/var/evidence"}, "s3://bucket"),
        ({"ONBOARDING_STORE": "s3://key:secret@bucket"}, "s3://bucket"),
        ({"ONBOARDING_EVIDENCE": "/var/evidence"}, "Leave one out"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY"),
        ({"ONBOARDING_STORE_ENDPOINT": "s3.example.org"}, "https://s3.example.org"),
        ({"ONBOARDING_STORE_ENDPOINT": "http://s3.example.org"}, "PLAIN_HTTP=yes"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(other: dict[str, str], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        from_environment({**SET, **other})


def test_http_is_spoken_where_it_is_said() -> None:
    given = {**SET, "ONBOARDING_STORE_ENDPOINT": "http://127.0.0.1:9000", "ONBOARDING_STORE_PLAIN_HTTP": "yes"}
    store = from_environment(given).store
    assert store
    assert store.endpoint == "http://127.0.0.1:9000"
