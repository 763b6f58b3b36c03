"""The village map of a slide as native shapes: every village one freeform that carries its own name, mark and colour."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import shapely
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from briefing import looks
from briefing.exports.slides.kit import BODY, Box, bar, paint, rgb, text_box, unstyled, write
from briefing.figures.map_furniture import SCHEMATIC_NOTE
from briefing.figures.village_map import status_on
from briefing.measures.village_shapes import Land
from briefing.model import VillageState
from briefing.status import SEVERITY, Status
from briefing.wording import labels
from geo import label_places

NAME, SMALL_NAME = 12, 10
_BORDER, _OUTLINE = 1, 2.5
_LINE = 1.15  # height of a name in its size
_TOLERANCE = 0.4  # points by which an outline may be simplified: nobody sees it, files stay small
_SUFFIXES = ("居委会", "社区", "村")
NOTHING_TO_DO = "无此项任务"


class Sheet(NamedTuple):
    """How metres on the ground become points on the slide."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place on the ground as a place on the slide."""
        return self.left + (x - self.west) * self.scale, self.top + (self.north - y) * self.scale


def village_map(
    slide: Slide, box: Box, villages: Sequence[VillageState], land: Land, *, layer: str, approval: str
) -> None:
    """All villages that have a boundary, filled by their status on a layer, with a legend and what must be said."""
    states = {(village.town, village.village): village for village in villages}
    shown = land.boundaries
    shown = shown[[place in states for place in zip(shown["town"], shown["village"], strict=True)]]
    if shown.empty:
        text_box(slide, box, "没有这些村的界线", size=BODY, colour=looks.SOFT_INK, align=PP_ALIGN.CENTER)
        return
    sheet = _fitted(shown, box)
    group = slide.shapes.add_group_shape()
    group.name = "村庄地图"
    for row in shown.itertuples():
        _village(group, sheet, row.geometry, states[row.town, row.village], layer)
    for row in label_places.outline(shown, by="town").itertuples():
        _town(group, sheet, row.geometry, row.town)
    notes = [SCHEMATIC_NOTE] if land.schematic else []
    notes += [f"审图号：{approval}"] if approval else []
    if notes:
        place = Box(box.left, box.top + box.height - 16, box.width, 16)
        text_box(slide, place, "　".join(notes), size=SMALL_NAME + 1, colour=looks.SOFT_INK, align=PP_ALIGN.RIGHT)


def legend(slide: Slide, box: Box, villages: Sequence[VillageState], layer: str) -> None:
    """Every status on the map as swatch, mark, word and count."""
    counts = Counter(status_on(village, layer) for village in villages)
    known = sorted((status for status in counts if status is not None), key=SEVERITY.__getitem__)
    for number, status in enumerate([*known, *([None] if counts[None] else [])]):
        top = box.top + number * 30
        swatch = bar(slide, Box(box.left, top + 4, 26, 18), looks.NEUTRAL)
        paint(swatch.fill, status)
        words = NOTHING_TO_DO if status is None else looks.marked(status)
        colour = looks.SOFT_INK if status is None else looks.ink(status)
        text_box(
            slide,
            Box(box.left + 36, top, box.width - 36, 26),
            f"{words}　{counts[status]} 个",
            size=BODY,
            colour=colour,
            bold=True,
        )


def _fitted(shown: gpd.GeoDataFrame, box: Box) -> Sheet:
    west, south, east, north = shown.total_bounds
    scale = min(box.width / (east - west), (box.height - 20) / (north - south))
    left = box.left + (box.width - (east - west) * scale) / 2
    return Sheet(west, north, scale, left, box.top)


def _freeform(group, sheet: Sheet, land: shapely.Geometry):
    """Land as one shape; holes and islands are contours of their own."""
    slim = land.simplify(_TOLERANCE / sheet.scale)
    builder: Any = None
    for polygon in shapely.get_parts(shapely.orient_polygons(slim)):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [tuple(int(Pt(length)) for length in sheet.at(x, y)) for x, y in shapely.get_coordinates(ring)]
            if builder is None:
                builder = group.shapes.build_freeform(*points[0], scale=1.0)
            else:
                builder.move_to(*points[0])
            builder.add_line_segments(points[1:], close=True)
    shape = builder.convert_to_shape()
    unstyled(shape)
    return shape


def _village(group, sheet: Sheet, land: shapely.Geometry, state: VillageState, layer: str) -> None:
    status = status_on(state, layer)
    shape = _freeform(group, sheet, land)
    shape.name = labels.clean(f"{state.label} {NOTHING_TO_DO if status is None else status.value}")
    shape._element.nvSpPr.cNvPr.set("descr", shape.name)
    paint(shape.fill, status)
    shape.line.color.rgb, shape.line.width = rgb(looks.PANEL), Pt(_BORDER)
    _name(shape, sheet, land, state, status)


def _name(shape, sheet: Sheet, land: shapely.Geometry, state: VillageState, status: Status | None) -> None:
    """The mark above the name, inside the shape: it moves with the shape and is read out with it."""
    look = None if status is None else looks.look(status)
    mark = "" if look is None else look.mark
    colour = looks.SOFT_INK if look is None else look.on_colour
    lines, size, spot = _wording(land, sheet, mark, state.village)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = False, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _centre_text_on(shape, frame, *sheet.at(spot.x, spot.y))
    for number, line in enumerate(lines):
        write(frame, line, size=size, colour=colour, bold=True, align=PP_ALIGN.CENTER, more=number > 0)


def _wording(land: shapely.Geometry, sheet: Sheet, mark: str, name: str) -> tuple[list[str], float, shapely.Point]:
    """The lines of a village's label, their size, and the middle of the place for them: the largest that fits."""
    above = [[mark, name], [mark, _stem(name)]] if mark else [[name], [_stem(name)]]
    for words, size in [
        *((words, size) for size in (NAME, SMALL_NAME) for words in above),
        ([mark + _stem(name)], SMALL_NAME),
        *((words, SMALL_NAME) for words in _in_lines(mark, name)),
    ]:
        place = label_places.label_point(land, len(words) * size * _LINE / sheet.scale)
        if max(map(len, words)) * size <= place.width * sheet.scale:
            return words, size, place.point
    return _shortened(land, sheet, mark, name)


def _shortened(land: shapely.Geometry, sheet: Sheet, mark: str, name: str) -> tuple[list[str], float, shapely.Point]:
    """As much of a name as the land holds in up to three lines, so that names that begin alike stay apart."""
    told, point = f"{name[:2]}…", label_places.label_point(land).point
    length = len(told)
    for count in (1, 2, 3):
        place = label_places.label_point(land, (count + bool(mark)) * SMALL_NAME * _LINE / sheet.scale)
        across = int(place.width * sheet.scale / SMALL_NAME)
        if across > 1 and count * across > len(told):
            told, length, point = f"{name[: count * across - 1]}…", across, place.point
    words = [told[at : at + length] for at in range(0, len(told), length)]
    return [*filter(None, [mark]), *words], SMALL_NAME, point


def _in_lines(mark: str, name: str) -> Iterator[list[str]]:
    """A long name in two lines of about the same length, then in three."""
    for count in (2, 3):
        length = -(-len(name) // count)
        yield [*filter(None, [mark]), *(name[at : at + length] for at in range(0, len(name), length))]


def _stem(name: str) -> str:
    """A village's name as crowded maps write it: 南街居委会 as 南街."""
    suffix = next((suffix for suffix in _SUFFIXES if len(name) > len(suffix) + 1 and name.endswith(suffix)), "")
    return name.removesuffix(suffix)


def _centre_text_on(shape, frame, x: float, y: float) -> None:
    """Insets that move the middle of the text from the middle of the shape's frame to a point of the land."""
    right, down = int(2 * (Pt(x) - (shape.left + shape.width / 2))), int(2 * (Pt(y) - (shape.top + shape.height / 2)))
    frame.margin_left, frame.margin_right = max(right, 0), max(-right, 0)
    frame.margin_top, frame.margin_bottom = max(down, 0), max(-down, 0)


def _town(group, sheet: Sheet, land: shapely.Geometry, town: str) -> None:
    """The outline of a town above its villages."""
    shape = _freeform(group, sheet, land)
    shape.name = labels.clean(f"{town}界线")
    shape.fill.background()
    shape.line.color.rgb, shape.line.width = rgb(looks.INK), Pt(_OUTLINE)
