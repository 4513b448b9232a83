"""Dates that are near, and people who have asked to be told: for the command, the page and the letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

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
from tests.shared import HUDDINGE
from tests.site.visitors import WORDS

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
    """LOGIN asks to be reminded of KINDS."""
    to = address or f"{login}@kommun.se"
    return Contacts(access._engine).save(person(access, login), to, kinds, datetime.now(UTC))
