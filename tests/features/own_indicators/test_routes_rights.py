"""The forms of own indicators: who may not changes nothing, and nobody undoes what another has done."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.access.people import Person
from core.features.own_indicators.history_view import own_history_html
from core.features.own_indicators.store import OwnStore
from core.web.drafts import WorkKind
from core.web.notices import NOTICE_PARAM, sealed
from core.web.visit import Visit
from tests.features.own_indicators.stored import added
from tests.features.own_indicators.test_routes import (
    BAD,
    GOOD,
    ID,
    TYPED,
    Come,
    access,
    come,
    described,
    now,
    own,
    people,
    with_file,
)
from tests.features.own_indicators.visits import SCHOOL, WATER
from tests.web.html import parsed

__all__ = ["access", "come", "own", "people"]

pytestmark = pytest.mark.usefixtures("source")

FOLDS = {"neka": "neka", "dra-tillbaka": "dra-1"}


@pytest.mark.parametrize("skal", ["  ", "x" * 1001])
@pytest.mark.parametrize("path", FOLDS)
def test_a_reason_that_cannot_be_used_is_told_at_its_own_field(
    come: Come, own: OwnStore, people: Mapping[str, Person], path: str, skal: str
) -> None:
    added(own, by=people["anna"])
    own.publishing.publish(ID, 1, by=people["anna"], now=now())
    came = come("berit").post(f"/eget/{path}", {"id": ID, "version": 1, "skal": skal})
    assert came.notice is not None
    params = {**came.params, NOTICE_PARAM: sealed(came.notice)}
    root = parsed(own_history_html(Visit("/eget", params, person=people["berit"])))
    [link] = root.one("div", "nk-told").all("a")
    assert (link.attributes["href"], link.text) == (f"#falt-{path}-1-reason", "Skäl")
    [field] = [one for one in root.all("textarea") if one.attributes.get("aria-invalid") == "true"]
    assert (field.attributes["id"], field.attributes["aria-describedby"]) == (
        f"falt-{path}-1-reason",
        f"fel-{path}-1-reason",
    )
    [fault] = root.all("span", "nk-fault")
    assert fault.text in ("Saknas. Fyll i fältet.", "Texten har 1001 tecken. Korta den till högst 1000.")
    assert "open" in next(one for one in root.all("details") if one.attributes.get("id") == FOLDS[path]).attributes


FORBIDDEN = {
    "publicera": ("cilla", "sten", None),
    "godkann": ("anna", "sten", None),
    "neka": ("anna", "sten", None),
    "dra-tillbaka": ("cilla", "sten", None),
    "aterstall": ("cilla", "sten", None),
    "ny": ("cilla", "sten", None),
}


@pytest.mark.parametrize(("path", "login"), [(path, login) for path, logins in FORBIDDEN.items() for login in logins])
def test_who_may_not_changes_nothing_by_sending_the_form(
    come: Come, own: OwnStore, people: Mapping[str, Person], path: str, login: str | None
) -> None:
    added(own, by=people["anna"])
    own.publishing.publish(ID, 1, by=people["anna"], now=now())
    before = own.history.versions(ID, by=people["berit"])
    came = come(login).post(f"/eget/{path}", {"id": ID, "version": 1, "skal": "x", "senaste": 1, "steg": "1"})
    assert came.is_refused
    assert own.history.versions(ID, by=people["berit"]) == before
    assert login is None or own.pending.mine(WorkKind.INDICATOR, by=people[login]) == ()


@pytest.mark.parametrize("login", ["cilla", None])
@pytest.mark.parametrize(
    "path", ["/egna/nytt", "/lagg-in/beskriv", "/lagg-in/spara", "/lagg-in/kasta", "/lagg-in/bekrafta"]
)
def test_who_may_put_in_nothing_begins_and_changes_nothing(
    come: Come, own: OwnStore, people: Mapping[str, Person], login: str | None, path: str
) -> None:
    number = with_file(come("anna"))
    before = own.pending.get(number, by=people["anna"])
    assert come(login).post(path, {"arbete": number, "name": "x", "vad": "utkast"}).is_refused
    assert come(login).upload(number, BAD).is_refused
    assert come(login).post("/lagg-in/undan", {"arbete": number, "name": "x"}).status == 409
    assert own.pending.get(number, by=people["anna"]) == before


def test_nobody_touches_anothers_work(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    number = with_file(come("anna"))
    before = own.pending.get(number, by=people["anna"])
    bodil = come("bodil")
    for path in ("beskriv", "bekrafta", "utan-fil", "spara", "kasta"):
        bodil.post(f"/lagg-in/{path}", {"arbete": number, "name": "x", "vad": "utkast"})
    bodil.upload(number, BAD)
    assert own.pending.get(number, by=people["anna"]) == before


@pytest.mark.parametrize("login", ["anna", "cilla", "sten", None])
def test_only_an_administrator_changes_whether_a_second_person_is_needed(
    come: Come, own: OwnStore, people: Mapping[str, Person], login: str | None
) -> None:
    came = come(login).post("/egna/godkannande", {"visade": f"{SCHOOL} {WATER}", "omraden": ""})
    assert came.is_refused
    assert own.publishing.needs_approval(SCHOOL)


def test_a_setting_that_was_not_touched_stays_as_another_has_set_it(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    shown = {"visade": f"{SCHOOL} {WATER}"}
    come("berit").post("/egna/godkannande", shown | {"omraden": WATER})
    come("berit").post("/egna/godkannande", shown | {"omraden": SCHOOL})
    assert [own.publishing.needs_approval(area) for area in (SCHOOL, WATER)] == [False, False]
    assert come("berit").post("/egna/godkannande", {"visade": "", "omraden": "raketer"}).is_refused


def test_where_one_area_does_not_exist_no_setting_is_changed(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    assert come("berit").post("/egna/godkannande", {"visade": f"{SCHOOL} xx"}).is_refused
    assert own.publishing.needs_approval(SCHOOL)


def test_what_is_thrown_away_is_gone_and_throwing_it_again_is_said_to_be_nothing(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    number = described(come("anna"))
    stranger = come("bodil").post("/lagg-in/kasta", {"arbete": number})
    assert (stranger.path, stranger.is_refused, "finns inte längre" in stranger.said) == ("/egna", True, True)
    assert not come("anna").post("/lagg-in/kasta", {"arbete": number}).is_refused
    again = come("anna").post("/lagg-in/kasta", {"arbete": number})
    assert (again.path, again.is_refused, "finns inte längre" in again.said) == ("/egna", True, True)


@pytest.mark.parametrize("path", ["undan", "beskriv"])
def test_what_another_tab_has_written_stays_where_a_tab_sends_only_its_own(
    come: Come, own: OwnStore, people: Mapping[str, Person], path: str
) -> None:
    anna = come("anna")
    number = described(anna)
    anna.post("/lagg-in/undan", {"arbete": number, "definition": "Ny\tdefinition\r\ni två rader."})
    anna.post(f"/lagg-in/{path}", {"arbete": number, "purpose": "Nytt syfte"})
    fields = own.pending.get(number, by=people["anna"]).fields
    assert (fields["definition"], fields["purpose"]) == ("Ny\tdefinition\ni två rader.", "Nytt syfte")
    assert fields["name"] == TYPED["name"]


@pytest.mark.parametrize(
    "path", ["/egna/nytt", "/lagg-in/beskriv", "/lagg-in/spara", "/eget/godkann", "/egna/godkannande"]
)
def test_a_form_on_another_site_does_nothing(
    come: Come, own: OwnStore, people: Mapping[str, Person], path: str
) -> None:
    anna = come("anna")
    number = described(anna)
    before = own.pending.mine(WorkKind.INDICATOR, by=people["anna"])
    assert anna.post(path, {"arbete": number, "name": "x"}, origin="https://ond.plats").status == 403
    assert anna.upload(number, GOOD, origin="https://ond.plats").status == 403
    assert own.pending.mine(WorkKind.INDICATOR, by=people["anna"]) == before


@pytest.mark.parametrize("version", ["", "-1", "1e3", "²", "9" * 40, "<b>"])
@pytest.mark.parametrize("id_", ["", "E99999", "<b>x</b>", "E00001/../", "e00001"])
def test_what_does_not_exist_is_answered_in_words(come: Come, id_: str, version: str) -> None:
    came = come("berit").post("/eget/publicera", {"id": id_, "version": version, "arbete": version})
    assert (came.status, came.path, came.is_refused) == (303, "/eget", True)
    assert come("berit").post("/lagg-in/beskriv", {"arbete": version}).path == "/egna"
