"""The sample a hundred times over: as many districts in one store, twelve months deep."""

import geopandas as gpd
import pandas as pd
from shapely.affinity import translate

from data_loaders.delivering import reference
from data_loaders.schema import PROGRESS_TABLES, REFERENCE_TABLES, TABLES
from data_loaders.store.editions import Edition, Store
from data_loaders.typed_frames import typed

NAMED = (
    "town",
    "village",
    "unit",
    "site_id",
    "name",
    "project_id",
    "code",
)  # columns whose values a district has for itself
WHOLE_LISTS = ("镇和管理处", "地图显示")  # settings that name the towns
ADDED_MONTHS = ("2023-10-31", "2023-11-30", "2023-12-31")
COLUMNS = 10  # districts side by side
WIDE, HIGH = 16_000, 18_000  # metres a district takes


def publish_province(store: Store, sample: Edition, districts: int) -> Edition:
    """Publish the sample edition's tables `districts` times over, each district under names of its own."""
    tables = {table.name: sample.table(table.name) for table in (*REFERENCE_TABLES, *PROGRESS_TABLES)}
    places = {*tables["villages"]["town"], *tables["villages"]["village"]}
    frames = {
        name: typed(
            pd.concat([_district(frame, name, at, places) for at in range(districts)], ignore_index=True), TABLES[name]
        )
        for name, frame in tables.items()
        if not name.startswith("plan_") and not frame.empty
    }
    frames |= {name: tables[name] for name in tables if name.startswith("plan_")}
    frames["plan_settings"] = _settings(tables["plan_settings"], districts)
    return store.publish(frames, by="示例数据", sample=True, shipped=reference.tables())


def _district(frame: pd.DataFrame, name: str, at: int, places: set[str]) -> pd.DataFrame:
    """One district's rows: the first keeps the departments of the whole, and each has its own places."""
    rows = _whole_year(frame)
    if at and rows.columns.intersection(NAMED).empty:
        return rows.iloc[:0]  # tasks and actions are those of the whole
    if "unit" in rows and at:
        rows = rows[rows["unit"].isin(places)]
    for column in rows.columns.intersection(NAMED):
        rows = rows.assign(**{column: [_named(value, at, column, places) for value in rows[column]]})
    if name == "boundaries":
        east, north = at % COLUMNS * WIDE, at // COLUMNS * HIGH
        shapes = [translate(shape, east, north) for shape in gpd.GeoSeries.from_wkb(rows["geometry"])]
        rows = rows.assign(geometry=gpd.GeoSeries(shapes).to_wkb())
    return rows


def _whole_year(frame: pd.DataFrame) -> pd.DataFrame:
    if "as_of" not in frame:
        return frame
    last = frame[frame["as_of"] == frame["as_of"].max()]
    return pd.concat([frame, *(last.assign(as_of=pd.Timestamp(day)) for day in ADDED_MONTHS)], ignore_index=True)


def _named(value: object, at: int, column: str, places: set[str]) -> object:
    if not isinstance(value, str) or not value or (column == "unit" and value not in places):
        return value
    return f"{value[:-3]}{at:03d}" if column == "code" else f"{at:03d}{value}"


def _settings(settings: pd.DataFrame, districts: int) -> pd.DataFrame:
    lists = settings["name"].isin(WHOLE_LISTS)
    everywhere = [
        ";".join(f"{at:03d}{town}" for at in range(districts) for town in value.split(";"))
        for value in settings["value"][lists]
    ]
    return settings.assign(value=settings["value"].mask(lists, pd.Series(everywhere, index=settings.index[lists])))
