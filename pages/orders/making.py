"""Have what was chosen made beside the page: it goes on when somebody leaves, and is there on return."""

from collections.abc import Callable

import streamlit as st

from briefing import exports, formats
from briefing.exports import PRINTED
from briefing.exports.jobs import JOBS, File, Result, TooMany
from briefing.exports.pictures import pictures
from briefing.exports.pictures.browser import CannotPhotograph
from briefing.exports.printing import CannotPrint, as_pdf
from briefing.screens.outlook import Outlook
from briefing.wishes import Wishes
from data_loaders.store.editions import open_store
from data_loaders.store.papers import Particulars
from pages.orders.catalogue import ORDERS, Wanted

PDF = "application/pdf"
# What this visit asked for, by the edition and day.
ASKED = "materials"


def make(look: Outlook, wanted: Wanted) -> None:
    """Ask for every order; what others have asked for in the same words is shared with them."""
    store, about = open_store(), stamp(look)
    asked = st.session_state.setdefault(ASKED, {}).setdefault(about, [])
    for name in wanted.orders:
        wishes = wanted.of(store, name)
        key = (about, name, _words(wishes), tuple(wanted.screens) if name == "png" else (), wanted.printed)
        try:
            JOBS.ask(
                key, ORDERS[name].title, about, _work(look, name, wishes, wanted), is_open=wishes.told == Particulars()
            )
        except TooMany as why:
            st.warning(str(why))
            return
        if key not in asked:
            asked.append(key)


def stamp(look: Outlook) -> tuple:
    """The edition and day that materials are made of."""
    return open_store().uri, look.briefing.edition.number, look.briefing.as_of


def _words(wishes: Wishes) -> tuple:
    """What was wished for, as far as it makes another file."""
    before = wishes.previous and (wishes.previous.edition.number, wishes.previous.as_of)
    return before, wishes.told, wishes.template, wishes.deck, wishes.parts


def _work(look: Outlook, name: str, wishes: Wishes, wanted: Wanted) -> Callable[[Callable[[str], object]], Result]:
    briefing, land, order = look.briefing, look.land, ORDERS[name]

    def work(told: Callable[[str], object]) -> Result:
        try:
            if name == "png":
                taken = pictures.photographs(briefing, land, wanted.screens, told=lambda one: told(f"已拍好：{one}"))
                content = exports.zipped(pictures.named(taken))
            else:
                content = order.make(briefing, land, wishes)
        except CannotPhotograph as why:
            return Result(warnings=(str(why),))
        file = File(_label(order.title, content), order.file_name(briefing), order.media_type, content)
        if not (wanted.printed and order.suffix in PRINTED):
            return Result((file,))
        told("正在转成 PDF")
        try:
            printed = as_pdf(content, order.suffix)
        except CannotPrint as why:
            return Result((file,), (str(why),))
        name_of_pdf = f"{file.name.rpartition('.')[0]}.pdf"
        return Result((file, File(_label(f"{order.title} PDF", printed), name_of_pdf, PDF, printed)))

    return work


def _label(title: str, content: bytes) -> str:
    return f"{title}（{formats.size(len(content))}）"
