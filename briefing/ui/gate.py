"""What the web server lets through to Streamlit: from where somebody comes, metrics, uploads, and the cookie of a login.

Plain ASGI, without streamlit.
"""

import asyncio
import ipaddress
import os
import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from briefing.ui import cookies
from briefing.ui.cookies import Receive, Scope, Send
from briefing.ui.uploads import DESK, STRANGER, Desk, Refusal
from data_loaders.store import logins
from data_loaders.store.delta import Damaged, StoreAway
from data_loaders.store.editions import open_store

# uvicorn's own setting: the addresses of the proxies whose X-Forwarded-For and -Proto it believes. Where it is not set,
# uvicorn believes whoever comes from this machine, and that may be a proxy that passes on what strangers wrote.
PROXY_VARIABLE = "FORWARDED_ALLOW_IPS"
FORWARDED = frozenset(
    {b"x-forwarded-for", b"forwarded", b"x-real-ip", b"x-forwarded-host", b"x-forwarded-proto", b"via"}
)
# Where everybody comes from that a proxy brought which no setting names.
UNNAMED_PROXY = "unnamed-proxy"
METRICS = "/_stcore/metrics"
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")


def whose_cookie(scope: Scope) -> tuple[str, str] | None:
    """The name of the account and the login of a request's cookie, while that login holds."""
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    try:
        token = SimpleCookie(sent)[cookies.COOKIE].value
        digest = logins.digest_of(token)
        account = logins.account_of(open_store(), digest)
    except (KeyError, CookieError, StoreAway, Damaged):
        return None
    return (account.name, digest) if account else None


class Gate:
    """ASGI middleware that stands before Streamlit's own."""

    def __init__(self, app, desk: Desk = DESK, whose: Callable[[Scope], tuple[str, str] | None] = whose_cookie):
        self.app, self.desk, self.whose = app, desk, whose
        proxies = os.environ.get(PROXY_VARIABLE)
        # uvicorn has looked at the headers already, but took ::ffff:10.0.0.1 for another address than 10.0.0.1.
        let_in: Any = self._let_in  # uvicorn's words for an ASGI application are other ones than starlette's
        self.believe: Any = ProxyHeadersMiddleware(let_in, proxies) if proxies else self._let_in_unbelieved

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host, port = scope.get("client") or ("", 0)
        await self.believe({**scope, "client": (_plain(host), port)}, receive, send)

    async def _let_in_unbelieved(self, scope: Scope, receive: Receive, send: Send) -> None:
        """No setting names a proxy, so whoever says that they come from one come from one and the same place."""
        if any(name == b"x-forwarded-for" for name, _ in scope["headers"]):
            scope = {**scope, "client": (UNNAMED_PROXY, 0)}
        await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["type"] == "http" and path.endswith(METRICS) and not _is_this_machine(scope):
            await refuse(send, 403, "只在服务器本机上提供")
        elif scope["type"] == "http" and path.endswith(cookies.PATH):
            await cookies.answer(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and (upload := UPLOAD.search(path)):
            await self._upload(upload[1], scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        claim = self.desk.claim(session, _size(scope))
        # A browser that another replica served until just now keeps its page, so no page has let it in here.
        if claim == STRANGER and (guest := await asyncio.to_thread(self.whose, scope)):
            self.desk.admit(session, *guest)
            claim = self.desk.claim(session, _size(scope))
        if isinstance(claim, Refusal):
            await refuse(send, claim.status, claim.words)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self.desk.done(claim)


def _plain(host: str) -> str:
    """An address as it is written; a socket for both kinds of address gives those of IPv4 in the words of IPv6."""
    try:
        mapped = getattr(ipaddress.ip_address(host), "ipv4_mapped", None)
    except ValueError:
        return host
    return str(mapped) if mapped else host


def _is_this_machine(scope: Scope) -> bool:
    """Whether a program on this machine asks by itself, and not a proxy on it for somebody else."""
    try:
        is_near = ipaddress.ip_address(scope["client"][0]).is_loopback
    except ValueError:
        return False
    return is_near and not any(name in FORWARDED for name, _ in scope["headers"])


def _size(scope: Scope) -> int | None:
    """How many bytes a request says it brings; None when it does not, or says nonsense."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    return int(said) if re.fullmatch(rb"\d{1,15}", said) else None


async def refuse(send: Send, status: int, words: str) -> None:
    """Answer with words; the rest of what was sent is not read."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
