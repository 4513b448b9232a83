"""One's own choice of reminders on Mitt konto, and on Året what goes out when, to how many: never to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.access.contacts import LONGEST_ADDRESS, Choice, Contacts, Reminds
from core.access.oidc import site_address
from core.access.people import Person
from core.access.service import current_engine
from core.errors import NyckeltalError
from core.outcomes.figures import Figures
from core.outcomes.reminders import DAY, WEEK, concerns, dates_ahead, due_of, kinds_for
from core.outcomes.year import AskedYear, Item, YearWork
from core.settings import MailSettings
from core.web.choices import ACCOUNT, REMINDERS_FORM, YEAR, link
from core.web.drafts import WorkKind
from core.web.pages import Show
from core.web.render import render
from core.web.typed import typed_before, work_in
from core.web.visit import Visit
from core.words.dates import day_words, short_day, today
from core.words.formats import counted
from core.year.models import Lane

WorkOf = Callable[[Figures, int], YearWork]
# On Året: what has gone, and what goes.
_BACK, _AHEAD, _MOST_ROWS, _KEPT = WEEK, timedelta(30), 12, 40
_KINDS = {
    Reminds.TOGETHER: "samarbetets datum",
    Reminds.TOWN: "min kommuns datum",
    Reminds.AREA: "det som ska vara klart i mina områden, när det saknas",
    Reminds.MINE: "mina åtaganden: aktiviteter, uppdrag, avvikelser och avstämningar",
}


def contacts_now() -> Contacts:
    """The addresses in the process's own database."""
    return Contacts(current_engine())


def mail_way() -> tuple[MailSettings, str] | None:
    """The mail server to send by, and the address that letters lead to; None where either is missing."""
    try:
        mail, site = MailSettings.from_environment(), site_address()
    except NyckeltalError:
        # Told to whoever runs the command.
        return None
    return (mail, site) if mail and site else None


def is_sending() -> bool:
    """Whether letters go."""
    return mail_way() is not None


def own_html(visit: Visit) -> str:
    """The choice of whoever asks, on her own page."""
    held, typed = contacts_now().of(visit.person), typed_before(visit, WorkKind.REMINDERS)
    return render(
        "own_reminders.html",
        action=REMINDERS_FORM,
        notice=visit.notice,
        held=held,
        kinds=[(one.value, _KINDS[one]) for one in kinds_for(visit.person)],
        fields={
            "epost": held.address if held else "",
            "slag": " ".join(held.kinds if held else kinds_for(visit.person)),
            **typed,
        },
        work=work_in(visit),
        longest=LONGEST_ADDRESS,
        is_sending=is_sending(),
        year=link(YEAR, visit.choices),
    )


@dataclass(frozen=True)
class RowView:
    """A reminder on Året: the day it goes, of what, when that is due, and to how many."""

    day: str
    title: str
    due: str
    to: str


@dataclass(frozen=True)
class _Asked:
    municipality: str
    today: date
    work: tuple[tuple[int, YearWork], ...]
    choices: tuple[tuple[Choice, int], ...]


def year_html(work_of: WorkOf) -> Show:
    """What goes out of MUNICIPALITY's and the co-operation's dates, as anybody may see it."""

    def show(visit: Visit) -> str:
        if visit.figures is None:
            return ""
        day = today(visit.now)
        years = range((day - _BACK).year, (day + _AHEAD + WEEK).year + 1)
        work = tuple((year, visit.once(work_of, year)) for year in years)
        choices = tuple(contacts_now().choices().items())
        asked = _Asked(visit.choices.choice.municipality, day, work, choices)
        rows = visit.figures.kept(_rows, asked, most=_KEPT)
        return render("year_reminders.html", rows=rows, is_sending=is_sending(), account=f"{ACCOUNT}#paminnelser")

    return show


def _rows(figures: Figures, asked: _Asked) -> tuple[RowView, ...]:
    work: Mapping[int, YearWork] = dict(asked.work)
    first, last = asked.today - _BACK, asked.today + _AHEAD
    year = AskedYear(asked.municipality, asked.today.year, asked.today)
    dates = dates_ahead(figures, year, work.__getitem__, first=first + DAY, last=last + WEEK)
    people = [(Person(None, "", "", of.role, of.municipality, of.areas), of.kinds, n) for of, n in asked.choices]
    found = []
    for one in dates:
        to = sum(n for person, kinds, n in people if _may_see(one, person, asked) and concerns(one, person, kinds))
        for before in (WEEK, DAY):
            goes = due_of(one) - before
            if first <= goes <= last:
                told = counted(to, "1 mottagare", "mottagare")
                found.append((goes, RowView(short_day(goes), one.title, day_words(due_of(one)), told)))
    return tuple(row for _, row in sorted(found, key=lambda row: row[0])[:_MOST_ROWS])


def _may_see(one: Item, person: Person, asked: _Asked) -> bool:
    """Whether ONE is a date of PERSON's: the co-operation's, or her own municipality's."""
    return one.lane is Lane.CONFERENCE or person.municipality == asked.municipality
