"""督办单: one Word file a unit that has something urgent, with a 回执 to fill in; no room for names or telephones in it."""

from collections.abc import Sequence
from datetime import date

from briefing import formats
from briefing.exports.bulletin import layout_table, official_layout, sentences, template
from briefing.exports.bulletin.layout_table import Head
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wishes import NONE, Wishes
from briefing.wording import labels
from briefing.wording.open_items import OpenItem, urgent_items
from data_loaders.store.papers import Particulars

TITLE, RECEIPT = "督办单", "督办事项办理情况回执"
ASK_HEADS = (
    Head("序号", 8, True), Head("督办事项", 29), Head("目前情况", 29), Head("办理要求", 16), Head("办结时限", 18),
)  # fmt: skip
ASK_ROOM = layout_table.room(ASK_HEADS, 1)
RECEIPT_HEADS = (
    Head("序号", 8, True), Head("编号", 13), Head("督办事项", 34), Head("办理情况和下一步措施", 31), Head("办结日期", 14),
)  # fmt: skip
HOW = "填好后可以原样交到“数据上传”：有编号的交办事项按本表更新；其他事项请在各自的台账里报。只写情况，不写姓名、电话。"
WRITTEN, LEAST, SHEET = 14, 9, 125  # millimetres: of a row that is filled in by hand, at least, of all on a page
SEAL, SEALED, HIGHER = "（盖章）", 145, 7  # points that note and seal take; millimetres that rows may grow for them
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def orders(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> dict[str, bytes]:
    """All of them, the unit in each name. `land` is asked of every format."""
    return {
        file_name(briefing, unit): _written(briefing, unit, items, place, wishes)
        for place, (unit, items) in enumerate(urgent_items(briefing).items(), 1)
    }


def write_order(briefing: Briefing, unit: str, wishes: Wishes = NONE) -> bytes:
    """The 督办单 of one unit; KeyError for a unit that has nothing urgent."""
    urgent = urgent_items(briefing)
    return _written(briefing, unit, urgent[unit], list(urgent).index(unit) + 1, wishes)


def file_name(briefing: Briefing, unit: str) -> str:
    """督办单_潭口镇_2023-09-30_第3版.docx."""
    return f"{labels.file_stem(briefing, f'{TITLE}_{unit}')}.docx"


def _written(briefing: Briefing, unit: str, items: Sequence[OpenItem], place: int, wishes: Wishes) -> bytes:
    told = wishes.told
    asked_on, number = sentences.asking_day(briefing, told), number_of(briefing, place)
    sheet = official_layout.begun(f"{TITLE}：{unit}", briefing)
    official_layout.title(sheet, [TITLE])
    if not template.is_numbered(wishes.template):
        official_layout.centred(sheet, number)
    official_layout.blank(sheet)
    official_layout.addressees(sheet, f"{unit}：")
    official_layout.sentence(sheet, _opening(briefing, items, told))
    asked = [_asked(at, item, briefing, asked_on) for at, item in enumerate(items, 1)]
    layout_table.table(sheet, "督办事项", ASK_HEADS, asked)
    until = sentences.answer_day(briefing, asked_on)
    official_layout.sentence(sheet, f"请于{until}前填写回执，盖章后报领导小组办公室；逾期事项应当书面说明原因。")
    official_layout.closing(sheet, labels.clean(briefing.publisher), official_layout.signed_on(told.dated))
    official_layout.attached(sheet, None, RECEIPT)
    rows = [(str(at), item.number or formats.DASH, item.title, "", "") for at, item in enumerate(items, 1)]
    layout_table.table(sheet, f"{number}　{unit}", RECEIPT_HEADS, rows, height=_height(rows))
    official_layout.note(sheet, HOW)
    official_layout.closing(sheet, f"{unit}{SEAL}", official_layout.signed_on(None))
    return template.finished(sheet, wishes.template, Particulars(number=number), briefing)


def _height(rows: Sequence[tuple]) -> float:
    """Of a row that is filled in by hand: so high that the seal finds room behind the last ones, on their page."""
    least = max(LEAST, min(WRITTEN, SHEET / len(rows)))
    heights = (least + more for more in range(HIGHER))
    return next((high for high in heights if layout_table.left_below(RECEIPT_HEADS, rows, high) >= SEALED), least)


def number_of(briefing: Briefing, place: int) -> str:
    """督办〔2023〕0930-03号: the same for the same edition and day, whoever makes it."""
    return f"督办〔{briefing.year}〕{briefing.as_of:%m%d}-{place:02d}号"


def _opening(briefing: Briefing, items: Sequence[OpenItem], told: Particulars) -> str:
    meeting = f"按照{told.meeting}要求，" if told.meeting else ""
    return (
        f"{meeting}截至{formats.full_day(briefing.as_of)}，你单位牵头的以下 {len(items)} 项工作需要加快办理，现予督办。"
    )


def _asked(at: int, item: OpenItem, briefing: Briefing, asked_on: date) -> tuple:
    clause = f"（条款 {item.clause}）" if item.clause else ""
    return (
        str(at),
        sentences.stacked(item.title, clause, ASK_ROOM) if clause else item.title,
        item.stands,
        item.ask,
        sentences.answer_cell(item, briefing, asked_on),
    )
