"""A person edits the catalogue by hand: whatever is wrong with it is named together with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalogue import Catalogue, CatalogueError, Direction, load

VALID = """\
cooperation: {name: Nyckeltal Storköping, short_name: Storköping, contact: Sammankallande}

participants:
  - id: 0126
    name: Storköping
  - id: 0007
    name: Lillköping
    areas: [skola]

home_county: G33612
counties: [G33612]
classes: [G92787]

groups:
  - id: alla
    name: Alla
    where: i trakten
    members: [0126, 0007]
  - id: lan
    name: Länet
    where: i länet
    kolada: G33612

areas:
  - id: skola
    name: Skola
    coordinator: 0126
    purpose: Visar hur det går i skolan.
    audience: Nämnden.
  - id: vatten
    name: Vatten
    purpose: Visar hur det går med vattnet.
    audience: Nämnden.

perspectives:
  - {id: trygghet, name: Trygghet, model: kkik}

models:
  - {id: kkik, name: Fem perspektiv, source: Vägledningen.}

pairs:
  - {x: N00002, y: N00001}

population: N00002

indicators:
  - kpi: N00001
    area: skola
    name: Trygga elever
    unit: "%"
    decimals: 0
    direction: high
    category: resultat-subjektivt
    influence: stor
    origin: enkät
    prominence: 1
    perspectives: [trygghet]

  - kpi: N00002
    area: vatten
    name: Sjöar
    unit: antal
    decimals: 1
    direction: none
    category: information
    influence: liten
    origin: register
    prominence: 2
"""


def indicator(number: int, area: str, prominence: int = 1) -> str:
    """One more indicator's block, to put at the end of the file."""
    return f"""
  - kpi: N{number:05}
    area: {area}
    name: Indikator {number}
    unit: antal
    decimals: 0
    direction: none
    category: produktion
    influence: stor
    origin: register
    prominence: {prominence}
"""


def read(folder: Path, text: str) -> Catalogue:
    file = folder / "katalog.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(CatalogueError) as caught:
        read(folder, text)
    for line, fault in caught.value.faults:
        assert f"rad {line}: {fault}" in str(caught.value), "the message holds every fault with its line"
    return caught.value.faults


def changed(old: str, new: str) -> str:
    """The valid text with its one OLD replaced by NEW."""
    assert VALID.count(old) == 1, f"{old!r} should be in the valid text exactly once"
    return VALID.replace(old, new)


def line_of(text: str, part: str) -> int:
    """The line where PART stands for the last time, counted from 1."""
    return text[: text.rindex(part)].count("\n") + 1


def test_a_correct_file_is_read_whole(tmp_path: Path) -> None:
    catalogue = read(tmp_path, VALID)

    assert list(catalogue.by_kpi) == ["N00001", "N00002"]
    assert list(catalogue.area_by_id) == ["skola", "vatten"]
    assert catalogue.by_kpi["N00001"].direction is Direction.HIGH
    assert catalogue.area_by_id["vatten"].coordinator is None


def test_codes_keep_their_leading_zeros_even_without_quotation_marks(tmp_path: Path) -> None:
    catalogue = read(tmp_path, VALID)

    assert [participant.id for participant in catalogue.participants] == ["0126", "0007"]
    assert catalogue.groups[0].members == ("0126", "0007")
    assert catalogue.area_by_id["skola"].coordinator == "0126"


def test_a_municipality_that_joins_in_some_areas_only_is_not_part_of_the_cooperations_mean(
    tmp_path: Path,
) -> None:
    assert read(tmp_path, VALID).full_participants == ("0126",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("    area: vatten\n", "    area: vattne\n", "okänt område vattne", id="indicator's area"),
        pytest.param("    areas: [skola]\n", "    areas: [skolan]\n", "okänt område skolan", id="participant's area"),
        pytest.param("    coordinator: 0126\n", "    coordinator: 0999\n", "0999 är ingen deltagare", id="coordinator"),
        pytest.param(
            "    perspectives: [trygghet]\n",
            "    perspectives: [trygg]\n",
            "okänt perspektiv trygg",
            id="perspective",
        ),
        pytest.param("home_county: G33612\n", "home_county: G33613\n", "G33613 finns inte", id="home county"),
        pytest.param(" model: kkik}\n", " model: kkikk}\n", "okänd modell kkikk", id="model"),
        pytest.param("{x: N00002,", "{x: N00003,", "N00003 är ingen av indikatorerna", id="pair"),
        pytest.param("y: N00001}", "y: N00002}", "N00002 har ingen riktning", id="pair without a direction"),
        pytest.param("population: N00002\n", "population: N00003\n", "N00003 är ingen", id="population"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = changed(old, new)

    [(line, fault)] = faults(tmp_path, text)

    assert said in fault
    assert line == line_of(text, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("  - kpi: N00002\n", "  - kpi: N00001\n", id="indicator"),
        pytest.param("  - id: vatten\n", "  - id: skola\n", id="area"),
        pytest.param("  - id: lan\n", "  - id: alla\n", id="group"),
        pytest.param("  - id: 0007\n", "  - id: 0126\n", id="participant"),
    ],
)
def test_an_id_that_stands_twice_is_named_at_its_second_place(tmp_path: Path, old: str, new: str) -> None:
    text = changed(old, new)

    doubled = [(line, fault) for line, fault in faults(tmp_path, text) if "står två gånger" in fault]

    assert doubled == [(line_of(text, new), f"{new.rsplit(maxsplit=1)[-1]} står två gånger")]


def test_a_key_that_stands_twice_is_named_instead_of_silently_winning(tmp_path: Path) -> None:
    text = changed("    direction: high\n", "    direction: high\n    direction: low\n")

    assert faults(tmp_path, text) == [(line_of(text, "    direction: low"), "”direction” står två gånger")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("    decimals: 1\n", "    decimals: några\n", id="a word where a number is meant"),
        pytest.param("    decimals: 1\n", "    decimals: 9\n", id="more decimals than can be shown"),
        pytest.param("    direction: high\n", "    direction: upp\n", id="a direction that does not exist"),
        pytest.param("    category: information\n", "    category: kostnad\n", id="a category that does not exist"),
        pytest.param("    origin: enkät\n", "    origin: enkat\n", id="an origin that does not exist"),
        pytest.param("    prominence: 2\n", "    prominence: 4\n", id="a prominence that does not exist"),
        pytest.param("    kolada: G33612\n", "    kolada: Stockholm\n", id="a group's name for its code"),
        pytest.param("    unit: antal\n", "    unit: antal\n    dedband: 2\n", id="a misspelt key"),
        pytest.param("    unit: antal\n", "    unit: antal\n    tolerance: -1\n", id="a tolerance below zero"),
        pytest.param("    unit: antal\n", "    unit: antal\n    break_years: 2019\n", id="a year outside a list"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    text = changed(old, new)

    [(line, fault)] = faults(tmp_path, text)

    wrong = new.splitlines()[-1]
    assert line == line_of(text, wrong)
    assert wrong.split(":")[0].strip() in fault


def test_a_year_outside_the_possible_is_named_where_it_stands(tmp_path: Path) -> None:
    text = changed("    unit: antal\n", "    unit: antal\n    break_years:\n      - 2019\n      - 219\n")

    [(line, _)] = faults(tmp_path, text)

    assert line == line_of(text, "      - 219\n")


def test_a_missing_field_is_named_at_the_block_that_lacks_it(tmp_path: Path) -> None:
    text = changed("    decimals: 1\n", "")

    [(line, fault)] = faults(tmp_path, text)

    assert "decimals" in fault
    assert line == line_of(text, "  - kpi: N00002")


def test_an_information_indicator_may_not_have_a_direction(tmp_path: Path) -> None:
    text = changed("    direction: none\n", "    direction: high\n")

    [(line, fault)] = faults(tmp_path, text)

    assert "informationsmått ska ha riktningen none" in fault
    assert line == line_of(text, "  - kpi: N00002")


def test_a_series_is_measured_every_year_every_second_or_every_fourth(tmp_path: Path) -> None:
    text = changed("    unit: antal\n", "    unit: antal\n    step: 3\n")

    [(line, fault)] = faults(tmp_path, text)

    assert "step ska vara 1, 2 eller 4" in fault
    assert line == line_of(text, "  - kpi: N00002")


@pytest.mark.parametrize("also", ["    members: [0126]\n    kolada: G33612\n", ""])
def test_a_group_takes_its_members_from_exactly_one_place(tmp_path: Path, also: str) -> None:
    text = changed("    kolada: G33612\n", also)

    [(line, fault)] = faults(tmp_path, text)

    assert "antingen kolada eller members" in fault
    assert line == line_of(text, "  - id: lan")


def test_a_fourth_indicator_shown_first_in_an_area_is_one_too_many(tmp_path: Path) -> None:
    text = VALID + "".join(indicator(number, "skola") for number in (11, 12, 13))

    assert faults(tmp_path, text) == [(line_of(text, "    prominence: 1"), "skola har 4 med prominence 1, högst 3")]


def test_more_than_45_indicators_shown_first_are_too_many(tmp_path: Path) -> None:
    names = [f"omrade-{number}" for number in range(15)]
    areas = "".join(f"  - {{id: {name}, name: {name}, purpose: Visar., audience: Alla.}}\n" for name in names)
    text = changed("\nperspectives:\n", f"{areas}\nperspectives:\n")
    text += "".join(indicator(100 + 3 * i + j, name) for i, name in enumerate(names) for j in range(3))

    [(line, fault)] = faults(tmp_path, text)

    assert fault == "46 indikatorer har prominence 1, högst 45"
    assert line == line_of(text, "    prominence: 1")


VOLUME = "volumes:\n  - {id: barn, area: skola, name: Barn, many: barn, one: barn, volume: N00009, unit_cost: N00010}\n"
PRICES = """price_index:
  name: Prisindex
  short_name: PI
  tables:
    - source: Här.
      changes:
        2015: 2.4
        2016: 2.7
    - source: Där.
      changes:
        2017: 3.1
"""


def test_volumes_and_prices_are_read_without_being_indicators(tmp_path: Path) -> None:
    catalogue = read(tmp_path, VALID + VOLUME + PRICES)

    assert catalogue.fetched() == (*catalogue.by_kpi, "N00009", "N00010")
    assert catalogue.first_volume(["vatten"]) == catalogue.first_volume(["skola"]) == catalogue.volumes[0]
    assert catalogue.price_index is not None
    assert list(catalogue.price_index.years) == [2014, 2015, 2016, 2017]


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ("area: skola", "area: havet", "okänt område havet", "  - {id: barn"),
        (", unit_cost: N00010", "", "ange två av volume, unit_cost och cost", "  - {id: barn"),
        ("N00010}", "N00010, cost: N00011}", "ange två av volume, unit_cost och cost", "  - {id: barn"),
        ("volume: N00009", "mean_of_two: true, cost: N00009", "mean_of_two gäller volume", "  - {id: barn"),
        ("volume: N00009", "volume: barnen", "volumes.1.volume", "  - {id: barn"),
        ("2017: 3.1", "2018: 3.1", "2017 saknas: alla år mellan det första och det sista", "        2018: 3.1"),
        ("2017: 3.1", "2016: 3.1", "2016 står i två tabeller", "        2016: 3.1"),
        ("2017: 3.1", "2017: mycket", "”mycket” är inget tal: skriv procent", "        2017: mycket"),
        ("2017: 3.1", "2017: 3,1", "”3,1” är inget tal: skriv procent med decimalpunkt", "        2017: 3,1"),
        ("2017: 3.1", "2017: 103.1", "inte indextalet", "        2017: 103.1"),
        ("2017: 3.1", "2017: nan", "nan är ingen rimlig ändring", "        2017: nan"),
    ],
)
def test_a_fault_in_a_volume_or_in_the_prices_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str, line: str
) -> None:
    added = VOLUME + PRICES
    assert old in added
    text = VALID + added.replace(old, new)

    [(found, fault)] = faults(tmp_path, text)

    assert said in fault
    assert found == line_of(text, line)


def test_a_volume_that_stands_twice_is_named(tmp_path: Path) -> None:
    text = VALID + VOLUME + VOLUME.removeprefix("volumes:\n")

    assert faults(tmp_path, text) == [(line_of(text, "  - {id: barn"), "barn står två gånger")]


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    text = changed("    name: Sjöar\n", "    name: Sjöar: de stora\n")

    [(line, fault)] = faults(tmp_path, text)

    assert "filen går inte att läsa" in fault
    assert line == line_of(text, "    name: Sjöar: de stora")


def test_an_empty_file_says_that_it_is_empty(tmp_path: Path) -> None:
    assert faults(tmp_path, "# bara en kommentar\n") == [(1, "filen är tom")]


def test_a_file_that_is_not_utf8_says_that_it_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "katalog.yaml"
    file.write_bytes(VALID.encode("latin-1"))

    with pytest.raises(CatalogueError, match="går inte att läsa"):
        load(file)


def test_a_file_that_is_missing_says_so_and_names_itself(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"saknas\.yaml"):
        load(tmp_path / "saknas.yaml")


def test_all_faults_are_told_at_once_and_what_to_do_about_them(tmp_path: Path) -> None:
    text = changed("    area: vatten\n", "    area: vattne\n").replace("[trygghet]", "[trygg]")

    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, text)

    assert {line for line, _ in caught.value.faults} == {line_of(text, "vattne"), line_of(text, "[trygg]")}
    assert "Rätta raderna" in str(caught.value)


@pytest.mark.parametrize("address", ["mailto:nyckeltal@exempel.se", "https://exempel.se/fraga"])
def test_whom_to_ask_may_have_an_address(tmp_path: Path, address: str) -> None:
    text = changed("contact: Sammankallande", f"contact: Sammankallande, contact_address: '{address}'")
    assert read(tmp_path, text).cooperation.contact_address == address


@pytest.mark.parametrize("address", ["javascript:alert(1)", "eva", "mailto:eva", "mailto:a@b.se?cc=x@y.se", "//b.se"])
def test_an_address_that_is_none_is_named(tmp_path: Path, address: str) -> None:
    text = changed("contact: Sammankallande", f"contact: Sammankallande, contact_address: '{address}'")
    [(_, fault)] = faults(tmp_path, text)
    assert "contact_address" in fault
