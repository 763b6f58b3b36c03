"""Which screens exist, in what order; nothing else."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime import get_instance

from briefing.screens.catalogue import SCREENS
from briefing.ui.ahead import make_newest, picture, warm_up
from briefing.ui.compressed import Compressed
from briefing.ui.gate import Gate
from briefing.ui.lifespan import beside_the_server, log_page_error
from briefing.ui.middleware import Frame
from briefing.ui.uploads import DESK

if __name__ == "app":  # `streamlit run app.py` first imports this file for its server …
    DESK.runtime = get_instance  # type: ignore[assignment]
    app = st.App(
        __file__,
        middleware=[Middleware(Compressed), Middleware(Frame, picture=picture), Middleware(Gate)],
        lifespan=beside_the_server(warm_up, make_newest),
        on_script_error=log_page_error,
    )
elif __name__ == "__main__":  # … and then runs it as the script behind every page
    screens = [st.Page(f"pages/{name}.py", title=title, url_path=name) for name, title in SCREENS.items()]
    # `/` shows the overview too; the page keeps its own address, which Streamlit would take from a default page.
    home = st.Page("pages/overview.py", title=SCREENS["overview"], url_path="", default=True, visibility="hidden")
    st.navigation([*screens, home], position="hidden").run()
