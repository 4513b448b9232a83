"""Readers as they are: each opens a page, connects by Streamlit's own protocol, and acts now and then; some save.

Whoever loses the line comes again and asks for the same view, as Streamlit's script in a browser does.
"""

from __future__ import annotations

import asyncio
import random
import re
import ssl
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlencode

import httpx2 as httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from core.access.form import COOKIE, DEVICE_COOKIE
from core.outcomes.figures import Figures
from core.web.choices import AREAS, COMMENT, COMPARE, GOALS, INDICATOR, LEARN, OVERVIEW

BETWEEN_ACTS = 8.0
# Of a hundred acts: mostly the overview, of one's own or another municipality; then what it leads to.
PAGES = ((OVERVIEW, 40), (INDICATOR, 22), (COMPARE, 13), (AREAS, 10), (GOALS, 10), (LEARN, 5))
# Of all acts at home; of the others, at municipalities that take no part and that nobody may have looked at.
_AT_HOME, _STRANGERS = 0.6, 0.1
# Of all acts, pages that are loaded whole; of all readers, those who sign in; of their acts, those that save.
_LOADED, SAVERS, _SAVES = 0.1, 0.1, 0.2
# Of their acts until then, that which is a sign-in: within two minutes most have, and not all at their first.
_SIGNS_IN = 0.1
_OF_ONE_NETWORK = 20
_PATIENCE = 60.0
PLACE_COOKIE = "nyckeltal_plats"


@dataclass(frozen=True)
class Account:
    """Somebody who saves: her own indicator's comment, so that nobody is asked about another's."""

    login: str
    password: str
    name: str
    municipality: str
    kpi: str


@dataclass(frozen=True)
class Site:
    """What is visited: URL, with BASE the path that all of it is under, and whom its certificate is TRUSTed by."""

    url: str
    figures: Figures
    trust: ssl.SSLContext | None = None
    base: str = ""
    accounts: Sequence[Account] = ()


@dataclass
class Waits:
    """What the readers met: for each act when it began and the seconds it took, and what became of the others."""

    acts: list[tuple[float, float]] = field(default_factory=list)
    # Of those acts, what each was.
    kinds: list[str] = field(default_factory=list)
    # When it began, why, and the place (PLACE_COOKIE) of whom it failed.
    failed: list[tuple[float, str, str]] = field(default_factory=list)
    # Seconds from a line that was lost to the same view, and the place of who had it.
    came_back: list[tuple[float, str]] = field(default_factory=list)
    strange: Counter[str] = field(default_factory=Counter)
    saves: int = 0


async def crowd(
    site: Site, readers: int, seconds: float, waits: Waits, *, first: int = 0, come: float = BETWEEN_ACTS
) -> None:
    """READERS come within the seconds COME, and act for SECONDS more; until all have come nothing is counted."""
    begins = time.perf_counter() + come
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200, keepalive_expiry=2)
    async with httpx.AsyncClient(verify=site.trust or False, timeout=_PATIENCE, limits=limits) as web:
        # Each reader keeps her own cookies.
        web.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        numbers = range(first, first + readers)
        await asyncio.gather(*(Reader(site, web, n, waits).stay(begins, begins + seconds, come) for n in numbers))


class Reader:
    """One of them; the NUMBER decides all that she does."""

    def __init__(self, site: Site, web: httpx.AsyncClient, number: int, waits: Waits) -> None:
        self._site, self._web, self._waits = site, web, waits
        self._dice = random.Random(number)  # noqa: S311 - no secret
        self._cookies: dict[str, str] = {}
        self._network = f"10.{number // _OF_ONE_NETWORK // 250}.{number // _OF_ONE_NETWORK % 250}.7"
        every = round(1 / SAVERS)
        saver = number // every
        self._account = site.accounts[saver % len(site.accounts)] if site.accounts and number % every == 0 else None
        # Accounts are shared by some devices: each has a year of its own to say something of.
        self._year = list(site.figures.years)[saver // max(1, len(site.accounts)) % 4 + 1]
        self._saved = 0
        self._did = "comes"
        self._line: ClientConnection | None = None
        participants = [p.id for p in site.figures.catalogue.participants]
        self._own = self._account.municipality if self._account else self._dice.choice(participants)

    async def stay(self, begins: float, ends: float, come: float) -> None:
        """Come within COME seconds, and act until ENDS; acts from BEGINS on are counted."""
        await asyncio.sleep(self._dice.uniform(0, come))
        await self._counted(begins, self._opened())
        while (now := time.perf_counter()) < ends:
            await asyncio.sleep(min(self._dice.expovariate(1 / BETWEEN_ACTS), ends - now))
            if time.perf_counter() < ends:
                await self._counted(begins, self._act())
        if self._line is not None:
            await self._line.close()

    @property
    def _place(self) -> str:
        return self._cookies.get(PLACE_COOKIE, "")

    async def _counted(self, begins: float, act: object) -> None:
        started = time.perf_counter()
        try:
            await asyncio.wait_for(act, _PATIENCE)  # type: ignore[arg-type]  # a coroutine of this class
        except Exception as error:  # noqa: BLE001 - counted and told, whatever it was
            self._line = None
            if started >= begins:
                self._waits.failed.append((started, f"{type(error).__name__}: {error}"[:120], self._place))
            return
        if started >= begins:
            self._waits.acts.append((started, time.perf_counter() - started))
            self._waits.kinds.append(self._did)

    async def _opened(self) -> None:
        await self.load(OVERVIEW, {"kommun": self._own})
        await self.draw(OVERVIEW, {"kommun": self._own})

    async def _act(self) -> None:
        if self._account is not None:
            if COOKIE not in self._cookies and self._dice.random() < _SIGNS_IN:
                self._did = "signs in"
                await self._sign_in(self._account)
                return
            if COOKIE in self._cookies and self._dice.random() < _SAVES:
                self._did = "saves"
                await self._save(self._account)
                return
        page, params = self._choice()
        self._did = page
        if self._dice.random() < _LOADED:
            self._did = f"{page} loaded whole"
            await self.load(page, params)
        await self.draw(page, params)

    def _choice(self) -> tuple[str, dict[str, str]]:
        """A page and what its address says."""
        figures, dice = self._site.figures, self._dice
        page = dice.choices([p for p, _ in PAGES], [weight for _, weight in PAGES])[0]
        participants = [p.id for p in figures.catalogue.participants]
        elsewhere = list(figures.snapshot.municipalities) if dice.random() < _STRANGERS else participants
        params = {"kommun": self._own if dice.random() < _AT_HOME else dice.choice(elsewhere)}
        if page in (INDICATOR, LEARN):
            params["nyckeltal"] = dice.choice(figures.catalogue.indicators).kpi
        if page in (AREAS, COMPARE):
            params["omrade"] = dice.choice(figures.catalogue.areas).id
        return page, params

    # Plain HTTP

    async def load(self, page: str, params: Mapping[str, str]) -> str:
        """PAGE with PARAMS as a document."""
        answer = await self._sent("GET", f"{page}?{urlencode(params)}")
        if answer.status_code != 200:
            raise RuntimeError(f"{page} answered {answer.status_code}")
        if 'id="nk-first"' not in answer.text:
            self._waits.strange["a page without its content"] += 1
        return answer.text

    async def _sign_in(self, account: Account) -> None:
        form = {"namn": account.login, "losenord": account.password, "till": "/om"}
        answer = await self._sent("POST", "/logga-in", form)
        where = answer.headers.get("location", "")
        if answer.status_code != 303 or "fel=" in where:
            raise RuntimeError(f"signing in answered {answer.status_code} {where}")
        # Who has signed in loads the page anew: the line is another's.
        await self._drop()
        await self.draw(OVERVIEW, {"kommun": self._own})

    async def _save(self, account: Account) -> None:
        place = {"kommun": account.municipality, "nyckeltal": account.kpi, "artal": str(self._year)}
        page = await self.load(COMMENT, place)
        seen = re.search(r'name="sedd" value="(\d+)"', page)
        if seen is None:
            self._waits.strange["signed out"] += 1
            self._cookies.pop(COOKIE, None)
            raise RuntimeError("no form for who has signed in")
        self._saved += 1
        said = {"sedd": seen[1], "varfor": f"Mätning {self._saved} av {account.login}.", "gors": ""}
        answer = await self._sent("POST", COMMENT, place | said)
        if answer.status_code != 303 or "besked=" not in answer.headers.get("location", ""):
            raise RuntimeError(f"saving answered {answer.status_code}")
        self._waits.saves += 1

    async def _sent(self, method: str, address: str, form: Mapping[str, str] | None = None) -> httpx.Response:
        url = f"{self._site.url}{self._site.base}{address}"
        answer = await self._web.request(method, url, data=form, headers=self._headers())
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, rest = cookie.partition("=")
            if name in (COOKIE, DEVICE_COOKIE, PLACE_COOKIE):
                self._cookies[name] = rest.partition(";")[0]
        return answer

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        known = {"X-Forwarded-For": self._network, "Origin": self._site.url, "Accept-Encoding": "gzip"}
        return known | ({"Cookie": cookies} if cookies else {})

    # Streamlit's protocol

    async def draw(self, page: str, params: Mapping[str, str]) -> None:
        """Go to PAGE with PARAMS, and wait until all of it has come; a line that is lost is taken up again, once."""
        is_new = self._line is None
        try:
            await self._run(page, params)
        except (ConnectionClosed, OSError):
            if is_new:
                raise
            lost = time.perf_counter()
            self._line = None
            await self._run(page, params)
            self._waits.came_back.append((time.perf_counter() - lost, self._place))

    async def _run(self, page: str, params: Mapping[str, str]) -> None:
        if self._line is None:
            self._line = await self._connected()
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(params)
        asked.rerun_script.page_script_hash = calc_hash(page.strip("/"))
        await self._line.send(asked.SerializeToString())
        drawn, name = b"", (self._account.name.encode() if self._account and COOKIE in self._cookies else b"")
        while True:
            data = await self._line.recv()
            if not isinstance(data, bytes):
                raise TypeError(data)
            # What is drawn is long, and only the end is waited for.
            if len(data) < 200 and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
                break
            drawn += data
        if f"kommun={params['kommun']}".encode() not in drawn:
            self._waits.strange["another view than was asked for"] += 1
        if name and name not in drawn:
            self._waits.strange["signed out"] += 1

    async def _connected(self) -> ClientConnection:
        headers = self._headers()
        origin = headers.pop("Origin")
        return await connect(
            f"{self._site.url.replace('http', 'ws', 1)}{self._site.base}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(origin),
            additional_headers=headers,
            ssl=self._site.trust,
            max_size=None,
            ping_interval=None,
            open_timeout=_PATIENCE,
        )

    async def _drop(self) -> None:
        if self._line is not None:
            await self._line.close()
        self._line = None
