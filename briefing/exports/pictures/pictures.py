"""Every screen as a picture of 1920×1080 at double sharpness, and all of them as one PDF, one screen a page.

The source is the offline page, so that no server is needed.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing import looks
from briefing.exports.offline import page
from briefing.exports.pictures import browser
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.screens.catalogue import PRESENTED
from briefing.wishes import NONE, Wishes

WIDTH, HEIGHT, SCALE = 1920, 1080, 2
FILE_NAMES = {name: f"{number:02d}_{title}.png" for number, (name, title) in enumerate(PRESENTED.items(), 1)}
AT_ONCE = 2  # browsers side by side; more would only wait for each other


def _nothing(_: str) -> None:
    """Nobody wants to hear of progress."""


def pictures(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> dict[str, bytes]:
    """All screens as PNG files, named by their order and title."""
    return named(photographs(briefing, land))


def picture(briefing: Briefing, land: Land, screen: str) -> bytes:
    """One screen as PNG."""
    return photographs(briefing, land, [screen])[screen]


def photographs(
    briefing: Briefing, land: Land, names: Sequence[str] = tuple(PRESENTED), *, told: Callable[[str], object] = _nothing
) -> dict[str, bytes]:
    """Screen → PNG. `told` hears the title of every screen that is done. Raises `browser.CannotPhotograph`."""
    chosen = browser.browser_or_refuse(looks.FONTS)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        address = _written(briefing, land, Path(folder))

        def take(name: str) -> bytes:
            file = Path(folder) / f"{name}.png"
            return browser.photograph(
                chosen, f"{address}#picture={name}", file, width=WIDTH, height=HEIGHT, scale=SCALE
            )

        found = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for name, taken in zip(names, pool.map(take, names), strict=True):
                found[name] = taken
                told(PRESENTED[name])  # here and not in `take`: who is told may only listen on this thread
        return found


def document(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """All screens as one PDF. Raises `browser.CannotPhotograph`."""
    chosen = browser.browser_or_refuse(looks.FONTS)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        address = _written(briefing, land, Path(folder))
        return browser.print_pages(chosen, f"{address}#print", Path(folder) / "screens.pdf")


def named(found: dict[str, bytes]) -> dict[str, bytes]:
    """Pictures by screen under their files' names, in their order: 01_总览.png, 02_村庄地图.png."""
    return {file_name: found[name] for name, file_name in FILE_NAMES.items() if name in found}


def _written(briefing: Briefing, land: Land, folder: Path) -> str:
    """The address of the offline page, written where the browser can open it."""
    file = folder / "edition.html"
    file.write_bytes(page.page(briefing, land))
    return file.as_uri()
