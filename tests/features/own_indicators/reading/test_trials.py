"""The files that failed when the product was tried: each by its kind, and what is right. Their like: test_kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.questions import verdict
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.faults import CautionKind
from tests.features.own_indicators.shared import NAMES, context, told

TRIALS = Path(__file__).parents[5] / "shared" / "trials" / "own"
pytestmark = pytest.mark.skipif(not TRIALS.is_dir(), reason="needs ../shared/trials")
OTHERS = {
    "0140": "Nykvarn",
    "0114": "Upplands Väsby",
    "0331": "Heby",
    "0330": "Knivsta",
    "0380": "Uppsala",
    "0643": "Habo",
    "0642": "Mullsjö",
    "0764": "Alvesta",
    "0980": "Gotland",
    "1440": "Ale",
    "1441": "Lerum",
    "1484": "Lysekil",
    "1485": "Uddevalla",
    "1489": "Alingsås",
    "1490": "Borås",
    "1492": "Åmål",
    "1438": "Dals-Ed",
    "2023": "Malung-Sälen",
    "2460": "Vännäs",
    "2560": "Älvsbyn",
    "1761": "Hammarö",
    "0880": "Kalmar",
    "2080": "Falun",
    "1080": "Karlskrona",
    "0582": "Söderköping",
}


def read(name: str, unit: str = "%") -> Upload:
    names = NAMES | OTHERS
    given = context(municipalities=names, expected=frozenset(), unit=unit)
    return read_upload((TRIALS / name).read_bytes(), name, given)


def said(upload: Upload) -> str:
    """Everything that is told of UPLOAD, and what is asked."""
    found = [*map(str, upload.faults), *(f"{one.what} {one.advice}" for one in upload.warnings)]
    return " ".join([*found, *(note.what for note in upload.notes)])


@pytest.mark.parametrize(
    ("name", "unit", "kind"),
    [
        ("W01_upphojd_fotnot.xlsx", "antal", CautionKind.LOOKS),
        ("W02_procent_blandat.csv", "%", CautionKind.SHARES),
        ("W02b_procent_en_formaterad.xlsx", "%", CautionKind.SHARES),
        ("W03_rubrik_tkr.csv", "kr", CautionKind.UNITS),
        ("W03b_ar_tkr.csv", "kr", CautionKind.UNITS),
        ("W15_enhet.csv", "%", CautionKind.APART),
        ("W17_dold_rad.xlsx", "%", CautionKind.HIDDEN),
        ("D10_lasar_rubriker.csv", "%", CautionKind.TIMES),
        ("D_blad_per_ar.xlsx", "%", CautionKind.HIDDEN),
    ],
)
def test_what_may_be_another_figure_is_asked_about(name: str, unit: str, kind: CautionKind) -> None:
    upload = read(name, unit)
    assert not upload.faults
    assert kind in {one.kind for one in upload.warnings}
    assert verdict(upload, len(upload.warnings))[0] != "Filen är rätt."


@pytest.mark.parametrize(
    ("name", "unit", "values"),
    [
        ("W01_upphojd_fotnot.xlsx", "antal", "0126 2024 12; 0136 2024 14; 0128 2024 11"),
        ("W04_visas_i_tkr.xlsx", "tkr", "0126 2024 12345.678; 0136 2024 23456.789"),
        ("W05_antal_prickar.csv", "%", "0126 2024 Privacy; 0136 2024 60 n=120; 0128 2024 Privacy"),
        ("W05b_antal_under5.csv", "%", "0126 2024 50 n=120; 0128 2024 Privacy"),
        ("W11_metablock.csv", "%", "0126 2024 12.5; 0136 2024 13"),
        ("W12_x000d.xlsx", "%", "0126 2024 12.5"),
        ("D10_lasar_rubriker.csv", "%", "0126 2023 80; 0126 2024 81; 0136 2023 70; 0136 2024 71"),
        ("D15c_cp850.csv", "%", "2560 2023 13.5; 1492 2023 14.5"),
        ("D_blad_per_ar.xlsx", "%", "0126 2023 12.5; 0136 2023 13; 0126 2024 14.5; 0136 2024 15"),
    ],
)
def test_the_values_are_what_a_person_sees_in_the_file(name: str, unit: str, values: str) -> None:
    upload = read(name, unit)
    assert not upload.faults
    assert told(upload) == set(values.split("; "))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("W07_komma_komma.csv", "Raden har 4 celler, men rubrikraden 3."),
        ("W08_region.csv", "Det är en region, inte en kommun. Ta bort raden."),
        ("W13_strict.xlsx", "Strict Open XML"),
        ("D07_oberaknad.xlsx", "Formeln är aldrig uträknad. Öppna filen i Excel och spara den"),
        ("D26_etikett.xlsx", "känslighetsetikett"),
        ("D_tva_tabeller_under.csv", "Filen har två tabeller: den andra (”Frånvaro”) börjar här"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_cause(name: str, words: str) -> None:
    upload = read(name)
    assert upload.faults
    assert words in said(upload)


def test_regions_and_counties_are_no_municipalities_and_old_names_are() -> None:
    upload = read("D02_namn.csv")
    strangers = {fault.row: fault.what for fault in upload.faults if "inte en kommun" in fault.what}
    assert set(strangers) == {12, 13, 15}
    assert "2023 2023 7" in told(upload)
    assert "Menades" not in said(upload)


def test_codes_as_excel_and_history_write_them() -> None:
    upload = read("D12_koder.csv")
    rows = {one.row: one.municipality for one in upload.rows}
    assert (rows[4], rows[17]) == ("0114", "0331")
    assert "rad 4 och rad 7" in said(upload)
    assert "1917 läses som Heby (0331)" in said(upload)


def test_old_codes_lead_to_todays() -> None:
    upload = read("D30_lansbyte.csv")
    assert {"0331 2005 10", "0643 1997 13", "0642 1997 15"} <= told(upload)
    assert not any("okänd" in fault.what for fault in upload.faults)


def test_a_number_in_the_format_called_standard_is_no_date() -> None:
    upload = read("D10b_standard.xlsx")
    assert "1485 2023 12.5" in told(upload)
    assert "datum" not in said(upload)


def test_years_under_genders_are_two_rows_of_headings() -> None:
    upload = read("D13_tva_rubriker.xlsx")
    assert {"1440 2022 K 80.1", "1440 2023 K 81.2", "1440 2022 M 70.1", "1440 2023 M 71.2"} <= told(upload)
    assert {fault.row for fault in upload.faults} == {5, 6}
