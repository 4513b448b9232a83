"""The decks as they are shown and taken away: which one an address means, and what its QR codes lead to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.rights import Action, may
from core.catalogue import Area
from core.documents.area_versions_view import DRAFT, VERSION
from core.documents.deck import Deck, Story
from core.documents.own_templates import made_for
from core.documents.template_kinds import OWN_DECK, PDF_TYPE, POWERPOINT_TYPE, Made, TemplateKind
from core.errors import NyckeltalError
from core.features.decks.ask_routes import ask_routes
from core.features.decks.asked import with_told
from core.features.decks.document import deck_document, pause_document
from core.features.decks.present_page import EVERYTHING, PAUSE, WHOLE_DAY, WITH_NOTES
from core.features.decks.show_routes import deck_routes
from core.features.decks.shown import as_version, shown_deck, whole_day, worked_on
from core.features.decks.store import Decks, current_decks
from core.features.decks.together import as_one, as_parts, pause_loop
from core.outcomes.figures import Figures, figure_source
from core.web.alone import no_file
from core.web.answers import visit_of
from core.web.base_path import site_of
from core.web.choices import INDICATOR, PRESENT, Choices, link
from core.web.file_desk import FileDesk, Recipe, recipe
from core.web.visit import Visit
from core.words.numbers import number_in

_HTML = "html"
# What is made of decks when they are taken away otherwise: kind -> (the bytes, media type).
Maker = Callable[[tuple[Deck, ...], Made], bytes]


def presentation_routes() -> list[BaseRoute]:
    """Everything under /presentation/ that is not a form."""
    *others, by_name = deck_routes(_found, links=_links, pause=_pause)
    # Before the last, which takes any name.
    return [*ask_routes(), *others, FileDesk().route(f"{PRESENT}/{{name}}.{{kind}}", _file), by_name]


def _decks(request: Request, name: str) -> tuple[Deck, ...]:
    """The decks that NAME means: an area's, its draft, or all of the day's; none for an unknown name.

    Speakers' notes and drafts are for those who may edit. Raises NyckeltalError.
    """
    who = visit_of(request)
    if who.figures is None:
        return ()
    decks = current_decks(who.catalogue)
    if name == WHOLE_DAY:
        is_whole = request.query_params.get(EVERYTHING) == "ja"
        day = who.figures.kept(_day, (is_whole, decks.shown_now()), most=2)
        return tuple(with_told(_for(who, deck), decks.engine) for deck in day)
    area = name.removeprefix(DRAFT)
    if area not in who.catalogue.area_by_id:
        return ()
    if area == name:
        return (with_told(_for(who, shown_deck(who.figures, decks, area)), decks.engine),)
    if not may(who.person, Action.EDIT_DECK, area=area):
        return ()
    return (with_told(_draft(who, decks, area, number_in(request.query_params.get(VERSION, ""))), decks.engine),)


def _day(figures: Figures, asked: tuple[bool, Hashable]) -> tuple[Deck, ...]:
    """The day's decks, all of them or not; kept as long as readers see the same, which the second of ASKED tells."""
    is_whole, _ = asked
    return whole_day(figures, current_decks(figures.catalogue), is_whole=is_whole)


def _draft(who: Visit, decks: Decks, area: str, number: int) -> Deck:
    """AREA's deck as it is worked on, or version NUMBER of it: as it was frozen, else with the figures of the day."""
    if who.figures is None:
        raise NyckeltalError("Det finns inga siffror än.", "Hämta dem först.")
    if not number:
        return worked_on(who.figures, decks, area)
    return as_version(who.figures, decks, decks.version(area, number, by=who.person))


def _for(who: Visit, deck: Deck) -> Deck:
    """DECK as WHO may see it."""
    return deck if may(who.person, Action.EDIT_DECK, area=deck.area) else deck.without_notes()


def _found(request: Request, name: str) -> Deck | None:
    found = _decks(request, name)
    return _whole(found, name) if found else None


def _whole(decks: tuple[Deck, ...], name: str) -> Deck:
    """DECKS (at least one), which NAME means, as one."""
    return as_one(decks, current_decks().day()) if name == WHOLE_DAY else decks[0]


def _links(deck: Deck, base: str) -> Mapping[str, str]:
    """For the audience's telephones: the figure of each slide that has one, in the slide's own year."""
    return {slide.id: base + _followed(slide.content) for slide in deck.slides if isinstance(slide.content, Story)}


def _followed(story: Story) -> str:
    return link(INDICATOR, Choices(story.municipality, year=number_in(story.year) or None), kpi=story.kpi)


def _pause(base: str) -> tuple[str, Callable[[], str]]:
    figures = figure_source().get()
    if figures is None:
        raise NyckeltalError("Det finns inga siffror än.", "Hämta dem först.")
    decks = current_decks(figures.catalogue)
    day = whole_day(figures, decks)
    loop = pause_loop(day) if day else ()
    followers = {id_: to for deck in loop for id_, to in _links(deck, base).items()}
    sessions = _sessions(decks, figures.catalogue.area_by_id)
    made_of = (PAUSE, *(deck.model_dump_json() for deck in loop), repr(sessions), *followers.values())
    return "\0".join(made_of), partial(pause_document, loop, sessions=sessions, followers=followers)


def _sessions(decks: Decks, areas: Mapping[str, Area]) -> list[tuple[datetime, str]]:
    day = decks.day()
    named = [(day.begins(session), session) for session in day.sessions]
    return [
        (begins, areas[session.area].name if session.area in areas else session.words)
        for begins, session in named
        if begins is not None
    ]


def _pptx(decks: tuple[Deck, ...], made: Made) -> bytes:
    from core.features.decks.pptx_file import deck_pptx  # noqa: PLC0415 - half a second that the app need not wait at its start

    return deck_pptx(decks, made)


def _pdf(decks: tuple[Deck, ...], _: Made) -> bytes:
    from core.features.decks.pdf_handout import handout_pdf  # noqa: PLC0415 - the same

    return handout_pdf(decks, per_page=1)


def _handout(decks: tuple[Deck, ...], _: Made) -> bytes:
    from core.features.decks.pdf_handout import handout_pdf  # noqa: PLC0415 - the same

    return handout_pdf(decks, per_page=3)


_MAKERS: Mapping[str, tuple[Maker, str]] = {
    "pptx": (_pptx, POWERPOINT_TYPE),
    "pdf": (_pdf, PDF_TYPE),
    "3.pdf": (_handout, PDF_TYPE),
}


def _file(request: Request) -> Response | Recipe:
    """A deck to take away."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    # Starlette takes the last point; the handout's kind has one itself.
    if kind == "pdf" and name.endswith(".3"):
        name, kind = name.removesuffix(".3"), "3.pdf"
    if kind not in (_HTML, *_MAKERS):
        return no_file(request, f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join((_HTML, *_MAKERS))}.", 404)
    decks = _decks(request, name)
    if request.query_params.get(WITH_NOTES) != "ja":
        # A file is passed on: the notes go with it only when they were asked for.
        decks = tuple(deck.without_notes() for deck in decks)
    if not decks:
        return no_file(request, "Bildspelet finns inte.", 404)
    whole = _whole(decks, name)
    file = f"{whole.file_stem(has_notes=whole.has_notes)}.{kind}"
    if kind == _HTML:
        followers = _links(whole, site_of(request))
        make = partial(_html_file, whole, followers)
        return recipe(make, "text/html; charset=utf-8", file, whole.model_dump_json(), *followers.values())
    maker, media_type = _MAKERS[kind]
    parts = as_parts(decks, current_decks().day()) if name == WHOLE_DAY else (whole,)
    made = _template(request) if kind == "pptx" else OWN_DECK
    return recipe(
        partial(maker, parts, made), media_type, file, kind, made.key, *(deck.model_dump_json() for deck in parts)
    )


def _template(request: Request) -> Made:
    who = visit_of(request)
    return (
        made_for(TemplateKind.DECK, who.choices.municipality or who.person.municipality, who.figures)
        if who.figures
        else OWN_DECK
    )


def _html_file(deck: Deck, followers: Mapping[str, str]) -> bytes:
    return deck_document(deck, followers=followers).encode()
