"""What a boundary file would change or leave out without a word, as questions: against what is stored, and in itself."""

import re
from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.identifying import Identified
from geo.matching import overlaps
from geo.names import squeezed
from geo.notes import Note, listed, note, question
from geo.positions import located, outside
from geo.villages import CODE_DIGITS, Villages

# Two surveys of a village differ by a few hundredths; beyond these it is another village, a part, or a union.
LEAST_OF_KNOWN, MOST_OF_KNOWN = 0.6, 1.6
# Shapes of one village that claim the same land: so much of the smaller one.
SAME_LAND = 0.5
# Villages lie side by side; one that has so much of a village's width around it and nobody there is a piece of its land.
APART = 0.15
# Two villages that share so much of the smaller one are drawn wrong; where it is nearly all, a small village lies within.
CLAIMED, WITHIN = 0.2, 0.9
# A village has an exclave or two; more pieces in half of the villages are parcels.
PIECES = 4
# Land of no village: lines drawn apart by less (metres) leave none; less of a village is a pond or a road.
SLIVER, GAP, NAMED = 15.0, 0.2, 4
# Of the first villages, where there are some, one with so small a share of the middle one's land was cut.
TINY, FEW = 0.12, 5
# Of places that ledgers know so many, and so large a share, lie outside their villages.
STRAYED, STRAYED_SHARE = 2, 0.1
_PARCELS = frozenset({"DLMC", "DLBM", "DLDM", "TBBH", "TBMJ", "TBDLMJ", "地类名称", "地类编码", "图斑编号", "图斑面积"})
_GROUP = re.compile(r".*[村社委].*(?:[一二三四五六七八九十\d]+|村民|居民)小?组$|.*小组$")
_GROUP_CODE = re.compile(r"\d{14,19}")
_COMMUNITY = re.compile("社区|居委会|居民委员会|街")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年|-\d\d.*|\d{4})?")


def in_itself(
    frame: pd.DataFrame, identified: Identified, listing: Villages, confirmed: Collection[str] = ()
) -> list[Note]:
    """Whether the features are villages at all: not parcels, not groups, not the same villages of two years.

    `frame` has the attributes and a `geometry` of each feature, in any plane.
    """
    ours = identified.ours.to_numpy()
    own, positions = frame[ours], identified.position[ours].to_numpy()
    if own.empty:
        return []
    villages, at = np.unique(positions, return_inverse=True)
    pieces = shapely.get_num_geometries(own["geometry"].to_numpy())  # one feature may hold all parcels of its village
    counts = np.bincount(at, pieces)
    if _are_groups(own, identified.label[ours]):
        return [question("boundary_groups", confirmed, count=len(own), villages=len(villages))]
    named = _PARCELS & {str(column).upper() for column in own.columns}
    if float(np.median(counts)) >= PIECES or named:
        mean = f"{pieces.sum() / len(villages):.0f}"
        return [question("boundary_parcels", confirmed, count=int(pieces.sum()), mean=mean)]
    twice = _claimed_twice(own, positions)
    if not twice:
        return []
    years = sorted({text for column in own.columns if column != "geometry" for text in _years(own[column])})
    said = f"（年份有 {'、'.join(years)}）" if len(years) > 1 else ""
    names = listed(listing.label(position) for position in twice)
    return [question("boundary_twice", confirmed, count=len(twice), names=names, years=said)]


def _are_groups(own: pd.DataFrame, labels: pd.Series) -> bool:
    names = [squeezed(label) for label in labels if label]
    if len(names) and sum(bool(_GROUP.fullmatch(name)) for name in names) * 2 > len(names):
        return True
    return any(_group_codes(own[column]) * 2 > len(own) for column in own.columns if column != "geometry")


def _group_codes(cells: pd.Series) -> int:
    """How many cells are codes of something below a village: 14 digits that say more than the village's twelve."""
    return sum(
        isinstance(cell, str) and bool(_GROUP_CODE.fullmatch(cell)) and bool(cell[CODE_DIGITS:].strip("0"))
        for cell in cells
    )


def _years(cells: pd.Series) -> set[str]:
    """The years of a column that holds nothing else."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return {text[:4] for text in texts} if texts and all(map(_YEAR.fullmatch, texts)) else set()


def _claimed_twice(own: pd.DataFrame, positions: np.ndarray) -> list[int]:
    """The villages of which several features cover the same land."""
    shapes = np.asarray(own["geometry"], dtype=object)
    found = []
    for position in np.unique(positions):
        same = [shape for shape in shapes[positions == position] if shape is not None and not shape.is_empty]
        if len(same) < 2:
            continue
        whole = shapely.make_valid(np.array(same, dtype=object))
        areas = shapely.area(whole)
        shared = areas.sum() - shapely.area(shapely.union_all(whole))
        if shared > SAME_LAND * np.sort(areas)[-2]:
            found.append(int(position))
    return found


def apart(frame: gpd.GeoDataFrame, known: gpd.GeoDataFrame | None, confirmed: Collection[str] = ()) -> list[Note]:
    """Villages, one row each, that lie beside no other: what a file has of them may be a parcel, or cut off.

    Those in `known` are compared with what they were.
    """
    shapes = frame.geometry.to_numpy()
    if len(shapes) < 2:
        return []
    land = shapely.multipoints(shapely.centroid(shapes)).convex_hull.area / len(shapes)
    reach = APART * float(np.sqrt(max(land, float(np.median(shapely.area(shapes))))))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reach)
    alone = ~np.isin(np.arange(len(shapes)), first[first != second])
    before = set() if known is None else set(zip(known["town"], known["village"], strict=True))
    found = [row.village for row in frame[alone].itertuples() if (row.town, row.village) not in before]
    return [question("boundary_apart", confirmed, count=len(found), names=listed(found))] if found else []


def claimed(frame: gpd.GeoDataFrame, confirmed: Collection[str] = ()) -> list[Note]:
    """Villages, one row each, of which a large part is drawn as another's land."""
    areas = dict(zip(frame["village"], frame.geometry.area, strict=True))
    found = [
        f"{one}与{other}（{shared / 1e6:.2f} 平方公里）"
        for one, other, shared in overlaps(frame)
        if CLAIMED <= shared / min(areas[one], areas[other]) < WITHIN
    ]
    return [question("boundary_claimed", confirmed, pairs=listed(found))] if found else []


def gaps(frame: gpd.GeoDataFrame, listing: Villages, confirmed: Collection[str] = ()) -> list[Note]:
    """Land between villages that no village has: where nobody knows them yet, a village may have been cut there.

    The largest may be the villages of these towns that are missing.
    """
    shapes = frame.geometry.to_numpy()
    if len(shapes) < 2 or bool(frame["schematic"].astype(bool).any()):
        return []
    # Lines that were drawn apart by a little enclose nothing.
    whole = shapely.buffer(shapely.union_all(shapely.buffer(shapes, SLIVER)), -SLIVER)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    least = GAP * float(np.median(shapely.area(shapes)))
    towns = set(frame["town"])
    missing = sum(town in towns for town, _ in listing.places) - len(frame)
    found = []
    for hole in sorted((hole for hole in holes if hole.area > least), key=lambda hole: -hole.area)[missing:]:
        beside = frame["village"][shapely.distance(shapes, hole) <= 2 * SLIVER]
        found.append(f"{'、'.join(beside[:NAMED])}之间 {hole.area / 1e6:.2f} 平方公里")
    return [question("boundary_gaps", confirmed, count=len(found), names=listed(found))] if found else []


def tiny(frame: gpd.GeoDataFrame, confirmed: Collection[str] = ()) -> list[Note]:
    """Villages, one row each, that have next to no land beside the others; a community in a town may be that small."""
    areas = shapely.area(frame.geometry.to_numpy())
    if len(areas) < FEW or bool(frame["schematic"].astype(bool).any()):
        return []
    middle = float(np.median(areas))
    found = [
        f"{row.village} {area / 1e6:.2f}"
        for row, area in zip(frame.itertuples(), areas, strict=True)
        if area < TINY * middle and not _COMMUNITY.search(row.village)
    ]
    said = {"count": len(found), "names": listed(found), "middle": f"{middle / 1e6:.2f}"}
    return [question("boundary_tiny", confirmed, **said)] if found else []


def against_points(frame: gpd.GeoDataFrame, points: pd.DataFrame | None, confirmed: Collection[str] = ()) -> list[Note]:
    """Whether what ledgers know to stand in a village stands in it: else villages are exchanged, or all lines moved."""
    if points is None or bool(frame["schematic"].astype(bool).any()):
        return []
    away = outside(points, frame)
    strayed = points[away]
    per_village = away.groupby([points["town"], points["village"]])
    lost = per_village.all() & (per_village.size() >= STRAYED)  # every place of a village lies elsewhere
    if len(strayed) < max(STRAYED, STRAYED_SHARE * len(points)) and not lost.any():
        return []
    where = located(strayed, frame)
    names = [
        f"{row.village}的{f'在{place}' if place else '在界外'}"
        for row, place in zip(strayed.itertuples(), where, strict=True)
    ]
    said = {"count": len(strayed), "whole": len(points), "names": listed(dict.fromkeys(names))}
    return [question("boundary_against_points", confirmed, **said)]


def unchecked(frame: gpd.GeoDataFrame, points: pd.DataFrame | None) -> list[Note]:
    """What cannot be found out of the first surveyed lines, where neither older ones nor places tell."""
    if points is not None or bool(frame["schematic"].astype(bool).any()):
        return []
    return [note("boundary_unchecked")]


def against_known(
    frame: gpd.GeoDataFrame, known: gpd.GeoDataFrame | None, listing: Villages, confirmed: Collection[str] = ()
) -> list[Note]:
    """What of the boundaries in use a file would take away: villages of its towns that it lacks, and land of its villages.

    Both in metres of one plane; a sketch in use is not missed, and does not replace surveyed lines unasked.
    """
    if known is None or known.empty or frame.empty:
        return []
    if "schematic" in known:
        known = known[~known["schematic"].astype(bool)]
    if bool(frame["schematic"].astype(bool).any()):
        lost = len(known[known["town"].isin(set(frame["town"]))])
        return [question("boundary_sketch_over", confirmed, count=lost)] if lost else []
    here = {(row.town, row.village): row.geometry for row in frame.itertuples()}
    there = {(row.town, row.village): row.geometry for row in known.itertuples() if row.geometry is not None}
    towns = set(frame["town"])
    labels = {place: listing.label(at) for at, place in enumerate(listing.places)}
    notes = []
    if gone := [place for place in there if place[0] in towns and place not in here]:
        names = listed(labels.get(place, "".join(place)) for place in gone)
        notes.append(Note("warning", "boundary_would_vanish", {"count": len(gone), "names": names}, asks=True))
    shares = {
        place: shape.area / there[place].area for place, shape in here.items() if place in there and there[place].area
    }
    changed = [
        f"{labels.get(place, place[1])} {there[place].area / 1e6:.2f}→{here[place].area / 1e6:.2f}"
        for place, share in shares.items()
        if not LEAST_OF_KNOWN <= share <= MOST_OF_KNOWN
    ]
    if changed:
        notes.append(question("boundary_area_changed", confirmed, count=len(changed), names=listed(changed)))
    return notes
