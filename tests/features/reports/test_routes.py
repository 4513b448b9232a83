"""The areas' reports over HTTP: written in versions, given out with their figures, and read by everybody then."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from urllib.parse import parse_qsl, unquote, urlsplit
from zipfile import is_zipfile

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.documents.worked_on import Stamp
from core.features.decks.present_page import present_html
from core.features.decks.shown import DecksNow, worked_on
from core.features.decks.store import current_decks
from core.features.own_indicators.store import current_own
from core.features.reports.page import given_out_files, report_html
from core.features.reports.report import SECTION_TITLES, Section
from core.features.reports.store import LONGEST_SECTION, current_reports
from core.web.drafts import WorkKind
from core.web.notices import Notice, sealed
from core.web.visit import Visit
from tests.features.decks.deck_site import CARE, SCHOOL, Site, access, figures, form_of, person, site
from tests.site.visitors import Visitor, session_over
from tests.web.html import Element, parsed

__all__ = ["access", "site"]

pytestmark = pytest.mark.usefixtures("source")

SAVE, RESTORE, WITHDRAW = "/rapport/spara", "/rapport/aterstall", "/rapport/dra-tillbaka"


def write_page(who: Person, area: str = SCHOOL, **params: str) -> Element:
    found = figures()
    return parsed(report_html(Visit("/rapport", {"omrade": area} | params, found, who), DecksNow()))


def listed_files(who: Person = READER) -> list[str]:
    """Where the list of presentations leads, to reports."""
    found = figures()
    visit = Visit("/presentation", {}, found, who)
    root = parsed(present_html(visit, partial(given_out_files, found.catalogue)))
    return [a.attributes["href"] for a in root.all("a") if "/rapport" in a.attributes["href"]]


def given_out(visitor: Visitor, who: Person, **texts: str) -> None:
    """WHO gives out the report with TEXTS, as she would: what she is asked about she has read."""
    visitor.post(SAVE, form_of(write_page(who), SAVE) | texts | {"gor": "ge-ut"})
    asked = form_of(write_page(who, arbete=visitor.params["arbete"]), SAVE)
    assert asked["bekraftat"]
    _, _, notice = visitor.post(SAVE, asked | {"gor": "ge-ut"})
    assert notice is not None
    assert notice.text.endswith("är utgiven: det är den som läsarna har.")


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def test_a_convenor_writes_a_draft_that_only_those_who_write_can_read(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(write_page(anna), SAVE) | {"slutsatser": "Vi fortsätter.\nVi mäter igen.", "gor": "spara"}
    _, path, notice = visitor.post(SAVE, typed)
    assert (path, notice) == (
        "/rapport",
        Notice("Version 1 är sparad. Läsarna ser den när du ger ut den.", is_good=True),
    )
    again = form_of(write_page(anna), SAVE)
    assert (again["slutsatser"], again["sedd"]) == ("Vi fortsätter.\nVi mäter igen.", "1")
    assert "Vi mäter igen." in words_of(site.get(f"/rapport/utkast-{SCHOOL}.docx", "anna").content)
    for login in (None, "cilla", "anna"):
        assert site.get(f"/rapport/{SCHOOL}.docx", login).status == 404
    for login in (None, "cilla"):
        assert site.get(f"/rapport/utkast-{SCHOOL}.pdf", login).status == 404


def test_what_is_given_out_is_everybodys_and_stays_as_it_is(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(write_page(anna), SAVE) | {"slutsatser": "Vi fortsätter."}
    _, _, notice = visitor.post(SAVE, typed | {"gor": "ge-ut"})
    assert notice is not None
    assert "Inget är utgivet än. Inte skrivet: Goda exempel." in notice.text
    assert site.get(f"/rapport/{SCHOOL}.docx").status == 404
    asked = form_of(write_page(anna, arbete=visitor.params["arbete"]), SAVE)
    _, _, notice = visitor.post(SAVE, asked | {"gor": "ge-ut"})
    assert notice is not None
    assert notice.text == "Version 1 är utgiven: det är den som läsarna har."
    given_out = words_of(site.get(f"/rapport/{SCHOOL}.docx").content)
    assert "Vi fortsätter." in given_out
    visitor.post(SAVE, typed | {"sedd": "1", "slutsatser": "Vi slutar.", "gor": "spara"})
    assert words_of(site.get(f"/rapport/{SCHOOL}.docx").content) == given_out
    assert "Vi slutar." in words_of(site.get(f"/rapport/utkast-{SCHOOL}.docx", "anna").content)
    assert "Läsarna har version 1, utgiven" in write_page(anna).text


def test_a_second_press_gives_out_only_what_was_asked_about(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(write_page(anna), SAVE) | {"exempel": "Fasta team.", "gor": "ge-ut"}
    _, _, notice = visitor.post(SAVE, typed)
    assert notice is not None
    assert "Inte skrivet: Slutsatser." in notice.text
    asked = form_of(write_page(anna, arbete=visitor.params["arbete"]), SAVE) | {"gor": "ge-ut"}
    for confirmed in (asked["bekraftat"], "ja"):
        other = {"slutsatser": "Vi fortsätter.", "exempel": "", "bekraftat": confirmed}
        _, _, notice = visitor.post(SAVE, asked | other)
        assert notice is not None
        assert notice.text.startswith("Inget är utgivet än. Inte skrivet: Goda exempel.")
    assert site.get(f"/rapport/{SCHOOL}.docx").status == 404


def test_what_is_given_out_can_be_taken_back_and_given_out_again(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    given_out(visitor, anna, sammanfattning="Kort.")
    visitor.post(WITHDRAW, {"omrade": SCHOOL, "sedd": "1"})
    assert site.get(f"/rapport/{SCHOOL}.pdf").status == 404
    root = write_page(anna)
    assert "Inte utgiven än" in root.text
    assert form_of(root, SAVE)["sammanfattning"] == "Kort."
    assert [form for form in root.all("form") if form.attributes["action"] == WITHDRAW] == []
    given_out(visitor, anna)
    assert site.get(f"/rapport/{SCHOOL}.pdf").status == 200


def test_every_version_can_be_looked_at_by_who_writes(site: Site) -> None:
    for seen, text in enumerate(("Första.", "Andra.")):
        form = {"omrade": SCHOOL, "sedd": str(seen), "sammanfattning": text, "gor": "spara"}
        site.come("anna").post(SAVE, form)
    address = f"/rapport/utkast-{SCHOOL}.docx?version="
    assert "Första." in words_of(site.get(f"{address}1", "anna").content)
    assert "Andra." in words_of(site.get(f"{address}2", "anna").content)
    assert site.get(f"{address}1").status == 404
    assert site.get(f"{address}9", "anna").status == 503


def test_the_list_leads_to_what_is_given_out_and_to_the_page_for_who_writes(site: Site, access: Access) -> None:
    assert listed_files() == []
    assert listed_files(person(access, "anna")) == [f"/rapport?omrade={SCHOOL}"]
    given_out(site.come("anna"), person(access, "anna"))
    assert listed_files() == [f"/rapport/{SCHOOL}.pdf", f"/rapport/{SCHOOL}.docx"]


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_each_file_is_of_its_kind_and_says_what_it_is(site: Site, access: Access, kind: str, begins: bytes) -> None:
    given_out(site.come("anna"), person(access, "anna"))
    answer = site.get(f"/rapport/{SCHOOL}.{kind}")
    assert answer.content.startswith(begins)
    assert kind != "docx" or is_zipfile(BytesIO(answer.content))
    assert kind != "pdf" or len(PdfDocument(answer.content)) > 3
    assert f"Rapport Grundskola 2024-03-01.{kind}" in unquote(answer.headers["content-disposition"])


@pytest.mark.parametrize("path", ["grundskola.exe", "rymdfart.pdf", "utkast-rymdfart.pdf", "grundskola.pdf"])
def test_what_is_not_there_is_said(site: Site, path: str) -> None:
    answer = site.get(f"/rapport/{path}", "berit")
    assert answer.status == 404
    assert "finns inte" in answer.text


def test_empty_fields_are_filled_with_the_decks_words_and_what_was_typed_stays(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    typed = form_of(write_page(anna), SAVE) | {"sammanfattning": "", "slutsatser": "Mina egna."}
    _, _, notice = visitor.post(SAVE, typed | {"gor": "fyll"})
    assert notice is not None
    assert "Inget är sparat än" in notice.text
    assert current_reports(figures().catalogue).newest(SCHOOL) is None
    filled = form_of(write_page(anna, arbete=visitor.params["arbete"]), SAVE)
    found = figures()
    titles = [s.title for s in worked_on(found, current_decks(found.catalogue), SCHOOL).slides]
    assert all(line.rstrip(".") in titles for line in filled["sammanfattning"].splitlines())
    assert len(filled["sammanfattning"].splitlines()) > 0
    assert filled["slutsatser"] == "Mina egna."
    visitor.post(SAVE, filled | {"gor": "spara"})
    newest = current_reports(found.catalogue).newest(SCHOOL)
    assert newest is not None
    assert newest.written.texts[Section.CONCLUSIONS] == "Mina egna."
    assert form_of(write_page(anna, arbete=visitor.params.get("arbete", "")), SAVE)["arbete"] == ""


def test_a_text_that_is_too_long_is_refused_by_name_and_comes_back(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    long = "ö" * (LONGEST_SECTION + 1)
    _, _, notice = visitor.post(SAVE, form_of(write_page(anna), SAVE) | {"exempel": long, "gor": "spara"})
    assert notice is not None
    said = f"Texten har {LONGEST_SECTION + 1} tecken. Korta den till högst {LONGEST_SECTION}."
    assert notice.faults == (("falt-exempel", "Goda exempel", said),)
    again = write_page(anna, arbete=visitor.params["arbete"], besked=sealed(notice))
    assert form_of(again, SAVE)["exempel"] == long
    assert again.one("div", "nk-told").one("a").attributes["href"] == "#falt-exempel"
    [field] = [one for one in again.all("textarea") if "aria-invalid" in one.attributes]
    assert (field.attributes["name"], field.attributes["aria-describedby"]) == ("exempel", "fel-exempel")
    assert again.one("span", "nk-fault").text == said


def test_two_who_write_at_once_do_not_overwrite_each_other(site: Site, access: Access) -> None:
    anna, late = person(access, "anna"), site.come("anna")
    typed = form_of(write_page(anna), SAVE)
    site.come("berit").post(SAVE, typed | {"sammanfattning": "Berits.", "gor": "spara"})
    _, _, notice = late.post(SAVE, typed | {"sammanfattning": "Annas.", "gor": "ge-ut"})
    assert notice is not None
    assert "Huvudansvarig hade redan sparat version 1" in notice.text
    kept = form_of(write_page(anna, arbete=late.params["arbete"]), SAVE)
    assert (kept["sammanfattning"], kept["sedd"]) == ("Annas.", "1")
    late.post(SAVE, kept | {"gor": "spara"})
    late.post(RESTORE, {"omrade": SCHOOL, "sedd": "2", "version": "1"})
    assert form_of(write_page(anna), SAVE)["sammanfattning"] == "Berits."


@pytest.mark.parametrize("path", [SAVE, RESTORE, WITHDRAW])
@pytest.mark.parametrize("login", [None, "cilla", "anna"])
def test_nobody_else_writes_by_sending_the_form(site: Site, access: Access, login: str | None, path: str) -> None:
    for deed in ("spara", "ge-ut", "fyll"):
        form = {"omrade": CARE, "sedd": "0", "version": "1", "sammanfattning": "Kapat", "gor": deed}
        status, _, notice = site.come(login).post(path, form)
        assert status == 401 if notice is None else not notice.is_good
    assert current_reports(figures().catalogue).newest(CARE) is None
    if login:
        with pytest.raises(NotAllowedError):
            write_page(person(access, login), CARE)


def test_what_was_typed_when_the_session_had_ended_waits_for_whoever_wrote_it_and_for_nobody_else(
    site: Site, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, form = person(access, "anna"), {"omrade": SCHOOL, "sedd": "0", "sammanfattning": "Skrivet länge."}
    visitor = site.come("anna")
    with monkeypatch.context() as over:
        session_over(over)
        _, path, notice = visitor.post(SAVE, form)
    assert path == "/logga-in"
    assert notice is not None
    assert "Det du skrev finns kvar" in notice.text
    assert "Skrivet" not in str(visitor.params)
    params = dict(parse_qsl(urlsplit(visitor.params["till"]).query))
    assert form_of(write_page(anna, **params), SAVE)["sammanfattning"] == "Skrivet länge."
    assert form_of(write_page(person(access, "berit"), **params), SAVE)["sammanfattning"] == ""


def test_a_whole_report_that_two_have_written_is_kept_of_both_and_overwrites_nothing_when_it_is_sent_again(
    site: Site, access: Access
) -> None:
    anna, berit, late = person(access, "anna"), site.come("berit"), site.come("anna")
    full = {section.value: section.value[0] * LONGEST_SECTION for section in Section}
    typed = form_of(write_page(anna), SAVE) | full
    for number in (1, 2):
        theirs = {name: f"{number}{text[1:]}" for name, text in full.items()}
        berit.post(SAVE, form_of(write_page(person(access, "berit")), SAVE) | theirs)
        _, _, notice = late.post(SAVE, typed)
        assert notice is not None
        assert f"Huvudansvarig hade redan sparat version {number}" in notice.text
        assert "gick inte att behålla" not in notice.text
        root = write_page(anna, arbete=late.params["arbete"])
        assert len(root.all("p", "nk-theirs")) == len(Section)
        typed = form_of(root, SAVE)
        assert {name: typed[name] for name in full} == full
        assert typed["sedd"] == str(number)
    late.post(SAVE, typed)
    newest = current_reports(figures().catalogue).newest(SCHOOL)
    assert newest is not None
    assert newest.written.typed == full


def test_what_nobody_has_written_is_kept_for_nobody_and_given_back(site: Site, access: Access) -> None:
    visitor = site.come("anna")
    access.sign_out(visitor.cookie.partition("=")[2], datetime.now(UTC))
    form = {"omrade": SCHOOL, "sedd": "0", "sammanfattning": "Skrivet länge."}
    for stranger in (visitor, site.come(None)):
        assert stranger.post(SAVE, form)[0] == 401
    assert current_own(figures().catalogue).pending.mine(WorkKind.REPORT, by=person(access, "anna")) == ()


def test_every_section_says_what_belongs_there_and_what_an_empty_field_becomes(access: Access) -> None:
    root = write_page(person(access, "anna"))
    sections = root.all("fieldset")
    assert [one.all("legend")[0].text for one in sections] == list(SECTION_TITLES.values())
    assert all("Är fältet tomt" in one.text for one in sections)


def test_what_two_write_in_different_sections_is_kept_of_both_and_never_given_out_unseen(
    site: Site, access: Access
) -> None:
    anna, late = person(access, "anna"), site.come("anna")
    typed = form_of(write_page(anna), SAVE)
    site.come("berit").post(SAVE, typed | {"slutsatser": "Berits.", "gor": "spara"})
    late.post(SAVE, typed | {"exempel": "Annas.", "gor": "spara"})
    kept = form_of(write_page(anna), SAVE)
    assert (kept["slutsatser"], kept["exempel"], kept["sedd"]) == ("Berits.", "Annas.", "2")
    _, _, notice = late.post(SAVE, typed | {"slutsatser": "Annas.", "gor": "ge-ut"})
    assert notice is not None
    assert not notice.is_good
    root = write_page(anna, arbete=late.params["arbete"])
    assert root.one("p", "nk-theirs").text == "Sparat under tiden: Berits."
    assert form_of(root, SAVE)["exempel"] == "Annas."


def test_a_text_that_was_written_of_other_figures_is_marked_and_asked_about_before_it_is_given_out(
    site: Site, access: Access
) -> None:
    anna, visitor, reports = person(access, "anna"), site.come("anna"), current_reports()
    visitor.post(SAVE, form_of(write_page(anna), SAVE) | {"slutsatser": "Vi fortsätter.", "gor": "spara"})
    assert write_page(anna).all("p", "nk-outdated") == []
    newest = reports.newest(SCHOOL)
    assert newest is not None
    older = Stamp(words="siffror per 2023-03-01", seal="annat")
    old = newest.written.model_copy(update={"written": {Section.CONCLUSIONS: older}})
    reports.save(old, parent=1, by=anna, now=newest.created_at)
    mark = "Skriven av siffror per 2023-03-01, som har ändrats sedan."
    assert [p.text for p in write_page(anna).all("p", "nk-outdated")] == [mark]
    _, _, notice = visitor.post(SAVE, form_of(write_page(anna), SAVE) | {"gor": "ge-ut"})
    assert notice is not None
    assert "Slutsatser: skriven av siffror per 2023-03-01" in notice.text
    visitor.post(SAVE, form_of(write_page(anna), SAVE) | {"gor": "spara", "stammer": "ja"})
    assert write_page(anna).all("p", "nk-outdated") == []


def test_a_draft_says_that_it_is_one_and_to_the_day_as_it_is_called_now(site: Site, access: Access) -> None:
    anna, visitor = person(access, "anna"), site.come("anna")
    given_out(visitor, anna)
    visitor.post(SAVE, form_of(write_page(anna), SAVE) | {"slutsatser": "Nytt.", "gor": "spara"})
    site.come("berit").post("/presentation/dag", {"namn": "Nyckeltalsdagen", "dag": "2026-11-02", "pass": ""})
    for name, is_draft in ((f"utkast-{SCHOOL}", True), (SCHOOL, False)):
        answer = site.get(f"/rapport/{name}.docx", "anna")
        assert ("UTKAST" in words_of(answer.content)) is is_draft
        assert ("UTKAST" in unquote(answer.headers["content-disposition"])) is is_draft
        assert "Nyckeltalsdagen 2 november" in words_of(answer.content)
        pages = PdfDocument(site.get(f"/rapport/{name}.pdf", "anna").content)
        assert all(("UTKAST" in page.get_textpage().get_text_range()) is is_draft for page in pages)
