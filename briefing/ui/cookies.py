"""The cookie of a login, which a script of Streamlit cannot set: the page gets a ticket, the browser changes it here.

A ticket is good once, for a minute, and only from a page of this server; the token itself is never in a page, where a
script could read it.
"""

import json
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

PATH = "/desk/cookie"
COOKIE = "desk"
TICKET_SECONDS = 60.0
LONGEST_BODY = 200
CHANNEL = "desk"  # tabs of one browser tell each other of a logout

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_tickets: dict[str, tuple[str, float]] = {}  # ticket → token (empty: forget it), good until time.monotonic

# A tab whose browser has logged out elsewhere shows the form at once and not at its next click.
LISTENER = (
    f'<script>window.deskChannel=new BroadcastChannel("{CHANNEL}");'
    'deskChannel.onmessage=()=>{if(location.pathname.endsWith("/upload"))location.reload()}</script>'
).encode()


def ticket_for(token: str) -> str:
    """A ticket for a cookie with this token; an empty token takes the cookie away."""
    now = time.monotonic()
    for old in [ticket for ticket, (_, until) in _tickets.items() if until < now]:
        _tickets.pop(old, None)
    ticket = secrets.token_urlsafe(32)
    _tickets[ticket] = token, now + TICKET_SECONDS
    return ticket


def is_open(ticket: str) -> bool:
    """Whether a ticket has not been changed yet and still could be."""
    return ticket in _tickets and _tickets[ticket][1] >= time.monotonic()


def script(ticket: str) -> str:
    """What makes the browser change a ticket; after a logout it tells the other tabs."""
    tell = '.then(()=>window.deskChannel?.postMessage("out"))' if not _tickets.get(ticket, ("", 0))[0] else ""
    asked = f'{{method:"POST",headers:{{"Content-Type":"application/json"}},body:{json.dumps(json.dumps(ticket))}}}'
    return f'<script>fetch("{PATH[1:]}",{asked}){tell}</script>'


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Change a ticket for a cookie: 204, 403 to a page of another site, 400 to what is no ticket or one that was used."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if scope["method"] != "POST" or not _is_own_page(headers):
        await _answered(send, 403)
        return
    token = _redeemed(await _body(receive))
    if token is None:
        await _answered(send, 400)
        return
    await _answered(send, 204, [(b"set-cookie", _cookie(token, secure=scope.get("scheme") == "https").encode())])


def _is_own_page(headers: MutableMapping[bytes, str]) -> bool:
    """Whether a page of this server asks: a form of another site has another origin, and can send no JSON."""
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    same = bool(host) and urlsplit(origin).netloc == host
    return (
        same
        and headers.get(b"content-type") == "application/json"
        and headers.get(b"sec-fetch-site", "same-origin") == "same-origin"
    )


async def _body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body


def _redeemed(body: bytes) -> str | None:
    try:
        ticket = json.loads(body)
    except ValueError:
        return None
    token, until = _tickets.pop(ticket, ("", 0.0)) if isinstance(ticket, str) else ("", 0.0)
    return token if until >= time.monotonic() else None


def _cookie(token: str, *, secure: bool) -> str:
    """Of this browser's session, unread by scripts, sent to nobody else; how long it lasts is kept in the store."""
    return (
        f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
        + ("; Secure" if secure else "")
        + ("" if token else "; Max-Age=0")
    )


async def _answered(send: Send, status: int, headers: Headers | None = None) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*(headers or []), (b"cache-control", b"no-store")],
        }
    )
    await send({"type": "http.response.body", "body": b""})
