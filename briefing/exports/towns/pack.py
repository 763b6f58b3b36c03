"""A pack for each town: its 督办单 where it has something urgent, and its rows of every ledger with all that it owes."""

from briefing.exports.bulletin import order
from briefing.exports.workbook import ledger
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.wishes import NONE, Wishes
from briefing.wording import labels
from briefing.wording.open_items import urgent_items


def packs(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> dict[str, bytes]:
    """Folder and name → file, a folder a town. `land` is asked of every format."""
    urgent = urgent_items(briefing)
    files: dict[str, bytes] = {}
    for town in briefing.towns:
        folder = labels.clean(town)
        if town in urgent:
            files[f"{folder}/{order.file_name(briefing, town)}"] = order.write_order(briefing, town, wishes)
        name = f"{labels.file_stem(briefing, f'台账_{folder}')}.xlsx"
        files[f"{folder}/{name}"] = ledger.of_town(briefing, town)
    return files
