"""Where the district lies, as its plan says: settings of the plan → the `District` that boundaries and sites must fit."""

from collections.abc import Mapping

import pandas as pd

from data_loaders import plan_words
from geo.district import District, nearest_meridian

GROUND = (plan_words.WINDOW, plan_words.MERIDIAN, plan_words.EXTENT, plan_words.MAPPED, plan_words.PLACES)


def ground_of(tables: Mapping[str, pd.DataFrame], shipped: Mapping[str, pd.DataFrame]) -> District | None:
    """The district of the newest plan among some tables; None where no plan says where it lies.

    What a plan leaves out is taken from an older plan, or a `shipped` one, of the district of the same name.
    """
    settings = _own(tables.get("plan_settings"), {})
    if any(one.name not in settings for one in GROUND):  # asked for only then: reading what ships takes a second
        settings = _own(tables.get("plan_settings"), shipped)
    window = plan_words.WINDOW.of(settings)
    if window is None:
        return None
    return District(
        window,
        plan_words.MERIDIAN.of(settings) or nearest_meridian(window),
        plan_words.EXTENT.of(settings),
        plan_words.MAPPED.of(settings) or plan_words.UNITS.of(settings),
        plan_words.PLACES.of(settings),
    )


def _own(settings: pd.DataFrame | None, shipped: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The settings of the newest plan's district, newest last said, those of the stored plans over shipped ones."""
    if settings is None or settings.empty:
        return {}
    name = _named(settings[settings["year"] == settings["year"].max()])
    before = shipped.get("plan_settings")
    plans = [settings] if before is None else [before, settings]
    years = [rows for plan in plans for _, rows in plan.groupby("year") if _named(rows) == name]
    return {setting: value for rows in years for setting, value in zip(rows["name"], rows["value"], strict=True)}


def _named(rows: pd.DataFrame) -> str | None:
    names = rows.loc[rows["name"] == plan_words.DISTRICT_NAME.name, "value"]
    return None if names.empty else names.iloc[0]
