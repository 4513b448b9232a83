"""What Streamlit does at every run and need not: each is measured, and what it answers is as it was."""

from __future__ import annotations

from functools import cache, cached_property

import streamlit.config
import streamlit.elements.markdown
from streamlit.navigation.page import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import ActiveSessionInfo, SessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager
from streamlit.util import calc_hash

# The ids of the sessions that have something to send.
_SPEAKING: set[str] = set()
_ENQUEUE, _FLUSH = AppSession._enqueue_forward_msg, AppSession.flush_browser_queue


class KnownPage(Page):
    """A page whose mark is reckoned once: a run names all pages, and asks each four times."""

    @cached_property
    def _script_hash(self) -> str:
        return str(calc_hash(self._url_path))


def lighten() -> None:
    """Let this process's Streamlit leave undone what it need not do."""
    # Of the look in config.toml it asks six times a run, each time among all its settings: a tenth of a run.
    streamlit.config.get_options_for_section = cache(streamlit.config.get_options_for_section)
    # It takes indents away line by line, which our templates have none of: another tenth.
    vars(streamlit.elements.markdown)["clean_text"] = str
    # A hundred times a second it asks each session for what it has to send: with 800, a fifth of the server's work.
    AppSession._enqueue_forward_msg = _enqueue  # type: ignore[method-assign,assignment]
    AppSession.flush_browser_queue = _flush  # type: ignore[method-assign,assignment]
    WebsocketSessionManager.list_active_sessions = _speaking  # type: ignore[method-assign,assignment]
    WebsocketSessionManager.num_active_sessions = _number  # type: ignore[method-assign,assignment]
    WebsocketSessionManager.list_sessions = _all  # type: ignore[method-assign,assignment]


def _enqueue(session: AppSession, message: ForwardMsg) -> None:
    _SPEAKING.add(session.id)
    _ENQUEUE(session, message)


def _flush(session: AppSession) -> list[ForwardMsg]:
    # What is about to be put there is asked for again.
    if session._browser_queue._queue:
        _SPEAKING.discard(session.id)
    return _FLUSH(session)


def _speaking(sessions: WebsocketSessionManager) -> list[ActiveSessionInfo]:
    """Those that have something to send. Who has lost her line is asked again when she is back."""
    found = []
    for one in tuple(_SPEAKING):
        info = sessions.get_active_session_info(one)
        if info is not None:
            found.append(info)
        elif sessions._session_storage.get(one) is None:
            _SPEAKING.discard(one)
    return found


def _number(sessions: WebsocketSessionManager) -> int:
    return len(sessions._active_session_info_by_id)


def _all(sessions: WebsocketSessionManager) -> list[SessionInfo]:
    return [*sessions._active_session_info_by_id.values(), *sessions._session_storage.list()]  # type: ignore[list-item]
