"""The frame of every page: settings, menu, pickers, title, headline first and source last."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from briefing.figures import theme
from briefing.html import links, markup
from briefing.model import Briefing
from briefing.screens import explained
from briefing.screens.catalogue import PRESENTED, SCREENS, STOPS, TIMED, heading
from briefing.screens.outlook import Outlook
from briefing.ui import address, draw, editions, listed, session, still, stops, timeline, view
from data_loaders.store.delta import Damaged, StoreAway
from data_loaders.store.editions import Edition

NEWEST = "最新"
# How a screen shows time, besides a day or an edition that it is set beside.
NOW, DAY_BY_DAY = "now", "days"
CAROUSEL_SECONDS = "15"  # what the corner control starts with; a link may say another
CSS = Path(__file__).parent / "front" / "ui.css"


def show(page: str, *, by_town: bool = False, at_desk: Callable[[Outlook], None] | None = None) -> None:
    """A declared screen in its frame; `by_town` lets the reader choose a town.

    `at_desk` draws what somebody does there, above the screen and on no projector.
    """
    look, remark = _begun(page, by_town=by_town)
    screen = view.screen(look)
    head = _head(look, remark, screen.headline)
    st.html(head)
    _explain(look)
    if not (remark or (at_desk and not look.present)):
        still.keep(look, screen, head)
    if at_desk and not look.present:
        at_desk(look)
    elif page in PRESENTED:
        session.stand_at(page, look.query.get("village", ""))
    draw.screen(screen, present=look.present)
    if look.clicks:
        listed.draw(look)
    st.html(still.footer(look))


def prepare(look: Outlook) -> None:
    """Make a screen and its picture before anybody asks for them."""
    screen = view.screen(look)
    still.keep(look, screen, _head(look, "", screen.headline))


def _explain(look: Outlook) -> None:
    """Where the number comes from that the address asks for, on no projector."""
    what = st.query_params.get(links.EXPLAIN)
    if what and look.clicks:
        with stops.readable(look.briefing.edition.number):
            found = editions.explained(editions.address(), look.briefing.edition.number, look.briefing.as_of, what)
        draw.panelled(explained.panel(look, what, found))


@contextmanager
def frame(page: str) -> Iterator[Outlook]:
    """The frame of a page that shows an edition and draws by itself."""
    look, remark = _begun(page)
    st.html(_head(look, remark))
    yield look
    st.html(markup.footer(look.briefing))


def _begun(page: str, *, by_town: bool = False) -> tuple[Outlook, str]:
    """Everything above the title; how the edition is looked at, and a remark when the link asks for what does not exist."""
    present = st.query_params.get("present") == "1"
    _set_up(page, present=present)
    if present:
        _remote_control()
        if st.query_params.get("edition", NEWEST) == NEWEST:
            _follow_newest(editions.current())
    found = stops.editions_or_stop()
    with stops.problems_said(), st.container(key="bar", horizontal=True, vertical_alignment="center"):
        if not present:
            _navigation()
        with st.container(key="pickers", horizontal=True, vertical_alignment="center"):
            number, as_of, remark = _pick_edition(found, present=present)
            with stops.readable(number):
                store = editions.address()
                briefing, land = editions.briefing_of(store, number, as_of), editions.land_at(store, number)
            town = (
                address.pick("镇", "town", [briefing.whole, *briefing.towns], present=present)
                if by_town
                else briefing.whole
            )
            time = _pick_time(found, briefing, present=present) if page in TIMED else NOW
            query = {name: value for name, value in st.query_params.to_dict().items() if name not in still.MOMENTARY}
            look = Outlook(page, briefing, land, present, None if town == briefing.whole else town, query)
            if time not in (NOW, DAY_BY_DAY):
                look = replace(look, earlier=_earlier(look, time))
        timeline.play(_days_of(briefing), briefing.as_of)  # in the bar, where coming and going it moves nothing else
    if time == DAY_BY_DAY and not present:
        timeline.draw(_days_of(briefing), briefing.as_of)
    return look, remark


def _pick_time(found: Mapping[int, Edition], briefing: Briefing, *, present: bool) -> str:
    """How the screen shows time: as it is now, day by day, beside an earlier day, or beside an edition before it."""
    days = _days_of(briefing)
    earlier = [day.isoformat() for day in days if day < briefing.as_of]
    shown = found[briefing.edition.number]
    before = [str(number) for number in sorted(found, reverse=True) if number < shown.number and found[number].sample == shown.sample]  # fmt: skip
    words = {NOW: "本期", DAY_BY_DAY: "逐期看"} | {day: f"对比 {day}" for day in earlier}
    words |= {number: f"对比第 {number} 版" for number in before}
    options = [NOW, *([DAY_BY_DAY] if len(days) > 1 else []), *earlier, *before]
    return address.pick("时间", "time", options, present=present, words=words) if len(options) > 1 else NOW


def _days_of(briefing: Briefing) -> list[date]:
    """The days of the plan year that the shown edition can be looked at."""
    days = editions.days_of(editions.address(), briefing.edition.number)
    return [day for day in days if day.year == briefing.year]


def _earlier(look: Outlook, time: str) -> Outlook:
    """The same look at an earlier day, or at an edition before on the same day."""
    store, by_day = editions.address(), address.valid_day(time)
    number = look.briefing.edition.number if by_day else int(time)
    with stops.readable(number):
        as_of = date.fromisoformat(by_day) if by_day else look.briefing.as_of
        return replace(look, briefing=editions.briefing_of(store, number, as_of), land=editions.land_at(store, number))


def _head(look: Outlook, remark: str, sentence: str = "") -> str:
    """Title and headline; without a sentence of its own a screen has the briefing's."""
    briefing = look.briefing
    said = sentence or briefing.headlines.get(look.page, briefing.headline)
    by_day = look.present and look.query.get("time") == DAY_BY_DAY
    at = timeline.told(_days_of(briefing), briefing.as_of) if by_day else ""
    return markup.title_row(heading(look.page, briefing), briefing, remark=remark or at) + markup.headline(said)


@contextmanager
def bare_frame(page: str) -> Iterator[None]:
    """The frame of a page that shows no edition and so works on an empty store too: settings, menu and title."""
    _set_up(page, present=False)
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        _navigation()
    st.html(markup.plain_title(SCREENS[page]))
    try:
        yield
    except StoreAway:
        stops.stop_while_away()
    except Damaged as damaged:
        stops.stop("存放的数据里有文件已损坏", *(markup.text(finding.sentence) for finding in damaged.findings))


def _set_up(page: str, *, present: bool) -> None:
    """Browser title, layout and looks."""
    st.set_page_config(
        page_title=f"{SCREENS[page]} · 乡村振兴工作调度", layout="wide", initial_sidebar_state="collapsed"
    )
    stage = theme.stage(st.query_params.get("stage")) if present else None
    st.html(f"<style>{theme.css_variables(stage)}{CSS.read_text(encoding='utf-8')}</style>")
    if present:
        if any(stop.startswith(f"{page}?") for stop in STOPS):
            # A link to another view of the same page leaves the browser's address as it was (streamlit 1.67).
            st.query_params.from_dict(st.query_params.to_dict())
        shape = st.query_params.get("stage", "")
        st.html(markup.present_mark(_stop_at(page), STOPS, stage=shape if shape in theme.STAGES else ""))


def _navigation() -> None:
    """Links that keep the reader's choices; drawn here because a page may run without app.py."""
    asked = address.asked("as_of", "edition", "town", "year")
    with st.container(key="nav", horizontal=True, gap="xsmall", vertical_alignment="center"):
        try:
            for name, title in SCREENS.items():
                label = title if name != "upload" or session.seems_logged_in() else "登录上传"
                st.page_link(f"pages/{name}.py", label=label, query_params=asked)
        except StreamlitPageNotFoundError:
            pass  # the page was opened as a script of its own: there is nowhere else to go
        st.button(
            "投影", icon=":material/present_to_all:", type="tertiary", on_click=address.set_query, args=("present", "1")
        )


def _remote_control() -> None:
    """What briefing/ui/front/present.js presses for the presenter: a link to each screen, and buttons; ui.css hides them."""
    asked = address.asked("as_of", "edition", "town", "year", "present", "stage", "carousel")
    with st.container(key="remote"):
        try:
            for stop in STOPS:
                page, _, query = stop.partition("?")
                st.page_link(f"pages/{page}.py", label=stop, query_params=asked | dict(parse_qsl(query)))
        except StreamlitPageNotFoundError:
            pass  # the page was opened as a script of its own; present.js then opens addresses
        st.button("leave", key="remote-leave", on_click=_leave)
        st.button("carousel", key="remote-carousel", on_click=address.set_query, args=("carousel", CAROUSEL_SECONDS))
        for name, by in (("earlier", -1), ("later", 1)):
            st.button(name, key=f"remote-{name}", on_click=timeline.step, args=(by,))
        st.button("play", key="remote-play", on_click=timeline.toggle)
        for name in ("", *theme.STAGES):
            st.button(
                f"stage {name}", key=f"remote-stage-{name}", on_click=address.set_query, args=("stage", name or None)
            )


def _stop_at(page: str) -> str:
    """Which stop of a presentation is shown: the page, or a view of it that is a stop of its own."""
    asked = st.query_params.to_dict().items()
    views = [stop for stop in STOPS if stop.startswith(f"{page}?") and asked >= set(parse_qsl(stop.partition("?")[2]))]
    return next(iter(views), page)


def _leave() -> None:
    """Back to the desk, with the same view."""
    for name in ("present", "stage", "carousel"):
        address.set_query(name, None)


@st.fragment(run_every=stops.LOOK_SECONDS)
def _follow_newest(shown: int) -> None:
    """Draw the page anew when an edition is newer than the shown one, and only then."""
    if editions.current() > shown:
        st.rerun()


def _pick_edition(found: Mapping[int, Edition], *, present: bool) -> tuple[int, date | None, str]:
    """The edition and day asked for, and a remark when the link asks for what does not exist."""
    asked_edition, asked_day = st.query_params.get("edition"), st.query_params.get("as_of")
    numbers = [str(number) for number in reversed(found)]
    edition = address.pick("版本", "edition", [NEWEST, *numbers], present=present)
    number = editions.current() if edition == NEWEST else int(edition)
    with stops.readable(number):
        year = _pick_year(number, present=present)
        days = [day.isoformat() for day in editions.days_of(editions.address(), number) if year in (None, day.year)]
    extra = address.valid_day(asked_day)
    day = address.pick(
        "数据截至", "as_of", [NEWEST, *days, *([extra] if extra and extra not in days else [])], present=present
    )
    remarks = _remarks_on_store(asked_edition or NEWEST, number)
    if asked_edition and asked_edition not in (NEWEST, *numbers) and not remarks:
        remarks.append(f"没有第 {asked_edition} 版，已显示最新一版")
    if asked_day and asked_day != NEWEST and extra is None:
        remarks.append(f"“{asked_day}”不是日期，已显示最新数据")
    if day != NEWEST:
        return number, date.fromisoformat(day), "；".join(remarks)
    if year is None:
        return number, None, "；".join(remarks)
    return number, date.fromisoformat(days[0]) if days else date(year, 1, 1), "；".join(remarks)


def _remarks_on_store(asked: str, shown: int) -> list[str]:
    """What a reader must know about the store: that it is away, or that the edition asked for cannot be read."""
    look, remarks = editions.look_at(editions.address()), []
    if look.away:
        stops.wait_for_store()
        remarks.append("数据存放位置暂时打不开")
    wanted = str(look.history.newest_number) if asked == NEWEST else asked
    if wanted in map(str, look.history.damaged):
        remarks.append(f"第 {wanted} 版无法读取，已显示第 {shown} 版")
    return remarks


def _pick_year(number: int, *, present: bool) -> int | None:
    """The plan year asked for, where the edition has several; None leaves it to the newest data."""
    years = [str(year) for year in editions.years_of(editions.address(), number)]
    if len(years) < 2:
        return None
    year = address.pick("年度", "year", [NEWEST, *years], present=present)
    return None if year == NEWEST else int(year)
