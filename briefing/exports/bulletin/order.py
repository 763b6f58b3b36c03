"""督办单: one Word file a unit that has something urgent, with a 回执 to fill in; no room for names or telephones in it."""

import io
from collections.abc import Sequence
from datetime import date, timedelta

from briefing import formats
from briefing.exports.bulletin import layout_table, official_layout
from briefing.exports.bulletin.layout_table import Head
from briefing.exports.bulletin.official_layout import OPEN_DAY
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wording import labels
from briefing.wording.open_items import ANSWER_DAYS, OpenItem, urgent_items
from data_loaders.store.papers import Particulars

TITLE, RECEIPT = "督办单", "督办事项办理情况回执"
ASK_HEADS = (
    Head("序号", 8, True), Head("督办事项", 31), Head("目前情况", 29), Head("办理要求", 17), Head("办结时限", 15),
)  # fmt: skip
RECEIPT_HEADS = (Head("序号", 8, True), Head("督办事项", 35), Head("办理情况和下一步措施", 42), Head("办结日期", 15))
WRITTEN = 14  # millimetres of a row that is filled in by hand
SEAL = "（盖章）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def orders(
    briefing: Briefing, land: Land, previous: Briefing | None = None, told: Particulars | None = None
) -> dict[str, bytes]:
    """All of them, the unit in each name. `land` and `previous` are asked of every format."""
    return {file_name(briefing, unit): write_order(briefing, unit, told) for unit in urgent_items(briefing)}


def file_name(briefing: Briefing, unit: str) -> str:
    """督办单_潭口镇_2023-09-30_第3版.docx."""
    return f"{labels.file_stem(briefing, f'{TITLE}_{unit}')}.docx"


def write_order(briefing: Briefing, unit: str, told: Particulars | None = None) -> bytes:
    """The 督办单 of one unit; KeyError for a unit that has nothing urgent."""
    urgent = urgent_items(briefing)
    items, told = urgent[unit], told or Particulars()
    asked_on = max(briefing.as_of, told.dated or briefing.as_of)
    office = labels.clean(briefing.publisher)
    sheet = official_layout.new_paper()
    labels.sign(sheet.core_properties, f"{TITLE}：{unit}", briefing)
    if briefing.edition.sample:
        official_layout.sample_mark(sheet, labels.SAMPLE_MARK)
    official_layout.page_numbers(sheet)
    official_layout.title(sheet, [TITLE])
    official_layout.centred(sheet, number_of(briefing, list(urgent).index(unit) + 1))
    official_layout.blank(sheet)
    official_layout.addressees(sheet, f"{unit}：")
    official_layout.sentence(sheet, _opening(briefing, items, told))
    layout_table.table(
        sheet, "督办事项", ASK_HEADS, [_asked(at, item, briefing, asked_on) for at, item in enumerate(items, 1)]
    )
    official_layout.sentence(
        sheet, f"请于{answer_day(briefing, asked_on)}前填写回执，盖章后报领导小组办公室；逾期事项应当书面说明原因。"
    )
    day = formats.full_day(told.dated) if told.dated else OPEN_DAY
    official_layout.closing(sheet, office, day)
    official_layout.attached(sheet, None, RECEIPT)
    rows = [(str(at), item.title, "", "") for at, item in enumerate(items, 1)]
    layout_table.table(
        sheet, f"{number_of(briefing, list(urgent).index(unit) + 1)}　{unit}", RECEIPT_HEADS, rows, height=WRITTEN
    )
    official_layout.blank(sheet)
    official_layout.closing(sheet, f"{unit}{SEAL}", OPEN_DAY)
    content = io.BytesIO()
    sheet.save(content)
    return content.getvalue()


def number_of(briefing: Briefing, place: int) -> str:
    """督办〔2023〕0930-03号: the same for the same edition and day, whoever makes it."""
    return f"督办〔{briefing.year}〕{briefing.as_of:%m%d}-{place:02d}号"


def answer_day(briefing: Briefing, asked_on: date) -> str:
    """By when a unit answers."""
    return formats.short_due(asked_on + timedelta(days=ANSWER_DAYS), briefing.year)


def _opening(briefing: Briefing, items: Sequence[OpenItem], told: Particulars) -> str:
    meeting = f"按照{told.meeting}要求，" if told.meeting else ""
    return (
        f"{meeting}截至{formats.full_day(briefing.as_of)}，你单位牵头的以下 {len(items)} 项工作需要加快办理，现予督办。"
    )


def _asked(at: int, item: OpenItem, briefing: Briefing, asked_on: date) -> tuple:
    clause = f"（条款 {item.clause}）" if item.clause else ""
    return (
        str(at),
        f"{item.title}{clause}",
        item.stands,
        item.ask,
        f"{formats.short_due(item.answer_by(asked_on), briefing.year)}前",
    )
