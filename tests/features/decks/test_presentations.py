"""The decks over HTTP: everybody sees the last frozen, those who may edit them do, and every file is what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qs, unquote, urlsplit
from zipfile import is_zipfile

import pytest
from pptx import Presentation
from pypdfium2 import PdfDocument

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.documents.deck import Story
from core.features.comments.store import current_comments
from core.features.decks.page import deck_html
from core.features.decks.present_page import present_html
from core.features.decks.shown import shown_deck
from core.features.decks.store import current_decks
from core.web.visit import Visit
from tests.features.decks.deck_site import CARE, SCHOOL, Site, access, figures, form_of, person, site
from tests.web.html import Element, parsed

__all__ = ["access", "site"]


pytestmark = pytest.mark.usefixtures("source")


def edit_page(who: Person, area: str = SCHOOL, **params: str) -> Element:
    found = figures()
    return parsed(deck_html(Visit("/bildspel", {"omrade": area} | params, found, who)))


def list_page(who: Person = READER, **params: str) -> Element:
    found = figures()
    return parsed(present_html(Visit("/presentation", params, found, who), lambda _: ()))


def test_everybody_sees_a_deck_of_every_area_without_anybody_having_made_one(site: Site) -> None:
    for area in figures().catalogue.areas:
        answer = site.get(f"/presentation/{area.id}")
        assert answer.status == 200
        assert area.name in answer.text
    assert site.get("/presentation/rymdfart").status == 404
    whole = site.get("/presentation/dagen")
    told = [area.name for area in figures().catalogue.areas if area.name in whole.text]
    assert {"Grundskola", "Äldreomsorg"} <= set(told)
    assert len(told) < len(figures().catalogue.areas), "an area without figures is not told of"


@pytest.mark.parametrize("path", ["spara", "aterstall"])
@pytest.mark.parametrize("login", [None, "cilla", "anna"])
def test_nobody_else_changes_a_deck_by_sending_the_form(
    site: Site, access: Access, login: str | None, path: str
) -> None:
    form = {"omrade": CARE, "sedd": "0", "version": "1", "titel.titel": "Kapat", "gor": "frys"}
    status, _, notice = site.come(login).post(f"/bildspel/{path}", form)
    assert status == 401 if notice is None else not notice.is_good
    assert current_decks(figures().catalogue).newest(CARE) is None
    if login:
        with pytest.raises(NotAllowedError):
            edit_page(person(access, login), CARE)


def test_two_who_edit_at_once_do_not_overwrite_each_other_and_lose_nothing(site: Site, access: Access) -> None:
    anna = person(access, "anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    site.come("berit").post("/bildspel/spara", typed | {"titel.titel": "Berits"})
    late = site.come("anna")
    _, _, notice = late.post("/bildspel/spara", typed | {"titel.titel": "Annas"})
    assert notice is not None
    assert "Huvudansvarig hade redan sparat version 1" in notice.text
    kept = form_of(edit_page(anna, arbete=late.params["arbete"]), "/bildspel/spara")
    assert (kept["titel.titel"], kept["sedd"]) == ("Annas", "1")
    late.post("/bildspel/spara", kept)
    newest = current_decks(figures().catalogue).newest(SCHOOL)
    assert newest is not None
    assert (newest.number, newest.written.slides[0].title) == (2, "Annas")


def test_the_day_is_set_by_the_administrator_only(site: Site, access: Access) -> None:
    form = {"namn": "Nyckeltalsdagen", "dag": "2026-10-26", "pass": "09.15 Äldreomsorg\n10.00 Kaffe"}
    for login in (None, "anna", "cilla"):
        status, _, notice = site.come(login).post("/presentation/dag", form)
        assert status == 401 if notice is None else not notice.is_good
    site.come("berit").post("/presentation/dag", form)
    assert "Nyckeltalsdagen 26 oktober" in list_page().text
    assert "Nyckeltalsdagen 26 oktober" in site.get("/presentation/dagen").text
    assert "Nyckeltalsdagen 26 oktober" in site.get(f"/presentation/{CARE}").text
    assert "10.00" in site.get("/presentation/paus").text
    assert list_page().all("form") == []
    assert form_of(list_page(person(access, "berit")), "/presentation/dag")["dag"] == "2026-10-26"


def test_every_area_is_in_the_list_whatever_the_day_has(site: Site, access: Access) -> None:
    site.come("berit").post("/presentation/dag", {"namn": "Dagen", "dag": "", "pass": "09.15 Äldreomsorg"})
    shown = [item.all("b")[0].text for item in list_page().one("ul", "nk-decks").all("li")]
    assert shown[0] == "Äldreomsorg"
    assert sorted(shown) == sorted(area.name for area in figures().catalogue.areas)


def test_who_we_can_learn_from_is_what_we_learned_only_when_somebody_has_said_so(site: Site, access: Access) -> None:
    anna = person(access, "anna")
    typed = form_of(edit_page(anna), "/bildspel/spara") | {"lart.text": "Salem har fasta team.", "gor": "frys"}
    site.come("anna").post("/bildspel/spara", typed)
    assert "Det här lärde vi av andra" in site.get(f"/presentation/{SCHOOL}").text
    assert "Det här lärde vi av andra" not in site.get(f"/presentation/{CARE}").text


def test_a_day_that_cannot_be_read_comes_back_as_it_was_typed(site: Site, access: Access) -> None:
    berit = site.come("berit")
    _, _, notice = berit.post("/presentation/dag", {"namn": "Dagen", "dag": "", "pass": "snart Kaffe"})
    assert notice is not None
    assert "snart Kaffe" in notice.why("pass")
    root = list_page(person(access, "berit"), **berit.params)
    assert form_of(root, "/presentation/dag")["pass"] == "snart Kaffe"


def test_the_list_shows_the_way_to_edit_to_those_who_may(access: Access) -> None:
    def edited(who: Person) -> list[str]:
        return [a.attributes["href"] for a in list_page(who).all("a") if "/bildspel" in a.attributes["href"]]

    assert edited(READER) == edited(person(access, "cilla")) == []
    assert edited(person(access, "anna")) == [f"/bildspel?omrade={SCHOOL}"]
    assert len(edited(person(access, "berit"))) == len(figures().catalogue.areas)


@pytest.mark.parametrize(
    ("kind", "begins"), [("html", b"<!DOCTYPE html>"), ("pptx", b"PK"), ("pdf", b"%PDF-"), ("3.pdf", b"%PDF-")]
)
def test_every_file_is_of_its_kind_and_has_a_name_of_its_own(site: Site, kind: str, begins: bytes) -> None:
    for name, called in ((SCHOOL, "Grundskola 2024-03-01"), ("dagen", "Hela dagen 2024-03-01")):
        answer = site.get(f"/presentation/{name}.{kind}")
        assert answer.status == 200
        assert answer.content[:20].upper().startswith(begins.upper())
        assert f"{called}.{kind}" in unquote(answer.headers["content-disposition"])
        assert kind != "pptx" or is_zipfile(BytesIO(answer.content))


def test_a_day_of_one_area_is_the_same_day_on_the_screen_and_taken_away(site: Site) -> None:
    site.come("berit").post("/presentation/dag", {"namn": "Dagen", "dag": "", "pass": "09.15 Äldreomsorg"})
    for address in ("/presentation/dagen", "/presentation/dagen.html"):
        assert 'id="bild-dagen"' in site.get(address).text
    answer = site.get("/presentation/dagen.pdf")
    assert "Hela dagen" in unquote(answer.headers["content-disposition"])


@pytest.mark.parametrize("path", ["grundskola.exe", "rymdfart.pdf", "rymdfart.html", "dagen.3.html"])
def test_what_is_not_there_is_said(site: Site, path: str) -> None:
    answer = site.get(f"/presentation/{path}")
    assert answer.status == 404
    assert "finns inte" in answer.text


def test_a_text_that_its_slide_has_no_room_for_is_told_where_it_is_written(site: Site, access: Access) -> None:
    anna, told = person(access, "anna"), "Texten är längre än bilden rymmer"
    typed = form_of(edit_page(anna), "/bildspel/spara")
    for seen, text in enumerate(("Kort.", "\n".join(["En rad om något som vi lärde av andra."] * 50))):
        site.come("anna").post("/bildspel/spara", typed | {"slutsatser.text": text, "sedd": str(seen)})
        assert (told in edit_page(anna).text) is (seen == 1)


def test_a_new_story_can_be_ticked_into_the_deck(site: Site, access: Access) -> None:
    anna = person(access, "anna")
    root = edit_page(anna)
    ticks = [box.attributes["value"] for box in root.all("input") if box.attributes.get("name") == "ny"]
    offered = [value for value in ticks if "." in value]
    before = len([s for s in root.all("fieldset") if "Berättelse" in s.text])
    typed = form_of(root, "/bildspel/spara")
    extra = [*offered[:1], "N99999.0126", "skräp"]
    site.come("anna").post("/bildspel/spara", typed | {"ny": extra})
    after = len([s for s in edit_page(anna).all("fieldset") if "Berättelse" in s.text])
    assert after == before + len(offered[:1])


def test_speakers_notes_and_drafts_are_for_those_who_may_edit(site: Site, access: Access) -> None:
    anna = person(access, "anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    typed |= {"titel.titel": "Utkastet", "titel.anteckning": "Hälsa från mig", "gor": "frys"}
    site.come("anna").post("/bildspel/spara", typed)
    for login, sees in ((None, False), ("cilla", False), ("anna", True), ("berit", True)):
        whole = f"/presentation/{SCHOOL}.html"
        assert "Hälsa från mig" not in site.get(whole, login).text
        for address in (f"/presentation/{SCHOOL}", f"{whole}?anteckningar=ja", "/presentation/dagen"):
            assert ("Hälsa från mig" in site.get(address, login).text) is sees
        assert (site.get(f"/presentation/utkast-{SCHOOL}", login).status == 200) is sees
        for kind in ("html", "pptx", "pdf"):
            asked = f"/presentation/{SCHOOL}.{kind}?anteckningar=ja"
            name = unquote(site.get(asked, login).headers["content-disposition"])
            assert (f"Grundskola 2024-03-01 med anteckningar.{kind}" in name) is sees
    assert site.get(f"/presentation/utkast-{CARE}", "anna").status == 404
    [shown] = [a for a in edit_page(anna).all("a", "nk-button") if "Visa" in a.text]
    assert shown.attributes["href"] == f"/presentation/utkast-{SCHOOL}"


def test_what_readers_do_not_see_says_that_it_is_a_draft_on_every_slide_and_in_its_files_name(
    site: Site, access: Access
) -> None:
    anna, visitor, draft = person(access, "anna"), site.come("anna"), f"/presentation/utkast-{SCHOOL}"
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"titel.titel": "Första"})
    shown = site.get(draft, "anna").text
    assert shown.count(">UTKAST<") == shown.count('class="frame')
    assert "Grundskola UTKAST 2024-03-01.pptx" in unquote(
        site.get(f"{draft}.pptx", "anna").headers["content-disposition"]
    )
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "frys"})
    assert ">UTKAST<" not in site.get(draft, "anna").text
    assert ">UTKAST<" in site.get(f"{draft}?version=1", "anna").text


def test_a_slides_code_leads_to_the_figure_in_the_slides_own_year(site: Site) -> None:
    found = figures()
    stories = [s.content for s in shown_deck(found, current_decks(found.catalogue), SCHOOL).slides]
    years = {story.kpi: story.year for story in stories if isinstance(story, Story)}
    assert years
    for address in (f"/presentation/{SCHOOL}", f"/presentation/{SCHOOL}.html"):
        links = [a.attributes["href"] for a in parsed(site.get(address).text).all("a", "code")]
        for to in links:
            asked = parse_qs(urlsplit(to).query)
            assert asked["ar"] == [years[asked["nyckeltal"][0]]]
        assert links


def test_what_is_done_stands_beside_why_on_the_slide_and_in_every_file(site: Site, access: Access) -> None:
    found = figures()
    story = next(s.content for s in shown_deck(found, current_decks(), SCHOOL).slides if isinstance(s.content, Story))
    current_comments(found.catalogue).save(
        *(story.municipality, story.kpi, int(story.year)),
        why="Många nya elever.",
        actions="Två lärare till.",
        seen=0,
        by=person(access, "berit"),
        now=datetime.now(UTC),
    )
    page = parsed(site.get(f"/presentation/{SCHOOL}").text)
    said = [p.text for p in page.one("div", "comment").all("p")]
    assert said == [f"{story.name} om utfallet: Många nya elever.", "Det här görs: Två lärare till."]
    shown = Presentation(BytesIO(site.get(f"/presentation/{SCHOOL}.pptx").content))
    told = [shape.text_frame.text for slide in shown.slides for shape in slide.shapes if shape.has_text_frame]
    assert f"{story.name} om utfallet: Många nya elever.\nDet här görs: Två lärare till." in told
    for address in (f"/presentation/{SCHOOL}.pdf", f"/rapport/utkast-{SCHOOL}.pdf"):
        pages = PdfDocument(site.get(address, "anna").content)
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
        assert "Många nya elever." in text
        assert "Det här görs: Två lärare till." in text
