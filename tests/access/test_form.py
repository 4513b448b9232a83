"""Where one comes after signing in: a page of ours, whatever the address says."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.form import LONGEST_ADDRESS, SIGN_IN, WAIT, WRONG, local_address, refused

OURS = "https://nyckeltal.test"


@pytest.mark.parametrize(
    "address", ["/", "/?kommun=0126", "/indikator?kommun=0126&nyckeltal=N15001#rad", "/område?a=å", "/logga-in-inte"]
)
def test_a_view_of_ours_is_come_back_to(address: str) -> None:
    assert local_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *("", "om", "//ond.test", "/\\ond.test", "\\/ond.test", "https://ond.test", "javascript:alert(1)"),
        *("/\t/ond.test", "/\n/ond.test", "/om\r\nSet-Cookie: a=b", " /om", "/om\0", "/" + "x" * LONGEST_ADDRESS),
        *("/logga-in", "/logga-in?till=/logga-in", "/logga-ut", "/logga-in/", "/logga-in#a"),
    ],
)
def test_anything_else_leads_to_the_first_page(address: str) -> None:
    assert local_address(address) == "/"


@given(st.text() | st.text(alphabet="/\\@:.?#ond\t\n", max_size=12).map("/".__add__))
def test_no_address_leads_away_from_here(text: str) -> None:
    found = urljoin(OURS, local_address(text).replace("\\", "/"))
    assert urlsplit(found)[:2] == urlsplit(OURS)[:2]


def test_a_refusal_leads_back_to_the_form_with_its_reason() -> None:
    address = urlsplit(refused(WAIT, "/indikator?kommun=0126&nyckeltal=N15001", 8))
    assert address.path == SIGN_IN
    assert parse_qs(address.query) == {
        "fel": ["vanta"],
        "sekunder": ["8"],
        "till": ["/indikator?kommun=0126&nyckeltal=N15001"],
    }
    assert refused(WRONG, "/") == "/logga-in?fel=namn-eller-losenord&till=%2F"
