"""What a screen is made of, whoever draws it: rows of panels, their charts, links and choices.

A screen is declared once, as a value; `ui.draw` shows it in the app and `exports.offline.render` in the offline page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from plotly.basedatatypes import BaseFigure

from briefing.html import markup


@dataclass(frozen=True)
class Chart:
    """A figure in its place, with the words for who cannot see it.

    `remembers` names the query parameter that takes the place on a map that is clicked. `explains` has for the place of
    a point, its day or its row, what the click asks to explain.
    """

    key: str
    figure: BaseFigure
    alt: str
    remembers: str | None = None
    zooms: bool = False  # whether a wheel zooms at a desk and a double click goes back
    explains: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """A link to a screen of the app as it shows with these query parameters; the offline page leaves it out."""

    label: str
    page: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """What a reader may choose, kept in the query parameter `name`; the first option is the default.

    `words` says an option in other words than the address does. The offline page takes every option of a `carried`
    choice along, and of any other the default alone.
    """

    name: str
    label: str
    options: tuple[str, ...]
    chosen: str
    segmented: bool = False
    carried: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: Mapping[str, str], label: str, name: str, options: Sequence[str], **looks: Any) -> "Choice":
        """A choice as a query has it; what it does not know falls back to the first option."""
        wanted = query.get(name)
        return cls(
            name, label, tuple(options), wanted if wanted is not None and wanted in options else options[0], **looks
        )

    def said(self, option: str) -> str:
        """An option as the reader reads it."""
        return self.words.get(option, option)


Piece = str | Chart | Link  # a str is HTML of ours, made by `briefing.html`


@dataclass(frozen=True)
class Panel:
    """A white panel: its heading, then its pieces; ui.css styles it by its key. `choice` stands above the heading."""

    key: str
    pieces: tuple[Piece, ...]
    title: str = ""
    detail: str = ""
    aside: str = ""
    choice: Choice | None = None

    @property
    def blocks(self) -> list[Piece]:
        """What is drawn: heading and pieces, with HTML that follows on HTML as one."""
        head = markup.panel_title(self.title, detail=self.detail, aside=self.aside) if self.title else ""
        return list(_joined((head, *self.pieces)))

    @property
    def charts(self) -> list[Chart]:
        """Its charts from top to bottom."""
        return [piece for piece in self.pieces if isinstance(piece, Chart)]


def _joined(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for is_html, some in groupby(pieces, lambda piece: isinstance(piece, str)):
        if not is_html:
            yield from some
        elif fragment := "".join(map(str, some)):
            yield fragment


Cell = Panel | str


@dataclass(frozen=True)
class Row:
    """Columns side by side with their shares of the width; each holds panels and HTML from top to bottom."""

    shares: tuple[float, ...]
    columns: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Screen:
    """Rows from top to bottom; a row of one panel or of HTML takes the whole width.

    `bar` is the key of the box around the choices, empty for none. `headline` replaces the briefing's own sentence.
    """

    rows: tuple[Row | Cell, ...]
    choices: tuple[Choice, ...] = ()
    bar: str = ""
    headline: str = ""

    @property
    def panels(self) -> list[Panel]:
        """Its panels, row by row."""
        return [cell for cell in self._cells() if isinstance(cell, Panel)]

    def _cells(self) -> Iterator[Cell]:
        for row in self.rows:
            yield from (cell for column in row.columns for cell in column) if isinstance(row, Row) else [row]

    def with_charts(self, draw: Callable[[Chart], str]) -> "Screen":
        """The same screen with every chart as HTML."""
        return self._with(lambda piece: draw(piece) if isinstance(piece, Chart) else piece)

    def with_html(self, change: Callable[[str], str]) -> "Screen":
        """The same screen with every piece of HTML changed."""
        return self._with(lambda piece: change(piece) if isinstance(piece, str) else piece)

    def _with(self, change: Callable[[Piece], Piece]) -> "Screen":
        def changed(cell: Cell) -> Cell:
            if isinstance(cell, Panel):
                return replace(cell, pieces=tuple(map(change, cell.pieces)))
            return str(change(cell))

        rows = (
            replace(row, columns=tuple(tuple(map(changed, column)) for column in row.columns))
            if isinstance(row, Row)
            else changed(row)
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))
