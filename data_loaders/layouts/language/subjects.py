"""What a title, a sheet name or a file name says of a ledger, beyond the tables' own words."""

import re

from data_loaders.schema import TABLES, Table
from data_loaders.tidying.cells import squeezed

_TITLES = {
    "funds": r"资金|项目库|拨付|支出|支付进度|项目计划",
    "toilets": r"厕",
    "courtyards": r"庭院",
    "stations": r"污水",
    "sites": r"建设点|整治点|村点|新农村|整治村|建设项目|工程点|基地|自来水|供水|示范村|建设进度",
    "tasks": r"(?<!交办)(?<!督办)(?<!议定)任务|重点工作(?:清单|要点)",
    "indicators": r"指标|岗位|监测",
    "actions": r"交办|督办|调度会|会议|反馈|议定|整改(?:清单|台账)|销号",
    "duties": r"履职|定期|巡查|(?:检查|排查|监测|走访|督导|督查).{0,4}记录|日志|次数",
    "villages": r"[村居].{0,4}名录|[村居]\)?名册|行政村|村(?:基本|基础)(?:情况|信息|概况)|村(?:庄|居|\(居\))(?:基本|基础)?(?:分类|名单|情况|信息|概况|花名)|村情",
}
NAMES = {
    name: re.compile("|".join([words, *map(re.escape, (TABLES[name].title, name))])) for name, words in _TITLES.items()
}


def names(table: Table, text: str) -> bool:
    """Whether a text names a table."""
    return bool(NAMES[table.name].search(squeezed(text)))


def named(text: str) -> frozenset[str]:
    """The inside names of the tables that a text names."""
    plain = squeezed(text)
    return frozenset(name for name, words in NAMES.items() if words.search(plain))
