"""The wizard as a page: what is kept stands in its fields, faults where they are, and the preview is what comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.access.service import current_access, opened_state
from core.features.own_indicators import work_page
from core.features.own_indicators.indicators import FORM
from core.features.own_indicators.words import HELP
from core.features.own_indicators.work_page import own_work_html
from core.tabular.kept import Kept
from tests.features.own_indicators.asked import GOOD, HOSTILE, asked, begun, store, wizard
from tests.features.own_indicators.stored import ID, NOW, added, indicator
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


def page(person: Person, number: int, step: int = 0, **params: str) -> Element:
    there = {"arbete": str(number)} | ({"steg": str(step)} if step else {}) | params
    return parsed(own_work_html(asked(person, "/lagg-in", **there)))


def field(root: Element, name: str) -> Element:
    [found] = [one for one in root.all("input") + root.all("textarea") if one.attributes.get("name") == name]
    return found


def ticked(root: Element, name: str) -> list[str]:
    boxes = [box for box in root.all("input") if box.attributes.get("name") == name]
    return [box.attributes["value"] for box in boxes if "data-checked" in box.attributes]


def here(root: Element) -> str:
    [link] = [a for a in root.one("ol", "nk-steps").all("a") if "aria-current" in a.attributes]
    return link.text


def test_every_field_has_a_label_and_a_helping_text(anna: Person) -> None:
    root = page(anna, wizard(anna).begin().id)
    names = {one.attributes["name"] for one in root.all("input") + root.all("textarea")} - {"arbete", "steg"}
    assert names == set(FORM)
    ids = {element.attributes["id"]: element for element in root.all() if "id" in element.attributes}
    for name, help_ in HELP.items():
        assert help_ in ids[f"hjalp-{name}"].text
    for label in root.all("label"):
        assert label.attributes.get("for", "") in ids or label.all("input")


def test_an_untouched_form_has_no_faults(anna: Person) -> None:
    root = page(anna, wizard(anna).begin().id)
    assert (root.all("span", "nk-fault"), here(root)) == ([], "1 Beskriv (du är här)")


def test_faults_stand_at_their_fields_and_are_tied_to_them(anna: Person) -> None:
    number = begun(anna, None, {"name": "", "decimals": "nio", "category": "information"})
    root = page(anna, number)
    assert [a.attributes["href"] for a in root.one("div", "nk-told").all("a")] == [
        *("#falt-name", "#falt-decimals", "#falt-direction"),
    ]
    decimals = field(root, "decimals")
    assert decimals.attributes["aria-invalid"] == "true"
    assert decimals.attributes["aria-describedby"] == "fel-decimals hjalp-decimals"
    assert decimals.attributes["data-value"] == "nio"
    assert {span.attributes["id"] for span in root.all("span", "nk-fault")} == {
        *("fel-name", "fel-decimals", "fel-direction"),
    }


def test_what_was_typed_comes_back_letter_by_letter(anna: Person) -> None:
    text = f"{HOSTILE}\n\n  indraget\n"
    root = page(anna, begun(anna, None, {"name": HOSTILE, "definition": text}), 1)
    assert field(root, "name").attributes["data-value"] == HOSTILE
    assert field(root, "definition").attributes["data-value"] == text
    assert root.all("script") == []
    assert ticked(root, "direction") == ["high"]
    assert ticked(root, "category") == ["resultat-subjektivt"]
    assert ticked(root, "year_rule") == ["last"]


def test_the_area_is_chosen_among_ones_own_and_not_at_all_for_a_new_version(
    anna: Person, people: Mapping[str, Person]
) -> None:
    areas = [box for box in page(anna, begun(anna, None), 1).all("input") if box.attributes.get("name") == "area"]
    assert [box.attributes["value"] for box in areas] == ["grundskola"]
    berit = people["berit"]
    whole = [b for b in page(berit, begun(berit, None), 1).all("input") if b.attributes.get("name") == "area"]
    assert len(whole) == len(asked(berit).catalogue.areas)
    added(store(), by=anna)
    root = page(anna, wizard(anna).begin_version(ID).id, 1)
    assert "Ett nyckeltal kan inte byta område." in root.text
    assert not [box for box in root.all("input") if box.attributes.get("name") == "area"]


@pytest.mark.parametrize(
    ("content", "step"), [(None, "Fil"), ("Kommun;2024\nHudinge;1\n", "Kontroll"), (GOOD, "Förhandsvisning")]
)
def test_one_goes_on_where_one_was(anna: Person, content: str | None, step: str) -> None:
    assert step in here(page(anna, begun(anna, content)))


def test_how_the_file_was_understood_is_told(anna: Person) -> None:
    root = page(anna, begun(anna), 3)
    facts = {div.one("dt").text: div.one("dd").text for div in root.one("dl", "nk-pairs").all("div")}
    assert facts == {
        "Filtyp": "CSV",
        "Teckenkodning": "UTF-8",
        "Skiljetecken": "semikolon",
        "Decimaltecken": "komma",
        "Rubriker": "rad 1",
        "Upplägg": "flera värden på varje rad",
        "Enhet": "%",
        "Värden": "6",
        "Kommuner": "2 av 8 kommuner i området",
        "År": "2022–2024",
    }
    assert [[cell.text for cell in row.inside] for row in root.all("table", "nk-values")[0].all("tr")][1:3] == [
        ["A", "Kommun", "kommun"],
        ["B", "2022", "värde"],
    ]


def test_all_faults_stand_in_a_table_as_text(anna: Person) -> None:
    root = page(anna, begun(anna, "Kommun;2024\n<b>Hudinge</b>;1\nSalem;<img src=x>\n"), 3)
    rows = [[cell.text for cell in row.inside] for row in root.one("table", "nk-faults").one("tbody").all("tr")]
    assert [row[:3] for row in rows] == [
        ["Rad 2", "A Kommun", "<b>Hudinge</b>"],
        ["Rad 3", "B 2024", "<img src=x>"],
    ]
    assert "Filen har 2 fel." in root.text
    assert root.all("img") == []
    assert [form.attributes["action"] for form in root.all("form")] == ["/lagg-in/fil", "/lagg-in/klistra"]


def test_a_great_many_faults_alike_are_one_line_and_all_are_in_the_list(anna: Person) -> None:
    rows = "".join(f"Okänd {n};1\n" for n in range(350))
    root = page(anna, begun(anna, f"Kommun;2024\n{rows}"), 3)
    [line] = root.one("table", "nk-faults").one("tbody").all("tr")
    assert "2, 3, 4, 5, 6 och 345 till" in line.text
    assert "Filen har 350 fel, alla av ett slag: Kommunen är okänd." in root.text
    assert "/ladda-ner/fel.csv?arbete=" in str([a.attributes["href"] for a in root.all("a")])


def test_the_column_is_chosen_at_the_check_and_a_new_file_asks_again(anna: Person) -> None:
    two = "Kommun;År;Behörighet;Meritvärde\nHuddinge;2024;81,5;23\n"
    number = begun(anna, two)
    assert "Flera kolumner kan vara värdet" in page(anna, number, 3).text
    wizard(anna).choose(number, "", "D")
    root = page(anna, number, 3)
    assert "Flera kolumner kan vara värdet" not in root.text
    assert ticked(root, "kolumn") == ["D"]
    wizard(anna).put_file(number, "ny.csv", f"{two}Salem;2024;1;2\n".encode())
    assert "Flera kolumner kan vara värdet" in page(anna, number, 3).text


def test_what_is_strange_is_ticked_and_stays_ticked(anna: Person) -> None:
    number = begun(anna, f"{GOOD}Mora;75;75;75\nNacka;10;70;71\n")
    root = page(anna, number, 3)
    boxes = [box for box in root.all("input") if box.attributes.get("name") == "bekraftat"]
    assert {legend.text for legend in root.all("legend")} >= {"Kommuner utanför området"}
    assert ticked(root, "bekraftat") == []
    wizard(anna).confirm(number, boxes[0].attributes["value"])
    assert ticked(page(anna, number, 3), "bekraftat") == [boxes[0].attributes["value"]]


def test_many_of_a_kind_are_one_tick(anna: Person) -> None:
    names = ["Nacka", "Värmdö", "Mora", "Habo", "Håbo", "Örebro", "Ånge", "Älmhult", *(f"Zonby {n}" for n in range(5))]
    rows = "".join(f"{name};75;75;75\n" for name in names)
    root = page(anna, begun(anna, f"{GOOD}{rows}"), 3)
    assert len([box for box in root.all("input") if box.attributes.get("name") == "bekraftat"]) == 1
    assert f"Jag har kontrollerat alla {len(names)}" in root.text


def test_the_preview_shows_the_values_and_what_readers_will_see(anna: Person) -> None:
    root = page(anna, begun(anna), 4)
    values = [[cell.text for cell in row.inside] for row in root.one("table", "nk-values").all("tr")]
    assert values == [
        ["Kommun", "2022", "2023", "2024"],
        ["Botkyrka", "78,0", "79,0", "80,0"],
        ["Huddinge", "79,0", "80,5", "81,5"],
    ]
    lines = {row.one("b").text: row.text for row in root.one("table", "nk-preview").one("tbody").all("tr")}
    assert len(lines) == 8
    assert "81,5" in lines["Huddinge"]
    assert "bättre än 1 av 1 andra som har värde" in lines["Huddinge"]
    assert "inga värden" in lines["Salem"]


def test_periods_are_columns_of_their_own(anna: Person) -> None:
    root = page(anna, begun(anna, "Kommun;2024 T1;2024 T2;2024 T3\nHuddinge;1;2;3\n"), 4)
    assert [th.text for th in root.one("table", "nk-values").one("thead").all("th")] == [
        *("Kommun", "2024 T1", "2024 T2", "2024 T3"),
    ]


def test_there_is_nothing_to_publish_before_everything_is_right(anna: Person) -> None:
    for content, fields in ((None, {}), ("Kommun;2024\nx;1\n", {}), (GOOD, {"name": ""}), (f"{GOOD}Mora;1;1;1\n", {})):
        root = page(anna, begun(anna, content, fields), 4)
        assert not [form for form in root.all("form") if form.attributes["action"] == "/lagg-in/spara"]


@pytest.mark.parametrize(("needed", "words"), [(True, "Skicka för godkännande"), (False, "Publicera")])
def test_the_button_says_what_it_does(anna: Person, people: Mapping[str, Person], needed: bool, words: str) -> None:
    store().publishing.set_approvals({"grundskola": needed}, by=people["berit"], now=NOW)
    root = page(anna, begun(anna), 4)
    assert [one.text for one in root.all("button") if one.attributes["type"] == "submit"] == [words, "Spara som utkast"]


def test_who_has_come_first_is_told_on_every_step(anna: Person, people: Mapping[str, Person]) -> None:
    added(store(), by=anna)
    number = wizard(anna).begin_version(ID).id
    store().saving.edit(indicator(id=ID, name="Nytt"), parent=1, by=people["bodil"], now=NOW)
    for step in (1, 2, 3, 4):
        assert "Bodil Al har sparat version 2" in page(anna, number, step).text


def test_a_work_that_is_gone_is_said_in_words(anna: Person, people: Mapping[str, Person]) -> None:
    number = begun(anna)
    for person, there in ((people["bodil"], number), (anna, 999)):
        root = page(person, there)
        assert "Arbetet finns inte längre" in root.text
        assert root.all("form") == []


@pytest.mark.parametrize("text", ["", "0", "-1", "<b>", "9" * 50])
def test_without_a_work_one_can_begin(anna: Person, text: str) -> None:
    root = parsed(own_work_html(asked(anna, "/lagg-in", arbete=text)))
    assert [form.attributes["action"] for form in root.all("form")] == ["/egna/nytt"]


def test_who_may_put_in_nothing_sees_no_wizard(people: Mapping[str, Person]) -> None:
    number = begun(people["anna"])
    for person in (READER, people["cilla"]):
        with pytest.raises(NotAllowedError):
            page(person, number)


def test_a_file_that_is_being_read_shows_how_far_it_has_come_and_a_link_that_asks_again(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun(anna, None)
    wizard(anna).keep_file(number, "stor.xlsx", GOOD.encode())
    monkeypatch.setattr(Kept, "share", lambda *_: 0.41)
    monkeypatch.setattr(work_page, "PATIENCE", 0)
    for step in (3, 4):
        root = page(anna, number, step)
        [reading] = [one for one in root.all("section") if "data-reading" in one.attributes]
        assert "41\N{NO-BREAK SPACE}% är läst." in reading.text
        assert reading.one("progress").attributes["value"] == "41"
        [link] = reading.all("a")
        assert link.attributes["href"] == reading.attributes["data-reading"]
        assert "steg=" + str(step) in link.attributes["href"]
    assert "Den läses: 41\N{NO-BREAK SPACE}% är läst" in page(anna, number, 2).text
    assert field(page(anna, number, 1), "name").attributes["data-value"]
