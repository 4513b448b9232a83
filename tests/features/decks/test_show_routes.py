"""Presentations over plain HTTP: the whole document or a plain answer, and headers that keep strangers out."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from core.documents.deck import Deck
from core.errors import NyckeltalError
from core.features.decks.document import deck_document, pause_document
from core.features.decks.document_parts import carried, worker
from core.features.decks.show_routes import DECKS, deck_routes
from tests.features.decks.decks import followers, ordinary
from tests.site.asgi import Client, serving

ADDRESS = f"{DECKS}/aldreomsorg"


def find(_: Request, name: str) -> Deck | None:
    if name == "trasig":
        raise NyckeltalError("Databasen svarar inte.", "Försök igen.")
    return ordinary() if name == "aldreomsorg" else None


def pause(_: str = "") -> tuple[str, Callable[[], str]]:
    return "paus", partial(pause_document, [ordinary()], sessions=[])


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving(Starlette(routes=deck_routes(find, pause=pause))) as made:
        yield made


def test_a_deck_is_answered_whole(client: Client) -> None:
    answer = client.page(ADDRESS)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.content.decode() == deck_document(ordinary())


def test_the_header_allows_what_the_document_itself_does(client: Client) -> None:
    policy = client.page(ADDRESS).headers["content-security-policy"]
    assert policy == f"{carried().policy}; frame-ancestors 'self'"


def test_it_goes_out_compressed_to_those_who_can_read_it(client: Client) -> None:
    answer = client.get(ADDRESS, accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.content).decode() == deck_document(ordinary())


def test_a_browser_that_has_it_is_told_that_it_is_the_same(client: Client) -> None:
    first = client.page(ADDRESS)
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(ADDRESS, if_none_match=first.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    assert client.get(ADDRESS, if_none_match='"another"').status == 200


def test_an_unknown_name_leads_to_the_products_own_page(client: Client) -> None:
    answer = client.page(f"{DECKS}/finns-inte")
    assert answer.status == 404
    assert "Sidan finns inte" in answer.text
    assert "content-security-policy" in answer.headers


def test_a_store_that_is_broken_is_told_in_words_and_not_kept(client: Client) -> None:
    answer = client.page(f"{DECKS}/trasig")
    assert answer.status == 503
    assert "<p>Databasen svarar inte. Försök igen.</p>" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_service_worker_has_the_presentations_as_its_scope_and_nothing_else(client: Client) -> None:
    answer = client.get(f"{DECKS}/deck-sw.js")
    assert answer.content.decode() == worker()
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == f"{DECKS}/"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_service_worker_asks_as_a_stranger_so_that_no_draft_is_kept(client: Client) -> None:
    script = client.get(f"{DECKS}/deck-sw.js").content.decode()
    put = script[script.index("async function keep") : script.index("store.put")]
    assert 'credentials: "omit"' in put
    assert script.count("store.put") == 1


def test_the_pause_has_its_own_address_and_policy(client: Client) -> None:
    answer = client.page(f"{DECKS}/paus")
    assert answer.text == pause()[1]()
    assert answer.headers["content-security-policy"].startswith(carried(is_pause=True).policy)


@pytest.mark.parametrize("address", [f"{DECKS}/", f"{DECKS}/a/b", f"{DECKS}/..%2f..%2fetc%2fpasswd", f"{DECKS}/%00"])
def test_no_other_address_under_it_answers(client: Client, address: str) -> None:
    assert client.page(address).status == 404


def test_the_followers_links_begin_with_the_address_that_was_asked() -> None:
    asked: list[str] = []

    def links(deck: Deck, base: str) -> dict[str, str]:
        asked.append(base)
        return followers(deck)

    with serving(Starlette(routes=deck_routes(find, links=links))) as client:
        answer = client.page(ADDRESS)
        assert client.page(f"{DECKS}/paus").status == 404
    assert asked == ["http://localhost"]
    assert answer.content.decode() == deck_document(ordinary(), followers=followers(ordinary()))


def test_only_get_is_answered(client: Client) -> None:
    assert client.get(ADDRESS, method="POST").status == 405
    assert client.get(ADDRESS, method="HEAD").status == 200
