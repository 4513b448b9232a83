"""``remind``: what goes to whom, once; what does not go is told and goes the next time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, update

from core.access.contacts import UNCONFIRMED_KEPT, Contacts
from core.access.people import at_the_terminal
from core.access.service import Access, current_access
from core.cli import remind
from core.features.reminders import sending
from core.features.reminders.store import Sent
from core.features.reminders.tables import ReminderRow
from core.mail.post import Post
from core.outcomes.figures import Figures
from core.outcomes.year import YearWork
from core.site.year_work import year_work
from core.state.database import writing
from core.state.entries import save_of
from core.year.book import EVENTS
from tests.cli.conftest import Run
from tests.cycle.loops import ANALYST, NOW
from tests.features.reminders.reminded import SERVICE, asks, day, event, mail_settings, near, person
from tests.mail.server import Box
from tests.shared import HUDDINGE


@pytest.fixture
def access(remembered: Path, source: None) -> Access:
    made = current_access()
    near(made)
    return made


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with mail_settings(monkeypatch) as made:
        yield made


def to(box: Box, address: str) -> list[EmailMessage]:
    return [one for one in box.letters if one["To"] == address]


def test_each_is_told_what_she_asked_for_and_never_twice(access: Access, box: Box, run: Run) -> None:
    asks(access, "ada", "samarbetet")
    asks(access, "kim", "omradet")
    token = asks(access, "olle", "kommunen", "mina").token
    first = run("remind")
    assert (first.status, first.out) == (0, "5 påminnelser skickade i 3 brev.\n"), first.err
    [ada], [kim], [olle] = (to(box, f"{login}@kommun.se") for login in ("ada", "kim", "olle"))
    assert ada["Subject"] == "Nyckeltal Södertörn: två datum närmar sig"
    assert ada.get_all("Bcc") is None
    lines = ada.get_content().splitlines()
    assert [line for line in lines if line.startswith("- ")] == ["- Rapporter", "- Genrep Bcc: alla@kommun.se <b>"]
    assert lines[0].startswith("I morgon, ")
    assert any(line.startswith("Om 7 dagar, ") for line in lines)
    assert "Fjärran" not in ada.get_content()
    assert [line for line in kim.get_content().splitlines() if line.startswith(("- ", "  Det", "  värd"))] == [
        "- Rapporter",
        "  värdkommunen. Det saknas för grundskola",
    ]
    text = olle.get_content()
    assert "- Budgetberedning" in text
    assert "- Schemalägg vuxna på rasterna" in text
    assert f"{SERVICE}/mina-ataganden?kommun={HUDDINGE}#om-a1" in text
    assert f"{SERVICE}/aret?kommun={HUDDINGE}" in text
    assert olle["Subject"] == "Nyckeltal Södertörn: två datum närmar sig"
    stop = f"{SERVICE}/avsluta-paminnelser/{token}"
    assert (olle["List-Unsubscribe"], olle["List-Unsubscribe-Post"]) == (f"<{stop}>", "List-Unsubscribe=One-Click")
    assert text.splitlines()[-1].endswith(stop)
    again = run("remind")
    assert (again.status, again.out, len(box.letters)) == (0, "0 påminnelser skickade i 0 brev.\n", 3)


def test_a_date_that_moves_is_told_again_and_one_that_is_there_not_at_all(access: Access, box: Box, run: Run) -> None:
    asks(access, "ada", "samarbetet")
    run("remind")
    with writing(access._engine) as session:
        EVENTS.put(session, "-", "g", event("g", "Genrep", day(6)), save_of(ANALYST, NOW))
        EVENTS.put(session, "-", "r", None, save_of(ANALYST, NOW))
    run("remind")
    assert len(box.letters) == 2
    assert [line for line in box.letters[1].get_content().splitlines() if line.startswith("- ")] == ["- Genrep"]


def test_who_is_refused_is_told_on_her_page_the_others_get_theirs_and_it_is_tried_again(
    access: Access, box: Box, run: Run
) -> None:
    asks(access, "ada", "samarbetet", address="fel@kommun.se")
    asks(access, "kim", "samarbetet")
    box.refused = {"fel@kommun.se": "550 5.1.1 <fel@kommun.se> unknown"}
    outcome = run("remind")
    assert (outcome.status, outcome.out) == (2, "2 påminnelser skickade i ett brev.\n")
    assert "ada: inte skickat, försöks igen nästa gång. servern svarade 550" in outcome.err
    assert "fel@kommun.se" not in outcome.out + outcome.err
    assert [one["To"] for one in box.letters] == ["kim@kommun.se"]
    assert reminded(access, "ada")
    box.refused = {}
    assert run("remind").status == 0
    assert [one["To"] for one in box.letters] == ["kim@kommun.se", "fel@kommun.se"]
    assert not reminded(access, "ada")


def reminded(access: Access, login: str) -> bool:
    """Whether LOGIN's page says that her address is refused."""
    from core.features.reminders.page import own_html  # noqa: PLC0415 - of what the command has written
    from core.web.visit import Visit  # noqa: PLC0415

    return "Adressen togs inte emot" in own_html(Visit("/konto", person=person(access, login)))


def test_a_server_that_is_down_is_told_and_nothing_is_lost(
    access: Access, box: Box, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("ada", "kim", "olle"):
        asks(access, login, "samarbetet")
    with monkeypatch.context() as patch:
        patch.setenv("NYCKELTAL_SMTP_PORT", "1")
        outcome = run("remind")
    assert (outcome.status, outcome.out) == (2, "0 påminnelser skickade i 0 brev.\n")
    assert "E-postservern 127.0.0.1:1 går inte att använda" in outcome.err
    assert "ett brev är inte försökta" in outcome.err
    assert run("remind").status == 0
    assert len(box.letters) == 3


def test_killed_between_sending_and_writing_it_errs_to_one_too_few(
    access: Access, box: Box, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(access, "ada", "samarbetet")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Sent, "settle", killed)
        run("remind")
    assert len(box.letters) == 1
    assert (run("remind").status, len(box.letters)) == (0, 1)
    with writing(current_access()._engine) as session:
        session.execute(update(ReminderRow).values(taken_at=NOW.replace(year=NOW.year)))
    outcome = run("remind")
    assert outcome.status == 2
    assert "2 påminnelser avbröts en tidigare gång" in outcome.err
    assert (run("remind").status, len(box.letters)) == (0, 1)


def test_ten_thousand_are_written_to_in_turns(
    access: Access, box: Box, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("ada", "kim", "olle"):
        asks(access, login, "samarbetet")
    monkeypatch.setattr(sending, "MOST_LETTERS", 2)
    outcome = run("remind")
    assert (outcome.status, len(box.letters)) == (2, 2)
    assert "ett brev är inte försökta" in outcome.err
    assert (run("remind").status, len(box.letters)) == (0, 3)


def test_a_dry_run_says_what_and_to_how_many_and_never_to_whom(
    access: Access, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(access, "ada", "samarbetet")
    asks(access, "kim", "samarbetet", "omradet")
    asks(access, "olle", "mina")
    monkeypatch.setattr(Post, "send", lambda *_: pytest.fail("it sends"))
    outcome = run("remind", "--dry-run")
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        f"{day(1).isoformat()} Rapporter: till 2 mottagare",
        f"{day(1).isoformat()} egna åtaganden: till 1 mottagare",
        f"{day(7).isoformat()} Genrep Bcc: alla@kommun.se <b>: till 2 mottagare",
        "Inget är skickat.",
        "Ingen e-postserver är inställd: sätt NYCKELTAL_SMTP_HOST (docs/operations.md).",
    ]
    assert not re.search("ada|kim|olle", outcome.out)
    with writing(current_access()._engine) as session:
        assert session.scalars(select(ReminderRow.key)).first() is None


def test_without_a_server_or_a_site_it_says_what_to_set(
    access: Access, box: Box, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NYCKELTAL_SITE")
    outcome = run("remind")
    assert outcome.status == 1
    assert "NYCKELTAL_SITE" in outcome.err
    monkeypatch.delenv("NYCKELTAL_SMTP_HOST")
    assert "NYCKELTAL_SMTP_HOST" in run("remind").err


def test_a_closed_account_is_told_nothing(access: Access, box: Box, run: Run) -> None:
    asks(access, "kim", "samarbetet")
    access.accounts.disable("kim", by=at_the_terminal("x"), now=NOW)
    assert (run("remind").status, box.letters) == (0, [])


def test_an_address_that_nobody_has_confirmed_is_asked_once_told_nothing_and_forgotten(
    access: Access, box: Box, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts, ada = Contacts(access._engine), person(access, "ada")
    contacts.save(ada, "ada@kommun.se", ("samarbetet",), datetime.now(UTC))
    assert "frågan om adressen är rätt: till 1 mottagare" in run("remind", "--dry-run").out
    outcome = run("remind")
    assert (outcome.status, outcome.out) == (
        0,
        "0 påminnelser skickade i 0 brev.\nEn adress har fått frågan om den är rätt.\n",
    )
    run("remind")
    [letter] = box.letters
    assert (letter["To"], letter["Subject"]) == ("ada@kommun.se", "Nyckeltal Södertörn: bekräfta din e-postadress")
    asked = contacts.of(ada)
    assert asked
    assert f"{SERVICE}/bekrafta-adress/{asked.token}" in letter.get_content().splitlines()
    assert not re.search("Rapporter|Genrep|Ada", letter.get_content())
    contacts.forget_unconfirmed(datetime.now(UTC) + UNCONFIRMED_KEPT - timedelta(minutes=1))
    assert contacts.confirm(asked.token, datetime.now(UTC))
    contacts.forget_unconfirmed(datetime.now(UTC) + 2 * UNCONFIRMED_KEPT)
    assert (run("remind").status, len(box.letters)) == (0, 2)
    # Another address is another's, until she has answered there; and what asked is answered no more.
    contacts.save(ada, "ada@annan.se", ("samarbetet",), datetime.now(UTC))
    assert not contacts.confirm(asked.token, datetime.now(UTC))
    run("remind")
    contacts.forget_unconfirmed(datetime.now(UTC) + UNCONFIRMED_KEPT + timedelta(minutes=1))
    assert contacts.of(ada) is None


def test_the_years_work_is_asked_once_a_run_however_many_are_reminded(
    access: Access, box: Box, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("ada", "kim", "olle"):
        asks(access, login, "samarbetet", "omradet", "kommunen")
    asked: list[int] = []

    def counting(figures: Figures, year: int) -> YearWork:
        asked.append(year)
        return year_work(figures, year)

    monkeypatch.setattr(remind, "year_work", counting)
    assert (run("remind").status, len(box.letters)) == (0, 3)
    assert asked == sorted({day(0).year, day(7).year})
