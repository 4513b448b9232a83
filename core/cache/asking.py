"""Asks Kolada for KPIs outside the catalogue, one at a time, for anybody: a queue, limits, words for what fails.

Whoever asks does not wait here: ``begin`` puts the KPI in the queue of the process, ``progress`` tells how far it has
come, and ``series`` has it when it is kept.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from core.cache.asked import AskedSeries, AskedStore, series_in
from core.cache.asked_errors import LIST, AskedError, FetchRefusedError, of_kolada, only_in_regions
from core.cache.kolada_list import FoundKpis, KoladaList
from core.cache.snapshot import Snapshot
from core.cache.store import DataFolderError
from core.errors import NyckeltalError
from core.kolada import AWAITED, LIST_LIMIT, NATION, KoladaClient, KoladaError, without_secrets
from core.settings import Settings

MOST_WAITING = 8
# A whole hall may share one address.
MOST_EACH, EACH_WITHIN = 20, timedelta(minutes=10)
# A renewal on wish finds nothing new before.
RENEWED_AFTER = timedelta(hours=1)
LONGEST_FETCH_SECONDS = 60.0
# What failed is tried again when somebody asks, but Kolada's list not at every letter that is typed.
_LIST_AGAIN_SECONDS = 60.0
_MOST_FAILED = 50
_LIST = ""
_KPI = re.compile(r"[NU][0-9]{5}")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a fetch has come: ``ahead`` fetches go before it, ``done`` of ``total`` questions are answered.

    ``error`` is why it failed, None while it goes on. ``total`` is 0 until it has begun. ``title`` is what Kolada calls
    the KPI, '' until that is known.
    """

    done: int = 0
    total: int = 0
    ahead: int = 0
    error: NyckeltalError | None = None
    title: str = ""


@dataclass
class _Job:
    kpi: str
    areas: tuple[str, ...]
    begun_at: datetime
    done: int = 0
    total: int = 0
    title: str = ""
    error: NyckeltalError | None = None
    failed_at: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


class AskedKpis:
    """KPIs outside the catalogue: found, fetched and given. Safe to use from many threads; one a process.

    CONNECT opens Kolada at SOURCE. Nobody waits in ``search``, ``begin`` and ``progress``.
    """

    def __init__(
        self,
        store: AskedStore,
        connect: Callable[[], KoladaClient],
        source: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self._connect = connect
        self._source = source
        self._now = now
        self._changing = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._works = False
        self._begun: dict[str, deque[datetime]] = {}

    def search(self, text: str, *, most: int = 50) -> FoundKpis:
        """The MOST best of Kolada's KPIs that TEXT (a stranger's) finds, by title, id, area or description.

        As the site's own search: without dots and rings, with other words for the same, and with slips of the pen.
        Begins to fetch the list where there is none or it is old.
        """
        listed = self._list()
        problem = self._list_problem(listed)
        if listed is None:
            return FoundKpis(problem=problem)
        return listed.search(text, most=most, problem=problem)

    def series(self, kpi: str, snapshot: Snapshot) -> AskedSeries | None:
        """KPI as it is kept: SNAPSHOT's where it is there, else what was asked for; None when it was not."""
        if not _KPI.fullmatch(kpi):
            return None
        return series_in(snapshot, kpi) or self.store.series(kpi)

    def begin(self, kpi: str, snapshot: Snapshot, asker: str, *, renew: bool = False) -> None:
        """See to it that KPI is fetched for SNAPSHOT's municipalities, where that is needed.

        It is not where the snapshot has it, where it is kept and not old, nor where it is on its way; RENEW fetches it
        all the same when it is older than an hour. ASKER (``network`` of the address) is counted. Raises AskedError
        for an id that can be none of Kolada's KPIs, one that no municipality has, example figures;
        FetchRefusedError when it has to wait.
        """
        self._check(kpi, snapshot)
        if kpi in snapshot.kpis:
            return
        kept = self.store.series(kpi)
        now = self._now()
        if kept is not None and not (now - kept.fetched_at > RENEWED_AFTER if renew else kept.is_old(now)):
            return
        self._put(kpi, (*snapshot.municipalities, NATION), asker)

    def progress(self, kpi: str) -> Progress | None:
        """How far the fetch of KPI has come, or why it failed; None when there is none, or it is done."""
        with self._changing:
            job = self._jobs.get(kpi)
            if job is None:
                return None
            ahead = self._waiting.index(job) + 1 if job in self._waiting else 0
        return Progress(job.done, job.total, ahead, job.error, job.title or self.title(kpi))

    def title(self, kpi: str) -> str:
        """What Kolada's list, as it is kept, calls KPI; '' where there is no list, or it has none of that id."""
        listed = self.store.kolada_list()
        about = listed.by_id.get(kpi) if listed else None
        return about.title if about else ""

    def wait(self, kpi: str, seconds: float = LONGEST_FETCH_SECONDS) -> None:
        """Wait until the fetch of KPI is over, if there is one: for commands and tests, never for a page.

        Raises what it failed with.
        """
        job = self._jobs.get(kpi)
        if job is not None and job.over.wait(seconds) and job.error:
            raise job.error

    def _check(self, kpi: str, snapshot: Snapshot) -> None:
        if not _KPI.fullmatch(kpi):
            raise AskedError(
                f"”{kpi[:20]}” är inget nyckeltal i Kolada.",
                "Ett nyckeltals id är N eller U och fem siffror. Sök på namnet i stället.",
            )
        if snapshot.info.is_example:
            raise AskedError(
                "Siffrorna här är ett påhittat exempel, och Koladas nyckeltal finns bara för riktiga kommuner.",
                "Be den som sköter servern att hämta siffror från Kolada.",
            )
        listed = self.store.kolada_list()
        about = listed.by_id.get(kpi) if listed else None
        if about is not None and not about.is_of_municipalities:
            raise only_in_regions(about)

    def _put(self, key: str, areas: tuple[str, ...], asker: str | None) -> None:
        """Put a job last in the queue, where there is none with KEY. Raises FetchRefusedError."""
        now = self._now()
        with self._changing:
            job = self._jobs.get(key)
            if job is not None and not job.over.is_set():
                return
            if len(self._waiting) >= MOST_WAITING:
                raise FetchRefusedError(
                    f"{MOST_WAITING} nyckeltal väntar redan på att hämtas från Kolada.",
                    "Vänta en minut och försök igen. Katalogens nyckeltal går att se under tiden.",
                )
            if asker is not None:
                self._count(asker, now)
            job = _Job(key, areas, now)
            self._jobs.pop(key, None)
            self._jobs[key] = job
            failed = [k for k, old in self._jobs.items() if old.over.is_set()]
            for old in failed[: max(0, len(failed) - _MOST_FAILED)]:
                del self._jobs[old]
            self._waiting.append(job)
            if not self._works:
                self._works = True
                threading.Thread(target=self._work, name="asked-kpis", daemon=True).start()

    def _count(self, asker: str, now: datetime) -> None:
        for who, times in list(self._begun.items()):
            while times and now - times[0] > EACH_WITHIN:
                times.popleft()
            if not times:
                del self._begun[who]
        mine = self._begun.setdefault(asker, deque())
        if len(mine) >= MOST_EACH:
            minutes = max(1, round((mine[0] + EACH_WITHIN - now).total_seconds() / 60))
            raise FetchRefusedError(
                f"Härifrån har {MOST_EACH} nyckeltal hämtats på kort tid.",
                f"Vänta {minutes} {'minut' if minutes == 1 else 'minuter'} och försök igen. "
                "De som är hämtade går att se under tiden.",
            )
        mine.append(now)

    def _work(self) -> None:
        while True:
            with self._changing:
                if not self._waiting:
                    self._works = False
                    return
                job = self._waiting.popleft()
            try:
                self._do(job)
            except NyckeltalError as error:
                log.warning("%s was not fetched: %s %s", job.kpi or LIST, error, error.detail)
                job.error = error
            except Exception:
                log.exception("%s was not fetched", job.kpi or LIST)
                job.error = AskedError(
                    f"{job.kpi or 'Koladas lista'} gick inte att hämta.",
                    "Försök igen. Händer det igen, säg till den som sköter servern.",
                )
            with self._changing:
                job.failed_at = time.monotonic()
                if job.error is None:
                    self._jobs.pop(job.kpi, None)
            job.over.set()

    def _do(self, job: _Job) -> None:
        try:
            with self.store.fetching(LONGEST_FETCH_SECONDS):
                at = self.store.fetched_at(job.kpi) if job.kpi else self.store.list_fetched_at()
                if at is not None and at >= job.begun_at:
                    return  # another process has just done it
                with self._connect() as client, _ending(client):
                    self._fetch_list(client) if job.kpi == _LIST else self._fetch(client, job)
        except KoladaError as error:
            answered = f"{job.done} av {job.total} svar kom på {LONGEST_FETCH_SECONDS:.0f} sekunder"
            raise of_kolada(error, job.kpi, answered=answered) from error
        except DataFolderError as error:
            raise AskedError(
                f"{job.kpi or LIST} gick inte att spara.", "Säg till den som sköter servern.", detail=str(error)
            ) from error

    def _fetch_list(self, client: KoladaClient) -> None:
        kpis = client.all_kpis()
        if not kpis:
            raise AskedError("Koladas lista över nyckeltal kom tom.", "Försök igen senare.")
        self.store.keep_list(kpis, source=self._source, now=self._now())
        # What is looked in is made at the first search: a second's work that nobody should wait for.
        if listed := self.store.kolada_list():
            listed.search("qqqqqq", most=1, problem=None)

    def _fetch(self, client: KoladaClient, job: _Job) -> None:
        job.total = 1 + -(-len(job.areas) // LIST_LIMIT)

        def tell(done: int, total: int) -> None:
            job.done, job.total = done + 1, total + 1

        known = client.kpis([job.kpi])
        if not known.items:
            raise AskedError(
                f"Kolada har inget nyckeltal {job.kpi}, eller har det inte kvar.", "Sök på namnet i stället."
            )
        meta = known.items[0]
        job.title = meta.title
        if not meta.is_of_municipalities:
            raise only_in_regions(meta)
        tell(0, job.total - 1)
        observations = client.all_years(job.kpi, job.areas, tell)
        if not any(o.value is not None for o in observations):
            raise AskedError(
                f"Kolada har inga värden för kommuner av {job.kpi} ({meta.title}).", "Välj ett annat nyckeltal."
            )
        self.store.keep(meta, observations, source=self._source, now=self._now())

    def _list(self) -> KoladaList | None:
        """Kolada's list as it is kept; begins to fetch it where that is needed."""
        listed = self.store.kolada_list()
        if listed is None or listed.is_old(self._now()):
            job = self._jobs.get(_LIST)
            if job is None or (job.over.is_set() and time.monotonic() - job.failed_at > _LIST_AGAIN_SECONDS):
                try:
                    self._put(_LIST, (), None)
                except FetchRefusedError:
                    log.info("Kolada's list has to wait")
        return listed

    def _list_problem(self, listed: KoladaList | None) -> NyckeltalError | None:
        job = self._jobs.get(_LIST)
        if job is None or job.error is None or (listed and listed.fetched_at >= job.begun_at):
            return None
        return job.error


@contextmanager
def _ending(client: KoladaClient) -> Iterator[None]:
    """Close CLIENT if what is done with it takes too long."""
    end = threading.Timer(LONGEST_FETCH_SECONDS, client.close)
    end.daemon = True
    end.start()
    try:
        yield
    finally:
        end.cancel()


@lru_cache(maxsize=1)
def asked_kpis() -> AskedKpis:
    """The process's own, by the settings in the environment."""
    settings = Settings.from_environment()
    url = settings.kolada_url
    return AskedKpis(AskedStore(settings.data_dir), lambda: KoladaClient(url, policy=AWAITED), without_secrets(url))
