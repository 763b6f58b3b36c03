"""Coordinates of sites against district and village, in the reference system that the plan names."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data_loaders.checking import boundaries
from data_loaders.delivering import reference
from data_loaders.findings import Source
from geo import positions
from tests.data_loaders.dropping import Office, check, finding

HEADER = ["截至日期", "编号", "类型", "名称", "镇", "村", "阶段", "形象进度(%)", "计划完工", "经度", "纬度"]
MIDDLE = (114.85, 25.78)  # of 龙井村 here; 上坝村 lies beside it
SIDE = 2_000.0


def site(longitude: float, latitude: float) -> list[list]:
    return [
        HEADER,
        [
            "2023-10-31",
            "A1",
            "新农村建设点",
            "龙井新村",
            "潭东镇",
            "龙井村",
            "在建",
            50,
            "2023-12-31",
            longitude,
            latitude,
        ],
    ]


def land(*, schematic: bool = False) -> dict[str, pd.DataFrame]:
    (x,), (y,) = positions.to_plane([MIDDLE[0]], [MIDDLE[1]], "CGCS2000", 4547)
    box = shapely.box(x - SIDE / 2, y - SIDE / 2, x + SIDE / 2, y + SIDE / 2)
    table = {"town": "潭东镇", "village": ["龙井村", "上坝村"], "code": "", "schematic": schematic}
    frame = gpd.GeoDataFrame(table, geometry=[box, shapely.affinity.translate(box, SIDE)], crs="EPSG:4547")
    return {"boundaries": boundaries.as_rows(frame, Source("界线.shp"))}


def system(name: str) -> dict[str, pd.DataFrame]:
    settings = reference.tables()["plan_settings"].copy()
    settings.loc[settings["name"] == "坐标系", "value"] = name
    return {"plan_settings": settings}


def said(batch) -> set[str]:
    assert batch.publishable
    return {one.code for one in batch.findings if "outside" in one.code or one.code == "coordinate_system_unknown"}


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)


def test_a_site_in_its_village_is_no_finding(office):
    assert said(check(office.csv("建设点台账.csv", site(*MIDDLE)), known=land())) == set()


def test_a_site_in_the_neighbours_village_is_a_warning_that_names_both(office):
    batch = check(office.csv("建设点台账.csv", site(MIDDLE[0] + 0.02, MIDDLE[1])), known=land())
    found = finding(batch, "site_outside_village")
    assert (found.level, found.row, found.column) == ("warning", 2, "经度")
    assert "潭东镇龙井村" in found.message and "潭东镇上坝村" in found.message


@pytest.mark.parametrize("name", ["GCJ-02", "BD-09"])
def test_the_plan_names_the_system_that_the_degrees_are_in(office, name):
    (longitude,), (latitude,) = positions.shifted([114.8409], [25.78], name)  # 80 m inside the western line
    path = office.csv("建设点台账.csv", site(longitude, latitude))
    assert said(check(path, known=land() | system(name))) == set()
    east = positions.shifted([114.8590], [25.78], name)  # as far inside the eastern line: plain degrees would cross it
    path = office.csv("建设点台账.csv", site(east[0][0], east[1][0]))
    assert said(check(path, known=land())) == {"site_outside_village"}


def test_degrees_outside_the_district_are_a_warning_even_without_boundaries(office):
    batch = check(office.csv("建设点台账.csv", site(116.4, 39.9)))
    assert said(batch) == {"site_outside_district"}
    assert "116.4，39.9" in finding(batch, "site_outside_district").message


def test_on_a_schematic_no_site_lies_outside(office):
    assert (
        said(check(office.csv("建设点台账.csv", site(MIDDLE[0] + 0.02, MIDDLE[1])), known=land(schematic=True)))
        == set()
    )


def test_an_unknown_system_is_said_and_read_as_plain_degrees(office):
    batch = check(office.csv("建设点台账.csv", site(*MIDDLE)), known=land() | system("北京54"))
    assert said(batch) == {"coordinate_system_unknown"}


def test_a_file_without_coordinates_is_not_judged(office):
    assert said(check(office.csv("建设点台账.csv", site(None, None)), known=land())) == set()
