"""The front end's files travel compressed, each made small once; everything else passes as it is."""

import gzip

import pytest

from briefing.ui.compressed import Compressed
from tests import awaiting

SCRIPT = b"let rows = [];" * 200


class Application:
    """Answers everything alike, in two pieces, and counts how often it is asked."""

    def __init__(self, status: int = 200, kind: bytes = b"text/javascript; charset=utf-8", body: bytes = SCRIPT):
        self.asked, self.status, self.kind, self.body = 0, status, kind, body

    async def __call__(self, scope, receive, send):
        self.asked += 1
        headers = [
            (b"content-type", self.kind),
            (b"content-length", str(len(self.body)).encode()),
            (b"cache-control", b"public, immutable"),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body[:9], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[9:]})


def answer(middleware: Compressed, path: str = "/static/js/a.1.js", **headers: str) -> tuple[int, dict, bytes]:
    sent: list[dict] = []

    async def collect(message):
        sent.append(message)

    pairs = [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in ({"accept_encoding": "gzip, br"} | headers).items()
    ]
    awaiting.run(middleware({"type": "http", "method": "GET", "path": path, "headers": pairs}, None, collect))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent[1:])


def test_a_script_is_compressed_once_and_keeps_its_other_headers():
    application = Application()
    middleware = Compressed(application)
    for path in ("/static/js/a.1.js", "/static/js/a.1.js", "/base/static/js/b.2.js"):
        status, headers, body = answer(middleware, path, if_none_match='"x"')
        assert status == 200 and gzip.decompress(body) == SCRIPT and len(body) < len(SCRIPT) / 5
        assert headers[b"content-encoding"] == b"gzip" and headers[b"content-length"] == str(len(body)).encode()
        assert headers[b"cache-control"] == b"public, immutable" and headers[b"vary"] == b"accept-encoding"
    assert application.asked == 2


@pytest.mark.parametrize("application", [Application(kind=b"font/woff2"), Application(body=b"let a = 1;")])
def test_what_is_packed_already_or_small_is_read_once_and_sent_as_it_is(application: Application):
    middleware = Compressed(application)
    for _ in range(2):
        status, headers, body = answer(middleware)
        assert (status, body) == (200, application.body) and b"content-encoding" not in headers
        assert headers[b"content-length"] == str(len(body)).encode()
    assert application.asked == 1


@pytest.mark.parametrize(
    ("application", "path", "headers"),
    [
        (Application(), "/static/js/a.1.js", {"accept_encoding": "br"}),
        (Application(), "/static/js/a.1.js", {"range": "bytes=0-9"}),
        (Application(), "/media/a.js", {}),
        (Application(kind=b"text/html"), "/static/a.html", {}),
        (Application(status=404, body=b"not there" * 99), "/static/js/a.1.js", {}),
    ],
    ids=["other packing", "a part", "no file of ours", "another kind", "missing"],
)  # fmt: skip
def test_what_gains_nothing_passes_as_it_is(application: Application, path: str, headers: dict):
    middleware = Compressed(application)
    for _ in range(2):
        status, got, body = answer(middleware, path, **headers)
        assert (status, body) == (application.status, application.body) and b"content-encoding" not in got
    assert application.asked == 2 and not middleware.kept
