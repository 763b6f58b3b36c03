"""Finding an installed browser and having it photograph or print a local page; no driver, no network.

A browser is only needed for pictures: everything else works without one.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = (
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
    "--run-all-compositor-stages-before-draw",
)
SECONDS = 120  # a page of some megabytes on a slow machine
PATIENCE = "--virtual-time-budget=15000"  # milliseconds of page time in which all charts are drawn

INSTEAD = "也可以改用 pptx、docx、xlsx 或 html。"
NO_BROWSER = (
    "没有找到 Chrome、Edge 或 Chromium，不能生成图片和 PDF。"
    f"请安装其中一个，或用环境变量 {VARIABLE} 指明它的位置；{INSTEAD}"
)
NO_FONT = (
    "本机没有中文字体，图片上的汉字会成为方块，已停止生成。"
    f"请安装微软雅黑、思源黑体（Noto Sans CJK）等字体后重试；{INSTEAD}"
)
FAILED = "浏览器没有生成图片（{reason}）。" + INSTEAD

# Two different characters, and one that no font has. Without a Chinese font all three are the same square.
_PROBE = """<!DOCTYPE html><meta charset="utf-8"><canvas id="c" width="80" height="80"></canvas><script>
const pen = document.getElementById("c").getContext("2d", {willReadFrequently: true});
pen.font = '48px %s'; pen.textBaseline = "top";
const picture = (text) => {
  pen.clearRect(0, 0, 80, 80);
  pen.fillText(text, 4, 4);
  return pen.getImageData(0, 0, 80, 80).data.join();
};
const pictures = [..."乡村赣蓉"].map(picture);
const fine = new Set(pictures).size === pictures.length && !pictures.includes(picture("\\u{10FFFE}"));
document.documentElement.dataset.chinese = fine ? "yes" : "no";
</script>"""


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


def browser_or_refuse(fonts: str) -> Path:
    """A browser that can write Chinese. Raises `CannotPhotograph` without one, or without a Chinese font."""
    browser = find_browser()
    if browser is None:
        raise CannotPhotograph(NO_BROWSER)
    if not writes_chinese(browser, fonts):
        raise CannotPhotograph(NO_FONT)
    return browser


def writes_chinese(browser: Path, fonts: str) -> bool:
    """Whether different Chinese characters look different in a stack of fonts."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        probe = Path(folder) / "probe.html"
        probe.write_text(_PROBE % fonts.replace("'", '"'), encoding="utf-8")
        return b'data-chinese="yes"' in _run(browser, ["--dump-dom", probe.as_uri()], Path(folder))


def photograph(browser: Path, address: str, picture: Path, *, width: int, height: int, scale: float) -> bytes:
    """A page as PNG, `scale` pixels of the picture for each of the page."""
    size = [f"--window-size={width},{height}", f"--force-device-scale-factor={scale:g}"]
    _run(browser, [*size, f"--screenshot={picture}", address], picture.parent)
    return _made(picture)


def print_pages(browser: Path, address: str, document: Path) -> bytes:
    """A page as PDF, in the pages that its own print rules ask for."""
    _run(
        browser,
        ["--no-pdf-header-footer", "--print-to-pdf-no-header", f"--print-to-pdf={document}", address],
        document.parent,
    )
    return _made(document)


def _made(file: Path) -> bytes:
    if not file.is_file() or not file.stat().st_size:
        raise CannotPhotograph(FAILED.format(reason="没有输出文件"))
    return file.read_bytes()


def _run(browser: Path, arguments: Sequence[str], folder: Path) -> bytes:
    """What the browser writes; it gets a profile of its own, which goes with the folder."""
    sandbox = ["--no-sandbox"] if _is_root() else []  # Chromium refuses to start for root with its sandbox
    with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile:
        command = [str(browser), *OPTIONS, *sandbox, f"--user-data-dir={profile}", PATIENCE, *arguments]
        try:
            return subprocess.run(command, capture_output=True, timeout=SECONDS, check=True).stdout
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotPhotograph(FAILED.format(reason=type(error).__name__)) from error


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
