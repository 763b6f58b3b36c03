"""Lists of several meetings, each of which numbers from 1 on: nothing of one is taken for something of another."""

from data_loaders.delivering.intake import Batch, Drop, take
from tests.data_loaders.dropping import TODAY, finding, shipped

HEADER = ["编号", "会议日期", "事项", "责任单位", "完成时限", "完成日期"]
JULY = [["1", "2023-07-04", "清运渣土", "潭东镇", "2023-07-20", "2023-07-18"], ["2", "2023-07-04", "补种行道树", "潭口镇", "2023-07-31", None]]  # fmt: skip
AUGUST = [["1", "2023-08-08", "修补涵管", "潭口镇", "2023-08-31", None], ["2", "2023-08-08", "更换路牌", "潭东镇", "2023-08-25", None], ["3", "2023-08-08", "抽查台账", "区农办", "2023-08-28", None]]  # fmt: skip


def delivered(path, stored: Batch | None = None) -> Batch:
    known = shipped() | ({"actions": stored.frames()["actions"]} if stored else {})
    return take([Drop.of(path)], known, today=TODAY)


def numbers(batch: Batch) -> dict[str, str]:
    frame = batch.frames()["actions"]
    return dict(zip(frame["item"], frame["action_id"], strict=True))


def test_the_next_meeting_takes_no_number_of_the_one_before(office):
    first = delivered(office.csv("交办7月.csv", [HEADER, *JULY]))
    assert first.publishable and numbers(first) == {"清运渣土": "1", "补种行道树": "2"}
    second = delivered(office.csv("交办8月.csv", [HEADER, *AUGUST]), first)
    assert second.publishable
    assert numbers(second) == {"修补涵管": "2023-08-08-1", "更换路牌": "2023-08-08-2", "抽查台账": "2023-08-08-3"}
    said = finding(second, "actions_numbered")
    assert said.message == "1、2 号是别次会议的另外的事，这一份按会议日期另编号（2023-08-08-1 起）"


def test_what_changed_of_the_same_meeting_keeps_its_number(office):
    first = delivered(office.csv("交办7月.csv", [HEADER, *JULY]))
    done = [JULY[0], [*JULY[1][:5], "2023-07-30"]]
    again = delivered(office.csv("交办7月底.csv", [HEADER, *done]), first)
    assert again.publishable and numbers(again) == numbers(first)
    later = [[*row[:1], "2023-07-05", *row[2:]] for row in JULY]  # the day was wrong, the things are the same
    assert numbers(delivered(office.csv("交办更正.csv", [HEADER, *later]), first)) == numbers(first)


def test_two_meetings_on_two_sheets_stand_beside_one_another(office):
    def further(workbook):
        sheet = workbook.create_sheet("8月")
        for row in [HEADER, *AUGUST]:
            sheet.append(row)

    batch = delivered(office.xlsx("交办.xlsx", [HEADER, *JULY], further))
    assert batch.publishable and len(numbers(batch)) == 5
    assert numbers(batch)["修补涵管"] == "2023-08-08-1" and numbers(batch)["清运渣土"] == "1"
