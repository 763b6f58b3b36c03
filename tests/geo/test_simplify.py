"""Fewer vertices, and neighbours that still share their lines."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.simplify import simplified


def wavy(drawn: gpd.GeoDataFrame, amplitude: float = 2.0) -> gpd.GeoDataFrame:
    """The squares with lines as a survey draws them: a vertex every ten metres."""
    dense = shapely.segmentize(drawn.geometry.to_numpy(), 10)

    def wave(xy):
        return np.round(xy + amplitude * np.column_stack([np.sin(xy[:, 1] / 40), np.sin(xy[:, 0] / 40)]), 3)

    return drawn.set_geometry(gpd.GeoSeries(shapely.transform(dense, wave), crs=drawn.crs))


def vertices(frame) -> int:
    return int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())


def test_shared_lines_stay_shared(drawn):
    survey = wavy(drawn)
    before = survey.copy()
    plain = simplified(survey, 10)
    assert vertices(plain) < vertices(survey) / 10
    assert shapely.coverage_is_valid(plain.geometry.to_numpy())
    assert plain.area.sum() == pytest.approx(survey.area.sum(), rel=0.005)
    assert plain.drop(columns="geometry").equals(survey.drop(columns="geometry"))
    assert survey.equals(before)


def test_lines_that_neighbours_do_not_quite_share_are_snapped_first(drawn):
    survey = wavy(drawn)
    shaken = [
        shapely.transform(land, lambda xy, number=number: xy + 0.05 * np.sin(xy * 7 + number))
        for number, land in enumerate(survey.geometry)
    ]
    assert not shapely.coverage_is_valid(shaken)
    plain = simplified(survey.set_geometry(gpd.GeoSeries(shaken, crs=survey.crs)), 10)
    assert shapely.coverage_is_valid(plain.geometry.to_numpy())
    assert vertices(plain) < vertices(survey) / 10


def test_villages_that_overlap_for_good_are_simplified_alone(drawn):
    survey = wavy(drawn)
    survey.loc[0, "geometry"] = survey.geometry[0].buffer(300)
    plain = simplified(survey, 10)
    assert vertices(plain) < vertices(survey) / 5
    assert plain.area[0] == pytest.approx(survey.area[0], rel=0.01)


def test_no_village_is_lost_however_coarse(drawn):
    plain = simplified(drawn, 10_000)
    assert not plain.is_empty.any()
    assert plain.is_valid.all()


def test_nothing_is_simplified_to_nothing(drawn):
    assert simplified(drawn[:0]).empty
