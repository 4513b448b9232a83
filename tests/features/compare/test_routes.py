"""What the comparison pages ask the server for: suggestions, a chosen group, files, and the first answer of a page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.cache import SnapshotStore
from core.documents.files import CSV_TYPE, EXCEL_TYPE
from core.outcomes.groups import MOST_CHOSEN
from core.site.middleware import Guard
from core.site.routes import routes
from core.site.site import TABLES
from core.web.assets import ASSETS, stylesheet
from core.web.choices import COMPARE, GROUP_FORM, INDEX, SUGGESTIONS, download_path
from tests.conftest import forget
from tests.shared import GRADES, HUDDINGE, IDS, READING, WAIT, workbook
from tests.site.asgi import Answer, Client, looping
from tests.web.html import Element, parsed

HERE = {"kommun": HUDDINGE, "omrade": "grundskola", "nyckeltal": GRADES}
SOURCE = "Egen bearbetning av data från Kolada."
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, shipped_file: Path) -> Iterator[Client]:
    """A client of our own routes and pages, without Streamlit."""
    folder = tmp_path_factory.mktemp("routes")
    store = SnapshotStore(folder)
    file = store.new_file()
    file.write_bytes(shipped_file.read_bytes())
    store.swap_in(file)
    with pytest.MonkeyPatch.context() as patch, looping() as loop:
        patch.setenv("NYCKELTAL_DATA_DIR", str(folder))
        patch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
        forget()
        yield Client(Starlette(routes=routes(), middleware=[Middleware(Guard)]), loop)
        forget()


def asked(path: str, *more: tuple[str, str], **params: str) -> str:
    return f"{path}?{urlencode([*params.items(), *more])}"


def painted(client: Client, address: str) -> Element:
    """What a reader sees of ADDRESS before any script has come."""
    answer = client.page(address)
    assert answer.status == 200, address
    text = answer.text[answer.text.index('<div id="nk-first"') :]
    depth = 0
    for tag in re.finditer("<div|</div>", text):
        depth += 1 if tag[0] == "<div" else -1
        if depth == 0:
            return parsed(text[: tag.end()])
    raise AssertionError("the first paint is not ended")


def found(client: Client, **params: str) -> list[dict[str, str]]:
    answer = client.get(asked(SUGGESTIONS, **params))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    content = json.loads(answer.text)
    assert isinstance(content, list)
    return content


def test_while_one_types_names_are_suggested_with_where_they_lead(client: Client) -> None:
    hits = found(client, q="väntetid", kommun=HUDDINGE, kon="kvinnor")
    assert hits[0] == {
        "name": "Väntetid till särskilt boende",
        "about": f"Äldreomsorg · dagar · {WAIT}",
        "address": f"/indikator?kommun={HUDDINGE}&nyckeltal={WAIT}&kon=kvinnor",
    }


def test_few_are_suggested_whatever_is_typed(client: Client) -> None:
    assert len(found(client, q="i", kommun=HUDDINGE)) == 8
    assert found(client, q="rymdfart") == []
    assert found(client, q="x" * 5000) == []


def test_nothing_typed_suggests_areas(client: Client) -> None:
    assert {hit["about"] for hit in found(client)} == {"område"}


def test_a_strangers_text_in_a_search_is_only_looked_for(client: Client) -> None:
    near = found(client, q=HOSTILE, kommun=HOSTILE, omrade=HOSTILE)
    assert all(hit["address"].startswith("/sok?q=") and hit["name"].isalpha() for hit in near)


def chosen(client: Client, *codes: str, **params: str) -> str:
    """Where the form leads with CODES ticked."""
    answer = client.get(asked(GROUP_FORM, *(("med", code) for code in codes), **params))
    assert answer.status == 303
    return answer.headers["location"]


def test_ticks_become_a_link_that_keeps_everything_else(client: Client) -> None:
    address = urlsplit(chosen(client, "0136", "0127", till="jamfor", vy="diagram", kon="man", **HERE))
    assert address.path == COMPARE
    assert dict(parse_qsl(address.query)) == HERE | {"vy": "diagram", "kon": "man", "grupp": "0127.0136"}


def test_the_link_opens_the_comparison_of_those_that_were_ticked(client: Client) -> None:
    root = painted(client, chosen(client, "0136", "0127", "0127", kommun=HUDDINGE, till="jamfor"))
    names = [th.text.strip() for th in root.one("table", "nk-matrix").one("thead").all("th")]
    assert names[:4] == ["Indikator", "Huddinge", "Botkyrka", "Haninge"]


def test_no_ticks_are_the_first_group(client: Client) -> None:
    assert chosen(client, kommun=HUDDINGE, till="jamfor") == f"/jamfor?kommun={HUDDINGE}"


def test_it_leads_back_to_the_page_one_came_from(client: Client) -> None:
    assert chosen(client, "0127", kommun=HUDDINGE, till="resultatindex") == f"{INDEX}?kommun={HUDDINGE}&grupp=0127"


def test_more_ticks_than_can_be_compared_are_told_with_how_many_can(client: Client) -> None:
    codes = [f"{n:04}" for n in range(1000, 1000 + MOST_CHOSEN + 1)]
    root = painted(client, chosen(client, *codes, kommun=HUDDINGE, till="jamfor"))
    told = root.one("p", "nk-unknown").text
    assert told.startswith("Gruppen ”1000.1001.")
    assert f"högst {MOST_CHOSEN} kommunkoder" in told
    assert root.one("table", "nk-matrix")


def test_thousands_of_ticks_do_not_make_an_endless_address(client: Client) -> None:
    codes = [f"{n:04}" for n in range(3000)]
    assert len(chosen(client, *codes, kommun=HUDDINGE, till="jamfor")) < 1000


@pytest.mark.parametrize("code", ["x", "", "<b>", "0127.0136", "-1", "1e3", "²³"])
def test_what_is_no_code_is_not_among_the_ticked(client: Client, code: str) -> None:
    assert chosen(client, code, "0127", kommun=HUDDINGE, till="jamfor") == f"/jamfor?kommun={HUDDINGE}&grupp=0127"


@pytest.mark.parametrize(
    "till",
    [
        "//evil.example",
        "/evil.example",
        "https://evil.example",
        "\\evil.example",
        "x",
        HOSTILE,
        "om%0d%0aX: y",
        "../om",
    ],
)
def test_a_strangers_way_back_leads_nowhere_but_to_the_comparison(client: Client, till: str) -> None:
    assert chosen(client, "0127", kommun=HUDDINGE, till=till) == f"/jamfor?kommun={HUDDINGE}&grupp=0127"


def test_a_form_without_a_municipality_asks_for_one(client: Client) -> None:
    root = painted(client, chosen(client, "0127", kommun=HOSTILE, till="jamfor"))
    assert root.one("h1").text == "Vilken kommun vill du se?"


def rows_of(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("page", TABLES)
def test_every_page_can_be_taken_away_as_csv_with_its_source(client: Client, page: str) -> None:
    answer = client.get(asked(download_path(page, "csv"), **HERE))
    assert (answer.status, answer.headers["content-type"]) == (200, CSV_TYPE)
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["content-disposition"].endswith("-Huddinge.csv")
    assert {row["källa"] for row in rows_of(answer)} <= {TABLES[page].source or SOURCE}


@pytest.mark.parametrize("page", TABLES)
def test_every_page_can_be_taken_away_as_a_workbook_with_typed_cells(client: Client, page: str) -> None:
    answer = client.get(asked(download_path(page, "xlsx"), **HERE))
    assert (answer.status, answer.headers["content-type"]) == (200, EXCEL_TYPE)
    book = workbook(answer.content)
    assert book.sheetnames == ["Siffror", "Om uppgifterna"]
    assert book["Siffror"][1][-1].value == "källa"
    text = rows_of(client.get(asked(download_path(page, "csv"), **HERE)))
    assert book["Siffror"].max_row == len(text) + 1


@pytest.mark.parametrize("page", TABLES)
def test_whatever_is_unknown_in_a_download_is_named_and_nothing_is_given(client: Client, page: str) -> None:
    for name in ("omrade", "grupp", "vy", "sortera", "par", "modell", "perspektiv", "utsnitt"):
        answer = client.get(asked(download_path(page, "csv"), **(HERE | {name: HOSTILE})))
        assert (answer.status, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
        assert re.search(f"”{re.escape(HOSTILE)}” finns inte. (Det finns|Välj på sidan)", answer.text)


def test_a_page_that_has_no_files_gives_none(client: Client) -> None:
    for page in ("om", "sok", "kommun", "grupp"):
        assert client.get(f"/ladda-ner/{page}.csv?kommun=0126").status == 404


def test_the_look_is_one_file_of_all_style_sheets_the_base_first(client: Client) -> None:
    answer = client.get("/assets/app.css")
    assert (answer.status, answer.text) == (200, stylesheet())
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    sheets = {
        str(file): file.read_text(encoding="utf-8")
        for file in [*(ASSETS / "css").glob("*.css"), *ASSETS.parent.glob("core/features/*/style.css")]
    }
    assert answer.text.startswith(sheets[str(ASSETS / "css" / "base.css")])
    assert all(sheet in answer.text for sheet in sheets.values())


@pytest.mark.parametrize("path", READING)
def test_every_pages_first_answer_is_the_whole_page(client: Client, path: str) -> None:
    root = painted(client, asked(path, **HERE))
    assert root.one("h1").attributes["data-view"].startswith(path)
    assert root.one("nav", "nk-doors").all("a")
    assert not root.all("p", "nk-unknown")


@pytest.mark.parametrize("path", READING)
def test_every_pages_first_answer_names_what_is_unknown(client: Client, path: str) -> None:
    names = ("omrade", "jamfor", "kon", "ar", "grupp", "vy", "sortera", "par", "modell", "perspektiv", "utsnitt")
    root = painted(client, asked(path, **(HERE | dict.fromkeys(names, HOSTILE))))
    told = [p.text for p in root.all("p", "nk-unknown")]
    assert len(told) == len(names)
    assert all(f"”{HOSTILE}” finns inte." in text for text in told)
    assert not root.all("script")


@pytest.mark.parametrize(("path", "name"), list(product(READING, ["kommun", "nyckeltal", "q", "till"])))
def test_a_strangers_text_in_a_pages_address_stays_text(client: Client, path: str, name: str) -> None:
    text = client.page(asked(path, **(HERE | {name: HOSTILE}))).text
    assert "<script>alert" not in text
    assert quote(HOSTILE)[:10] in text or "&lt;script&gt;" in text


def test_everybody_in_the_country_can_be_ticked_at_once_without_a_fault(client: Client) -> None:
    root = painted(client, chosen(client, *IDS, kommun=HUDDINGE, till="jamfor"))
    assert len(root.one("table", "nk-matrix").one("thead").all("th")) == len(IDS) + 5
