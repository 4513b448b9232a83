"""Whatever a person or Kolada brings, it is text and no more in every page and every file that shows it.

The example with harmful text in all places that the code itself tells of (``tests.site.hostile``) is walked from link
to link by who may see everything.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

import openpyxl  # type: ignore[import-untyped]
import pikepdf
import pypdfium2
import pytest
from docx import Document
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.service import SignedIn, current_access, opened_state
from core.access.tables import ContactRow
from core.cycle.audience import SHOWINGS, SHOWN_FOR, Question, Round, Showing
from core.cycle.book import PERIODS
from core.cycle.checklists import Point, Ticked
from core.cycle.exercises import RUNS, Item, Leading
from core.cycle.rooms import HEADINGS, PLACED, SAID, Heading, Placed, Said
from core.documents.tables import TemplateRow
from core.documents.template_kinds import TemplateKind
from core.features.comments.store import Comments
from core.features.decks.day import SeminarDay, Session
from core.features.decks.plan import DeckPlan
from core.features.decks.shown import with_figures
from core.features.decks.store import current_decks
from core.features.decks.stories import first_plan
from core.features.reports.report import Section
from core.features.reports.store import ReportTexts, current_reports, report_of
from core.goals.judged import ANSWERS, JUDGEMENTS, RECOMMENDATIONS, Answer, Judgement, Recommendation, Reply, Step
from core.outcomes.figures import Figures
from core.settings import Settings
from core.site.figures import figure_source
from core.site.routes import routes
from core.site.site import SITE, header
from core.state.database import writing
from core.state.entries import EntryRow, save_of
from core.state.notes import NoteRow
from core.state.versions import authored
from core.web.visit import Visit
from tests.conftest import current, forget
from tests.shared import ROOT
from tests.site import asgi
from tests.site.asgi import Client, looping
from tests.site.hostile import (
    Places,
    harm_columns,
    harm_entries,
    harm_snapshot,
    harmed,
    kinds,
    text_columns,
    text_fields,
    type_of,
)
from tests.site.visitors import WORDS
from tests.web.html import parsed

pytestmark = pytest.mark.faults

STORED = "9001"
AREA, SHOWING = "aldreomsorg", "visning"
# Pages that are about one thing each that somebody has entered, and what names it: each may show what others lack.
THINGS = {
    "avvikelse": ("/avvikelse", "avvikelse"),
    "åtgärd": ("/atgard", "atgard"),
    "omröstning": ("/omrostning", "omrostning"),
    "övning": ("/ovning", "ovning"),
    "uppdrag": ("/uppdraget", "uppdrag"),
    "handlingsplan": ("/handlingsplan", "handlingsplan"),
}
PAGES_OF_THINGS = {*(path for path, _ in THINGS.values()), *("/plan", "/malsida", "/avstamning", "/uppfoljning")}
# So many addresses are looked at of each of them, of other pages, and of a file.
MOST_OF_A_THING, MOST_OF_A_PAGE, MOST_OF_A_FILE = 25, 3, 2


@dataclass
class Walked:
    """Everything that was seen: what stands at each address, and the places that harm was brought to."""

    pages: Mapping[str, str]
    files: Mapping[str, asgi.Answer]
    places: Places


def commented(figures: Figures) -> tuple[str, int]:
    """The outcome that is commented: an indicator's, of a year."""
    kpi = next(one.kpi for one in figures.catalogue.indicators if one.area == AREA)
    return kpi, figures.snapshot.info.fetched_at.year - 1


def enter(figures: Figures, admin: Person) -> None:
    """What the example lacks of what people may enter."""
    engine, now = opened_state(Settings.from_environment().database_url).engine, datetime.now(UTC)
    goals = figures.goals_of(STORED, drafts=True)
    newest = max(goals.years)
    with writing(engine) as session:
        save = save_of(admin, now)
        for plan in [entry.value for entry in goals.plans.values() if entry.value and entry.value.year == newest]:
            for goal in plan.goals:
                said = Answer(Reply.INTENDED, "x", "x", now.date(), "x", "x")
                ANSWERS.put(session, STORED, f"{plan.key}/egna ord/{goal.id}", said, save, is_public=False)
                judged = Judgement(Step.YES, Step.PARTLY, Step.NO, "x", "x", now.date())
                JUDGEMENTS.put(session, STORED, f"{plan.key}/{goal.id}", judged, save, is_public=False)
            advice = Recommendation(plan.body, plan.year, "x", "x", now.date())
            RECOMMENDATIONS.put(session, STORED, f"{plan.key}/r1", advice, save, is_public=False)
    kpi, year = commented(figures)
    led = Leading(engine, STORED, admin, now)
    room = led.start("rum", {"exercise": "swot", "title": "x", "way": "i rummet"}, (), {})
    with writing(engine) as session:
        save = save_of(admin, now)
        HEADINGS.put(session, "rum", "h1", Heading("styrkor", "x"), save, is_public=False)
        PLACED.put(session, "rum", "n1", Placed("h1"), save, is_public=False)
        SAID.put(session, "rum", "anvanda", Said("x"), save, is_public=False)
        session.add(NoteRow(key="n1", room="rum", field="styrkor", part="", text="x", author="a", change=1))
        session.add(ContactRow(account_id=admin.id, address="x", kinds=[], token="t"))
        asked = Round("r", Question(AREA, "fraga-1", "x", ("x", "y")))
        shown = Showing(SHOWING, AREA, now.date(), "BCDF", "stage", "r", (asked,))
        SHOWINGS.put(session, SHOWN_FOR, SHOWING, shown, save, is_public=False)
        ticked = next(one for one in kinds() if one.kind == "checklista")
        ticked.put(session, STORED, "kultur", Ticked((Point("tid", owner="x"),)), save, is_public=False)
        content = (ROOT / "core/documents/templates/rapport.docx").read_bytes()
        of = {"owner": "", "kind": TemplateKind.REPORT.value, "number": 1, "name": "x", "warnings": "x"}
        session.add(TemplateRow(**of, content=content, is_used=False, **authored(admin, now)))
        RUNS.put(session, STORED, "rum", replace(room, closed_on=now.date()), save, is_public=False)
        survey = RUNS.values(session.connection(), STORED)["exempelenkat"]
        shown_to_all = replace(survey, shown_on=now.date(), shown_by="x")
        RUNS.put(session, STORED, survey.id, shown_to_all, save, is_public=False)
    led.start("pavagen", {"exercise": "kategorisering", "title": "x", "way": "med länk"}, (Item("m", "x"),), {})
    Comments(engine, figures.catalogue).save(STORED, kpi, year, why="x", actions="x", seen=0, by=admin, now=now)


def present(figures: Figures, admin: Person, places: Places) -> None:
    """A seminar day, a frozen deck and a report that is given out."""
    now, decks, reports = datetime.now(UTC), current_decks(figures.catalogue), current_reports(figures.catalogue)
    sessions = (Session(begins=time(9), area=AREA), Session(begins=time(10), words="Kaffe"))
    decks.set_day(harmed(SeminarDay(on=date(2026, 10, 26), sessions=sessions), places), by=admin, now=now)
    plan = first_plan(figures, AREA)
    plan = harmed(plan, places)
    deck = with_figures(figures, decks, plan)
    decks.freeze(plan, deck, parent=0, by=admin, now=now, note=places.at("decks.note"))
    texts = harmed(ReportTexts(area=AREA, texts=dict.fromkeys(Section, "x")), places)
    reports.freeze(texts, report_of(figures, deck, texts), parent=0, by=admin, now=now, note=places.at("reports.note"))


def seeds() -> list[str]:
    """An address for each thing that has a page of its own."""
    with opened_state(Settings.from_environment().database_url).engine.connect() as connection:
        held = connection.execute(select(EntryRow.kind, EntryRow.key).where(EntryRow.municipality == STORED)).all()
    found = [(THINGS[kind], key) for kind, key in held if kind in THINGS]
    periods = [key.split("/") for kind, key in held if kind == PERIODS.kind]
    return [
        *(f"{path}?{urlencode({'kommun': STORED, name: key})}" for (path, name), key in found),
        *(f"/uppfoljning?kommun={STORED}&organ={body}&plan={year}&period={one}" for body, year, one in periods),
    ]


def walk(client: Client, cookie: str, admin: Person, figures: Figures) -> tuple[dict[str, str], dict[str, asgi.Answer]]:
    """All pages and files that links lead to, from the municipality's first page and the menus."""
    pages: dict[str, str] = {}
    files: dict[str, asgi.Answer] = {}
    waiting = [f"{path}?kommun={STORED}" for path in SITE] + [
        *seeds(),
        *(f"/ladda-ner/{name}.{kind}?kommun={STORED}" for name in ("plan", "plan-budget") for kind in ("csv", "xlsx")),
        *(f"{path}?kommun={STORED}&nyckeltal={commented(figures)[0]}" for path in ("/indikator", "/kommentar")),
        *(f"/fraga/{SHOWING}{more}" for more in ("", "/lage")),
        *(f"{path}?kommun={STORED}" for path in ("/nytt.json", "/anvandning/visningar.csv", "/sok.json")),
        *(f"/avstamning?kommun={STORED}&oppen={body}" for body in figures.goals_of(STORED, drafts=True).bodies),
        *(f"/presentation/{AREA}{kind}" for kind in ("", ".html", ".pdf", ".pptx")),
        *(f"/rapport/{AREA}.{kind}" for kind in ("pdf", "docx")),
        *(f"{path}?omrade={AREA}" for path in ("/rapport", "/bildspel")),
    ]
    seen, counted = set[str](), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        most = MOST_OF_A_THING if path in PAGES_OF_THINGS else MOST_OF_A_PAGE if path in SITE else MOST_OF_A_FILE
        if (
            address in seen
            or counted[path] >= most
            or (path.startswith(("/presentation/", "/rapport/")) and AREA not in path)
        ):
            continue
        seen.add(address)
        counted[path] += 1
        if path not in SITE:
            files[address] = client.get(address, cookie=cookie)
            continue
        visit = Visit(path, dict(parse_qsl(urlsplit(address).query)), figures, admin)
        pages[address] = header(visit) + SITE[path].show(visit)
        links = (e.attributes.get("href", "") for e in parsed(pages[address]).all("a"))
        waiting += [
            one for one in links if one.startswith("/") and "kommun=9" not in one.replace(f"kommun={STORED}", "")
        ]
    return pages, files


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, _example: Path) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(_example, folder, symlinks=True)
    places = Places()
    with pytest.MonkeyPatch.context() as patch, looping() as loop:
        patch.setenv("NYCKELTAL_DATA_DIR", str(folder))
        forget()
        harm_snapshot(next(one for one in folder.glob("cache-*.duckdb")), places)
        now, access = datetime.now(UTC), current_access()
        details = Details("Berit", Role.ADMINISTRATOR)
        access.accounts.add("berit", details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
        engine = opened_state(Settings.from_environment().database_url).engine
        harm_columns(engine, places)
        done = access.sign_in("berit", WORDS, "127.0.0.1", now)
        assert isinstance(done, SignedIn)
        admin = access.person_of(done.token, now)
        enter(current(figure_source()), admin)
        harm_entries(engine, places)
        harm_columns(engine, places)
        forget()
        present(current(figure_source()), admin, places)
        client = Client(Starlette(routes=routes()), loop)
        pages, files = walk(client, f"nyckeltal={done.token}", admin, current(figure_source()))
        yield Walked(pages, files, places)
        forget()


def shown_of(walked: Walked) -> str:
    """All that is seen, of whatever kind."""
    return "\n".join((*walked.pages.values(), *(text_in(*one) for one in walked.files.items())))


def text_in(address: str, answer: asgi.Answer) -> str:
    """What the file that ADDRESS was answered with says to whoever opens it."""
    kind = urlsplit(address).path.rpartition(".")[2]
    if kind == "pdf":
        with closing(pypdfium2.PdfDocument(answer.content)) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if kind in ZIPPED:
        return "\n".join(part.decode(errors="replace") for part in parts_of(answer.content).values())
    return answer.text


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def no_harm_in_html(html: str) -> None:
    for element in parsed(html).all():
        assert "nkx" not in element.tag
        for name, value in element.attributes.items():
            assert not name.startswith("onnk"), (element.tag, name)
            if name in ("href", "src", "action", "xlink:href"):
                assert re.match(r"/(?!/)|#|https?://|data:image/|mailto:", value or "#"), (element.tag, name, value)
                assert element.tag == "a" or "evil.example" not in urlsplit(value).netloc, (element.tag, value)


def no_harm_in_csv(content: bytes) -> None:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=","):
        for cell in row:
            assert not re.match(r"[=@\t\r]|[+-](?![\d ]*[.,]?\d*$)", cell), cell


def no_harm_in_zip(content: bytes) -> None:
    """Whole XML, in which no text has become an element or a way to somewhere else."""
    for name, part in parts_of(content).items():
        if not name.endswith((".xml", ".rels")):
            continue
        root = ElementTree.fromstring(part)  # noqa: S314 - our own
        assert not [one.tag for one in root.iter() if "nkx" in one.tag], name
        if name.endswith(".rels"):
            outside = [one.get("Target", "") for one in root if one.get("TargetMode") == "External"]
            assert not [one for one in outside if not one.startswith(("http://", "https://")) or "evil" in one], name


def no_harm_in_xlsx(content: bytes) -> None:
    no_harm_in_zip(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], sheet.title


def no_harm_in_pdf(content: bytes) -> None:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        # As it is, most of it is packed.
        file.save(stream, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    unpacked = stream.getvalue()
    assert b"/Catalog" in unpacked
    for way in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/URI (http://evil", b"/URI (javascript"):
        assert way not in unpacked, way


def no_harm_in_calendar(content: bytes) -> None:
    lines = content.decode().split("\r\n")
    assert not [one for one in lines if "\n" in one or "\r" in one]
    names = {re.split("[:;]", one)[0] for one in lines if one and not one.startswith(" ")}
    assert names <= CALENDARS, names - CALENDARS


def no_harm_in_feed(content: bytes) -> None:
    root = ElementTree.fromstring(content)  # noqa: S314 - our own
    for one in root.iter():
        assert one.tag.startswith("{http://www.w3.org/2005/Atom}"), one.tag
        assert re.match(r"https?://(?!evil)", one.get("href", "https://x")), one.attrib


CALENDARS = {
    *(
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "NAME",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "UID",
        "DTSTAMP",
    ),
    *(
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "URL",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
        "TRANSP",
        "CATEGORIES",
    ),
}
ZIPPED = {"xlsx", "docx", "pptx"}
CHECKS: Mapping[str, Callable[[bytes], None]] = {
    "csv": no_harm_in_csv,
    "xlsx": no_harm_in_xlsx,
    "docx": no_harm_in_zip,
    "pptx": no_harm_in_zip,
    "pdf": no_harm_in_pdf,
    "ics": no_harm_in_calendar,
    "atom": no_harm_in_feed,
    "html": lambda content: no_harm_in_html(content.decode()),
}
# What is told nowhere as it stands, and why.
NOT_SHOWN = {
    "Kolada kpi.perspective": "nobody asks for it",
    "Kolada kpi.operating_area": "nobody asks for it",
    "Decision.link": "a link that leads nowhere is left out",
    "pending_work.file_name": "her own alone, on the page where she goes on",
}
# Routes that give no text that anybody has entered, or that a person's own work alone is behind.
ELSEWHERE = {
    *("/assets/app.css", "/assets/app.js", "/assets/first.js", "/halsa", "/.well-known/security.txt", "/grupp/valda"),
    *("/presentation/deck-sw.js", "/presentation/paus", "/svara/{municipality}/{key}/ruta.svg"),
    *("/rum/phone.js", "/rum/front.js", "/rum/screen.js", "/fraga/telefon.js", "/presentation/fraga/lage"),
    "/avsluta-paminnelser/{token}",  # tests/features/reminders
    "/bekrafta-adress/{token}",  # the same
    # tests/features/rooms, with its own harmful texts
    *(f"/svara/{{municipality}}/{{key}}/rum{more}" for more in ("", "/lage", "/sida")),
    *("/rum/skarm/{municipality}/{key}", "/rum/skarm/{municipality}/{key}/nytt"),
    # Files of the template itself, as it was uploaded and as it is tried: tests/documents/test_template_check.py
    *("/mallar/{kind}/mall.{suffix}", "/mallar/{kind}/prov.{suffix}", "/mallar/{kind}/bild.png"),
    "/kalender/{token}.ics",  # tests/features/undertakings
    *("/ladda-ner/mall", "/ladda-ner/fel.csv"),  # tests/features/own_indicators
}


def test_every_field_and_column_that_people_fill_is_tried(walked: Walked) -> None:
    wanted = {one for kind in kinds() for one in text_fields(type_of(kind))}
    wanted |= {one for model in (DeckPlan, ReportTexts, SeminarDay) for one in text_fields(model)}
    wanted |= {f"{table}.{column}" for table, column in text_columns()}
    assert sorted(wanted - set(walked.places.marks)) == []


def test_every_place_is_seen_somewhere(walked: Walked) -> None:
    """Else the tests below would say nothing of it."""
    shown = shown_of(walked)
    assert sorted(place for place, mark in walked.places.marks.items() if mark not in shown) == sorted(NOT_SHOWN)


def test_every_route_that_gives_something_is_asked(walked: Walked) -> None:
    asked = [route for route in routes() if isinstance(route, Route) and "GET" in (route.methods or ())]
    paths = {urlsplit(one).path for one in walked.files}
    left = {one.path for one in asked if not any(one.path_regex.match(path) for path in paths)}
    assert sorted(left - ELSEWHERE) == []
    assert {one.status for one in walked.files.values()} == {200}


def test_every_workbook_tells_about_its_figures_on_its_last_sheet(walked: Walked) -> None:
    books = {one: file.content for one, file in walked.files.items() if urlsplit(one).path.endswith(".xlsx")}
    sheets = {one: openpyxl.load_workbook(io.BytesIO(content)).sheetnames for one, content in books.items()}
    assert len({urlsplit(one).path for one in books}) > 10
    assert {names[-1] for names in sheets.values()} == {"Om uppgifterna"}, sheets


def test_word_and_pdf_say_the_same_figures_of_the_same_thing(walked: Walked) -> None:
    kinds = {address: urlsplit(address).path.rpartition(".")[2] for address in walked.files}
    # A template says nothing of its own: it is what others' files are made by.
    documents = [one for one, kind in kinds.items() if kind == "docx" and not one.startswith("/mallar/")]
    pairs = {address: address.replace(".docx", ".pdf", 1) for address in documents}
    compared = Counter[str]()
    for address, other in pairs.items():
        # A report's PDF is the same whoever asks, and has nobody in its address.
        paper = other if other in walked.files else urlsplit(other).path
        text = squeezed(text_in(paper, walked.files[paper]))
        document = Document(io.BytesIO(walked.files[address].content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        for figure in (squeezed(one) for cell in cells for one in FIGURE.findall(cell)):
            assert figure in text, (address, figure)
            compared[urlsplit(address).path] += 1
    asked = ("/rapport/", "/avstamning", "/uppfoljning/rapport", "/atgard/underlag", "/bilaga")
    assert [one for one in asked if not any(one in path for path in compared)] == [], compared


# A figure as it is shown, with its sign and the space within it. What follows a digit is no sign: a date's hyphen, at
# which paper may break the line.
FIGURE = re.compile(r"(?<!\d)[−-]?\d[\d\u00a0]*(?:,\d+)?")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_no_text_becomes_anything_else_on_a_page(walked: Walked) -> None:
    for html in walked.pages.values():
        no_harm_in_html(html)


@pytest.mark.parametrize("kind", CHECKS)
def test_no_text_becomes_anything_else_in_a_file(walked: Walked, kind: str) -> None:
    found = {one: answer for one, answer in walked.files.items() if kind_of(answer) == kind}
    assert found
    for answer in found.values():
        CHECKS[kind](answer.content)


def kind_of(answer: asgi.Answer) -> str:
    """What the browser takes the file for."""
    return KINDS[answer.headers["content-type"].partition(";")[0]]


KINDS = {
    "text/csv": "csv",
    "application/pdf": "pdf",
    "text/calendar": "ics",
    "application/atom+xml": "atom",
    "application/json": "json",
    "text/html": "html",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}


def test_no_text_adds_a_header(walked: Walked) -> None:
    for answer in walked.files.values():
        assert not [value for _, value in answer.headers.items() if "\r" in value or "\n" in value or "<" in value]
