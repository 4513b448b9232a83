"""What Streamlit is spared leaves what it answers as it was: every session is sent all that it has to send."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from core.site import streamlit_runs


class Sessions:
    """Streamlit's keeper of sessions, as far as it is asked here."""

    def __init__(self, *names: str) -> None:
        self._active_session_info_by_id = {name: self.made(name) for name in names}
        self._session_storage = self.lost = Lost()

    def made(self, name: str) -> Any:
        queue = ForwardMsgQueue()
        own = SimpleNamespace(id=name, _browser_queue=queue, _message_enqueued_callback=None)
        return SimpleNamespace(session=own)

    def get_active_session_info(self, name: str) -> Any:
        return self._active_session_info_by_id.get(name)

    def says(self, name: str) -> None:
        one = self._active_session_info_by_id.get(name) or self.lost[name]
        streamlit_runs._enqueue(one.session, ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))

    def asked(self) -> list[str]:
        """Who is asked for what she has to send, and has then sent it."""
        found = streamlit_runs._speaking(self)  # type: ignore[arg-type]
        return sorted(one.session.id for one in found if streamlit_runs._flush(one.session))


class Lost(dict[str, Any]):
    """Those that have lost their line."""

    def list(self) -> list[Any]:
        return [*self.values()]


@pytest.fixture(autouse=True)
def nobody_speaks() -> Iterator[None]:
    streamlit_runs._SPEAKING.clear()
    yield
    streamlit_runs._SPEAKING.clear()


def test_those_are_asked_that_have_something_to_send_and_once_for_each_thing() -> None:
    sessions = Sessions("a", "b", "c")
    assert sessions.asked() == []
    for name in ("a", "c"):
        sessions.says(name)
    assert sessions.asked() == ["a", "c"]
    assert sessions.asked() == []
    sessions.says("a")
    assert sessions.asked() == ["a"]


def test_who_has_lost_her_line_is_asked_when_she_is_back_and_who_has_gone_is_forgotten() -> None:
    sessions = Sessions("a", "b")
    for name in ("a", "b"):
        sessions.lost[name] = sessions._active_session_info_by_id.pop(name)
        sessions.says(name)
    assert sessions.asked() == []
    del sessions.lost["b"]
    sessions._active_session_info_by_id["a"] = sessions.lost.pop("a")
    assert sessions.asked() == ["a"]
    assert not streamlit_runs._SPEAKING


def test_they_are_counted_as_before() -> None:
    sessions: Any = Sessions("a", "b")
    sessions.lost["c"] = sessions.made("c")
    assert streamlit_runs._number(sessions) == 2
    assert [one.session.id for one in streamlit_runs._all(sessions)] == ["a", "b", "c"]


def test_a_page_has_the_mark_that_streamlit_reckons() -> None:
    page = streamlit_runs.KnownPage.__new__(streamlit_runs.KnownPage)
    page._url_path = "indikator"
    assert page._script_hash == st.Page._script_hash.fget(page)  # type: ignore[attr-defined]
