"""On which day something was closed, out of a text that tells how it stands: 9月26日完成, 已于10月8日整改到位."""

import re

from data_loaders.layouts.language.fields import PLANNED

DAY = re.compile(r"(?:(20\d\d)[年./-])?(1[0-2]|0?[1-9])[月./-](?:(3[01]|[12]\d|0?[1-9])[日号]?)?")
_ENDED = r"办结|办毕|完成|完毕|完结|结案|销号|销账|清零|到位|补齐|结清|通水|通车|通电|通气|投用|投运|投入使用|交付"
_HANDLED = r"整改|落实|解决"  # what may only have begun
_BEGUN = r"部署|安排|启动|着手|开始|开展|推进|正在|召开|下发|组织|研究|交办|调度"
_OPEN = r"未|尚|没有|无法|不能|难以|暂|将|(?<!100)(?<!100\.0)%|一半|过半|大半|部分"
_WANTED = rf"{PLANNED}|争取|准备|打算|(?:底|末|[日号旬月])(?:之|以)?前"
_CLOSED = re.compile(
    rf"(?P<day>{DAY.pattern}).{{0,8}}?(?:{_ENDED}|{_HANDLED})|(?:{_ENDED}).{{0,6}}?(?P<behind>{DAY.pattern})"
)
_CLAUSES = re.compile(r"[。;；]|(?<![日号])[,，]")  # 9月20日，全部完成 is one


def closed_on(text: str) -> str | None:
    """The day as the text writes it, of the last clause that says that all was done; None where none does.

    What is planned, has only begun or is done in part closes nothing.
    """
    for clause in reversed(_CLAUSES.split(text)):
        found = _CLOSED.search(clause)
        is_wanted = re.search(_WANTED, clause) and "已" not in clause
        has_begun = re.search(_BEGUN, clause) and not re.search(_ENDED, clause)
        if found and not (is_wanted or has_begun or re.search(_OPEN, clause)):
            return found["day"] or found["behind"]
    return None
