"""Another county, in another zone, brings its own boundary file: where it lies is said by its plan settings alone."""

import geopandas as gpd
import pytest
import shapely

from briefing.compose import compose
from briefing.figures import theme, village_map
from briefing.measures.village_shapes import land_of
from data_loaders.checking.district import ground_of
from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store
from tests.briefing.test_another_district import FILES

WINDOW = "2025,区域范围,117.05;30.10;117.35;30.35\n"
PLACES = "2025,镇方位,河东镇:1:0;河西乡:-1:0\n"
SIDE = 2_000.0
VILLAGES = ("柳湾村", "石桥村", "上岭村", "枫林社区")


def survey(epsg: int = 4548) -> gpd.GeoDataFrame:
    """Four squares near 117.2° E 30.2° N, in a plane around 117° E, as a file in another system."""
    squares = [
        shapely.box(519_000 + at * SIDE, 3_341_000, 519_000 + (at + 1) * SIDE, 3_341_000 + SIDE) for at in range(4)
    ]
    return gpd.GeoDataFrame({"XZQMC": VILLAGES}, geometry=squares, crs=4548).to_crs(epsg)


@pytest.fixture
def county(tmp_path):
    """Publishes the county's tables, its settings extended, with a boundary file of it."""

    def deliver(settings: str, frame: gpd.GeoDataFrame | None):
        for name, text in FILES.items():
            rows = text.lstrip() + (settings if name == "计划设置.csv" else "")
            (tmp_path / name).write_text(rows, encoding="utf-8-sig")
        if frame is not None:
            frame.to_file(tmp_path / "村界.gpkg", driver="GPKG")
        drops = [Drop.of(path) for path in sorted([*tmp_path.glob("*.csv"), *tmp_path.glob("*.gpkg")])]
        return publish(open_store(str(tmp_path / "store")), drops, by="县农业农村局")

    return deliver


def said(outcome) -> dict[str, str]:
    return {finding.code: finding.sentence for finding in outcome.findings}


@pytest.mark.parametrize("epsg", [4548, 4527, 4490])
def test_its_boundaries_are_accepted_matched_and_drawn_in_its_own_plane(county, epsg):
    edition = county(WINDOW, survey(epsg)).edition
    land = land_of(edition)
    assert (land.schematic, land.boundaries.crs.to_epsg()) == (False, 4548)
    assert set(land.boundaries["village"]) == set(VILLAGES)
    assert land.boundaries.area.tolist() == pytest.approx([SIDE**2] * 4, rel=1e-4)
    figure = village_map.village_map(
        compose(edition).villages,
        land.boundaries,
        layer="综合",
        schematic=False,
        sizes=theme.scale(True),
        room=(900, 600),
    )
    assert set(VILLAGES) <= {
        text.split("<br>")[-1] for trace in figure.data if trace.mode == "text" for text in trace.text
    }


def test_the_wrong_zone_is_refused_and_the_right_one_named(county):
    outcome = county(WINDOW, survey().to_crs(4547))
    assert outcome.edition is None
    assert "中央经线 117°，EPSG:4548" in said(outcome)["boundary_neighbour_zone"]
    assert "boundary_outside" not in said(outcome)
    elsewhere = county(WINDOW, survey().set_crs(4547, allow_override=True))
    assert elsewhere.edition is None


def test_a_meridian_that_the_plan_names_wins_over_the_nearest(county):
    edition = county(f"{WINDOW}2025,中央经线,120\n", survey(4549)).edition
    assert land_of(edition).boundaries.crs.to_epsg() == 4549


def test_a_plan_that_does_not_say_where_the_district_lies_is_told_what_to_write(county):
    outcome = county("", survey())
    assert outcome.edition is None
    told = said(outcome)["boundary_place_unknown"]
    assert "「117.18;30.17;117.3;30.23」" in told and "中央经线是「117」" in told


@pytest.mark.parametrize(
    "wrong",
    ["区域范围,117.35;30.10;117.05;30.35", "区域范围,117;30;118", "区域范围,30.1;117;30.4;117.4", "中央经线,116", "镇方位,河东镇:东",
     "镇域范围,一带"],
)  # fmt: skip
def test_a_setting_that_cannot_be_understood_names_its_row_and_its_form(county, wrong):
    outcome = county(f"2025,{wrong}\n", None)
    assert outcome.edition is None
    assert "〈计划设置.csv〉第13行「设置值」" in said(outcome)["setting_unreadable"]


def test_without_boundaries_its_towns_lie_as_the_plan_says(county):
    land = land_of(county(WINDOW + PLACES, None).edition)
    east = {town: rows.centroid.x.mean() for town, rows in land.boundaries.groupby("town")}
    assert land.schematic and east["河东镇"] > east["河西乡"]


def test_next_years_plan_of_the_same_district_need_not_repeat_where_it_lies(county):
    edition = county(f"{WINDOW}2026,区域名称,云岭县\n", None).edition
    assert ground_of({"plan_settings": edition.table("plan_settings")}, reference.tables()).window == (
        117.05,
        30.10,
        117.35,
        30.35,
    )


def test_another_districts_plan_takes_nothing_from_the_shipped_one(county):
    edition = county("", None).edition
    assert ground_of({"plan_settings": edition.table("plan_settings")}, reference.tables()) is None
