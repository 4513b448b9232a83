"""The pages behind Arbetet that one signs in for: for everybody, at both widths."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from core.access.people import at_the_terminal
from core.cycle.comparing import CONSENTS, Consent
from core.cycle.exercises import EVERYWHERE
from core.features.checklists.page import LIST
from core.features.exercises.comparison import COMPARED
from core.features.exercises.page import KEY
from core.state.database import writing
from core.state.entries import save_of
from core.web.choices import CHECKLISTS, EXAMPLES, EXERCISE, EXERCISES, UNSUBSCRIBE, USAGE, YEAR
from tests.browser.conftest import App
from tests.browser.steps import come, fits, is_for_everybody, made_administrator, serious, state_of
from tests.browser.test_comparisons import address
from tests.cycle.closed_runs import THREAD, put_closed, thread_answers

PAGES = (
    EXERCISES,
    f"{EXERCISE}?{KEY}=b-own",
    f"{EXERCISE}?{KEY}=b-few",
    f"{EXERCISE}?{COMPARED}={THREAD}",
    f"{EXERCISE}?{COMPARED}=styrsystem",
    CHECKLISTS,
    f"{CHECKLISTS}?{LIST}=mal",
    USAGE,
    YEAR,
    EXAMPLES,
)


@pytest.fixture(scope="module")
def administrator(app: App) -> str:
    """Somebody who may see it all, where two municipalities compare an exercise and one has four answers."""
    with state_of(app) as state, writing(state.engine) as session:
        save = save_of(at_the_terminal("test"), datetime.now(UTC))
        for place, key, count in ((app.municipality, "b-own", 12), (app.other, "b-other", 9)):
            put_closed(session, save, place, key, thread_answers(count, count // 2))
            consent = Consent(place, key, THREAD, date(2026, 11, 20), "utvecklingschef")
            CONSENTS.put(session, EVERYWHERE, f"{place}/{key}", consent, save, is_public=False)
        put_closed(session, save, app.municipality, "b-few", thread_answers(4, 2))
    return made_administrator(app, "arbetet", "Administratören")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_one_signs_in_for_is_for_everybody(app: App, page: Page, administrator: str, path: str) -> None:
    come(app, page, administrator, address(app, path).removeprefix(app.url))
    assert is_for_everybody(page)
    assert fits(page)


def test_the_page_that_ends_reminders_is_for_everybody(app: App, page: Page) -> None:
    page.goto(f"{app.url}{UNSUBSCRIBE}/okand")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
