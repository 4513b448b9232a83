"""A Kolada without a network, and a clock without waiting."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from core.kolada import KoladaClient, Transport

BASE = "https://kolada.test/v3"
WALL_CLOCK = 1_784_116_800.0  # 2026-07-15 12:00:00 UTC


class FakeTime:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0.0
        self.sleeps: list[float] = []

    def clock(self) -> float:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += seconds
            self.sleeps.append(seconds)


@dataclass
class Reply:
    """An answer: ``body`` is sent as JSON unless it is bytes already."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"


Script = Callable[[requests.PreparedRequest], Reply | Exception]


class FakeKolada(BaseAdapter):
    """Answers each request by ``script`` and remembers it, with the time it came."""

    def __init__(self, script: Script, time: FakeTime) -> None:
        super().__init__()
        self._script = script
        self._time = time
        self._lock = threading.Lock()
        self.requests: list[requests.PreparedRequest] = []
        self.times: list[float] = []
        self.timeouts: list[object] = []

    def send(self, request: requests.PreparedRequest, *_args: Any, **kwargs: Any) -> requests.Response:
        with self._lock:
            self.requests.append(request)
            self.times.append(self._time.clock())
            self.timeouts.append(kwargs.get("timeout"))
        reply = self._script(request)
        if isinstance(reply, Exception):
            raise reply
        response = requests.Response()
        response.status_code = reply.status
        response.headers = CaseInsensitiveDict({"Content-Type": reply.kind, **reply.headers})
        response.raw = io.BytesIO(reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode())
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        pass

    @property
    def urls(self) -> list[str]:
        return [request.url or "" for request in self.requests]


@dataclass
class Rig:
    """A client on a fake Kolada."""

    client: KoladaClient
    transport: Transport
    kolada: FakeKolada
    time: FakeTime


def rig(script: Script, *, jitter: float = 0.0) -> Rig:
    """A client whose every request is answered by ``script``; all waiting is imagined."""
    time = FakeTime()
    kolada = FakeKolada(script, time)

    def session() -> requests.Session:
        made = requests.Session()
        made.mount("https://", kolada)
        made.mount("http://", kolada)
        return made

    transport = Transport(
        session_factory=session,
        clock=time.clock,
        sleep=time.sleep,
        jitter=lambda: jitter,
        wall_clock=lambda: WALL_CLOCK,
    )
    return Rig(KoladaClient(BASE, transport=transport), transport, kolada, time)


def in_turn(*replies: Reply | Exception) -> Script:
    """The replies one after the other; the last one for ever."""
    left = list(replies)
    return lambda _request: left.pop(0) if len(left) > 1 else left[0]


def page(*rows: Any, next_url: str | None = None) -> Reply:
    """One page of an answer."""
    return Reply({"values": list(rows), "count": len(rows), "next_url": next_url, "previous_url": None})


def value(gender: str = "T", number: float | None = 1.5, **fields: Any) -> dict[str, Any]:
    """One gender's value in a row."""
    plain = {"gender": gender, "count": 1, "status": "", "value": number, "isdeleted": False}
    return {**plain, **fields}


def row(*values: Any, kpi: str = "N15428", area: str = "0126", year: int = 2021) -> dict[str, Any]:
    """One data row."""
    return {"values": list(values), "kpi": kpi, "period": year, "municipality": area}
