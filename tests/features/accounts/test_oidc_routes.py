"""Signing in where one works: only by who sends us there, only with a role, and then as after a password."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from core.access import oidc
from core.access.accounts import ElsewhereError, LastAdministratorError
from core.access.audit import Filter
from core.access.details import Details
from core.access.form import COOKIE
from core.access.oidc import OidcSettingsError
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.service import OnlyElsewhere, SignedIn, WrongNameOrPassword, current_access
from core.features.accounts import oidc_routes as oidc_routes_module
from core.features.accounts.oidc_routes import oidc_routes
from core.features.accounts.page import account_html, sign_in_html
from core.features.accounts.sign_in import sign_in_routes
from core.web.notices import NOTICE_PARAM, unsealed
from core.web.visit import Visit
from tests.access.oidc_provider import CLIENT_ID, CLIENT_SECRET, TENANT, OidcProvider, running_provider
from tests.conftest import forget
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import WORDS
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source")

TERMINAL = at_the_terminal("x")
OBJECT = "99999999-0000-0000-0000-000000000001"
SETTINGS = """
address = "http://testserver"
[[providers]]
id = "huddinge"
name = "Huddinge kommun"
metadata_url = "{metadata}"
client_id = "{client}"
client_secret_variable = "NYCKELTAL_OIDC_HUDDINGE"
tenant = "{tenant}"
[providers.roles]
"Nyckeltal.Admin" = {{ role = "administratör" }}
"Nyckeltal.Chef" = {{ role = "chef", municipality = "0126" }}
"Nyckeltal.Skola" = {{ role = "sammankallande", areas = ["grundskola"] }}
"Nyckeltal.Sammankallande" = {{ role = "sammankallande" }}
"""


@pytest.fixture(scope="module")
def running() -> Iterator[OidcProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: OidcProvider) -> OidcProvider:
    running.claims = claims()
    running.forged = running.refuses = False
    return running


def claims(**changes: Any) -> dict[str, Any]:
    usual = {"tid": TENANT, "oid": OBJECT, "name": "Eva Ström", "preferred_username": "Eva.Strom@huddinge.se"}
    return usual | {"roles": ["Nyckeltal.Chef"]} | changes


@pytest.fixture
def settings(provider: OidcProvider, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = data_dir.parent / "oidc.toml"
    file.write_text(SETTINGS.format(metadata=provider.metadata_url, client=CLIENT_ID, tenant=TENANT), encoding="utf-8")
    monkeypatch.setenv("NYCKELTAL_OIDC_FILE", str(file))
    monkeypatch.setenv("NYCKELTAL_OIDC_HUDDINGE", CLIENT_SECRET)
    oidc.read_settings.cache_clear()
    return file


class Tab:
    """A browser that keeps its cookies and follows nothing."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # As Streamlit has it around us.
        sessions = Middleware(SessionMiddleware, secret_key="x")
        app = Starlette(routes=[*sign_in_routes(), *oidc_routes()], middleware=[sessions])
        self._client, self._browser = Client(app, loop), Browser(loop, app)
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Answer:
        local = address.removeprefix("http://testserver")
        return self._kept(self._client.get(local, host="testserver", cookie=self._cookie))

    def sign_out(self) -> Answer:
        return self._kept(self._browser.post("/logga-ut", {"till": "/"}, cookie=self._cookie))

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={content}" for name, content in self.cookies.items())

    def _kept(self, answer: Answer) -> Answer:
        for line in answer.headers.getlist("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with looping() as made:
        yield made


@pytest.fixture
def client(settings: Path, loop: asyncio.AbstractEventLoop) -> Tab:
    return Tab(loop)


def go(client: Tab, provider: OidcProvider, till: str = "/jamfor?kommun=0126") -> Answer:
    """There and back, as a browser does it."""
    sent = client.get(f"/inloggning/huddinge?{urlencode({'till': till})}")
    assert sent.headers["location"].startswith(provider.url)
    return client.get(sent_on(sent.headers["location"]))


@cache
def _trust() -> ssl.SSLContext:
    """All the world's certificates, read once."""
    return ssl.create_default_context()


def sent_on(address: str) -> str:
    """Where the provider's ADDRESS leads."""
    return str(httpx.get(address, verify=_trust()).headers["location"])


def who(client: Tab) -> Person:
    return current_access().person_of(client.cookies.get(COOKIE), datetime.now(UTC))


def told(answer: Answer) -> str:
    assert answer.status == 303
    target = urlsplit(answer.headers["location"])
    assert target.path == "/logga-in"
    notice = unsealed(parse_qs(target.query)[NOTICE_PARAM][0])
    assert notice is not None
    assert not notice.is_good
    return notice.text


def test_the_first_time_an_account_is_made_with_the_role_that_the_provider_tells(
    client: Tab, provider: OidcProvider
) -> None:
    answer = go(client, provider)
    assert (answer.status, answer.headers["location"]) == (303, "/jamfor?kommun=0126")
    person = who(client)
    assert (person.login, person.name) == ("eva.strom@huddinge.se", "Eva Ström")
    assert (person.role, person.municipality, person.areas) == (Role.MANAGER, "0126", ())
    [entry] = current_access().audit.entries(Filter(), by=TERMINAL, older=None).entries
    assert entry.action == "loggade in första gången"


def test_what_one_server_began_another_ends_and_a_third_knows(
    settings: Path, provider: OidcProvider, loop: asyncio.AbstractEventLoop
) -> None:
    def another_server(cookies: dict[str, str]) -> Tab:
        """One with the same database, and nothing in its memory."""
        forget()
        oidc_routes_module._registered.cache_clear()
        oidc.read_settings.cache_clear()
        tab = Tab(loop)
        tab.cookies = dict(cookies)
        return tab

    assert settings.exists()
    first = another_server({})
    sent = first.get("/inloggning/huddinge?till=%2Fom")
    second = another_server(first.cookies)
    assert second.get(sent_on(sent.headers["location"])).headers["location"] == "/om"
    assert who(another_server(second.cookies)).login == "eva.strom@huddinge.se"


def test_the_session_is_ours_and_ends_with_the_sign_out(client: Tab, provider: OidcProvider) -> None:
    answer = go(client, provider)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    token = client.cookies[COOKIE]
    client.sign_out()
    assert current_access().person_of(token, datetime.now(UTC)) is READER


def test_she_is_known_again_by_tenant_and_object_whatever_she_is_called(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    first = who(client)
    provider.claims = claims(name="Eva Berg", preferred_username="eva.berg@huddinge.se")
    go(client, provider)
    again = who(client)
    assert (again.id, again.login, again.name) == (first.id, first.login, "Eva Berg")


def test_a_name_that_is_taken_does_not_give_her_anothers_account(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    first = who(client)
    provider.claims = claims(oid=OBJECT[:-1] + "2")
    go(client, provider)
    other = who(client)
    assert other.id != first.id
    assert other.login == "eva.strom@huddinge.se-2"


def test_a_changed_role_holds_from_the_next_sign_in(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    provider.claims = claims(roles=["Nyckeltal.Sammankallande", "Nyckeltal.Skola"])
    go(client, provider)
    assert (who(client).role, who(client).municipality, who(client).areas) == (Role.CONVENOR, None, ("grundskola",))
    provider.claims = claims(roles=["Nyckeltal.Skola", "Nyckeltal.Admin", "Okänd"])
    go(client, provider)
    assert (who(client).role, who(client).areas) == (Role.ADMINISTRATOR, ())


def test_the_provider_cannot_take_the_role_from_the_last_administrator(client: Tab, provider: OidcProvider) -> None:
    provider.claims = claims(roles=["Nyckeltal.Admin"])
    go(client, provider)
    provider.claims = claims()
    go(client, provider)
    assert who(client).role is Role.ADMINISTRATOR
    current_access().accounts.add(
        "bo", Details("Bo", Role.ADMINISTRATOR), WORDS, by=TERMINAL, now=datetime.now(UTC), is_own=True
    )
    go(client, provider)
    assert (who(client).role, who(client).municipality) == (Role.MANAGER, "0126")


def test_areas_that_the_provider_does_not_tell_are_as_the_administrator_gave_them(
    client: Tab, provider: OidcProvider
) -> None:
    provider.claims = claims(roles=["Nyckeltal.Sammankallande"])
    go(client, provider)
    access, now = current_access(), datetime.now(UTC)
    details = Details(who(client).name, Role.CONVENOR, areas=("miljo",))
    access.accounts.change(who(client).login, details, by=TERMINAL, now=now)
    go(client, provider)
    assert who(client).areas == ("miljo",)


@pytest.mark.parametrize("roles", [[], ["Något annat"], "Nyckeltal.Admin", None, [{"x": 1}]])
def test_without_one_of_our_roles_nobody_gets_in(client: Tab, provider: OidcProvider, roles: object) -> None:
    provider.claims = claims(roles=roles)
    assert "ingen roll" in told(go(client, provider))
    assert who(client) is READER


def test_another_tenants_people_are_refused(client: Tab, provider: OidcProvider) -> None:
    for changes in ({"tid": "en annan"}, {"tid": None}, {"oid": ""}, {"oid": "x" * 101}):
        provider.claims = claims(**changes)
        assert "gick inte igenom" in told(go(client, provider))
    assert who(client) is READER


@pytest.mark.parametrize("changes", [{"aud": "en annan"}, {"iss": "https://ond.plats"}, {"nonce": "fel"}, {"exp": 1}])
def test_a_token_that_is_not_for_us_now_is_refused(
    client: Tab, provider: OidcProvider, changes: dict[str, Any]
) -> None:
    provider.claims = claims(**changes)
    assert "gick inte igenom" in told(go(client, provider))


def test_a_token_with_a_strange_signature_is_refused(client: Tab, provider: OidcProvider) -> None:
    provider.forged = True
    assert "gick inte igenom" in told(go(client, provider))
    assert who(client) is READER


def test_who_is_refused_there_is_told_and_may_try_again(client: Tab, provider: OidcProvider) -> None:
    provider.refuses = True
    answer = go(client, provider)
    assert "gick inte igenom" in told(answer)
    assert parse_qs(urlsplit(answer.headers["location"]).query)["till"] == ["/jamfor?kommun=0126"]


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    client: Tab, provider: OidcProvider, loop: asyncio.AbstractEventLoop
) -> None:
    sent = client.get("/inloggning/huddinge")
    back = sent_on(sent.headers["location"])
    assert "gick inte igenom" in told(Tab(loop).get(back))
    assert client.get(back).headers["location"] == "/"
    assert "gick inte igenom" in told(client.get(back)), "a code holds once"


def test_state_nonce_and_pkce_are_sent(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    assert provider.asked["code_challenge_method"] == "S256"
    assert all(provider.asked[name] for name in ("state", "nonce", "code_challenge"))
    assert provider.asked["redirect_uri"] == "http://testserver/inloggning/huddinge/svar"


def test_one_is_led_nowhere_else_afterwards(client: Tab, provider: OidcProvider) -> None:
    assert go(client, provider, till="https://ond.plats/").headers["location"] == "/"


def test_a_closed_account_stays_closed(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    current_access().accounts.disable(who(client).login, by=TERMINAL, now=datetime.now(UTC))
    assert "avstängt" in told(go(client, provider))


def test_nobody_signs_in_to_it_with_a_password(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    access = current_access()
    for guess in ("", WORDS):
        done = access.sign_in("eva.strom@huddinge.se", guess, "127.0.0.1", datetime.now(UTC))
        assert isinstance(done, WrongNameOrPassword)
    page = account_html(Visit("/konto", {}, person=who(client)), access)
    assert parsed(page).all("input") == []
    assert "inget lösenord här" in page


def test_who_is_refused_there_is_signed_out_here(client: Tab, provider: OidcProvider) -> None:
    go(client, provider)
    assert who(client).role is Role.MANAGER
    provider.claims = claims(roles=[])
    assert "ingen roll" in told(go(client, provider))
    assert who(client) == READER


def test_an_account_of_a_provider_gets_no_password_here(client: Tab, provider: OidcProvider) -> None:
    provider.claims = claims(roles=["Nyckeltal.Admin"])
    go(client, provider)
    eva, now = who(client), datetime.now(UTC)
    for by in (eva, TERMINAL):
        with pytest.raises(ElsewhereError, match="hos sin kommun"):
            current_access().accounts.set_password(eva.login, WORDS, by=by, now=now)
    assert not current_access().has_password(eva)


def test_two_tabs_each_keep_their_own_way(client: Tab, provider: OidcProvider) -> None:
    places = ("/jamfor?kommun=0126", "/konton", "/andringslogg")
    sent = [client.get(f"/inloggning/huddinge?{urlencode({'till': place})}") for place in places]
    backs = [sent_on(answer.headers["location"]) for answer in sent]
    # In another order than they were begun.
    for place, back in sorted(zip(places, backs, strict=True)):
        assert client.get(back).headers["location"] == place
    assert who(client).is_signed_in
    # A way is gone once.
    assert "gick inte igenom" in told(client.get(backs[0]))


def test_ways_that_were_left_are_forgotten(client: Tab, provider: OidcProvider) -> None:
    for _ in range(12):
        client.get("/inloggning/huddinge?till=/")
    assert len([name for name, content in client.cookies.items() if name.startswith("nk-") and content]) <= 5


@pytest.mark.parametrize("is_told", [True, False])
def test_by_a_setting_who_administers_signs_in_there_only(
    settings: Path, loop: asyncio.AbstractEventLoop, is_told: bool
) -> None:
    if is_told:
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("[[prov", "administrators_only_here = true\n[[prov", 1), encoding="utf-8")
        oidc.read_settings.cache_clear()
    access, now = current_access(), datetime.now(UTC)
    access.accounts.add("berit", Details("B", Role.ADMINISTRATOR), WORDS, by=TERMINAL, now=now, is_own=True)
    access.accounts.add("bo", Details("Bo", Role.MANAGER, "0126"), WORDS, by=TERMINAL, now=now, is_own=True)
    assert isinstance(access.sign_in("berit", WORDS, "127.0.0.1", now), OnlyElsewhere if is_told else SignedIn)
    assert isinstance(access.sign_in("bo", WORDS, "127.0.0.1", now), SignedIn)
    assert isinstance(access.sign_in("berit", "fel lösenord", "127.0.0.1", now), WrongNameOrPassword)
    # Whoever has only a password is no administrator that could take over, then.
    access.accounts.add("eva", Details("Eva", Role.ADMINISTRATOR), WORDS, by=TERMINAL, now=now, is_own=True)
    with pytest.raises(LastAdministratorError) if is_told else nullcontext():
        access.accounts.disable("eva", by=TERMINAL, now=now)


def test_a_provider_that_does_not_answer_is_told_of(settings: Path, loop: asyncio.AbstractEventLoop) -> None:
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:9", text), encoding="utf-8")
    oidc.read_settings.cache_clear()
    client = Tab(loop)
    assert "svarar inte" in told(client.get("/inloggning/huddinge"))
    assert "finns inte" in told(client.get("/inloggning/okand"))
    assert "finns inte" in told(client.get("/inloggning/okand/svar"))


def test_the_page_offers_it_beside_the_password(settings: Path) -> None:
    root = parsed(sign_in_html(Visit("/logga-in", {"till": "/jamfor"}, person=READER)))
    [way] = root.all("a", "nk-button")
    assert (way.text, way.attributes["href"]) == ("Logga in med Huddinge kommun", "/inloggning/huddinge?till=%2Fjamfor")
    assert root.all("form")


def test_without_settings_there_is_only_the_password(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NYCKELTAL_OIDC_FILE", raising=False)
    assert oidc_routes() == []
    root = parsed(sign_in_html(Visit("/logga-in", {}, person=READER)))
    assert root.all("a", "nk-button") == []


@pytest.mark.parametrize(
    ("wrong", "instead", "said"),
    [
        ('tenant = "', 'tenent = "', "tenant"),
        ('role = "chef"', 'role = "kung"', "Nyckeltal.Chef"),
        ('municipality = "0126"', 'municipality = "9999"', "9999"),
        ('areas = ["grundskola"]', 'areas = ["raketer"]', "raketer"),
        ("NYCKELTAL_OIDC_HUDDINGE", "NYCKELTAL_OIDC_TOM", "NYCKELTAL_OIDC_TOM"),
        ("[[providers]]", "[[providers", "Expected"),
        ("address = ", "# ", "address"),
    ],
)
def test_wrong_settings_are_told_of_at_the_start(settings: Path, wrong: str, instead: str, said: str) -> None:
    settings.write_text(settings.read_text(encoding="utf-8").replace(wrong, instead), encoding="utf-8")
    oidc.read_settings.cache_clear()
    with pytest.raises(OidcSettingsError, match=said):
        oidc_routes()


def test_settings_that_are_not_there_are_told_of(settings: Path) -> None:
    settings.unlink()
    oidc.read_settings.cache_clear()
    with pytest.raises(OidcSettingsError, match=r"oidc\.toml"):
        oidc_routes()
