"""How answers of several pages are followed, and how far."""

from __future__ import annotations

import pytest
import requests

from core.kolada import KoladaProtocol
from tests.kolada.fakes import BASE, Reply, in_turn, page, rig

HUDDINGE = {"id": "0126", "title": "Huddinge", "type": "K"}
SALEM = {"id": "0128", "title": "Salem", "type": "K"}


def test_pages_are_followed_to_the_end() -> None:
    it = rig(in_turn(page(HUDDINGE, next_url=BASE + "/municipality?page=2&per_page=1"), page(SALEM)))
    assert [area.id for area in it.client.municipalities()] == ["0126", "0128"]
    assert it.kolada.urls[1] == BASE + "/municipality?page=2&per_page=1"


@pytest.mark.parametrize("link", ["http://kolada.test/v3/municipality?page=2", "/v3/municipality?page=2", "?page=2"])
def test_only_path_and_query_of_the_next_page_are_used(link: str) -> None:
    it = rig(in_turn(page(HUDDINGE, next_url=link), page(SALEM)))
    it.client.municipalities()
    assert it.kolada.urls[1] == BASE + "/municipality?page=2"


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.test/v3/municipality?page=2",
        "https://kolada.test.elsewhere.test/v3/municipality?page=2",
        "https://kolada.test@elsewhere.test/v3/municipality?page=2",
        "//elsewhere.test/v3/municipality?page=2",
        "https://kolada.test/v2/municipality?page=2",
        "https://kolada.test/v3evil/municipality?page=2",
        "https://kolada.test/v3/../admin",
        "https://kolada.test/v3/%2e%2e/admin",
        "file:///etc/passwd",
        "https://[kolada.test/v3/municipality",
    ],
)
def test_a_next_page_somewhere_else_is_never_asked_for(link: str) -> None:
    it = rig(in_turn(page(HUDDINGE, next_url=link)))
    with pytest.raises(KoladaProtocol, match="främmande adress"):
        it.client.municipalities()
    assert it.kolada.urls == [BASE + "/municipality"]


def test_pages_that_lead_back_are_an_error_and_no_loop() -> None:
    there, back = BASE + "/municipality?page=2", BASE + "/municipality"
    it = rig(in_turn(page(HUDDINGE, next_url=there), page(SALEM, next_url=back)))
    with pytest.raises(KoladaProtocol, match="cirkel"):
        it.client.municipalities()
    assert len(it.kolada.requests) == 2


def test_pages_without_end_are_an_error_after_two_hundred() -> None:
    def script(_request: requests.PreparedRequest) -> Reply:
        number = len(it.kolada.requests) + 1
        return page({**HUDDINGE, "id": str(number)}, next_url=f"{BASE}/municipality?page={number}")

    it = rig(script)
    with pytest.raises(KoladaProtocol, match="fler än 200 sidor"):
        it.client.municipalities()
    assert len(it.kolada.requests) == 200


@pytest.mark.parametrize("end", [None, ""])
def test_a_page_without_a_next_one_is_the_last(end: str | None) -> None:
    it = rig(in_turn(page(HUDDINGE, next_url=end)))
    assert len(it.client.municipalities()) == 1


def test_an_empty_page_is_the_last_whatever_it_points_to() -> None:
    it = rig(in_turn(page(HUDDINGE, next_url="?page=2"), page(next_url="?page=3")))
    assert len(it.client.municipalities()) == 1
    assert len(it.kolada.requests) == 2


@pytest.mark.parametrize("body", [[], None, {"values": None}, {}, {"values": [], "next_url": 7}, "text"])
def test_json_that_is_no_page_is_an_error_at_once(body: object) -> None:
    it = rig(in_turn(Reply(body)))
    with pytest.raises(KoladaProtocol):
        it.client.municipalities()
    assert len(it.kolada.requests) == 1


def test_ids_are_encoded_in_the_address() -> None:
    it = rig(in_turn(page()))
    it.client.kpis(["N1/../x", "Å?"])
    assert it.kolada.urls == [BASE + "/kpi/N1%2F..%2Fx,%C3%85%3F"]
