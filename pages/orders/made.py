"""What is in the making and what is made, of the edition and day on screen: with progress, and to download."""

import streamlit as st

from briefing import exports
from briefing.exports.jobs import JOBS, File, Job
from briefing.screens.outlook import Outlook
from briefing.ui import downloads
from briefing.wording import labels
from pages.orders.making import ASKED, stamp

LOOK_EVERY_SECONDS = 1.0


def offer(look: Outlook) -> None:
    """Every order that this visit asked for, and those that carry nothing personal of others."""
    about = stamp(look)
    own = st.session_state.get(ASKED, {}).get(about, [])
    keys = list(dict.fromkeys([*own, *JOBS.of(about)]))
    jobs = {key: job for key in keys if (job := JOBS.known(key)) is not None}
    if not jobs:
        st.caption(
            "选好材料后点「制作」，制作时可以离开这一页，回来就在这里。"
            "数字与屏幕完全一致；幻灯片里的图表和表格可以在 WPS 或 PowerPoint 里改。"
        )
        return
    waiting = [job for job in jobs.values() if not job.done.done()]
    if waiting:
        _wait(waiting, len(jobs))
    files = [file for job in jobs.values() if job.done.done() for file in _files(job)]
    for at, file in enumerate(files):
        downloads.offer(file.label, file.content, file.name, file.media_type, key=f"made-{at}-{file.name}")
    if len(files) > 1:
        together = exports.zipped({file.name: file.content for file in files})
        name = f"{labels.file_stem(look.briefing, '全部材料')}.zip"
        downloads.offer("全部打包下载", together, name, downloads.ZIP, key="made-all", type="primary")


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def _wait(waiting: list[Job], count: int) -> None:
    """How far it is; the whole page again when another one is done."""
    left = [job for job in waiting if not job.done.done()]
    if len(left) < len(waiting):
        st.rerun()
    st.progress(1 - len(left) / count, f"还有 {len(left)} 份，可以离开这一页")
    for job in left:
        st.caption(f"{job.title}：{job.said}")


def _files(job: Job) -> tuple[File, ...]:
    """Its files, after saying what could not be made."""
    if job.done.exception() is not None:
        st.error(f"{job.title}没有做成，请再点一次「制作」；还是不成，请联系管理员看日志。")
        return ()
    result = job.done.result()
    for warning in result.warnings:
        st.warning(warning)
    return result.files
