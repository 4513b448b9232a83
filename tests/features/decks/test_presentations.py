"""The decks over HTTP: everybody sees the last frozen, those who may edit them do, and every file is what it says."""

from __future__ import annotations

from dataclasses import replace
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
from core.features.decks.plan import DeckPlan
from core.features.decks.present_page import present_html
from core.features.decks.shown import shown_deck, with_figures
from core.features.decks.store import current_decks
from core.signals import TargetKind
from core.site.figures import figure_source
from core.targets.models import Target
from core.targets.store import replace_targets
from core.web.notices import Notice
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


def test_a_convenor_edits_freezes_and_thaws(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara") | {"titel.titel": "Vår skola", "slutsatser.text": "Läs mer."}
    _, path, notice = visitor.post("/bildspel/spara", typed | {"gor": "spara"})
    assert (path, notice) == (
        "/bildspel",
        Notice("Version 1 är sparad. Läsarna ser den när du har fryst den.", is_good=True),
    )
    assert "Vår skola" not in site.get(f"/presentation/{SCHOOL}").text
    frozen = form_of(edit_page(anna), "/bildspel/spara")
    assert (frozen["titel.titel"], frozen["slutsatser.text"], frozen["sedd"]) == ("Vår skola", "Läs mer.", "1")
    visitor.post("/bildspel/spara", frozen | {"gor": "frys"})
    seen = site.get(f"/presentation/{SCHOOL}").text
    assert "Vår skola" in seen
    assert "Läs mer." in seen
    root = edit_page(anna)
    assert "Läsarna ser version 2, fryst" in root.text
    visitor.post("/bildspel/spara", form_of(root, "/bildspel/spara") | {"gor": "tina"})
    assert form_of(edit_page(anna), "/bildspel/spara")["sedd"] == "3"
    assert "Vår skola" in site.get(f"/presentation/{SCHOOL}").text


def test_the_words_of_a_frozen_deck_are_changed_with_the_same_figures(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "frys"})
    decks = current_decks(figures().catalogue)
    before = decks.last_frozen(SCHOOL)
    typed = form_of(edit_page(anna), "/bildspel/spara") | {"oversikt.titel": "Så står det till", "gor": "behall"}
    _, _, notice = visitor.post("/bildspel/spara", typed | {"slutsatser.text": "Vi fortsätter."})
    assert notice is not None
    assert "samma siffror" in notice.text
    after = decks.last_frozen(SCHOOL)
    assert before is not None
    assert after is not None
    assert before.frozen is not None
    assert after.frozen is not None
    told = {slide.id: slide for slide in after.frozen.slides}
    assert told["oversikt"].title == "Så står det till"
    assert "slutsatser" in told
    for old in before.frozen.slides:
        assert told[old.id].content == old.content
    visitor.post(
        "/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"oversikt.titel": "", "gor": "behall"}
    )
    again = decks.last_frozen(SCHOOL)
    assert again is not None
    assert again.frozen is not None
    automatic = [s.title for s in before.frozen.slides if s.id == "oversikt"]
    assert [s.title for s in again.frozen.slides if s.id == "oversikt"] == automatic


def test_a_slide_without_frozen_figures_is_not_shown_among_frozen_ones(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    typed.pop("oversikt.visas")
    visitor.post("/bildspel/spara", typed | {"gor": "frys"})
    assert "Dold." in edit_page(anna).text
    shown = form_of(edit_page(anna), "/bildspel/spara") | {"oversikt.visas": "ja", "gor": "behall"}
    _, _, notice = visitor.post("/bildspel/spara", shown)
    assert notice is not None
    assert "har inga frysta siffror" in notice.text


def test_a_deck_that_would_show_nothing_is_not_frozen(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = {n: t for n, t in form_of(edit_page(anna), "/bildspel/spara").items() if not n.endswith(".visas")}
    _, _, notice = visitor.post("/bildspel/spara", typed | {"gor": "frys"})
    assert notice is not None
    assert "inga bilder att visa" in notice.text
    assert current_decks(figures().catalogue).newest(SCHOOL) is None


def test_what_was_typed_while_somebody_froze_stands_there_and_can_be_saved(site: Site, access: Access) -> None:
    anna, late = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    site.come("berit").post("/bildspel/spara", typed | {"gor": "frys"})
    late.post("/bildspel/spara", typed | {"slutsatser.text": "Skrivet länge.", "gor": "spara"})
    kept = form_of(edit_page(anna, arbete=late.params["arbete"]), "/bildspel/spara")
    assert kept["slutsatser.text"] == "Skrivet länge."
    late.post("/bildspel/spara", kept | {"gor": "behall"})
    assert "Skrivet länge." in site.get(f"/presentation/{SCHOOL}").text


def test_every_version_of_a_deck_can_be_looked_at_by_who_edits(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    for title in ("Första", "Andra"):
        visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"titel.titel": title})
    for number, title in ((1, "Första"), (2, "Andra")):
        assert title in site.get(f"/presentation/utkast-{SCHOOL}?version={number}", "anna").text
    assert site.get(f"/presentation/utkast-{SCHOOL}?version=1").status == 404


def test_what_is_frozen_stays_when_the_figures_change(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "frys"})
    before = site.get(f"/presentation/{SCHOOL}").text
    found = figures()
    kept = shown_deck(found, current_decks(found.catalogue), SCHOOL)
    assert kept.is_frozen
    assert kept.figures_on == found.snapshot.info.fetched_at.date()
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "tina"})
    visitor.post("/bildspel/spara", {"omrade": SCHOOL, "sedd": "2", "titel.titel": "Annat", "titel.visas": "ja"})
    assert site.get(f"/presentation/{SCHOOL}").text == before


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
    offered = [box.attributes["value"] for box in root.all("input") if box.attributes.get("name") == "ny"]
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


def test_what_is_frozen_is_the_figures_and_their_words_not_what_the_day_is_called(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "frys"})
    site.come("berit").post("/presentation/dag", {"namn": "Nyckeltalsdagen", "dag": "2026-11-02", "pass": ""})
    for address in (f"/presentation/{SCHOOL}", f"/presentation/utkast-{SCHOOL}", f"/presentation/{SCHOOL}.html"):
        text = site.get(address, "anna").text
        assert "Nyckeltalsdagen 2 november" in text
        assert "Nyckeltalskonferens" not in text


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


def test_what_two_change_in_different_fields_is_kept_of_both(site: Site, access: Access) -> None:
    anna = person(access, "anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    site.come("berit").post("/bildspel/spara", typed | {"titel.titel": "Berits", "titel.anteckning": "Hälsa"})
    late = typed | {"slutsatser.text": "Annas slutsats."}
    _, _, notice = site.come("anna").post("/bildspel/spara", late)
    assert notice is not None
    assert notice.text.startswith("Version 2 är sparad.")
    assert "Huvudansvarig hade redan sparat version 1" in notice.text
    kept = form_of(edit_page(anna), "/bildspel/spara")
    fields = ("titel.titel", "titel.anteckning", "slutsatser.text", "oversikt.visas")
    assert [kept[name] for name in fields] == ["Berits", "Hälsa", "Annas slutsats.", "ja"]


def test_what_both_have_changed_stands_side_by_side_and_the_rest_is_of_both(site: Site, access: Access) -> None:
    anna, late = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    site.come("berit").post("/bildspel/spara", typed | {"titel.titel": "Berits", "titel.anteckning": "Hälsa"})
    _, _, notice = late.post("/bildspel/spara", typed | {"titel.titel": "Annas", "slutsatser.text": "Mer."})
    assert notice is not None
    assert not notice.is_good
    page = edit_page(anna, arbete=late.params["arbete"])
    assert page.one("p", "nk-theirs").text == "Sparat under tiden: Berits"
    kept = form_of(page, "/bildspel/spara")
    assert [kept[n] for n in ("titel.titel", "titel.anteckning", "slutsatser.text")] == ["Annas", "Hälsa", "Mer."]


def test_nothing_is_frozen_that_whoever_freezes_has_not_seen(site: Site, access: Access) -> None:
    anna, late = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    site.come("berit").post("/bildspel/spara", typed | {"titel.titel": "Berits"})
    _, _, notice = late.post("/bildspel/spara", typed | {"gor": "frys"})
    assert notice is not None
    assert "det är med här" in notice.text
    assert current_decks(figures().catalogue).last_frozen(SCHOOL) is None
    kept = form_of(edit_page(anna, arbete=late.params["arbete"]), "/bildspel/spara")
    late.post("/bildspel/spara", kept | {"gor": "frys"})
    assert "Berits" in site.get(f"/presentation/{SCHOOL}").text


def test_a_freeze_confirms_no_words_on_slides_that_are_not_shown(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    [story, *_] = [n.removesuffix(".titel") for n in typed if n.endswith(".titel") and "-" in n]
    visitor.post("/bildspel/spara", typed | {f"{story}.titel": "Mitt budskap"})
    told = next(s for s in with_figures(figures(), current_decks(), current_plan()).slides if s.id == story).content
    assert isinstance(told, Story)
    goal = Target(
        municipality=told.municipality, kpi=told.kpi, gender=None, year=2020, kind=TargetKind.AT_LEAST, value=1.0
    )
    replace_targets(figure_source()._state.engine, [goal], by="x")
    hidden = form_of(edit_page(anna), "/bildspel/spara")
    del hidden[f"{story}.visas"]
    visitor.post("/bildspel/spara", hidden | {"gor": "frys"})
    assert current_decks().last_frozen(SCHOOL) is not None
    assert "Mitt budskap" not in site.get(f"/presentation/{SCHOOL}").text
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "tina"})
    assert edit_page(anna).one("p", "nk-outdated").text.startswith("Skriven när siffran var")


def test_the_whole_day_shows_what_was_frozen_since_it_was_last_asked_for(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    before = site.get("/presentation/dagen").text
    typed = form_of(edit_page(anna), "/bildspel/spara")
    [story, *_] = [n.removesuffix(".titel") for n in typed if n.endswith(".titel") and "-" in n]
    visitor.post("/bildspel/spara", typed | {f"{story}.titel": "Det fryses nu", "gor": "frys"})
    assert "Det fryses nu" not in before
    assert "Det fryses nu" in site.get("/presentation/dagen").text


def test_words_that_were_written_of_other_figures_are_marked_and_asked_about_before_they_are_frozen(
    site: Site, access: Access
) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(edit_page(anna), "/bildspel/spara")
    [story, *_] = [n.removesuffix(".titel") for n in typed if n.endswith(".titel") and "-" in n]
    visitor.post("/bildspel/spara", typed | {f"{story}.titel": "Mitt budskap"})
    assert edit_page(anna).all("p", "nk-outdated") == []
    told = next(s for s in with_figures(figures(), current_decks(), current_plan()).slides if s.id == story).content
    assert isinstance(told, Story)
    goal = Target(
        municipality=told.municipality, kpi=told.kpi, gender=None, year=2020, kind=TargetKind.AT_LEAST, value=1.0
    )
    replace_targets(figure_source()._state.engine, [goal], by="x")
    page = edit_page(anna)
    mark = page.one("p", "nk-outdated").text
    assert mark.startswith(f"Skriven när siffran var {told.outcome} ({told.year}).")
    _, _, notice = visitor.post("/bildspel/spara", form_of(page, "/bildspel/spara") | {"gor": "frys"})
    assert notice is not None
    assert notice.text.startswith("Inget är fryst än.")
    assert f"”Mitt budskap” (skriven när siffran var {told.outcome} ({told.year})" in notice.text
    # What she is asked about is another thing than the last time: she is asked again, and nothing is frozen.
    again = form_of(edit_page(anna, arbete=visitor.params["arbete"]), "/bildspel/spara")
    replace_targets(figure_source()._state.engine, [replace(goal, value=1e9)], by="x")
    _, _, notice = visitor.post("/bildspel/spara", again | {"gor": "frys"})
    assert notice is not None
    assert notice.text.startswith("Inget är fryst än.")
    assert current_decks().last_frozen(SCHOOL) is None
    again = form_of(edit_page(anna, arbete=visitor.params["arbete"]), "/bildspel/spara")
    visitor.post("/bildspel/spara", again | {"gor": "frys"})
    assert "Mitt budskap" in site.get(f"/presentation/{SCHOOL}").text
    assert edit_page(anna).all("p", "nk-outdated") == []
    # A number that the slide lacks is asked about as well, among its own figures too.
    for deed in ("frys", "behall"):
        form = form_of(edit_page(anna), "/bildspel/spara") | {f"{story}.titel": "Nu 98 765 elever", "gor": deed}
        _, _, notice = visitor.post("/bildspel/spara", form)
        assert notice is not None
        assert "Det här står inte på bilden: 98 765 i rubriken ”Nu 98 765 elever”." in notice.text
    again = form_of(edit_page(anna, arbete=visitor.params["arbete"]), "/bildspel/spara")
    _, _, notice = visitor.post("/bildspel/spara", again | {f"{story}.titel": "Nu 87 654 elever", "gor": "frys"})
    assert notice is not None
    assert "87 654 i rubriken" in notice.text
    visitor.post("/bildspel/spara", again | {"gor": "frys"})
    assert "Nu 98 765 elever" in site.get(f"/presentation/{SCHOOL}").text


def test_what_has_changed_since_the_freezing_is_listed_after_thawing_too(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "frys"})
    story = next(
        s.content for s in shown_deck(figures(), current_decks(), SCHOOL).slides if isinstance(s.content, Story)
    )
    goal = Target(
        municipality=story.municipality, kpi=story.kpi, gender=None, year=2020, kind=TargetKind.AT_LEAST, value=1.0
    )
    replace_targets(figure_source()._state.engine, [goal], by="x")
    before = edit_page(anna).one("section", "nk-changed").text
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "tina"})
    assert edit_page(anna).one("section", "nk-changed").text == before


def current_plan() -> DeckPlan:
    newest = current_decks().newest(SCHOOL)
    assert newest is not None
    return newest.written


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
