"""A day without a number: for what is before it, or for what follows."""

import re
from dataclasses import replace

from data_loaders.planning.sentences.figures import EACH
from data_loaders.planning.sentences.masks import HOLE, NOTE_OF_DAYS, NOTED, VERB
from data_loaders.planning.sentences.parts import Part
from data_loaders.planning.sentences.progress import PROGRESS, Progress, alike_rows, without_facts
from data_loaders.planning.sentences.rates import COMPLETES
from data_loaders.planning.sentences.titles import subject
from data_loaders.planning.sentences.wanted import ALL_DONE

# What is to have become of it by then, said without naming it again: 转化提升到位, 并网发电.
_ENDS_IT = re.compile(
    r"[\u4e00-\u9fff]{0,5}(?:到位|开通|投用|投产|发电|运行|通车|通水|通电|见效|开放|开业|入住|挂牌|命名|清零|销号|完毕)。?"
)
_THE_REST = ("其余", "余下", "剩余", "剩下", "其余部分", "剩余部分", "余下部分")
_DONE_IN_PART = r"(?:完成|[兑拨支]付|支出|发放|下达|整改|改造|到位|销号|治理|建成|办结)[\d.]+%"


def read_day_alone(progress: Progress, part: Part, position: int) -> None:
    """A day without a number: for what is before it when only words of completion stand by it, else for what follows."""
    rest = without_facts(progress, part)
    words = COMPLETES.sub("", NOTED.sub("", rest)).strip("”“’ 。" + HOLE)
    of_the_rest = words in _THE_REST and any(
        row.milestones for row in progress.asked[-1:]
    )  # 6月底前完成60%，其余9月底前竣工
    day = next((each for each in reversed(part.days) if each.day), part.days[-1])  # 6月10日汛期前
    begins = re.search("开工|启动|进场", rest) and not re.search("完成|完工|竣工|建成", rest)  # no day to be done by
    following = progress.parts[position + 1 : position + 2]
    is_last = part.joint == NOTE_OF_DAYS or not following or following[0].joint in "；。"
    if not rest.strip() and not is_last:
        progress.ahead = day
    elif (
        progress.asked[_first_open(progress) :]
        and not begins
        and (
            len(words) <= 1
            or of_the_rest
            or words in progress.sentence[slice(*progress.asked[-1].span)]
            or (len(words) <= 4 and re.search(r"均|全部|须", rest))
            or _ENDS_IT.fullmatch(rest)
        )
    ):
        is_all = (
            bool(of_the_rest or ALL_DONE.search(rest) or re.fullmatch("全部[\\u4e00-\\u9fff]{2,3}", rest))
            and day.day is not None
        )
        begin = _first_open(progress)
        if _ENDS_IT.fullmatch(rest):  # 每季度评选一批，通车9个，10月底前开通: no further than the duty
            duties = [at for at, row in enumerate(progress.asked[:-1]) if row.kind == "duty"]
            begin = max([begin, *(at + 1 for at in duties)])
        for place in range(begin, len(progress.asked)):
            row = progress.asked[place]
            levels = row.milestones or place in progress.counts
            if (row.comparison or "").endswith("last_year") and re.search("下达|拨付|分解", rest):
                continue
            if row.unit == "%" and re.search("[支拨兑]", row.title) and re.search("[完竣开]工|通车|投[用产]", rest):
                continue  # 支出率达到60%，11月底前全部完工: the works, not the money
            is_nearer = row.deadline not in (None, progress.last_day) and place not in progress.carried
            said = progress.sentence[slice(*row.span)]
            if re.search("主体[^，。；]{0,6}$|封顶$", said):
                is_nearer = False  # 8月底前主体完工，11月10日前验收合格
            in_part = row.unit == "%" and is_all and is_nearer and not levels and re.search(_DONE_IN_PART, said)
            if in_part and row.deadline and row.target:
                # 4月底前完成70%，5月底前全部完成
                row = replace(row, milestones=((row.deadline, row.target),), deadline=day.day)
                levels = row.milestones
            built = row.comparison == "zero" and re.search("建成|[完竣]工|投[用产]|通[车水电]|交付", rest)
            if row.kind == "deadline" or built:
                continue
            if row.kind == "duty" and (row.frequency or "").startswith("每年") and not row.deadline and is_all:
                progress.asked[place] = replace(row, span=(row.span[0], part.end)).dated(
                    day
                )  # 每年清查1次，8月底前完成
            if row.kind == "duty" or (is_nearer and (not levels or day.stated == "全年")):
                continue  # 全年建成 6 座，10月底前完工: the nearer day holds
            shares = row.milestones
            if shares and is_all and day.day:
                shares, row = (*shares, (day.day, 100.0)), replace(row, target=100.0) if row.unit == "%" else row
            progress.asked[place] = replace(row, milestones=shares, span=(row.span[0], part.end)).dated(day)
        if not re.search("主体|封顶", rest):
            progress.since = len(progress.asked)
    elif not VERB.search(rest) or (following and _says_how_much(progress, rest, following[0])):
        progress.ahead = day


def _says_how_much(progress: Progress, rest: str, part: Part) -> bool:
    """Whether a part goes on with what a day was said of: 5月底前全部开工，开工率达到100%; 集中招聘，每个乡镇不少于2场."""
    of_each = any(EACH.search(part.before(each.start)) for each in part.amounts)
    named = subject(part.text[: part.amounts[0].start - part.start]) if part.amounts else ""
    again = any(named[at : at + 2] in rest for at in range(len(named) - 1)) or PROGRESS.search(named)
    rate = again and any(each.unit == "%" for each in part.amounts)
    return part.joint == "，" and not part.days and bool(of_each or rate)


def _first_open(progress: Progress) -> int:
    """From which row on a day said behind them holds: a chain of shares goes on behind a semicolon, too."""
    last = len(progress.asked) - 1
    undated = all(row.deadline in (None, progress.last_day) for row in progress.asked[progress.before :])
    if progress.since == len(progress.asked) and undated and not progress.counted:
        return progress.before  # 硬化村道9公里；9月底前完工
    is_chain = progress.asked and (progress.asked[-1].milestones or last in progress.counts)
    return alike_rows(progress, last, all_of=False).start if is_chain else progress.since
