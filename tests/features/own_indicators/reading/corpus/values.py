"""Values: numbers in every shape, genders, small groups, repeated rows."""

from __future__ import annotations

from core.tabular.faults import CautionKind, SkipReason
from tests.features.own_indicators.reading.corpus.case import Case, text

NO_VALUE, REPEATED, UNREAD = SkipReason.NO_VALUE, SkipReason.REPEATED, SkipReason.UNREAD

NUMBERS = {
    "spaces-of-every-kind": Case(
        text(
            "Kommun;År;Värde",
            "Huddinge;2024;1 234,5",
            "Haninge;2024;1\u00a0234",
            "Salem;2024;12\u2009345",
            "Tyresö;2024;1\u202f234\u202f567",
            "Botkyrka;2024;1'234",
        ),
        "0126 2024 1234.5; 0136 2024 1234; 0128 2024 12345; 0138 2024 1234567; 0127 2024 1234",
        context={"unit": "kr"},
        cautions=(CautionKind.OTHERS, CautionKind.OTHERS),
    ),
    "points-between-thousands": Case(
        text("Kommun;År;Värde", "Huddinge;2024;1.234", "Haninge;2024;12,5"),
        "0126 2024 1234; 0136 2024 12.5",
        context={"unit": "kr"},
        understood={"decimal_sign": "komma"},
    ),
    "commas-between-thousands": Case(
        text("Kommun\tÅr\tVärde", "Huddinge\t2024\t1,234.5", "Haninge\t2024\t2,345"),
        "0126 2024 1234.5; 0136 2024 2345",
        context={"unit": "kr"},
    ),
    "a-point-that-may-be-either": Case(
        text("Kommun;År;Värde", "Huddinge;2024;1.234"),
        "0126 2024 1.234",
        context={"unit": "kr"},
        cautions=(CautionKind.NUMBERS,),
    ),
    "a-comma-that-the-unit-settles": Case(text("Kommun;År;Värde", "Huddinge;2024;1,234"), "0126 2024 1.234"),
    "both-decimal-signs": Case(
        text("Kommun;År;Värde", "Huddinge;2024;12,5", "Haninge;2024;13.5", "Salem;2024;14,5"),
        "0126 2024 12.5; 0128 2024 14.5",
        faults="3C",
        says="Skriv 13,5.",
    ),
    "units-after-numbers": Case(
        text("Kommun;2023;2024", "Huddinge;12,5 %;13%", "Haninge;14 procent;15"),
        "0126 2023 12.5; 0126 2024 13; 0136 2023 14; 0136 2024 15",
    ),
    "kronor-after-numbers": Case(
        text("Kommun;2023;2024", "Huddinge;1 250 kr;1 300 kr/inv"),
        "0126 2023 1250; 0126 2024 1300",
        context={"unit": "kr/inv"},
    ),
    "another-unit-after-the-number": Case(
        text("Kommun;År;Värde", "Huddinge;2024;12 tkr", "Haninge;2024;12 000"),
        "0136 2024 12000",
        context={"unit": "kr/inv"},
        faults="2C",
        says="enhet är kr/inv",
    ),
    "minus-in-every-shape": Case(
        text("Kommun;År;Värde", "Huddinge;2024;-1,5", "Haninge;2024;−2", "Salem;2024;–3", "Tyresö;2024;+4"),
        "0126 2024 -1.5; 0136 2024 -2; 0128 2024 -3; 0138 2024 4",
        context={"unit": "kr"},
    ),
    "koladas-codes": Case(
        text(
            "Kommun;År;Värde",
            "Huddinge;2024;..",
            "Haninge;2024;-",
            "Salem;2024;–",
            "Tyresö;2024;.",
            "Botkyrka;2024;sekretess",
            "Nynäshamn;2024;",
            "Södertälje;2024;0",
        ),
        "0126 2024 Privacy; 0136 2024 Missing; 0128 2024 Missing; 0138 2024 Not applicable; 0127 2024 Privacy; "
        "0181 2024 0",
        skipped={7: NO_VALUE},
        notes="2 celler läses som bortfall (-).",
    ),
    "text-in-number-cells": Case(
        text(
            "Kommun;2023;2024",
            "Huddinge;ca 12;12*",
            "Haninge;12-14;1 2",
            "Salem;#VÄRDEFEL!;=1+1",
            "Tyresö;12-maj;2024-05-12",
        ),
        faults="2B 2C 3B 3C 4B 4C 5B 5C",
        says="Excel har gjort om talet till ett datum",
    ),
    "outside-the-unit": Case(
        text("Kommun;År;Värde", "Huddinge;2024;100", "Haninge;2024;100,1", "Salem;2024;-0,1"),
        "0126 2024 100; 0136 2024 100.1; 0128 2024 -0.1",
        faults="3C 4C",
        says="högre än 100",
    ),
    "outside-the-unit-but-allowed": Case(
        text("Kommun;År;Värde", "Huddinge;2024;-5", "Haninge;2024;110"),
        "0126 2024 -5; 0136 2024 110",
        context={"allowed": (-50, 150)},
    ),
    "negative-count": Case(
        text("Kommun;År;Värde", "Huddinge;2024;-5"), "0126 2024 -5", context={"unit": "antal"}, faults="2C"
    ),
    "shares-instead-of-per-cent": Case(
        text("Kommun;År;Värde", "Huddinge;2024;0,95", "Haninge;2024;0,9"),
        "0126 2024 0.95; 0136 2024 0.9",
        cautions=(CautionKind.SHARES,),
    ),
    "numbers-too-large-to-be-meant": Case(
        text("Kommun;2023;2024", f"Huddinge;1e300;{'9' * 40}"), context={"unit": "kr"}, faults="2B 2C", says="för stort"
    ),
    "formulas-are-only-text": Case(
        text("Kommun;År;Värde;Kommentar", "Huddinge;2024;1;=HYPERLINK(1)", "=cmd|' /C calc'!A0;2024;1;"),
        "0126 2024 1",
        faults="3A",
        notes="Kolumn D Kommentar är inte läst.",
    ),
}
GENDERS = {
    "genders-in-every-word": Case(
        text(
            "Kommun;År;Kön;Värde",
            "Huddinge;2024;K;1",
            "Huddinge;2024;pojkar;2",
            "Huddinge;2024;;3",
            "Haninge;2024;Båda könen;4",
        ),
        "0126 2024 K 1; 0126 2024 M 2; 0126 2024 3; 0136 2024 4",
    ),
    "an-unknown-gender": Case(text("Kommun;År;Kön;Värde", "Huddinge;2024;X;1"), faults="2C", says="Könet är okänt"),
    "few-persons-are-hidden": Case(
        text("Kommun;År;Värde;Antal", "Huddinge;2024;50;4", "Haninge;2024;60;5", "Salem;2024;70;"),
        "0126 2024 Privacy; 0136 2024 60 n=5; 0128 2024 70",
        notes="Huddinge 2024: färre än 5 personer, sparas som sekretess.",
        cautions=(CautionKind.PERSONS,),
    ),
    "the-other-gender-is-hidden-too": Case(
        text("Kommun;År;Kön;Värde;n", "Huddinge;2024;K;50;3", "Huddinge;2024;M;60;30", "Huddinge;2024;T;59;33"),
        "0126 2024 K Privacy; 0126 2024 M Privacy; 0126 2024 59 n=33",
    ),
    "both-genders-shown-without-a-total": Case(
        text("Kommun;År;Kön;Värde;n", "Huddinge;2024;K;50;3", "Huddinge;2024;M;60;30"),
        "0126 2024 K Privacy; 0126 2024 M 60 n=30",
    ),
    "persons-beside-every-year": Case(
        text("Kommun;2023;Antal 2023;2024;Antal 2024", "Huddinge;50;1.234;60;2"),
        "0126 2023 50 n=1234; 0126 2024 Privacy",
    ),
    "persons-that-belong-to-no-year": Case(
        text("Kommun;2023;2024;Antal", "Huddinge;50;60;3"), faults="1D", says="vilket värde", skipped={2: UNREAD}
    ),
    "persons-that-are-no-count": Case(
        text("Kommun;År;Värde;Antal", "Huddinge;2024;50;4,5"), faults="2D", says="heltal"
    ),
}
REPEATS = {
    "the-same-value-twice": Case(
        text("Kommun;År;Värde", "Huddinge;2024;1,5", "Huddinge kommun;2024;1,50"),
        "0126 2024 1.5",
        skipped={3: REPEATED},
        notes="Huddinge 2024 står redan på rad 2, med samma värde.",
    ),
    "two-values-for-the-same": Case(
        text("Kommun;År;Värde", "Huddinge;2024;1,5", "0126;2024;2"),
        "0126 2024 1.5",
        faults="2C 3C",
        says="rad 2 och rad 3",
    ),
    "faults-of-every-kind-at-once": Case(
        text("Kommun;År;Kön;Värde", "Hudinge;2024;K;y", "Haninge;1850;Q;1", "Salem;2024;T;101", "Tyresö;2024;T;50"),
        "0128 2024 101; 0138 2024 50",
        faults="2A 2D 3B 3C 4D",
    ),
    "only-strangers": Case(text("Kommun;År;Värde", "Hudinge;2024;många"), faults="2A 2C"),
}
