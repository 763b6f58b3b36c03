"""Every screen as a picture of 1920×1080 at double sharpness, all of them as one PDF, and one long picture for a phone.

The source is the offline page, so that no server is needed; one browser takes all pictures of a making.
"""

from collections.abc import Callable, Sequence
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
PHONE_WIDTH, PHONE_SCALE = 480, 2.25  # together 1080 wide
FILE_NAMES = {name: f"{number:02d}_{title}.png" for number, (name, title) in enumerate(PRESENTED.items(), 1)}


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
    found = {}
    with browser.opened(looks.FONTS) as camera, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        address = _written(page.page(briefing, land), folder)
        camera.show(f"{address}#picture={names[0]}", width=WIDTH, height=HEIGHT, scale=SCALE)
        for name in names:
            camera.run(f"document.querySelector('nav [data-screen={name}]').click()")
            found[name] = camera.photograph()
            told(PRESENTED[name])
    return found


def document(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """All screens as one PDF. Raises `browser.CannotPhotograph`."""
    with browser.opened(looks.FONTS) as camera, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        camera.show(f"{_written(page.page(briefing, land), folder)}#print", width=WIDTH, height=HEIGHT, scale=1)
        return camera.print_pages()


def long(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The edition in brief as one PNG, 1080 wide and as long as it is. Raises `browser.CannotPhotograph`."""
    with browser.opened(looks.FONTS) as camera, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        address = _written(page.long_page(briefing, land), folder)
        camera.show(address, width=PHONE_WIDTH, height=HEIGHT, scale=PHONE_SCALE)
        return camera.photograph(whole=True)


def named(found: dict[str, bytes]) -> dict[str, bytes]:
    """Pictures by screen under their files' names, in their order: 01_总览.png, 02_村庄地图.png."""
    return {file_name: found[name] for name, file_name in FILE_NAMES.items() if name in found}


def _written(content: bytes, folder: str) -> str:
    """The address of a page, written where the browser can open it."""
    file = Path(folder) / "edition.html"
    file.write_bytes(content)
    return file.as_uri()
