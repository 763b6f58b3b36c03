"""A figure drawn once and shown many times."""

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure


class Drawing(BaseFigure):
    """A finished figure as the plain dict that is all a screen asks of it.

    A `go.Figure` copies itself each time it is shown, and holds cycles that only the garbage collector can free.
    """

    def __init__(self, figure: go.Figure):
        # Nothing of BaseFigure is set up: this only has its type, by which Streamlit knows a figure as valid.
        object.__setattr__(self, "finished", figure.to_dict())

    def to_dict(self) -> dict:
        """The figure as data; shared by all viewers, so nobody may change it."""
        return self.finished
