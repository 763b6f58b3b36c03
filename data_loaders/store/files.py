"""The files of a store, wherever it lies: a folder or an object store, with the addresses and variables of its tables."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import obstore
import pyarrow as pa
from deltalake.fs import DeltaStorageHandler
from obstore.store import ObjectStore, from_url
from pyarrow.fs import FileSelector, FileType, PyFileSystem

# An object store that does not answer is away after some seconds, not after the three minutes that are usual.
CONNECT_SECONDS, ANSWER_SECONDS, RETRIES, RETRY_SECONDS = 3, 30, 2, 10
CLIENT = {"connect_timeout": f"{CONNECT_SECONDS}s", "timeout": f"{ANSWER_SECONDS}s"}


def opened(uri: str) -> ObjectStore:
    """The files below an address, for many threads: no thread waits for another's answer.

    obstore finds an object store as delta-rs does, by the same variables. delta-rs' own door for Python (1.6, below)
    stops every thread of the server for as long as an object store does not answer, so no screen may use that one.
    OSError or obstore's BaseError where there is no such folder.
    """
    if not is_address(uri):
        return from_url(Path(uri).resolve().as_uri())
    client: Any = CLIENT | {"allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true")}
    retry: Any = {"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_SECONDS)}
    return from_url(uri, client_options=client, retry_config=retry)


def content(room: ObjectStore, path: str) -> bytes:
    """The bytes of a file. FileNotFoundError, OSError or obstore's BaseError."""
    return obstore.get(room, path).bytes().to_bytes()


def amount(uri: str) -> tuple[int, int]:
    """How many files lie below an address, and how many bytes they are. OSError or obstore's BaseError."""
    if not is_address(uri) and not Path(uri).is_dir():
        return 0, 0
    sizes = [file["size"] for page in obstore.list(opened(uri)) for file in page]
    return len(sizes), sum(sizes)


def options(uri: str) -> dict[str, str] | None:
    """What delta-rs is told besides the AWS_… and other variables that it reads itself; nothing about a folder."""
    if not is_address(uri):
        return None
    return CLIENT | {"max_retries": str(RETRIES), "retry_timeout": f"{RETRY_SECONDS}s"}


class _Files(DeltaStorageHandler):
    """delta-rs (1.6) writes streams of bytes only, and pyarrow (26) hands them buffers."""

    def open_output_stream(self, path: str, metadata: dict[str, str] | None = None) -> pa.PythonFile:
        return pa.PythonFile(_BytesOnly(self._handler.open_output_stream(path, metadata)), mode="w")


class _BytesOnly:
    """A stream whose `write` is given bytes, whatever it was handed."""

    def __init__(self, stream):
        self.stream = stream

    def write(self, content) -> int:
        return self.stream.write(bytes(content))

    def __getattr__(self, name: str):
        return getattr(self.stream, name)


def store_files(uri: str) -> PyFileSystem | None:
    """The files below a store's address; None where there is no such folder yet."""
    if not is_address(uri) and not Path(uri).is_dir():
        return None
    return PyFileSystem(_Files(uri))


def is_address(uri: str) -> bool:
    """Whether a store lies in an object store and not in a folder."""
    return "://" in uri


def listing(files: PyFileSystem, folder: str = "") -> list[tuple[str, int]]:
    """Path and size of everything in a store or in one of its folders, sorted by path."""
    found = files.get_file_info(FileSelector(folder, recursive=True, allow_not_found=True))
    return sorted((info.path.strip("/"), info.size) for info in found if info.type is FileType.File)
