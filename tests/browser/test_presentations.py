"""The pages where decks and reports are made, and what a reader without an account then has of them."""

from __future__ import annotations

import io
from itertools import count
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Dialog, Page, expect
from pptx import Presentation

from core.access.people import Role
from core.features.templates.trying import can_draw
from tests.browser.conftest import App, visit
from tests.browser.steps import come, is_sound, made_account, made_administrator
from tests.documents.own_looks import other_deck, other_report

_MAKERS = count(1)
AREA = "aldreomsorg"


@pytest.fixture
def maker(app: App) -> str:
    """Who makes decks and reports, with an account of this test's own."""
    return made_administrator(app, f"redaktion{next(_MAKERS)}", "Redaktionen")


def test_a_report_is_written_given_out_and_read(app: App, page: Page, reader: Page, maker: str) -> None:
    come(app, page, maker, f"/rapport?omrade={AREA}")
    assert is_sound(page)
    page.get_by_label("Slutsatser.").fill("Vi fortsätter.\nVi mäter igen.")
    page.get_by_role("button", name="Fyll tomma fält").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("Inget är sparat än")
    expect(page.get_by_label("Slutsatser.")).to_have_value("Vi fortsätter.\nVi mäter igen.")
    expect(page.get_by_label("Sammanfattning.")).not_to_have_value("")
    page.get_by_label("Goda exempel.").fill("")
    page.get_by_role("button", name="Spara och ge ut").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("Inget är utgivet än. Inte skrivet:")
    page.get_by_role("button", name="Spara och ge ut").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("är utgiven")
    assert is_sound(page)
    visit(reader, f"{app.url}/presentation")
    with reader.expect_download() as taken:
        reader.get_by_role("link", name="Rapport som PDF, Äldreomsorg").click()
    assert taken.value.suggested_filename.startswith("Rapport Äldreomsorg")


def test_a_deck_is_edited_frozen_and_shown(app: App, page: Page, reader: Page, maker: str) -> None:
    come(app, page, maker, f"/bildspel?omrade={AREA}")
    if page.get_by_role("button", name="Tina upp").count():
        page.get_by_role("button", name="Tina upp").click()
        expect(page.locator(".stMain .nk-told")).to_contain_text("dagens siffror")
    assert is_sound(page)
    page.get_by_label("Egen titel").first.fill("Så mår äldreomsorgen")
    page.get_by_label("Text, ett stycke på varje rad").last.fill("Vi fortsätter.")
    page.get_by_role("button", name="Spara och frys").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("är fryst")
    assert is_sound(page)
    reader.goto(f"{app.url}/presentation/{AREA}")
    expect(reader.get_by_role("heading", name="Så mår äldreomsorgen")).to_be_visible()
    reader.keyboard.press("End")
    expect(reader.get_by_text("Vi fortsätter.")).to_be_visible()
    visit(page, f"{app.url}/presentation")
    assert is_sound(page)


def test_what_is_typed_is_not_left_behind_unasked(app: App, lone_page: Page, maker: str) -> None:
    page = lone_page
    come(app, page, maker, f"/rapport?omrade={AREA}")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Slutsatser.").fill("Skrivet länge.")
    page.locator(".nk-crumb a").click()
    assert asked == ["Det du har skrivit är inte sparat. Vill du lämna det ändå?"]
    expect(page.get_by_label("Slutsatser.")).to_have_value("Skrivet länge.")
    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".nk-crumb a").click()
    expect(page.locator(".stMain h1")).to_have_text("Presentation")


def test_a_municipalitys_own_template_is_put_in_seen_used_and_gone_back_from(
    app: App, page: Page, reader: Page, maker: str, tmp_path: Path
) -> None:
    manager = made_account(app, f"mallar{next(_MAKERS)}", "Eva Chef", Role.MANAGER, app.municipality)
    files = {"bildspel": tmp_path / "egen.pptx", "rapport": tmp_path / "egen.docx"}
    files["bildspel"].write_bytes(other_deck())
    files["rapport"].write_bytes(other_report())

    def sent(file: Path, *, to: str = "Bildspel") -> None:
        part = page.get_by_role("region", name=to, exact=True)
        part.locator("input[type=file]").set_input_files(file)
        part.get_by_role("button", name="Läs in").click()

    def said() -> tuple[str, str]:
        """What a deck says it was made with, and the theme's font in it."""
        taken = page.request.get(f"{app.url}/presentation/{AREA}.pptx?kommun={app.municipality}")
        file = Presentation(io.BytesIO(taken.body()))
        theme = next(one for one in file.part.package.iter_parts() if "/theme/" in one.partname)
        return file.core_properties.category, "Georgia" if b"Georgia" in theme.blob else "Arial"

    come(app, page, manager, "/mallar")
    expect(page.locator(".stMain")).to_contain_text("Inga egna mallar än")
    sent(files["rapport"])
    expect(page.locator(".stMain .nk-told").first).to_contain_text("Det är en Word-fil. Bildspel behöver en .pptx.")
    sent(files["bildspel"])
    expect(page.locator(".stMain .nk-told").first).to_contain_text(
        "Version 1 för bildspel är inläst, men används inte än."
    )
    assert said() == ("Mall: produktens egen", "Arial")
    assert is_sound(page)
    if can_draw():
        page.get_by_role("link", name="Se hur den blir").click()
        picture = page.get_by_role("img", name="Bildspel med version 1: de första sidorna")
        expect(picture).to_be_visible(timeout=60_000)
        expect(picture).to_have_js_property("complete", True, timeout=60_000)
        assert picture.evaluate("one => one.naturalWidth") > 1000
    page.get_by_role("button", name="Använd version 1").click()
    expect(page.locator(".stMain .nk-told").first).to_contain_text("Version 1 används nu för bildspel.")
    category, font = said()
    assert category.endswith("bildspel version 1")
    assert font == "Georgia"
    page.get_by_role("button", name="Sluta använda den").click()
    expect(page.locator(".stMain .nk-told").first).to_contain_text("används inte längre")
    assert said() == ("Mall: produktens egen", "Arial")
    sent(files["rapport"], to="Rapport")
    expect(page.locator(".stMain .nk-told").first).to_contain_text("Version 1 för rapport är inläst")
    page.get_by_role("region", name="Rapport", exact=True).get_by_role("button", name="Använd version 1").click()
    expect(page.locator(".stMain .nk-told").first).to_contain_text("Version 1 används nu för rapport.")
    come(app, reader, maker, f"/rapport?omrade={AREA}")
    taken = reader.request.get(f"{app.url}/rapport/utkast-{AREA}.docx?kommun={app.municipality}")
    report = Document(io.BytesIO(taken.body()))
    assert report.core_properties.category.endswith("rapport version 1")
    assert report.styles["Heading 1"].font.name == "Georgia"
    assert any("Iakttagelser" in one.text for one in report.paragraphs)
