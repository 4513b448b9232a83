"""A manager reviews plans as she would: opens what is to look at, goes back, answers, and changes her mind."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from playwright.sync_api import Page, expect

from core.access.people import Role
from core.cycle.book import DEVIATIONS, MEASURES
from core.state.database import writing
from core.state.entries import save_of
from tests.browser import steps
from tests.browser.conftest import App, visit
from tests.cycle.loops import MENTORS, TAKEN_UP
from tests.goals.chains import BERIT, COUNCILS_PLAN, NOW, PASSING, SCHOOL_BOARD, SCHOOLS_PLAN, put_chain
from tests.shared import LAST


def test_a_finding_is_opened_answered_and_the_answer_undone(app: App, page: Page) -> None:
    with steps.state_of(app) as state:
        # Drafts: no other page of the app shows them.
        drafts = [replace(plan, decision=None) for plan in (COUNCILS_PLAN, SCHOOLS_PLAN)]
        put_chain(state.engine, *drafts, municipality=app.municipality)
    login = steps.made_account(app, f"chef{uuid4().hex[:8]}", "Eva Chef", Role.MANAGER, app.municipality)
    steps.come(app, page, login, f"/avstamning?kommun={app.municipality}&plan={LAST}")
    panel, told = page.locator(".stMain .nk-opened"), page.locator(".stMain .nk-told")
    page.get_by_role("link", name="Grundskolenämnden, Säger vad, inte hur: 1 att se över").click()
    expect(panel.locator("h2").first).to_have_text("En måltext säger inte vad som ska nås")
    assert steps.is_for_everybody(page)
    page.go_back()
    expect(panel).to_have_count(0)
    page.go_forward()
    panel.get_by_text("Avsiktligt, ange skäl").click()
    panel.get_by_label("Varför är det avsiktligt").fill("Texten kommer med budgeten.")
    panel.locator(".nk-signed").get_by_label("Din funktion").fill("ekonomichef")
    panel.get_by_role("button", name="Spara skälet").click()
    expect(told).to_have_text("Svaret är sparat.")
    expect(panel.locator(".nk-replied")).to_contain_text("Texten kommer med budgeten.")
    page.get_by_role("button", name="Ångra det som sparades").click()
    expect(told).to_have_text("Ångrat: det som var innan gäller igen.")
    expect(panel.locator(".nk-replied")).to_have_count(0)
    # What else a manager sees of a chain that is not decided, with what folds out.
    here = f"kommun={app.municipality}&plan={LAST}"
    for path, opened in (
        (f"/mal?{here}", ".nk-chain-goal"),
        (f"/malsida?{here}&mal={PASSING.id}", ""),
        (f"/plan?{here}&organ={SCHOOL_BOARD.id}&mal={PASSING.id}", ".nk-plan-more"),
        (f"/uppdrag?{here}", ".nk-task-give"),
    ):
        visit(page, f"{app.url}{path}")
        council = page.locator(".stMain .nk-council > summary").first
        if council.is_visible():
            # On a phone the committees' goals are folded in it.
            council.click()
        if opened:
            page.locator(f".stMain {opened} > summary").first.click()
        assert steps.is_for_everybody(page), path
    _what_is_done_about_a_figure(app, page, here)


def _what_is_done_about_a_figure(app: App, page: Page, here: str) -> None:
    """The same of a deviation on its way: its analysis, the measures, a vote with its slips and on a phone."""
    save = save_of(BERIT, NOW)
    with steps.state_of(app) as state, writing(state.engine) as session:
        DEVIATIONS.put(session, app.municipality, TAKEN_UP.id, TAKEN_UP, save, is_public=False)
        MEASURES.put(session, app.municipality, "m1", replace(MENTORS, decision=None), save, is_public=False)
    visit(page, f"{app.url}/atgarder?{here}")
    for opened in ("Föreslå en åtgärd", "Ny omröstning"):
        page.locator(".stMain summary").get_by_text(opened, exact=True).click()
    assert steps.is_for_everybody(page)
    page.get_by_label("Omröstningens namn").fill("Inför budgeten")
    page.get_by_label("Hur många ska rösta?").fill("4")
    page.get_by_role("button", name="Öppna omröstningen och visa koderna").click()
    expect(page.get_by_role("button", name="Skriv ut lapparna")).to_be_visible()
    assert steps.serious(page) == []
    where = page.locator(".nk-slips-about b").inner_text()
    deviation = f"/avvikelse?kommun={app.municipality}&avvikelse={TAKEN_UP.id}"
    for address, opened in (
        (where.removeprefix(app.url.partition("://")[2]), ""),
        (f"/atgarder?{here}", ".nk-ms-vote details"),
        (f"/atgard?kommun={app.municipality}&atgard=m1", ""),
        (deviation, "#steg-1 .nk-an-fold"),
        (f"{deviation}&forslag=ny", ""),
        (f"/uppfoljning?{here}&organ={SCHOOL_BOARD.id}&period=1", ".nk-follow-say details"),
        ("/mina-ataganden", ""),
    ):
        visit(page, f"{app.url}{address}")
        if opened:
            page.locator(f".stMain {opened} > summary").first.click()
        assert steps.is_for_everybody(page), address
