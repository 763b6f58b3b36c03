"""What the web server adds around Streamlit: strict headers, where the front end finds its server, and a page's picture.

Plain ASGI; may import: `cookies`, no streamlit.
"""

import asyncio
import gzip
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from briefing.ui import cookies

# A browser refuses every address but this server's own, whatever a page, a chart or an uploaded name asks for.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Streamlit's bundle compiles templates
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
        "form-action 'self'",
    ]
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)
# On a deep link the front end would try /funds/_stcore/health first and log the 404; told where its server is, it
# asks only there. The address is taken from the browser, so that any name of the machine works.
SERVER_ADDRESS = b'<script>window.__streamlit={BACKEND_BASE_URL:window.location.origin+"%s/"}</script>'
# Our scripts ride in the page itself, so that each is there once per window whatever Streamlit redraws.
SCRIPTS = b"".join(
    b"<script>" + (Path(__file__).parent / "front" / f"{name}.js").read_bytes() + b"</script>"
    for name in ("still", "drawing", "present", "map", "picture", "form", "words")
)
# What every screen is made of, asked for with the page: the front end would ask when the first element of a kind arrives.
FIRST_ELEMENTS = ("Html", "purify.es", "PageLink", "Button")
PRELOAD = b'<link rel="modulepreload" crossorigin href="./static/js/%s">'
# Streamlit's page says that it speaks English; what a reader is read aloud, hyphenated or offered to translate is ours.
HEAD, LANGUAGE = b"<head>", (b'<html lang="en">', b'<html lang="zh-CN">')
ROOT = b'<div id="root">'  # what Streamlit fills; the picture of the screen stands before it
# A page is other with every edition, which no condition of a browser knows of.
CONDITIONS = (b"if-none-match", b"if-modified-since")
OWN = (b"content-length", b"etag", b"last-modified", b"cache-control")
PACKED = 32  # pages kept compressed


class Frame:
    """ASGI middleware that adds HEADERS to every answer, and to every page SERVER_ADDRESS, our SCRIPTS, its language and the listener for logouts.

    `base_path` is Streamlit's server.baseUrlPath, empty at the root. `picture` gives what a page shows at once, by its
    name and query.
    """

    def __init__(self, app, base_path: str = "", picture: Callable[[str, str], bytes] = lambda page, query: b""):
        self.app, self.picture = app, picture
        trimmed = base_path.strip("/")
        address = SERVER_ADDRESS % (f"/{trimmed}" if trimmed else "").encode()
        self.script = address + SCRIPTS + cookies.LISTENER + _preloads()

    async def __call__(self, scope, receive, send) -> None:
        """Answer one request; websockets pass untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        picture, pack = b"", False
        if _wants_page(scope):
            page, query = scope["path"].rpartition("/")[2], scope["query_string"].decode("latin-1")
            picture = await asyncio.to_thread(self.picture, page, query)
            pack = b"gzip" in dict(scope["headers"]).get(b"accept-encoding", b"")
            kept = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", *CONDITIONS)]
            scope = scope | {"headers": kept}  # a compressed page could not be added to
        await self.app(scope, receive, _Answer(send, self.script, picture, pack))


def _preloads() -> bytes:
    """Links to the scripts of FIRST_ELEMENTS, whose names change with every version of Streamlit."""
    found = find_spec("streamlit")
    folder = Path(str(found and found.origin)).parent / "static" / "static" / "js"
    names = [path.name for element in FIRST_ELEMENTS for path in folder.glob(f"{element}.*.js")]
    return b"".join(PRELOAD % name.encode() for name in names)


class _Answer:
    """Sends on what the application answers, holding a page back until it is whole."""

    def __init__(self, send, script: bytes, picture: bytes, pack: bool):
        self.send, self.script, self.picture, self.pack = send, script, picture, pack
        self.start, self.body = None, b""

    async def __call__(self, message) -> None:
        if message["type"] == "http.response.start":
            message = message | {"headers": [*message["headers"], *HEADERS]}
            if _is_page(message):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            message = await self._page(message)
        await self.send(message)

    async def _page(self, message) -> dict:
        assert self.start is not None
        body = (
            self.body.replace(*LANGUAGE, 1).replace(HEAD, HEAD + self.script, 1).replace(ROOT, self.picture + ROOT, 1)
        )
        own = [(b"cache-control", b"no-store")]
        if self.pack:
            body = await asyncio.to_thread(_packed, body)
            own.append((b"content-encoding", b"gzip"))
        own.append((b"content-length", str(len(body)).encode()))
        headers = [*(pair for pair in self.start["headers"] if pair[0] not in OWN), *own]
        await self.send(self.start | {"headers": headers})
        return message | {"body": body}


@lru_cache(PACKED)
def _packed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


def _wants_page(scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_page(message) -> bool:
    return dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")
