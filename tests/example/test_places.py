"""The made-up country and the catalogue's view of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from core.cache.harvest import Harvest
from core.cache.similar import similar_groups
from core.catalogue import Catalogue, default_catalogue, load
from core.example import example_catalogue

REAL = Path(__file__).parents[3] / "shared" / "kolada" / "data" / "municipalities.csv"


def _municipalities(harvest: Harvest) -> dict[str, str]:
    rows = harvest.municipalities[harvest.municipalities["type"] == "K"]
    return dict(zip(rows["id"], rows["title"], strict=True))


def _members(harvest: Harvest, groups: tuple[str, ...]) -> list[str]:
    return harvest.groups.loc[harvest.groups["id"].isin(groups), "member"].tolist()


def test_storkoping_comes_first_of_about_290(harvest: Harvest) -> None:
    names = _municipalities(harvest)
    assert next(iter(names.values())) == "Storköping"
    assert len(names) == len(set(names.values())) == 290


def test_codes_begin_as_no_county_does(harvest: Harvest) -> None:
    assert all(int(code[:2]) > 25 for code in _municipalities(harvest))


@pytest.mark.kolada
@pytest.mark.skipif(not REAL.exists(), reason="the real names are not here")
def test_no_name_and_no_code_is_real(harvest: Harvest) -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    made_up = harvest.municipalities[harvest.municipalities["id"] != "0000"]
    assert not set(made_up["id"]) & {row["id"] for row in real}
    assert not {t.casefold() for t in made_up["title"]} & {row["title"].casefold() for row in real}


def test_regions_and_the_nation_are_no_municipalities(harvest: Harvest) -> None:
    others = harvest.municipalities[harvest.municipalities["type"] == "L"]
    assert others["id"].iat[0] == "0000"
    assert 3 <= len(others) <= 10


def test_every_municipality_has_one_county_and_one_class(view: Catalogue, harvest: Harvest) -> None:
    everyone = sorted(_municipalities(harvest))
    assert sorted(_members(harvest, view.counties)) == everyone
    assert sorted(_members(harvest, view.classes)) == everyone
    assert len(view.counties) == 14
    assert len(view.classes) == 9


def test_home_county_has_26_members_with_all_participants(view: Catalogue, harvest: Harvest) -> None:
    members = _members(harvest, (view.home_county,))
    assert len(members) == 26
    assert {p.id for p in view.participants} <= set(members)


def test_similar_municipalities_are_found_by_their_titles(view: Catalogue, harvest: Harvest) -> None:
    titles = harvest.groups.drop_duplicates("id")[["id", "title"]].itertuples(index=False, name=None)
    ids = {name: code for code, name in _municipalities(harvest).items()}
    found = similar_groups(titles, ids)
    for participant in view.participants:
        for kind in {area.similar for area in view.areas}:
            members = _members(harvest, (found[participant.id, kind],))
            assert len(set(members)) == 7
            assert participant.id not in members


def test_view_has_the_real_catalogues_shape(view: Catalogue) -> None:
    real = default_catalogue()
    assert view.indicators == real.indicators
    assert view.cooperation.name == real.cooperation.name
    assert [p.areas for p in view.participants] == [p.areas for p in real.participants]
    assert view.participants[0].name == "Storköping"
    assert not {p.id for p in view.participants} & {p.id for p in real.participants}
    assert len(view.full_participants) == len(real.full_participants)
    own = next(group for group in view.groups if group.id == "sodertorn")
    assert (own.name, own.where) == ("Storköpingsbygden", "i Storköpingsbygden")
    assert own.members == view.full_participants


def test_view_is_a_catalogue_that_loads(view: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "view.yaml"
    content = view.model_dump(mode="json", exclude_none=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert load(file) == view


def test_view_of_the_view_is_the_same(view: Catalogue) -> None:
    assert example_catalogue(view) == view
