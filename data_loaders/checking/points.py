"""Where ledgers say that sites and stations stand: degrees in the system of the plan → metres in the district's plane."""

from collections.abc import Mapping

import pandas as pd

from data_loaders import plan_words
from geo import positions
from geo.district import District, System, system_named

PLAIN: System = "WGS84"
POSITIONED = ("sites", "stations")
PLACED = ["town", "village", "longitude", "latitude"]


def system_of(tables: Mapping[str, pd.DataFrame], given: pd.DataFrame) -> tuple[System, str]:
    """The reference system of the plan of the newest year up to the rows'; WGS84 and what is written where nobody knows it."""
    settings = tables.get("plan_settings")
    rows = settings[settings["name"] == plan_words.COORDINATES.name] if settings is not None else pd.DataFrame()
    if settings is None or rows.empty:
        return PLAIN, ""
    year = given["as_of"].max().year if "as_of" in given else rows["year"].max()
    own = rows[rows["year"] <= year].sort_values("year").tail(1)
    text = str((own if len(own) else rows.head(1))["value"].iloc[0]).strip()
    system = system_named(text)
    return (system, "") if system else (PLAIN, text)


def in_plane(given: pd.DataFrame, system: System, district: District) -> pd.DataFrame:
    """town, village, x and y of rows with longitude and latitude."""
    xs, ys = positions.to_plane(given["longitude"], given["latitude"], system, district.epsg)
    return given[["town", "village"]].assign(x=xs, y=ys)


def stored(tables: Mapping[str, pd.DataFrame], district: District | None) -> pd.DataFrame | None:
    """The places that the ledgers in use know, each once; None where they know none."""
    found = [tables[name] for name in POSITIONED if "longitude" in tables.get(name, ())]
    given = [frame.dropna(subset=PLACED)[["as_of", *PLACED]] for frame in found]
    given = [frame.drop_duplicates(PLACED) for frame in given if len(frame)]
    if district is None or not given:
        return None
    rows = pd.concat(given, ignore_index=True)
    system, unknown = system_of(tables, rows)
    return None if unknown else in_plane(rows, system, district)
