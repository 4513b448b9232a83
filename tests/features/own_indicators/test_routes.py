"""The forms of own indicators: the whole way from a first word to what readers see, and who may take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.access.people import Person
from core.access.service import Access, current_access, opened_state
from core.catalogue import default_catalogue
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.routes import own_routes
from core.features.own_indicators.shared import wizard_of
from core.features.own_indicators.store import OwnStore, current_own
from core.features.own_indicators.work import as_typed
from core.features.own_indicators.work_page import own_work_html
from core.web.visit import Visit
from tests.features.own_indicators.stored import added, indicator
from tests.features.own_indicators.visits import SCHOOL, WATER, Came, Visitor, add_accounts
from tests.site.asgi import Browser, looping
from tests.site.visitors import session_over
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source")


ID = "E00001"
GOOD = b"Kommun;2023;2024\nHuddinge;80,5;81,5\nBotkyrka;79;80\n"
BAD = "Kommun;2023;2024\nHudinge;80,5;åtti\n".encode()
# Nacka takes no part in the area.
STRANGE = GOOD + b"Nacka;75;75\n"
TYPED = as_typed(indicator())


@pytest.fixture
def access(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Access]:
    # Real hashes take a quarter of a second each; that they are right is tested where they are made.
    opened_state.cache_clear()
    yield current_access()
    opened_state.cache_clear()


@pytest.fixture
def people(access: Access) -> dict[str, Person]:
    return add_accounts(access)


@pytest.fixture
def own(people: Mapping[str, Person]) -> OwnStore:
    return current_own()


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access, people: Mapping[str, Person]) -> Iterator[Come]:
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=own_routes()))
        yield lambda login: Visitor(browser, access, login)


def begun(visitor: Visitor) -> int:
    return int(visitor.post("/egna/nytt", {}).params["arbete"])


def described(visitor: Visitor, **changes: str) -> int:
    number = begun(visitor)
    visitor.post("/lagg-in/beskriv", TYPED | changes | {"arbete": number})
    return number


def with_file(visitor: Visitor, content: bytes = GOOD) -> int:
    number = described(visitor)
    visitor.upload(number, content)
    return number


def looked(person: Person, number: int) -> dict[str, str]:
    """What the form of the preview has, once PERSON has looked at it."""
    progress = wizard_of(person, default_catalogue(), None, now()).progress(number)
    return {"arbete": str(number), "sett": progress.seal}


def state_of(own: OwnStore, by: Person, number: int = 1) -> VersionState:
    return own.history.content(ID, number, by=by).version.state


def now() -> datetime:
    return datetime.now(UTC)


def test_the_whole_way_from_the_first_word_to_what_readers_see(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    anna, bodil = come("anna"), come("bodil")
    number = begun(anna)
    here = {"arbete": str(number)}
    assert anna.post("/lagg-in/beskriv", TYPED | here) == Came(303, "/lagg-in", here | {"steg": "2"}, None)
    assert anna.upload(number, BAD) == Came(303, "/lagg-in", here | {"steg": "3"}, None)
    assert anna.upload(number, GOOD) == Came(303, "/lagg-in", here | {"steg": "3"}, None)
    came = anna.post("/lagg-in/spara", looked(people["anna"], number) | {"vad": "publicera", "note": "Ny"})
    assert (came.path, came.params, came.said) == (
        "/eget",
        {"id": ID},
        "Version 1 väntar nu på att någon annan godkänner den.",
    )
    assert own.history.published().indicators == ()
    came = bodil.post("/eget/godkann", {"id": ID, "version": 1})
    assert (came.path, came.said) == ("/eget", "Version 1 är publicerad. Läsarna ser den nu.")
    [seen] = own.history.published().indicators
    assert (seen.indicator.name, seen.is_reviewed) == (indicator().name, True)


def test_what_is_typed_is_kept_also_where_it_is_wrong(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    anna = come("anna")
    number = begun(anna)
    came = anna.post("/lagg-in/beskriv", {"arbete": number, "name": "<b>Åsa</b>", "definition": "en\r\n\r\ntvå"})
    assert (came.path, came.params) == ("/lagg-in", {"arbete": str(number), "steg": "1"})
    fields = own.pending.get(number, by=people["anna"]).fields
    assert (fields["name"], fields["definition"]) == ("<b>Åsa</b>", "en\n\ntvå")


def test_what_is_kept_in_passing_says_nothing_and_shows_no_faults(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    anna = come("anna")
    number = begun(anna)
    assert anna.post("/lagg-in/undan", {"arbete": number, "name": "Halv"}).status == 204
    fields = own.pending.get(number, by=people["anna"]).fields
    assert (fields["name"], "tried" in fields) == ("Halv", False)
    assert anna.post("/lagg-in/undan", {"arbete": 999, "name": "x"}).status == 409


@pytest.mark.parametrize("login", ["anna", None])
def test_what_is_sent_when_the_session_is_over_waits_in_every_step_and_nothing_is_saved(
    come: Come, own: OwnStore, people: Mapping[str, Person], monkeypatch: pytest.MonkeyPatch, login: str | None
) -> None:
    anna = come("anna")
    number = with_file(anna)
    visitor, here = anna if login else come(None), {"arbete": str(number)}
    with monkeypatch.context() as over:
        session_over(over)
        sent = {
            "1": visitor.post("/lagg-in/beskriv", here | {"name": "Nytt namn", "steg": "1"}),
            "3": visitor.upload(number, STRANGE),
            "4": visitor.post("/lagg-in/spara", here | {"note": "Lång anteckning", "vad": "publicera", "steg": "4"}),
        }
    kept = own.pending.get(number, by=people["anna"])
    if login is None:
        assert (kept.fields["name"], own.pending.content(number, by=people["anna"])) == (TYPED["name"], GOOD)
        return
    for step, came in sent.items():
        assert (came.path, came.params["till"]) == ("/logga-in", f"/lagg-in?arbete={number}&steg={step}")
        assert "finns kvar" in came.said
    assert (kept.fields["name"], kept.fields["note"]) == ("Nytt namn", "Lång anteckning")
    assert own.pending.content(number, by=people["anna"]) == STRANGE
    assert own.history.current(SCHOOL, by=people["anna"]) == ()


def test_the_longest_description_gets_through(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    anna = come("anna")
    texts = {"definition": 4000, "purpose": 2000, "source": 1000, "measured": 2000, "quality_note": 2000}
    number = described(anna, **{name: "å" * longest for name, longest in texts.items()})
    fields = own.pending.get(number, by=people["anna"]).fields
    assert {name: len(fields[name]) for name in texts} == texts


def test_a_draft_is_saved_and_the_work_is_gone(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    anna = come("anna")
    number = with_file(anna)
    came = anna.post("/lagg-in/spara", looked(people["anna"], number) | {"vad": "utkast"})
    assert came.said == "Version 1 är sparad som utkast. Läsarna ser den inte."
    assert state_of(own, people["anna"]) is VersionState.DRAFT
    again = anna.post("/lagg-in/spara", {"arbete": number, "vad": "utkast"})
    assert (again.path, again.is_refused) == ("/egna", True)
    assert len(own.history.versions(ID, by=people["anna"])) == 1


def test_where_no_second_person_is_needed_it_is_published_at_once(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    come("berit").post("/egna/godkannande", {"visade": f"{SCHOOL} {WATER}", "omraden": WATER})
    anna = come("anna")
    came = anna.post("/lagg-in/spara", looked(people["anna"], with_file(anna)) | {"vad": "publicera"})
    assert came.said == "Version 1 är publicerad. Läsarna ser den nu."


def test_no_file_and_a_file_that_is_too_large_are_told_and_nothing_is_lost(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    anna = come("anna")
    number = with_file(anna)
    for content, said in ((None, "Välj en fil först."), (b"x" * 5_000_001, "större än 5 MB")):
        came = anna.upload(number, content)
        assert (came.path, came.params["steg"], came.is_refused) == ("/lagg-in", "2", True)
        assert said in came.said
    assert own.pending.get(number, by=people["anna"]).file_name == "trivsel.csv"


def test_a_table_that_is_pasted_is_read_as_a_file(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    anna = come("anna")
    number = described(anna)
    assert anna.post("/lagg-in/klistra", {"arbete": number, "tabell": " \r\n"}).params["steg"] == "2"
    table = GOOD.decode().replace(";", "\t").replace("\n", "\r\n")
    assert anna.post("/lagg-in/klistra", {"arbete": number, "tabell": table}).params["steg"] == "3"
    found = wizard_of(people["anna"], default_catalogue(), None, now()).progress(number)
    assert found.upload is not None
    assert ([row.value for row in found.rows], found.upload.faults) == ([80.5, 81.5, 79.0, 80.0], ())


def test_what_is_not_confirmed_is_asked_for_again(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    anna = come("anna")
    number = with_file(anna, STRANGE)
    came = anna.post("/lagg-in/bekrafta", {"arbete": number, "bekraftat": "påhittat"})
    assert (came.params["steg"], came.said) == ("3", "En sak återstår att bekräfta.")
    came = anna.post("/lagg-in/spara", {"arbete": number, "vad": "publicera"})
    assert (came.params["steg"], came.is_refused) == ("4", True)
    assert own.history.current(SCHOOL, by=people["berit"]) == ()


def test_a_new_version_keeps_what_it_was_made_from(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    added(own, by=people["anna"])
    bodil = come("bodil")
    came = bodil.post("/eget/ny", {"id": ID, "steg": "2"})
    number = came.params["arbete"]
    assert (came.path, came.params["steg"]) == ("/lagg-in", "2")
    came = bodil.post("/lagg-in/beskriv", TYPED | {"arbete": number, "name": "Annat namn"})
    came = bodil.post("/lagg-in/spara", looked(people["bodil"], int(number)) | {"vad": "utkast"})
    assert came.said.startswith("Version 2 är sparad")


def test_who_comes_second_sees_what_the_first_wrote_beside_her_own_and_saves_over_it(
    come: Come, own: OwnStore, people: Mapping[str, Person]
) -> None:
    added(own, by=people["anna"])
    visitors = {login: come(login) for login in ("anna", "bodil")}
    works = {login: one.post("/eget/ny", {"id": ID, "steg": "1"}).params["arbete"] for login, one in visitors.items()}
    for login, one in visitors.items():
        one.post("/lagg-in/beskriv", TYPED | {"arbete": works[login], "name": f"Namn av {login}"})
    seals = {login: looked(people[login], int(works[login])) for login in works}
    first = visitors["anna"].post("/lagg-in/spara", seals["anna"] | {"vad": "publicera"})
    second = visitors["bodil"].post("/lagg-in/spara", seals["bodil"] | {"vad": "publicera"})
    assert not first.is_refused
    assert second.is_refused
    assert "Anna Ek hade redan sparat version 2" in second.said
    params = {"arbete": works["bodil"], "steg": "1"}
    page = parsed(own_work_html(Visit("/lagg-in", params, person=people["bodil"])))
    assert page.one("p", "nk-theirs").text == "Sparat under tiden: Namn av anna"
    visitors["bodil"].post("/lagg-in/spara", looked(people["bodil"], int(works["bodil"])))
    names = {one.number: one.indicator.name for one in own.history.versions(ID, by=people["anna"])}
    assert names == {1: indicator().name, 2: "Namn av anna", 3: "Namn av bodil"}


def test_the_life_of_a_version_by_its_forms(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    added(own, by=people["anna"])
    anna, bodil, one = come("anna"), come("bodil"), {"id": ID, "version": 1}
    steps: tuple[tuple[Visitor, str, Mapping[str, str | int], VersionState], ...] = (
        (anna, "publicera", {}, VersionState.WAITING),
        (bodil, "neka", {"skal": "Fel"}, VersionState.REFUSED),
        (anna, "aterstall", {"senaste": 1}, VersionState.REFUSED),
    )
    for visitor, path, more, state in steps:
        assert not visitor.post(f"/eget/{path}", {**one, **more}).is_refused
        assert state_of(own, people["anna"]) is state
    two = {"id": ID, "version": 2}
    for visitor, path, more, state in (
        (anna, "publicera", {}, VersionState.WAITING),
        (bodil, "godkann", {}, VersionState.PUBLISHED),
        (bodil, "dra-tillbaka", {"skal": "Fel år"}, VersionState.WITHDRAWN),
        (anna, "publicera", {}, VersionState.WAITING),
    ):
        assert not visitor.post(f"/eget/{path}", {**two, **more}).is_refused
        assert state_of(own, people["anna"], 2) is state


def test_a_reason_that_is_not_taken_stands_there_still(come: Come, own: OwnStore, people: Mapping[str, Person]) -> None:
    added(own, by=people["anna"])
    came = come("anna").post("/eget/dra-tillbaka", {"id": ID, "version": 7, "skal": "Ett långt skäl"})
    assert "\n" not in came.said
    kept = own.pending.get(int(came.params["arbete"]), by=people["anna"])
    assert dict(kept.fields) == {"skal": "Ett långt skäl", "version": "7"}
    assert "skäl" not in str(came.params)
