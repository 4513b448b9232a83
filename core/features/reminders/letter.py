"""A reminder as a letter: what comes when, with where it is, and how to be told no more. Its subject says nothing.

And the letter that goes before all others: is the address right?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import quote, urlencode

from core.access.contacts import Contact
from core.access.rows import digest
from core.mail.letters import Letter, one_line
from core.outcomes.reminders import Reminder
from core.web.choices import ACCOUNT, CONFIRM_ADDRESS, UNDERTAKINGS, UNSUBSCRIBE, YEAR, Choices, link
from core.words.dates import away_words, weekday_words
from core.words.formats import count_word, first_upper

# Of one letter: who has more reads them on her page.
_MOST = 30


@dataclass(frozen=True)
class Writing:
    """Letters from the co-operation called NAME, whose pages are at SITE (its path too), written TODAY."""

    name: str
    site: str
    today: date

    def asking(self, account: int, contact: Contact, now: datetime) -> Letter:
        """The letter that asks whether CONTACT's address is ACCOUNT's, as of NOW."""
        lines = [
            f"Någon med ett konto i {self.name} har bett om påminnelser till den här adressen.",
            "",
            "Är det du, bekräfta adressen:",
            f"{self.site}{CONFIRM_ADDRESS}/{contact.token}",
            "",
            "Är det inte du behöver du inte göra något. Vill du att adressen tas bort genast:",
            f"{self.site}{UNSUBSCRIBE}/{contact.token}",
        ]
        key = digest(f"{account} {contact.token} {now.isoformat()}")
        return Letter(contact.address, f"{self.name}: bekräfta din e-postadress", lines, key)

    def letter(self, account: int, contact: Contact, reminders: Sequence[Reminder]) -> Letter:
        """The letter with REMINDERS (one at least, by day) to CONTACT, ACCOUNT's."""
        stop = f"{self.site}{UNSUBSCRIBE}/{contact.token}"
        count = len(reminders)
        return Letter(
            contact.address,
            f"{self.name}: {count_word(count, 'ett')} datum närmar sig",
            [*self._lines(reminders), *self._end(stop)],
            digest("\0".join([str(account), *(one.key for one in reminders)])),
            {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )

    def _lines(self, reminders: Sequence[Reminder]) -> Iterator[str]:
        for on, those in groupby(reminders[:_MOST], key=lambda one: one.on):
            yield f"{first_upper(away_words((on - self.today).days))}, {weekday_words(on)}:"
            for one in those:
                yield f"- {one_line(one.title)}"
                if one.about:
                    yield f"  {one_line(one.about)}"
                yield f"  {self._place(one)}"
            yield ""
        if len(reminders) > _MOST:
            yield f"Och {len(reminders) - _MOST} till: {self.site}{UNDERTAKINGS}"
            yield ""

    def _place(self, one: Reminder) -> str:
        if one.is_mine:
            return f"{self.site}{UNDERTAKINGS}?{urlencode({'kommun': one.municipality})}#om-{quote(one.place)}"
        year = None if one.on.year == self.today.year else one.on.year
        return self.site + link(YEAR, Choices(one.municipality or None, plan_year=year))

    def _end(self, stop: str) -> Iterator[str]:
        yield "--"
        yield f"Du har valt att få påminnelser från {self.name}."
        yield f"Ändra vad du påminns om: {self.site}{ACCOUNT}#paminnelser"
        yield f"Sluta få påminnelser, utan att logga in: {stop}"
