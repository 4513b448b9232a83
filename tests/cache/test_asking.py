"""Any KPI of Kolada, fetched when somebody asks for it: once, whole or not at all, and with words for what fails."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from core.cache import Snapshot
from core.cache import asking as module
from core.cache.asked import AskedStore
from core.cache.asked_errors import AskedError, FetchRefusedError
from core.cache.asking import MOST_EACH, MOST_WAITING, AskedKpis
from core.errors import NyckeltalError
from core.kolada import KpiMeta, Observation
from tests.kolada.fakes import Reply, Script, in_turn, page, rig, row, value
from tests.shared import COST, HUDDINGE, IDS, NATION, built, opened, small_harvest

ASKED, OTHER, REGIONAL, GONE = "N07403", "N07404", "N60001", "N00001"
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TITLES = {
    ASKED: "Simhallar, antal/1000 inv",
    OTHER: "Nöjda invånare - Avlopp, andel (%) (-2024)",
    REGIONAL: "Läkarbesök i primärvård, antal/inv",
}
META = {
    kpi: {
        "id": kpi,
        "title": title,
        "description": "Antal bassänger. Källa: Kommunen." if kpi == ASKED else "Källa: SCB.",
        "municipality_type": "L" if kpi == REGIONAL else "K",
        "operating_area": "Kultur och fritid",
        "publication_date": "2026-06-01",
    }
    for kpi, title in TITLES.items()
}


def parts_of(request: requests.PreparedRequest) -> list[str]:
    return (request.url or "").split("/v3/")[1].split("/")


def kolada(request: requests.PreparedRequest) -> Reply:
    """Kolada with three KPIs; every area that is asked for has two years, and the second one by gender."""
    parts = parts_of(request)
    if parts[0] == "kpi":
        return (
            page(*(META[id_] for id_ in parts[1].split(",") if id_ in META)) if len(parts) > 1 else page(*META.values())
        )
    _, _, kpi, _, areas = parts
    return page(
        *(
            row(*values, kpi=kpi, area=area, year=year)
            for area in areas.split(",")
            for year, values in (
                (1998, [value("T", 1.5)]),
                (2025, [value("T", 2.5), value("K", None, status="Privacy")]),
            )
        )
    )


class Desk:
    """The product's side: asks what SCRIPT answers, at a time that the test moves."""

    def __init__(self, folder: Path, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.script: Script = kolada
        self.now = NOW
        self.urls: list[str] = []
        self.store = AskedStore(folder, most_kept=3)
        self.kpis = AskedKpis(self.store, self._connect, "https://kolada.test/v3", now=lambda: self.now)

    def _connect(self) -> Any:
        def heard(request: requests.PreparedRequest) -> Reply | Exception:
            self.urls.append(request.url or "")
            return self.script(request)

        return rig(heard).client

    def fetch(self, kpi: str = ASKED, asker: str = "192.0.2.1", **options: bool) -> None:
        self.kpis.begin(kpi, self.snapshot, asker, **options)
        self.kpis.wait(kpi)

    def with_list(self) -> Desk:
        self.kpis.search("a")
        self.kpis.wait("")
        return self

    def left_in_folder(self) -> set[str]:
        return {file.name for file in self.store.folder.iterdir()} - {"fetch.lock", "kolada.parquet"}


@pytest.fixture
def desk(tmp_path: Path, small_snapshot: Snapshot) -> Desk:
    return Desk(tmp_path, small_snapshot)


def test_all_municipalities_and_the_nation_are_fetched_with_all_years_and_genders(desk: Desk) -> None:
    assert desk.kpis.series(ASKED, desk.snapshot) is None
    desk.fetch()
    found = desk.kpis.series(ASKED, desk.snapshot)
    assert found is not None
    assert (found.title, found.unit, found.fetched_at) == (TITLES[ASKED], "antal/1000 inv", NOW)
    assert (found.source, found.from_snapshot) == ("https://kolada.test/v3", False)
    assert set(found.values["municipality"]) == {*IDS, NATION}
    of_huddinge = found.values[found.values["municipality"] == HUDDINGE]
    rows = [tuple(one) for one in of_huddinge[["year", "gender", "status"]].to_numpy()]
    assert sorted(rows) == [(1998, "T", ""), (2025, "K", "Privacy"), (2025, "T", "")]
    assert of_huddinge["value"].dropna().tolist() == [1.5, 2.5]
    # One question of the KPI, then one for 25 areas.
    assert len(desk.urls) == 1 + -(-len({*IDS, NATION}) // 25)
    assert desk.kpis.progress(ASKED) is None


def test_what_is_kept_is_not_fetched_again_until_it_is_old(desk: Desk) -> None:
    desk.fetch()
    asked = len(desk.urls)
    desk.fetch()
    desk.fetch(renew=True)
    assert len(desk.urls) == asked
    desk.now += timedelta(hours=2)
    desk.fetch(renew=True)
    assert len(desk.urls) == 2 * asked
    desk.now += timedelta(days=31)
    desk.fetch()
    assert len(desk.urls) == 3 * asked


def test_what_kolada_has_published_since_makes_it_old(desk: Desk) -> None:
    desk.now = datetime(2026, 5, 20, tzinfo=UTC)
    desk.fetch()
    found = desk.store.series(ASKED)
    assert found is not None
    assert not found.is_old(datetime(2026, 5, 31, tzinfo=UTC))
    assert found.is_old(datetime(2026, 6, 1, tzinfo=UTC))


def test_the_catalogues_own_kpis_are_given_from_the_snapshot_and_never_fetched(desk: Desk) -> None:
    desk.fetch(COST)
    found = desk.kpis.series(COST, desk.snapshot)
    assert found is not None
    assert found.from_snapshot
    assert found.fetched_at == desk.snapshot.info.fetched_at
    assert set(found.values["municipality"]) == {*IDS, NATION}
    assert desk.urls == []
    assert desk.kpis.series("E00001", desk.snapshot) is None


def other_kpi(request: requests.PreparedRequest) -> Reply:
    """Kolada answering another KPI than the one it was asked for."""
    return kolada(request) if parts_of(request)[0] == "kpi" else page(row(value(), kpi=OTHER, area=HUDDINGE))


def data(answer: Reply | Exception) -> Script:
    """ANSWER to every question of values; what the KPI is, is told."""
    return lambda request: kolada(request) if parts_of(request)[0] == "kpi" else answer


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (data(Reply({}, 503)), f"{ASKED} hämtades inte. Kolada hinner inte svara just nu."),
        (data(Reply({}, 429, {"Retry-After": "120"})), "Kolada hinner inte svara just nu"),
        (data(requests.ConnectionError()), "Kolada går inte att nå just nu (ingen förbindelse"),
        (data(requests.ReadTimeout()), "Kolada går inte att nå just nu (inget svar i tid)"),
        (
            data(Reply(b"<html>Logga in</html>", kind="text/html")),
            "inte går att använda: det är inga uppgifter",
        ),
        (data(Reply(b'{"values": [{"kpi"')), "inte går att använda: det är avklippt eller trasigt"),
        (data(Reply({"values": [{"kpi": ASKED}]})), "inte går att använda: rad 1"),
        (data(Reply({}, 404)), "Kolada godtar inte frågan"),
        (other_kpi, f"frågan gällde {ASKED} men svaret handlar om {OTHER}"),
        (lambda _: page(META[OTHER]), f"Kolada har inget nyckeltal {ASKED}"),
        (lambda _: page(META[ASKED] | {"municipality_type": "L"}), "mäts bara i regioner"),
        (data(page()), f"Kolada har inga värden för kommuner av {ASKED}"),
        (data(page(row(value("T", None, status="Missing"), kpi=ASKED, area=HUDDINGE))), "Kolada har inga värden"),
    ],
)
def test_what_fails_is_told_in_swedish_and_what_was_kept_is_left(desk: Desk, script: Script, said: str) -> None:
    desk.fetch()
    before = desk.left_in_folder()
    desk.now += timedelta(days=40)
    desk.script = script
    with pytest.raises(AskedError) as failure:
        desk.fetch()
    assert said in failure.value.message
    assert failure.value.advice
    assert "http" not in str(failure.value)
    told = desk.kpis.progress(ASKED)
    assert told is not None
    assert told.error is failure.value
    found = desk.kpis.series(ASKED, desk.snapshot)
    assert found is not None
    assert found.fetched_at == NOW
    assert desk.left_in_folder() == before
    # And it can be tried again.
    desk.script = kolada
    desk.fetch()
    assert desk.kpis.progress(ASKED) is None


def test_a_fetch_that_takes_too_long_is_broken_off_and_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_FETCH_SECONDS", 0.05)
    broken_off = threading.Event()

    def slow(request: requests.PreparedRequest) -> Reply | Exception:
        if parts_of(request)[0] == "kpi":
            return kolada(request)
        # Until the clock has closed the client, and then as if the connection was lost.
        broken_off.wait(0.3)
        return requests.ConnectionError()

    desk.script = slow
    with pytest.raises(AskedError, match="för långsamt: 1 av 3 svar"):
        desk.fetch()
    assert desk.left_in_folder() == set()


@pytest.mark.parametrize(
    "kpi", ["", "N1", "n07403", "N074033", "../../etc/passwd", "N07403/municipality/0180", "E00001", "Ñ07403", "N٠٧٤٠٣"]
)
def test_what_can_be_no_kpi_is_never_asked_for(desk: Desk, kpi: str) -> None:
    with pytest.raises(AskedError, match="är inget nyckeltal i Kolada"):
        desk.fetch(kpi)
    assert desk.kpis.series(kpi, desk.snapshot) is None
    assert desk.urls == []


def test_what_only_regions_have_is_told_without_asking_when_the_list_is_there(desk: Desk) -> None:
    asked = len(desk.with_list().urls)
    with pytest.raises(AskedError, match="mäts bara i regioner"):
        desk.fetch(REGIONAL)
    assert len(desk.urls) == asked


def test_example_figures_have_no_others_beside_them(tmp_path: Path) -> None:
    file = built(tmp_path / "cache-1.duckdb", small_harvest(is_example=True))
    with opened(file) as example, pytest.raises(AskedError, match="påhittat exempel"):
        Desk(tmp_path, example).fetch()


class Gate:
    """A Kolada that answers when the test says so."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()

    def __call__(self, request: requests.PreparedRequest) -> Reply:
        self.reached.set()
        assert self.open.wait(20)
        return kolada(request)


@pytest.fixture
def gate(desk: Desk) -> Iterator[Gate]:
    found = Gate()
    desk.script = found
    yield found
    found.open.set()


def test_two_who_ask_for_the_same_wait_for_the_same_fetch(desk: Desk, gate: Gate) -> None:
    desk.kpis.begin(ASKED, desk.snapshot, "192.0.2.1")
    assert gate.reached.wait(20)
    desk.kpis.begin(ASKED, desk.snapshot, "192.0.2.2")
    desk.kpis.begin(OTHER, desk.snapshot, "192.0.2.2")
    first, second = desk.kpis.progress(ASKED), desk.kpis.progress(OTHER)
    assert first is not None
    assert second is not None
    assert (first.ahead, second.ahead, second.done) == (0, 1, 0)
    assert (first.title, second.title) == ("", "")
    # By Kolada's list, as soon as that is at hand.
    desk.store.keep_list([KpiMeta.model_validate(META[OTHER])], source="https://kolada.test/v3", now=NOW)
    listed = desk.kpis.progress(OTHER)
    assert listed is not None
    assert listed.title == META[OTHER]["title"]
    gate.open.set()
    desk.kpis.wait(ASKED)
    desk.kpis.wait(OTHER)
    of_asked = [url for url in desk.urls if ASKED in url]
    assert len(of_asked) == len(set(of_asked))
    assert {kept.kpi for kept in desk.store.kept()} == {ASKED, OTHER}


def test_the_queue_has_an_end(desk: Desk, gate: Gate) -> None:
    desk.kpis.begin(ASKED, desk.snapshot, "192.0.2.1")
    assert gate.reached.wait(20)
    for n in range(MOST_WAITING):
        desk.kpis.begin(f"N1000{n}", desk.snapshot, f"192.0.2.{n}")
    with pytest.raises(FetchRefusedError, match="väntar redan") as refused:
        desk.kpis.begin("N20000", desk.snapshot, "192.0.2.99")
    assert refused.value.advice.startswith("Vänta")


def test_one_address_fetches_only_so_many_and_others_go_on(desk: Desk) -> None:
    for n in range(MOST_EACH):
        with pytest.raises(AskedError, match="Kolada har inget nyckeltal"):
            desk.fetch(f"N3{n:04}")
    with pytest.raises(FetchRefusedError, match=f"{MOST_EACH} nyckeltal"):
        desk.fetch()
    desk.fetch(asker="192.0.2.2")
    # What is kept is not refused anybody.
    desk.fetch()
    desk.now += timedelta(minutes=11)
    desk.fetch(OTHER)


def test_what_another_process_fetched_meanwhile_is_not_fetched_again(desk: Desk) -> None:
    other = AskedStore(desk.store.folder.parent)
    with other.fetching(0):
        desk.kpis.begin(ASKED, desk.snapshot, "192.0.2.1")
        other.keep(
            KpiMeta.model_validate(META[ASKED]),
            [Observation(ASKED, HUDDINGE, 2025, "T", 4.5, "", 1)],
            source="https://kolada.test/v3",
            now=desk.now + timedelta(seconds=1),
        )
    desk.kpis.wait(ASKED)
    assert desk.urls == []
    found = desk.kpis.series(ASKED, desk.snapshot)
    assert found is not None
    assert found.values["value"].tolist() == [4.5]


def test_the_list_is_searched_as_the_sites_search_does(desk: Desk) -> None:
    assert desk.kpis.search("simhall").fetched_at is None
    desk.with_list()
    for text in ("simhall", "SIMHALLAR", "bassänger", "bassanger", ASKED, ASKED.lower()):
        assert [kpi.id for kpi in desk.kpis.search(text).kpis] == [ASKED], text
    found = desk.kpis.search("avlopp")
    assert [kpi.id for kpi in found.kpis] == [OTHER]
    assert found.fetched_at == NOW
    # What municipalities have comes before what only regions have, and the least before the most.
    assert [kpi.id for kpi in desk.kpis.search("kultur", most=2).kpis] == [ASKED, OTHER]
    assert desk.kpis.search("kultur").total == 3
    assert desk.kpis.search("rymdfärja").kpis == ()


def test_the_old_list_answers_while_kolada_is_away_and_says_its_date(desk: Desk) -> None:
    desk.with_list()
    desk.now += timedelta(days=8)
    desk.script = in_turn(requests.ConnectionError())
    desk.kpis.search("simhall")
    with pytest.raises(AskedError, match="Koladas lista över nyckeltal hämtades inte"):
        desk.kpis.wait("")
    found = desk.kpis.search("simhall")
    assert ([kpi.id for kpi in found.kpis], found.fetched_at) == ([ASKED], NOW)
    assert found.problem is not None
    # Not at every letter that somebody types.
    asked = len(desk.urls)
    desk.kpis.search("simhall")
    assert len(desk.urls) == asked


def test_without_a_list_and_without_kolada_the_search_says_so(desk: Desk) -> None:
    desk.script = in_turn(requests.ConnectionError())
    with pytest.raises(NyckeltalError):
        desk.with_list()
    found = desk.kpis.search("simhall")
    assert found.fetched_at is None
    assert found.problem is not None
    assert re.search(r"inte att nå", found.problem.message)


def test_an_unforeseen_fault_is_told_and_the_next_is_fetched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    broken: Callable[..., None] = lambda *_, **__: 1 / 0  # type: ignore[assignment]  # noqa: E731
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "keep", broken)
        with pytest.raises(AskedError, match=f"{ASKED} gick inte att hämta"):
            desk.fetch()
    desk.fetch(OTHER)
