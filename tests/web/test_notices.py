"""What a form was answered with comes back over the address, whole."""

from __future__ import annotations

from core.tabular.fields import FieldFault, FieldsError
from core.web.notices import MOST_FAULTS, Notice, sealed, unsealed


def test_as_many_faults_as_are_told_have_room_in_an_address_with_their_longest_words() -> None:
    faults = [FieldFault(f"n00945-0127-{n}.anteckning", "ö" * 40, "å" * 70, "ä" * 70) for n in range(60)]
    notice = Notice.of(FieldsError(faults))
    assert len(notice.faults) == MOST_FAULTS
    assert "60 fält behöver rättas" in notice.text
    assert unsealed(sealed(notice)) == notice


def test_a_fault_is_known_by_its_field() -> None:
    notice = Notice.of(FieldsError([FieldFault("dag", "Datum", "Är inget datum.", "Skriv 2026-10-26.")]))
    assert (notice.why("dag"), notice.why("pass")) == ("Är inget datum. Skriv 2026-10-26.", "")
