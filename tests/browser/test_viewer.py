"""The viewer of the benchmark is one for the server too: it sees what a browser sees, and as cheaply the second time."""

import pytest

from tests import awaiting
from tests.benchmarks.viewer import Viewer, Visit
from tests.browser.harness import Server

pytestmark = pytest.mark.browser


def two_visits(url: str) -> tuple[list[Visit], int]:
    """The same screen twice in one session, and how many large messages the viewer remembers then."""

    async def look() -> tuple[list[Visit], int]:
        viewer = await Viewer.arrive(url)
        visits = [await viewer.look("funds", "present=1") for _ in range(2)]
        await viewer.leave()
        return visits, len(viewer.kept)

    return awaiting.run(look())


def charts_and_words(visit: Visit) -> tuple[int, str]:
    words = "".join(element.html.body for element in visit.elements)
    return words.count("data-svg="), words


def test_a_viewer_without_a_browser_is_sent_the_whole_screen_each_time(server: Server) -> None:
    visits, remembered = two_visits(server.url)
    assert not any(visit.failed for visit in visits)
    assert remembered > 0
    first, second = map(charts_and_words, visits)
    assert first == second
    charts, words = first
    assert charts == 2
    assert "累计拨付率" in words
