"""The document: whole in itself, quiet towards the world, with everything of the deck in it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.qr import follow
from core.documents.deck import Deck, SlideKind
from core.features.decks.deck_slides import overfull, shown_slides
from core.features.decks.document import deck_document, pause_document
from core.features.decks.document_parts import carried, worker
from tests.features.decks.decks import (
    ATTACK,
    EVENT,
    deck,
    extreme,
    followers,
    glance,
    hostile,
    ordinary,
    slide,
    story,
    whole_day,
    words,
)
from tests.web.html import Element, parsed, symbols

DECKS = [ordinary(), extreme(), hostile(), deck(), whole_day()]
IDS = ["ordinary", "extreme", "hostile", "empty", "day"]
# Names for the script alone.
BARE = {"deck", "next", "strong", "none"}


@cache
def drawn(of: Deck, links: tuple[tuple[str, str], ...]) -> Element:
    return parsed(deck_document(of, followers=dict(links))).one("html")


def root(of: Deck, followers: Mapping[str, str] | None = None) -> Element:
    return drawn(of, tuple((followers or {}).items()))


def frames(of: Deck, followers: Mapping[str, str] | None = None) -> list[Element]:
    return root(of, followers).all("section", "frame")


@pytest.mark.parametrize("made", DECKS, ids=IDS)
def test_nothing_is_asked_for_from_anywhere(made: Deck) -> None:
    elements = root(made).all()
    assert [e for e in elements if {"src", "srcset", "srcdoc", "poster", "action", "data"} & set(e.attributes)] == []
    addresses = {e.attributes["href"] for e in elements if "href" in e.attributes}
    # The empty one is the document itself, to be saved.
    assert {a for a in addresses if a and not a.startswith(("#", "data:image/svg+xml,"))} == set()
    assert "url(" not in carried().style
    assert "@import" not in carried().style


@pytest.mark.parametrize("made", DECKS, ids=IDS)
def test_every_slide_is_a_section_with_a_heading_of_its_own(made: Deck) -> None:
    found = frames(made)
    assert [f.attributes["id"] for f in found] == [f"bild-{s.id}" for s in made.slides]
    for frame in found:
        assert frame.one("h2").attributes["id"] == frame.attributes["aria-labelledby"]
        assert frame.one("h2").text.strip()


@pytest.mark.parametrize("made", DECKS, ids=IDS)
def test_ids_are_unique_and_what_is_pointed_at_exists(made: Deck) -> None:
    everything = root(made).all()
    ids = [e.attributes["id"] for e in everything if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    pointed = {e.attributes[name] for e in everything for name in ("aria-labelledby",) if name in e.attributes}
    used = {e.attributes["href"][1:] for e in everything if e.tag == "use"}
    assert pointed | used <= set(ids)
    assert symbols() <= set(ids)


@pytest.mark.parametrize("made", DECKS, ids=IDS)
def test_there_is_no_style_attribute_and_no_inline_handler(made: Deck) -> None:
    for element in root(made).all():
        assert not [n for n in element.attributes if n == "style" or n.startswith("on")]


def test_every_class_is_drawn_by_the_style() -> None:
    styled = set(re.findall(r"\.([A-Za-z][\w-]*)", carried().style))
    used = {c for made in DECKS for e in root(made, followers=followers(made)).all() for c in e.classes}
    unstyled = {c for c in used - styled - BARE if not c.startswith(("columns-", "slide-", "in-", "tone-"))}
    assert unstyled == set()


@pytest.mark.parametrize("is_pause", [False, True])
def test_the_policy_lets_in_the_documents_own_style_and_script_alone(is_pause: bool) -> None:
    document = pause_document([ordinary()], sessions=[]) if is_pause else deck_document(ordinary())
    [script] = re.findall(r"<script>(.*?)</script>", document, re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    policy = carried(is_pause=is_pause).policy
    for text in (script, style):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_an_attack_stays_text_in_every_place() -> None:
    made = hostile()
    found = root(made, followers={"s": 'https://x.se/?"><script>alert(1)</script>'})
    assert {e.tag for e in found.all()} & {"iframe", "base", "object", "embed", "form"} == set()
    assert len(found.all("script")) == 1
    assert ATTACK in found.one("head").one("title").text
    assert all(ATTACK in frame.one("h2").text or "…" in frame.one("h2").text for frame in frames(made))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "/indikator", "https://", "http://[", "x" * 9000]
)
def test_what_is_no_web_address_gets_no_code(link: str) -> None:
    assert follow(link) is None
    assert follow(f"https://x.se/{'y' * 9000}") is None


def test_a_slide_with_a_follower_has_its_code_and_its_link() -> None:
    made = ordinary()
    links = followers(made)
    coded = {f.attributes["id"].removeprefix("bild-"): f.all("a", "code") for f in frames(made, followers=links)}
    assert {id_: found[0].attributes["href"] for id_, found in coded.items() if found} == links


def test_the_foot_tells_event_area_page_source_and_day() -> None:
    third = frames(ordinary())[2].one("footer")
    text = " ".join(third.text.split())
    assert text == (
        f"{EVENT} · Äldreomsorg · 3 av 6 Egen bearbetning av data från Kolada (U23401), siffror per 2026-10-01"
    )


def test_words_without_figures_have_no_day_of_figures() -> None:
    assert "siffror per" not in frames(ordinary())[4].one("footer").text.lower()


def test_example_data_are_marked_on_every_slide() -> None:
    assert all(f.all("p", "watermark") for f in frames(ordinary(is_example=True)))
    assert not any(f.all("p", "watermark") for f in frames(ordinary()))


def test_a_glance_is_a_table_with_headers_and_words_for_every_symbol() -> None:
    table = frames(ordinary())[1].one("table")
    assert [th.text for th in table.all("th") if th.attributes["scope"] == "col"][:2] == ["Botkyrka", "Haninge"]
    assert len([th for th in table.all("th") if th.attributes["scope"] == "row"]) == 8
    for cell in table.all("td"):
        assert len(cell.all("svg")) == len(cell.all("span", "unseen"))


def test_a_story_tells_outcome_change_signals_and_what_is_lost() -> None:
    one = deck(slide("s", "Väntan", story(lost="Siffrorna är de senast frysta.", comment="Vi bygger.")))
    text = " ".join(frames(one)[0].text.split())
    for said in (
        "58 dagar",
        "+11 dagar 2023–2025",
        "Målet nås inte",
        "senast frysta",
        "Huddinge om utfallet: Vi bygger.",
    ):
        assert said in text


def test_notes_hold_the_signals_in_full_and_what_had_no_room() -> None:
    made = deck(
        slide("s", "Väntan", story(comment="Ett ord till. " * 100), notes="Säg hej.\n\nOch hej då."),
        slide("o", "Slutsatser", words(SlideKind.CONCLUSIONS, *["En lång mening som inte får plats. " * 3] * 30)),
    )
    first, second = (f.one("aside", "notes").text for f in frames(made))
    assert "Säg hej." in first
    assert "Jämfört med andra, inte bra eller dåligt i sig." in first
    assert first.count("Ett ord till.") == 100
    assert second.count("En lång mening") == 90
    assert [overfull(s) for s in made.slides] == [False, True]
    assert "fick inte plats" not in frames(made)[1].text


@given(paragraphs=st.lists(st.text(st.sampled_from("abc åäöW. "), max_size=400), max_size=40))
def test_words_stand_in_full_or_are_told_to_be_cut(paragraphs: list[str]) -> None:
    one = slide("o", "Slutsatser", words(SlideKind.CONCLUSIONS, *paragraphs))
    [shown] = shown_slides(deck(one), {})
    told = [" ".join(p.split()) for p in paragraphs if p.strip()]
    kept = [said.text for said in shown.texts["body"].paragraphs]
    assert overfull(one) or kept == told
    assert len(kept) <= len(told)


def test_a_glance_of_many_rows_still_has_names() -> None:
    for columns in (("Salem",), ("Salem",) * 10):
        [shown] = shown_slides(deck(slide("g", "Läget", glance(9, columns))), {})
        assert shown.grid is not None
        assert all(len(row.name) > 5 for row in shown.grid.rows)


def test_the_same_deck_is_always_the_same_bytes() -> None:
    assert deck_document(whole_day()) == deck_document(whole_day())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Äldreomsorg", "Äldreomsorg 2026-10-01"),
        ("../../etc/passwd\n", "etc passwd 2026-10-01"),
        ("***", "Bildspel 2026-10-01"),
    ],
)
def test_the_file_has_a_name_that_every_system_takes(name: str, expected: str) -> None:
    assert deck(name=name).file_stem() == expected


def test_the_pause_has_all_decks_slides_and_the_sessions_in_order() -> None:
    sessions = [(datetime(2026, 10, 26, 9, 15, tzinfo=UTC), "Äldreomsorg"), (datetime(2026, 10, 26, 9), "Förskola")]  # noqa: DTZ001
    found = parsed(pause_document([ordinary(), deck(), ordinary("Förskola")], sessions=sessions))
    assert len(found.all("section", "frame")) == 12
    times = found.one("ol", "sessions").all("time")
    assert [t.text for t in times] == ["09.00", "10.15"]
    assert times[1].attributes["datetime"] == "2026-10-26T10:15:00+01:00"
    ids = [e.attributes["id"] for e in found.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_a_pause_without_anything_still_stands() -> None:
    assert parsed(pause_document([], sessions=[])).one("p", "nothing").text.strip() == "Paus"


def test_the_notes_are_not_shown_in_the_foyer() -> None:
    assert "Hälsa välkommen" in deck_document(ordinary())
    assert "Hälsa välkommen" not in pause_document([ordinary()], sessions=[])


def test_the_service_worker_is_a_script_of_its_own() -> None:
    assert "addEventListener" in worker()
    assert "respondWith" not in carried().script


def test_the_deck_has_the_charts_colours_of_the_app() -> None:
    style = carried().style
    for key in ("own", "group", "county", "country", "women", "men", "aim"):
        assert f".line-{key} {{" in style
        assert f".dot-{key} {{" in style
    assert "--accent: #0a5c7a" in style
    assert ".tone-good" in style
