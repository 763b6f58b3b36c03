"""A real nginx with a configuration of docs/deploy, on free ports and with a certificate of its own."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from start import find_program
from tests.browser.harness import ROOT, free_port
from tests.patience import SECONDS

# Its workers write a large answer down for a slow browser, and root's folders of tests are closed to anybody else.
USER = "user root;" if os.geteuid() == 0 else ""
DEPLOY = ROOT / "docs" / "deploy"
WRAPPER = """
daemon off; {user} pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""


@dataclass
class Nginx:
    """A running nginx: its ports, and the folder of its files."""

    plain: int
    tls: int
    folder: Path


def program(name: str) -> str:
    """A program that `start.py test` installs; fails with words where it is missing."""
    found = find_program(name)
    assert found, f"{name} is missing; `python3 start.py test` installs it where the system has a package manager"
    return found


def prepare(folder: Path, upstream: int, *, name: str = "localhost") -> Nginx:
    """Write the example of one server for ports that are free here, one name and a new certificate."""
    return _prepare(folder, "nginx.conf", name, {"127.0.0.1:8501": f"127.0.0.1:{upstream}"})


def prepare_replicas(folder: Path, first: int, second: int) -> Nginx:
    """Write the example of two replicas likewise."""
    addresses = {"10.0.0.1:8501": f"127.0.0.1:{first}", "10.0.0.2:8501": f"127.0.0.1:{second}"}
    pattern = {r"10\.0\.0\.2:8501": rf"127\.0\.0\.1:{second}"}
    return _prepare(folder, "nginx-replicas.conf", "localhost", addresses | pattern)


def _prepare(folder: Path, example: str, name: str, upstreams: dict[str, str]) -> Nginx:
    made = Nginx(free_port(), free_port(), folder)
    certificate = ["-nodes", "-days", "1", "-subj", f"/CN={name}", "-keyout", "dashboard.key", "-out", "dashboard.crt"]
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", *certificate],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    site = (DEPLOY / example).read_text(encoding="utf-8")
    for written, here in {
        "listen 80": f"listen 127.0.0.1:{made.plain}", "listen 443": f"listen 127.0.0.1:{made.tls}",
        "dashboard.example": name, "/etc/nginx/tls": str(folder), **upstreams,
    }.items():  # fmt: skip
        assert written in site, written
        site = site.replace(written, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(WRAPPER.format(folder=folder, user=USER), encoding="utf-8")
    return made


def command(made: Nginx, *more: str) -> list[str]:
    """nginx with these files and no others."""
    return [
        program("nginx"),
        "-p",
        str(made.folder),
        "-c",
        str(made.folder / "nginx.conf"),
        "-e",
        str(made.folder / "error.log"),
        *more,
    ]


@contextmanager
def running(made: Nginx) -> Iterator[Nginx]:
    """nginx while the block runs, from the moment that it answers."""
    process = subprocess.Popen(command(made))
    try:
        _wait_until_listening(made.tls, process)
        yield made
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_listening(port: int, process: subprocess.Popen) -> None:
    """On a busy machine it takes its ports some time after it was started."""
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError(f"nginx does not listen at {port}")
