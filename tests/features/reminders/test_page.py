"""One's own choice of reminders, what Året says of them, and how they are ended without signing in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.access.audit import Filter
from core.access.contacts import Contacts, Reminds
from core.access.people import at_the_terminal
from core.access.service import Access, current_access
from core.features.reminders.page import is_sending, own_html, year_html
from core.features.reminders.routes import reminder_routes
from core.features.year.page import year_page
from core.outcomes.figures import Figures, figure_source
from core.outcomes.year import YearWork
from core.site.site import SITE
from core.site.year_work import year_work
from core.web.visit import Visit
from tests.features.reminders.reminded import SERVICE, asks, mail_settings, near, person
from tests.shared import HUDDINGE
from tests.site.asgi import Browser, Client, looping
from tests.site.visitors import Visitor
from tests.web.html import parsed

Come = Callable[[str], Visitor]


@pytest.fixture
def access(remembered: Path, source: None) -> Access:
    made = current_access()
    near(made)
    return made


@pytest.fixture
def browser(access: Access) -> Iterator[tuple[Browser, Client]]:
    with looping() as loop:
        app = Starlette(routes=reminder_routes())
        yield Browser(loop, app), Client(app, loop)


def own(access: Access, login: str, **params: str) -> str:
    return own_html(Visit("/konto", params, figure_source().get(), person(access, login)))


def test_an_address_is_kept_shown_to_herself_and_taken_away(access: Access, browser: tuple[Browser, Client]) -> None:
    olle = Visitor(browser[0], access, "olle")
    asked = {"epost": " olle@kommun.se ", "slag": ["mina", "kommunen", "påhitt"]}
    _, path, notice = olle.post("/konto/paminnelser", asked)
    assert path == "/konto"
    assert notice
    assert notice.text.startswith("Påminnelserna är sparade. Adressen ska bekräftas")
    held = Contacts(access._engine).of(person(access, "olle"))
    assert held
    assert (held.address, sorted(held.kinds)) == ("olle@kommun.se", [Reminds.TOWN, Reminds.MINE])
    page = parsed(own(access, "olle"))
    assert 'data-value="olle@kommun.se"' in own(access, "olle")
    assert len(page.all("li")) == 4
    assert "olle@kommun.se" not in own(access, "kim")
    log = access.audit.entries(Filter(kind="påminnelser"), by=at_the_terminal("x")).entries
    assert "olle@kommun.se" not in repr(log)
    olle.post("/konto/paminnelser", {"gora": "ta-bort"})
    assert Contacts(access._engine).of(person(access, "olle")) is None


@pytest.mark.parametrize(
    ("epost", "slag", "at"),
    [
        ("olle", "mina", "epost"),
        ("olle@kommun.se\r\nBcc: a@b.se", "mina", "epost"),
        ("o@b.se, c@d.se", "mina", "epost"),
        ("Olle <olle@kommun.se>", "mina", "epost"),
        ("öllö@kommun.se", "mina", "epost"),
        ("", "mina", "epost"),
        ("olle@kommun.se", "", "slag"),
        ("olle@kommun.se", "alla", "slag"),
    ],
)
def test_what_is_no_address_is_told_at_its_field_and_stays(
    access: Access, browser: tuple[Browser, Client], epost: str, slag: str, at: str
) -> None:
    olle = Visitor(browser[0], access, "olle")
    _, _, notice = olle.post("/konto/paminnelser", {"epost": epost, "slag": slag})
    assert notice
    assert notice.why(at)
    assert Contacts(access._engine).of(person(access, "olle")) is None
    if epost.isprintable():
        fields = parsed(own(access, "olle", **olle.params)).all("input")
        assert [one.attributes["data-value"] for one in fields if one.attributes["name"] == "epost"] == [epost]


def test_a_letter_is_ended_without_signing_in_by_a_press_and_by_a_mail_program(
    access: Access, browser: tuple[Browser, Client]
) -> None:
    posts, client = browser
    contacts = Contacts(access._engine)
    for headers in ({"content_type": "application/x-www-form-urlencoded"}, {"content_type": "multipart/form-data"}):
        path = f"/avsluta-paminnelser/{asks(access, 'kim', 'samarbetet').token}"
        page = client.get(path)
        assert (page.status, page.headers["cache-control"]) == (200, "no-store")
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "Sluta få påminnelser?" in page.text
        assert "kim" not in page.text
        # To look is to do nothing: scanners of mail open every link.
        assert contacts.of(person(access, "kim"))
        answer = posts.post(path, b"List-Unsubscribe=One-Click", origin=None, host="mail.example", **headers)
        assert (answer.status, "Du får inga fler påminnelser" in answer.text) == (200, True)
        assert contacts.of(person(access, "kim")) is None
        assert client.get(path).status == 404
        assert posts.post(path, b"", origin=None).status == 200
    assert client.get("/avsluta-paminnelser/gissad").status == 404


def test_the_year_says_what_would_have_gone_and_to_how_many_never_to_whom(access: Access) -> None:
    asks(access, "ada", "samarbetet")
    asks(access, "kim", "omradet")
    asks(access, "olle", "kommunen", "mina")

    def section(municipality: str) -> list[str]:
        html = SITE["/aret"].show(Visit("/aret", {"kommun": municipality}, figure_source().get()))
        [page] = [one for one in parsed(html).all("details") if one.attributes.get("id") == "paminnelser"]
        assert "Ingen e-postserver är inställd" in page.text
        assert "Schemalägg" not in html
        assert not {"ada@kommun.se", "olle@kommun.se"} & set(html.split())
        return [one.text for one in page.all("tr")[1:]]

    rows = section(HUDDINGE)
    assert sum("Rapporter" in row and "2 mottagare" in row for row in rows) == 2
    assert any("Genrep" in row and "1 mottagare" in row for row in rows)
    assert any("Budgetberedning" in row and "1 mottagare" in row for row in rows)
    assert not any("Budgetberedning" in row for row in section("0127"))
    before = figure_source().get()
    asks(access, "kim", "samarbetet")
    assert figure_source().get() is before
    assert any("Genrep" in row and "2 mottagare" in row for row in section(HUDDINGE))


def test_an_address_is_confirmed_from_its_letter_by_a_press_and_asked_again_a_few_times(
    access: Access, browser: tuple[Browser, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, client = browser
    contacts, kim = Contacts(access._engine), Visitor(posts, access, "kim")
    with mail_settings(monkeypatch) as box:
        _, _, notice = kim.post("/konto/paminnelser", {"epost": "kim@kommun.se", "slag": ["samarbetet"]})
        assert notice
        assert "Ett brev har gått till adressen" in notice.text
        assert "kim@kommun.se" not in notice.text, "it stands in the address, which servers log"
        assert "Ett brev gick till kim@kommun.se" in own(access, "kim")
        # To choose other kinds asks nothing again; to press the button does, and no more than a few times.
        kim.post("/konto/paminnelser", {"epost": "kim@kommun.se", "slag": ["samarbetet", "omradet"]})
        told = [kim.post("/konto/paminnelser", {"gora": "skicka-igen"})[2] for _ in range(3)]
        assert [one.is_good for one in told if one] == [True, True, False]
        assert told[-1]
        assert "Flera brev har redan skickats. Titta i skräpposten" in told[-1].text
        assert [one["To"] for one in box.letters] == ["kim@kommun.se"] * 3
        [link] = re.findall(rf"{SERVICE}(/bekrafta-adress/\S+)", box.letters[0].get_content())
        page = client.get(link)
        assert (page.status, page.headers["referrer-policy"]) == (200, "no-referrer")
        assert "kim" not in page.text
        held = contacts.of(person(access, "kim"))
        assert held
        assert not held.is_confirmed, "to look is to do nothing: scanners of mail open every link"
        assert contacts.choices() == {}
        assert "Adressen är bekräftad" in posts.post(link, b"").text
        assert sum(contacts.choices().values()) == 1
        assert "inte bekräftad än" not in own(access, "kim")
        kim.post("/konto/paminnelser", {"epost": "kim@kommun.se", "slag": ["samarbetet"]})
        assert len(box.letters) == 3
        assert client.get("/bekrafta-adress/gissad").status == posts.post("/bekrafta-adress/gissad", b"").status == 404


def test_a_letter_that_does_not_go_is_told_without_the_servers_name_and_the_address_stays(
    access: Access, browser: tuple[Browser, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = Visitor(browser[0], access, "kim")
    asked = {"epost": "fel@kommun.se", "slag": ["samarbetet"]}
    with mail_settings(monkeypatch) as box:
        box.refused = {"fel@kommun.se": "550 unknown"}
        _, _, notice = kim.post("/konto/paminnelser", asked)
        assert notice
        assert "tar inte emot den" in notice.text
        assert "Adressen togs inte emot" in own(access, "kim")
        monkeypatch.setenv("NYCKELTAL_SMTP_SECURITY", "starttls")
        _, _, notice = kim.post("/konto/paminnelser", {**asked, "epost": "kim@kommun.se"})
    assert notice
    assert "Brevet med länken gick inte att skicka nu" in notice.text
    assert "127.0.0.1" not in notice.text
    assert "Skicka brevet" in own(access, "kim")


def test_letters_are_said_to_go_only_where_there_is_a_server_and_an_address_to_lead_to(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_sending()
    with mail_settings(monkeypatch):
        assert is_sending()
        monkeypatch.delenv("NYCKELTAL_SITE")
        assert not is_sending()


def test_aret_asks_once_what_is_made_in_a_year_for_its_dates_and_its_reminders(access: Access) -> None:
    asked: list[int] = []

    def counting(figures: Figures, year: int) -> YearWork:
        asked.append(year)
        return year_work(figures, year)

    visit = Visit("/aret", {"kommun": HUDDINGE}, figure_source().get())
    for show in (year_page(counting), year_html(counting)):
        show(visit)
    assert len(asked) == len({*asked}) >= 1
