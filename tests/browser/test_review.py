"""A manager reviews plans as she would: opens what is to look at, goes back, answers, and changes her mind."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from playwright.sync_api import Page, expect

from core.access.people import Role
from tests.browser import steps
from tests.browser.conftest import App, visit
from tests.goals.chains import COUNCILS_PLAN, PASSING, SCHOOL_BOARD, SCHOOLS_PLAN, put_chain
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
        if opened:
            page.locator(f".stMain {opened} > summary").first.click()
        assert steps.is_for_everybody(page), path
