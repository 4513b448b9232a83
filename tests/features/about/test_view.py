"""The page about the product tells what is kept, of whom, why and how long, as it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.access import sessions
from core.access.form import COOKIE, DEVICE_COOKIE, STATE_COOKIE
from core.features.about.view import about_html
from core.signals import constants
from core.web.visit import Visit
from tests.web.html import parsed


def told() -> str:
    return parsed(about_html(Visit("/om"))).text


def test_every_cookie_is_named_with_what_it_is_for_and_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "LONGEST", timedelta(hours=11))
    text = told()
    for cookie in (COOKIE, STATE_COOKIE, DEVICE_COOKIE):
        assert re.search(rf"{cookie}\S* (sätts|finns)", text), cookie
    assert "gäller aldrig längre än 11 timmar" in text
    assert "inga besökare följs" in text
    assert "_streamlit" not in text, "it is sent to nobody"


def test_what_is_kept_of_somebody_who_signs_in_and_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "KEPT", timedelta(days=31))
    text = told()
    for words in ("inloggningsnamn, namn, roll, kommun", "i högst 31 dagar", "tas bort efter 30 dagar", "Fråga samman"):
        assert words in text
    assert "Integritetsskyddsmyndigheten" in text


@pytest.mark.parametrize(
    ("contact", "address"), [("mailto:security@example.se", "mailto:security@example.se"), ("javascript:x()", None)]
)
def test_whoever_finds_a_hole_is_told_where_to_say_it(
    monkeypatch: pytest.MonkeyPatch, contact: str, address: str | None
) -> None:
    monkeypatch.setenv("NYCKELTAL_SECURITY_CONTACT", contact)
    root = parsed(about_html(Visit("/om")))
    links = [link.attributes["href"] for link in root.all("a") if link.text == "Berätta det för oss"]
    assert links == ([address] if address else [])


def test_words_that_are_taken_for_each_other_are_told_apart() -> None:
    text = told()
    for words in (
        "etappmål är målnivån för ett av åren på vägen, slutmålet är den sista",
        "Ett rött ansikte bredvid en grön ruta är inget fel",
    ):
        assert words in text


def test_the_rule_of_what_a_figure_did_and_what_is_public_are_told() -> None:
    text = told()
    for words in (
        f"{constants.DEADBAND_FACTOR:.0f} gånger en vanlig ändring, står det ”oförändrat”",
        "inte att åtgärden är orsaken",
        "Alla ser publicerade slutsatser",
        "Den som ansvarar är en funktion, aldrig en person.",
    ):
        assert words in text
