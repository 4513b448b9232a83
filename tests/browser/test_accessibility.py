from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import App, visit
from tests.browser.steps import is_for_everybody
from tests.browser.test_comparisons import address

# The pages that compare are judged where they are opened.
PAGES = (
    "/",
    "/?visa=avvikelser",
    "/avvikelser",
    "/indikator?nyckeltal=U23401",
    "/om",
    "/kommun",
    "/?omrade=raketer",
    "/logga-in",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everybody(app: App, page: Page, path: str) -> None:
    visit(page, address(app, path))
    assert is_for_everybody(page)
