"""What can be ordered, and what was chosen of it."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing import exports
from briefing.model import Briefing
from briefing.wishes import Wishes
from data_loaders.store import stationery
from data_loaders.store.editions import Store
from data_loaders.store.papers import Particulars

# What can be ordered: every format, the bulletin under both its names.
ORDERS = {
    "pptx": exports.FORMATS["pptx"],
    **exports.BULLETINS,
    **{name: exports.FORMATS[name] for name in ("orders", "towns", "xlsx", "html", "png", "long", "pdf")},
}
# What people call a kind of file.
KINDS = {"pptx": "幻灯片", "docx": "Word", "xlsx": "表格", "html": "网页", "png": "图片", "zip": "压缩包", "pdf": "PDF"}


class Wanted(NamedTuple):
    """What was chosen."""

    orders: Sequence[str]
    screens: Sequence[str]
    previous: Briefing | None
    told: Particulars | None
    parts: Sequence[str] = ()
    printed: bool = False  # slides and papers as PDF too

    def of(self, store: Store, name: str) -> Wishes:
        """What is asked of one of the orders."""
        kinds = ORDERS[name].template, ORDERS[name].deck
        template, deck = (stationery.template(store, kind) if kind else None for kind in kinds)
        told = self.told if self.told and ORDERS[name].signed else Particulars()
        previous = self.previous if ORDERS[name].compares else None
        return Wishes(previous, told, template, deck, tuple(self.parts) if ORDERS[name].parted else ())
