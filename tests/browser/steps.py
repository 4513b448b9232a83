"""What the browser's tests of signed-in pages do: accounts, signing in, and what every page must keep to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import Role, at_the_terminal
from core.access.rows import noting
from core.access.service import Access
from core.access.sessions import start
from core.access.tables import AccountRow
from core.state import State, open_state
from tests.browser.conftest import App, visit
from tests.browser.test_signing_in import WORDS

# The numbers that the edge of what holds them goes through: "88,4" would be read as 88. What only is read out is no
# wider than a pixel, and holds more than is seen.
CUT_NUMBERS = """() => [...document.querySelectorAll(".stMain :is(td, th, b)")].flatMap((cell) => {
  const box = cell.closest(".nk-numbers, .nk-scroll") ?? document.querySelector(".stMain");
  const edge = box.getBoundingClientRect().left + box.clientLeft + box.clientWidth;
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange(), cut = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!/\\d/.test(node.data) || node.parentElement.getBoundingClientRect().width <= 1) continue;
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width && text.left < edge - 1 && text.right > edge + 1) cut.push(node.data);
  }
  return cut;
})"""


@contextmanager
def state_of(app: App) -> Iterator[State]:
    """What people have entered in the running app."""
    with open_state(f"sqlite:///{app.data / 'state.sqlite'}") as state:
        yield state


def made_account(
    app: App, login: str, name: str, role: Role, municipality: str | None = None, *, areas: tuple[str, ...] = ()
) -> str:
    """LOGIN, a new account with the password WORDS."""
    with state_of(app) as state:
        details = Details(name, role, municipality, areas)
        Access(state).accounts.add(
            login, details, WORDS, by=at_the_terminal("test"), now=datetime.now(UTC), is_own=True
        )
    return login


def made_administrator(app: App, login: str, name: str) -> str:
    return made_account(app, login, name, Role.ADMINISTRATOR)


def signed_in(app: App, page: Page, login: str) -> None:
    """PAGE's visitor has signed in as LOGIN, without the form: tests of signing in go through that."""
    with state_of(app) as state, noting(state.engine) as session:
        account = session.scalars(select(AccountRow.id).where(AccountRow.login == login)).one()
        token = start(session, account, "", "", datetime.now(UTC))
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": app.url, "httpOnly": True, "sameSite": "Lax"}])


def come(app: App, page: Page, login: str, path: str = "/egna") -> None:
    """Come to PATH as LOGIN."""
    signed_in(app, page, login)
    visit(page, f"{app.url}{path}")


def leave(page: Page) -> None:
    page.locator(".stMain #meny-person summary").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.locator(".stMain h1")).to_have_text("Sidan kräver att du loggar in")


def drawn(page: Page) -> None:
    page.locator(".stMain h1[data-view]").wait_for()
    expect(page.locator("#nk-first")).to_have_count(0)


def faults(page: Page, where: str | None = None, **options: object) -> list[tuple[str, str]]:
    """What axe finds on the page, or WHERE in it: how grave, and the rule with what breaks it first.

    Without resultTypes axe would tell of every element that breaks nothing, which takes three times as long.
    """
    found = Axe().run(page, context=where, options={"resultTypes": ["violations"]} | options).response["violations"]
    return [(one["impact"], f"{one['id']}: {one['nodes'][0]['html'][:200]}") for one in found]


def serious(page: Page, where: str | None = None) -> list[str]:
    """The grave faults by WCAG 2.2 AA and by axe's best practices."""
    return [fault for impact, fault in faults(page, where) if impact in ("serious", "critical")]


def is_accessible(page: Page) -> list[str]:
    """The rules of WCAG 2.2 AA that the page breaks."""
    return [fault for _, fault in faults(page, runOnly=["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])]


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return bool(page.locator(".stMain").evaluate("element => element.scrollWidth <= element.clientWidth"))


def is_for_everybody(page: Page) -> bool:
    """Whether the page is in Swedish, no wider than the screen, cuts no number, and lets axe find no serious fault.

    WCAG 2.2 AA and axe's best practices; Streamlit's own frame is judged with the rest.
    """
    assert serious(page) == []
    assert page.evaluate(CUT_NUMBERS) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.locator(".nk svg:not([aria-hidden]):not([aria-label])").count() == 0
    return bool(page.evaluate("document.documentElement.lang") == "sv")


def is_sound(page: Page) -> bool:
    """Whether the page breaks no rule of WCAG 2.2 AA, and nothing sticks out at the side."""
    drawn(page)
    assert is_accessible(page) == []
    return fits(page)
