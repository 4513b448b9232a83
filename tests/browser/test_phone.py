"""On a telephone what is only read is a plain page: nothing of Streamlit's is asked for before it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import PHONE, App

STREAMLITS = ("/static/js/", "/_stcore/")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Somebody's first visit by a telephone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="sv-SE", has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def height(page: Page) -> int:
    return int(page.evaluate("Math.round(scrollY)"))


def test_reading_is_plain_pages_whose_links_back_and_views_work_as_one_expects(app: App, phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(urlsplit(request.url).path))
    phone.goto(f"{app.url}/?kommun={app.municipality}")
    expect(phone.locator("h1")).to_have_text(f"Så går det för {app.name}")
    row = phone.locator("table.nk-table .c-name a").nth(20)
    name = row.inner_text()
    row.scroll_into_view_if_needed()
    place = height(phone)
    row.tap()
    expect(phone.locator("h1")).to_have_text(name)
    phone.wait_for_load_state()
    assert height(phone) == 0
    phone.go_back()
    expect(phone.locator("h1")).to_have_text(f"Så går det för {app.name}")
    expect(phone.locator("table.nk-table .c-name a").nth(20)).to_be_in_viewport()
    assert place > 0
    # Another view of the page is shown where one was.
    tab = phone.get_by_role("link", name="Att titta närmare på").first
    tab.scroll_into_view_if_needed()
    phone.evaluate("scrollBy(0, 40)")
    place = height(phone)
    tab.evaluate("link => link.click()")
    phone.wait_for_url("**visa=avvikelser**")
    phone.wait_for_load_state()
    assert abs(height(phone) - place) <= 1
    assert not [path for path in asked if path.startswith(STREAMLITS)]
    assert asked.count("/anvandning/visad") >= 3


def test_nothing_is_wider_than_the_telephone(app: App, phone: Page) -> None:
    for path in ("/", "/omraden", "/jamfor", "/mal", "/aret", "/om"):
        phone.goto(f"{app.url}{path}?kommun={app.municipality}")
        phone.locator("#nk-first h1").wait_for()
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_her_favourites_are_found_without_a_page_more(app: App, phone: Page) -> None:
    phone.goto(f"{app.url}/?kommun={app.municipality}&visa=avvikelser")
    phone.locator("table.nk-table .c-name a").first.tap()
    phone.locator("button[data-favourite]").first.tap()
    phone.goto(f"{app.url}/?kommun={app.municipality}")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    phone.get_by_role("link", name="Favoriter").first.evaluate("link => link.click()")
    phone.wait_for_url("**favoriter=**")
    expect(phone.locator("table.nk-table .c-name a")).to_have_count(1)
    assert len(asked) == 1


def test_streamlit_comes_where_one_chooses_in_its_fields(app: App, phone: Page) -> None:
    phone.goto(f"{app.url}/om?kommun={app.municipality}")
    assert phone.locator(".stMain").count() == 0
    phone.goto(f"{app.url}/utforska?kommun={app.municipality}")
    phone.locator(".stMain h1[data-view]").wait_for()
    expect(phone.locator("#nk-first")).to_have_count(0)


def test_what_is_new_since_her_last_visit_is_told_at_once(app: App, phone: Page) -> None:
    phone.route("**/nytt.json*", lambda route: route.fulfill(json=[["2026-11-20", "Nya siffror"]]))
    phone.goto(f"{app.url}/om")
    phone.evaluate("code => localStorage.setItem('nyckeltal.besok.' + code, '2026-11-01')", app.municipality)
    phone.goto(f"{app.url}/?kommun={app.municipality}")
    expect(phone.locator(".nk-since a")).to_have_text("Nytt sedan du var här 2026-11-01: Nya siffror")


def test_back_from_what_she_has_taken_away_shows_her_own_list_as_it_is(app: App, phone: Page) -> None:
    phone.goto(f"{app.url}/?kommun={app.municipality}&visa=avvikelser")
    two = phone.locator("table.nk-table .c-name a").evaluate_all("links => links.slice(0, 2).map(link => link.href)")
    ids = [parse_qs(urlsplit(one).query)["nyckeltal"][0] for one in two]
    phone.evaluate("ids => localStorage.setItem('nyckeltal.favoriter', ids)", ".".join(ids))
    for left in (ids[1:], []):
        phone.goto(f"{app.url}/?kommun={app.municipality}&visa=favoriter")
        phone.locator("table.nk-table .c-name a").first.tap()
        phone.locator("button[data-favourite]").first.tap()
        expect(phone.locator(".nk-star [role=status]")).to_have_text("Borttagen")
        phone.go_back()
        expect(phone.locator("table.nk-table .c-name a")).to_have_count(len(left))
        expect(phone.locator("button[data-adopt]:visible")).to_have_count(0)
        assert parse_qs(urlsplit(phone.url).query).get("favoriter", []) == left


def test_a_tap_on_a_deviations_signal_says_why(app: App, phone: Page) -> None:
    phone.goto(f"{app.url}/avvikelser?kommun={app.municipality}")
    row = phone.locator(".nk-dev-list > li").first
    square = row.locator(".nk-dev-square")
    square.tap()
    expect(row.locator(".nk-why-asked .nk-word-said")).to_contain_text(square.get_attribute("title") or "nothing")


@pytest.mark.parametrize("width", [320, 360, 390, 412, 844, 1024])
def test_what_the_search_finds_is_seen_whole(app: App, phone: Page, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    phone.goto(f"{app.url}/?kommun={app.municipality}")
    field = phone.locator("#nk-first .nk-query")
    field.press_sequentially("skola")
    phone.locator("#nk-first .nk-suggest a").first.wait_for()
    left, right, under = phone.evaluate("""() => {
        const box = document.querySelector(".nk-suggest").getBoundingClientRect();
        return [box.left, box.right, box.top - document.querySelector(".nk-query").getBoundingClientRect().bottom];
    }""")
    assert 0 <= left < right <= width
    assert 0 <= under <= 12


def test_a_table_of_figures_that_is_wider_than_the_telephone_says_so_and_breaks_no_word(app: App, phone: Page) -> None:
    phone.goto(f"{app.url}/?kommun={app.municipality}&fler=ja")
    links = phone.locator("table.nk-table .c-name a").evaluate_all("links => links.slice(0, 12).map(link => link.href)")
    found = set()
    for link in links:
        phone.goto(link)
        told = phone.locator("#nk-first .nk-numbers").evaluate_all("""tables => tables.map(table => {
            const isWide = table.scrollWidth > table.clientWidth + 1;
            const heads = [...table.querySelectorAll("thead th")];
            heads.forEach(th => { th.style.overflowWrap = "normal"; });
            const broken = heads.filter(th => th.scrollWidth > th.clientWidth + 1).map(th => th.textContent);
            return [isWide, table.previousElementSibling?.matches(".nk-pull") ?? false, broken];
        })""")
        for is_wide, says_so, broken in told:
            assert is_wide == says_so, link
            assert not broken, (link, broken)
            found.add(is_wide)
    assert found == {False, True}


# What a finger could spoil: the axes, what is marked and what is said to whoever zooms.
CHART = """() => [
  ...[...document.querySelectorAll(".stPlotlyChart :is(.xtick, .ytick) text")].map((one) => one.textContent),
  document.querySelectorAll(".stPlotlyChart .select-outline, .plotly-notifier .notifier-note").length,
  [...document.querySelectorAll(".stPlotlyChart .bars path")].filter((one) => one.style.opacity < 1).length]"""


AT_REST = """() => {
  const at = document.querySelector(".stMain").scrollTop;
  window.testStill = at === window.testAt ? (window.testStill ?? 0) + 1 : 0;
  window.testAt = at;
  return window.testStill > 20; }"""


def swipe_up(page: Page, over: Locator) -> None:
    """A finger on OVER, and a third of a screen upwards."""
    box = over.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, min(box["y"] + box["height"] / 2, PHONE["height"] - 60)
    hand = page.context.new_cdp_session(page)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 15):
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 20 * step}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("form", ["linjer", "staplar", "karta"])
def test_a_finger_over_a_chart_reads_on_and_leaves_the_chart_alone(app: App, phone: Page, form: str) -> None:
    phone.goto(f"{app.url}/utforska?kommun={app.municipality}&diagram={form}")
    room = phone.locator(".stPlotlyChart .nsewdrag")
    room.wait_for(state="attached")
    phone.locator("#nk-first").wait_for(state="detached")
    before = phone.evaluate(CHART)
    swipe_up(phone, room)
    phone.wait_for_function("() => document.querySelector('.stMain').scrollTop > 100")
    assert phone.evaluate(CHART) == before
    assert not phone.locator(".modebar-btn").first.is_visible()
    if form == "staplar":
        # A tap on what still glides only stops it.
        phone.wait_for_function(AT_REST)
        phone.locator(".stPlotlyChart .bars path").first.tap(force=True)
        expect(phone.locator(".stPlotlyChart .hovertext")).to_have_count(1)
        assert phone.evaluate(CHART) == before


def test_explores_chart_keeps_its_place_and_a_choice_without_network_says_so(app: App, phone: Page) -> None:
    painted = phone.locator("#nk-first .nk-chart svg.only-phone")
    places: list[float] = []

    def before_plotly(route: Route) -> None:
        places.append(top(painted))
        route.continue_()

    phone.route("**/static/js/PlotlyChart*", before_plotly)
    phone.goto(f"{app.url}/utforska?kommun={app.municipality}")
    chart = phone.locator(".stMain .stPlotlyChart")
    phone.locator("#nk-first").wait_for(state="detached")
    assert abs(top(chart) - places[0]) <= 2
    phone.get_by_role("radio", name="Staplar").tap()
    phone.locator(".stPlotlyChart .bars").wait_for(state="attached")
    assert top(chart) < PHONE["height"] * 2 / 3
    phone.context.set_offline(True)
    phone.get_by_role("radio", name="Tabell").tap()
    expect(phone.get_by_text("Inget nät just nu. Det du väljer visas när nätet är tillbaka.")).to_be_visible()
    phone.context.set_offline(False)
    phone.wait_for_url("**diagram=tabell**")
    expect(phone.locator(".nk-no-net")).to_be_hidden()


def test_a_tap_without_a_net_is_told_and_the_page_stays_with_what_is_typed(app: App, phone: Page) -> None:
    phone.goto(f"{app.url}/?kommun={app.municipality}")
    here, told = phone.url, phone.locator(".nk-no-net")
    expect(told).to_be_hidden()
    phone.context.set_offline(True)
    phone.locator("table.nk-table .c-name a").first.tap()
    expect(told).to_contain_text("Ingen kontakt med servern just nu.")
    phone.get_by_role("searchbox").fill("skola")
    phone.get_by_role("searchbox").press("Enter")
    assert phone.url == here
    expect(phone.get_by_role("searchbox")).to_have_value("skola")
    phone.context.set_offline(False)
    expect(told).to_be_hidden()
    phone.locator("table.nk-table .c-name a").first.tap()
    phone.wait_for_url("**/indikator?**")


def top(place: Locator) -> float:
    """How far from the screen's top PLACE begins."""
    box = place.bounding_box()
    assert box is not None
    return box["y"]
