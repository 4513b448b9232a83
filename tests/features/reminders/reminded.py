"""Dates that are near, and people who have asked to be told: for the command, the page and the letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.access.contacts import Contact, Contacts
from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.service import Access
from core.cycle.book import ACTION_PLANS, ACTIVITIES
from core.state.database import writing
from core.state.entries import save_of
from core.words.dates import today
from core.year.book import EVENTS
from core.year.models import Awaits, Lane, YearEvent
from tests.cycle.loops import ANALYST, NOW
from tests.cycle.test_book import PLAN, TIMETABLE
from tests.mail.server import Box, mail_server
from tests.shared import HUDDINGE
from tests.site.visitors import WORDS

SERVICE = "https://nyckeltal.example.se"
HOSTILE = "Genrep\r\nBcc: alla@kommun.se\u202e <b>"
ACCOUNTS = {
    "ada": Details("Ada", Role.ADMINISTRATOR),
    "kim": Details("Kim", Role.CONVENOR, None, ("grundskola",)),
    "olle": Details("Olle", Role.MANAGER, HUDDINGE, ("aldreomsorg",)),
}


def day(days: int) -> date:
    """DAYS from now, in Sweden."""
    return today(datetime.now(UTC)) + timedelta(days)


def event(key: str, title: str, on: date, lane: Lane = Lane.CONFERENCE, awaits: Awaits = Awaits.NOTHING) -> YearEvent:
    return YearEvent(key, on.year, title, lane, on, by="värdkommunen", awaits=awaits)


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def near(access: Access) -> None:
    """Accounts; the rehearsal in a week, reports and Olle's activity tomorrow, a budget day in three days."""
    for login, details in ACCOUNTS.items():
        access.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=datetime.now(UTC), is_own=True)
    save, olle = save_of(ANALYST, NOW), person(access, "olle").id
    with writing(access._engine) as session:
        for one in (
            event("g", HOSTILE, day(7)),
            event("r", "Rapporter", day(1), awaits=Awaits.REPORTS),
            event("f", "Fjärran", day(8)),
        ):
            EVENTS.put(session, "-", one.id, one, save)
        EVENTS.put(session, HUDDINGE, "b", event("b", "Budgetberedning", day(3), Lane.BUDGET), save)
        due = replace(TIMETABLE, account=olle, start=None, due=day(1))
        ACTION_PLANS.put(session, HUDDINGE, "p1", replace(PLAN, account=None), save, is_public=False)
        ACTIVITIES.put(session, HUDDINGE, "a1", due, save, is_public=False)


def asks(access: Access, login: str, *kinds: str, address: str = "") -> Contact:
    """LOGIN asks to be reminded of KINDS, and has confirmed her address."""
    to, contacts = address or f"{login}@kommun.se", Contacts(access._engine)
    contact = contacts.save(person(access, login), to, kinds, datetime.now(UTC))
    contacts.confirm(contact.token, datetime.now(UTC))
    return contact


@contextmanager
def mail_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A mail server, and settings that lead to it and to SERVICE."""
    with mail_server(box := Box()) as port:
        for name, text in {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "ingen"}.items():
            monkeypatch.setenv(f"NYCKELTAL_SMTP_{name}", text)
        monkeypatch.setenv("NYCKELTAL_MAIL_FROM", "nyckeltal@sodertorn.se")
        monkeypatch.setenv("NYCKELTAL_SITE", SERVICE)
        yield box
