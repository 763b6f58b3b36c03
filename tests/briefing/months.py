"""Ordinary months, delivered file by file, and what they add up to, reckoned here with plain Python.

Towns report on different days; a row is corrected; a delivery lacks a village that is kept, another a project that has
ended; some money is no 衔接资金; one unit stays silent. Nothing of `briefing` or `data_loaders` is used for the sums.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Row = dict[str, Any]
EAST, SOUTH, CAMPUS = "潭东镇", "潭口镇", "高校园区管理处"
JUNE, JULY, AUGUST, EVE, SEPTEMBER, OCTOBER = (
    "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-28", "2023-09-30", "2023-10-31",
)  # fmt: skip
DAYS = (JUNE, "2023-07-15", JULY, AUGUST, EVE, SEPTEMBER, "2023-10-15", OCTOBER)
KEEP, DROP = "keep", "drop"
DONE = ("完工", "验收")
# Title → what makes a row the same thing, and who delivers it.
HOMES = (("镇", "村"), ("镇",))
OF = {
    "户厕问题整改台账": HOMES, "美丽庭院台账": HOMES, "衔接资金台账": (("项目编号",), ("镇",)),
    "建设点台账": (("编号",), ("镇", "类型")), "污水处理站台账": (("站点名称",), ("镇",)),
    "监测指标台账": (("指标编号", "单位"), ("指标编号", "单位")),
}  # fmt: skip


class Delivery(NamedTuple):
    """One file on its way to an edition; `rest` answers for the rows that it lacks."""

    title: str
    day: str
    rows: list[Row]
    rest: str = ""

    @property
    def csv(self) -> bytes:
        """The file as an office writes it."""
        heads = ["截至日期", *self.rows[0]]
        lines = [",".join(heads), *(",".join([self.day, *map(str, row.values())]) for row in self.rows)]
        return "\n".join(lines).encode("utf-8-sig")


def homes(town: str, **done: tuple[int, int]) -> list[Row]:
    """Villages with 任务数 and 完成数."""
    return [{"镇": town, "村": village, "任务数": all, "完成数": some} for village, (all, some) in done.items()]


def _project(
    id: str, place: str, kind: str, source: str, linked: str, all: float, some: float, accepted: str = ""
) -> Row:
    town, village = place[:3], place[3:]
    return {
        "项目编号": id, "项目名称": f"{village}{id}", "镇": town, "村": village, "项目类别": kind, "资金来源": source,
        "是否衔接资金": linked, "安排资金(万元)": all, "累计拨付(万元)": some, "验收日期": accepted, "确权移交日期": "",
    }  # fmt: skip


def _east(*paid: float) -> list[Row]:
    one, two, three = paid
    return [
        _project("E1", "潭东镇龙井村", "产业", "中央", "是", 300, one), _project("E2", "潭东镇迳背村", "基础设施", "省", "否", 80, two),
        _project("E3", "潭东镇东坑村", "公共服务", "市", "是", 120, three, "2023-06-10"),
    ]  # fmt: skip


def _south(first: float, second: float | None, third: float | None = None) -> list[Row]:
    rows = [_project("S1", "潭口镇江坝村", "其他", "中央", "是", 250, first, "2023-06-01")]
    rows += [_project("S2", "潭口镇三观村", "产业", "区", "否", 45, second)] if second is not None else []
    return rows + ([_project("S3", "潭口镇坳上村", "产业", "中央", "是", 100.5, third)] if third is not None else [])


def _site(id: str, kind: str, town: str, village: str, stage: str) -> Row:
    return {"编号": id, "类型": kind, "名称": f"{village}{id}", "镇": town, "村": village, "阶段": stage, "形象进度(%)": 100 if stage in DONE else 40}  # fmt: skip


def _station(name: str, town: str, village: str, stage: str) -> Row:
    return {"站点名称": name, "镇": town, "村": village, "阶段": stage, "形象进度(%)": 100 if stage in DONE else 55}


def _told(id: str, **values: float) -> list[Row]:
    return [{"指标编号": id, "单位": unit, "数值": value} for unit, value in values.items()]


NEW, BASE = "新农村建设点", "产业基地"
DELIVERIES = (
    Delivery("户厕问题整改台账", JUNE, homes(EAST, 龙井村=(60, 12), 东坑村=(40, 30)) + homes(SOUTH, 江坝村=(70, 10), 石禾村=(86, 40))),
    Delivery("美丽庭院台账", JUNE, homes(EAST, 龙井村=(150, 70))),
    Delivery("衔接资金台账", JUNE, _east(90, 10, 30) + _south(100, 0)),
    Delivery("建设点台账", JUNE, [_site("a1", NEW, EAST, "龙井村", "在建"), _site("a2", NEW, EAST, "东坑村", "完工"),
                              _site("b1", NEW, SOUTH, "江坝村", "完工"), _site("b2", NEW, SOUTH, "石禾村", "在建")]),
    Delivery("污水处理站台账", JUNE, [_station("龙井污水处理站", EAST, "龙井村", "在建"), _station("坳上污水处理站", SOUTH, "坳上村", "完工")]),
    Delivery("监测指标台账", JUNE, [*_told("K04", 潭东镇=2, 潭口镇=1, 高校园区管理处=0), *_told("K01", 潭东镇=99.2, 潭口镇=99.5, 高校园区管理处=99.0)]),
    Delivery("户厕问题整改台账", JULY, homes(EAST, 龙井村=(60, 20), 东坑村=(40, 35))),
    Delivery("衔接资金台账", JULY, _east(150, 20, 60)),
    Delivery("户厕问题整改台账", AUGUST, homes(SOUTH, 江坝村=(70, 33)), KEEP),
    Delivery("衔接资金台账", AUGUST, _south(200, 20, 0)),
    Delivery("建设点台账", AUGUST, [_site("c1", BASE, SOUTH, "三观村", "完工"), _site("c2", BASE, SOUTH, "龙塘村", "在建")]),
    Delivery("监测指标台账", AUGUST, _told("K04", 潭东镇=0)),
    Delivery("户厕问题整改台账", AUGUST, homes(SOUTH, 江坝村=(70, 36)), KEEP),
    Delivery("衔接资金台账", AUGUST, _south(210.4, None), KEEP),
    Delivery("户厕问题整改台账", EVE, homes(SOUTH, 江坝村=(70, 51), 石禾村=(86, 60))),
    Delivery("户厕问题整改台账", SEPTEMBER, homes(EAST, 龙井村=(60, 44)), DROP),
    Delivery("美丽庭院台账", SEPTEMBER, homes(SOUTH, 江坝村=(184, 120))),
    Delivery("衔接资金台账", SEPTEMBER, _east(290, 80, 110)),
    Delivery("建设点台账", SEPTEMBER, [_site("a1", NEW, EAST, "龙井村", "完工"), _site("a2", NEW, EAST, "东坑村", "验收")]),
    Delivery("污水处理站台账", SEPTEMBER, [_station("龙井污水处理站", EAST, "龙井村", "完工")]),
    Delivery("监测指标台账", OCTOBER, [*_told("K04", 潭口镇=3), *_told("K01", 潭口镇=98.7)]),
    Delivery("衔接资金台账", OCTOBER, _south(250, None, 60.5), DROP),
)  # fmt: skip


class Told(NamedTuple):
    """What a table says on a day: its rows, and town → the day it speaks for."""

    rows: list[Row]
    days: dict[str, str]

    @property
    def older(self) -> dict[str, str]:
        """Who speaks for an earlier day than the newest delivery."""
        return {town: day for town, day in self.days.items() if day < max(self.newest)}

    @property
    def newest(self) -> set[str]:
        """The days that were delivered."""
        return {row["day"] for row in self.rows}


def on(title: str, day: str) -> Told:
    """Of each reporter the newest delivery by a day, with what was kept and without what was dropped."""
    key, by = OF[title]
    stored: dict[tuple, dict[str, dict[tuple, Row]]] = {}
    for one in DELIVERIES:
        if one.title != title or one.day > day:
            continue
        for reporter in dict.fromkeys(tuple(row[name] for name in by) for row in one.rows):
            own = [row for row in one.rows if tuple(row[name] for name in by) == reporter]
            given = {tuple(row[name] for name in key): row | {"since": one.day, "day": one.day} for row in own}
            known = stored.setdefault(reporter, {})
            before = known.get(max([past for past in known if past <= one.day], default=""), {})
            kept = before.items() if one.rest == KEEP else ()
            known[one.day] = {thing: row | {"day": one.day} for thing, row in kept} | given
    rows = [row for known in stored.values() for row in known[max(known)].values()]
    towns = {row.get("镇") or row["单位"] for row in rows}
    return Told(
        rows, {town: min(row["since"] for row in rows if town in (row.get("镇"), row.get("单位"))) for town in towns}
    )


def total(rows: Iterable[Row], column: str, **where: str) -> float:
    """The sum of a column over the rows that say so."""
    return sum(row[column] for row in rows if all(row[name] == value for name, value in where.items()))


def money(day: str, linked: str = "是") -> list[Row]:
    """The projects that count, or those that do not."""
    return [row for row in on("衔接资金台账", day).rows if row["是否衔接资金"] == linked]


def share(rows: list[Row]) -> float:
    """Disbursed of allocated."""
    return total(rows, "累计拨付(万元)") / total(rows, "安排资金(万元)")


def _least(day: str, rows: list[Row], *villages: str) -> float:
    towns = on("衔接资金台账", day).days
    places = [place for place in villages if place[:3] in towns]
    return min(sum(row["安排资金(万元)"] for row in rows if row["镇"] + row["村"] == place) for place in places)


def _central(day: str) -> float:
    rows = [row for row in money(day) if row["资金来源"] == "中央"]
    return 100 * total(rows, "安排资金(万元)", 项目类别="产业") / total(rows, "安排资金(万元)")


def _late(day: str) -> int:
    """Accepted on 1 and 10 June, never handed over: late from 1 and 10 July on."""
    due = {"2023-06-01": "2023-07-01", "2023-06-10": "2023-07-10"}
    return sum(day >= due[row["验收日期"]] for row in money(day) if row["验收日期"])


def _finished(title: str, day: str, **where: str) -> int:
    return sum(
        row["阶段"] in DONE and all(row[name] == value for name, value in where.items()) for row in on(title, day).rows
    )


def _indicator(day: str, id: str) -> list[float]:
    return [row["数值"] for row in on("监测指标台账", day).rows if row["指标编号"] == id]


# Obligation → its value on a day; None where nothing was delivered yet.
VALUES: dict[str, Callable[[str], float | None]] = {
    "T01": lambda day: _finished("建设点台账", day, 类型=NEW),
    "T03": lambda day: total(on("美丽庭院台账", day).rows, "完成数"),
    "T04": lambda day: total(on("户厕问题整改台账", day).rows, "完成数"),
    "T05": lambda day: _finished("污水处理站台账", day),
    "T08": lambda day: None if day < AUGUST else _finished("建设点台账", day, 类型=BASE),
    "F01": lambda day: 100 * share(money(day)),
    "F02": _central,
    "F03": lambda day: _least(day, money(day), "潭东镇龙井村", "潭口镇江坝村"),
    "F04": lambda day: _least(day, on("衔接资金台账", day).rows, "潭东镇迳背村", "潭口镇三观村", "潭口镇上元村", "潭口镇龙塘村"),
    "F06": _late,
    "K01": lambda day: min(_indicator(day, "K01")),
    "K04": lambda day: sum(_indicator(day, "K04")),
}  # fmt: skip
LEDGER = {"T03": "美丽庭院台账", "T04": "户厕问题整改台账", "T05": "污水处理站台账", "F01": "衔接资金台账"}
