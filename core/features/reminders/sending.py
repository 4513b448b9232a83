"""All reminders of a day sent: each once, those that are nearest first, and what is not taken told and tried again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from core.access.contacts import Contact, ContactError, Contacts
from core.access.people import Person
from core.access.rows import account_of
from core.features.reminders.letter import Writing
from core.features.reminders.store import Sent
from core.mail.letters import one_line
from core.mail.post import Fate, MailServerError, Outcome, Post
from core.outcomes.reminders import Reminder, Reminding

# Of one run; whoever is left is written to in the next.
MOST_LETTERS, MOST_SECONDS = 5_000, 1_200.0
_OWN, _ASKED = "egna åtaganden", "frågan om adressen är rätt"


@dataclass
class Told:
    """What became of a run: counts of LETTERS and reminders sent and of addresses ASKED, and by login why not.

    ``unknown`` were handed over and not answered, and are not sent again; ``left`` were not tried; ``cut_off`` are
    reminders of an earlier run that nothing is known of. ``server`` is why none could be sent any more.
    """

    letters: int = 0
    reminders: int = 0
    asked: int = 0
    not_taken: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    left: int = 0
    cut_off: int = 0
    server: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all that was to be sent has been."""
        return not (self.not_taken or self.unknown or self.left or self.cut_off or self.server)


@dataclass(frozen=True)
class Asking:
    """The letters that ask those who have typed an address, in CONTACTS, whether it is right: WRITING them, by POST."""

    contacts: Contacts
    writing: Writing
    post: Post

    def ask(self, person: Person, contact: Contact, now: datetime) -> Outcome:
        """Send the letter that asks whether CONTACT's address is PERSON's.

        Raises ContactError after too many of them, MailServerError, StateError.
        """
        self.contacts.let_ask(person, now)
        outcome = self.post.send(self.writing.asking(account_of(person), contact, now))
        if outcome.fate is not Fate.LATER:
            self.contacts.note_asked(person, now)
        if outcome.fate in (Fate.SENT, Fate.REFUSED):
            self.contacts.note_refused(person, now if outcome.fate is Fate.REFUSED else None)
        return outcome


@dataclass(frozen=True)
class _Due:
    """Whom to write to: of REMINDERS, or to ask whether the address is right where there are none."""

    person: Person
    contact: Contact
    reminders: Sequence[Reminder]


@dataclass(frozen=True)
class Run:
    """One run of REMINDING: to CONTACTS, of what SENT does not have, WRITING the letters."""

    reminding: Reminding
    contacts: Contacts
    sent: Sent
    writing: Writing
    now: Callable[[], datetime]
    clock: Callable[[], float] = time.monotonic

    def send(self, post: Post) -> Told:
        """Send by POST, and tell. Raises StateError."""
        told = Told(cut_off=self.sent.cut_off(self.now()))
        self.contacts.forget_unconfirmed(self.now())
        due, ends = self._due(), self.clock() + MOST_SECONDS
        for at, one in enumerate(due):
            if told.letters + told.asked >= MOST_LETTERS or self.clock() > ends:
                told.left = len(due) - at
                break
            try:
                self._send(post, one, told)
            except MailServerError as error:
                told.server, told.left = str(error), len(due) - at
                break
        return told

    def counts(self) -> Counter[tuple[date, str]]:
        """What would be sent now, by day and title, to how many: what is somebody's own is not told by its title."""
        found: Counter[tuple[date, str]] = Counter()
        for one in self._due():
            told = {(of.on, _OWN if of.is_mine else one_line(of.title)) for of in one.reminders}
            found.update(told or {(self.writing.today, _ASKED)})
        return found

    def _due(self) -> list[_Due]:
        """Who is to be written to, those first whose day is nearest."""
        return sorted(self._everyone(), key=lambda one: one.reminders[0].on if one.reminders else date.min)

    def _everyone(self) -> Iterator[_Due]:
        for person, contact in self.contacts.everyone():
            if not contact.is_confirmed:
                if contact.asked_at is None:
                    yield _Due(person, contact, ())
                continue
            reminders = self.reminding.of(person, contact)
            left = self.sent.left(account_of(person), [one.key for one in reminders]) if reminders else set()
            if kept := [one for one in reminders if one.key in left]:
                yield _Due(person, contact, kept)

    def _ask(self, post: Post, one: _Due, told: Told) -> None:
        try:
            outcome = Asking(self.contacts, self.writing, post).ask(one.person, one.contact, self.now())
        except ContactError as error:
            outcome = Outcome(Fate.LATER, error.message)
        if outcome.fate is Fate.SENT:
            told.asked += 1
        else:
            told.not_taken[one.person.login] = outcome.why

    def _send(self, post: Post, one: _Due, told: Told) -> None:
        if not one.reminders:
            self._ask(post, one, told)
            return
        account = account_of(one.person)
        taken = self.sent.take(account, [reminder.key for reminder in one.reminders], self.now())
        reminders = [reminder for reminder in one.reminders if reminder.key in taken]
        if not reminders:
            return
        try:
            outcome = post.send(self.writing.letter(account, one.contact, reminders))
        except MailServerError:
            self.sent.give_back(account, taken)
            raise
        if outcome.fate in (Fate.REFUSED, Fate.LATER):
            self.sent.give_back(account, taken)
            told.not_taken[one.person.login] = outcome.why
        else:
            self.sent.settle(account, taken)
        if outcome.fate is Fate.UNKNOWN:
            told.unknown[one.person.login] = outcome.why
        if outcome.fate is Fate.SENT:
            told.letters += 1
            told.reminders += len(reminders)
        if outcome.fate in (Fate.REFUSED, Fate.SENT):
            is_refused = outcome.fate is Fate.REFUSED
            self.contacts.note_refused(one.person, self.now() if is_refused else None)
