"""The page Mål: who sees what, every target in words, and that what a stranger wrote is text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import current_access
from core.features.own_indicators.store import OwnStore
from core.features.targets.page import UNDO_FIELD, setting_of, targets_html
from core.outcomes.figures import Figures
from core.signals import TargetKind
from core.site.figures import figure_source
from core.site.site import SITE
from core.targets.models import Target
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange
from core.web.choices import OVERVIEW
from core.web.notices import NOTICE_PARAM, Notice, sealed
from core.web.visit import Visit
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import BERIT, published
from tests.features.own_indicators.stored import ID as OWN_ID
from tests.shared import BOTKYRKA, COST, GRADES, HUDDINGE, LAST, WAIT, target
from tests.targets.people import CONVENOR, GONE, NEIGHBOUR, NOW
from tests.web.html import Element, parsed, styled_classes, symbols

pytestmark = pytest.mark.usefixtures("source")

KF = "Kommunfullmäktige, § 12"
PAYLOAD = '"><img src=x onerror=alert(1)></textarea><script>x</script>'


@pytest.fixture
def figures(remembered: Path, source: None) -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


@pytest.fixture
def eva(figures: Figures) -> Person:
    details = Details("Eva Chef", Role.MANAGER, HUDDINGE)
    return current_access().accounts.add(
        "eva", details, "en bra mening med å", by=at_the_terminal("x"), now=NOW, is_own=True
    )


@pytest.fixture
def chief(figures: Figures) -> Person:
    details = Details("Anna", Role.ADMINISTRATOR)
    return current_access().accounts.add(
        "anna", details, "en bra mening med å", by=at_the_terminal("x"), now=NOW, is_own=True
    )


def ask(person: Person, figures: Figures | None, **params: str) -> Visit:
    found = figure_source().get() if figures else None
    return Visit("/malnivaer", params, found, person)


def page(person: Person, figures: Figures | None, **params: str) -> Element:
    return parsed(targets_html(ask(person, figures, **params)))


def set_targets(person: Person, figures: Figures, *targets: Target) -> TargetSetting:
    setting = setting_of(ask(person, figures))
    setting.save([TargetChange(None, t) for t in targets], by=person, now=NOW)
    return setting


def row(root: Element, kpi: str) -> Element:
    return next(body for body in root.all("tbody") if body.attributes.get("data-kpi") == kpi)


GOALS = (
    target(GRADES, 2020, TargetKind.AT_LEAST, value=50.0),
    target(GRADES, LAST, TargetKind.AT_LEAST, value=80.5, decided_by="Kommunfullmäktige", decision="§ 12"),
    target(GRADES, LAST, TargetKind.AT_LEAST, value=70.0, gender="K"),
    target(GRADES, 2027, TargetKind.AS_GROUP, group="sodertorn"),
    target(GRADES, 2030, TargetKind.AT_LEAST, value=95.0, is_final=True),
)


def test_an_own_indicator_has_a_row_and_one_that_is_withdrawn_says_so_and_keeps_its_targets(
    figures: Figures, eva: Person
) -> None:
    store = OwnStore(figure_source()._state)
    published(store, entry("0126", 2023, 62.5))
    goal = target(OWN_ID, LAST, TargetKind.AT_LEAST, value=80.0)
    set_targets(eva, figures, goal)
    shown = row(page(eva, figures, omrade="grundskola"), OWN_ID)
    assert "62,5" in shown.one("td", "g-value").text
    assert "minst 80,0" in shown.one("td", "g-now").text
    store.publishing.withdraw(OWN_ID, 1, "Fel underlag.", by=BERIT, now=NOW)
    gone = row(page(eva, figures, omrade="grundskola"), OWN_ID)
    assert "Nyckeltalet är tillbakadraget: målen ligger kvar, och visas igen när det publiceras" in gone.text
    assert not list(gone.one("th").all("a"))
    assert "minst 80,0" in gone.text


@pytest.mark.parametrize("person", [READER, CONVENOR, NEIGHBOUR, GONE])
@pytest.mark.parametrize("params", [{}, {"historik": "ja", "nyckeltal": GRADES}, {"arbete": "1"}])
def test_a_stranger_sees_no_view_of_it(figures: Figures, person: Person, params: dict[str, str]) -> None:
    with pytest.raises(NotAllowedError):
        targets_html(ask(person, figures, kommun=HUDDINGE, **params))


def test_a_manager_sees_her_own_municipality_and_may_not_ask_for_another(figures: Figures, eva: Person) -> None:
    root = page(eva, figures)
    assert root.one("h1").text == "Målnivåer för Huddinge"
    assert [s.text for s in root.all("summary") if "Kommun:" in s.text] == []
    with pytest.raises(NotAllowedError):
        page(eva, figures, kommun=BOTKYRKA)


def test_a_manager_of_one_area_has_that_one_only(figures: Figures, eva: Person) -> None:
    bo = replace(eva, areas=("grundskola",))
    assert [a.text for a in page(bo, figures).one("details", "nk-menu").all("a")] == ["Grundskola"]
    with pytest.raises(NotAllowedError):
        page(bo, figures, omrade="aldreomsorg")
    with pytest.raises(NotAllowedError):
        page(bo, figures, historik="ja", nyckeltal=WAIT)


def test_an_administrator_chooses_municipality_and_area(figures: Figures, chief: Person) -> None:
    root = page(chief, figures, kommun=BOTKYRKA, omrade="aldreomsorg")
    assert root.one("h1").text == "Målnivåer för Botkyrka"
    places, areas = root.all("details", "nk-menu")
    assert "Huddinge" in [a.text for a in places.all("a")]
    assert places.all("a")[0].attributes["href"].endswith("omrade=aldreomsorg")
    assert "Grundskola" in [a.text for a in areas.all("a")]


def test_every_indicator_that_takes_targets_has_a_row_with_outcome_and_fields(figures: Figures, eva: Person) -> None:
    root = page(eva, figures, omrade="grundskola")
    shown = [body.attributes["data-kpi"] for body in root.all("tbody")]
    wanted = [i for i in figures.catalogue.indicators if i.area == "grundskola" and i.category.value != "information"]
    assert shown == [i.kpi for i in wanted]
    grades = row(root, GRADES)
    assert "62,5" in grades.one("td", "g-value").text
    assert f"· {LAST}" in grades.one("th").text
    assert "inget mål" in grades.one("td", "g-now").text


def test_what_holds_and_what_is_to_come_is_told_in_words(figures: Figures, eva: Person) -> None:
    set_targets(eva, figures, *GOALS)
    grades = row(page(eva, figures, omrade="grundskola"), GRADES)
    assert grades.one("td", "g-now").text == "Gäller nu: minst 80,5 mål för 2023 · Kommunfullmäktige, § 12"
    assert [li.text for li in grades.one("td", "g-next").all("li")] == [
        "2023, kvinnor: minst 70,0",
        "2027: som Södertörn",
        "2030, slutmål: minst 95,0",
    ]
    assert grades.all("svg")[0].attributes["aria-label"] == "nås inte"
    assert grades.all("fieldset")[0].one("legend").text == "2023: minst 80,5"


def test_how_targets_are_set_leads_whoever_may_to_where_it_is_done(figures: Figures, eva: Person) -> None:
    def way(person: Person, municipality: str) -> str:
        visit = Visit(OVERVIEW, {"kommun": municipality}, figures, person)
        [link] = [a for a in parsed(SITE[OVERVIEW].show(visit)).all("a") if a.text == "Så sätts målnivåer"]
        return link.attributes["href"]

    assert way(eva, HUDDINGE) == f"/malnivaer?kommun={HUDDINGE}"
    assert way(eva, BOTKYRKA) == f"/om?kommun={BOTKYRKA}#mal"
    assert way(READER, HUDDINGE) == f"/om?kommun={HUDDINGE}#mal"


def test_earlier_years_are_counted_and_can_be_asked_for(figures: Figures, eva: Person) -> None:
    set_targets(eva, figures, *GOALS)
    root = page(eva, figures, omrade="grundskola")
    assert "1 mål för tidigare år" in root.text
    whole = page(eva, figures, omrade="grundskola", tidigare="ja")
    assert "2020: minst 50,0" in row(whole, GRADES).text
    assert "2020: minst 50,0" not in row(root, GRADES).text


def test_a_kind_that_needs_a_direction_is_offered_only_where_there_is_one(figures: Figures, eva: Person) -> None:
    root = page(eva, figures, omrade="grundskola")
    kinds = {}
    for kpi in (GRADES, COST):
        select = next(s for s in row(root, kpi).all("select") if s.attributes["data-field"] == "kind")
        kinds[kpi] = {o.attributes["value"]: o.attributes["data-has"] for o in select.all("option")}
    assert set(kinds[GRADES]) == set(TargetKind)
    assert set(kinds[GRADES]) - set(kinds[COST]) == {"as_group", "best_quarter", "rank"}
    assert kinds[GRADES]["within"] == "value value2 tolerance"
    assert kinds[GRADES]["rank"] == "group rank"


def test_every_field_has_a_label_a_place_for_its_fault_and_a_name_of_its_own(figures: Figures, eva: Person) -> None:
    set_targets(eva, figures, *GOALS)
    root = page(eva, figures, omrade="grundskola", tidigare="ja")
    labelled = [f for label in root.all("label") if label.text.strip() for f in label.all()]
    ids = [e.attributes["id"] for e in root.all() if "id" in e.attributes]
    names = []
    for field in [f for f in root.all() if f.tag in ("input", "select") and f.attributes.get("type") != "hidden"]:
        assert field in labelled
        names.append(field.attributes["name"])
        for told in field.attributes.get("aria-describedby", "").split():
            assert ids.count(told) == 1
        # React would lock a field that has a value from the start.
        assert "value" not in field.attributes or field.attributes["type"] == "checkbox"
    assert len(names) == len(set(names))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("params", [{"omrade": "grundskola"}, {"historik": "ja", "nyckeltal": GRADES}])
def test_what_somebody_wrote_is_text(figures: Figures, eva: Person, params: dict[str, str]) -> None:
    hostile = target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0, decided_by=PAYLOAD, decision=PAYLOAD)
    set_targets(eva, figures, hostile)
    html = targets_html(ask(eva, figures, **params))
    assert "<img" not in html
    assert "<script" not in html
    assert PAYLOAD in parsed(html).text


def test_a_notice_of_a_save_offers_to_undo_it_and_a_refusal_does_not(figures: Figures, eva: Person) -> None:
    good = Notice("Sparat: 1 nytt.", is_good=True, fields={UNDO_FIELD: "2026-11-22T10:00:00+00:00"})
    root = page(eva, figures, **{NOTICE_PARAM: sealed(good)})
    form = root.one("form", "nk-undo")
    assert {f.attributes["name"]: f.attributes["value"] for f in form.all("input")}["nar"] == good.fields[UNDO_FIELD]
    bad = replace(good, is_good=False)
    assert page(eva, figures, **{NOTICE_PARAM: sealed(bad)}).all("form", "nk-undo") == []
    assert page(eva, figures).all("form", "nk-undo") == []


def test_history_says_who_did_what_when_and_by_which_decision(figures: Figures, eva: Person) -> None:
    goal = replace(GOALS[1], link="https://example.se/12")
    setting = set_targets(eva, figures, goal)
    [held] = setting.current(HUDDINGE, by=eva)
    setting.save([TargetChange(held.id, None)], by=eva, now=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    root = page(eva, figures, historik="ja", nyckeltal=GRADES)
    lines = [[cell.text for cell in tr.all("td")] for tr in root.one("tbody").all("tr")]
    assert lines == [
        ["2026-11-23 kl. 10.00", "Eva Chef", "tog bort målet för 2023", "minst 80,5", "–", ""],
        [
            "2026-11-22 kl. 10.30",
            "Eva Chef",
            "satte målet för 2023",
            "–",
            "minst 80,5",
            "Kommunfullmäktige, § 12 beslutet",
        ],
    ]
    [link] = [a for a in root.all("a") if a.text == "beslutet"]
    assert (link.attributes["href"], link.attributes["target"]) == ("https://example.se/12", "_blank")


def test_before_anything_is_fetched_targets_can_be_set_all_the_same(figures: Figures, eva: Person) -> None:
    set_targets(eva, figures, *GOALS)
    root = page(eva, None, omrade="grundskola")
    assert root.one("h1").text == "Målnivåer för Huddinge"
    assert "–" in row(root, GRADES).one("td", "g-value").text
    assert len(row(root, GRADES).one("td", "g-next").all("li")) == len(GOALS)


@pytest.mark.parametrize(
    "params",
    [
        {"arbete": "99"},
        {"arbete": "<b>"},
        {"historik": "ja", "nyckeltal": "N99999"},
        {"omrade": "raketer", "kommun": "9999"},
        {NOTICE_PARAM: "x.y"},
    ],
)
def test_an_address_that_leads_nowhere_gives_the_table(figures: Figures, eva: Person, params: dict[str, str]) -> None:
    assert page(eva, figures, **params).one("h1").text == "Målnivåer för Huddinge"


def test_the_page_is_whole_and_keeps_to_what_exists(figures: Figures, eva: Person) -> None:
    set_targets(eva, figures, *GOALS)
    for params in ({"omrade": "grundskola"}, {"historik": "ja", "nyckeltal": GRADES}):
        html = targets_html(ask(eva, figures, **params))
        assert not re.search(r"\n\s*\n|\n[ \t]|\bnan\b|\bNone\b|\{\{", html)
        root = parsed(html)
        used = {name for e in root.all() for name in e.classes}
        bare = {"nk-targets", "nk-target-history", "face", "good", "bad", "nk-targets-form", "nk-goal", "nk-spare"}
        assert {n for n in used - styled_classes() - bare if not n.startswith(("face-", "nk-f-"))} == set()
        assert {u.attributes["href"].removeprefix("#") for u in root.all("use")} <= symbols()
        levels = [int(e.tag[1]) for e in root.all() if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(a.attributes["target"] in ("_self", "_blank") for a in root.all("a"))
