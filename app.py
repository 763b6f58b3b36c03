"""Which screens exist, in what order; nothing else."""

import streamlit as st
from starlette.middleware import Middleware

from briefing.background import beside_the_server, log_page_error
from briefing.screens import SCREENS
from briefing.serving import Frame
from briefing.ui import warm_up

if __name__ == "app":  # `streamlit run app.py` first imports this file for its server …
    around = {"middleware": [Middleware(Frame)], "lifespan": beside_the_server(warm_up), "on_script_error": log_page_error}
    app = st.App(__file__, **around)
elif __name__ == "__main__":  # … and then runs it as the script behind every page
    screens = [st.Page(f"pages/{name}.py", title=title, url_path=name) for name, title in SCREENS.items()]
    # `/` shows the overview too; the page keeps its own address, which Streamlit would take from a default page.
    home = st.Page("pages/overview.py", title=SCREENS["overview"], url_path="", default=True, visibility="hidden")
    st.navigation([*screens, home], position="hidden").run()
