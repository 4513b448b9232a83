"""The page about the product. Its numbers are the rules' own constants."""

from __future__ import annotations

from datetime import timedelta

from core.access import sessions, throttle
from core.access.form import ANSWERS_COOKIE, COOKIE, DEVICE_COOKIE, STATE_COOKIE
from core.catalogue.glossary import default_glossary
from core.settings import Settings
from core.signals import constants
from core.web.choices import OVERVIEW, PRESENT, link
from core.web.drafts import KEPT_FOR
from core.web.render import render
from core.web.visit import Visit
from core.words.formats import number
from core.words.sources import fetched_words

VERSION = "0.1"


def about_html(visit: Visit) -> str:
    """The page; without figures it still tells the rules."""
    info, catalogue = visit.figures.snapshot.info if visit.figures else None, visit.catalogue
    return render(
        "about.html",
        address=visit.address,
        overview=link(OVERVIEW, visit.choices),
        presentation=PRESENT,
        version=VERSION,
        fetched=fetched_words(info.fetched_at, is_example=info.is_example) if info else "",
        values=number(info.values) if info else "",
        kpis=info.kpis if info else 0,
        problems=sorted(info.problems) if info else [],
        missing=info.missing if info else (),
        is_older=info is not None and info.is_older,
        group=f"det för {catalogue.cooperation.short_name}",
        members=len(catalogue.full_participants),
        contact=catalogue.cooperation.contact,
        contact_address=catalogue.cooperation.contact_address,
        rules=constants,
        glossary=tuple(default_glossary().values()),
        open_percent=number(100 * constants.OPEN_SHARE),
        ties_percent=number(100 * constants.SQUARE_MOST_IN_OUTER),
        session_cookie=COOKIE,
        sign_in_cookie=f"{STATE_COOKIE}-…",
        device_cookie=DEVICE_COOKIE,
        answers_cookie=ANSWERS_COOKIE,
        device_lasts=_span(throttle.DEVICE_KEPT),
        session_lasts=_span(sessions.LONGEST),
        addresses_kept=_span(sessions.KEPT),
        typed_kept=_span(KEPT_FOR),
        security_contact=Settings.from_environment().security_contact,
        level_percent=number(100 * constants.TOLERANCE_SHARE_OF_LEVEL),
    )


def _span(time: timedelta) -> str:
    """TIME in hours, or in days where it is several."""
    return f"{time.days} dagar" if time.days > 1 else f"{time / timedelta(hours=1):.0f} timmar"
