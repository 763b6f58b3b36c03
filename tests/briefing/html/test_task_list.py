"""The task list as a table: by when each task is due."""

from datetime import date

from briefing.html import task_list
from briefing.wording import asked
from tests.briefing.ledgers import UNITS, act, briefing, task

DAY = "2023-08-20"


def test_a_task_whose_proof_missed_its_day_tells_that_day_and_not_the_next():
    kept = [act("D06", f"2023-{month:02}-11", unit) for month in range(1, 8) for unit in UNITS]
    for duties, due, others in (
        ([one for one in kept if one not in kept[13:15]], "5月31日到期", "8月31日前"),
        (kept, "8月31日前", "5月31日到期"),
    ):
        found = briefing(DAY, duties=duties, tasks=[task(12, "推进中", as_of=DAY)])
        missed, measures = asked.missed(found), {one.id: one for one in found.measures}
        assert missed.get("D06") == (date(2023, 5, 31) if due.endswith("到期") else None)
        (own,) = (one for one in found.tasks if one.number == 12)
        short, whole = (task_list.task_table([own], measures, missed, lines=lines, proofs=2) for lines in (9, None))
        assert f"<span> · {due}</span>" in short and f"<span> · {others}" not in short
        assert due in whole and "8月31日前" in whole
