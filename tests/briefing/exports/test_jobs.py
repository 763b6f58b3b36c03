"""Materials are made beside the pages: once for all who ask for the same, so much at a time, so much kept."""

import threading

import pytest

from briefing.exports import jobs
from briefing.exports.jobs import File, Jobs, Result, TooMany
from tests.patience import SECONDS


def file(content: bytes = b"x") -> Result:
    return Result((File("一份", "a.pptx", "application/x", content),))


def test_who_asks_for_the_same_gets_the_job_of_the_first_and_hears_how_far_it_is() -> None:
    all_jobs, go, begun = Jobs(), threading.Event(), threading.Event()

    def work(told):
        told("已拍好：总览")
        begun.set()
        go.wait(SECONDS)
        return file()

    first = all_jobs.ask("key", "图片", "about", work)
    assert begun.wait(SECONDS) and first.said == "已拍好：总览" and first.result is None
    second = all_jobs.ask("other", "通报", "about", lambda told: file())
    assert second.said == jobs.WAITS  # one at a time
    assert all_jobs.ask("key", "图片", "about", work) is first
    go.set()
    assert first.done.result(SECONDS).files[0].content == b"x" and second.done.result(SECONDS)
    assert list(all_jobs.of("about")) == ["other", "key"] and all_jobs.of("another") == {}


def test_an_error_or_a_warning_is_tried_again_and_says_nothing_to_the_others() -> None:
    all_jobs = Jobs()
    bad = all_jobs.ask("key", "图片", "about", lambda told: 1 / 0)  # type: ignore[arg-type, return-value]
    assert isinstance(bad.done.exception(SECONDS), ZeroDivisionError)
    warned = all_jobs.ask("key", "图片", "about", lambda told: Result(warnings=("没有浏览器",)))
    assert warned is not bad and warned.done.result(SECONDS).warnings
    assert all_jobs.ask("key", "图片", "about", lambda told: file()).done.result(SECONDS).files


def test_what_carries_somebody_s_words_is_shown_to_nobody_else() -> None:
    all_jobs = Jobs()
    all_jobs.ask("key", "通报", "about", lambda told: file(), is_open=False).done.result(SECONDS)
    assert all_jobs.of("about") == {} and all_jobs.known("key") is not None


def test_so_much_waits_and_so_much_is_kept(monkeypatch) -> None:
    all_jobs, go = Jobs(), threading.Event()
    monkeypatch.setattr(jobs, "WAITING_AT_MOST", 3)
    waiting = [all_jobs.ask(at, "a", "about", lambda told: (go.wait(SECONDS), file())[1]) for at in range(3)]
    with pytest.raises(TooMany, match="请过几分钟"):
        all_jobs.ask("more", "a", "about", lambda told: file())
    go.set()
    for job in waiting:
        job.done.result(SECONDS)
    monkeypatch.setattr(jobs, "KEPT_BYTES", 10)
    for at in range(4):
        all_jobs.ask(f"large {at}", "a", "about", lambda told: file(b"12345678")).done.result(SECONDS)
    assert sum(len(job.result.files[0].content) for job in all_jobs.of("about").values()) <= 10 + 8
