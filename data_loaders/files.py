"""The files of a store, wherever it lies: a folder or an object store, with the addresses and variables of its tables.

May import: deltalake, pyarrow.
"""

from pathlib import Path

import pyarrow as pa
from deltalake.fs import DeltaStorageHandler
from pyarrow.fs import FileSelector, FileType, PyFileSystem


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
