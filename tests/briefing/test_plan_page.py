"""Every sentence of 赣蓉振领字〔2023〕1号 that asks somebody for something is reachable from a task or an obligation.

`work_points_2023.txt` is the document from its second part on: the clauses, the safeguards, the task list.
"""

import re
from pathlib import Path

import pytest

from briefing.plan import read_plan
from data_loaders.delivering import reference
from tests.briefing import plan_page

DOCUMENT = Path(__file__).with_name("work_points_2023.txt").read_text(encoding="utf-8")
PLAN = read_plan(reference.tables(), 2023)
# What introduces the sentences behind it: the title of a clause, 一是坚持动态监测。
HEADING = re.compile(r"[一二三四五六]是[^，；]{2,20}。")
LISTED = {
    36: "加快“多规合一”村庄规划编制落地实施。对标乡村振兴总要求，整合各类资源要素。对标乡村振兴总要求，整合各类资源要素，"
    "因地制宜推进乡村振兴重点村建设，打造乡村振兴样板示范村。",  # its number slipped into the next row
}


def plain(text: str) -> str:
    """Text without the spaces and line ends of the page."""
    return re.sub(r"\s", "", text)


def clauses() -> dict[str, list[str]]:
    """Clause → its sentences without headings, read off the document."""
    text = plain(DOCUMENT[: DOCUMENT.index("附件：")])
    works, safeguards = text.split("三、保障措施")
    found = {}
    for number, said in re.findall(r"(?<!\d)(\d{1,2})\.([^〔【]+)[〔【]责任单位", works):
        found[number] = said
    for number, said in enumerate(re.findall(r"（[一二三四五]）([^〔]+)〔责任单位", safeguards), start=1):
        found[f"保障{number}"] = said
    return {
        clause: [one for one in plan_page.sentences(said)[1:] if not HEADING.fullmatch(one)]
        for clause, said in found.items()
    }


def listed() -> dict[int, str]:
    """Number → 任务要求, read off the table of the document; one row has slipped a column, one a row."""
    found = {}
    for line in DOCUMENT[DOCUMENT.index("附件：") :].splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0].isdigit():
            found[int(cells[0])] = plain(cells[2] or cells[3])
    return found | LISTED


CLAUSES = clauses()


def test_the_document_is_read_as_sixteen_clauses_and_five_safeguards():
    assert list(CLAUSES) == [*(str(number) for number in range(1, 17)), *(f"保障{number}" for number in range(1, 6))]
    assert sum(map(len, CLAUSES.values())) == 68
    assert all(plain(row) in plain(DOCUMENT) for row in LISTED.values())


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_sentence_is_reachable_from_a_task_or_an_obligation_of_its_clause(clause):
    reachable = "".join(plain(each.quote) for each in (*PLAN.tasks, *PLAN.obligations) if each.clause == clause)
    assert [sentence for sentence in CLAUSES[clause] if sentence not in reachable] == []


@pytest.mark.parametrize("task", PLAN.tasks, ids=lambda task: str(task.number))
def test_a_task_has_its_requirement_in_full(task):
    assert plain(task.requirement) == listed()[task.number]


@pytest.mark.parametrize("each", [*PLAN.tasks, *PLAN.obligations], ids=lambda each: each.title)
def test_what_a_task_or_an_obligation_quotes_stands_in_its_clause(each):
    assert each.quote and set(plan_page.sentences(plain(each.quote))) <= set(CLAUSES[each.clause])


def test_the_page_is_made_from_the_plan():
    assert plan_page.PAGE.read_text(encoding="utf-8") == plan_page.page(), "run python -m tests.briefing.plan_page"
