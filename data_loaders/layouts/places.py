"""Town and village among the columns of a ledger, and the columns of persons, which nobody reads."""

import re

from data_loaders.layouts.contents import IS_VILLAGE, MOST, Profile, coordinates, degrees, listed_place, place_of
from data_loaders.layouts.language import words
from data_loaders.layouts.language.words import LIKELY, SURE, leaf_and_group, likeness
from data_loaders.layouts.layout import COORDINATES, How
from data_loaders.layouts.work import Work
from data_loaders.schema import VILLAGES
from data_loaders.tidying.cells import squeezed

_BOTH = re.compile(r"及|和|与|、")  # 项目名称及地点


def person_columns(work: Work) -> None:
    """Columns of persons and ranks are not kept; a town among the ranks stands over its villages, with their sums."""
    for profile in work.open():
        if work.table.has("town") and words.RANK.search(leaf_and_group(profile.header)[0]) and _counts_below_towns(profile):  # fmt: skip
            work.put(profile, ("town",), How.SPLIT, 0.9)
            continue
        if words.PERSON.search(leaf_and_group(profile.header)[0]) or (words.RANK.search(leaf_and_group(profile.header)[0]) and work.table.name not in ("tasks", "actions")):  # fmt: skip
            work.ignore(profile)


def places(work: Work) -> None:
    """Town and village: by what the cells hold more than by what stands above them."""
    if work.table is VILLAGES:
        _listed_places(work)
    if not work.table.has("village") or work.table is VILLAGES:
        return
    town, village = work.table.column("town"), work.table.column("village")
    both = [
        p
        for p in work.open()
        if p.filled and p.place_share >= MOST and p.number_share < 0.5
        if _has_town_in_front(work, p) or _is_place_with_more(work, p) or _mixes_towns_in(p)
    ]
    towns = [(work.fit(p, town), p) for p in work.open() if p.town_share >= MOST]
    villages = [(work.fit(p, village), p) for p in work.open() if p.village_share >= MOST and p not in both]
    if towns and not work.taken("town"):
        score, best = max(towns, key=lambda pair: pair[0])
        owner = re.search(r"单位|部门", best.header) and work.table.has("owner") and (both or villages)
        if not owner and (score >= 0.3 or not both):
            work.put(best, ("town",), How.AS_IS, max(score, 0.7))
    if villages and not work.taken("village"):
        score, best = max(villages, key=lambda pair: pair[0])
        if score or (len(villages) == 1 and not _is_name_header(best.header)):
            work.put(best, ("village",), How.AS_IS, max(score, 0.7))
    if both and not work.taken("village"):
        named_place = [(likeness(work.table, village, p.header), p) for p in both]
        score, best = max(named_place, key=lambda pair: pair[0])
        if score or not _is_name_header(best.header):
            to = ("village",) if work.taken("town") else ("town", "village")
            work.put(best, (*to, *_name_too(work, best)), How.SPLIT, max(score, SURE if score else 0.6))
    if work.taken("village") and not work.taken("town") and len(lying := [p for p in both if p.header not in work.rules and _says_where(p)]) == 1:  # fmt: skip
        work.put(lying[0], ("town",), How.SPLIT, 0.9)
    if not work.taken("village") and work.table.column("village").required:
        _places_in_names(work, both)


def _counts_below_towns(profile: Profile) -> bool:
    """潭东镇, 1, 2, 潭口镇, 1 … under 序号."""
    gazetteer = profile.gazetteer
    return 0 < profile.town_share < 1 and profile.share(lambda text: text.isdigit() or bool(gazetteer.town(text))) == 1


def _says_where(profile: Profile) -> bool:
    """站址 over 潭口镇坳上村祠堂东侧, beside a column of villages: the town stands only there."""
    return bool(re.search(words.PLACE_WORDS, profile.header)) and not _is_name_header(profile.header) and profile.share(lambda text: place_of(text, profile.gazetteer)[0] is not None) == 1.0  # fmt: skip


def _listed_places(work: Work) -> None:
    """所在镇村 of a village list: what stands before its villages are its towns."""
    pairs = [p for p in work.open() if p.share(lambda text: None not in listed_place(text)) >= MOST or _stands_over(p)]
    if len(pairs) == 1:
        work.put(pairs[0], ("town", "village"), How.SPLIT, 0.9)


def _stands_over(profile: Profile) -> bool:
    """潭东镇, 龙井村, 上坝村, 潭口镇 … in one column of a village list."""
    places = [listed_place(text) for text in profile.texts]
    towns = [town for town, village in places if town and not village]
    return bool(towns) and places[0] == (towns[0], None) and len(set(towns)) == len(towns) < len(places) and all(place[0] or IS_VILLAGE.search(str(place[1])) for place in places)  # fmt: skip


def _name_too(work: Work, profile: Profile) -> tuple[str, ...]:
    """建设点 over 潭东镇龙井村上屋: the name of a thing, too, where no other column is one."""
    named = next((name for name in ("name", "project") if work.table.has(name)), None)
    if named is None:
        return ()
    name = work.table.column(named)
    own = max(likeness(work.table, name, part) for part in (profile.header, *_BOTH.split(profile.header)))
    others = [work.fit(p, name) for p in work.open() if p is not profile]
    return (named,) if own >= LIKELY and max(others, default=0.0) < LIKELY else ()


def _places_in_names(work: Work, both: list[Profile]) -> None:
    """龙井村污水站 alone says where it is."""
    inside = [p for p in work.open() if p.filled and p.share(lambda text: place_of(text, work.known.gazetteer)[1] is not None) == 1]  # fmt: skip
    names = [p for p in work.open() if (p in both or p in inside) and work.table.has("name") and work.fit(p, work.table.column("name")) >= LIKELY]  # fmt: skip
    if len(names) == 1:
        to = ("village",) if work.taken("town") else ("town", "village")
        work.put(names[0], (*to, "name"), How.SPLIT, 0.8)


def _is_place_with_more(work: Work, profile: Profile) -> bool:
    """石禾村上屋组 under 实施地点: a village with what lies in it, and no name of a project."""
    like = likeness(work.table, work.table.column("village"), profile.header)
    return profile.village_share < MOST and like >= LIKELY and not re.search("名称|内容", profile.header)


def _mixes_towns_in(profile: Profile) -> bool:
    """潭东镇, 龙井村, 上坝村, 潭口镇 … in one column: each town stands over its villages."""
    return 0 < profile.town_share < MOST <= profile.town_share + profile.village_share


def _has_town_in_front(work: Work, profile: Profile) -> bool:
    gazetteer = work.known.gazetteer
    return profile.share(lambda text: gazetteer.split(text)[0] is not None or gazetteer.town(text) is not None or gazetteer.is_district(text)) >= 0.5  # fmt: skip


def _is_name_header(header: str) -> bool:
    return bool(re.search(r"名称|项目|工程|点位|站点|设施", header))


def coordinates_told(work: Work) -> None:
    """Longitude and latitude in one cell, in degrees and minutes, or with these in columns of their own."""
    if not work.table.has("longitude") or work.taken("longitude") or work.taken("latitude"):
        return
    both = [p for p in work.open() if p.share(lambda text: coordinates(text) is not None) >= MOST]
    if len(both) == 1:
        work.put(both[0], COORDINATES, How.NUMBER_TEXT, 0.9)
        return
    for name, axis in zip(COORDINATES, "经纬", strict=True):
        of_axis = [p for p in work.open() if axis in leaf_and_group(p.header)[0] or axis in leaf_and_group(p.header)[1]]
        written = [p for p in of_axis if p.share(lambda text: degrees(text) is not None) >= MOST > p.number_share]
        units = {match[1]: p for p in of_axis if p.number_share >= MOST and (match := _ARC.search(squeezed(p.header)))}
        if len(written) == 1:
            work.put(written[0], (name,), How.NUMBER_TEXT, 0.9)
        elif {"度", "分"} <= units.keys():
            for unit, profile in units.items():
                work.put(profile, (name,), How.DEGREES, 0.9, value=unit)


_ARC = re.compile(r"(?:[经纬]|[经纬]度.?|[/(])([度分秒])\)?$")  # 经度(度), 经度(分); 度, 分 and 秒 under 东经
