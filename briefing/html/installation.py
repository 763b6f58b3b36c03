"""The HTML of the administrator's tab about the installation: data, store and disk, inbox, versions, the last errors.

Everything is escaped by `markup.text`. No Streamlit.
"""

from collections.abc import Mapping
from datetime import datetime

from briefing import formats
from briefing.html.markup import calm, panel_title, text
from data_loaders.delivering.health import Age, Health

UNKNOWN = "未知"
# Events of data_loaders.events.fault in the administrator's words.
ERROR_WORDS = {
    "store_unreadable": "数据存放位置打不开",
    "edition_unreadable": "有一版无法读取",
    "page_failed": "页面出错",
    "material_not_made": "材料没有做成",
    "audit_unwritable": "操作记录写不进去",
    "chore_failed": "服务器自己的例行工作没做成",
    "inbox_away": "收件夹暂时够不着",
    "inbox_file_unreadable": "收件夹里有文件无法读取",
    "logs_unwritable": "日志文件夹不能写",
}


def data(health: Health) -> str:
    """The edition on the screens, and how old each table's newest rows are."""
    edition = health.edition
    if edition is None:
        return panel_title("数据") + calm("还没有发布过数据，或数据存放位置打不开。")
    sample = "（示例数据）" if edition.sample else ""
    detail = f"第 {edition.number} 版{sample}，{formats.moment(edition.published_at)} 发布"
    head = '<thead><tr><th>台账</th><th>最新一期</th><th class="figure">距今</th></tr></thead>'
    return (
        panel_title("数据", detail=detail)
        + f'<table class="grid">{head}<tbody>{"".join(map(_age, health.ages))}</tbody></table>'
    )


def _age(age: Age) -> str:
    days = formats.MISSING if age.days is None else f"{formats.count(age.days)} 天"
    return f'<tr><th>{text(age.title)}</th><td>{formats.day(age.newest)}</td><td class="figure">{days}</td></tr>'


def store(health: Health) -> str:
    """Where the store is, how large, and how much room is left for it."""
    facts = {
        "位置": health.store,
        "无法读取的版本": "、".join(f"第 {number} 版" for number in health.damaged) or "没有",
        "文件": UNKNOWN if health.files is None else f"{formats.count(health.files)} 个",
        "大小": UNKNOWN if health.size is None else formats.size(health.size),
        "磁盘剩余": amount_left(health),
    }
    return panel_title("数据存放位置") + _facts(facts)


def amount_left(health: Health) -> str:
    """Free and total room of the disk; an object store has no disk to run full."""
    if health.disk is None:
        return UNKNOWN
    return f"{formats.size(health.disk.free)}（共 {formats.size(health.disk.total)}）"


def inbox(health: Health) -> str:
    """What waits in the watched folder."""
    state = health.inbox
    if state is None:
        return panel_title("收件夹") + calm("没有设置收件夹，或收件夹无法访问。")
    facts = {
        "位置": state.folder,
        "等待": f"{state.waiting} 个",
        "正在处理": f"{state.taking} 个",
        "已退回": f"{state.refused} 份",
    }
    return panel_title("收件夹") + _facts(facts)


def versions(health: Health) -> str:
    """What is installed, and the address for a monitoring system: folded, for whoever looks after the machine."""
    facts = _facts(health.versions | {"监控地址": "/_stcore/health"})
    return f'<details class="technical"><summary>技术信息</summary>{facts}</details>'


def errors(health: Health) -> str:
    """The last errors, newest first: when, what, how often, and where in the code."""
    title = panel_title("最近的错误")
    if not health.errors:
        return title + calm("没有错误。")
    head = '<thead><tr><th>时间</th><th>什么</th><th class="figure">次数</th><th>类型和位置</th></tr></thead>'
    return title + f'<table class="grid">{head}<tbody>{"".join(map(_error, health.errors))}</tbody></table>'


def _error(line: Mapping) -> str:
    places = line.get("error", ())
    where = " ".join((places[0], places[-1])) if places else "—"
    return (
        f"<tr><td>{formats.moment(datetime.fromisoformat(line['at']))}</td>"
        f"<th>{text(ERROR_WORDS.get(line['event'], line['event']))}</th>"
        f'<td class="figure">{line.get("times", 1)}</td><td>{text(where)}</td></tr>'
    )


def _facts(facts: Mapping[str, object]) -> str:
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(fact)}</dd>" for name, fact in facts.items())
    return f'<dl class="facts">{rows}</dl>'
