"""The whole server, asked as a browser asks it."""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import streamlit

from core.cache import SnapshotStore
from core.locks import servers_using
from tests.conftest import forget
from tests.shared import FETCHED_AT, GRADES, HUDDINGE, LAST, WAIT, workbook
from tests.site.asgi import Answer, Client, serving
from tests.web.html import parsed

STATIC = Path(streamlit.__file__).parent / "static"
STREAMLITS_PAGE = (STATIC / "index.html").read_text(encoding="utf-8")
PAGES = (
    *("/", "/?kommun=0126", f"/indikator?kommun=0126&nyckeltal={GRADES}", "/om", "/kommun"),
    *("/omraden?kommun=0126", "/omraden?kommun=0126&omrade=grundskola", "/jamfor?kommun=0126", "/jamfor"),
    *("/jamfor?kommun=0126&vy=diagram", "/jamfor?kommun=0126&vy=karta", "/resurser?kommun=0126"),
    *("/resultatindex?kommun=0126", f"/lar-av?kommun=0126&nyckeltal={WAIT}", "/sok?q=skola", "/grupp?kommun=0126"),
)
SCRIPT = next((STATIC / "static" / "js").glob("index*.js")).relative_to(STATIC)
OTHERS = (
    *("/halsa", "/assets/app.css", "/assets/none.css", "/assets/../app.py", "/none", f"/{SCRIPT}"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/agent/openapi.json"),
    *("/ladda-ner/oversikt.csv?kommun=0126", "/ladda-ner/oversikt.csv", "/ladda-ner/oversikt.pdf?kommun=0126"),
    *("/ladda-ner/indikator.xlsx?kommun=0126&nyckeltal=N00000", "/ladda-ner/none"),
    *("/sok.json?q=skola", "/grupp/valda?kommun=0126&med=0127", "/ladda-ner/jamfor.csv?kommun=0126"),
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, shipped_file: Path) -> Iterator[Client]:
    """A client of the product as it is served."""
    folder = tmp_path_factory.mktemp("served")
    store = SnapshotStore(folder)
    file = store.new_file()
    file.write_bytes(shipped_file.read_bytes())
    store.swap_in(file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NYCKELTAL_DATA_DIR", str(folder))
        patch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
        forget()
        with serving(importlib.import_module("app").app) as served:
            yield served
        forget()


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_has_the_headers_that_protect_a_reader(client: Client, address: str, method: str) -> None:
    answer = client.get(address, method=method)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("address", [*PAGES, "/none", "/none/none.html"])
def test_every_page_says_what_it_may_load(client: Client, address: str) -> None:
    answer = client.page(address)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert (policy["object-src"], policy["base-uri"], policy["form-action"]) == ("'none'", "'self'", "'self'")
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert "http" not in answer.headers["content-security-policy"]


def test_no_script_that_stands_in_a_page_may_run(client: Client) -> None:
    answer = client.page("/?kommun=0126")
    assert "; script-src 'self'; " in answer.headers["content-security-policy"]
    tags = re.findall(r"<script[^>]*>", answer.text)
    assert len(tags) >= 3
    for tag in tags:
        assert re.search(r' src="/', tag), tag


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_swedish_and_has_our_look_and_streamlits_scripts(client: Client, address: str) -> None:
    text = client.page(address).text
    assert '<html lang="sv">' in text
    assert re.search(r'<link rel="stylesheet" href="/assets/app\.css\?v=[0-9a-f]{12}">', text)
    assert re.search(r'<script src="/assets/first\.js\?v=[0-9a-f]{12}"></script>', text)
    assert '<symbol id="face-reached"' in text
    for script in re.findall(r'<script type="module"[^>]*>', STREAMLITS_PAGE):
        assert script.replace('"./', '"/') in text
    assert text.index("first.js") < text.index('<script type="module"')
    # Asked for when the page has been painted: nothing of it shares a slow line with what one reads.
    outside = re.sub(r'<template id="nk-streamlit">.*?</template>', "", text, flags=re.DOTALL)
    assert "/static/js/" not in outside
    assert "<title>Streamlit" not in text
    assert "nk-here" not in text


def test_a_page_can_be_read_before_any_script_has_come(client: Client) -> None:
    text = client.page("/?kommun=0126").text
    root = parsed(text[text.index('<div id="nk-first"') : text.index("</table>") + 8] + "</div>" * 3)
    assert root.one("h1").text == "Så går det för Huddinge"
    assert "Behöriga till gymnasiets yrkesprogram" in root.one("table").text
    assert "<title>Översikt – Huddinge – Nyckeltal Södertörn</title>" in text


def test_a_reader_without_scripts_is_told_nothing_in_english_and_sent_nowhere_that_is_closed(client: Client) -> None:
    text = client.page("/?kommun=0126").text
    assert "You need to enable JavaScript" not in text
    assert "/_stcore/agent" not in text


def test_a_strangers_text_in_the_address_stays_text(client: Client) -> None:
    text = client.page(
        f"/?kommun={quote('<script>alert(1)</script>')}&x={quote(chr(34) + '><img src=x onerror=1>')}"
    ).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_page_is_asked_for_anew_each_time(client: Client) -> None:
    first = client.page("/?kommun=0126")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/", accept="text/html", if_none_match='"x"', if_modified_since="Sun, 22 Nov 2030 00:00:00 GMT")
    assert (again.status, len(again.content) > 5000) == (200, True)


@pytest.mark.parametrize(
    "path", ["/?kommun=0126", "/presentation/grundskola", "/rapport/grundskola.pdf", "/malnivaer", *OTHERS[-3:]]
)
def test_nothing_that_is_answered_to_somebody_who_has_signed_in_is_kept(client: Client, path: str) -> None:
    assert client.get(path, cookie="nyckeltal=x").headers["cache-control"] == "no-store"
    assert client.get(path).headers.get("cache-control") != "no-store"
    assert "immutable" in client.get("/assets/app.css", cookie="nyckeltal=x").headers["cache-control"]


def test_a_page_is_packed_for_those_who_can_unpack_it(client: Client) -> None:
    plain = client.page("/?kommun=0126")
    packed = client.get("/?kommun=0126", accept="text/html", accept_encoding="gzip, deflate, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_the_files_of_the_look_may_be_kept_for_ever_and_their_addresses_change_with_them(client: Client) -> None:
    linked = re.findall(r'"(/assets/[^"]+)"', client.page("/").text)
    assert len(linked) >= 3
    for address in linked:
        answer = client.get(address)
        assert answer.status == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content
    assert "javascript" in client.get("/assets/first.js").headers["content-type"]
    assert client.get("/assets/app.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "address",
    [
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%2fapp.py",
        "/assets//etc/passwd",
        "/static/../../app.py",
    ],
)
def test_no_file_outside_the_folders_meant_for_it_is_given(client: Client, address: str) -> None:
    answer = client.get(address)
    assert b"st.App" not in answer.content
    assert b"root:" not in answer.content


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "address",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/agent",
    ],
)
def test_what_streamlit_tells_anyone_is_closed(client: Client, address: str, method: str) -> None:
    answer = client.get(address, method=method)
    assert answer.status == 404
    assert "finns inte" in answer.text.lower()


@pytest.mark.parametrize(
    "address", ["/om/_stcore/metrics", "/x/_stcore/agent/mcp", "/%5fstcore/metrics", "//_stcore/metrics"]
)
def test_there_is_no_way_round(client: Client, address: str) -> None:
    answer = client.get(address, accept="application/json")
    assert answer.status in (400, 404)
    assert "# TYPE" not in answer.text


@pytest.mark.parametrize("accept", ["text/html", "*/*", "application/json"])
def test_an_address_that_leads_nowhere_says_so_in_swedish(client: Client, accept: str) -> None:
    answer = client.get("/finns-inte", accept=accept)
    assert answer.status == 404
    root = parsed(answer.text.split("\n", 1)[1])
    assert root.one("h1").text == "Sidan finns inte"
    assert root.one("a").attributes["href"] == "/"
    assert root.one("html").attributes["lang"] == "sv"


@pytest.mark.parametrize("address", ["/om/", "/indikator/?kommun=0126", "/jamfor/?kommun=0126", "/sok/"])
def test_a_slash_too_many_leads_to_the_page(client: Client, address: str) -> None:
    answer = client.page(address)
    assert answer.status in (301, 307, 308)
    assert answer.headers["location"] == address.replace("/?", "?").removesuffix("/")


@pytest.mark.parametrize(
    "address", ["/static/js/none.js", "/media/none", "/component/none", "/_stcore/none", "/favicon-none", "/static"]
)
def test_what_is_not_there_is_never_answered_with_streamlits_english_page(client: Client, address: str) -> None:
    answer = client.page(address)
    assert b'lang="en"' not in answer.content
    assert answer.status == 404


def test_streamlits_own_files_are_given(client: Client) -> None:
    answer = client.get(f"/{SCRIPT}")
    assert (answer.status, len(answer.content) > 10_000) == (200, True)
    assert client.get("/_stcore/health").text == "ok"


def test_health_tells_when_the_figures_were_fetched(client: Client) -> None:
    answer = client.get("/halsa")
    assert answer.status == 200
    assert json.loads(answer.text) == {
        "ok": True,
        "hamtad": FETCHED_AT.isoformat(),
        "exempel": False,
        "aldre_version": False,
    }


def name_of(answer: Answer) -> str:
    return answer.headers["content-disposition"]


def test_the_overview_can_be_taken_away_as_csv(client: Client) -> None:
    answer = client.get("/ladda-ner/oversikt.csv?kommun=Huddinge&omrade=grundskola&kon=kvinnor&jamfor=lan")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert name_of(answer) == "attachment; filename*=UTF-8''nyckeltal-Huddinge.csv"
    rows = {row["kpi"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert {row["area"] for row in rows.values()} == {"grundskola"}
    assert (rows[GRADES]["municipality"], rows[GRADES]["standing_reference"]) == (HUDDINGE, "lan")
    assert rows[GRADES]["gender"] == "K"


def test_the_overview_can_be_taken_away_as_a_workbook(client: Client) -> None:
    answer = client.get("/ladda-ner/oversikt.xlsx?kommun=0126")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert name_of(answer) == "attachment; filename*=UTF-8''nyckeltal-Huddinge.xlsx"
    sheet = workbook(answer.content)["Siffror"]
    assert sheet["A1"].value == "kpi"


def test_an_indicator_can_be_taken_away(client: Client) -> None:
    answer = client.get(f"/ladda-ner/indikator.csv?kommun=0126&nyckeltal={WAIT}")
    assert name_of(answer) == f"attachment; filename*=UTF-8''{WAIT}-Huddinge.csv"
    first = next(csv.DictReader(io.StringIO(answer.text)))
    assert (first["År"], float(first["Huddinge"])) == (str(LAST), 22.0)
    book = client.get(f"/ladda-ner/indikator.xlsx?kommun=0126&nyckeltal={WAIT}")
    assert workbook(book.content).sheetnames == ["Siffror", "Om uppgifterna"]


def test_swedish_letters_in_a_files_name_are_kept(client: Client) -> None:
    answer = client.get("/ladda-ner/oversikt.csv?kommun=1880")
    assert name_of(answer) == "attachment; filename*=UTF-8''nyckeltal-%C3%96rebro.csv"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/ladda-ner/oversikt.csv", "Länken är inte hel: välj en kommun först."),
        ("/ladda-ner/oversikt.csv?kommun=9999", "Kommunen ”9999” finns inte. Välj till exempel Botkyrka"),
        ("/ladda-ner/oversikt.xlsx?kommun=0126&omrade=rymdfart", "Området ”rymdfart” finns inte."),
        ("/ladda-ner/oversikt.csv?kommun=0126&kon=x&ar=1", "Könet ”x” finns inte."),
        ("/ladda-ner/indikator.csv?kommun=0126&nyckeltal=N00000", "Nyckeltalet ”N00000” är inte bland de utvalda"),
        ("/ladda-ner/jamfor.csv?kommun=0126&grupp=0126.x", "Gruppen ”0126.x” finns inte. Välj på sidan"),
        ("/ladda-ner/resurser.xlsx?kommun=0126&par=a-b", "Paret ”a-b” finns inte. Välj på sidan."),
        ("/ladda-ner/resultatindex.csv?kommun=0126&modell=x", "Modellen ”x” finns inte. Det finns: kkik, kkik-idag."),
        ("/ladda-ner/lar-av.csv?kommun=0126&nyckeltal=N00000", "Nyckeltalet ”N00000” är inte bland de utvalda"),
        ("/ladda-ner/omraden.csv?omrade=grundskola", "Länken är inte hel: välj en kommun först."),
        ("/ladda-ner/jamfor.pdf?kommun=0126", "Filtypen ”pdf” finns inte. Det finns: csv, xlsx."),
    ],
)
def test_a_link_that_is_not_whole_is_answered_in_swedish(client: Client, address: str, said: str) -> None:
    answer = client.get(address)
    assert (answer.status, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert answer.text.startswith(said)


@pytest.mark.parametrize("page", ["indikator", "lar-av"])
def test_a_download_of_an_indicator_that_is_not_named_is_no_other_indicators(client: Client, page: str) -> None:
    answer = client.get(f"/ladda-ner/{page}.csv?kommun=0126")
    assert answer.status == 404
    assert "ndikator" in answer.text


def test_whoever_comes_with_a_browser_to_a_file_that_is_not_there_is_shown_the_way(client: Client) -> None:
    answer = client.page(f"/ladda-ner/oversikt.csv?kommun={quote('<script>alert(1)</script>')}&omrade=grundskola")
    assert (answer.status, "<h1>Filen finns inte</h1>" in answer.text) == (404, True)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "<script>alert" not in answer.text
    assert 'href="/?kommun=%3Cscript%3Ealert%281%29%3C/script%3E&amp;omrade=grundskola">Tillbaka' in answer.text
    answer = client.page("/avstamning/avstamning.pdf?kommun=0126")
    assert (answer.status, "<h1>Du kommer inte åt filen</h1>" in answer.text) == (403, True)
    assert 'href="/logga-in?till=%2Favstamning%3Fkommun%3D0126">Logga in' in answer.text


def test_a_kind_of_file_that_there_is_not_is_not_blamed_on_the_municipality(client: Client) -> None:
    answer = client.get("/ladda-ner/oversikt.pdf?kommun=0126")
    assert answer.status == 404
    assert "kommun" not in answer.text


def test_a_strangers_text_in_a_download_is_plain_text(client: Client) -> None:
    answer = client.get(f"/ladda-ner/oversikt.csv?kommun={quote('<script>alert(1)</script>')}")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_whoever_finds_a_hole_reads_whom_to_tell(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/.well-known/security.txt"
    for contact in ("", "Anna på ekonomi", "mailto:a@example.se\nExpires: 1999"):
        monkeypatch.setenv("NYCKELTAL_SECURITY_CONTACT", contact)
        answer = client.get(address)
        assert (answer.status, "docs/operations.md" in answer.text) == (404, True), contact
    monkeypatch.setenv("NYCKELTAL_SECURITY_CONTACT", "mailto:security@example.se")
    answer = client.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    facts = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert facts["Contact"] == "mailto:security@example.se"
    assert timedelta(days=360) < datetime.fromisoformat(facts["Expires"]) - datetime.now(UTC) < timedelta(days=366)


def test_the_page_about_the_product_names_every_cookie_that_a_visitor_gets(client: Client) -> None:
    told = client.page("/om").text
    asked = ("/", "/om", "/_stcore/health", "/_stcore/host-config", "/halsa", "/assets/app.css")
    cookies = [cookie for address in asked for cookie in client.get(address).headers.getlist("set-cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies if cookie.partition("=")[0] not in told} == set()


def test_the_data_folder_is_the_owners_only_once_the_server_runs(client: Client) -> None:
    folder = Path(os.environ["NYCKELTAL_DATA_DIR"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    inside = [one for one in folder.iterdir() if not one.is_symlink()]
    assert all(stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600) for one in inside)
    assert servers_using(folder) == [streamlit.get_option("server.port")]
