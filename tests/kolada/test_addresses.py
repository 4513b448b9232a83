"""Where the client goes, how it introduces itself and what it never shows."""

from __future__ import annotations

import pytest

from core.kolada import KoladaClient, KoladaProtocol, KoladaRefused, KoladaUnreachable
from core.kolada import transport as transport_module
from tests.kolada.fakes import BASE, Reply, in_turn, page, rig

URL = BASE + "/municipality"
GOOD = page({"id": "0126", "title": "Huddinge", "type": "K"})


def test_a_redirect_is_followed_on_the_same_host_only() -> None:
    it = rig(in_turn(Reply({}, 307, {"Location": "/v3/municipality/"}), GOOD))
    assert it.client.municipalities()
    assert it.kolada.urls[1] == URL + "/"

    away = rig(in_turn(Reply({}, 301, {"Location": "https://elsewhere.test/v3/municipality"})))
    with pytest.raises(KoladaProtocol, match="annan server"):
        away.client.municipalities()
    assert away.kolada.urls == [URL]


def test_a_redirect_that_gives_up_encryption_is_not_followed() -> None:
    it = rig(in_turn(Reply({}, 301, {"Location": "http://kolada.test/v3/municipality"})))
    with pytest.raises(KoladaProtocol):
        it.client.municipalities()
    assert len(it.kolada.requests) == 1


def test_redirects_in_a_circle_end() -> None:
    it = rig(in_turn(Reply({}, 302, {"Location": URL})))
    with pytest.raises(KoladaProtocol, match="cirkel"):
        it.client.municipalities()


def test_an_enormous_answer_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "MAX_BODY_BYTES", 1000)
    it = rig(in_turn(Reply({"values": ["x" * 2000]})))
    with pytest.raises(KoladaProtocol, match="större"):
        it.client.municipalities()
    assert len(it.kolada.requests) == 1


def test_kolada_can_see_who_asks_and_every_request_has_a_time_limit() -> None:
    it = rig(in_turn(GOOD))
    it.client.municipalities()
    assert it.kolada.requests[0].headers["User-Agent"] == "nyckeltal/0.1"
    assert it.kolada.timeouts == [(10, 90)]


def test_a_password_in_the_address_is_never_shown() -> None:
    it = rig(in_turn(Reply({}, 403)))
    client = KoladaClient("https://anna:hemligt@kolada.test/v3", transport=it.transport)
    with pytest.raises(KoladaRefused) as caught:
        client.ping()
    assert "hemligt" not in str(caught.value) + caught.value.url + caught.value.detail


@pytest.mark.parametrize("base", ["", "api.kolada.se/v3", "ftp://kolada.test", "https://", "http://[::1"])
def test_a_setting_that_is_no_web_address_is_named(base: str) -> None:
    with pytest.raises(KoladaUnreachable, match="NYCKELTAL_KOLADA_URL"):
        KoladaClient(base)
