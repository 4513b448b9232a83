"""A deck that is frozen: figures that stay, words that are confirmed, and two who freeze and write at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.access.service import Access
from core.documents.deck import Story
from core.features.decks.plan import DeckPlan
from core.features.decks.shown import shown_deck, with_figures
from core.features.decks.store import current_decks
from core.signals import TargetKind
from core.site.figures import figure_source
from core.targets.models import Target
from core.targets.store import replace_targets
from core.web.notices import Notice
from tests.features.decks.deck_site import SCHOOL, Site, access, figures, form_of, person, site
from tests.features.decks.test_presentations import edit_page

__all__ = ["access", "site"]

pytestmark = pytest.mark.usefixtures("source")


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


def test_what_is_frozen_is_the_figures_and_their_words_not_what_the_day_is_called(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    visitor.post("/bildspel/spara", form_of(edit_page(anna), "/bildspel/spara") | {"gor": "frys"})
    site.come("berit").post("/presentation/dag", {"namn": "Nyckeltalsdagen", "dag": "2026-11-02", "pass": ""})
    for address in (f"/presentation/{SCHOOL}", f"/presentation/utkast-{SCHOOL}", f"/presentation/{SCHOOL}.html"):
        text = site.get(address, "anna").text
        assert "Nyckeltalsdagen 2 november" in text
        assert "Nyckeltalskonferens" not in text


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
