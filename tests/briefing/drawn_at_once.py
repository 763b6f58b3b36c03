"""Eight threads draw every screen and export of one cached briefing at once: `python -m tests.briefing.drawn_at_once STORE ROUNDS`.

A process of its own, because what shared geometry does to a process cannot be caught in it: the exit code tells. It
is 0 when everything was drawn without a fault and alike by all threads, and nothing that they share was altered. It
stands as a server does before its first viewer: libraries that import one another in a circle are there already, since
two threads that begin one from two ends are told of a deadlock.
"""

import os
import pickle
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import MagicMock

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime import Runtime
from streamlit.runtime.caching.storage.dummy_cache_storage import MemoryCacheStorageManager
from streamlit.runtime.dataframe_source_manager import DataframeSourceManager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from briefing.exports import FORMATS
from briefing.figures import theme
from briefing.ui import editions, view
from briefing.ui.ahead import warm_up
from tests.pages.harness import ROOT
from tests.visits import VISITS, Visit

THREADS = 8
SEED = 2023
SECONDS = 600


def server() -> None:
    """What a page finds of a running server, once for all threads."""
    mock = MagicMock(spec=Runtime)
    mock.media_file_mgr = MediaFileManager(MemoryMediaFileStorage("/media"))
    mock.dataframe_source_mgr = DataframeSourceManager()
    mock.cache_storage_manager = MemoryCacheStorageManager()
    mock.bidi_component_registry = BidiComponentManager()
    Runtime._instance = mock


def draw(visit: Visit) -> list[str]:
    """Every fragment of a page, its charts among them, run as a server runs it."""
    path = str(ROOT / "pages" / f"{visit.page}.py")
    pages = PagesManager(path, ScriptCache(), setup_watcher=False)
    runner = LocalScriptRunner(path, SafeSessionState(SessionState(), lambda: None), pages)
    tree = runner.run(query_params=dict(visit.query), timeout=SECONDS)
    if problems := [each.stack_trace for each in tree.exception]:
        raise AssertionError(f"{visit}: {problems}")
    return [each.proto.body for each in tree.get("html")]


def libraries() -> set[str]:
    """What was begun by an import so far, but for our own pages, which import nothing in a circle."""
    return {name.partition(".")[0] for name in sys.modules} - {"pages"}


def shared(uri: str, number: int) -> bytes:
    """All that the threads share, as bytes."""
    return pickle.dumps(
        (editions.briefing_of(uri, number, None), editions.land_at(uri, number).lines.to_pydict(), theme.TEMPLATES)
    )


def main(uri: str, rounds: int) -> None:
    """Draw, and fail when anything went wrong."""
    os.environ["DASHBOARD_STORE"] = uri
    server()
    warm_up()
    begun = libraries()
    number = editions.newest()
    briefing, land = editions.briefing_of(uri, number, None), editions.land_at(uri, number)
    before = shared(uri, number)
    first: dict[str, object] = {}

    def alike(what: str, drawn: object) -> None:
        known = first.setdefault(what, drawn)
        if known != drawn:
            differing = next(
                (pair for pair in zip(known, drawn, strict=False) if pair[0] != pair[1]), (len(known), len(drawn))
            )
            raise AssertionError(f"two threads drew {what} differently: {differing}")

    def make(name: str) -> None:
        content = FORMATS[name].make(briefing, land)
        alike(name, content if name == "html" else bool(content))  # office files carry the time of their making

    exports = [partial(make, name) for name, each in FORMATS.items() if not each.needs_browser]
    screens = [partial(lambda visit: alike(str(visit), draw(visit)), visit) for visit in VISITS]
    work = [*exports, *screens] * rounds
    random.Random(SEED).shuffle(work)
    view.screen = view.made  # nobody waits for what another one draws
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda piece: piece(), work))
    if shared(uri, number) != before:
        raise AssertionError("what all share was altered")
    if late := libraries() - begun:
        raise AssertionError(f"begun by a viewer: {late}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
