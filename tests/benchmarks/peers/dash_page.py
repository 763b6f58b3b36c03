"""Dash: the same elements and the same plotly figures, one path a screen. PORT says where it listens, SHAPES what it shows."""

import json
import os
from pathlib import Path

from dash import Dash, Input, Output, dcc, html
from lxml.html import HtmlElement, fragments_fromstring

SHAPES: dict[str, list] = json.loads(Path(os.environ["SHAPES"]).read_text(encoding="utf-8"))


def component(element: HtmlElement | str):
    """An HTML element as Dash's own, which is how words are written in Dash; it knows nothing like svg or style sheets."""
    if isinstance(element, str):
        return element
    kind = getattr(html, str(element.tag).capitalize(), None) if isinstance(element.tag, str) else None
    if kind is None or element.tag in ("style", "script"):
        return None
    inside = [element.text]
    for child in element:
        inside += [component(child), child.tail]
    return kind([piece for piece in inside if piece], className=element.get("class"))


def piece(kind: str, content: str):
    """One element of a screen."""
    if kind == "html":
        return html.Div([component(each) for each in fragments_fromstring(content)])
    if kind == "plotly_chart":
        return dcc.Graph(figure=json.loads(content))
    return html.A(content, href="#") if kind == "page_link" else html.Button(content)


SCREENS = {screen: [piece(*each) for each in pieces] for screen, pieces in SHAPES.items()}
app = Dash(__name__, serve_locally=True)
links = html.Nav([dcc.Link(screen, href=f"/{screen}") for screen in SCREENS])
app.layout = html.Div([dcc.Location(id="address"), links, html.Div(id="screen")])


@app.callback(Output("screen", "children"), Input("address", "pathname"))
def show(path: str):
    """The elements of the screen whose path is asked for."""
    return SCREENS.get(path.strip("/"), [])


if __name__ == "__main__":
    app.run(port=os.environ["PORT"], debug=False)
