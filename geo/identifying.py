"""Features of a boundary file → which of our villages each is, by code and by name, before anything is drawn."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.notes import Note, listed, note, question
from geo.villages import COUNTY_DIGITS, TOWN_DIGITS, Villages, village_code

NAME_HEADERS = ("XZQMC", "ZLDWMC", "CUNMC", "CJDCQMC", "村", "村名", "村名称", "行政村", "名称", "NAME", "QSDWMC")
CODE_HEADERS = ("XZQDM", "ZLDWDM", "CUNDM", "CJDCQDM", "行政区划代码", "代码", "CODE", "QSDWDM")
TOWN_HEADERS = ("镇", "乡镇", "乡(镇)", "所属乡镇", "XZMC", "XIANGMC", "ZMC", "TOWN", "FOLDER")
# Features that are not counted as one of ours, by the reason remarked.
FEWEST_NAMED = 2  # villages of ours that make codes of another county former ones of ours
_STRANGERS = ("neighbour", "not_listed", "ambiguous")


@dataclass(frozen=True)
class Identified:
    """Which village each feature is: `position` in the list or -1, `label` as the file writes it; both by feature."""

    position: pd.Series
    label: pd.Series
    notes: tuple[Note, ...]
    unknown: tuple[str, ...]

    @property
    def ours(self) -> pd.Series:
        """Which features are villages of the list."""
        return self.position >= 0


@dataclass(frozen=True)
class _Feature:
    """What a feature says about itself, and what that can mean."""

    code: str | None
    name: str | None
    by_code: int | None
    by_name: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        return self.by_code is not None and self.by_code in self.by_name

    @property
    def label(self) -> str:
        return self.name or self.code or ""

    @property
    def pair(self) -> str:
        return f"{self.code}—{self.name}"


def identify(frame: pd.DataFrame, villages: Villages, confirmed: Collection[str] = ()) -> Identified:
    """Match features to villages by attributes alone, so it works before the reference system is known.

    `confirmed` holds the codes of questions that a person has answered with yes.
    """
    features = _features(frame, villages)
    agreed = {feature.by_code for feature in features if feature.by_code is not None and feature.agrees}
    former = _former_counties(features, villages, agreed)
    chosen = [_choice(feature, villages, agreed, former) for feature in features]
    position = pd.Series([-1 if found is None else found for found, _ in chosen], index=frame.index, dtype=int)
    label = pd.Series([feature.label for feature in features], index=frame.index, dtype="object")
    groups = defaultdict(list)
    for (_, problem), feature in zip(chosen, features, strict=True):
        if problem is not None:
            groups[problem].append(feature)
    return Identified(
        position,
        label,
        tuple(_remarks(groups, confirmed)),
        _distinct(f.label for group in _STRANGERS for f in groups[group]),
    )


def _features(frame: pd.DataFrame, villages: Villages) -> list[_Feature]:
    """Read code, town and name of every feature, each from the column that knows most villages."""
    text = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    values = {str(column): [value if isinstance(value, str) else None for value in text[column]] for column in text}
    codes = {column: [village_code(cell) for cell in cells] for column, cells in values.items()}
    code_columns = _ranked(
        {column: {code for code in cells if code in villages.by_code} for column, cells in codes.items()}, CODE_HEADERS
    )
    # Well-formed codes none of which is ours still tell a neighbour's village from ours.
    code_columns = code_columns or [
        column for column in values if column.upper() in CODE_HEADERS and any(codes[column])
    ]
    towns = _towns(values, villages)
    known = {
        column: {found for cell in set(cells) if cell for found in villages.named(cell)}
        for column, cells in values.items()
    }
    name_columns = _ranked(known, NAME_HEADERS)
    name_columns = name_columns or [column for header in NAME_HEADERS for column in values if column.upper() == header]
    features = []
    for row in range(len(frame)):
        code = next((codes[column][row] for column in code_columns if codes[column][row]), None)
        name = next((values[column][row] for column in name_columns if values[column][row]), None)
        by_name = villages.named(name, towns[row]) if name else ()
        features.append(_Feature(code, name, villages.by_code.get(code) if code else None, by_name))
    return features


def _ranked(found: Mapping[str, set], headers: tuple[str, ...]) -> list[str]:
    """Columns that know any village, most first; of equals the one with the more usual header."""
    order = {header: rank for rank, header in enumerate(headers)}
    columns = [column for column in found if found[column]]
    return sorted(columns, key=lambda column: (-len(found[column]), order.get(column.upper(), len(order))))


def _towns(values: Mapping[str, list[str | None]], villages: Villages) -> list[str | None]:
    """The town each feature says it is in: one of the list, another as written, None when it says nothing."""
    rows = len(next(iter(values.values()), []))
    known = {column: {villages.town(cell) for cell in set(cells) if cell} - {None} for column, cells in values.items()}
    columns = [column for column in _ranked(known, TOWN_HEADERS) if not _names_villages(values[column], villages)]
    if not columns:
        return [None] * rows
    return [(villages.town(cell) or cell) if cell else None for cell in values[columns[0]]]


def _names_villages(cells: Iterable[str | None], villages: Villages) -> bool:
    """Whether a column holds villages, perhaps with the town in front, and so cannot be the column of towns."""
    return any(villages.named(cell) for cell in set(cells) if cell)


def _former_counties(features: list[_Feature], villages: Villages, agreed: set[int]) -> frozenset[str]:
    """Other counties' codes that most features with them carry beside our names: what ours were before a reform."""
    ours = {code[:COUNTY_DIGITS] for code in villages.by_code}
    named: dict[str, list[bool]] = defaultdict(list)
    for feature in features:
        if feature.code and feature.code[:COUNTY_DIGITS] not in ours:
            named[feature.code[:COUNTY_DIGITS]].append(len(feature.by_name) == 1 and feature.by_name[0] not in agreed)
    return frozenset(county for county, own in named.items() if sum(own) >= FEWEST_NAMED and sum(own) * 2 > len(own))


def _choice(
    feature: _Feature, villages: Villages, agreed: set[int], former: Collection[str]
) -> tuple[int | None, str | None]:
    """(position of the village or None, what to remark); `agreed`: villages whose name and code some feature has."""
    if feature.agrees:
        return feature.by_code, None
    if feature.by_code is not None:
        if not feature.by_name:
            return feature.by_code, "name_differs" if feature.name else None
        if len(feature.by_name) == 1 and not (feature.by_name[0] in agreed and feature.by_code not in agreed):
            return feature.by_name[0], "code_name"
        return feature.by_code, "code_name"
    if len(feature.by_name) > 1:
        return None, "ambiguous"
    if feature.by_name:
        if feature.code is None:
            return feature.by_name[0], None
        # A neighbouring county may have a village of the same name; a wrong digit within our county is a slip.
        elsewhere = feature.code[:COUNTY_DIGITS] not in {code[:COUNTY_DIGITS] for code in villages.by_code}
        if feature.code[:COUNTY_DIGITS] in former and feature.by_name[0] not in agreed:
            return feature.by_name[0], "old_codes"
        if feature.by_name[0] in agreed or (elsewhere and agreed):
            return None, "neighbour"
        return feature.by_name[0], "code_unknown"
    if not feature.label:
        return None, "unnamed"
    towns = {code[:TOWN_DIGITS] for code in villages.by_code}
    return None, "not_listed" if feature.code and feature.code[:TOWN_DIGITS] in towns else "neighbour"


def _remarks(groups: Mapping[str, list[_Feature]], confirmed: Collection[str]) -> list[Note]:
    notes = []
    if odd := groups.get("code_name"):
        pairs = listed(_distinct(feature.pair for feature in odd))
        notes.append(question("boundary_code_name", confirmed, pairs=pairs))
    if old := groups.get("old_codes"):
        prefixes = "、".join(sorted({str(feature.code)[:COUNTY_DIGITS] for feature in old}))
        pairs = listed(_distinct(feature.pair for feature in old))
        notes.append(question("boundary_old_codes", confirmed, prefixes=prefixes, pairs=pairs))
    for problem in ("code_unknown", "name_differs"):
        if groups.get(problem):
            notes.append(
                note(f"boundary_{problem}", pairs=listed(_distinct(feature.pair for feature in groups[problem])))
            )
    for problem in ("ambiguous", "not_listed"):
        if groups.get(problem):
            notes.append(
                note(f"boundary_{problem}", names=listed(_distinct(feature.label for feature in groups[problem])))
            )
    if groups.get("neighbour"):
        notes.append(counted("boundary_neighbours", _distinct(feature.label for feature in groups["neighbour"])))
    if groups.get("unnamed"):
        notes.append(note("boundary_unnamed", count=len(groups["unnamed"])))
    return notes


def counted(code: str, names: Iterable[str]) -> Note:
    """A note with the number of names and the names."""
    names = list(names)
    return note(code, count=len(names), names=listed(names))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
