"""A PDF is read like the document it was printed from: lines joined, tables as rows, pages named."""

import pytest

from data_loaders.findings import Refused
from data_loaders.planning.drafting import draft_from
from data_loaders.planning.reading import read_document
from tests.data_loaders.planning.printing import printed
from tests.data_loaders.planning.writing import row

# Where the pinned library is not installed, tests/test_house.py fails and says so.
pytest.importorskip("pdfplumber")

HEAD = "云岭县文件 云政〔2025〕9号"
TASKS = [
    ["序号", "工作事项", "任务要求", "完成时限", "责任单位"],
    ["1", "1.改厕所", "新建户厕860户。", "10月底前", "县农业局"],
    ["2", "2.清垃圾", "每月清运1次。", "每月", "县住建局"],
]
PAGES = (
    ["云岭县2025年改厕工作要点", "一、任务", "1.改厕所。新建户厕860户，8月底前", "完成70%，其余年底前完成。", "2.清垃圾。各乡镇每月清运1次，生活垃圾", "— 1 —"],
    [HEAD, "无害化处理率达到95%以上。", "附件：任务清单", TASKS, "— 2 —"],
    [HEAD, [["3", "2.清垃圾", "建成中转站3座。", "9月底前", "县住建局"]], "— 3 —"],
)  # fmt: skip


def test_a_printed_plan_is_read_over_its_pages():
    read = draft_from("要点.pdf", printed(*PAGES), 2025)
    rate = row(read, "无害化处理率")
    assert (rate.asked.target, rate.clause, rate.asked.title) == (95, "2", "生活垃圾无害化处理率")
    assert rate.place.startswith("第 1 页")
    assert [(task.number, task.requirement, task.deadline, task.owners.units) for task in read.tasks] == [
        (1, "新建户厕860户。", "10月底前", ("县农业局",)), (2, "每月清运1次。", "每月", ("县住建局",)), (3, "建成中转站3座。", "9月底前", ("县住建局",)),
    ]  # fmt: skip
    assert row(read, "新建户厕").owners.units == ("县农业局",)


def codes(content: bytes) -> set[str]:
    with pytest.raises(Refused) as refused:
        read_document("要点.pdf", content)
    return {finding.code for finding in refused.value.findings}


def test_a_picture_of_a_document_and_a_damaged_one_are_refused():
    assert codes(printed([])) == {"document_scanned"}
    assert codes(printed(*PAGES)[:400]) <= {"file_damaged", "document_scanned"}
    assert codes(printed(*PAGES).replace(b"[0 0 595 842]", b"[0 0 595 /x]")) == {"file_damaged"}
    assert codes(b"%PDF-1.4\n" + b"x" * 500) <= {"file_damaged", "document_scanned"}


def test_persons_numbers_in_a_pdf_are_refused():
    assert codes(printed(["一、任务", "联系人电话139" + "12345678。完成改厕任务五十户以上。"])) == {"personal_data"}
