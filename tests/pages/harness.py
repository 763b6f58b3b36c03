"""How page tests open a script and read what it shows."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import shapely
from streamlit.testing.v1 import AppTest

from tests.briefing import example
from tests.patience import SECONDS

ROOT = Path(__file__).parents[2]
DAYS = [date(2023, 9, 30), date(2023, 8, 31)]
SIDE = 2000  # metres

Open = Callable[..., AppTest]


def open_script(path: str, **query: str) -> AppTest:
    """One run of a script of the product, with the query parameters given."""
    app = AppTest.from_file(str(ROOT / path), default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def words(app: AppTest) -> str:
    """Every HTML fragment of a page, one after the other."""
    return "\n".join(element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style"))


def charts(app: AppTest) -> list[str]:
    """Every drawing of a page as it travels, one after the other."""
    return re.findall('data-svg="([^"]*)"', words(app))


def squares() -> gpd.GeoDataFrame:
    """A boundary for every village of the example: squares in rows of seven."""
    rows = example.village_rows()
    corners = [(580_000 + at % 7 * SIDE, 2_850_000 + at // 7 * SIDE) for at in range(len(rows))]
    table = {"town": [row[0] for row in rows], "village": [row[1] for row in rows], "code": [row[2] for row in rows]}
    return gpd.GeoDataFrame(
        table, geometry=[shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners], crs="EPSG:4547"
    )
