"""How far a thing is, where only its share or 是否完成 says so."""

import re
from dataclasses import replace

from data_loaders.layouts.contents import MOST, Profile
from data_loaders.layouts.language.words import LIKELY, SURE, begins_with_state, choice_of, leaf_and_group, likeness
from data_loaders.layouts.layout import How
from data_loaders.layouts.meanings import how_read
from data_loaders.layouts.wide import FINISHED
from data_loaders.layouts.work import Work
from data_loaders.tidying.cells import NO, as_text, squeezed
from data_loaders.tidying.headers import PART_OF_GROUP


def finished_flags(work: Work) -> None:
    """是否完成: 是 is the end, and 否 some way to it, which a person confirms."""
    for name, words_of in (("stage", ("完工", "在建")), ("status", ("已完成", "推进中"))):
        if not work.table.has(name) or work.taken(name):
            continue
        for profile in work.open():
            if profile.flag_share >= MOST and FINISHED.search(leaf_and_group(profile.header)[0]):
                values = {text: words_of[text.upper() in NO] for text in profile.words}
                work.put(profile, (name,), How.VALUE_MAP, 0.6, values=values)
                break


def stages_of_parts(work: Work) -> None:
    """土建 and 设备 below 阶段, each with a stage or a share of its own: neither is that of the whole, which is asked for."""
    column = next((work.table.column(name) for name in ("stage", "status") if work.table.has(name)), None)
    if column is None or work.taken(column.name):
        return
    shares = [p for p in work.open() if p.number_share >= MOST and _OF_A_PART.search(p.header)]
    for profile in shares if len(shares) > 1 else ():
        work.ignore(profile)
    parts: dict[str, list[Profile]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        is_part = leaf not in PART_OF_GROUP and likeness(work.table, column, leaf) < LIKELY <= likeness(work.table, column, group)  # fmt: skip
        if group and is_part and profile.number_share < MOST and profile.choice_share(column) >= MOST:
            parts.setdefault(group, []).append(profile)
    for own in parts.values():
        for profile in own if len(own) > 1 else ():
            work.ignore(profile)


_OF_A_PART = re.compile(
    r"(?:土建|设备|管网|主体|附属|装修|安装|绿化|道路|场地|电气|配套)[^/]{0,4}(?:进度|完成率|比例|百分比|%)"
    r"|(?:进度|完成率|比例).*/(?:土建|设备|管网|主体|附属|装修|安装|绿化|道路|场地|电气|配套)"
)


def states_beside_texts(work: Work) -> None:
    """实施情况 in a few words beside 工作进展 in sentences: how far a task is, and what was done."""
    if work.table.name != "tasks" or work.taken("status") or work.taken("progress_text"):
        return
    status, text = work.table.column("status"), work.table.column("progress_text")
    open_ = [p for p in work.open() if p.filled and work.fit(p, text) >= LIKELY]
    states = [p for p in open_ if 1 < len(p.words) <= FEW_STATES < len(p.texts) and not p.is_long_text and 2 * p.choice_share(status) >= 1]  # fmt: skip
    if len(states) == 1 and any(p.is_long_text and len(p.words) > FEW_STATES for p in open_):
        if max((work.fit(p, status) for p in work.open() if p is not states[0]), default=0) < SURE:
            how, more = how_read(work, states[0], ("status",))
            work.put(states[0], ("status",), how, 0.7, **more)


FEW_STATES = 5


def words_by_share(work: Work) -> None:
    """在种 that nobody knows beside 70%: what the share says in every row is suggested."""
    progress = next((work.by_header.get(rule.header) for rule in work.rules.values() if rule.to == ("progress",)), None)
    for header, rule in list(work.rules.items()):
        if progress is None or rule.to != ("stage",) or rule.how not in (How.VALUE_MAP, How.STAGE_TEXT):
            continue
        cells = [squeezed(as_text(cell)) for cell in work.by_header[header].cells]
        shares = progress.numbers * (100 if progress.percent_shown else 1)
        if not (shares > 1).any():  # 0.6 of 1 or of 100
            continue
        for at, question in enumerate(work.asked_words):
            word = question.about.partition(":")[2]
            own = [share for cell, share in zip(cells, shares, strict=True) if cell == word and share == share]
            meant = {"未开工" if share <= 0 else "完工" if share >= 100 else "在建" for share in own}
            if question.suggested is None and question.about.startswith("阶段:") and len(meant) == 1:
                (value,) = meant
                work.asked_words[at] = replace(question, suggested=value, message=f"「{word}」按「{value}」计？")
                work.rules[header] = rule = replace(rule, values={**rule.values, word: value})


def stages_by_share(work: Work) -> None:
    """A ledger without words for how far a thing is, but with its share: 0, between, all."""
    for name, share, how in (("stage", "progress", How.STAGE_PERCENT), ("status", "progress", How.STATUS_PERCENT)):
        if not work.table.has(name) or work.taken(name):
            continue
        rule = next((rule for rule in work.rules.values() if rule.to == (share,) and rule.how is How.AS_IS), None)
        if rule is not None:
            work.rules[rule.header] = replace(rule, to=(name, share), how=how, sure=False)
            work.scores[name] = 0.8


def told_in_one(work: Work) -> None:
    """完成情况 alone says both how far a task is and what was done, under whichever of the two headers."""
    if not work.table.has("progress_text"):
        return
    if work.taken("progress_text"):
        if not work.taken("status"):
            _status_in_text(work)
        return
    for header, rule in list(work.rules.items()):
        if rule.to == ("status",) and rule.how in (How.STATUS_TEXT, How.VALUE_MAP, How.AS_IS):
            sure = rule.sure and rule.how is How.STATUS_TEXT
            work.rules[header] = replace(rule, to=("status", "progress_text"), how=How.STATUS_TEXT, sure=sure)
            work.scores["progress_text"] = 0.8


def _status_in_text(work: Work) -> None:
    """正在推进，已登记资产128项: nearly every text begins with how far its task is; of the others a person says it."""
    status = work.table.column("status")
    rule = next(rule for rule in work.rules.values() if "progress_text" in rule.to)
    profile = work.by_header[rule.header]
    if rule.how is not How.AS_IS or profile.share(lambda text: begins_with_state(status, text)) < MOST:
        return
    for word in profile.words:
        if not (meaning := choice_of(status, word)) or not meaning[1]:
            work.ask_word(status, word, meaning[0] if meaning else None)
    work.rules[rule.header] = replace(rule, to=("status", "progress_text"), how=How.STATUS_TEXT, sure=False)
    work.scores["status"] = 0.8
