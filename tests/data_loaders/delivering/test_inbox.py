"""The inbox takes whole files once, and says what became of them."""

import os
import time

import pytest

from data_loaders.__main__ import main
from data_loaders.commands import USAGE
from data_loaders.delivering import reference
from data_loaders.delivering.inbox import QUIET_SECONDS, Inbox, configured_quiet
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, publish
from data_loaders.findings import Source
from data_loaders.store.delta import StoreAway
from data_loaders.store.editions import open_store
from tests.data_loaders.store.test_editions import household_rows

GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n"


@pytest.fixture
def inbox(tmp_path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder, open_store(str(tmp_path / "store")))


def drop(inbox: Inbox, text: str = GOOD, name: str = "户厕_2023-09.csv", age: float = 60) -> None:
    path = inbox.folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))


def look_twice(inbox: Inbox):
    inbox.look()
    return inbox.look()


def test_a_whole_file_becomes_an_edition_and_is_put_away_with_a_report(inbox):
    drop(inbox)
    (ended,) = look_twice(inbox)
    assert ended.parent.name == "published"
    assert ended.with_name(ended.name + ".报告.txt").read_text(encoding="utf-8").startswith("已发布为第 1 版")
    assert inbox.store.edition().table("toilets")["done"].tolist() == [9]


def test_a_bad_file_changes_nothing_and_its_report_names_row_and_column(inbox):
    drop(inbox, "镇,村,任务数,完成数\n潭东镇,龙井村,12,约9户\n")
    (ended,) = look_twice(inbox)
    report = ended.with_name(ended.name + ".报告.txt").read_text(encoding="utf-8")
    assert ended.parent.name == "refused"
    assert "第2行「完成数」" in report
    assert inbox.store.editions() == []


def test_a_file_still_growing_is_left_alone(inbox):
    drop(inbox)
    inbox.look()
    drop(inbox, GOOD + "潭东镇,茶元村,3,1\n")
    assert inbox.look() == []
    assert len(inbox.look()) == 1


@pytest.mark.parametrize("name", ["户厕_2023-09.csv.part", "~$户厕_2023-09.xlsx", ".户厕_2023-09.csv"])
def test_files_that_programs_are_writing_are_left_alone(inbox, name):
    drop(inbox, name=name)
    assert look_twice(inbox) == []


def test_a_file_just_written_is_left_until_it_settles(inbox):
    drop(inbox, age=0)
    assert look_twice(inbox) == []


class Killed(BaseException):
    """What ends a process at once."""


def died_before_moving(inbox, monkeypatch) -> None:
    """A watcher that published and then was killed before it put the files away."""

    def die(*_) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Inbox, "_put_away", die)
        inbox.look()
        with pytest.raises(Killed):
            inbox.look()


def test_a_file_whose_publisher_died_before_moving_it_is_not_published_twice(inbox, monkeypatch):
    drop(inbox)
    died_before_moving(inbox, monkeypatch)
    inbox.store.publish(
        {"toilets": household_rows("2023-08-31", 1)},
        by="另一个人",
        shipped=reference.tables(),
    )  # the newest is not the inbox's any more
    (again,) = Inbox(inbox.folder, inbox.store).look()
    assert again.parent.name == "published"
    assert again.with_name(again.name + ".报告.txt").read_text(encoding="utf-8").startswith("已发布为第 1 版")
    assert len(inbox.store.editions()) == 2


def test_the_same_file_dropped_again_later_is_published_again(inbox):
    for _ in range(2):
        drop(inbox)
        look_twice(inbox)
    assert len(inbox.store.editions()) == 2


def test_files_that_are_whole_together_become_one_edition(inbox):
    drop(inbox)
    drop(inbox, GOOD, name="庭院_2023-09.csv")
    assert [path.parent.name for path in look_twice(inbox)] == ["published", "published"]
    (edition,) = inbox.store.editions()
    assert {file["table"] for file in edition.files} == {"toilets", "courtyards"}


def test_a_bad_file_among_good_ones_is_refused_alone(inbox):
    drop(inbox)
    drop(inbox, "镇,村,任务数,完成数\n潭东镇,龙井村,12,约9户\n", name="庭院_2023-09.csv")
    ended = look_twice(inbox)
    assert sorted((path.parent.name, path.name[:2]) for path in ended) == [("published", "户厕"), ("refused", "庭院")]
    assert len(inbox.store.editions()) == 1


def test_two_files_that_contradict_each_other_are_both_refused(inbox):
    drop(inbox, name="户厕_2023-09.csv")
    drop(inbox, GOOD.replace("9\n", "8\n"), name="户厕_2023-09_改.csv")
    assert [path.parent.name for path in look_twice(inbox)] == ["refused", "refused"]
    assert inbox.store.editions() == []


def test_a_store_that_cannot_be_written_makes_files_wait_and_loses_none(inbox, monkeypatch):
    drop(inbox)
    inbox.look()
    with monkeypatch.context() as patched:
        patched.setattr("data_loaders.delivering.inbox.publish", full_disk)
        with pytest.raises(StoreAway):
            inbox.look()
    (ended,) = inbox.look()
    assert ended.parent.name == "published"


def full_disk(store, *_, **__) -> Outcome:
    return Outcome(None, (Source(store.uri).finding("store_unwritable", reason="OSError"),), None)


def test_two_watchers_on_the_same_claim_make_one_edition(inbox, monkeypatch):
    drop(inbox)
    died_before_moving(inbox, monkeypatch)
    (claim,) = (inbox.folder / "taking").iterdir()
    drops = [Drop.of(path) for path in claim.iterdir()]
    again = publish(inbox.store, drops, by="收件夹", claim=claim.name)
    assert again.edition.number == 1
    assert len(inbox.store.editions()) == 1


def test_two_watchers_publish_a_file_once(inbox):
    other = Inbox(inbox.folder, inbox.store)
    drop(inbox)
    inbox.look()
    other.look()
    assert len([*inbox.look(), *other.look()]) == 1
    assert len(inbox.store.editions()) == 1


def test_a_file_with_personal_data_is_destroyed_and_its_number_kept_nowhere(inbox, tmp_path):
    mobile = "138" + "0013" + "8000"
    reader = inbox.worker.submit(os.getpid).result()
    drop(inbox, f"镇,村,任务数,完成数,备注\n潭东镇,龙井村,12,9,{mobile}\n")
    look_twice(inbox)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert all(mobile.encode() not in content for content in kept)
    assert inbox.worker.submit(os.getpid).result() != reader


# --- files that somebody goes on writing -------------------------------------------------------------------------------

HALF, WHOLE = (
    "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n",
    "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n潭东镇,茶元村,3,1\n",
)


def finished(edition) -> list[int]:
    return sorted(edition.table("toilets")["done"])


def go_on(path, age: float = 61) -> None:
    """The rest of a copy that stalled arrives, through the handle or at the place of the file that was taken."""
    with path.open("a", encoding="utf-8") as rest:
        rest.write(WHOLE.removeprefix(HALF))
    os.utime(path, (time.time() - age, time.time() - age))


def report(path) -> str:
    return path.with_name(f"{path.name}.报告.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("age", "takes"), [(QUIET_SECONDS - 10, 0), (QUIET_SECONDS + 1, 1)])
def test_a_copy_that_stalls_for_less_than_the_quiet_time_is_left_alone(inbox, age, takes):
    drop(inbox, HALF, age=age)
    assert len(look_twice(inbox)) == takes


def test_the_quiet_time_is_a_setting(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("DASHBOARD_INBOX_QUIET", raising=False)
    assert configured_quiet() == 60
    monkeypatch.setenv("DASHBOARD_INBOX_QUIET", "300")
    assert configured_quiet() == 300
    used = []
    monkeypatch.setattr(Inbox, "watch", lambda box: used.append(box.settled_seconds))
    assert main(["inbox", str(tmp_path)]) == main(["inbox", str(tmp_path), "--quiet", "5"]) == 0
    assert used == [300, 5]
    monkeypatch.setenv("DASHBOARD_INBOX_QUIET", "eine Minute")
    assert main(["inbox", str(tmp_path)]) == USAGE
    assert "DASHBOARD_INBOX_QUIET" in capsys.readouterr().err


def test_a_file_that_grows_while_it_is_claimed_goes_back_and_waits(inbox, monkeypatch):
    drop(inbox, HALF)
    inbox.look()
    move, grown = type(inbox.folder).rename, []

    def grow_and_move(path, target):
        if path.parent == inbox.folder and not grown:
            grown.append(path)
            go_on(path)
        return move(path, target)

    monkeypatch.setattr(type(inbox.folder), "rename", grow_and_move)
    assert inbox.look() == [] and inbox.store.editions() == []
    assert (inbox.folder / "户厕_2023-09.csv").is_file()
    look_twice(inbox)
    assert finished(inbox.store.edition()) == [1, 9]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_file_that_grows_after_it_was_taken_is_taken_again_as_a_correction_and_it_is_said(inbox, restarted):
    drop(inbox, HALF)
    (half,) = look_twice(inbox)
    go_on(half)
    box = Inbox(inbox.folder, inbox.store) if restarted else inbox
    (whole,) = look_twice(box)
    assert [finished(edition) for edition in box.store.editions()] == [[9], [1, 9]]
    assert whole.read_text(encoding="utf-8") == WHOLE and not half.exists()
    assert "已作为更正重新收取" in report(half)
    assert report(whole).startswith("已发布为第 2 版\n更正：")
    assert "更正" in box.store.edition().note
    assert look_twice(box) == []


def test_the_rest_of_a_refused_half_is_taken_too(inbox):
    drop(inbox, HALF[:-8])
    (half,) = look_twice(inbox)
    assert half.parent.name == "refused"
    half.write_text(WHOLE, encoding="utf-8")
    os.utime(half, (time.time() - 61, time.time() - 61))
    assert [path.parent.name for path in look_twice(inbox)] == ["published"]


def test_a_file_that_grew_after_an_interrupted_publish_is_a_correction_too(inbox, monkeypatch):
    drop(inbox, HALF)
    died_before_moving(inbox, monkeypatch)
    (taken,) = (inbox.folder / "taking").glob("*/*.csv")
    go_on(taken)
    box = Inbox(inbox.folder, inbox.store)
    look_twice(box)
    assert [finished(edition) for edition in inbox.store.editions()] == [[9], [1, 9]]


def test_an_interrupted_look_leaves_one_report_a_file(inbox, monkeypatch):
    drop(inbox)
    move = type(inbox.folder).rename

    def die(path, target):
        if "published" in str(target):
            raise Killed
        return move(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(type(inbox.folder), "rename", die)
        inbox.look()
        with pytest.raises(Killed):
            inbox.look()
    inbox.look()
    assert len(list((inbox.folder / "published").glob("*.报告.txt"))) == 1
