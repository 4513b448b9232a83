"""The comparison pages as a reader meets them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import App, visit
from tests.browser.steps import is_for_everybody

_FIRST = ("/omraden", "/omraden?omrade=grundskola", "/jamfor", "/jamfor?vy=diagram", "/jamfor?vy=karta", "/resurser")
NO_TWO_NAMES_MEET = """() => {
  const names = [...document.querySelectorAll(".stPlotlyChart .textpoint")];
  const seen = names.filter((one) => one.firstChild && one.style.visibility !== "hidden");
  const boxes = seen.map((one) => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.length > 1 && !boxes.some((a, i) => boxes.some((b, j) => j > i && meet(a, b)));
}"""
PAGES = (
    *_FIRST,
    "/resurser?volym=grundskola",
    "/resultatindex",
    "/resultatindex?perspektiv=trygghet",
    "/lar-av?nyckeltal=N15428",
    "/sok?q=trygg",
    "/grupp",
)


def address(app: App, path: str) -> str:
    return f"{app.url}{path}{'&' if '?' in path else '?'}kommun={app.municipality}"


def chosen(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def saved(page: Page, selector: str) -> Download:
    with page.expect_download() as download:
        page.locator(f"{selector} >> visible=true").first.click()
    return download.value


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_for_everybody_and_opens_from_its_link_and_again_after_a_reload(
    app: App, page: Page, path: str
) -> None:
    visit(page, address(app, path))
    assert is_for_everybody(page)
    heading, url = page.locator("h1[data-view]").inner_text(), page.url
    assert page.locator(".nk-unknown").count() == 0
    page.reload()
    expect(page.locator(".stMain h1[data-view]")).to_have_text(heading)
    assert page.url == url


def test_from_the_list_of_areas_to_what_matters_in_one_and_why(app: App, page: Page) -> None:
    visit(page, address(app, "/omraden"))
    page.locator(".nk-area-cards").get_by_role("link", name="Grundskola").click()
    expect(page.locator("h1")).to_have_text("Grundskola")
    finding = page.locator(".nk-findings li a").first
    name = finding.inner_text()
    finding.click()
    expect(page.locator("h1")).to_have_text(name)


def test_the_matrix_is_sorted_by_a_column_worst_first_then_best_then_not(app: App, page: Page) -> None:
    visit(page, address(app, "/jamfor?omrade=grundskola"))
    names = page.locator(".nk-matrix tbody th a")
    as_chosen = names.all_inner_texts()
    head = page.locator(".nk-matrix thead th.own")
    for order in ("ascending", "descending"):
        head.locator("a").click()
        expect(head).to_have_attribute("aria-sort", order)
        assert sorted(names.all_inner_texts()) == sorted(as_chosen)
    head.locator("a").click()
    expect(head).not_to_have_attribute("aria-sort", "descending")
    assert names.all_inner_texts() == as_chosen


def test_a_figure_in_the_matrix_leads_to_why(app: App, page: Page) -> None:
    visit(page, address(app, "/jamfor?omrade=grundskola"))
    cell = page.locator(".nk-matrix td a").nth(1)
    name = (cell.get_attribute("aria-label") or "").rsplit(" ", 1)[0]
    cell.click()
    page.locator(".nk-indicator").wait_for()
    assert name.startswith(page.locator("#meny-kommun b").inner_text())
    page.get_by_role("link", name=f"Tillbaka till {app.name}").click()
    expect(page.locator("#meny-kommun b")).to_have_text(app.name)


def test_a_group_of_ones_own_is_ticked_and_remembered_in_the_link(app: App, page: Page) -> None:
    visit(page, address(app, "/jamfor?omrade=grundskola"))
    page.locator("#meny-andra summary").click()
    page.get_by_role("link", name="Välj själv …").click()
    expect(page.locator("h1")).to_have_text("Vilka kommuner vill du jämföra?")
    boxes = page.locator(".nk-ticks input")
    expect(boxes.nth(0)).to_be_checked()
    page.get_by_role("button", name="Rensa").click()
    expect(page.locator(".stMain .nk-count")).to_have_text("0 valda")
    boxes.nth(0).check()
    expect(page.locator(".stMain .nk-count")).to_have_text("1 vald")
    boxes.nth(1).check()
    page.get_by_label("Sök kommun").fill("zzz")
    expect(page.locator(".stMain .nk-chosen li:visible")).to_have_count(7)
    expect(page.locator(".stMain .nk-none-found")).to_have_text("Ingen kommun heter något med ”zzz”.")
    page.get_by_role("button", name="Jämför", exact=True).click()
    page.locator(".nk-compare").first.wait_for()
    assert len(chosen(page)["grupp"][0].split(".")) == 2
    assert chosen(page)["omrade"] == ["grundskola"]
    expect(page.locator(".stMain #meny-andra b")).to_have_text("Eget urval (2)")


def says_its_points(page: Page) -> None:
    """The small charts are one tab stop; keys walk their points, the mouse and a tap show one, Escape closes it."""
    charts, box = page.locator(".stMain .nk-panels svg[data-hover]"), page.locator(".nk-said-box")
    expect(page.locator(".stMain .nk-panels svg[tabindex='0']")).to_have_count(1)
    expect(box).to_be_hidden()
    charts.first.focus()
    page.keyboard.press("End")
    expect(box).to_be_visible()
    newest = box.inner_text()
    name, year = page.locator(".stMain .nk-panels h3 a").first.inner_text(), newest[-4:]
    assert newest.startswith(name)
    expect(page.locator("body > [role=status]")).to_have_text(newest.replace("\n", ": ", 1))
    page.keyboard.press("ArrowLeft")
    expect(box).not_to_have_text(newest)
    assert box.inner_text()[-4:] < year
    # Down by the mean of the group to the next municipality's own chart.
    page.keyboard.press("ArrowDown")
    expect(box).to_contain_text("medel")
    page.keyboard.press("ArrowDown")
    expect(charts.nth(1)).to_be_focused()
    place, width = box.bounding_box(), page.viewport_size
    assert place
    assert width
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width["width"]
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    charts.nth(2).hover()
    expect(box).to_be_visible()
    page.locator(".stMain h1").click()
    expect(box).to_be_hidden()
    # A finger's tap stays when it is lifted.
    charts.nth(1).dispatch_event("pointerup", {"pointerType": "touch", "clientX": 0, "clientY": 0, "bubbles": True})
    expect(box).to_be_visible()
    page.locator(":root").dispatch_event("pointerleave", {"pointerType": "touch"})
    expect(box).to_be_visible()


def test_the_small_charts_and_the_map_are_of_the_same_indicator(app: App, page: Page) -> None:
    visit(page, address(app, "/jamfor?omrade=grundskola&vy=diagram&nyckeltal=N15428"))
    assert page.locator(".nk-panels svg[role=img]").count() >= 5
    says_its_points(page)
    page.locator(".stMain .nk-tabs").get_by_role("link", name="Karta").click()
    page.wait_for_url("**vy=karta**")
    assert chosen(page)["nyckeltal"] == ["N15428"]
    if app.municipality.startswith("90"):
        expect(page.locator(".nk-empty")).to_contain_text("påhittade")
    else:
        page.locator(".nk-map svg path.own >> visible=true").wait_for()
        assert page.locator(".nk-map svg >> visible=true").locator("path").count() == 26
        visit(page, address(app, "/jamfor?omrade=grundskola&vy=karta&nyckeltal=N15428&utsnitt=riket"))
        drawing = page.locator(".stMain .nk-country")
        before = drawing.bounding_box()
        assert before
        page.get_by_role("button", name="Zooma in").click()
        expect(page.locator(".stMain .nk-zoom [role=status]")).to_have_text("2 gånger större")
        after = drawing.bounding_box()
        assert after
        assert after["width"] == pytest.approx(2 * before["width"], rel=0.1)


def test_an_areas_small_lines_say_their_values_at_the_pointer_by_key_and_by_tap(app: App, page: Page) -> None:
    visit(page, address(app, "/omraden?omrade=grundskola"))
    lines, box = page.locator(".stMain svg.spark[data-hover]"), page.locator(".nk-said-box")
    expect(page.locator(".stMain svg.spark[tabindex='0']")).to_have_count(1)
    lines.first.focus()
    page.keyboard.press("End")
    row = page.locator(".stMain .nk-table tbody tr").filter(has=page.locator("svg.spark")).first
    expect(box).to_contain_text(row.locator("th a").inner_text())
    expect(box).to_contain_text(row.locator(".c-value").inner_text())
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    lines.nth(1).hover()
    expect(box).to_be_visible()
    lines.nth(1).click()
    expect(page.locator(".stMain .nk-why-asked[aria-expanded=true]")).to_have_count(0)


def test_the_result_index_opens_into_its_indicators(app: App, page: Page) -> None:
    visit(page, address(app, "/resultatindex"))
    page.get_by_role("link", name="Trygghet").first.click()
    page.wait_for_url("**perspektiv=trygghet**")
    page.locator("table a[href^='/indikator']").first.click()
    page.locator(".nk-indicator").wait_for()


def test_cost_and_result_can_be_seen_for_another_area(app: App, page: Page) -> None:
    visit(page, address(app, "/resurser"))
    page.locator("details.nk-menu summary", has_text="Jämförelse").click()
    page.locator("details.nk-menu[open] a", has_text="Äldreomsorg").first.click()
    page.wait_for_url("**par=**")
    expect(page.locator(".nk-sub").first).to_contain_text("Äldreomsorg")


def test_an_indicator_leads_to_those_who_do_it_well(app: App, page: Page) -> None:
    visit(page, address(app, "/indikator?nyckeltal=N15428"))
    page.get_by_role("link", name="Lär av andra").click()
    page.wait_for_url("**/lar-av**")
    expect(page.locator("h1")).to_contain_text("Lär av andra")
    assert chosen(page)["nyckeltal"] == ["N15428"]


def test_streamlit_asks_nothing_from_under_a_pages_own_path(app: App, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, address(app, "/utforska"))
    page.locator(".stPlotlyChart .trace").first.wait_for(state="attached")
    assert not [one for one in asked if "/utforska/_stcore" in one]


def test_the_same_choice_is_explored_in_a_chart_whose_address_follows(app: App, page: Page) -> None:
    visit(page, address(app, "/lar-av?nyckeltal=N15428"))
    assert "PlotlyChart" not in "".join(page.evaluate("performance.getEntriesByType('resource').map(one => one.name)"))
    page.locator(".stMain").get_by_role("link", name="Öppna i Utforska").click()
    page.wait_for_url("**/utforska**")
    bars = page.locator(".stPlotlyChart .bars")
    bars.wait_for()
    assert chosen(page) == {
        "kommun": [app.municipality],
        "nyckeltal": ["N15428"],
        "urval": ["alla"],
        "diagram": ["staplar"],
    }
    assert page.locator(".stPlotlyChart").get_attribute("aria-label")
    page.get_by_role("radio", name="Två mått").click()
    page.wait_for_url("**diagram=punkter**")
    page.locator(".stPlotlyChart .slider-container").wait_for(state="attached")
    expect(page.locator("h1")).to_contain_text("korrelation")
    page.wait_for_function(NO_TWO_NAMES_MEET)
    assert saved(page, "button[data-save=svg]").suggested_filename.startswith(("utforska-punkter", "exempel-utforska"))
    # The widgets' and Plotly's own words.
    assert page.locator(".modebar-btn").first.get_attribute("data-title") == "Markera med lasso"
    page.get_by_label("Nyckeltal (åt höger)").click()
    page.keyboard.type("xqzw")
    expect(page.get_by_text("Inga träffar")).to_be_visible()
    page.keyboard.press("Escape")
    page.go_back()
    bars.wait_for()
    expect(page.locator("h1")).to_contain_text("högre än")


def test_anything_is_found_from_any_page_while_one_types(app: App, page: Page) -> None:
    visit(page, address(app, "/om"))
    field = page.locator(".stMain .nk-query-form input[type=search]")
    field.fill("lararlegi")
    page.locator(".nk-suggest a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.nk-suggest') !== null")
    name = page.evaluate("document.activeElement.firstChild.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    assert chosen(page)["kommun"] == [app.municipality]


def test_what_is_not_found_is_said_with_what_to_try(app: App, page: Page) -> None:
    visit(page, address(app, "/"))
    field = page.locator(".stMain .nk-query-form input[type=search]")
    field.fill("<b>xqzw</b>")
    field.press("Enter")
    page.wait_for_url("**/sok**")
    expect(page.locator(".nk-empty")).to_contain_text("Inget hittas med ”<b>xqzw</b>”")


@pytest.mark.parametrize("path", ["/omraden?omrade=grundskola", "/jamfor", "/resurser", "/resultatindex"])
def test_the_figures_of_a_page_are_taken_away_as_excel(app: App, page: Page, path: str, tmp_path: Path) -> None:
    visit(page, address(app, path))
    download = saved(page, ".nk-foot a[href*='.xlsx']")
    file = tmp_path / "file.xlsx"
    download.save_as(file)
    book = load_workbook(file)
    assert book.sheetnames == ["Siffror", "Om uppgifterna"]
    assert book["Siffror"].max_row > 3
    assert app.name in download.suggested_filename


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_saved_chart_stands_alone_with_its_title_whose_it_is_its_key_and_source(
    app: App, page: Page, kind: str, tmp_path: Path
) -> None:
    visit(page, address(app, "/resurser"))
    download = saved(page, f"button[data-save={kind}]")
    file = tmp_path / f"chart.{kind}"
    download.save_as(file)
    if kind == "png":
        assert file.read_bytes().startswith(b"\x89PNG")
        assert file.stat().st_size > 10_000
    else:
        text = file.read_text(encoding="utf-8")
        said = page.locator("figure h2").first.inner_text().split()[0]
        assert said in text
        assert "från Kolada" in text or "påhittade" in text
        # Away from its page: whose it is, of what day, and what its marks mean.
        assert app.name in text
        assert re.search(r"20\d\d-\d\d-\d\d", text)
        assert "övriga kommuner" in text
    name = download.suggested_filename
    assert unicodedata.normalize("NFD", app.name.lower()).encode("ascii", "ignore").decode() in name
    # As any disk, mail and archive takes it.
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.(png|svg)", name)
    assert len(name) <= 100


@pytest.mark.parametrize("path", ["/jamfor", "/resurser", "/resultatindex"])
def test_what_does_not_exist_is_named_and_what_exists_is_offered(app: App, page: Page, path: str) -> None:
    visit(page, address(app, f"{path}?grupp=9.8.7&par=N1-N2&perspektiv=lycka&vy=film&ar=1066&sortera=<i>"))
    notes = page.locator(".nk-unknown").all_inner_texts()
    assert [note.split("”")[1] for note in notes] == ["1066", "9.8.7", "film", "<i>", "N1-N2", "lycka"]
    # A reader is told no codes: of groups and pairs she is sent to the page's choices.
    assert ["Det finns" in note for note in notes] == [True, False, True, True, False, True]
    expect(page.locator("h1")).not_to_be_empty()


def test_the_matrix_prints_lying_down_without_menus(app: App, page: Page) -> None:
    visit(page, address(app, "/jamfor?omrade=grundskola"))
    page.emulate_media(media="print")
    # Of the menus only what is chosen, in a line.
    expect(page.locator(".stMain .nk-filters .nk-menu a:visible")).to_have_count(0)
    expect(page.locator(".nk-matrix")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 842" in printed or b"/MediaBox [0 0 841" in printed


def test_ticks_work_without_any_script(app: App, lone_page: Page) -> None:
    page = lone_page
    page.route("**/assets/*.js*", lambda route: route.abort())
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto(address(app, "/grupp?till=jamfor"))
    page.locator("#nk-first .nk-ticks input").first.check()
    page.get_by_role("button", name="Jämför", exact=True).click()
    page.wait_for_url("**/jamfor**grupp=**")


def test_what_one_sees_is_copied_as_a_link_and_what_one_keeps_is_there_again(app: App, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app.url)
    visit(page, address(app, "/indikator?nyckeltal=N15428&linjer=riket"))
    page.locator(".stMain button[data-share]").click()
    if page.locator(".stMain [data-share] .only-wide").is_visible():
        expect(page.locator(".stMain .nk-share [role=status]").last).to_have_text("Länken är kopierad")
        assert page.evaluate("navigator.clipboard.readText()") == page.url
    star = page.get_by_role("button", name="Favorit")
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    visit(page, address(app, "/"))
    page.locator(".stMain .nk-tabs").get_by_role("link", name="Favoriter").click()
    page.wait_for_url("**favoriter=N15428**")
    expect(page.locator(".stMain .nk-table .c-name a")).to_have_count(1)
    expect(page.locator(".stMain button[data-adopt]")).to_be_hidden()
    visit(page, address(app, "/?visa=favoriter"))
    assert chosen(page)["favoriter"] == ["N15428"]
    visit(page, address(app, "/?visa=favoriter&favoriter=N15428.U23401"))
    page.get_by_role("button", name="Spara dem som mina favoriter").click()
    expect(page.locator(".stMain button[data-adopt]")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('nyckeltal.favoriter')") == "N15428.U23401"
