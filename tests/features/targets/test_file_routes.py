"""Targets in a file: seen before they are saved, undone, and never over what came after."""

from __future__ import annotations

import pytest

from core.features.own_indicators.store import current_own
from core.features.targets.page import UNDO_FIELD, setting_of
from core.state import State
from core.targets.store import held_targets
from core.web.drafts import WorkKind
from core.web.visit import Visit
from tests.features.targets.test_routes import HERE, Come, access, come, figures, state, told, typed
from tests.shared import GRADES, WAIT

__all__ = ["access", "come", "state"]

pytestmark = pytest.mark.usefixtures("source")


def test_an_impossible_level_in_a_file_is_asked_about_and_saved_when_it_is_confirmed(state: State, come: Come) -> None:
    eva = come("eva")
    _, params = told(eva.send(FILE.replace(b"99", b"885")))
    page = eva.page(**params)
    fieldset = page.one("fieldset", "nk-doubts")
    assert "Rad 2, Behöriga till gymnasiet" in fieldset.one("li").text
    assert "(Huddinge, 2023): 885\N{NO-BREAK SPACE}% är högre än 100" in fieldset.one("li").text
    form = next(f for f in page.all("form") if f.attributes["action"] == "/malnivaer/fil/spara")
    fields = {f.attributes["name"]: f.attributes["value"] for f in form.all("input")}
    for tick in ("", "ja"):
        notice, again = eva.told("/malnivaer/fil/spara", fields | {"saker": tick})
        assert "Bekräfta att de ovanliga nivåerna stämmer" in notice.text
        assert again["arbete"] == params["arbete"]
        assert held_targets(state.engine).empty
    assert eva.told("/malnivaer/fil/spara", fields)[0].text == "Sparat: 1 nytt."


FILE = f"municipality;kpi;year;kind;value\r\nHuddinge;{GRADES};2023;at_least;99\r\n".encode()


def test_a_file_is_seen_before_it_is_saved_and_can_be_undone(state: State, come: Come) -> None:
    eva = come("eva")
    _, params = told(eva.send(FILE))
    page = eva.page(**params)
    assert page.one("p", "nk-counts").text == "1 nya, 0 ändrade, 0 som förut"
    assert page.one("table", "nk-planned").all("svg")[0].attributes["aria-label"] == "nås inte"
    assert held_targets(state.engine).empty
    form = next(f for f in page.all("form") if f.attributes["action"] == "/malnivaer/fil/spara")
    fields = {f.attributes["name"]: f.attributes["value"] for f in form.all("input")}
    notice, after = eva.told("/malnivaer/fil/spara", fields)
    assert notice.text == "Sparat: 1 nytt."
    assert held_targets(state.engine)["value"].tolist() == [99.0]
    assert "arbete" not in after
    assert eva.page().all("ul", "nk-begun") == []
    eva.told("/malnivaer/angra", HERE | {"nar": notice.fields[UNDO_FIELD]})
    assert held_targets(state.engine).empty


def test_a_file_with_faults_saves_nothing_and_another_takes_its_place(state: State, come: Come) -> None:
    eva = come("eva")
    _, params = told(eva.send(FILE.replace(b"99", b"nittio")))
    page = eva.page(**params)
    assert page.one("h1").text == "Filen har fel att rätta"
    assert [cell.text for cell in page.one("tbody").all("td")][:3] == ["2", "value", "”nittio”"]
    assert not eva.told("/malnivaer/fil/spara", HERE | {"arbete": params["arbete"]})[0].is_good
    assert held_targets(state.engine).empty
    _, other = told(eva.send(FILE, arbete=params["arbete"]))
    assert eva.page(**other).one("p", "nk-counts").text.startswith("1 nya")
    assert len(current_own().pending.mine(WorkKind.TARGETS, by=eva.person)) == 1  # type: ignore[arg-type]


def test_a_file_is_not_saved_over_what_came_after_its_preview(state: State, come: Come) -> None:
    eva, bo = come("eva"), come("bo")
    _, params = told(eva.send(FILE))
    form = next(f for f in eva.page(**params).all("form") if f.attributes["action"] == "/malnivaer/fil/spara")
    fields = {f.attributes["name"]: f.attributes["value"] for f in form.all("input")}
    bo.told("/malnivaer/spara", HERE | typed(year="2023", value="50"))
    notice, again = eva.told("/malnivaer/fil/spara", fields)
    assert "Målen har ändrats sedan du såg förhandsvisningen" in notice.text
    assert held_targets(state.engine)["value"].tolist() == [50.0]
    assert again["arbete"] == params["arbete"]
    assert "Bo Chef" in eva.page(**again).one("table", "nk-planned").text


@pytest.mark.parametrize(("content", "name", "said"), [(b"", "", "Ingen fil"), (b"x" * 1_000_001, "a.csv", "1 MB")])
def test_no_file_and_one_that_is_too_large_are_told(come: Come, content: bytes, name: str, said: str) -> None:
    notice, _ = told(come("eva").send(content, name))
    assert said in notice.text
    assert not notice.is_good


def test_nobody_reaches_anothers_file(come: Come) -> None:
    _, params = told(come("eva").send(FILE))
    bo = come("bo")
    assert "finns inte längre" in bo.told("/malnivaer/fil/spara", HERE | {"arbete": params["arbete"]})[0].text
    assert bo.page(**params).one("h1").text == "Målnivåer för Huddinge"


def test_todays_targets_are_downloaded_and_sent_back_as_they_were(come: Come) -> None:
    eva = come("eva")
    eva.told(
        "/malnivaer/spara", HERE | typed(1, value="80,5", decision="=1+1") | typed(2, WAIT, kind="at_most", value="20")
    )
    whole, part = (
        eva.get("/ladda-ner/malnivaer.csv?kommun=0126"),
        eva.get("/ladda-ner/malnivaer.csv?kommun=0126&omrade=grundskola"),
    )
    assert "mal-huddinge-grundskola.csv" in part.headers["content-disposition"]
    assert (len(whole.text.splitlines()), len(part.text.splitlines())) == (3, 2)
    assert "'=1+1" in part.text
    assert part.text.lstrip("\ufeff").splitlines()[0].startswith("Kommun;Nyckeltal;Kön;År;Sort;Nivå;")
    assert "Huddinge;Behöriga till gymnasiets yrkesprogram efter åk 9;alla;2026;minst;80,5;" in part.text
    _, params = told(eva.send(whole.content))
    assert eva.page(**params).one("p", "nk-counts").text == "0 nya, 0 ändrade, 2 som förut"


def test_the_page_and_the_routes_set_targets_in_the_same_place(come: Come, state: State) -> None:
    anna = come("anna")
    anna.told("/malnivaer/spara", HERE | typed(value="80") | {"kommunkod": "0127"})
    assert anna.person is not None
    setting = setting_of(Visit("/malnivaer", {}, figures(), anna.person))
    assert [v.target.municipality for v in setting.current("0127", by=anna.person)] == ["0127"]
