"""What every answer of the server carries."""

import gzip
from typing import Any

from briefing.ui.middleware import SCRIPTS, Frame
from tests import awaiting

PAGE = b'<html lang="en"><head><title>x</title></head><body><div id="root"></div></body></html>'
# Said again here, for a header that is compared with itself never fails.
STRICT_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; frame-ancestors 'self'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}


def answer_of(
    content_type: bytes, body: bytes, *, accept: bytes = b"text/html", packing: bytes = b"", **how: Any
) -> tuple[list, bytes, dict]:
    """Headers and body that a browser gets from an application answering `body`, and the scope that it saw."""
    sent, seen = [], {}

    async def application(scope, receive, send):
        seen.update(scope)
        half = len(body) // 2
        length = (b"content-length", str(len(body)).encode())
        headers = [(b"content-type", content_type), length, (b"etag", b"x"), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})

    async def collect(message):
        sent.append(message)

    headers = [(b"accept", accept), (b"accept-encoding", packing), (b"if-none-match", b"x")]
    scope = {"type": "http", "path": "/rural/map", "query_string": b"present=1", "headers": headers}
    awaiting.run(Frame(application, **how)(scope, None, collect))
    return sent[0]["headers"], b"".join(message.get("body", b"") for message in sent[1:]), seen


def test_every_answer_carries_the_strict_headers():
    for content_type, body in ((b"text/html", PAGE), (b"text/javascript", b"let a")):
        headers, _, _ = answer_of(content_type, body)
        assert {(name.encode(), value.encode()) for name, value in STRICT_HEADERS.items()} <= set(headers)


def test_a_page_learns_where_its_server_is_and_its_length_is_true():
    headers, body, _ = answer_of(b"text/html; charset=utf-8", PAGE)
    assert b"<head><script>window.__streamlit=" in body
    assert dict(headers)[b"content-length"] == str(len(body)).encode()


def test_a_page_carries_our_scripts_once_and_whole():
    _, body, _ = answer_of(b"text/html", PAGE)
    assert body.count(SCRIPTS) == 1
    assert SCRIPTS.count(b"</script") == SCRIPTS.count(b"<script>")  # no script may end its own element


def test_a_page_says_that_it_speaks_chinese():
    _, body, _ = answer_of(b"text/html", PAGE)
    assert body.startswith(b'<html lang="zh-CN">')


def test_a_page_below_a_path_finds_its_server_there():
    _, body, _ = answer_of(b"text/html", PAGE, base_path="/rural/")
    assert b'origin+"/rural/"' in body


def test_other_files_pass_as_they_are_and_stay_compressible():
    _, body, seen = answer_of(b"text/javascript", b"let head = '<head>'", accept=b"*/*", packing=b"gzip")
    assert body == b"let head = '<head>'"
    assert (b"accept-encoding", b"gzip") in seen["headers"]


def test_a_page_brings_the_picture_of_its_address_and_no_browser_keeps_it():
    headers, packed, seen = answer_of(
        b"text/html", PAGE, packing=b"br, gzip", picture=lambda page, query: f"<i>{page} {query}</i>".encode()
    )
    assert b'<i>map present=1</i><div id="root">' in gzip.decompress(packed)
    assert dict(headers)[b"content-length"] == str(len(packed)).encode()
    assert (dict(headers)[b"cache-control"], b"etag" in dict(headers)) == (b"no-store", False)
    assert not {b"if-none-match", b"accept-encoding"} & set(dict(seen["headers"]))
