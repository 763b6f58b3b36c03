"""What a person says about a file counts where the file itself leaves it open."""

from datetime import date

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take

CONTENT = "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n".encode()


def test_a_file_that_could_be_two_tables_is_read_as_the_one_chosen():
    batch = take([Drop("九月.csv", CONTENT, table="courtyards", as_of=date(2023, 9, 30))], reference.tables())
    assert [(table["table"], table["as_of"]) for table in batch.tables()] == [("courtyards", "2023-09-30")]


def test_without_a_choice_the_same_file_is_asked_about():
    batch = take([Drop("九月.csv", CONTENT)], reference.tables())
    assert [finding.code for finding in batch.findings] == ["table_ambiguous"]


def test_each_file_keeps_its_own_day():
    drops = [
        Drop("户厕.csv", CONTENT, as_of=date(2023, 8, 31)),
        Drop("庭院.csv", CONTENT, as_of=date(2023, 9, 30)),
    ]
    batch = take(drops, reference.tables())
    assert {table["table"]: table["as_of"] for table in batch.tables()} == {
        "toilets": "2023-08-31",
        "courtyards": "2023-09-30",
    }
