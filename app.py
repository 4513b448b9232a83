"""The server: Streamlit's pages in core/site/main.py, with warm-up, headers and plain HTTP routes around them."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from core.site.lifespan import lifespan
from core.site.middleware import Guard
from core.site.routes import routes

app = st.App("core/site/main.py", lifespan=lifespan, middleware=[Middleware(Guard)], routes=routes())
