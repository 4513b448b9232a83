"""What the client makes of Kolada's rows."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kolada import Answer, KoladaProtocol, Observation
from tests.kolada.fakes import Reply, in_turn, page, rig, row, value

KPI = {
    "id": "N99001",
    "title": "Påhittat  nyckeltal,\u00a0andel (%) ",
    "description": "Första raden.\\nAndra\u00a0 raden. Källa: Egen.",
    "is_divided_by_gender": True,
    "municipality_type": "K",
    "auspice": None,
    "operating_area": "Kultur och fritid",
    "perspective": "Kvalitet och resultat",
    "prel_publication_date": None,
    "publication_date": "2026-06-01",
    "publ_period": "2025",
    "has_ou_data": False,
}


def observed(*rows: Any) -> list[Observation]:
    """What comes of these rows when N15428 is asked for in 0126 and 0127, 2020 and 2021."""
    return rig(in_turn(page(*rows))).client.observations(["N15428"], ["0126", "0127"], [2020, 2021])


def test_gender_goes_by_code_and_not_by_place() -> None:
    found = observed(row(value("M", 1.0), value("T", 2.0), value("K", 3.0)))
    assert {(o.gender, o.value) for o in found} == {("M", 1.0), ("T", 2.0), ("K", 3.0)}


def test_an_unknown_gender_is_left_out() -> None:
    assert [o.gender for o in observed(row(value("X"), value("T")))] == ["T"]


@pytest.mark.parametrize("place", [0, 1])
def test_a_deleted_value_does_not_hide_the_valid_one_beside_it(place: int) -> None:
    values = [value("T", 4.5)]
    values.insert(place, value("T", None, isdeleted=True))
    assert observed(row(*values)) == [Observation("N15428", "0126", 2021, "T", 4.5, "", 1)]


def test_a_value_that_is_only_deleted_does_not_come() -> None:
    assert observed(row(value("T", 4.5, isdeleted=True))) == []


@pytest.mark.parametrize("status", ["Missing", "Privacy", "Not applicable", "Preliminary-unknown"])
@pytest.mark.parametrize("number", [None, 12.0])
def test_a_value_with_a_status_is_none_and_the_status_is_kept(status: str, number: float | None) -> None:
    [it] = observed(row(value("T", number, status=status)))
    assert (it.value, it.status) == (None, status)


@pytest.mark.parametrize("literal", [b"null", b"NaN", b"Infinity", b"-Infinity"])
def test_no_finite_number_and_no_status_is_missing(literal: bytes) -> None:
    body = b'{"values":[{"kpi":"N15428","municipality":"0126","period":2021,"values":'
    body += b'[{"gender":"T","count":1,"status":"","value":' + literal + b"}]}]}"
    [it] = rig(in_turn(Reply(body))).client.observations(["N15428"], ["0126"], [2021])
    assert (it.value, it.status) == (None, "Missing")


def test_zero_and_whole_numbers_are_values() -> None:
    assert [o.value for o in observed(row(value("K", 0), value("M", 7)))] == [0.0, 7.0]


def test_a_groups_mean_tells_how_many_entered_it() -> None:
    it = rig(in_turn(page(row(value("T", 80.0, count=24), area="G33612"))))
    [mean] = it.client.observations(["N15428"], ["G33612"], [2021])
    assert mean.members == 24


def test_fields_that_we_do_not_know_are_no_trouble_and_optional_ones_may_be_absent() -> None:
    raw = {"gender": "T", "value": 3.0, "confidence": "high"}
    [it] = observed({**row(raw), "revision": 7})
    assert it == Observation("N15428", "0126", 2021, "T", 3.0, "", 1)


def test_a_repeated_row_comes_once_and_the_one_with_a_value_wins() -> None:
    missing = row(value("T", None, status="Missing"))
    assert [o.value for o in observed(missing, row(value("T", 5.0)), missing, row(value("T", 6.0)))] == [5.0]


def test_rows_that_nobody_asked_for_are_left_out() -> None:
    strangers = [row(value(), kpi="N1"), row(value(), area="0180"), row(value(), year=2019)]
    assert len(observed(*strangers, row(value()))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        row(value("T", "12,5")),  # type: ignore[arg-type]
        row(value("T", True)),
        row({"value": 1.0}),
        {**row(value()), "period": "later"},
        {**row(value()), "values": None},
    ],
)
def test_a_malformed_row_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(KoladaProtocol) as caught:
        observed(row(value()), wrong)
    assert caught.value.row == 1
    assert "rad 2" in caught.value.message
    assert "N15428, 0126" in caught.value.message


def test_a_row_that_is_no_object_is_named_too() -> None:
    with pytest.raises(KoladaProtocol, match="rad 1"):
        observed(None)


def test_a_kpi_is_read_with_clean_text_and_real_types() -> None:
    [kpi] = rig(in_turn(page(KPI))).client.kpis(["N99001"]).items
    assert kpi.title == "Påhittat nyckeltal, andel (%)"
    assert kpi.description == "Första raden.\nAndra raden. Källa: Egen."
    assert (kpi.publication_date, kpi.prel_publication_date) == (date(2026, 6, 1), None)
    assert (kpi.publ_period, kpi.auspice) == (2025, None)


def test_kpis_come_in_the_order_asked_for_and_those_that_are_gone_are_reported() -> None:
    answer = page({**KPI, "id": "N3"}, {**KPI, "id": "N1"}, {**KPI, "id": "N9"})
    kpis = rig(in_turn(answer)).client.kpis(["N1", "N2", "N3", "N1"])
    assert [kpi.id for kpi in kpis.items] == ["N1", "N3"]
    assert kpis.missing == ("N2",)


def test_kpis_are_asked_for_twenty_five_at_a_time() -> None:
    it = rig(in_turn(page()))
    assert len(it.client.kpis([f"N{n:05d}" for n in range(60)]).missing) == 60
    assert [url.count(",") + 1 for url in it.kolada.urls] == [25, 25, 10]


def test_asking_for_nothing_sends_nothing() -> None:
    it = rig(in_turn(page()))
    assert it.client.kpis([]) == Answer((), ())
    assert it.client.observations([], ["0126"], [2021]) == []
    assert it.kolada.requests == []


def test_groups_have_their_members_ids() -> None:
    members = [
        {"member_id": "0126", "member_title": "Huddinge"},
        {"member_id": "0128", "member_title": "Salem"},
    ]
    [group] = rig(in_turn(page({"id": "G1", "title": "Två", "members": members}))).client.groups()
    assert group.members == ("0126", "0128")


def test_a_group_whose_members_have_no_id_is_named() -> None:
    it = rig(in_turn(page({"id": "G1", "title": "Två", "members": [{"id": "0126"}]})))
    with pytest.raises(KoladaProtocol, match="G1"):
        it.client.groups()


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
odd_values = st.fixed_dictionaries(
    {"gender": st.sampled_from("TKMX") | json_values, "value": json_values},
    optional={"count": json_values, "status": json_values, "isdeleted": json_values},
)
odd_rows = st.fixed_dictionaries(
    {
        "kpi": st.just("N15428") | json_values,
        "municipality": st.just("0126") | json_values,
        "period": st.just(2021) | json_values,
        "values": st.lists(odd_values, max_size=4) | json_values,
    }
)


@settings(deadline=None)  # a slow machine is no fault
@given(st.lists(odd_rows | json_values, max_size=4))
def test_whatever_the_rows_hold_there_is_an_answer_or_a_message_for_people(rows: list[Any]) -> None:
    found: list[Observation] = []
    with suppress(KoladaProtocol):
        found = observed(*rows)
    assert all((o.value is None) == (o.status != "") for o in found)
    assert len({o[:4] for o in found}) == len(found)
