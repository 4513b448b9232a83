"""A front page from the groups' phones to the screen, the printed page and the files."""

from __future__ import annotations

import json

import pytest

from tests.features.rooms.test_swot import PHONES, SCREEN, SCRIPT, Room, room
from tests.shared import HUDDINGE

pytestmark = pytest.mark.usefixtures("source")
__all__ = ["room"]
HOSTILE = '<script>alert(1)</script> "citat" 👩‍🏫'


def begun(room: Room, cookie: str, name: str = "Örnarna") -> str:
    """A group called NAME; its key."""
    key: str = json.loads(room.sent(cookie, "grupp", id="s1", namn=name).text)["grupp"]
    return key


def test_groups_write_on_their_phones_and_the_screen_shows_a_page_each(room: Room) -> None:
    run, leader = room.start("toppnyhet"), room.visitor().cookie
    assert run.letters in room.client.get(SCREEN, cookie=leader).text
    anna, bo = room.phone(), room.phone()
    group = begun(room, anna)
    assert f'href="{PHONES}?grupp={group}"' in room.client.get(PHONES, cookie=bo).text
    made = json.loads(room.sent(anna, "bit", id="a1", grupp=group, falt="rubrik", text="Skolan <bäst>").text)
    assert made["text"] == "Skolan <bäst>"
    new = json.loads(room.client.get(f"{PHONES}/sida?grupp={group}&sedan=0").text)
    assert new["bitar"] == [[made["nyckel"], "rubrik", "Skolan <bäst>"]]
    hers = {"id": "b1", "grupp": group, "falt": "rubrik", "nyckel": made["nyckel"], "fore": "Skolan <bäst>"}
    room.sent(bo, "bit", text="Skolan bäst i landet", **hers)
    beside = json.loads(room.sent(anna, "bit", text="Skolan bäst i världen", **hers | {"id": "a2"}).text)
    assert beside["nyckel"] != made["nyckel"]
    rude = json.loads(room.sent(bo, "bit", id="b2", grupp=group, falt="citat", text="Fult").text)["nyckel"]
    room.sent(bo, "bit", id="b3", grupp=group, falt="notis", text=HOSTILE)
    told = room.new(leader)
    assert ["rubrik", "Skolan bäst i landet", group] in [one[1:] for one in told["lappar"]]
    room.done(leader, "dolj", lappar=rude)
    room.done(leader, "fas", fran="skriva", till="slutsatser")
    room.done(leader, "slutsats", fraga="ta_med", text="Mentorer", sett="0")
    room.done(leader, "stang")
    html = room.seen()
    assert "En förstasida: Örnarna" in html
    assert "Skolan bäst i landet" in html
    assert "Skolan bäst i världen" in html
    assert "&lt;script&gt;" in html
    assert "Fult" not in html
    assert "Mentorer" in html
    assert "Örnarna,,Rubrik,,Skolan bäst i landet" in room.file("csv", leader).text
    assert room.file("pdf", leader).content[:5] == b"%PDF-"
    assert json.loads(room.client.get(f"{PHONES}/sida?grupp={group}").text) == {"lage": "stängd"}


def test_a_group_without_script_writes_by_forms(room: Room) -> None:
    room.start("toppnyhet")
    phone = room.phone()
    answer = room.browser.post(f"{PHONES}/grupp", {"id": "s1", "namn": "Örnarna"}, cookie=phone)
    page = answer.headers["location"]
    group = page.partition("grupp=")[2]
    form = {"id": "a1", "grupp": group, "falt": "citat", "nyckel": "", "fore": "", "text": HOSTILE}
    assert room.browser.post(f"{PHONES}/bit", form, cookie=phone).headers["location"] == page
    html = room.client.get(page, cookie=phone).text
    assert "<script>alert" not in html
    assert 'dir="auto" aria-labelledby="plats-citat">&lt;script&gt;alert(1)' in html


@pytest.mark.parametrize(
    ("form", "told"),
    [({"falt": "annat"}, "Den platsen"), ({"grupp": "x"}, "Den platsen"), ({"text": "x" * 601}, "601 tecken")],
)
def test_what_is_no_piece_is_told_the_phone(room: Room, form: dict[str, str], told: str) -> None:
    room.start("toppnyhet")
    phone = room.phone()
    sent = {"id": "a1", "grupp": begun(room, phone), "falt": "citat", "text": "Ett"} | form
    answer = room.browser.post(f"{PHONES}/bit", sent, cookie=phone, **SCRIPT)
    assert (answer.status, told in json.loads(answer.text)["fel"]) == (409, True)
    assert room.client.get(f"/svara/{HUDDINGE}/e1/rum").status == 200


def test_what_a_group_without_script_could_not_keep_stands_there_and_what_another_wrote_stays(room: Room) -> None:
    room.start("toppnyhet")
    phone = room.phone()
    group = begun(room, phone)
    form = {"grupp": group, "falt": "citat", "nyckel": "", "fore": ""}
    long = room.browser.post(f"{PHONES}/bit", {**form, "id": "a1", "text": "x" * 601}, cookie=phone)
    assert (long.status, "601 tecken" in long.text, f">{'x' * 601}</textarea>" in long.text) == (409, True, True)
    key = json.loads(room.sent(phone, "bit", id="a2", text="Bra", **form).text)["nyckel"]
    hers = form | {"nyckel": key, "fore": "Bra"}
    room.sent(room.phone(), "bit", id="b1", text="Mycket\nbra", **hers)
    told = room.browser.post(f"{PHONES}/bit", {**hers, "id": "a3", "text": ""}, cookie=phone)
    assert "Någon annan har just ändrat texten" in told.text
    assert 'value="Mycket&#10;bra"' in told.text
    # Seen and emptied again, it is gone.
    emptied = hers | {"fore": "Mycket\r\nbra", "id": "a4", "text": ""}
    assert room.browser.post(f"{PHONES}/bit", emptied, cookie=phone).status == 303
    assert "Mycket" not in room.client.get(f"{PHONES}?grupp={group}", cookie=phone).text
