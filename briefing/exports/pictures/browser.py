"""An installed browser that photographs and prints local pages; no driver, no network.

One browser is started for all pictures of a making. It is spoken to over two pipes, in the protocol of its developer
tools: a port would be open to everybody on the machine. A browser is only needed for pictures; everything else works
without one.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import IO, Any

if sys.platform == "win32":
    import msvcrt

NAMES = (
    "chromium-headless-shell",  # Chromium without its windows, in half of the work
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
# Where Windows and macOS put browsers that are on no search path.
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PLACES = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
MAC_ROOT = Path("/Applications")
MAC_PLACES = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
VARIABLE = "DASHBOARD_BROWSER"  # the path of a browser that stands elsewhere
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)
SECONDS = 300  # all screens of an edition on a slow machine
# The tools' pipes are a program's third and fourth files; what else it says is of no interest.
REDIRECTED = ("/bin/sh", "-c", 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1', "sh")
CHUNK = 1 << 20

INSTEAD = "也可以改用 pptx、docx、xlsx 或 html。"
NO_BROWSER = (
    "没有找到 Chrome、Edge 或 Chromium，不能生成图片和 PDF。"
    f"请安装其中一个，或用环境变量 {VARIABLE} 指明它的位置；{INSTEAD}"
)
NO_FONT = (
    "本机没有中文字体，图片上的汉字会成为方块，已停止生成。"
    f"请安装微软雅黑、思源黑体（Noto Sans CJK）等字体后重试；{INSTEAD}"
)
FAILED = "浏览器没有应答，没有生成图片。请再试一次；" + INSTEAD

# Two different characters, and one that no font has. Without a Chinese font all three are the same square.
_PROBE = """(() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 80;
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  pen.font = '48px %s'; pen.textBaseline = "top";
  const picture = (text) => {
    pen.clearRect(0, 0, 80, 80);
    pen.fillText(text, 4, 4);
    return pen.getImageData(0, 0, 80, 80).data.join();
  };
  const pictures = [..."乡村赣蓉"].map(picture);
  return new Set(pictures).size === pictures.length && !pictures.includes(picture("\\u{10FFFE}"));
})()"""
_STILL = (
    "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"
)


class CannotPhotograph(Exception):
    """Why there are no pictures, in words for the reader."""


def find_browser() -> Path | None:
    """The first browser that is installed; None without any."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    on_path = (shutil.which(name) for name in NAMES)
    return next((Path(found) for found in (*on_path, *_usual_places()) if found and Path(found).is_file()), None)


def _usual_places() -> list[Path]:
    if sys.platform == "darwin":
        return [MAC_ROOT / place for place in MAC_PLACES]
    roots = [os.environ[root] for root in WINDOWS_ROOTS if root in os.environ]
    return [Path(root) / place for root in roots for place in WINDOWS_PLACES]


@contextmanager
def opened(fonts: str) -> Iterator["Browser"]:
    """A browser that writes Chinese in a stack of fonts. Raises CannotPhotograph without one, and when it fails."""
    program = find_browser()
    if program is None:
        raise CannotPhotograph(NO_BROWSER)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        try:
            with _running(program, profile) as (process, told, heard):
                browser = Browser(told, heard)
                if not browser.run(_PROBE % fonts.replace("'", '"')):
                    raise CannotPhotograph(NO_FONT)
                yield browser
                with suppress(EOFError):
                    browser.call("Browser.close")
                process.wait()
        except (OSError, EOFError, LookupError, ValueError) as error:
            raise CannotPhotograph(FAILED) from error


class Browser:
    """A browser with one page, which shows what it is told."""

    def __init__(self, told: IO[bytes], heard: IO[bytes]) -> None:
        self._told, self._heard, self._rest = told, heard, b""
        self._calls, self._page = 0, ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._page = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def show(self, address: str, *, width: int, height: int, scale: float) -> None:
        """Open a page in a window of so many pixels of the page, `scale` pixels of a picture for each of them."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )
        self.call("Page.navigate", url=address)
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def photograph(self, *, whole: bool = False) -> bytes:
        """What the window shows as PNG; the whole of the page, however long, where that is asked for."""
        self.run(_STILL)
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"clip": {**size, "scale": 1}, "captureBeyondViewport": True} if whole else {}
        return base64.b64decode(
            self.call("Page.captureScreenshot", format="png", optimizeForSpeed=True, **clip)["data"]
        )

    def print_pages(self) -> bytes:
        """The page as PDF, in the pages that its own print rules ask for."""
        self.run(_STILL)
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def run(self, script: str) -> Any:
        """What a script comes to in the page, once it is there."""
        return self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)["result"].get(
            "value"
        )

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer of the browser."""
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": parameters}
        if self._page and not method.startswith(("Browser.", "Target.")):
            message["sessionId"] = self._page
        self._told.write(json.dumps(message).encode() + b"\0")
        self._told.flush()
        while (answer := self._next()).get("id") != self._calls:
            pass
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._heard.fileno(), CHUNK)
            if not more:
                raise EOFError
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)


@contextmanager
def _running(program: Path, profile: str) -> Iterator[tuple[subprocess.Popen, IO[bytes], IO[bytes]]]:
    """The program with the ends of its pipes that are ours; it does not outlive the block, nor its time."""
    sandbox = ["--no-sandbox"] if _is_root() else []  # Chromium refuses to start for root with its sandbox
    process, told, heard = _started([str(program), *OPTIONS, *sandbox, f"--user-data-dir={profile}", "about:blank"])
    watch = Timer(SECONDS, process.kill)
    watch.start()
    try:
        yield process, told, heard
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        for pipe in (told, heard):
            with suppress(OSError):
                pipe.close()


def _started(command: list[str]) -> tuple[subprocess.Popen, IO[bytes], IO[bytes]]:
    if sys.platform == "win32":
        (its_in, told), (heard, its_out) = os.pipe(), os.pipe()
        handles = [msvcrt.get_osfhandle(end) for end in (its_in, its_out)]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        inherits = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
        pipes = f"--remote-debugging-io-pipes={','.join(map(str, handles))}"
        process = subprocess.Popen([*command, pipes], startupinfo=inherits)
        os.close(its_in)
        os.close(its_out)
        return process, os.fdopen(told, "wb"), os.fdopen(heard, "rb")
    process = subprocess.Popen([*REDIRECTED, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    return process, process.stdin, process.stdout


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
