"""A room of thirty phones from the letters to the printed SWOT, over HTTP; and what goes wrong on the way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, current_access, opened_state
from core.cycle.exercises import RUNS, Run
from core.documents.own_templates import own_templates
from core.documents.template_kinds import TemplateKind
from core.features.exercises.answer_routes import answer_routes
from core.features.exercises.page import exercises_html
from core.features.exercises.routes import exercise_routes
from core.features.rooms.entry import FEATURE
from core.features.rooms.page import room_html
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.state.database import reading
from core.web.base_path import base_path
from core.web.visit import Visit
from tests.shared import HUDDINGE
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import WORDS, Visitor, session_over

pytestmark = pytest.mark.usefixtures("source")

KEY = "e1"
PHONES, SCREEN = f"/svara/{HUDDINGE}/{KEY}/rum", f"/rum/skarm/{HUDDINGE}/{KEY}"
SCRIPT = {"accept": "application/json"}
HOSTILE = "<script>alert(1)</script> 👩‍🏫 =1+1 مرحبا"


class Room:
    """The routes of exercises and rooms, asked by leaders and phones."""

    def __init__(self, client: Client, browser: Browser, access: Access) -> None:
        self.client, self.browser, self.access = client, browser, access

    def visitor(self, login: str | None = "dina") -> Visitor:
        return Visitor(self.browser, self.access, login)

    def start(self, exercise: str = "swot", key: str = KEY) -> Run:
        form = {"kommun": HUDDINGE, "ovning": key, "slag": exercise, "namn": "Vart <ska> vi?", "satt": "i rummet"}
        status, path, _ = self.visitor().post("/ovningar", form)
        assert (status, path) == (303, f"/rum/skarm/{HUDDINGE}/{key}")
        with reading(opened_state(Settings.from_environment().database_url).engine) as connection:
            return RUNS.values(connection, HUDDINGE)[key]

    def phone(self) -> str:
        """A phone that has read the code, and been led to the room: the cookie that it keeps."""
        to = self.client.get(PHONES.removesuffix("/rum")).headers["location"]
        kept = SimpleCookie(self.client.get(to).headers["set-cookie"])["nyckeltal-svar"]
        assert (to, kept["path"], kept["httponly"]) == (PHONES, "/svara", True)
        return f"nyckeltal-svar={kept.value}"

    def sent(self, cookie: str, deed: str = "lapp", **form: str) -> Answer:
        return self.browser.post(f"{PHONES}/{deed}", form, cookie=cookie, **SCRIPT)

    def done(self, cookie: str, deed: str, **form: str) -> dict[str, Any]:
        """What the screen is answered with when its leader does DEED."""
        found: dict[str, Any] = json.loads(
            self.browser.post(f"{SCREEN}/gor", {"gora": deed, **form}, cookie=cookie).text
        )
        return found

    def new(self, cookie: str, since: int = 0, mark: str = "") -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.client.get(f"{SCREEN}/nytt?sedan={since}&marke={mark}", cookie=cookie).text
        )
        return found

    def seen(self, login: str = "dina", key: str = KEY) -> str:
        return room_html(self.visit(login, "/rum", ovning=key))

    def visit(self, login: str, path: str, **params: str) -> Visit:
        person: Person = self.access.accounts.person(login, by=at_the_terminal("x"))
        return Visit(path, {"kommun": HUDDINGE, **params}, figure_source().get(), person)

    def file(self, kind: str, cookie: str) -> Answer:
        return self.client.get(f"/rum/resultat.{kind}?kommun={HUDDINGE}&ovning={KEY}", cookie=cookie)


def made_app() -> Starlette:
    return Starlette(routes=[*exercise_routes(), *answer_routes(), *FEATURE.routes()])


@pytest.fixture
def room(remembered: Path) -> Iterator[Room]:
    made, now = current_access(), datetime.now(UTC)
    for login, place in {"dina": HUDDINGE, "sara": HUDDINGE, "nina": "0136"}.items():
        details = Details(login.title(), Role.MANAGER, place)
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
    with looping() as loop:
        app = made_app()
        yield Room(Client(app, loop), Browser(loop, app), made)


def test_thirty_phones_go_from_the_letters_to_the_printed_result(room: Room) -> None:
    run, leader = room.start(), room.visitor().cookie
    screen = room.client.get(SCREEN, cookie=leader).text
    assert run.letters in screen
    assert "Vart &lt;ska&gt; vi?" in screen
    letters = room.browser.post("/svara/bokstaver", {"bokstaver": run.letters.lower()})
    assert letters.headers["location"] == PHONES.removesuffix("/rum")
    phones = [room.phone() for _ in range(30)]
    fields = ["styrkor", "svagheter", "mojligheter", "hot"]
    since = 0
    for n, phone in enumerate(phones):
        # Sent twice, as where the first answer was lost.
        for _ in range(2):
            sent = room.sent(phone, id=f"lapp-{n}", falt=fields[n % 4], text=f"Tanke {n}")
            assert (sent.status, "nyckel" in json.loads(sent.text)) == (200, True)
        new = room.new(leader, since, "?")
        assert [text for _, _, text, _ in new["lappar"]] == [f"Tanke {n}"]
        since = new["sedan"]
    everything = room.new(leader)
    assert (len(everything["lappar"]), everything["telefoner"]) == (30, 30)
    by_field = {field: [key for key, at, *_ in everything["lappar"] if at == field] for field in fields}
    room.done(leader, "fas", fran="skriva", till="gruppera")
    headings = {
        (field, name): room.done(leader, "rubrik", falt=field, namn=name, lappar=" ".join(some))["ny"]
        for field in fields
        for name, some in (("Först", by_field[field][:3]), ("Sedan", by_field[field][3:6]), ("Sist", []))
    }
    assert json.loads(room.client.get(f"{PHONES}/lage").text) == {"lage": "gruppera"}
    room.done(leader, "fas", fran="gruppera", till="rosta")
    page = room.client.get(PHONES, cookie=phones[0]).text
    assert page.count('data-most="2"') == 4
    for n, phone in enumerate(phones):
        dots = {f"prickar-{key}": "1" for (_, name), key in headings.items() if name in ("Sist", "Sedan")}
        if n < 3:
            dots = {f"prickar-{headings['hot', 'Först']}": "2"}
        assert room.sent(phone, "prickar", **dots).status == 200
    assert "prickar" not in json.dumps(room.new(leader)["rubriker"])
    assert [one[3] for one in room.new(leader)["rubriker"]] == [None] * 12
    ordered = room.done(leader, "fas", fran="rosta", till="ordning", marke="")["rubriker"]
    assert [(name, dots) for _, field, name, dots in ordered if field == "hot"] == [
        ("Sedan", 27),
        ("Sist", 27),
        ("Först", 6),
    ]
    room.done(leader, "fas", fran="ordning", till="slutsatser")
    room.done(leader, "slutsats", fraga="mota", text="Vi möter dem\nmed lugn.", sett="0")
    assert room.done(leader, "stang")["stangd"]
    html = room.seen()
    assert "Flest prickar: ”Sedan” (styrkor, 27)" in html
    assert "30 har satt prickar" in html
    assert html.count("Tanke ") == 30
    assert "Vi möter dem" in html
    rows = list(openpyxl.load_workbook(io.BytesIO(room.file("xlsx", leader).content)).active.values)
    assert rows[0] == ("del", "plats", "rubrik", "prickar", "text")
    assert ("Hot", 3, "Först", 6, "Tanke 3") in rows
    assert "Hot,2,Sist,27," in room.file("csv", leader).text.splitlines()
    assert (room.file("pdf", leader).content[:5], room.file("docx", leader).content[:2]) == (b"%PDF-", b"PK")
    assert "30 telefoner" in html


def test_what_is_hostile_is_text_everywhere(room: Room) -> None:
    room.start()
    leader, phone = room.visitor().cookie, room.phone()
    room.sent(phone, id="1", falt="hot", text=HOSTILE)
    assert "&lt;script&gt;alert(1)" in room.client.get(PHONES, cookie=phone).text
    assert room.new(leader)["lappar"][0][2] == HOSTILE
    room.done(leader, "stang")
    assert "<script>alert" not in room.seen()
    assert "<script>alert(1)" in room.file("csv", leader).text
    assert ",'=1+1" not in room.file("csv", leader).text


def test_a_phone_without_script_writes_and_takes_back_and_what_is_too_long_stands_there(room: Room) -> None:
    room.start()
    phone = room.phone()
    told = room.browser.post(f"{PHONES}/lapp", {"id": "a", "falt": "hot", "text": "x" * 281}, cookie=phone)
    assert (told.status, "281 tecken" in told.text, "x" * 281 in told.text) == (409, True, True)
    assert 'value="hot" required checked' in told.text
    assert room.browser.post(f"{PHONES}/lapp", {"id": "a", "falt": "hot", "text": "Ett"}, cookie=phone).status == 303
    page = room.client.get(PHONES, cookie=phone).text
    assert "<bdi>Ett</bdi>" in page
    key = page.partition('data-key="')[2].partition('"')[0]
    room.browser.post(f"{PHONES}/tabort", {"lapp": key}, cookie=room.phone())
    assert "<bdi>Ett</bdi>" in room.client.get(PHONES, cookie=phone).text
    room.browser.post(f"{PHONES}/tabort", {"lapp": key}, cookie=phone)
    assert "<bdi>Ett</bdi>" not in room.client.get(PHONES, cookie=phone).text


@pytest.mark.parametrize(
    ("cookie", "form", "told"),
    [
        ("", {"id": "1", "falt": "hot", "text": "A"}, "kakor"),
        ("mine", {"falt": "hot", "text": "A"}, "saknar namn"),
        ("mine", {"id": "1", "falt": "annat", "text": "A"}, "Välj ett av fälten"),
        ("mine", {"id": "1", "falt": "hot", "text": " \u200b "}, "tom"),
    ],
)
def test_what_cannot_be_kept_is_told_the_phone_for_good(
    room: Room, cookie: str, form: Mapping[str, str], told: str
) -> None:
    room.start()
    answer = room.sent(room.phone() if cookie else "", **form)
    assert (answer.status, told in json.loads(answer.text)["fel"]) == (409, True)


def test_a_note_that_comes_when_the_room_is_closed_is_told_and_the_page_says_so(room: Room) -> None:
    room.start()
    phone = room.phone()
    room.done(room.visitor().cookie, "stang")
    assert "stängd" in json.loads(room.sent(phone, id="1", falt="hot", text="Sent").text)["fel"]
    assert json.loads(room.client.get(f"{PHONES}/lage").text) == {"lage": "stängd"}
    assert "Övningen är stängd" in room.client.get(PHONES, cookie=phone).text
    assert room.client.get(SCREEN, cookie=room.visitor().cookie).headers["location"].startswith("/rum?")


def test_a_leader_whose_session_is_over_comes_back_to_the_same_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.start()
    leader = room.visitor().cookie
    room.sent(room.phone(), id="1", falt="hot", text="Ett")
    with monkeypatch.context() as patched:
        session_over(patched)
        answer = room.client.get(f"{SCREEN}/nytt", cookie=leader)
        assert (answer.status, json.loads(answer.text)["utloggad"]) == (401, True)
        assert room.browser.post(f"{SCREEN}/gor", {"gora": "stang"}, cookie=leader).status == 401
        to = room.client.get(SCREEN, cookie=leader).headers["location"]
        assert to == f"/logga-in?till=%2Frum%2Fskarm%2F{HUDDINGE}%2F{KEY}"
    assert room.new(room.visitor().cookie)["lappar"][0][2] == "Ett"


def test_two_leaders_see_what_the_other_does_and_are_told_what_came_between(room: Room) -> None:
    room.start()
    dina, sara = room.visitor().cookie, room.visitor("sara").cookie
    room.done(dina, "rubrik", falt="hot", namn="Pengar")
    new = room.new(sara)
    assert ([one[2] for one in new["rubriker"]], new["angra"]["vad"]) == (["Pengar"], "en rubrik, Dina")
    room.done(sara, "rubrik", falt="hot", namn="Folk")
    told = room.done(dina, "angra", steg=new["angra"]["nyckel"])
    assert "Någon annan" in told["fel"]
    assert [one[2] for one in told["rubriker"]] == ["Pengar", "Folk"]
    room.done(dina, "slutsats", fraga="mota", text="Dinas", sett="0")
    assert room.done(sara, "slutsats", fraga="mota", text="Saras", sett="0")["deras"] == "Dinas"


@pytest.mark.parametrize("login", ["nina", None])
def test_others_see_no_screen_and_do_nothing(room: Room, login: str | None) -> None:
    room.start()
    other = room.visitor(login).cookie
    assert room.client.get(f"{SCREEN}/nytt", **({"cookie": other} if other else {})).status in (401, 403)
    assert room.browser.post(f"{SCREEN}/gor", {"gora": "stang"}, cookie=other or None).status in (401, 403)
    if login:
        assert room.client.get(SCREEN, cookie=other).status == 403
        with pytest.raises(NotAllowedError):
            room.seen(login)


def test_the_result_stands_beside_the_last_times(room: Room) -> None:
    leader = room.visitor().cookie
    for key, names in (("e0", ("Pengar", "Folk")), (KEY, ("Folk", "Tid"))):
        room.start(key=key)
        for name in names:
            form = {"gora": "rubrik", "falt": "hot", "namn": name}
            room.browser.post(f"/rum/skarm/{HUDDINGE}/{key}/gor", form, cookie=leader)
        room.browser.post(f"/rum/skarm/{HUDDINGE}/{key}/gor", {"gora": "stang"}, cookie=leader)
    html = room.seen()
    assert "Förra gången stod Pengar och Folk först." in html
    assert "0 lappar, förra gången plats 2" in html


def test_an_open_room_is_read_without_script_and_the_list_leads_to_it(room: Room) -> None:
    room.start()
    room.sent(room.phone(), id="1", falt="hot", text="Ett")
    assert f'href="{SCREEN}"' in room.seen()
    assert "Ett" in room.seen()
    listed = exercises_html(room.visit("dina", "/ovningar"))
    assert f"/rum?kommun={HUDDINGE}&amp;ovning={KEY}" in listed
    assert "öppen, 1 har svarat" in listed
    assert room.file("csv", room.visitor().cookie).status == 404


def test_the_screen_tells_phones_where_to_go_as_the_site_is_reached(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.start()
    cookie = room.visitor().cookie
    assert "<b>localhost/svara</b>" in room.client.get(SCREEN, cookie=cookie).text
    with monkeypatch.context() as patched:
        patched.setenv("NYCKELTAL_BASE_PATH", "/nyckeltal")
        base_path.cache_clear()
        told = room.client.get(SCREEN, cookie=cookie).text
    base_path.cache_clear()
    assert "<b>localhost/nyckeltal/svara</b>" in told


def test_a_rooms_word_file_is_made_with_the_municipalitys_own_template(room: Room) -> None:
    room.start()
    leader, by, now = room.visitor().cookie, at_the_terminal("x"), datetime.now(UTC)
    room.done(leader, "stang")
    kind = TemplateKind.EXERCISE
    number = own_templates().add(HUDDINGE, kind, "egen.docx", kind.file.read_bytes(), (), by=by, now=now)
    own_templates().use(HUDDINGE, kind, number, by=by, now=now)
    made = docx.Document(io.BytesIO(room.file("docx", leader).content))
    assert made.core_properties.category.startswith("Mall: Huddinge")


def test_a_room_that_is_not_there_says_so(room: Room) -> None:
    assert room.client.get(PHONES).status == 404
    assert room.client.get(f"{PHONES}/lage").status == 404
    assert room.client.get(SCREEN, cookie=room.visitor().cookie).status == 404
    assert "hittas inte" in room.seen(key="finns-inte")
