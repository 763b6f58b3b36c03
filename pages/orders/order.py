"""The 督办单 of the unit on screen, made when somebody asks for it."""

from briefing.exports.bulletin import order
from briefing.screens.outlook import Outlook
from briefing.ui import downloads
from briefing.wishes import Wishes
from briefing.wording.open_items import urgent_items
from data_loaders.store import papers, stationery
from data_loaders.store.editions import open_store


def offer(look: Outlook) -> None:
    """A download for a unit that has something urgent; nothing for others."""
    unit, briefing = look.query.get("name", ""), look.briefing
    items = urgent_items(briefing).get(unit)
    if not items:
        return

    def made() -> bytes:
        store = open_store()
        told = papers.particulars(store, briefing.edition.number)
        return order.write_order(briefing, unit, Wishes(told=told, template=stationery.template(store, "docx")))

    label, name = f"下载督办单和回执（{len(items)} 项）", order.file_name(briefing, unit)
    downloads.offer(label, made, name, order.MEDIA_TYPE, key="unit-order")
