"""A delivery that leaves rows out is asked about them: kept with their day, or ended; never lost in silence."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from briefing.compose import compose
from briefing.model import Older
from data_loaders.__main__ import main
from data_loaders.checking import rest
from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, examine, publish
from data_loaders.store.editions import Store, open_store

HEAD = "截至日期,镇,村,任务数,完成数\n"
EAST = "潭东镇,龙井村,10,4\n潭东镇,东坑村,8,3\n"
SOUTH = "潭口镇,江坝村,12,6\n潭口镇,石禾村,9,5\n"


def ledger(day: str, lines: str) -> bytes:
    return (HEAD + "".join(f"{day},{line}\n" for line in lines.splitlines())).encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "store"))
    assert delivered(store, ledger("2023-09-30", EAST + SOUTH)).edition
    return store


def delivered(store: Store, content: bytes, *answers: str, name: str = "户厕.csv") -> Outcome:
    return publish(store, [Drop(name, content, confirmed=frozenset(answers))], by="区农办")


def toilets(store: Store, day: str = "2023-10-31"):
    return compose(store.edition(), date.fromisoformat(day)).measure("T04")


def asked(outcome: Outcome) -> list[str]:
    return [finding.message for finding in outcome.findings if finding.code == rest.QUESTION]


@pytest.mark.parametrize("day", ["2023-09-30", "2023-10-31"])
def test_a_town_that_leaves_a_village_out_is_asked_by_name(store: Store, day: str) -> None:
    outcome = delivered(store, ledger(day, "潭东镇,龙井村,10,7"))
    assert (outcome.edition, asked(outcome)) == (None, ["与已有数据相比少了 1 行：潭东镇东坑村"])
    assert toilets(store).value == 18


def test_kept_rows_stand_for_the_new_day_and_say_from_which_they_are(store: Store) -> None:
    outcome = delivered(store, ledger("2023-10-31", "潭东镇,龙井村,10,7\n" + SOUTH), rest.KEEP)
    assert outcome.edition is not None
    found = toilets(store)
    assert (found.value, found.mixed[0]) == (7 + 3 + 11, Older("潭东镇", date(2023, 9, 30)))
    stored = store.edition().table("toilets")
    kept = stored[stored["carried_from"].notna()]
    assert kept[["village", "done", "as_of"]].to_numpy().tolist() == [["东坑村", 3, pd.Timestamp("2023-10-31")]]


def test_a_correction_of_the_same_day_that_keeps_the_rest_changes_one_row(store: Store) -> None:
    assert delivered(store, ledger("2023-09-30", "潭东镇,龙井村,10,9"), rest.KEEP).edition
    found = toilets(store, "2023-09-30")
    assert (found.value, [older for older in found.mixed if older.snapshot]) == (9 + 3 + 11, [])


def test_kept_rows_count_in_the_plans_total(store: Store) -> None:
    def summed(*answers: str) -> list[str]:
        content = ledger("2023-10-31", "潭东镇,龙井村,10,7")
        found = examine(store, [Drop("户厕.csv", content, confirmed=frozenset(answers))]).findings
        return [finding.message for finding in found if finding.code == "plan_total_differs"]

    assert summed() == ["任务数合计 31，计划为 356"] and summed(rest.KEEP) == ["任务数合计 39，计划为 356"]


def test_what_was_taken_out_has_ended_and_is_not_unreported(store: Store) -> None:
    assert delivered(store, ledger("2023-10-31", "潭东镇,龙井村,10,7"), rest.DROP).edition
    found = toilets(store)
    assert (found.value, "东坑村" in found.unreported) == (7 + 11, False)
    assert [part.name for part in found.parts if part.value is None] == []


def test_an_undone_end_is_undone(store: Store) -> None:
    delivered(store, ledger("2023-10-31", "潭东镇,龙井村,10,7"), rest.DROP)
    store.restore(1, by="区农办")
    assert toilets(store).value == 18 and store.edition().endings == ()
    assert len(store.edition(2).endings) == 1


def test_two_files_of_one_town_are_one_delivery(store: Store) -> None:
    drops = [
        Drop(f"{at}.csv", ledger("2023-10-31", line), table="toilets") for at, line in enumerate(EAST.splitlines())
    ]
    assert not examine(store, drops).questions


def test_a_name_list_does_not_replace_the_list_of_villages_unasked(store: Store) -> None:
    few = "镇,村\n潭东镇,龙井村\n潭口镇,江坝村\n".encode()
    outcome = delivered(store, few, name="村庄名录.csv")
    assert outcome.edition is None and "少了 32 行" in asked(outcome)[0]
    assert delivered(store, few, rest.KEEP, name="村庄名录.csv").edition
    assert len(store.edition().table("villages")) == len(reference.villages())


def test_a_list_out_of_a_map_takes_no_grade_and_no_alias_away(store: Store) -> None:
    lines = [f"{town},{village},{code}" for town, village, code in reference.villages()[["town", "village", "code"]].itertuples(index=False)]  # fmt: skip
    known = ["镇,村,行政区划代码,帮扶级别,别名", *(f"{line},{'县级' if at < 3 else ''},{'老名' if at == 1 else ''}" for at, line in enumerate(lines))]  # fmt: skip
    assert delivered(store, "\n".join(known).encode(), name="村庄名录.csv").edition
    outcome = delivered(store, "\n".join(["镇,村,行政区划代码", *lines]).encode(), name="村庄名录.csv")
    assert "没有列「帮扶级别、别名" in " ".join(finding.message for finding in outcome.findings)
    now = store.edition().table("villages")
    assert (now["grade"].notna().sum(), now["aliases"].notna().sum()) == (3, 1)
    said = "\n".join([*known[:1], *(f"{line},," for line in lines)])  # a column that is there and blank says so
    assert delivered(store, said.encode(), name="村庄名录.csv").edition
    assert store.edition().table("villages")["grade"].notna().sum() == 0


@pytest.mark.parametrize("text", ["潭口镇户厕台账（本期无）\n" + HEAD, HEAD + "2023-10-31,潭口镇,本期无,,\n"])
def test_a_file_that_says_nothing_now_ends_what_its_town_had(store: Store, text: str) -> None:
    assert delivered(store, text.encode(), name="户厕_2023-10.csv").edition
    found = toilets(store)
    assert (found.value, {older.reporter for older in found.mixed if older.snapshot}) == (7, {"潭东镇"})


def test_nothing_new_is_not_nothing(store: Store) -> None:
    outcome = delivered(store, (HEAD + "2023-10-31,潭口镇,本期无变化,,\n").encode(), name="户厕_2023-10.csv")
    assert outcome.edition is None


def test_on_the_command_line_the_answer_is_an_option(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "store"))
    whole, part = tmp_path / "户厕_2023-09.csv", tmp_path / "户厕_2023-10.csv"
    whole.write_bytes(ledger("2023-09-30", EAST))
    part.write_bytes(ledger("2023-10-31", "潭东镇,龙井村,10,7"))
    assert main(["publish", str(whole)]) == 0
    capsys.readouterr()
    assert main(["check", str(part), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["publishable"] is False and "东坑村" in answer["questions"][0]["about"]
    assert main(["publish", str(part)]) == 1
    assert "--rest keep" in capsys.readouterr().out
    assert main(["publish", str(part), "--rest", "keep"]) == 0
