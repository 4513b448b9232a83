"""The files of own indicators go out to those who may see them, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette

from core.access.form import COOKIE
from core.access.service import SignedIn, current_access, opened_state
from core.features.own_indicators.routes import own_routes
from core.features.own_indicators.shared import wizard_of
from core.features.own_indicators.store import current_own
from core.features.own_indicators.work import as_typed
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import indicator, upload
from tests.features.own_indicators.visits import SCHOOL, WORDS, add_accounts
from tests.shared import workbook
from tests.site.asgi import Answer, Client, looping

pytestmark = pytest.mark.usefixtures("source")

Get = Callable[[str | None, str], Answer]
LAST_YEAR = datetime.now(UTC).year - 1


@pytest.fixture
def get(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Get]:
    """Asks for a file as somebody; Anna has begun a work with faults (1), and E00001 has one version."""
    opened_state.cache_clear()
    access, now = current_access(), datetime.now(UTC)
    people = add_accounts(access)
    own = current_own()
    catalogue = own.saving._catalogue
    wizard = wizard_of(people["anna"], catalogue, None, now)
    work = wizard.begin()
    assert work.id == 1
    wizard.describe(work.id, as_typed(indicator(name="=Trivsel/hälsa")))
    wizard.put_file(work.id, "fel.csv", b"Kommun;2024\n=Hudinge;1\n")
    rows = (entry("0126", 2024, 80.5), entry("0127", 2024, None, status="Privacy"))
    made = own.saving.add(indicator(), upload(*rows), "0" * 64, by=people["anna"], now=now)
    assert made.indicator.id == "E00001"
    with looping() as loop:
        client = Client(Starlette(routes=own_routes()), loop)

        def ask(login: str | None, address: str) -> Answer:
            if login is None:
                return client.get(address)
            done = access.sign_in(login, WORDS, "127.0.0.1", datetime.now(UTC))
            assert isinstance(done, SignedIn)
            return client.get(address, cookie=f"{COOKIE}={done.token}")

        yield ask
    opened_state.cache_clear()


def name_of(answer: Answer) -> str:
    return unquote(answer.headers["content-disposition"].partition("''")[2])


def test_the_template_has_the_areas_municipalities_and_the_last_five_years(get: Get) -> None:
    answer = get("anna", "/ladda-ner/mall?arbete=1&typ=csv")
    rows = [line.split(";") for line in answer.text.splitlines()]
    catalogue = current_own().saving._catalogue
    members = {p.name for p in catalogue.participants if p.is_full or SCHOOL in p.areas}
    assert rows[0] == ["kommunkod", "kommun", "år", "värde"]
    assert {row[1] for row in rows[1:]} == members
    assert {row[2] for row in rows[1:]} == {str(year) for year in range(LAST_YEAR - 4, LAST_YEAR + 1)}
    assert name_of(answer) == "mall =Trivsel-hälsa.csv"
    assert answer.headers["cache-control"] == "no-store"


def test_the_template_is_made_as_it_is_asked_for(get: Get) -> None:
    address = "/ladda-ner/mall?arbete=1&typ=xlsx&fran=2023&till=2024&upplagg=wide&period=T&kon=ja&antal=ja"
    sheet = workbook(get("anna", address).content)["Värden"]
    heads = [cell.value for cell in next(sheet.iter_rows())]
    assert heads[:5] == ["kommunkod", "kommun", "kön", "2023 T1", "Antal 2023 T1"]
    assert len(heads) == 3 + 2 * 3 * 2


@pytest.mark.parametrize(
    "params", ["fran=9999&till=1", "fran=1&till=99999999999", "fran=x&till=-1", "period=<b>&upplagg=x&typ=exe"]
)
def test_a_strange_wish_gives_a_template_all_the_same(get: Get, params: str) -> None:
    answer = get("anna", f"/ladda-ner/mall?arbete=1&{params}")
    assert answer.status == 200
    years = {line.split(";")[2] for line in answer.text.splitlines()[1:]}
    assert 1 <= len(years) <= 40


def test_every_fault_is_in_the_list_and_none_is_run(get: Get) -> None:
    lines = get("anna", "/ladda-ner/fel.csv?arbete=1").text.splitlines()
    assert lines[0].startswith("Slag;Rad;Kolumn")
    assert lines[1].startswith("fel;2;A Kommun;'=Hudinge;Kommunen är okänd.")


def test_a_versions_values_are_for_those_who_may_see_it(get: Get) -> None:
    for login in ("anna", "bodil", "cilla", "berit"):
        answer = get(login, "/ladda-ner/eget.csv?id=E00001&version=1")
        assert answer.text.splitlines()[1:] == ["0127;Botkyrka;2024;..", "0126;Huddinge;2024;80,5"]
    assert name_of(answer) == "E00001 version 1 Elever som trivs.csv"


@pytest.mark.parametrize(
    ("login", "address", "status"),
    [
        (None, "/ladda-ner/eget.csv?id=E00001&version=1", 403),
        ("sten", "/ladda-ner/eget.csv?id=E00001&version=1", 403),
        ("anna", "/ladda-ner/eget.csv?id=E00001&version=9", 404),
        ("anna", "/ladda-ner/eget.csv", 403),
        ("berit", "/ladda-ner/eget.csv?id=<b>&version=<b>", 404),
        (None, "/ladda-ner/fel.csv?arbete=1", 403),
        ("cilla", "/ladda-ner/fel.csv?arbete=1", 403),
        ("bodil", "/ladda-ner/fel.csv?arbete=1", 404),
        ("bodil", "/ladda-ner/mall?arbete=1", 404),
        (None, "/ladda-ner/mall?arbete=1", 403),
        ("anna", "/ladda-ner/mall?arbete=<b>", 404),
    ],
)
def test_nobody_else_gets_a_file(get: Get, login: str | None, address: str, status: int) -> None:
    answer = get(login, address)
    assert (answer.status, "content-disposition" in answer.headers) == (status, False)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.endswith((".", ". ", "!"))
