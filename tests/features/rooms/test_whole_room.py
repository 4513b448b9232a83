"""The same thirty phones through a SWOT, its vote and a survey to what is printed; and a server that is restarted."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdfium2 import PdfDocument

from core.access.service import current_access, opened_state
from core.cycle.together import together
from tests.features.rooms.test_swot import KEY, PHONES, SCREEN, Room, made_app, room
from tests.shared import HUDDINGE
from tests.site.asgi import Answer, Browser, Client

pytestmark = pytest.mark.usefixtures("source")
__all__ = ["room"]

FIELDS = ("styrkor", "svagheter", "mojligheter", "hot")
SURVEY = "e2"


def at_once(deed: Callable[[int, str], Answer], phones: list[str]) -> list[Answer]:
    """What all PHONES are answered that do DEED (with their number and cookie) at the same time."""
    with ThreadPoolExecutor(len(phones)) as pool:
        return list(pool.map(deed, range(len(phones)), phones))


def printed(answer: Answer) -> str:
    text = "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(answer.content))
    return " ".join(text.split())


def restarted(room: Room) -> Room:
    """ROOM after its server has begun anew: what the process had in its memory is gone."""
    opened_state.cache_clear()
    together.cache_clear()
    app, loop = made_app(), room.browser.loop
    return Room(Client(app, loop), Browser(loop, app), current_access())


def test_thirty_phones_go_through_a_swot_a_vote_and_a_survey_to_the_printed_results(room: Room) -> None:
    room.start()
    leader, phones = room.visitor(), [room.phone() for _ in range(30)]
    sent = at_once(lambda n, one: room.sent(one, id=f"l{n}", falt=FIELDS[n % 4], text=f"Tanke {n:02}"), phones)
    assert {one.status for one in sent} == {200}
    notes = room.new(leader.cookie)["lappar"]
    assert sorted(text for _, _, text, _ in notes) == [f"Tanke {n:02}" for n in range(30)]
    threats = [key for key, field, *_ in notes if field == "hot"]
    pay, time = (
        room.done(leader.cookie, "rubrik", falt="hot", namn=name, lappar=" ".join(some))["ny"]
        for name, some in (("Pengar", threats[:4]), ("Tid", threats[4:]))
    )
    room.done(leader.cookie, "fas", fran="skriva", till="gruppera")
    room.done(leader.cookie, "fas", fran="gruppera", till="rosta")
    given = at_once(
        lambda n, one: room.sent(one, "prickar", **{f"prickar-{time if n % 3 else pay}": "1"}), [*phones, *phones]
    )
    assert {one.status for one in given} == {200}
    room.done(leader.cookie, "fas", fran="rosta", till="ordning")
    room.done(leader.cookie, "stang")
    paper = printed(room.file("pdf", leader.cookie))
    assert "1. Tid" in paper
    assert "20 prickar" in paper
    assert "10 prickar" in paper
    assert all(f"Tanke {n:02}" in paper for n in range(30))

    form = {
        "kommun": HUDDINGE,
        "ovning": SURVEY,
        "slag": "roda-traden-tjansteman",
        "namn": "Tråden",
        "satt": "i rummet",
    }
    assert leader.post("/ovningar", form)[0] == 303
    answered = at_once(
        lambda n, one: room.browser.post(
            f"/svara/{HUDDINGE}/{SURVEY}/svar", {"sida": "2", "vision": "nej" if n % 3 else "ja"}, cookie=one
        ),
        phones,
    )
    assert {one.status for one in answered} == {303}
    leader.post("/ovning", {"kommun": HUDDINGE, "ovning": SURVEY, "gora": "stang"})
    survey = room.client.get(f"/ovning/resultat.pdf?kommun={HUDDINGE}&ovning={SURVEY}", cookie=leader.cookie)
    assert "30 personer har sv" in printed(survey)
    assert "67 %" in printed(survey)


def test_a_server_that_is_restarted_in_the_middle_of_a_room_leads_all_back_to_where_they_were(room: Room) -> None:
    room.start()
    leader, phone = room.visitor().cookie, room.phone()
    room.sent(phone, id="1", falt="hot", text="Ett")
    heading = room.done(leader, "rubrik", falt="hot", namn="Pengar")["ny"]
    room.done(leader, "fas", fran="skriva", till="gruppera")
    screen, mine = room.new(leader), room.client.get(PHONES, cookie=phone).text
    again = restarted(room)
    assert again.new(leader) == screen
    # Nothing is told anew to a screen that stood there all the time.
    assert again.new(leader, screen["sedan"], screen["marke"])["lappar"] == []
    assert "rubriker" not in again.new(leader, screen["sedan"], screen["marke"])
    assert "<bdi>Ett</bdi>" in mine
    assert "<bdi>Ett</bdi>" in again.client.get(PHONES, cookie=phone).text
    # What it had not been answered is sent again.
    assert json.loads(again.sent(phone, id="1", falt="hot", text="Ett").text)["nyckel"] == screen["lappar"][0][0]
    again.done(leader, "fas", fran="gruppera", till="rosta")
    again.sent(phone, "prickar", **{f"prickar-{heading}": "1"})
    last = restarted(again)
    assert f'name="prickar-{heading}" value="1"' in last.client.get(PHONES, cookie=phone).text
    assert (last.new(leader)["rostat"], len(last.new(leader)["lappar"])) == (1, 1)
    assert last.client.get(SCREEN, cookie=leader).status == 200
    assert last.done(leader, "stang")["stangd"]
    assert KEY in last.client.get(SCREEN, cookie=leader).headers["location"]
