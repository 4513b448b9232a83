"""The questions that the product asks Kolada."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from pydantic import TypeAdapter

from core.kolada import batches as batching
from core.kolada import parallel
from core.kolada.batches import Batch
from core.kolada.errors import KoladaError, KoladaProtocol, KoladaUnreachable
from core.kolada.models import (
    DATA_ROWS,
    GROUP_ROWS,
    KPI_ROWS,
    MUNICIPALITY_ROWS,
    UNIT_DATA_ROWS,
    UNIT_ROWS,
    Answer,
    Gathering,
    Group,
    KpiMeta,
    Municipality,
    Observation,
    Unit,
    checked,
    of_areas,
)
from core.kolada.transport import PATIENT, QUICK, Policy, Transport

MAX_PAGES = 200
NATION = "0000"

T = TypeVar("T")

_log = logging.getLogger(__name__)


class KoladaClient:
    """Asks Kolada's API, version 3, at ``base_url`` (such as https://api.kolada.se/v3).

    Every method that asks may raise a KoladaError: KoladaUnreachable, KoladaBusy, KoladaRefused or
    KoladaProtocol; KoladaStopped when the client is closed. Safe to use from several threads. Closing it
    closes ``transport``.
    """

    def __init__(self, base_url: str, *, transport: Transport | None = None, policy: Policy = PATIENT) -> None:
        """Send nothing yet; KoladaUnreachable when ``base_url`` is no web address.

        ``policy`` says how stubborn it is: patient for a night's work, less so where somebody waits.
        """
        self._base = _checked_base(base_url)
        self._transport = transport or Transport()
        self._policy = policy

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End waits in other threads and close all connections."""
        self._transport.close()

    def ping(self) -> None:
        """Return when Kolada answers one small question; else a KoladaError, after half a minute at most."""
        for _ in self._pages(f"municipality/{NATION}", QUICK):
            return

    def kpis(self, ids: Sequence[str]) -> Answer[KpiMeta]:
        """The catalogue's description of each KPI; an id that Kolada no longer has is in ``missing``."""
        found: dict[str, KpiMeta] = {}
        for some in batching.pieces(ids):
            for kpi in self._all(f"kpi/{_joined(some)}", KPI_ROWS):
                found.setdefault(kpi.id, kpi)
        wanted = list(dict.fromkeys(ids))
        return Answer(
            items=tuple(found[id_] for id_ in wanted if id_ in found),
            missing=tuple(id_ for id_ in wanted if id_ not in found),
        )

    def all_kpis(self) -> tuple[KpiMeta, ...]:
        """Kolada's whole list of KPIs (about 6 100, two pages of some megabytes), by id."""
        found = {kpi.id: kpi for kpi in self._all("kpi", KPI_ROWS)}
        return tuple(found[id_] for id_ in sorted(found))

    def municipalities(self) -> tuple[Municipality, ...]:
        """All 290 municipalities, 21 regions and the nation (id 0000, type L like the regions), by id."""
        found = {area.id: area for area in self._all("municipality", MUNICIPALITY_ROWS)}
        return tuple(found[id_] for id_ in sorted(found))

    def groups(self) -> tuple[Group, ...]:
        """All comparison groups of municipalities and regions with their members (about 3 600), by id."""
        found = {group.id: group for group in self._all("municipality_groups", GROUP_ROWS)}
        return tuple(found[id_] for id_ in sorted(found))

    def units(self) -> tuple[Unit, ...]:
        """All units in the country (about 35 000), by id."""
        found = {unit.id: unit for unit in self._all("ou", UNIT_ROWS)}
        return tuple(found[id_] for id_ in sorted(found))

    def observations(self, kpis: Sequence[str], areas: Sequence[str], years: Sequence[int]) -> list[Observation]:
        """What Kolada has for these KPIs, areas (0000 and groups too) and years, all genders.

        Each (kpi, area, year, gender) comes at most once; one without a row in Kolada does not come. Asks one
        batch at a time: for a large question ``fetch`` is quicker, and keeps the rest when a part fails.
        """
        return [row for batch in self.observation_batches(kpis, areas, years) for row in self._read(batch)]

    def all_years(
        self, kpi: str, areas: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> list[Observation]:
        """All that Kolada has of one KPI for these areas, every year and gender; the first failure is raised.

        ``progress`` gets (questions answered, all of them) in this thread.
        """
        batches = [Batch((kpi,), some, ()) for some in batching.pieces(areas)]
        found: list[Observation] = []
        done = 0

        def take(_: Batch, answer: list[Observation] | KoladaError) -> None:
            nonlocal done
            if isinstance(answer, KoladaError):
                raise answer
            found.extend(answer)
            done += 1
            if progress:
                progress(done, len(batches))

        self.fetch(batches, take)
        return found

    @staticmethod
    def observation_batches(
        kpis: Sequence[str], areas: Sequence[str], years: Sequence[int], *, of_units: bool = False
    ) -> list[Batch]:
        """How ``fetch`` and ``observations`` split a question: each combination in exactly one batch."""
        return batching.observation_batches(kpis, areas, years, of_units=of_units)

    def fetch(
        self, batches: Iterable[Batch], on_done: Callable[[Batch, list[Observation] | KoladaError], None]
    ) -> None:
        """Read the batches, four at a time; call ``on_done`` in this thread once for each, in any order.

        A batch that fails brings its error to ``on_done`` and does not stop the others; only after eight
        KoladaUnreachable or KoladaBusy in a row do the rest get that error untried. An exception from
        ``on_done``, or Ctrl-C, ends the fetch at once and closes the client.
        """
        try:
            parallel.run(self._read, batches, on_done)
        except BaseException:
            self.close()
            raise

    def _read(self, batch: Batch) -> list[Observation]:
        kpis, areas, years = (_joined(some) for some in (batch.kpis, batch.areas, batch.years))
        gathered = Gathering(batch)
        if batch.of_units:
            for url, rows in self._pages(f"oudata/kpi/{kpis}/{f'ou/{areas}/' if areas else ''}year/{years}"):
                gathered.add(of_areas(checked(UNIT_DATA_ROWS, rows, url)), url)
        else:
            of_years = f"/year/{years}" if years else ""
            for url, rows in self._pages(f"data/kpi/{kpis}/municipality/{areas}{of_years}"):
                gathered.add(checked(DATA_ROWS, rows, url), url)
        return gathered.observations()

    def _all(self, path: str, kind: TypeAdapter[list[T]]) -> Iterator[T]:
        for url, rows in self._pages(path):
            yield from checked(kind, rows, url)

    def _pages(self, path: str, policy: Policy | None = None) -> Iterator[tuple[str, list[Any]]]:
        """Each page's address and rows, first to last; KoladaProtocol instead of an endless walk."""
        url: str | None = f"{self._base}/{path}"
        visited: set[str] = set()
        while url:
            if url in visited or len(visited) >= MAX_PAGES:
                problem = "sidorna går i en cirkel" if url in visited else f"det har fler än {MAX_PAGES} sidor"
                _log.error("%s: %d pages and no end", url, len(visited))
                raise KoladaProtocol(url, problem)
            visited.add(url)
            rows, link = _envelope(self._transport.get(url, policy or self._policy), url)
            if not rows:
                return
            yield url, rows
            url = self._next_page(url, link) if link else None

    def _next_page(self, url: str, link: str) -> str:
        """The address of the next page, built on our own base: ``link`` gives only its path and query."""
        home = urlsplit(self._base)
        try:
            there = urlsplit(urljoin(url, link))
            steps = unquote(there.path).split("/")
            ours = there.hostname == home.hostname and there.path.startswith(home.path + "/")
        except ValueError:
            ours, steps = False, []
        if not ours or ".." in steps:
            _log.error("%s: next_url leads away: %r", url, link[:200])
            raise KoladaProtocol(url, "dess nästa sida ligger på en främmande adress", detail=link[:200])
        return urlunsplit((home.scheme, home.netloc, there.path, there.query, ""))


def _checked_base(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        usable = False
    if not usable:
        raise KoladaUnreachable(base_url, "det är ingen webbadress")
    return base_url.rstrip("/")


def _joined(ids: Iterable[str | int]) -> str:
    return ",".join(quote(str(id_), safe="") for id_ in ids)


def _envelope(page: object, url: str) -> tuple[list[Any], str]:
    """A page's rows and its link to the next one ("" when it is the last)."""
    rows = page.get("values") if isinstance(page, dict) else None
    link = page.get("next_url") if isinstance(page, dict) else None
    if not isinstance(rows, list):
        raise KoladaProtocol(url, "det saknar listan ”values”")
    if link is not None and not isinstance(link, str):
        raise KoladaProtocol(url, "dess ”next_url” är ingen adress")
    return rows, link or ""
