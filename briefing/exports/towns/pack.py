"""A pack for each town: its slides, its 督办单 where it has something urgent, and its rows of every ledger."""

from briefing import formats
from briefing.exports.bulletin import order, sentences
from briefing.exports.slides import town as slides
from briefing.exports.workbook import ledger
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wishes import NONE, Wishes
from briefing.wording import labels
from briefing.wording.open_items import urgent_items

ONE_LINE = 60  # characters: a share and its rate stand beside each other


def packs(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> dict[str, bytes]:
    """Folder and name → file, a folder a town."""
    urgent = urgent_items(briefing)
    lines = dict(zip(briefing.towns, sentences.town_lines(briefing), strict=True))
    asked_on = sentences.asking_day(briefing, wishes.told)
    goals = sentences.measures_by_town(briefing)
    files: dict[str, bytes] = {}
    for town in briefing.towns:
        folder = labels.clean(town)
        if town in urgent:
            files[f"{folder}/{order.file_name(briefing, town)}"] = order.write_order(briefing, town, wishes)
        shares = [
            (
                goal.title,
                sentences.town_share(goal, town, ONE_LINE),
                f"{formats.progress(goal)}（{formats.rate_of(goal)}）",
            )
            for goal in goals
        ]
        asked = [
            (item.status, item.title, item.stands, item.ask, sentences.answer_by(item, briefing, asked_on))
            for item in urgent.get(town, ())
        ]
        files[f"{folder}/{labels.file_stem(briefing, f'调度材料_{folder}')}.pptx"] = slides.of_town(
            briefing, land, town, headline=lines[town], shares=shares, asked=asked, template=wishes.deck
        )
        name = f"{labels.file_stem(briefing, f'台账_{folder}')}.xlsx"
        files[f"{folder}/{name}"] = ledger.of_town(briefing, town)
    return files
