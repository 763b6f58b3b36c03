"""The frame of every page and the only cached access to the store. Every page calls `frame` itself.

May import everything of `briefing`; nothing of `briefing` may import it.
"""

import importlib
import os
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl

import plotly.graph_objects as go
import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from briefing import compose, links, markup, plan, towns
from briefing.figures import theme
from briefing.figures.drawing import Drawing
from briefing.land import Land, land_of
from briefing.model import Briefing, Measure, Site, VillageState
from briefing.screens import SCREENS, STOPS
from data_loaders import events
from data_loaders import store as stores
from data_loaders.delta import Damaged, StoreAway

NEWEST = "最新"
# A new edition shows within this many seconds; what an edition says never changes, so briefings are kept longer.
EDITIONS_TTL = 2
LOOK_SECONDS = 2  # how often a projector looks for it
CAROUSEL_SECONDS = "15"  # what the corner control starts with; a link may say another
KEPT_BRIEFINGS = 24
KEPT_PIECES = 24 * 20  # the charts and long lists of all screens of as many briefings
CSS = Path(__file__).with_name("ui.css")
CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


Piece = TypeVar("Piece")


@dataclass(frozen=True)
class View:
    """What a page needs to draw: the briefing, and how it is being looked at."""

    page: str
    briefing: Briefing
    land: Land
    present: bool
    town: str | None  # None is the whole district

    @property
    def sizes(self) -> theme.Scale:
        """Type and line sizes of charts."""
        return theme.scale(self.present)

    def room(self, frame: str) -> tuple[int, int]:
        """Width and height that a chart is drawn for."""
        return theme.FRAMES[frame].size(self.present)

    def rows(self, name: str) -> int | None:
        """How many rows a list may show."""
        return theme.rows(name, present=self.present)

    @property
    def place(self) -> str:
        """The chosen town, or the plan's word for the whole district."""
        return self.town or self.briefing.whole

    def here(self, things: Sequence) -> list:
        """Those of some sites, parts or villages that lie in the chosen town."""
        return [thing for thing in things if self.town in (None, thing.town)]

    @property
    def mapped_villages(self) -> list[VillageState]:
        """The villages that the map shows."""
        return [village for village in self.here(self.briefing.villages) if village.mapped or village.town == self.town]

    def sight(self, *, key_only: bool = False) -> towns.Sight:
        """What the map shows of them, or of the key villages alone: villages, or towns where they are too many."""

        def looked_up() -> towns.Sight:
            kept = [village for village in self.mapped_villages if village.grade or not key_only]
            return towns.in_sight(kept, self.land)

        return self.once(f"sight-{key_only}", looked_up)

    @property
    def query(self) -> str:
        """The query of a link that shows another screen of the same edition and day, in the same mode."""
        same = {"edition": str(self.briefing.edition.number), "as_of": self.briefing.as_of.isoformat()}
        return links.address(same | ({"present": "1"} if self.present else {}))

    def once(self, key: str, make: Callable[[], Piece]) -> Piece:
        """What `make` gives, made once for all who look at this view; nobody changes it afterwards.

        For what takes more than a millisecond at a hundred districts: charts, and lists that look all rows through.
        """
        briefing, choices = self.briefing, tuple(sorted(st.query_params.items()))
        return _piece(_address(), briefing.edition.number, briefing.as_of, self.page, choices, key, make)

    def measures(self, ids: Sequence[str]) -> list[Measure]:
        """Measures by id; a plan that has no such obligation leaves its place out."""
        return [measure for id in ids for measure in self.briefing.measures if measure.id == id]

    @property
    def all_sites(self) -> tuple[Site, ...]:
        """Sites and stations, which share the map."""
        return (*self.briefing.sites, *self.briefing.stations)


# --- the store, and what is made from it once for all viewers; nobody changes what these give ------------------------


def _address() -> str:
    """The store's address: part of every cache key, so that two stores never share an answer."""
    return os.environ.get(stores.STORE_VARIABLE) or stores.DEFAULT_STORE


@dataclass(frozen=True)
class Look:
    """What a look into the store gave: its history, or while it is away the last one known."""

    history: stores.History
    away: bool


_last_look: dict[str, Look] = {}


@st.cache_resource(ttl=EDITIONS_TTL, show_spinner=False)
def _look(address: str) -> Look:
    """A failure is kept as long as an answer, so that a store that is away is not asked by every viewer."""
    before = _last_look.get(address, Look(stores.History(), away=False))
    try:
        look = Look(stores.open_store(address).history(), away=False)
    except StoreAway as problem:
        if not before.away:  # said once, not every few seconds for as long as it lasts
            events.fault("store_unreadable", problem)
        look = Look(before.history, away=True)
    _last_look[address] = look
    return look


def _editions(address: str) -> dict[int, stores.Edition]:
    """Every readable edition by number, newest last."""
    return {edition.number: edition for edition in _look(address).history.editions}


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def _days(address: str, number: int) -> list[date]:
    return compose.as_of_choices(_editions(address)[number])


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def _years(address: str, number: int) -> list[int]:
    return compose.plan_years(_editions(address)[number])


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def _briefing(address: str, number: int, as_of: date | None) -> Briefing:
    return compose.compose(_editions(address)[number], as_of)


@st.cache_resource(max_entries=KEPT_BRIEFINGS, show_spinner=False)
def _land(address: str, number: int) -> Land:
    return land_of(_editions(address)[number])


@st.cache_resource(max_entries=KEPT_PIECES, show_spinner=False)
def _piece(
    address: str, number: int, as_of: date, page: str, choices: tuple[tuple[str, str], ...], key: str, _make: Callable
) -> object:
    """A piece of a screen, made by its first viewer; `choices` is the whole query, so it holds all that narrows a view."""
    return _make()


def warm_up() -> None:
    """Do before the first viewer comes what he would wait for: the imports of every screen, and the newest briefing."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], f"{__package__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    newest = _newest()
    if newest:
        _read(newest)


def _read(number: int) -> None:
    try:
        _briefing(_address(), number, None)
    except Exception as problem:  # its viewers will be told on the screen
        events.fault("edition_unreadable", problem, edition=number)


# --- choices that live in the address --------------------------------------------------------------------------------


def choose(label: str, name: str, options: Sequence[str], *, present: bool, segmented: bool = False) -> str:
    """A choice kept in the query parameter `name`, so that a link reproduces the view; unknown values fall back.

    Streamlit's own bind="query-params" forgets the value when the reader goes to another page (1.67), so the
    address is the truth here: it is read before the widget is drawn and written when the reader chooses.
    """
    wanted = st.query_params.get(name)
    chosen = wanted if wanted in options else options[0]
    if present:
        return chosen
    st.session_state[name] = chosen
    keep = {"key": name, "on_change": _keep, "args": (name, options[0])}
    if segmented:
        st.segmented_control(label, options, label_visibility="collapsed", required=True, **keep)
    else:
        st.selectbox(label, options, width=theme.PICKER_WIDTHS[name], **keep)
    return chosen


def _keep(name: str, default: str) -> None:
    """Write a choice to the address; the default stays out of it."""
    set_query(name, None if st.session_state[name] == default else st.session_state[name])


def set_query(name: str, value: str | None) -> None:
    """Put a value in the address, or take it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _valid_day(value: str | None) -> str | None:
    """A day that a link asks for, though no snapshot falls on it; None when it is no day."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


# --- the frame -------------------------------------------------------------------------------------------------------


@contextmanager
def frame(page: str, *, by_town: bool = False, says: Callable[[View], str] | None = None) -> Iterator[View]:
    """Everything around a page: settings, pickers, title, headline first, source last.

    `says` makes the headline of a page that says something else with each choice.
    """
    present = st.query_params.get("present") == "1"
    _set_up(page, present=present)
    if present:
        _remote_control()
        if st.query_params.get("edition", NEWEST) == NEWEST:
            _follow_newest(_newest())
    editions = _editions_or_stop()
    with _problems_said(), st.container(key="bar", horizontal=True, vertical_alignment="center"):
        if not present:
            _navigation()
        with st.container(key="pickers", horizontal=True, vertical_alignment="center"):
            number, as_of, remark = _pick_edition(editions, present=present)
            with _readable(number):
                briefing, land = _briefing(_address(), number, as_of), _land(_address(), number)
            town = choose("镇", "town", [briefing.whole, *briefing.towns], present=present) if by_town else briefing.whole
    view = View(page, briefing, land, present, None if town == briefing.whole else town)
    sentence = says(view) if says else briefing.headlines.get(page, briefing.headline)
    st.html(markup.title_row(_title(page, briefing), briefing, remark=remark) + markup.headline(sentence))
    yield view
    st.html(markup.footer(briefing))


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
        _stop_while_away()
    except Damaged as damaged:
        _stop("数据仓库里有文件已损坏", *(markup.text(finding.sentence) for finding in damaged.findings))


def _set_up(page: str, *, present: bool) -> None:
    """Browser title, layout and looks."""
    st.set_page_config(
        page_title=f"{SCREENS[page]} · 乡村振兴工作调度", layout="wide", initial_sidebar_state="collapsed"
    )
    st.html(f"<style>{theme.css_variables(present=present)}{CSS.read_text(encoding='utf-8')}</style>")
    if present:
        if any(stop.startswith(f"{page}?") for stop in STOPS):
            # A link to another view of the same page leaves the browser's address as it was (streamlit 1.67).
            st.query_params.from_dict(st.query_params.to_dict())
        st.html(markup.present_mark(_stop_at(page), STOPS))


def _title(page: str, briefing: Briefing) -> str:
    if page == "overview":
        return f"{briefing.title} · {briefing.year} 年工作调度"
    return f"{SCREENS[page]} · {briefing.year} 年"


def _navigation() -> None:
    """Links that keep the reader's choices; drawn here because a page may run without app.py (style.md §4.1)."""
    asked = _asked("as_of", "edition", "town", "year")
    with st.container(key="nav", horizontal=True, gap="xsmall", vertical_alignment="center"):
        try:
            for name, title in SCREENS.items():
                st.page_link(f"pages/{name}.py", label=title, query_params=asked)
        except StreamlitPageNotFoundError:
            pass  # the page was opened as a script of its own: there is nowhere else to go
        st.button("投影", icon=":material/present_to_all:", type="tertiary", on_click=set_query, args=("present", "1"))


def _asked(*names: str) -> dict[str, str]:
    """Those of some query parameters that the address holds."""
    return {name: st.query_params[name] for name in names if name in st.query_params}


def _remote_control() -> None:
    """What briefing/present.js presses for the presenter: a link to each screen, and two buttons; ui.css hides them."""
    asked = _asked("as_of", "edition", "town", "year", "present", "carousel")
    with st.container(key="remote"):
        try:
            for stop in STOPS:
                page, _, query = stop.partition("?")
                st.page_link(f"pages/{page}.py", label=stop, query_params=asked | dict(parse_qsl(query)))
        except StreamlitPageNotFoundError:
            pass  # the page was opened as a script of its own; present.js then opens addresses
        st.button("leave", key="remote-leave", on_click=_leave)
        st.button("carousel", key="remote-carousel", on_click=set_query, args=("carousel", CAROUSEL_SECONDS))


def _stop_at(page: str) -> str:
    """Which stop of a presentation is shown: the page, or a view of it that is a stop of its own."""
    asked = st.query_params.to_dict().items()
    views = [stop for stop in STOPS if stop.startswith(f"{page}?") and asked >= set(parse_qsl(stop.partition("?")[2]))]
    return next(iter(views), page)


def _leave() -> None:
    """Back to the desk, with the same view."""
    set_query("present", None)
    set_query("carousel", None)


def _newest() -> int:
    """Number of the newest edition; 0 while there is none or the store is away."""
    try:
        return max(_editions(_address()), default=0)
    except stores.EmptyStore:
        return 0
    except Exception as problem:
        events.fault("store_unreadable", problem)
        return 0


@st.fragment(run_every=LOOK_SECONDS)
def _follow_newest(shown: int) -> None:
    """Draw the page anew when an edition is newer than the shown one, and only then."""
    if _newest() > shown:
        st.rerun()


@st.fragment(run_every=LOOK_SECONDS)
def _wait_for_store() -> None:
    """Draw the page anew when the store is back."""
    if not _look(_address()).away:
        st.rerun()


def _editions_or_stop() -> dict[int, stores.Edition]:
    try:
        editions = _editions(_address())
    except stores.EmptyStore:
        editions = {}
    except Exception as problem:
        events.fault("store_unreadable", problem)
        _stop(
            "暂时读不到数据",
            "数据仓库打不开。请检查 <code>DASHBOARD_STORE</code> 指向的目录或对象存储是否存在、是否有读取权限。",
            "处理后刷新本页。",
        )
    look = _look(_address())
    if not editions and look.away:
        _stop_while_away()
    if not editions and look.history.damaged:
        _stop("已发布的版本都读不出来", "数据仓库里的版本记录已损坏。请从备份恢复，或联系区农办。")
    if not editions:
        _stop(
            "还没有发布任何数据",
            "请先载入示例数据：在本机运行 <code>python3 start.py</code>，它会在空仓库里发布一套示例数据。",
            "也可以直接发布台账：<code>python -m data_loaders publish 文件…</code>",
        )
    return editions


class _Unreadable(Exception):
    """An edition that cannot be shown; `number` says which."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


@contextmanager
def _readable(number: int) -> Iterator[None]:
    """Around whatever reads an edition: gives what goes wrong the edition's number."""
    try:
        yield
    except (plan.PlanMissing, StoreAway):
        raise
    except Exception as problem:
        events.fault("edition_unreadable", problem, edition=number)
        raise _Unreadable(number) from problem


@contextmanager
def _problems_said() -> Iterator[None]:
    """Around the bar of a screen: says below it what is wrong with the edition, in the place of the screen."""
    try:
        yield
    except plan.PlanMissing as problem:
        _stop("这一版没有年度计划", f"{markup.text(problem)}", "请先发布计划指标和任务清单，再打开本页。")
    except StoreAway:
        _stop_while_away()
    except _Unreadable as problem:
        _stop(f"第 {problem.number} 版读不出来", "数据仓库里这一版的文件可能不完整。请换一个版本，或联系区农办。")


def _stop_while_away() -> None:
    _wait_for_store()
    _stop(
        "暂时读不到数据",
        "数据仓库现在打不开。请检查 <code>DASHBOARD_STORE</code> 指向的共享目录或对象存储。",
        "恢复后本页自动显示。",
    )


def notice(title: str, *lines: str) -> None:
    """A message in the place of a screen. Lines may hold HTML made by us, never text of a drop."""
    st.html(markup.notice(title, *lines))


def _stop(title: str, *lines: str) -> None:
    notice(title, *lines)
    st.stop()


def _pick_edition(editions: dict[int, stores.Edition], *, present: bool) -> tuple[int, date | None, str]:
    """The edition and day asked for, and a remark when the link asks for what does not exist."""
    asked_edition, asked_day = st.query_params.get("edition"), st.query_params.get("as_of")
    numbers = [str(number) for number in reversed(editions)]
    edition = choose("版本", "edition", [NEWEST, *numbers], present=present)
    number = int(numbers[0] if edition == NEWEST else edition)
    with _readable(number):
        year = _pick_year(number, present=present)
        days = [day.isoformat() for day in _days(_address(), number) if year in (None, day.year)]
    extra = _valid_day(asked_day)
    day = choose(
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
    look, remarks = _look(_address()), []
    if look.away:
        _wait_for_store()
        remarks.append("数据仓库暂时打不开")
    wanted = str(look.history.newest_number) if asked == NEWEST else asked
    if wanted in map(str, look.history.damaged):
        remarks.append(f"第 {wanted} 版读不出来，已显示第 {shown} 版")
    return remarks


def _pick_year(number: int, *, present: bool) -> int | None:
    """The plan year asked for, where the edition has several; None leaves it to the newest data."""
    years = [str(year) for year in _years(_address(), number)]
    if len(years) < 2:
        return None
    year = choose("年度", "year", [NEWEST, *years], present=present)
    return None if year == NEWEST else int(year)


# --- drawing ---------------------------------------------------------------------------------------------------------


def html(fragment: str) -> None:
    """A fragment made by `markup`, `cards` or `lists`, which escape what comes from drops."""
    if fragment:
        st.html(fragment)


def link(label: str, page: str, query: dict[str, str]) -> None:
    """A link to a screen as it shows with these query parameters."""
    try:
        st.page_link(f"pages/{page}.py", label=label, query_params=query)
    except StreamlitPageNotFoundError:
        st.text(label)  # the page was opened as a script of its own: there is nowhere else to go


def panel(name: str):
    """A white panel; ui.css styles it by its key."""
    return st.container(key=f"panel-{name}")


def chart(draw: Callable[[], go.Figure], view: View, *, key: str, alt: str, remembers: str | None = None) -> None:
    """A figure in its own look: theme=None, so that screen, export and test show the same picture.

    `draw` makes it when nobody has looked at the same view before. `remembers` names the query parameter that takes
    the customdata of a clicked point.
    """

    def remember() -> None:
        points = st.session_state[key].selection.points
        if points:
            set_query(remembers, str(points[0]["customdata"]))

    st.plotly_chart(
        view.once(key, lambda: Drawing(draw())),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        alt=alt,
        width="content" if view.present else "stretch",
        on_select=remember if remembers else "ignore",
        selection_mode="points",
    )
