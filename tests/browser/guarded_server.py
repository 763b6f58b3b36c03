"""`streamlit run` in a process that reports and refuses every outward connection.

Run as `python guarded_server.py run app.py …`; a refused connection leaves a line that starts with OUTSIDE.
The makers' own server asks an outside host for its address unless config.toml says otherwise, so this is watched.
"""

import os
import sys

OUTSIDE = "OUTSIDE"
_LOCAL = ("localhost", "127.", "::1", "0.0.0.0", "::")
_WATCHED = {"socket.connect": lambda args: args[1], "socket.getaddrinfo": lambda args: args}


def watch(event: str, arguments: tuple) -> None:
    """An audit hook: lets local addresses pass, reports and refuses others."""
    if event not in _WATCHED:
        return
    address = _WATCHED[event](arguments)
    host = address[0] if isinstance(address, tuple) else None  # a string is a unix socket
    if isinstance(host, bytes):
        host = host.decode()
    if host and not host.startswith(_LOCAL):
        os.write(2, f"{OUTSIDE} {event} {host}\n".encode())
        raise OSError(f"no outward connections here: {host}")


if __name__ == "__main__":
    from streamlit.components.v2 import manifest_scanner
    from streamlit.web.cli import main

    manifest_scanner.scan_component_manifests = list  # there are none, and to look for them takes a while, see conftest
    sys.path.insert(0, os.getcwd())  # as `python -m streamlit` has it
    sys.addaudithook(watch)
    sys.exit(main())
