"""The files of the front end, read once and compressed: Streamlit sends three megabytes of them to every new window.

Plain ASGI, no streamlit. Their names change with their content, so what was compressed once stays right.
"""

import asyncio
import gzip
from typing import NamedTuple

FOLDER = "/static/"
KINDS = (b"text/javascript", b"application/javascript", b"text/css", b"application/json", b"image/svg+xml")
WHOLE_KINDS = (b"font/woff2", b"image/png")  # compressed already, and asked for as often
LEAST = 500  # bytes that are worth compressing; fewer are kept as they are, for asking costs more than they do
MOST = 1_000  # files kept: far more than the front end has
LEVEL = 9  # it is done once


class Kept(NamedTuple):
    """An answer that is sent again without asking the application."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Compressed:
    """ASGI middleware that answers for the files of the front end with their compressed content."""

    def __init__(self, app):
        self.app = app
        self.kept: dict[str, Kept] = {}

    async def __call__(self, scope, receive, send) -> None:
        """Answer one request; whatever is no such file passes untouched."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _takes_gzip(scope) or FOLDER not in scope["path"]:
            await self.app(scope, receive, send)
            return
        if scope["path"] not in self.kept:
            started, body = await _answer(self.app, scope, receive)
            if not _can_be_kept(started) or len(self.kept) >= MOST:
                await send(started)
                await send({"type": "http.response.body", "body": body})
                return
            self.kept[scope["path"]] = await asyncio.to_thread(_kept, started["headers"], body)
        kept = self.kept[scope["path"]]
        await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
        await send({"type": "http.response.body", "body": kept.body})


def _takes_gzip(scope) -> bool:
    headers = dict(scope["headers"])
    return b"gzip" in headers.get(b"accept-encoding", b"") and b"range" not in headers


async def _answer(app, scope, receive) -> tuple[dict, bytes]:
    """The whole answer of the application; asked without conditions, so that it has a body."""
    messages: list[dict] = []
    plain = [
        pair for pair in scope["headers"] if pair[0] not in (b"if-none-match", b"if-modified-since", b"accept-encoding")
    ]

    async def keep(message) -> None:
        messages.append(message)

    await app(scope | {"headers": plain}, receive, keep)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])


def _can_be_kept(started: dict) -> bool:
    headers = started["headers"]
    packed = b"content-encoding" in dict(headers)
    return started["status"] == 200 and _kind(headers) in (*KINDS, *WHOLE_KINDS) and not packed


def _kind(headers: list[tuple[bytes, bytes]]) -> bytes:
    return dict(headers).get(b"content-type", b"").split(b";")[0]


def _kept(headers: list[tuple[bytes, bytes]], body: bytes) -> Kept:
    if _kind(headers) in WHOLE_KINDS or len(body) < LEAST:
        return Kept([pair for pair in headers if pair[0] != b"accept-ranges"], body)
    small = gzip.compress(body, LEVEL, mtime=0)
    own = [pair for pair in headers if pair[0] not in (b"content-length", b"accept-ranges")]
    added = [
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
        (b"content-length", str(len(small)).encode()),
    ]
    return Kept([*own, *added], small)
