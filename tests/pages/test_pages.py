"""The pages as Streamlit runs them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from core.cache import SnapshotStore
from core.settings import Settings
from core.signals import TargetKind
from core.site.site import SITE
from core.state import open_state
from core.targets.store import replace_targets
from core.words.dates import today
from tests.shared import GRADES, HUDDINGE, IDS, LAST, READING, ROOT, WAIT, target
from tests.web.html import Element, parsed

pytestmark = pytest.mark.usefixtures("source")


@pytest.fixture(autouse=True)
def _no_others_components(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's tester would look through every installed package for components of its own, anew for each page."""
    monkeypatch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)


PAGES = {
    "/": "overview.py",
    "/omraden": "areas.py",
    "/jamfor": "compare.py",
    "/grupp": "group.py",
    "/resurser": "resources.py",
    "/resultatindex": "result_index.py",
    "/lar-av": "learn.py",
    "/utforska": "explore.py",
    "/goda-exempel": "examples.py",
    "/indikator": "indicator.py",
    "/sok": "search.py",
    "/om": "about.py",
    "/nytt": "news.py",
    "/mal": "goals.py",
    "/malsida": "goal.py",
    "/avvikelser": "deviations.py",
    "/atgarder": "measures.py",
    "/atgard": "measure.py",
    "/uppdrag": "assignments.py",
    "/aret": "year.py",
    "/ovningar": "exercises.py",
    "/kommun": "choose.py",
}
# Drawn for one person.
PERSONAL = {"/logga-in": "sign_in.py", "/konto": "account.py", "/konton": "accounts.py", "/logg": "audit.py"}
# Where Streamlit draws more than our HTML.
WITH_WIDGETS = ("/utforska",)
HEADINGS = {
    "/": "Så går det för Huddinge",
    "/omraden": "Områden",
    "/jamfor": "Jämför: de viktigaste indikatorerna",
    "/grupp": "Vilka kommuner vill du jämföra?",
    "/resurser": "Nytta och resurser",
    "/resultatindex": "Resultatindex för Huddinge",
    "/lar-av": "Lär av andra: Väntetid till särskilt boende",
    "/utforska": "Huddinge gick från 48\N{NO-BREAK SPACE}dagar 2014 till 22\N{NO-BREAK SPACE}dagar 2023",
    "/goda-exempel": "Inga goda exempel än",
    "/indikator": "Väntetid till särskilt boende",
    "/sok": "Sök",
    "/om": "Så läser du sidan",
    "/nytt": "Inget nytt just nu",
    "/mal": "Huddinge har inte lagt in några mål än",
    "/malsida": "Välj ett mål",
    "/avvikelser": "En avvikelse, behöriga till gymnasiets yrkesprogram efter åk 9, andra året",
    "/atgarder": "Inga åtgärder är beslutade än",
    "/atgard": "Åtgärden hittas inte",
    "/uppdrag": "Inga uppdrag är öppna",
    "/aret": f"Året {today(datetime.now(UTC)).year} har ingen konferensdag än, inget är försenat",
    "/ovningar": "Elva övningar och enkäter som kommunen kan göra",
    "/kommun": "Vilken kommun vill du se?",
}
# What a reader is told where our own code has failed; the log says what.
FAULT = "Något gick fel hos oss"


def opened(path: str, **params: str) -> Element:
    """What a reader sees at PATH: everything that was drawn, which must be HTML of our own and no fault."""
    app = AppTest.from_file(str(ROOT / "core" / "site" / "main.py"), default_timeout=30)
    app.query_params.update(params)
    app.run()
    if path != "/":
        app.switch_page(f"../../pages/{PAGES[path]}")
        app.query_params.update(params)
        app.run()
    assert not app.exception
    assert not app.error
    drawn = [block.value for block in app.markdown]
    assert FAULT not in "".join(drawn)
    if path not in WITH_WIDGETS:
        assert len(drawn) == len(list(app.main)) - 1 > 0, "something else than HTML was drawn"
    assert all(block.allow_html for block in app.markdown)
    return parsed("".join(drawn))


def heading(root: Element) -> str:
    return root.one("h1").text


def test_every_file_among_the_pages_is_a_page_with_an_address() -> None:
    assert tuple(PAGES) == tuple(HEADINGS) == READING
    assert len(list((ROOT / "pages").glob("*.py"))) == len(SITE)
    assert all((ROOT / "pages" / file).exists() for file in PAGES.values())


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/om"])
def test_before_anything_is_fetched_a_page_says_what_to_do(data_dir: Path, path: str) -> None:
    root = opened(path, kommun=HUDDINGE)
    assert heading(root) == "Det finns inga siffror än"
    assert "python -m core refresh" in root.text


def test_before_anything_is_fetched_the_rules_can_be_read(data_dir: Path) -> None:
    assert heading(opened("/om")) == "Så läser du sidan"


def test_figures_that_cannot_be_read_are_told_with_what_to_do(data_dir: Path) -> None:
    store = SnapshotStore(data_dir)
    file = store.new_file()
    file.write_bytes(b"nonsense")
    store.swap_in(file)
    root = opened("/", kommun=HUDDINGE)
    assert heading(root) == "Siffrorna går inte att läsa just nu"
    assert "Försök igen om en stund." in root.text
    assert file.name not in root.text


def test_a_database_that_cannot_be_used_is_told(filled_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_DATABASE_URL", "mysql://u:hemligt@host/db")
    root = opened("/", kommun=HUDDINGE)
    assert heading(root) == "Siffrorna går inte att läsa just nu"
    assert "hemligt" not in root.text


def test_a_fault_of_ours_is_logged_and_told_in_swedish(
    filled_dir: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Streamlit's own words are English, and lead to others' search engines."""
    monkeypatch.setattr("core.site.session.SITE", {})
    with pytest.raises(AssertionError, match=FAULT):
        opened("/", kommun=HUDDINGE)
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [KeyError]


def test_every_page_opens_with_its_heading(filled_dir: Path) -> None:
    for path, words in HEADINGS.items():
        root = opened(path, kommun=HUDDINGE, nyckeltal=WAIT)
        assert heading(root) == words
        assert root.one("nav", "nk-doors").all("a"), path
        assert not root.all("p", "nk-unknown"), path


@pytest.mark.parametrize(
    "path", ["/", "/omraden", "/jamfor", "/resurser", "/resultatindex", "/lar-av", "/utforska", "/indikator", "/grupp"]
)
def test_a_first_visit_asks_for_a_municipality(filled_dir: Path, path: str) -> None:
    root = opened(path)
    assert heading(root) == "Vilken kommun vill du se?"
    assert len(root.one("ul", "nk-all").all("a")) == len(IDS)
    assert [a.text for a in root.one("ul", "nk-pick").all("a")][:3] == ["Botkyrka", "Haninge", "Huddinge"]


def test_the_overview_is_that_of_the_link(filled_dir: Path) -> None:
    root = opened("/", kommun=HUDDINGE, omrade="grundskola", kon="kvinnor")
    assert heading(root) == "Så går det för Huddinge"
    assert {row.attributes["id"] for row in root.all("tbody")} == {"grundskola"}
    assert any("Kvinnor" in summary.text for summary in root.all("summary"))


def test_the_indicator_is_that_of_the_link(filled_dir: Path) -> None:
    root = opened("/indikator", kommun=HUDDINGE, nyckeltal=WAIT)
    assert heading(root) == "Väntetid till särskilt boende"
    assert root.all("figure", "nk-chart")


def test_the_area_is_that_of_the_link(filled_dir: Path) -> None:
    root = opened("/omraden", kommun=HUDDINGE, omrade="aldreomsorg")
    assert heading(root) == "Äldreomsorg"
    assert "Väntetid till särskilt boende" in root.one("table", "nk-table").text


@pytest.mark.parametrize(("view", "shape"), [("tabell", "nk-matrix"), ("diagram", "nk-panels"), ("karta", "nk-map")])
def test_the_comparison_is_that_of_the_link(filled_dir: Path, view: str, shape: str) -> None:
    root = opened("/jamfor", kommun=HUDDINGE, omrade="aldreomsorg", vy=view, grupp="0127.0136")
    assert heading(root) == "Jämför: Äldreomsorg"
    assert root.all("", shape)


def test_what_is_searched_for_is_found(filled_dir: Path) -> None:
    assert "Väntetid till särskilt boende" in opened("/sok", kommun=HUDDINGE, q="vänte").one("ul", "nk-hits").text


def test_the_page_about_tells_how_fresh_the_figures_are(filled_dir: Path) -> None:
    assert "2024-03-01" in opened("/om", kommun=HUDDINGE).text


def test_an_unknown_municipality_is_named_on_every_page(filled_dir: Path) -> None:
    for path in PAGES:
        said = opened(path, kommun="Ankeborg").one("p", "nk-unknown").text
        assert said.startswith("Kommunen ”Ankeborg” finns inte. Välj till exempel"), path


def test_an_unknown_indicator_is_named(filled_dir: Path) -> None:
    root = opened("/indikator", kommun=HUDDINGE, nyckeltal="N0")
    assert "”N0” finns inte" in root.one("p", "nk-unknown").text
    assert heading(root) == "Välj en indikator"


def test_without_an_indicator_one_is_asked_for(filled_dir: Path) -> None:
    assert heading(opened("/indikator", kommun=HUDDINGE)) == "Välj en indikator"


@pytest.mark.parametrize("path", ["/", "/indikator"])
def test_unknown_values_are_named_and_the_rest_of_the_link_holds(filled_dir: Path, path: str) -> None:
    strange = dict.fromkeys(("omrade", "visa", "jamfor", "kon", "kkik", "ar", "fler"), "<b>x</b>")
    root = opened(path, kommun=HUDDINGE, nyckeltal=WAIT, **strange)
    assert [p.text.count("”<b>x</b>” finns inte.") for p in root.all("p", "nk-unknown")] == [1] * len(strange)
    assert heading(root) == ("Så går det för Huddinge" if path == "/" else "Väntetid till särskilt boende")


def test_a_target_that_is_set_is_seen_at_the_next_visit(filled_dir: Path) -> None:
    assert not opened("/", kommun=HUDDINGE).all("td", "c-face")
    with open_state(Settings.from_environment().database_url) as state:
        replace_targets(state.engine, [target(GRADES, LAST, TargetKind.AT_LEAST, value=80.0)], by="Anna")
    root = opened("/", kommun=HUDDINGE)
    assert root.all("td", "c-face")
    assert "minst 80,0" in root.text


def test_made_up_figures_say_so(example_dir: Path) -> None:
    for path in PAGES:
        said = opened(path, kommun="9001", nyckeltal=WAIT).one("p", "nk-example").text
        assert said.startswith("Exempeldata. Kommunerna och siffrorna är påhittade."), path


def test_real_figures_do_not(filled_dir: Path) -> None:
    assert not opened("/", kommun=HUDDINGE).all("p", "nk-example")
