"""The whole way of an own indicator: convenor, second person, and a politician without an account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import FilePayload, Page, expect

from core.access.people import Role
from tests.browser.conftest import App, visit
from tests.browser.steps import come, drawn, fits, is_sound, leave, made_account

_NUMBERS = count(1)
PATIENCE_MS = 30_000

# What Excel in Sweden makes of a table that was put together in a hurry: a title, a name misspelt, letters for
# figures, a point too many, a note underneath.
MESSY = (
    "Trivsel i skolan, uppdaterad i mars\r\n\r\nKommun;2023;2024;2025\r\n{other};80,5;81;82\r\n"
    "{misspelt};79;80,5 %;8I\r\nSumma;159;161;163\r\nKälla: kommunernas enkät\r\n"
)
DESCRIBED = {
    "Enhet": "%",
    "Decimaler": "1",
    "Definition": "Andel elever som svarar att de trivs.\n\nBortfall räknas inte.",
    "Syfte": "Följa trivseln",
    "Källa": "Kommunernas enkät",
    "Så mättes det": "Webbenkät i mars",
    "Kontaktroll": "kvalitetsstrateg",
}


@dataclass(frozen=True)
class Group:
    """The two who put in and review, with names of this test's own."""

    convenor: str
    second: str
    indicator: str


@pytest.fixture
def group(app: App) -> Group:
    """Two convenors of Grundskola who have chosen their passwords."""
    number = next(_NUMBERS)
    made = Group(f"anna{number}", f"bodil{number}", f"Elever som trivs {number}")
    for login in (made.convenor, made.second):
        made_account(app, login, f"Namn {login}", Role.CONVENOR, areas=("grundskola",))
    return made


def choose(page: Page, content: str, name: str = "trivsel.csv") -> None:
    """Choose a file as Excel saves it, and let it be read."""
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content.encode("cp1252")}
    page.locator(".stMain input[type=file]").set_input_files(file)
    page.locator(".stMain .nk-pick-file button").click()


def describe(app: App, page: Page, name: str) -> None:
    """Step 1: too soon, then right; the browser is closed in between, and what was typed is there."""
    page.get_by_label("Namn").fill(name)
    page.get_by_role("button", name="Spara och gå vidare").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("9 fält behöver rättas")
    assert is_sound(page)
    expect(page.locator(".stMain .nk-told")).to_be_focused()
    expect(page.get_by_label("Namn")).to_have_value(name)
    for label, text in DESCRIBED.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Resultat, upplevt").check()
    page.get_by_label("Högt är bra").check()
    expect(page.locator(".stMain .nk-kept")).to_have_text("Det du skriver är sparat.")
    visit(page, f"{app.url}/egna")
    page.get_by_role("link", name=name).click()
    page.wait_for_url("**/lagg-in?**")
    drawn(page)
    page.get_by_role("link", name="Beskriv").click()
    page.wait_for_url("**steg=1**")
    drawn(page)
    expect(page.get_by_label("Definition")).to_have_value(DESCRIBED["Definition"])
    page.get_by_role("button", name="Spara och gå vidare").click()
    page.wait_for_url("**steg=2**")


def send_file(app: App, page: Page) -> None:
    """Steps 2 and 3: all faults of the messy file at once, by row and column; then mended."""
    assert is_sound(page)
    with page.expect_download() as template:
        page.get_by_role("link", name="Mall för Excel").click()
    assert template.value.suggested_filename.endswith(".xlsx")
    misspelt = f"{app.name[:-1]}xe"
    messy = MESSY.format(other=app.other_name or app.other, misspelt=misspelt)
    choose(page, messy)
    page.wait_for_url("**steg=3**")
    rows = page.locator(".stMain table.nk-faults tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Kommunen är okänd.")
    expect(rows.nth(1)).to_contain_text("8I")
    assert is_sound(page)
    choose(page, messy.replace(misspelt, app.name).replace("8I", "81"), "rättad.csv")
    expect(page.locator(".stMain .nk-verdict")).to_contain_text("Filen är rätt.")
    expect(page.locator(".stMain .nk-pairs")).to_contain_text("Windows-1252")
    assert is_sound(page)
    page.get_by_role("link", name="Gå vidare till förhandsvisningen").click()
    page.wait_for_url("**steg=4**")


def send_for_approval(page: Page) -> str:
    """Step 4; gives the new indicator's id."""
    expect(page.locator(".stMain table.nk-preview")).to_contain_text("bättre än 0 av 1 andra som har värde")
    assert is_sound(page)
    page.get_by_role("button", name="Skicka för godkännande").click()
    page.wait_for_url("**/eget?**")
    expect(page.locator(".stMain .nk-told")).to_contain_text("väntar nu på att någon annan godkänner")
    drawn(page)
    expect(page.get_by_role("button", name="Godkänn och publicera")).to_have_count(0)
    found = re.search(r"E\d{5}", page.url)
    assert found is not None
    return found[0]


def test_from_a_messy_file_to_a_politicians_phone(app: App, page: Page, reader: Page, group: Group) -> None:
    come(app, page, group.convenor)
    page.get_by_role("button", name="Lägg in ett nytt nyckeltal").click()
    page.wait_for_url("**/lagg-in?**")
    assert is_sound(page)
    describe(app, page, group.indicator)
    send_file(app, page)
    address = f"{app.url}/indikator?kommun={app.municipality}&nyckeltal={send_for_approval(page)}"
    leave(page)

    # Nobody sees it before a second person has approved it.
    visit(reader, address)
    expect(reader.locator(".stMain h1")).not_to_have_text(group.indicator)
    come(app, page, group.second)
    page.locator(".stMain .nk-box.waits").get_by_role("link", name=group.indicator).click()
    page.wait_for_url("**/eget?**")
    assert is_sound(page)
    page.get_by_role("button", name="Godkänn och publicera").click()
    expect(page.locator(".stMain .nk-told")).to_contain_text("Version 1 är publicerad.")
    drawn(page)
    visit(reader, address)
    expect(reader.locator(".stMain h1")).to_have_text(group.indicator)
    expect(reader.locator(".stMain .nk-outcome")).to_contain_text("81,0")
    # That it was reviewed, and not by whom.
    expect(reader.locator(".stMain .nk-indicator")).to_contain_text("Ja, av någon annan än den som lade in siffrorna")
    expect(reader.locator(".stMain .nk-indicator")).not_to_contain_text(f"Namn {group.second}")


def test_the_wizard_is_gone_through_by_keyboard(app: App, page: Page, group: Group) -> None:
    come(app, page, group.convenor)
    page.get_by_role("button", name="Lägg in ett nytt nyckeltal").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lagg-in?**")
    drawn(page)
    page.get_by_label("Namn").focus()
    page.keyboard.type("Med tangenter")
    page.keyboard.press("Enter")
    expect(page.locator(".stMain .nk-told")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".stMain .nk-told a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Enhet")).to_be_focused()


def test_a_file_can_be_dropped_on_its_field(app: App, page: Page, group: Group) -> None:
    come(app, page, group.convenor)
    page.get_by_role("button", name="Lägg in ett nytt nyckeltal").click()
    page.wait_for_url("**/lagg-in?**")
    drawn(page)
    page.get_by_role("link", name="Fil").click()
    page.wait_for_url("**steg=2**")
    drawn(page)
    drop = page.locator(".stMain .nk-drop")
    drop.evaluate(
        """element => {
            const data = new DataTransfer();
            data.items.add(new File(["Kommun;2024\\nx;1\\n"], "släppt.csv"));
            for (const kind of ["dragover", "drop"]) {
                element.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }"""
    )
    expect(drop).to_contain_text("släppt.csv är vald.")
    page.locator(".stMain .nk-pick-file button").click()
    page.wait_for_url("**steg=3**")
    drawn(page)
    expect(page.locator(".stMain .nk-verdict")).to_contain_text("Filen har ett fel.")
    # A page whose file is still being read says so when nobody answers how far it has come.
    page.locator(".stMain .nk-own").evaluate(
        """element => {
            window.fetch = () => Promise.reject(new TypeError("no contact"));
            element.insertAdjacentHTML("beforeend", `<p data-reading="">
                <progress max="100" value="1"></progress> <b class="nk-how-far">1 % är läst.</b></p>`);
        }"""
    )
    said = page.locator(".stMain [data-reading] .nk-how-far")
    expect(said).to_contain_text("Tryck på Se om den är klar.", timeout=PATIENCE_MS)


def test_two_tabs_on_the_same_work_do_not_undo_each_other(app: App, page: Page, group: Group) -> None:
    come(app, page, group.convenor)
    page.get_by_role("button", name="Lägg in ett nytt nyckeltal").click()
    page.wait_for_url("**/lagg-in?**")
    drawn(page)
    other = page.context.new_page()
    visit(other, page.url)
    drawn(other)
    page.get_by_label("Definition").fill("Skriven i den ena.")
    expect(page.locator(".stMain .nk-kept")).to_have_text("Det du skriver är sparat.")
    other.get_by_label("Namn").fill(group.indicator)
    expect(other.locator(".stMain .nk-kept")).to_have_text("Det du skriver är sparat.")
    other.get_by_label("Enhet").fill("%")
    other.get_by_role("button", name="Spara och gå vidare").click()
    expect(other.locator(".stMain .nk-told")).to_be_visible()
    drawn(other)
    for label, text in (("Definition", "Skriven i den ena."), ("Namn", group.indicator), ("Enhet", "%")):
        expect(other.get_by_label(label)).to_have_value(text)
    other.close()


def test_a_long_name_without_a_space_stays_on_the_page(app: App, page: Page, group: Group) -> None:
    come(app, page, group.convenor)
    page.get_by_role("button", name="Lägg in ett nytt nyckeltal").click()
    page.wait_for_url("**/lagg-in?**")
    drawn(page)
    page.get_by_label("Namn").fill("Å" * 150)
    expect(page.locator(".stMain .nk-kept")).to_have_text("Det du skriver är sparat.")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        visit(page, f"{app.url}/egna")
        drawn(page)
        page.locator(".stMain .nk-deed summary").first.click()
        assert fits(page)
