"""The layouts that the store remembers, as the readers use them, and those that a batch adds."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from data_loaders.delivering.intake import Batch
from data_loaders.findings import Refused, Source
from data_loaders.layouts.layout import LONGEST_NAME, Layout, NoLayout, from_json
from data_loaders.store import OFFICE, accounts
from data_loaders.store.editions import Store
from data_loaders.store.layouts import free_name, kept_layouts, save_layout

LARGEST_FILE = 1_000_000  # bytes of a layout file
_CHANGING = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{1,3}\d+(?![A-Za-z])|[\d年月日号_（）()\[\].~-]+|副本|新建|最终版?|修改版?"
)


def read(store: Store, reporter: str | None) -> list[Layout]:
    """The layouts in force, as `reporter` delivers; one that this version cannot read is left alone.

    What the office kept under its former name is its own.
    """
    layouts = []
    for kept in kept_layouts(store):
        try:
            layout = replace(from_json(kept.plain), name=kept.name)
        except NoLayout:
            continue
        is_former = reporter == OFFICE and layout.reporter == accounts.FORMER_OFFICE
        layouts.append(replace(layout, reporter=reporter) if is_former else layout)
    return layouts


def of_file(path: Path) -> Layout:
    """The layout in a file; Refused with what is wrong."""
    source = Source(path.name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NoLayout("不是版式文件")
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise Refused(source.finding("file_missing")) from None
    except NoLayout as problem:
        raise Refused(source.finding("layout_unreadable", reason=str(problem))) from None
    except ValueError:  # not JSON, or no text
        raise Refused(source.finding("layout_unreadable", reason="不是版式文件")) from None


def named(store: Store, batch: Batch, *, reporter: str) -> tuple[Batch, list[Layout]]:
    """The batch with a name for every layout that it was read by, and those of them that are new."""
    kept = read(store, reporter)
    known = {layout.meaning(): layout for layout in kept if layout.reporter in (None, reporter)}
    taken, new, deliveries = {str(layout.name) for layout in kept}, [], []
    for delivery in batch.deliveries:
        if delivery.explained and (delivery.explained.confirmed or delivery.explained.layout.name):
            own = delivery.explained.layout.remembered("", reporter)
            layout = known.get(own.meaning())
            if layout is None:
                wanted = delivery.explained.layout.name or _name(delivery.source.file, delivery.table.title)
                layout = replace(own, name=free_name(wanted[:LONGEST_NAME], taken))
                known[own.meaning()] = layout
                taken.add(str(layout.name))
                new.append(layout)
            delivery = replace(delivery, explained=replace(delivery.explained, layout=layout))
        deliveries.append(delivery)
    return replace(batch, deliveries=tuple(deliveries)), new


def _name(file: str, title: str) -> str:
    """What a layout is first called: the file's name without what changes every month."""
    return _CHANGING.sub("", file.rpartition(".")[0] or file) or title


def remember(store: Store, layouts: Iterable[Layout], *, by: str) -> None:
    """Keep new layouts."""
    for layout in layouts:
        save_layout(store, layout.as_json(), by=by)
