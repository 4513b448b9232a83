"""A manager sets targets as she would: with the keyboard, seeing the face while she types, and changing her mind."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.access.people import Role, at_the_terminal
from core.catalogue import Direction, default_catalogue
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange
from tests.browser import steps
from tests.browser.conftest import PHONE, App
from tests.browser.steps import made_account, state_of

AREA = "aldreomsorg"
# With a direction, so that every kind is offered.
KPI = next(i for i in default_catalogue().indicators if i.area == AREA and i.direction is Direction.LOW)


def come(app: App, page: Page, name: str = "Eva Chef") -> None:
    """A new manager opens the table."""
    login = made_account(app, f"chef{uuid4().hex[:8]}", name, Role.MANAGER, app.municipality)
    steps.come(app, page, login, f"/malnivaer?omrade={AREA}")
    expect(page.locator(".stMain h1")).to_have_text(f"Målnivåer för {app.name}")


def opened(page: Page) -> Locator:
    body = page.locator(f".stMain tbody[data-kpi={KPI.kpi}]")
    details = body.locator("details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return body


def blank(body: Locator) -> Locator:
    """The first line for a new target."""
    return body.locator("[data-line]:visible", has_text="Nytt mål").first


def save(page: Page, said: str) -> None:
    page.get_by_role("button", name="Spara ändringarna").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text(said)
    expect(page.locator("#nk-first")).to_have_count(0)


@pytest.fixture(autouse=True)
def _nothing_is_left(app: App) -> None:
    """Each test begins without targets for the indicator: they share the running app's database."""
    by = at_the_terminal("test")
    with state_of(app) as state:
        setting = TargetSetting(state, default_catalogue())
        changes = [TargetChange(version.id, None) for version in setting.current(app.municipality, by=by)]
        setting.save(changes, by=by, now=datetime.now(UTC))


def test_the_face_follows_what_is_typed_and_a_save_is_undone(app: App, page: Page) -> None:
    come(app, page)
    body = opened(page)
    line = blank(body)
    line.get_by_label("År", exact=True).fill("2012")
    line.get_by_label("Nivå").fill("100000")
    expect(line.locator("[data-live]")).to_contain_text("målet nås")
    expect(body.locator("[data-face] svg")).to_have_attribute("aria-label", "målet nås")
    line.get_by_label("Nivå").fill("-1")
    expect(line.locator("[data-live]")).to_contain_text("ifrån")
    expect(body.locator("[data-face] svg")).to_have_attribute("aria-label", re.compile("nås inte|nästan"))
    line.get_by_label("Nivå").fill("noll")
    expect(line.locator("[data-fault=value]")).to_contain_text("Skriv ett tal utan enhet")
    line.get_by_label("Nivå").fill("0")
    expect(body.locator("[data-dirty]")).to_have_text("1 ändring att spara")
    save(page, "Sparat: 1 nytt.")
    expect(body.locator(".g-now")).to_contain_text("högst 0")
    page.get_by_role("button", name="Ångra det som sparades").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("Ångrat")
    expect(body.locator(".g-now")).to_contain_text("inget mål")


def test_only_the_fields_of_the_chosen_kind_are_shown(app: App, page: Page) -> None:
    come(app, page)
    line = blank(opened(page))
    shown = {
        "within": {"value", "value2", "tolerance"},
        "keep": {"base_year", "tolerance"},
        "rank": {"group", "rank"},
        "best_quarter": {"tolerance"},
    }
    for kind, fields in shown.items():
        line.get_by_label("Sort").select_option(kind)
        for name in ("value", "value2", "base_year", "group", "rank", "tolerance"):
            expect(line.locator(f"[data-for={name}]")).to_be_visible(visible=name in fields)


def test_a_kept_target_is_drawn_with_the_fields_of_its_kind(app: App, page: Page) -> None:
    come(app, page)
    line = blank(opened(page))
    line.get_by_label("Sort").select_option("rank")
    line.get_by_label("År", exact=True).fill("2030")
    line.locator("[data-field=group]").select_option("sodertorn")
    line.get_by_role("textbox", name="Högst plats").fill("3")
    expect(line.locator("[data-live]")).to_contain_text("högst plats 3")
    save(page, "Sparat: 1 nytt.")
    line = opened(page).locator("[data-line]").first
    expect(line.get_by_role("textbox", name="Högst plats")).to_have_value("3")
    expect(line.get_by_label("Nivå")).to_be_hidden()


def test_a_row_goes_back_to_what_holds(app: App, page: Page) -> None:
    come(app, page)
    body = opened(page)
    line = blank(body)
    undo = body.get_by_role("button", name="Ångra på raden")
    expect(undo).to_be_hidden()
    line.get_by_label("Sort").select_option("rank")
    line.get_by_label("År", exact=True).fill("2027")
    undo.click()
    expect(line.get_by_label("År", exact=True)).to_have_value("")
    expect(line.get_by_label("Sort")).to_have_value("at_most")
    expect(line.get_by_label("Nivå")).to_be_visible()
    expect(undo).to_be_hidden()
    expect(body.locator("[data-dirty]")).to_be_empty()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(app: App, page: Page) -> None:
    come(app, page)
    line = blank(opened(page))
    line.get_by_label("Gäller").select_option("K")
    line.get_by_label("År", exact=True).fill("i år")
    line.get_by_label("Nivå").fill("10,5")
    line.get_by_label("Slutmål").check()
    shown = opened(page).locator("[data-line]:visible").count()
    save(page, "Inget är sparat")
    expect(page.locator(".stMain .nk-told")).to_be_focused()
    page.locator(".stMain .nk-told").get_by_role("link", name="år").click()
    line = blank(opened(page))
    expect(line.get_by_label("År", exact=True)).to_be_focused()
    expect(opened(page).locator("[data-line]:visible")).to_have_count(shown)
    expect(line.get_by_label("År", exact=True)).to_have_value("i år")
    expect(line.get_by_label("År", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(line.get_by_label("År", exact=True)).to_have_css("border-top-color", "rgb(138, 31, 20)")
    expect(line.get_by_label("Gäller")).to_have_value("K")
    expect(line.get_by_label("Slutmål")).to_be_checked()
    line.get_by_label("År", exact=True).fill("2030")
    save(page, "Sparat: 1 nytt.")
    expect(opened(page).locator(".g-next")).to_contain_text("2030, kvinnor, slutmål: högst 10,5")


def test_of_two_managers_the_second_is_told_and_keeps_what_she_typed(app: App, page: Page, browser: Browser) -> None:
    come(app, page, "Eva Chef")
    line = blank(opened(page))
    line.get_by_label("År", exact=True).fill("2027")
    line.get_by_label("Nivå").fill("10")
    save(page, "Sparat: 1 nytt.")
    other = browser.new_context(locale="sv-SE").new_page()
    come(app, other, "Bo Chef")
    for somebody, level in ((other, "9"), (page, "8")):
        opened(somebody).locator("[data-line]").first.get_by_label("Nivå").fill(level)
    save(other, "Sparat: 1 ändrat.")
    save(page, "Bo Chef ändrade målet till högst 9")
    expect(opened(page).locator("[data-line]").first.get_by_label("Nivå")).to_have_value("8")
    save(page, "Sparat: 1 ändrat.")
    opened(page).get_by_role("link", name="Vem har satt målen?").click()
    for i, (who, level) in enumerate((("Eva Chef", "högst 8"), ("Bo Chef", "högst 9"), ("Eva Chef", "högst 10"))):
        expect(page.locator(".stMain tbody tr").nth(i)).to_contain_text(who)
        expect(page.locator(".stMain tbody tr").nth(i)).to_contain_text(level)
    other.context.close()


def test_a_file_is_mended_seen_and_saved(app: App, page: Page, tmp_path: Path) -> None:
    come(app, page)
    head = "municipality\tkpi\tyear\tkind\tvalue\n"
    file = tmp_path / "mål.csv"
    for level, title in (("tio", "Filen har fel att rätta"), ("10", "Så skulle målen ändras")):
        row = f"{app.municipality}\t{KPI.kpi}\t2027\tat_most\t{level}\n"
        file.write_bytes(f"{head}{row}".encode("utf-16"))
        page.locator(".stMain input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Läs in och granska").click()
        expect(page.locator(".stMain h1")).to_have_text(title)
        expect(page.locator("#nk-first")).to_have_count(0)
    expect(page.locator(".stMain .nk-counts")).to_have_text("1 nya, 0 ändrade, 0 som förut")
    page.get_by_role("button", name="Spara målen").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("Sparat: 1 nytt.")


def test_the_table_is_usable_by_everyone_and_as_narrow_as_a_phone(app: App, page: Page) -> None:
    come(app, page)
    opened(page)
    assert steps.serious(page) == []
    width = page.evaluate("document.querySelector('.stMain').scrollWidth")
    assert width <= (page.viewport_size or PHONE)["width"]


def test_everything_can_be_saved_without_the_script(app: App, page: Page) -> None:
    page.route("**/assets/app.js*", lambda route: route.abort())
    come(app, page)
    line = blank(opened(page))
    line.get_by_label("År", exact=True).fill("2027")
    line.get_by_label("Nivå").fill("10")
    save(page, "Sparat: 1 nytt.")
    expect(opened(page).locator(".g-next")).to_contain_text("2027: högst 10")


def test_a_tick_confirms_an_unlikely_level_and_goes_when_the_level_is_another(app: App, page: Page) -> None:
    come(app, page)
    line = blank(opened(page))
    line.get_by_label("År", exact=True).fill("2030")
    line.get_by_label("Nivå").fill("1000000000")
    tick = line.get_by_label("Jag har kontrollerat att det stämmer")
    tick.check()
    line.get_by_label("Nivå").fill("2000000000")
    expect(tick).not_to_be_checked()
    save(page, "En ovanlig nivå att bekräfta eller rätta")
    again = opened(page).locator("[data-line]:visible").filter(has=page.locator("[data-doubt]:not(:empty)"))
    again.get_by_label("Jag har kontrollerat att det stämmer").check()
    save(page, "Sparat: 1 nytt")
