"""Presentation and Bildspel: what the feature brings to the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.catalogue import Catalogue
from core.documents.area_versions_view import Files
from core.features.decks.page import deck_html
from core.features.decks.present_page import present_html
from core.features.decks.presentations import presentation_routes
from core.features.decks.routes import deck_form_routes
from core.web.choices import DECK, PRESENT
from core.web.pages import Door, Feature, MenuItem, personal
from core.web.visit import Visit


def decks(given_out: Callable[[Catalogue, str], Files]) -> Feature:
    """The feature; GIVEN_OUT are the files of what is given out of an area beside its deck."""

    def present(visit: Visit) -> str:
        return present_html(visit, partial(given_out, visit.catalogue))

    pages = (
        personal(PRESENT, "Presentation", "present.py", present, door=Door.WORK, menu=(MenuItem(1),)),
        personal(DECK, "Bildspel", "deck.py", deck_html, door=Door.WORK),
    )
    return Feature(pages, lambda: [*deck_form_routes(), *presentation_routes()])
