"""Egna nyckeltal and Eget nyckeltal as pages: what each person sees, and what she is offered to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.access.service import current_access, opened_state
from core.features.own_indicators.page import own_history_html, own_html
from core.features.own_indicators.values_view import MOST_CHANGES, MOST_LINES, MOST_TIMES, value_table
from core.web.drafts import WorkKind
from tests.features.own_indicators.asked import HOSTILE, asked, begun, store
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import ID, NOW, SHA256, added, edited, published, upload
from tests.features.own_indicators.visits import add_accounts
from tests.web.html import Element, parsed

pytestmark = pytest.mark.usefixtures("source")


@pytest.fixture
def people(remembered: Path) -> Iterator[dict[str, Person]]:
    opened_state.cache_clear()
    yield add_accounts(current_access())
    opened_state.cache_clear()


@pytest.fixture
def anna(people: Mapping[str, Person]) -> Person:
    return people["anna"]


@pytest.fixture
def bodil(people: Mapping[str, Person]) -> Person:
    return people["bodil"]


def overview(person: Person, **params: str) -> Element:
    return parsed(own_html(asked(person, **params)))


def history(person: Person, **params: str) -> Element:
    return parsed(own_history_html(asked(person, "/eget", **{"id": ID} | params)))


def actions(root: Element) -> list[str]:
    return sorted({form.attributes["action"] for form in root.all("form")})


def states(root: Element) -> list[str]:
    return [span.text for span in root.all("span", "nk-state")]


def test_an_empty_list_says_what_to_do(people: Mapping[str, Person]) -> None:
    root = overview(people["anna"])
    assert "Det finns inga egna nyckeltal i Grundskola än." in root.one("div", "nk-empty").text
    assert actions(root) == ["/egna/nytt"]
    root = overview(people["cilla"])
    assert "Den som är sammankallande för området lägger in dem." in root.text
    assert actions(root) == []


def test_what_there_is_stands_by_area_with_how_it_stands(anna: Person, bodil: Person) -> None:
    published(store(), by=anna, approver=bodil, name="Publicerat")
    added(store(), by=anna, name="Ett utkast")
    waits = added(store(), by=anna, name="Skickat")
    store().publishing.publish(waits.indicator.id, 1, by=anna, now=NOW)
    root = overview(anna)
    assert states(root) == ["väntar på godkännande", "utkast", "publicerad"]
    assert "Väntar på att du granskar" not in root.text
    assert root.all("h2")[0].text == "Grundskola"


def test_what_waits_for_somebody_stands_first_for_her(anna: Person, bodil: Person) -> None:
    waits = added(store(), by=anna, name="Skickat")
    store().publishing.publish(waits.indicator.id, 1, by=anna, now=NOW)
    box = overview(bodil).one("section", "waits")
    assert "Skickat" in box.text
    assert box.one("a").attributes["href"] == f"/eget?id={ID}&version=1"


def test_drafts_that_a_newer_one_has_passed_are_not_listed(anna: Person) -> None:
    edited(store(), added(store(), by=anna), by=anna)
    root = overview(anna)
    assert states(root) == ["utkast"]
    assert "version 2" in root.text


def test_ones_own_work_can_be_gone_on_with_or_thrown_away(anna: Person, bodil: Person) -> None:
    number = begun(anna, fields={"name": HOSTILE})
    root = overview(anna)
    [section] = [one for one in root.all("section") if "Påbörjat av dig" in one.text]
    assert section.one("a").attributes["href"] == f"/lagg-in?arbete={number}"
    assert HOSTILE in section.text
    assert "/lagg-in/kasta" in actions(root)
    assert "Påbörjat" not in overview(bodil).text


def test_only_an_administrator_sets_whether_a_second_person_is_needed(people: Mapping[str, Person]) -> None:
    for login, person in people.items():
        assert ("/egna/godkannande" in actions(overview(person))) is (login == "berit")


@pytest.mark.parametrize("login", ["reader", "nothing"])
def test_who_has_no_area_sees_neither_page(people: Mapping[str, Person], login: str) -> None:
    person = READER if login == "reader" else replace(people["anna"], areas=())
    for draw in (overview, history):
        with pytest.raises(NotAllowedError):
            draw(person)


def test_the_page_of_anothers_area_is_not_shown(anna: Person, people: Mapping[str, Person]) -> None:
    added(store(), by=anna)
    with pytest.raises(NotAllowedError):
        history(people["sten"])
    assert overview(people["sten"]).all("span", "nk-state") == []


def test_an_indicator_that_does_not_exist_is_said_in_words(people: Mapping[str, Person]) -> None:
    for id_ in ("E99999", "", HOSTILE):
        root = history(people["berit"], id=id_)
        assert root.one("h1").text == "Det går inte att visa"
        assert root.all("script") == []


def test_the_history_tells_who_did_what_and_why(anna: Person, bodil: Person) -> None:
    made = published(store(), by=anna, approver=bodil)
    store().publishing.withdraw(ID, 1, HOSTILE, by=bodil, now=NOW)
    text = history(anna).text
    for said in (
        "Skickad för godkännande av Anna Ek, 2026-03-02 kl. 10.00",
        "Godkänd och publicerad av Bodil Al",
        f"Tillbakadragen av Bodil Al, 2026-03-02 kl. 10.00. Skäl: {HOSTILE}",
        "1 värden · 1 kommuner · 2024 · fil: trivsel.xlsx",
        made.indicator.name,
    ):
        assert said in text


OFFERED = {
    "anna": ["/eget/dra-tillbaka", "/eget/ny"],
    "bodil": ["/eget/dra-tillbaka", "/eget/godkann", "/eget/neka", "/eget/ny"],
    "cilla": ["/eget/godkann", "/eget/neka"],
    "berit": ["/eget/dra-tillbaka", "/eget/godkann", "/eget/neka", "/eget/ny"],
}


@pytest.mark.parametrize("login", OFFERED)
def test_each_is_offered_what_she_may_do_with_what_waits(people: Mapping[str, Person], login: str) -> None:
    added(store(), by=people["anna"])
    store().publishing.publish(ID, 1, by=people["anna"], now=NOW)
    root = history(people[login])
    assert actions(root) == OFFERED[login]
    assert ("Du har själv laddat upp" in root.text) is (login == "anna")


def test_a_dangerous_deed_says_what_will_happen(anna: Person, bodil: Person) -> None:
    edited(store(), published(store(), by=anna, approver=bodil), by=anna)
    text = history(anna).text
    assert "Läsarna ser inte längre nyckeltalet, någonstans. Kommunernas mål för det ligger kvar" in text
    assert "Du kan publicera den igen." in text
    assert "Innehållet läggs överst som ett nytt utkast. Inget tas bort" in text


def test_two_versions_are_compared_field_by_field_and_value_by_value(anna: Person) -> None:
    first = added(store(), entry("0126", 2023, 80.0), entry("0127", 2023, 70.0), by=anna)
    rows = upload(entry("0126", 2023, 81.5), entry("0126", 2024, None, status="Privacy"))
    changed = replace(first.indicator, name=HOSTILE)
    store().saving.upload(changed, rows, SHA256, parent=1, by=anna, now=NOW)
    root = history(anna, fore="1", efter="2")
    told = [[cell.text for cell in row.inside] for table in root.all("table", "nk-faults") for row in table.all("tr")]
    assert ["Namn", "Elever som trivs", HOSTILE] in told
    assert ["Huddinge 2023", "80", "81,5"] in told
    assert ["Huddinge 2024", "fanns inte", "sekretess"] in told
    assert ["Botkyrka 2023", "70", "finns inte"] in told
    assert "har samma innehåll" in history(anna, fore="1", efter="1").text


def test_a_great_many_changes_are_counted(anna: Person) -> None:
    first = added(store(), *(entry("0126", 1990 + n, 1.0) for n in range(30)), by=anna)
    ids = ("0126", "0127", "0128", "0136", "0138")
    rows = upload(*(entry(id_, 1990 + n, 2.0) for n in range(30) for id_ in ids))
    store().saving.upload(first.indicator, rows, SHA256, parent=1, by=anna, now=NOW)
    root = history(anna, fore="1", efter="2")
    assert "Ändrade värden (30)" in root.text
    assert "Nya värden (120)" in root.text
    assert f"De första {MOST_CHANGES} av 120 visas." in root.text


@pytest.mark.parametrize("params", [{"fore": "1"}, {"fore": "1", "efter": "9"}, {"fore": "<b>", "efter": "1"}])
def test_a_comparison_with_nothing_shows_none(anna: Person, params: dict[str, str]) -> None:
    added(store(), by=anna)
    assert "Vad som skiljer" not in history(anna, **params).text


def test_a_version_is_looked_at_with_its_own_values(anna: Person) -> None:
    first = added(store(), entry("0126", 2024, 80.0), by=anna)
    rows = upload(entry("0126", 2024, 90.0))
    store().saving.upload(first.indicator, rows, SHA256, parent=1, by=anna, now=NOW)
    for version, shown in (("1", "80,0"), ("2", "90,0"), ("", "90,0"), ("77", "90,0")):
        assert history(anna, version=version).one("table", "nk-values").all("td")[0].text == shown


def test_a_reason_that_was_not_taken_stands_in_its_field(anna: Person) -> None:
    added(store(), by=anna)
    kept = store().pending.begin(WorkKind.REASON, ID, {"skal": "Mitt\nskäl", "version": "1"}, by=anna, now=NOW)
    root = history(anna, arbete=str(kept.id))
    [area] = root.all("textarea")
    assert area.attributes["data-value"] == "Mitt\nskäl"


def test_a_large_table_shows_the_first_rows_and_the_newest_times() -> None:
    rows = [entry(f"{id_:04}", year, 1.0) for id_ in range(1000, 1000 + MOST_LINES + 5) for year in range(2000, 2020)]
    view = value_table(rows, 0, {})
    assert (len(view.lines), view.more_lines, view.more_times) == (MOST_LINES, 5, 20 - MOST_TIMES)
    assert view.times[-1] == "2019"


def test_genders_are_lines_of_their_own() -> None:
    rows = [entry("0126", 2024, 1.0, gender="K"), entry("0126", 2024, 2.0), entry("0127", 2024, 3.0)]
    view = value_table(rows, 1, {"0126": "Huddinge", "0127": "Botkyrka"})
    assert [(line.name, line.gender, line.cells) for line in view.lines] == [
        ("Botkyrka", "totalt", ("3,0",)),
        ("Huddinge", "totalt", ("2,0",)),
        ("Huddinge", "kvinnor", ("1,0",)),
    ]
