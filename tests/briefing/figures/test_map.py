"""The village map where it is hard: crowded sites, small villages, true coordinates, a whole province."""

import itertools
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from lxml import html

from briefing import looks
from briefing.figures import map_furniture, map_labels, theme, village_map
from briefing.figures.map_view import FOOT, fitting
from briefing.html import tables
from briefing.measures import map_layers
from briefing.measures.village_shapes import Land
from briefing.model import VillageState
from briefing.status import Status
from briefing.svg.drawing import drawing
from geo import positions
from geo.district import SYSTEMS
from tests.briefing import example
from tests.pages.harness import squares

ROOM = (1224, 774)
ROOT = Path(__file__).parents[3]
MAPPED = tuple(village for village in example.briefing().villages if village.mapped)
SITE = next(site for site in example.briefing().sites if site.layer == map_layers.NEW_VILLAGES)


def drawn(villages=MAPPED, land=None, **changes):
    wanted = {"layer": map_layers.ALL, "schematic": False, "sizes": theme.PRESENT, "room": ROOM} | changes
    return village_map.village_map(villages, squares() if land is None else land, **wanted)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def labels(figure):
    """The villages whose areas tell and lead somewhere."""
    return {label for one in figure.data for label, _ in one.meta or ()}


def notes(figure):
    return " ".join(note.text or "" for note in figure.layout.annotations)


def points(figure):
    marks = trace(figure, "site")
    return np.column_stack([marks.x, marks.y]), marks.marker.size


def pixels_per_metre(figure):
    west, east = figure.layout.xaxis.range
    return ROOM[0] / (east - west)


def test_forty_sites_in_three_villages_stand_apart_and_in_their_village() -> None:
    homes = [(village.town, village.village) for village in MAPPED[:3]]
    sites = [replace(SITE, town=homes[n % 3][0], village=homes[n % 3][1], name=f"{n}") for n in range(40)]
    figure = drawn(sites=sites, layer=SITE.layer)
    where, size = points(figure)
    apart = np.hypot(*(where[:, None] - where[None]).T) * pixels_per_metre(figure)
    assert apart[~np.eye(40, dtype=bool)].min() >= size
    land = {(row.town, row.village): row.geometry for row in squares().itertuples()}
    assert all(land[site.town, site.village].covers(shapely.Point(at)) for site, at in zip(sites, where, strict=True))


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_site_with_coordinates_stands_at_its_true_place(system) -> None:
    home = squares().iloc[0].geometry.centroid
    to_degrees = gpd.GeoSeries([shapely.Point(home.x + 400, home.y + 300)], crs="EPSG:4547").to_crs("EPSG:4490")[0]
    (longitude,), (latitude,) = positions.shifted([to_degrees.x], [to_degrees.y], system)
    site = replace(SITE, town=MAPPED[0].town, village=MAPPED[0].village, longitude=longitude, latitude=latitude)
    where, _ = points(drawn(sites=[site], layer=site.layer, coordinates=system))
    assert where[0] == pytest.approx((home.x + 400, home.y + 300), abs=1)
    on_schematic, _ = points(drawn(sites=[site], layer=site.layer, coordinates=system, schematic=True))
    assert np.hypot(*(on_schematic[0] - where[0])) > 100


def test_names_stay_in_their_village_and_off_the_markers() -> None:
    home = (MAPPED[0].town, MAPPED[0].village)
    sites = [replace(SITE, town=home[0], village=home[1], name=f"{n}") for n in range(4)]
    figure = drawn(sites=sites, layer=SITE.layer)
    where, size = points(figure)
    text = next(one for one in figure.data if one.mode == "text")
    scale = pixels_per_metre(figure)
    land = squares().geometry
    for x, y, words in zip(text.x, text.y, text.text, strict=True):
        lines = words.split("<br>")
        half = max(map(looks.ems, lines)) * 8 / scale, len(lines) * 8 / scale
        box = shapely.box(x - half[0], y - half[1], x + half[0], y + half[1])
        assert land.covers(box).sum() == 1
        assert not shapely.intersects(shapely.buffer(shapely.points(where), size / 2 / scale), box).any()


def test_lines_to_names_beside_the_land_never_cross_and_names_keep_apart() -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        ends = [tuple(point) for point in rng.uniform(0, 100, (9, 2))]
        heights = map_labels.stacked(sorted((y for _, y in ends), reverse=True), 10, 100, 0)
        assert all(high - low >= 10 - 1e-9 for high, low in itertools.pairwise(heights))
        order = map_labels.uncrossed(-20, heights, ends)
        assert sorted(order) == list(range(9))
        lines = [
            shapely.LineString([(-20, height), ends[number]]) for height, number in zip(heights, order, strict=True)
        ]
        assert not [1 for at, one in enumerate(lines) for other in lines[:at] if one.crosses(other)]


def test_names_longer_than_the_room_leave_the_land_its_share():
    view = fitting(list(squares().geometry), room=ROOM, margins=(ROOM[0], ROOM[0]), foot=FOOT)
    west, _, east, _ = squares().total_bounds
    assert view.pixels > 0 and view.west < west < east < view.east


def test_the_view_has_the_proportions_of_its_room() -> None:
    view = fitting(list(squares().geometry), room=ROOM, margins=(80, 0), foot=FOOT)
    assert (view.east - view.west) / (view.north - view.south) == pytest.approx(ROOM[0] / ROOM[1])


def test_key_villages_alone_are_coloured_named_and_graded() -> None:
    key = [village for village in MAPPED if village.grade]
    figure = drawn(key, ground=[village for village in MAPPED if not village.grade])
    assert trace(figure, "其他村").fillcolor == looks.GROUND
    names = next(one for one in figure.data if one.mode == "text").text
    assert len(names) == len(key)
    assert {words.split("<br>")[0][1:2] for words in names} <= {"省", "市", "县"}
    assert labels(figure) == {village.label for village in key}


def little(villages=MAPPED, **changes):
    return drawn(villages, little=True, room=(900, 744), review_number="赣S(2023)001号", **changes)


def test_a_little_map_names_only_trouble_marks_all_and_carries_no_notes() -> None:
    every = [replace(village, statuses={map_layers.ALL: list(Status)[at % 8]}) for at, village in enumerate(MAPPED)]
    figure = little(every)  # as large as names need
    assert "审图号" not in notes(figure) and "北" not in notes(figure)
    written = next(one for one in figure.data if one.mode == "text").text
    named = [words for words in written if words not in "✔●▲■✖▼○"]
    assert named and not [words for words in named if words[0] in "✔●"]
    assert {"✔", "●"} <= set(written)


def test_a_little_map_names_the_worst_beside_the_land_where_they_find_no_room_on_it() -> None:
    late = MAPPED[5]
    villages = [
        replace(village, statuses={map_layers.ALL: Status.OVERDUE if village is late else Status.BEHIND})
        for village in MAPPED
    ]
    narrow = squares()
    narrow.geometry = narrow.geometry.scale(0.1, 1)
    figure = little(villages, land=narrow)
    assert [note.text for note in figure.layout.annotations] == [f"✖{map_labels.stem(late.village)}"]


def test_little_maps_are_of_one_size_whatever_they_name() -> None:
    calm = [replace(village, statuses={map_layers.ALL: Status.DONE}) for village in MAPPED]
    assert little(calm).layout.xaxis.range == little().layout.xaxis.range


def test_a_name_beside_the_land_has_the_colour_of_its_status_as_text() -> None:
    narrow = squares()
    narrow.geometry = narrow.geometry.scale(0.05, 1)
    notes = [note for note in drawn(land=narrow).layout.annotations if note.xref != "paper"]
    beside = [note for note in notes if "公里" not in note.text]
    inks = {looks.look(status).mark: looks.ink(status) for status in Status}
    assert len({note.font.color for note in beside}) > 2
    assert [note.text for note in beside if note.font.color != inks[note.text[0]]] == []


def test_villages_of_one_status_stand_out_and_the_others_are_pale_and_without_a_name() -> None:
    figure = drawn(outstanding=Status.OVERDUE)
    late = {village.village for village in MAPPED if village.statuses.get(map_layers.ALL) is Status.OVERDUE}
    fills = {one.name: one.fillcolor for one in figure.data if one.fill == "toself"}
    assert fills[Status.OVERDUE] == looks.look(Status.OVERDUE).colour
    others = [status for status in fills if status in {*map(str, Status)} - {"逾期"}]
    assert others
    assert [status for status in others if fills[status] == looks.look(status).colour] == []
    written = [words for one in figure.data if one.mode == "text" for words in one.text]
    assert late and len(written) == len(late)


def test_the_legend_has_a_sign_for_each_kind_of_site_on_the_map_and_none_for_a_crowded_one() -> None:
    sites = [replace(SITE, town=MAPPED[0].town, village=MAPPED[0].village)]
    shown = village_map.sites_on(drawn(sites=sites, layer=SITE.layer), sites)
    assert shown == sites
    legend = tables.map_legend(MAPPED, SITE.layer, sites=shown)
    assert f'<i class="site-sign circle" aria-hidden="true"></i>{SITE.kind} <b>1</b>' in legend
    assert village_map.sites_on(drawn(), sites) == []


def test_every_sign_of_a_site_has_its_shape_in_the_style_sheet() -> None:
    css = (ROOT / "briefing" / "ui" / "front" / "ui.css").read_text("utf-8")
    plain = {"square"}
    assert [
        sign for sign in theme.SITE_SYMBOLS.values() if f".site-sign.{sign} {{" not in css and sign not in plain
    ] == []


def test_real_boundaries_tell_their_source_and_review_number() -> None:
    land = squares().assign(origin="界线2023.zip")
    source = village_map.lines_source(Land.of(land, schematic=False).origins, "第 3 版，2023-10-08")
    shown = notes(drawn(land=land, source=source, review_number="赣S(2023)001号"))
    assert "界线来源：界线2023.zip（第 3 版，2023-10-08）" in shown and "审图号" in shown and "公里" in shown
    assert village_map.lines_source(Land.of(squares(), schematic=False).origins, "第 3 版") == ""


def test_who_delivered_has_words_of_its_own() -> None:
    states = [Status.MET, Status.SLIGHTLY_BEHIND, Status.UNREPORTED]
    villages = [
        replace(village, statuses={map_layers.REPORTING: status})
        for village, status in zip(MAPPED, states, strict=False)
    ]
    legend = tables.map_legend(villages, map_layers.REPORTING)
    assert all(word in legend for word in ("已报", "旧数据", "未报"))
    assert "略滞后" not in legend and "达标" not in legend
    ranked = tables.ranked_villages(villages, map_layers.REPORTING, limit=None)
    assert ranked.index("未报") < ranked.index("旧数据") < ranked.index("已报</span>")


def province(count: int = 3_000) -> tuple[list[VillageState], gpd.GeoDataFrame]:
    corners = [(500_000 + at % 60 * 1_800, 2_700_000 + at // 60 * 1_800) for at in range(count)]
    statuses = list(Status)
    states = [
        VillageState(f"镇{at // 30}", f"村{at}", "", "", True, {map_layers.ALL: statuses[at % len(statuses)]}, ())
        for at in range(count)
    ]
    table = {"town": [one.town for one in states], "village": [one.village for one in states]}
    shapes = [shapely.box(x, y, x + 1_800, y + 1_800) for x, y in corners]
    return states, gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4547")


def test_a_province_of_three_thousand_villages_opens_and_every_village_can_be_clicked() -> None:
    states, land = province()
    figure = drawn(states, land)
    assert labels(figure) == {village.label for village in states}
    assert len(figure.data) < 200


def test_a_town_of_a_province_is_drawn_without_the_rest() -> None:
    states, land = province()
    town = [village for village in states if village.town == "镇7"]
    figure = drawn(town, land)
    assert figure.layout.xaxis.range[1] - figure.layout.xaxis.range[0] < 120_000
    assert {village.label for village in town} == labels(figure)


def test_sites_of_a_whole_province_are_left_to_the_towns_and_the_map_says_so() -> None:
    states, land = province()
    sites = [replace(SITE, town=state.town, village=state.village, layer=map_layers.ALL) for state in states]
    assert map_furniture.CROWDED in notes(drawn(states, land, sites=sites))
    assert not [one for one in drawn(states, land, sites=sites).data if one.name == "site"]
    assert not drawn(states, land).layout.shapes  # nor lines to names of which most are missing
    town = [state for state in states if state.town == "镇7"]
    figure = drawn(town, land, sites=sites)
    assert len(points(figure)[0]) == len(town)
    assert map_furniture.CROWDED not in notes(figure)


def test_outlines_travel_as_arrays_with_a_gap_after_every_ring() -> None:
    lines = [one for one in drawn().data if one.mode == "lines" and one.fill == "toself"]
    assert all(isinstance(one.x, np.ndarray) and one.x.dtype == np.float32 for one in lines)
    rings = sum(int(np.isnan(one.x).sum()) for one in lines)
    assert rings == len(MAPPED)


def test_each_village_is_an_area_of_its_own_however_small_and_keeps_its_holes() -> None:
    wide, small = 60_000, 300  # metres: a village of six pixels within another
    tiny = shapely.box(wide - small, wide / 2, wide, wide / 2 + small)
    shapes = [
        shapely.box(0, 0, 2 * wide, wide).difference(tiny),
        shapely.MultiPolygon([shapely.box(0, wide, wide, 2 * wide), shapely.box(wide * 1.5, wide, 2 * wide, 2 * wide)]),
        tiny,
    ]
    own = MAPPED[:3]
    land = gpd.GeoDataFrame(
        {"town": [one.town for one in own], "village": [one.village for one in own], "code": ["", "", ""]},
        geometry=shapes, crs=squares().crs,
    )  # fmt: skip
    areas = html.fromstring(drawing(drawn(own, land), name="map", alt="", leads=str).whole()).xpath("//a[path]")
    rings = {area.get("href"): area.xpath("./path")[0].get("d").count("Z") for area in areas}
    assert rings == dict(zip([one.label for one in own], (2, 2, 1), strict=True))


def test_a_trimmed_map_is_as_wide_as_its_land_and_the_names_beside_it_and_no_smaller_drawn() -> None:
    room, land = (900, 420), squares()
    slim = land.assign(geometry=land.geometry.affine_transform([0.2, 0, 0, 1, 0, 0]))
    for lands, narrow in ((slim, True), (land, None)):
        figures = [drawn(land=lands, room=room, sizes=theme.NORMAL, trims=trims) for trims in (False, True)]
        (west, east), (least, most) = (figure.layout.xaxis.range for figure in figures)
        wide = [figure.layout.width for figure in figures]
        assert west <= least and most <= east and wide[1] <= wide[0] == room[0]
        assert wide[1] / (most - least) == pytest.approx(wide[0] / (east - west), rel=0.01)
        assert figures[0].layout.yaxis.range == figures[1].layout.yaxis.range
        assert wide[1] < 0.8 * room[0] or not narrow
        callouts = [note for note in figures[1].layout.annotations if note.xref != "paper" and note.name]
        assert all(least < note.x < most for note in callouts)


def test_notes_of_a_narrow_map_stand_below_each_other() -> None:
    told = ["界线来源：某县界线.shp（第 7 版）", "审图号：某S（2031）06 号"]
    assert map_furniture.in_room(told, 600, 12) == "　".join(told)
    assert map_furniture.in_room(told, 250, 12) == "<br>".join(told)
