"""A local S3 API server for tests, in a process of its own, and what the environment must say to reach it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.browser.harness import free_port
from tests.patience import SECONDS

BUCKET = "dashboard"


def variables(port: int) -> dict[str, str]:
    """What docs/deploy/replicas.md tells an administrator to set, for a server on this machine."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_CONDITIONAL_PUT": "etag",
    }  # fmt: skip


@contextmanager
def object_store(log: Path, port: int | None = None) -> Iterator[dict[str, str]]:
    """The environment of a server that runs while the block does, with an empty bucket BUCKET."""
    port = port or free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONWARNINGS": ""}
        )
        try:
            _make_bucket(port, process, log)
            yield variables(port)
        finally:
            process.kill()
            process.wait()


def _make_bucket(port: int, process: subprocess.Popen, log: Path) -> None:
    """Ask for the bucket until the server answers."""
    # moto takes any signature, but wants to see one to know that it is S3 that is meant.
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20230930/us-east-1/s3/aws4_request"}
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(Request(f"http://127.0.0.1:{port}/{BUCKET}", method="PUT", headers=signed), timeout=5).close()
            return
        except HTTPError:
            raise
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the S3 server did not start:\n{log.read_text(errors='replace')[-2000:]}")
