"""``remind``: reminders by e-mail, for cron. As often as one likes: none goes twice."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import UTC, date, datetime
from functools import partial

from core.access.contacts import Contacts
from core.access.oidc import site_address
from core.cli.status import NoSnapshotError
from core.errors import NyckeltalError
from core.features.reminders.letter import Writing
from core.features.reminders.sending import Run, Told
from core.features.reminders.store import Sent
from core.mail.post import posting
from core.outcomes.reminders import Reminding
from core.settings import MailSettings, Settings
from core.site.figures import open_figures
from core.site.year_work import year_work
from core.state import open_state
from core.words.dates import today
from core.words.formats import counted

_SOME_LEFT = 2
_MOST_TOLD = 20


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "remind",
        help="skicka påminnelser med e-post om det som ska göras om en vecka och i morgon",
        description="Kan köras hur ofta som helst: ingen påminnelse går två gånger, och det som inte gick fram försöks "
        "igen. Slutar med 2 när något inte skickades.",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="säg vad som skulle skickas och till hur många, skicka inget"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Send, or tell what would be sent; 2 when something was not. Raises NyckeltalError without settings or figures."""
    settings, mail = Settings.from_environment(), MailSettings.from_environment()
    now = datetime.now(UTC)
    with open_state(settings.database_url) as state:
        figures = open_figures(settings, state).get()
        if figures is None:
            raise NoSnapshotError
        name = figures.catalogue.cooperation.name
        reminding = Reminding(figures, today(now), partial(year_work, figures))
        site = site_address()
        writing = Writing(name, site, today(now))
        one = Run(reminding, Contacts(state.engine), Sent(state.engine), writing, lambda: datetime.now(UTC))
        if options.dry_run:
            return _would(one.counts(), has_server=mail is not None)
        if mail is None:
            raise NyckeltalError("Ingen e-postserver är inställd.", "Sätt NYCKELTAL_SMTP_HOST (docs/operations.md).")
        if not site:
            raise NyckeltalError("Breven kan inte leda någonstans.", "Sätt NYCKELTAL_SITE till tjänstens adress.")
        with posting(mail, name, lambda: datetime.now(UTC)) as post:
            return _told(one.send(post))


def _would(counts: Counter[tuple[date, str]], *, has_server: bool) -> int:
    for (on, title), to in sorted(counts.items()):
        print(f"{on.isoformat()} {title}: till {counted(to, '1 mottagare', 'mottagare')}")
    print("Inget är skickat." if counts else "Inget att påminna om.")
    if not has_server:
        print("Ingen e-postserver är inställd: sätt NYCKELTAL_SMTP_HOST (docs/operations.md).")
    return 0


def _told(told: Told) -> int:
    """Say what became of the run; its exit status."""
    sent = counted(told.reminders, "1 påminnelse", "påminnelser")
    print(f"{sent} skickade i {counted(told.letters, 'ett brev', 'brev')}.")
    if told.asked:
        print(f"{counted(told.asked, 'En adress', 'adresser')} har fått frågan om den är rätt.")
    for what, by in (
        ("inte skickat, försöks igen nästa gång", told.not_taken),
        ("kan ha kommit fram, skickas inte igen", told.unknown),
    ):
        for login in list(by)[:_MOST_TOLD]:
            print(f"{login}: {what}. {by[login]}", file=sys.stderr)
        if len(by) > _MOST_TOLD:
            print(f"och {len(by) - _MOST_TOLD} till: {what}.", file=sys.stderr)
    if told.server:
        print(told.server, file=sys.stderr)
    if told.left:
        print(f"{counted(told.left, 'ett brev', 'brev')} är inte försökta: de skickas nästa gång.", file=sys.stderr)
    if told.cut_off:
        words = counted(told.cut_off, "1 påminnelse", "påminnelser")
        print(f"{words} avbröts en tidigare gång: de kan ha kommit fram och skickas inte igen.", file=sys.stderr)
    return 0 if told.is_whole else _SOME_LEFT
