"""The server: Streamlit's pages in core/ui/main.py, with warm-up, headers and plain HTTP routes around them."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from core.server.coming import Coming
from core.server.lifespan import lifespan
from core.server.middleware import Guard
from core.server.routes import routes

app = st.App("core/ui/main.py", lifespan=lifespan, middleware=[Middleware(Coming), Middleware(Guard)], routes=routes())
