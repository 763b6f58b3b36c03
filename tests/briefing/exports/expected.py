"""What the files must hold, told from `briefing show --json` alone, and how they differ from it.

Every function here returns sentences about differences, so that one test can ask for none and another can prove, by
changing a number, that it would be missed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from briefing import formats
from tests.briefing.exports.reading import STATUS_MARK

TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
UNKNOWN = ("未报", "—", "", "未到期")
TROUBLED = ("略滞后", "滞后", "未达标", "逾期")
BOUNDS = ("ratio", "floor", "deadline", "indicator")
WORDS = {"已完成": "完成"}
EXACT, TENTH = 1e-6, 0.0501


@dataclass(frozen=True)
class Share:
    """A fraction that is read as per cent."""

    value: float | None


def squeezed(text: object) -> str:
    """Text without spaces, status marks and the form of brackets, which papers set differently."""
    return re.sub(r"\s", "", STATUS_MARK.sub("", str(text))).translate(str.maketrans("()", "（）"))


def equal(shown: object, said: object) -> bool:
    """Whether a cell shows what JSON says; what is not known is a word, never 0."""
    if isinstance(said, Share):
        said = None if said.value is None else said.value * 100
    if said is None or said == "":
        return shown in UNKNOWN
    if isinstance(said, str):
        return squeezed(shown).lstrip("'") == re.sub(r"[\x00-\x08\x0b-\x1f]", "", squeezed(said))
    if isinstance(shown, int | float):
        return abs(shown - said) <= EXACT
    number = re.match(r"[+−-]?[\d,]+(?:\.\d+)?", squeezed(shown))
    return number is not None and abs(float(number[0].replace(",", "").replace("−", "-")) - said) <= TENTH


def row_differences(where: str, shown: Sequence[dict], said: Sequence[dict]) -> list[str]:
    """Rows in order, all of them; only the columns that are told."""
    if len(shown) != len(said):
        return [f"{where}: {len(shown)} rows, {len(said)} told"]
    return [
        f"{where} row {number} {column}: {one.get(column)!r} is not {value!r}"
        for number, (one, other) in enumerate(zip(shown, said, strict=True), 1)
        for column, value in other.items()
        if not equal(one.get(column), value)
    ]


def keyed_differences(where: str, shown: Sequence[dict], said: Sequence[dict], key: str) -> list[str]:
    """Some of the told rows, in another order: every shown one must be among them as a whole."""
    return [
        f"{where}: {row} is not told"
        for row in shown
        if not any(
            all(equal(row.get(column), value) for column, value in one.items())
            for one in said
            if equal(row[key], one[key])
        )
    ]


def chart_differences(shown: dict[str, dict], said: dict[str, dict]) -> list[str]:
    """Chart → series → point: the same points with the same values."""
    if shown.keys() != said.keys():
        return [f"charts {sorted(shown)} are not {sorted(said)}"]
    return [
        f"{chart} {series}: {shown[chart].get(series)} is not {points}"
        for chart, all_series in said.items()
        for series, points in all_series.items()
        if not _same_points(shown[chart].get(series, {}), points)
    ]


def _same_points(shown: dict, said: dict) -> bool:
    return shown.keys() == said.keys() and all(abs(shown[at] - said[at]) <= EXACT for at in said)


# --- the workbook and the tables of the offline page ---------------------------------------------------------------


def ledger(json: dict) -> dict[str, list[dict]]:
    """Sheet → rows, every column that holds a figure, a day or a status."""
    measures, funds = json["measures"], json["funds"]
    return {
        "指标": [_measure(one) for one in measures],
        "指标分项": [_part(one, part) for one in measures for part in one["parts"]],
        "逐期进度": [_point(one, point) for one in measures for point in one["history"]],
        "村庄": [_village(one) for one in json["villages"]],
        "建设点": [_site(one) for one in json["sites"]],
        "污水处理站": [
            _site(one) | {"设计规模（吨/日）": one["capacity"], "受益户数": one["beneficiaries"]}
            for one in json["stations"]
        ],
        "资金汇总": [
            _money(one) | {"名称": one["name"].replace("全区", "区级项目（不分镇）")} for one in slices(funds)
        ],
        "资金逐月": [_money(one) | {"截至日期": one["date"]} for one in (*funds["by_month"], *funds["projection"])],
        "资金项目": [_project(one) for one in funds["projects"]],
        "定期履职": [
            {
                "编号": one["id"],
                "单位": one["unit"],
                "周期编号": one["period"],
                "状态": WORDS.get(one["status"], one["status"]),
            }
            for one in json["duties"]
        ],
        "任务清单": [_task(one) for one in json["tasks"]],
        "交办事项": [_action(one) for one in json["actions"]],
        "需要调度": [
            {
                "序号": at,
                "事项": one["title"],
                "责任单位": one["owner"],
                "状态": one["status"],
                "时限": one["due_on"],
                "逾期天数": one["days_late"],
            }
            for at, one in enumerate(json["attention"], 1)
        ],
    }


def place(name: str) -> str:
    """A slice of the money as people read it."""
    return {"全区": "区级项目（不分镇）"}.get(name, name)


def slices(funds: dict) -> list[dict]:
    """Money by source, town and category, and what does not count."""
    apart = [funds["not_counted"]] if funds["not_counted"] else []
    return [*funds["by_source"], *funds["by_town"], *funds["by_category"], *apart]


def _measure(one: dict) -> dict:
    return {
        "编号": one["id"], "状态": one["status"], "目标值": one["target"], "完成值": one["value"], "单位": one["unit"],
        "完成率": one["rate"], "序时进度": one["scheduled"], "较上季末": one["change"], "数据截至": one["snapshot"],
        "期限": one["deadline"], "说明": one["reason"],
    }  # fmt: skip


def _part(measure: dict, one: dict) -> dict:
    return {
        "编号": measure["id"], "镇（管理处）": one["town"], "名称": one["name"], "状态": one["status"], "目标值": one["target"],
        "完成值": one["value"], "完成率": one["rate"], "序时进度": one["scheduled"],
    }  # fmt: skip


def _point(measure: dict, one: dict) -> dict:
    return {
        "编号": measure["id"], "截至日期": one["date"], "完成值": one["value"], "完成率": one["rate"], "序时进度": one["scheduled"],
    }  # fmt: skip


def _village(one: dict) -> dict:
    items = "；".join(f"{item['title']} {item['text']}（{item['status']}）" for item in one["items"])
    return {"村（社区）": one["village"], "综合状态": one["statuses"].get("综合", "未报"), "各项情况": items}


def _site(one: dict) -> dict:
    return {
        "类型": one["kind"], "名称": one["name"], "状态": one["status"], "阶段": one["stage"], "形象进度": one["progress"],
        "序时进度": one["scheduled"], "计划完工": one["planned_finish"], "期限": one["due_on"],
        "实际完工": one["actual_finish"], "逾期天数": one["days_late"], "经度": one["longitude"], "纬度": one["latitude"],
    }  # fmt: skip


def _task(one: dict) -> dict:
    return {"序号": one["number"], "任务": one["title"], "状态": one["status"], "下一期限": one["due_on"]}


def _money(one: dict) -> dict:
    return {"安排资金（万元）": one["allocated"], "累计拨付（万元）": one["disbursed"], "拨付率": one["rate"]}


def _project(one: dict) -> dict:
    named = {"项目编号": one["project_id"], "项目名称": one["project"], "状态": one["status"]}
    return named | _money(one) | {"验收日期": one["accepted_on"], "确权移交日期": one["handed_over_on"]}


def _action(one: dict) -> dict:
    return {
        "编号": one["id"], "事项": one["item"], "责任单位": one["owner"], "会议日期": one["assigned_on"],
        "完成时限": one["due_on"], "原定时限": one["first_due_on"], "完成日期": one["done_on"],
        "状态": WORDS.get(one["status"], one["status"]), "逾期天数": one["days_late"],
    }  # fmt: skip


def ledger_differences(tables: dict[str, list[dict]], json: dict) -> Iterator[str]:
    """Every figure of every table; a figure in a column that nobody tells of is a difference too."""
    said = ledger(json)
    for sheet, rows in said.items():
        yield from row_differences(sheet, tables[sheet], rows)
    for sheet, rows in said.items():
        figures = {column for row in tables[sheet] for column, value in row.items() if isinstance(value, float)}
        yield from (f"{sheet}: nothing is told of {column}" for column in figures if rows and column not in rows[0])


# --- slides and bulletins ------------------------------------------------------------------------------------------


def due(day: str | None, year: int) -> str:
    """A day as sentences say it."""
    if day is None:
        return "—"
    told = date.fromisoformat(day)
    return f"{'' if told.year == year else f'{told.year}年'}{told.month} 月 {told.day} 日"


def year_of(json: dict) -> int:
    """The year of the briefing."""
    return date.fromisoformat(json["as_of"]).year


def site_rows(sites: Iterable[dict], year: int) -> list[dict]:
    """Sites as slides list them."""
    return [
        {"状态": one["status"], "名称": one["name"], "阶段": one["stage"], "进度": Share(one["progress"]),
         "计划完工": due(one["planned_finish"], year), "责任单位": one["owner"]}
        for one in sites
    ]  # fmt: skip


def project_rows(json: dict) -> list[dict]:
    """Projects whose money is late; two of one name are told apart by whose money it is."""
    names = Counter(one["project"] for one in json["funds"]["projects"])
    return [
        {"状态": one["status"],
         "项目": one["project"] + (f"（{one['source']}级资金）" if names[one["project"]] > 1 else ""), "地点": f"{one['town']}{one['village'] or ''}",
         "安排（万元）": one["allocated"], "拨付（万元）": one["disbursed"], "拨付率": Share(one["rate"])}
        for one in json["funds"]["projects"] if one["status"] in TROUBLED
    ]  # fmt: skip


def attention_rows(json: dict) -> list[dict]:
    """What leaders have to ask about."""
    return [
        {
            "序号": at,
            "事项": one["title"],
            "责任单位": one["owner"],
            "时限": due(one["due_on"], year_of(json)) if one["due_on"] else "—",
            "状态": one["status"],
        }
        for at, one in enumerate(json["attention"], 1)
    ]


def action_rows(json: dict) -> list[dict]:
    """What was assigned."""
    return [
        {"状态": WORDS.get(one["status"], one["status"]), "事项": one["item"], "责任单位": one["owner"],
         "完成时限": due(one["due_on"], year_of(json))}
        for one in json["actions"]
    ]  # fmt: skip


def bound_rows(json: dict) -> list[dict]:
    """Floors, caps and indicators."""
    return [
        {
            "指标": one["title"],
            "现值": one["value"],
            "状态": "缺基数" if one["value"] is not None and "缺上年基数" in one["reason"] else one["status"],
        }
        for one in json["measures"]
        if one["kind"] in BOUNDS
    ]


def duty_rows(json: dict, towns: Sequence[str], unit_head: str, due_head: str) -> list[dict]:
    """Acts of duty by unit; those of villages are counted with their town."""
    tally: dict[str, Counter] = {}
    for one in json["duties"]:
        unit = next((town for town in towns if one["unit"].startswith(town)), one["unit"])
        tally.setdefault(unit, Counter())[one["status"]] += 1
    return [
        {
            unit_head: unit,
            due_head: own["已完成"] + own["逾期"] + own["未报"],
            "已完成": own["已完成"],
            "逾期": own["逾期"],
        }
        for unit, own in tally.items()
    ]


def goal_rows(json: dict) -> list[dict]:
    """Targets of the year."""
    return [
        {"指标": one["title"], "目标": one["target"], "完成": one["value"], "完成率": Share(one["rate"]),
         "序时": Share(one["scheduled"]), "状态": one["status"]}
        for one in json["measures"] if one["kind"] in ("target", "milestones")
    ]  # fmt: skip


def change_rows(before: dict, after: dict) -> list[dict]:
    """Δ per measure; where one side is not reported, or not by everybody, there is none."""
    known = {one["id"]: one for one in before["measures"]}
    return [
        {"指标": new["title"], "上次": old["value"], "本次": new["value"], "变化": _delta(old, new),
         "上次状态": old["status"], "本次状态": new["status"]}
        for new in after["measures"] if (old := known.get(new["id"]))
    ]  # fmt: skip


def _delta(old: dict, new: dict) -> float | None:
    silent = "未报" in (old["status"], new["status"]) or None in (old["value"], new["value"])
    return None if silent else new["value"] - old["value"]


# --- any figure in any sentence ------------------------------------------------------------------------------------


@cache
def tokens(text: str) -> set[str]:
    """Every figure of a text, thousands without commas."""
    return {token.replace(",", "") for token in TOKEN.findall(text)}


def known_tokens(*jsons: dict) -> set[str]:
    """Every figure that a text may say: numbers of JSON as they are written, its days, its texts, its counts."""
    said: set[str] = set()
    for value in (value for json in jsons for value in _walk(json)):
        if isinstance(value, str):
            said |= tokens(value)
            said |= {str(int(part)) for part in value.split("-") if part.isdigit()}
        elif isinstance(value, list):
            said |= {str(count) for count in _counts(value)}
        elif isinstance(value, int | float) and not isinstance(value, bool):
            said |= _written(value)
    return said


def reckoned_tokens(json: dict, towns: Sequence[str]) -> set[str]:
    """Figures that sentences reckon from JSON: acts by unit, money and things still to go, gaps to what was due."""
    found = {str(count) for row in duty_rows(json, towns, "u", "d") for count in row.values() if isinstance(count, int)}
    late = project_rows(json)
    found.add(formats.money(sum(row["安排（万元）"] - row["拨付（万元）"] for row in late)).replace(",", ""))
    judged = [*json["measures"], *(site | {"rate": site["progress"]} for site in (*json["sites"], *json["stations"]))]
    paces = json["funds"]["pace_needed"], json["funds"]["pace_recent"]
    if None not in paces:
        found.add(formats.money(paces[0] - paces[1]).replace(",", ""))
    gaps = [one["rate"] - one["scheduled"] for one in judged if None not in (one["rate"], one["scheduled"])]
    left = [one["target"] - one["value"] for one in json["measures"] if None not in (one["target"], one["value"])]
    found |= {formats.digits(abs(one)).replace(",", "") for one in left}  # 还差 63 个
    return found | {f"{abs(gap) * 100:.1f}" for gap in gaps}


def _walk(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _walk(inner)


@cache
def _written(number: float) -> set[str]:
    number = abs(number)
    shares = {formats.rate(number), f"{number:.0%}", f"{round(number, 2):g}%", formats.amount(number, formats.PERCENT)}
    amounts = {formats.count(number), formats.money(number), f"{round(number, 2):g}", f"{number * 100:.1f}"}
    return {one.replace(",", "") for one in shares | amounts}


def _counts(rows: list) -> set[int]:
    """How many rows, how many of each word, how many of each pair of words."""
    found = {len(rows)}
    words = [
        [f"{key}={value}" for key, value in row.items() if isinstance(value, str)]
        for row in rows
        if isinstance(row, dict)
    ]
    found |= set(Counter(word for row in words for word in row).values())
    return found | set(Counter(pair for row in words for pair in _pairs(row)).values())


def _pairs(words: list[str]) -> list[str]:
    status = [word for word in words if word.startswith("status=")]
    return [f"{word}|{one}" for one in status for word in words]


def move_rows(before: dict, after: dict) -> list[dict]:
    """From which overall status to which, and the villages that went that way."""
    known = {(one["town"], one["village"]): one["statuses"].get("综合", "未报") for one in before["villages"]}
    moves: dict[tuple[str, str], list[str]] = {}
    for one in after["villages"]:
        now, then = one["statuses"].get("综合", "未报"), known.get((one["town"], one["village"]))
        if then not in (None, now):
            moves.setdefault((then, now), []).append(f"{one['town']}{one['village']}")
    return [
        {"上次状态": then, "本次状态": now, "村数": str(len(names)), "村（社区）": "、".join(names)}
        for (then, now), names in moves.items()
    ]


def town_rows(json: dict, towns: Sequence[str]) -> list[dict]:
    """What of each target lies in each unit: 120/150（80.0%）."""
    goals = [one for one in json["measures"] if one["kind"] == "target"]
    goals = [one for one in goals if any(part["town"] in towns for part in one["parts"])]
    rows = [{"指标": one["title"]} | {town: _town_share(one, town) for town in towns} for one in goals]
    money = {one["name"]: one for one in json["funds"]["by_town"]}
    silent = {one["reporter"] for one in json["funds"]["mixed"] if one["snapshot"] is None}
    told = {
        town: f"{formats.money(one['disbursed'])}/{formats.money(one['allocated'])}（{formats.rate(one['rate'])}）"
        if (one := money.get(town))
        else ("未报" if json["funds"]["rate"] is None or town in silent else "—")
        for town in towns
    }
    return [*rows, {"指标": "衔接资金拨付率"} | told]


def _town_share(measure: dict, town: str) -> str:
    own = [part for part in measure["parts"] if part["town"] == town]
    known = [part for part in own if part["value"] is not None]
    if not known:
        return "未报" if own or town in measure["unreported"] else "—"
    done, aim = sum(part["value"] for part in known), sum(part["target"] or 0 for part in known)
    villages = measure["rule"] == "places_done" and all(part["town"] != part["name"] for part in measure["parts"])
    counted = "个村" if villages or measure["unit"] == "个村" else "个单位" if measure["unit"] == "个单位" else "处"
    silent = f"，{len(own) - len(known)} {counted}未报" if len(known) < len(own) else ""
    return f"{formats.count(done)}/{formats.count(aim)}" + (f"（{formats.rate(done / aim)}{silent}）" if aim else "")
