"""Signing in, accounts and the log as pages: who sees what, and that what was typed is not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.access.details import Details
from core.access.passwords import PasswordError
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import Action, NotAllowedError, require
from core.access.service import Access, SignedIn
from core.features.accounts.page import (
    PASSWORD_LABELS,
    account_html,
    accounts_html,
    audit_html,
    sign_in_html,
)
from core.site.site import menu
from core.state import open_state
from core.web.choices import ACCOUNT
from core.web.notices import SHOWN_FOR, Notice, sealed, unsealed
from core.web.pages import Door, refusal_html
from core.web.visit import Visit
from tests.web.html import Element, parsed

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CHIEF = Person(1, "anna", "Administratören", Role.ADMINISTRATOR)
CONVENOR = Person(2, "bo", "Sammankallande", Role.CONVENOR, areas=("grundskola",))
MANAGER = Person(3, "eva", "Chefen", Role.MANAGER, municipality="0126")


@pytest.fixture
def access(tmp_path: Path) -> Access:
    made = Access(open_state(f"sqlite:///{tmp_path / 'state.sqlite'}"))
    details = Details("<b>Bo</b>", Role.CONVENOR, areas=("grundskola",))
    made.accounts.add("bo", details, "en bra mening med å", by=at_the_terminal("x"), now=NOW, is_own=True)
    return made


def asked(person: Person = READER, **params: str) -> Visit:
    return Visit("/konton", params, person=person)


def page(html: str) -> Element:
    return parsed(html)


def ticked(root: Element) -> list[str]:
    return [box.attributes["value"] for box in root.all("input") if "data-checked" in box.attributes]


def test_the_form_can_be_filled_in_by_a_password_manager() -> None:
    fields = page(sign_in_html(asked())).all("input")
    known = {field.attributes.get("autocomplete", "") for field in fields}
    assert {"username", "current-password"} <= known


def test_the_form_leads_back_to_where_one_came_from_and_never_to_another_place() -> None:
    for given, kept in (("/jamfor?kommun=0126", "/jamfor?kommun=0126"), ("//ond.plats/", "/"), ("javascript:x", "/")):
        hidden = page(sign_in_html(asked(till=given))).all("input")[0]
        assert hidden.attributes["value"] == kept


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"fel": "namn-eller-losenord"}, "Namnet eller lösenordet stämmer inte."),
        ({"fel": "vanta", "sekunder": "8"}, "Vänta 8 sekunder"),
        ({"fel": "vanta", "sekunder": "600"}, "Vänta 10 minuter"),
        ({"fel": "vanta", "sekunder": "99999999999"}, "Vänta 0 sekunder"),
        ({"fel": "hos-kommunen"}, "loggar in med kommunens egen inloggning"),
    ],
)
def test_why_one_was_not_let_in_is_said(params: dict[str, str], said: str) -> None:
    assert said in page(sign_in_html(asked(READER, **params))).text


def test_what_is_wrong_leads_to_its_field_in_every_form_of_an_account(access: Access) -> None:
    root = page(sign_in_html(asked(READER, fel="namn-eller-losenord")))
    assert [a.attributes["href"] for a in root.one("div", "nk-told").all("a")] == ["#falt-namn", "#falt-losenord"]
    assert [f.attributes["id"] for f in root.all("input") if "aria-invalid" in f.attributes] == [
        "falt-namn",
        "falt-losenord",
    ]
    short = Notice.of(PasswordError("Lösenordet är för kort."), PASSWORD_LABELS)
    own = page(account_html(asked(CONVENOR, besked=sealed(short)), access))
    [field] = [f for f in own.all("input") if "aria-invalid" in f.attributes]
    assert (field.attributes["name"], field.attributes["aria-describedby"]) == ("nytt", "fel-nytt")


def test_whoever_has_signed_in_sees_who_she_is() -> None:
    root = page(sign_in_html(asked(CONVENOR)))
    assert "Du är inloggad som Sammankallande." in root.text
    assert not [field for field in root.all("input") if field.attributes.get("type") == "password"]


def test_the_own_account_says_what_it_may_do(access: Access) -> None:
    text = page(account_html(asked(CONVENOR), access)).text
    assert "sammankallande" in text
    assert "Grundskola" in text
    assert "lägga in egna nyckeltal" in text
    assert "sköta konton" not in text


def test_the_own_account_says_where_one_is_signed_in_and_offers_to_end_the_others(access: Access) -> None:
    now = datetime.now(UTC)
    tokens = []
    for device in ("Edge på Windows", "Safari på iPhone"):
        done = access.sign_in("bo", "en bra mening med å", "192.0.2.1", now, browser=device)
        assert isinstance(done, SignedIn)
        tokens.append(done.token)
    root = page(account_html(asked(access.person_of(tokens[0], now)), access))
    shown = root.all("ul", "nk-people")[-1].all("li")
    assert ["den här" in one.text for one in shown] == [True, False]
    assert "Safari på iPhone" in shown[1].text
    assert [form.attributes["action"] for one in shown for form in one.all("form")] == ["/konto/avsluta"]
    assert "30 minuter utan klick, och senast efter 12 timmar" in root.text


def test_who_was_given_her_password_is_told_to_change_it_wherever_she_goes(access: Access) -> None:
    given = replace(CONVENOR, must_change_password=True)
    assert "Välj ett eget lösenord" in page(account_html(asked(given), access)).text
    assert [(one.words, one.address) for one in menu(Visit(ACCOUNT, person=given), Door.ONES_OWN)] == [
        ("Mitt konto", ACCOUNT)
    ]
    try:
        require(given, Action.UPLOAD, area="grundskola")
    except NotAllowedError as error:
        root = page(refusal_html(asked(given), error))
        assert root.one("h1").text == "Byt lösenord först"
        assert [a.attributes["href"] for a in root.all("a")] == ["/konto?till=%2Fkonton"]


@pytest.mark.parametrize("person", [READER, CONVENOR, MANAGER])
def test_accounts_and_the_log_are_for_administrators(access: Access, person: Person) -> None:
    for draw in (accounts_html, audit_html):
        with pytest.raises(NotAllowedError):
            draw(asked(person), access)


def test_a_reader_has_no_account_page(access: Access) -> None:
    with pytest.raises(NotAllowedError):
        account_html(asked(), access)


def test_a_page_one_may_not_see_says_why_and_what_to_do(access: Access) -> None:
    try:
        account_html(asked(), access)
    except NotAllowedError as error:
        root = page(refusal_html(asked(), error))
        assert [a.attributes["href"] for a in root.all("a")] == ["/logga-in?till=%2Fkonton"]
        assert root.one("h1").text == "Sidan kräver att du loggar in"
        other = page(refusal_html(asked(CONVENOR), error))
        assert other.one("h1").text == "Sidan kräver ett annat konto"


def test_everybody_with_an_account_is_listed_and_her_name_is_text(access: Access) -> None:
    html = accounts_html(asked(CHIEF), access)
    assert "<b>Bo</b>" not in html
    root = page(html)
    assert "<b>Bo</b>" in root.one("ul", "nk-people").text
    ticked = [
        box.attributes["value"] for box in root.one("ul", "nk-people").all("input") if "data-checked" in box.attributes
    ]
    assert ticked == ["convenor", "", "grundskola"]


def test_the_log_tells_who_did_what_when_in_swedish_time(access: Access) -> None:
    text = page(audit_html(asked(CHIEF), access)).text
    assert "2026-11-22 10:30" in text
    assert "terminal: x" in text
    assert "lade till konto bo" in text


@pytest.mark.parametrize(
    ("params", "rows"),
    [
        ({"vem": "terminal"}, 1),
        ({"vem": "ingen"}, 0),
        ({"fran": "2026-11-22", "till": "2026-11-22"}, 1),
        ({"fran": "2026-11-23"}, 0),
        ({"till": "2026-11-21"}, 0),
        ({"fran": "i går"}, 1),
        ({"aldre": "<b>"}, 1),
    ],
)
def test_the_log_is_filtered_by_its_address(access: Access, params: dict[str, str], rows: int) -> None:
    root = page(audit_html(asked(CHIEF, **params), access))
    assert len(root.all("tbody")[0].all("tr") if rows else []) == rows
    assert bool(root.all("div", "nk-empty")) is (rows == 0)


def test_a_message_nobody_here_has_sealed_is_not_shown() -> None:
    ours = sealed(Notice("Klart.", is_good=True))
    assert unsealed(ours) == Notice("Klart.", is_good=True)
    content, _, seal = ours.partition(".")
    for forged in ("", ".", content, f"{content}.", f"{content}.{'0' * 64}", f"x{content}.{seal}", f"{content}.å"):
        assert unsealed(forged) is None


def test_a_message_is_told_for_a_while_only() -> None:
    said = sealed(Notice("Klart.", is_good=True), now=1000.0)
    assert unsealed(said, now=1000.0 + SHOWN_FOR - 1) == Notice("Klart.", is_good=True)
    assert unsealed(said, now=1000.0 + SHOWN_FOR) is None
