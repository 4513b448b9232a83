"""Tables in every form: long and wide, with titles, comments, sums, periods and municipalities in every dress."""

from __future__ import annotations

from core.tabular.faults import CautionKind, SkipReason
from tests.features.own_indicators.reading.corpus.case import LONG, LONG_TOLD, Case, text

COMMENT, SUMMARY, UNREAD = SkipReason.COMMENT, SkipReason.SUMMARY, SkipReason.UNREAD

SHAPES = {
    "wide": Case(
        text("Kommun;2023;2024", "Huddinge;1,5;2,5"),
        "0126 2023 1.5; 0126 2024 2.5",
        understood={"form": "flera värden på varje rad"},
    ),
    "wide-without-a-heading-over-the-municipalities": Case(
        text(";2023;2024", "Huddinge;1,5;2,5"), "0126 2023 1.5; 0126 2024 2.5"
    ),
    "another-word-over-the-municipalities": Case(
        text("Ort;År;Utfall", "Huddinge;2024;12,5", "Hudinge;2024;3"), "0126 2024 12.5", faults="3A"
    ),
    "a-misspelt-row-is-no-header": Case(
        text("Ort;Tid;Mått", "Hudinge;2024;5", "Haninge;2024;6"), "0136 2024 6", faults="2A"
    ),
    "wide-with-a-strange-heading-over-the-municipalities": Case(
        text("Enhet;2023;2024", "Huddinge;1,5;2,5"), "0126 2023 1.5; 0126 2024 2.5"
    ),
    "wide-by-gender": Case(
        text("Kommun;Kön;2023;2024", "Huddinge;K;1,5;2,5", "Huddinge;Män;3,5;"),
        "0126 2023 K 1.5; 0126 2024 K 2.5; 0126 2023 M 3.5",
    ),
    "genders-as-columns": Case(
        text("Kommun;År;Kvinnor;Män;Totalt", "Huddinge;2024;1,5;2,5;2"), "0126 2024 K 1.5; 0126 2024 M 2.5; 0126 2024 2"
    ),
    "years-and-genders-in-one-heading": Case(
        text("Kommun;2024 K;2024 män;2024", "Huddinge;1,5;2,5;2"), "0126 2024 K 1.5; 0126 2024 M 2.5; 0126 2024 2"
    ),
    "two-rows-of-headings": Case(
        text("Kommun;2023;;2024;", ";K;M;K;M", "Huddinge;1;2;3;4"),
        "0126 2023 K 1; 0126 2023 M 2; 0126 2024 K 3; 0126 2024 M 4",
        understood={"header_row": 2},
    ),
    "years-over-the-header": Case(
        text(";2024;;2025", "Kommun;T1;T2;T1", "Huddinge;1;2;3"), "0126 2024 T1 1; 0126 2024 T2 2; 0126 2025 T1 3"
    ),
    "columns-in-any-order": Case(text("Värde;Kön;År;Kommun", "12,5;flickor;2024;Huddinge"), "0126 2024 K 12.5"),
    "english-headings": Case(text("municipality,year,gender,value", "0126,2024,T,12.5"), "0126 2024 12.5"),
    "title-above-and-comments-below": Case(
        text(
            "Andel nöjda",
            "",
            "Kommun;År;Värde",
            "Huddinge;2024;1,5",
            "",
            "Källa: egen enkät; 2024; 95",
            "* preliminärt",
        ),
        "0126 2024 1.5",
        skipped={6: COMMENT, 7: COMMENT},
        understood={"header_row": 3},
    ),
    "sums-and-means-are-left-out": Case(
        text(*LONG, "Medel Södertörn;2024;12,7", "Totalt;2024;25"),
        LONG_TOLD,
        skipped={4: SUMMARY, 5: SUMMARY},
    ),
    "a-sum-beside-the-years": Case(
        text("Kommun;2023;2024;Totalt", "Huddinge;1;2;3"),
        "0126 2023 1; 0126 2024 2",
        cautions=(CautionKind.UNREAD,),
    ),
    "the-indicators-name-as-heading": Case(
        text("Kommun;År;Lärarbehörighet i ämnet;Kommentar", "Huddinge;2024;81,5;bra"),
        "0126 2024 81.5",
        notes="Kolumn D Kommentar är inte läst.",
    ),
    "heading-with-unit": Case(text("Kommun;År;Utfall (%)", "Huddinge;2024;81"), "0126 2024 81"),
    "heading-with-another-unit": Case(
        text("Kommun;År;Kostnad (tkr)", "Huddinge;2024;81"),
        "0126 2024 81",
        context={"unit": "kr/inv"},
        cautions=(CautionKind.UNITS,),
    ),
    "count-is-the-value-where-there-is-no-other": Case(
        text("Kommun;År;Antal", "Huddinge;2024;181"), "0126 2024 181", context={"unit": "antal"}
    ),
    "code-and-name": Case(
        text("Kommunkod;Kommun;År;Värde", "0126;Huddinge;2024;1,5", ";Haninge;2024;2"), "0126 2024 1.5; 0136 2024 2"
    ),
    "nothing-between-the-cells": Case(
        text("Kommun", "Huddinge"), says="Ingen rad med rubriker", skipped={1: UNREAD, 2: UNREAD}
    ),
    "every-row-in-one-cell": Case(
        text('"Kommun;År;Värde"', '"Huddinge;2024;5"'), says="Text till kolumner", skipped={1: UNREAD, 2: UNREAD}
    ),
    "values-that-look-like-years-are-no-header": Case(
        text("Haninge;5;6", "Hudinge;2023;2024", "Salem;7;8"),
        says="Ingen rad med rubriker",
        skipped={1: UNREAD, 2: UNREAD, 3: UNREAD},
    ),
    "no-header": Case(
        text("Huddinge;2024;12,5", "Haninge;2024;13"), says="Ingen rad med rubriker", skipped={1: UNREAD, 2: UNREAD}
    ),
    "no-year-anywhere": Case(text("Kommun;Värde", "Huddinge;12,5"), faults="1B", says="vilket år", skipped={2: UNREAD}),
    "two-possible-values": Case(
        text("Kommun;År;Nöjda;Missnöjda", "Huddinge;2024;81;19"),
        faults="1",
        says="C Nöjda, D Missnöjda",
        skipped={2: UNREAD},
    ),
    "the-same-year-in-two-columns": Case(
        text("Kommun;2024;2024", "Huddinge;1;2"), faults="1B 1C", says="samma sak", skipped={2: UNREAD}
    ),
    "year-in-heading-and-in-a-column": Case(
        text("Kommun;År;2024", "Huddinge;2023;1"), faults="1C", says="Året står både", skipped={2: UNREAD}
    ),
    "year-in-heading-out-of-range": Case(
        text("Kommun;1924;2024", "Huddinge;1;2"), "0126 2024 2", faults="1B", says="mellan 1990 och 2026"
    ),
    "only-a-header": Case(text("Kommun;År;Värde"), notes="Filen har inga värden. Fyll i minst ett."),
}
PERIODS = {
    "tertials-as-columns": Case(
        text("Kommun;2025 T1;T2 2025;2025T3", "Huddinge;1;2;3"), "0126 2025 T1 1; 0126 2025 T2 2; 0126 2025 T3 3"
    ),
    "months-as-columns": Case(
        text("Kommun;2025-01;mars 2025;apr-25;2025M05", "Huddinge;1;2;3;4"),
        "0126 2025 M01 1; 0126 2025 M03 2; 0126 2025 M04 3; 0126 2025 M05 4",
    ),
    "quarters-as-columns": Case(
        text("Kommun;2025 Q1;2025 K2;kvartal 3 2025", "Huddinge;1;2;3"),
        "0126 2025 Q1 1; 0126 2025 Q2 2; 0126 2025 Q3 3",
    ),
    "year-and-tertial-columns": Case(
        text("Kommun;År;Tertial;Värde", "Huddinge;2025;1;5", "Huddinge;2025;T2;6"), "0126 2025 T1 5; 0126 2025 T2 6"
    ),
    "year-and-month-columns": Case(
        text("Kommun;År;Månad;Värde", "Huddinge;2025;3;5", "Huddinge;2025;april;6"), "0126 2025 M03 5; 0126 2025 M04 6"
    ),
    "period-column-with-years-in-it": Case(
        text("Kommun;Period;Värde", "Huddinge;2025 T1;5", "Huddinge;T2 2025;6"), "0126 2025 T1 5; 0126 2025 T2 6"
    ),
    "kolada-calls-the-year-a-period": Case(text("kommun;period;value", "Huddinge;2024;5"), "0126 2024 5"),
    "parts-as-columns-and-years-as-rows": Case(
        text("Kommun;År;T1;T2;T3", "Huddinge;2025;1;2;3"), "0126 2025 T1 1; 0126 2025 T2 2; 0126 2025 T3 3"
    ),
    "period-without-a-year": Case(
        text("Kommun;Period;Värde", "Huddinge;T1;5", "Haninge;2025 T1;6"),
        "0136 2025 T1 6",
        faults="2B",
        says="inget år",
    ),
    "period-without-a-year-in-a-heading": Case(
        text("Kommun;T1;T2", "Huddinge;1;2"), faults="1B 1C", says="inget år", skipped={2: UNREAD}
    ),
    "mixed-kinds-of-periods": Case(
        text("Kommun;2025 T1;2025 T2;2025", "Huddinge;1;2;3"),
        "0126 2025 T1 1; 0126 2025 T2 2; 0126 2025 3",
        faults="2D",
        says="blandar helår och tertial",
    ),
    "two-years-on-a-row": Case(
        text("Kommun;År;Period;Värde", "Huddinge;2024;2025 T1;5"), faults="2C", says="två olika år"
    ),
    "a-period-that-is-none": Case(
        text("Kommun;År;Period;Värde", "Huddinge;2024;T4;5", "Huddinge;2024;2024/26;5"),
        faults="2C 3C",
        says="ingen period",
    ),
    "years-as-excel-dates-and-decimals": Case(
        text("Kommun;År;Värde", "Huddinge;2024-12-31;1", "Haninge;2024,0;2", "Salem;2024.0;3"),
        "0126 2024 1; 0136 2024 2; 0128 2024 3",
    ),
    "a-school-year": Case(
        text("Kommun;År;Värde", "Huddinge;2023/24;1", "Salem;läsåret 2023/2024;2"),
        "0126 2024 1; 0128 2024 2",
        cautions=(CautionKind.TIMES,),
    ),
    "a-term-is-no-year": Case(text("Kommun;År;Värde", "Huddinge;HT 2023;1"), faults="2B", says="läsår"),
    "impossible-years": Case(
        text("Kommun;År;Värde", "Huddinge;1850;1", "Huddinge;2027;1", "Huddinge;24;1", "Huddinge;2026;1"),
        "0126 2026 1",
        faults="2B 3B 4B",
    ),
}
PLACES = {
    "codes-that-excel-has-cut": Case(text("Kod;År;Värde", "126;2024;1", "0136;2024;2"), "0126 2024 1; 0136 2024 2"),
    "names-in-any-dress": Case(
        text(
            "Kommun;År;Värde",
            "HUDDINGE;2024;1",
            "haninge kommun;2024;2",
            " Salem  ;2024;3",
            "Stockholms stad;2024;4",
            "0138 Tyresö;2024;5",
            "Botkyrka (0127);2024;6",
        ),
        "0126 2024 1; 0136 2024 2; 0128 2024 3; 0180 2024 4; 0138 2024 5; 0127 2024 6",
        cautions=(CautionKind.OUTSIDE,),
    ),
    "unknown-municipality-with-the-nearest": Case(
        text("Kommun;År;Värde", "Hudinge;2024;1", "Haninge;2024;2"),
        "0136 2024 2",
        faults="2A",
        says="Menades Huddinge (0126)",
    ),
    "unknown-municipality-last": Case(
        text("Kommun;År;Värde", "Haninge;2024;2", "Hudinge;2024;1"), "0136 2024 2", faults="3A"
    ),
    "code-and-name-disagree": Case(
        text("Kommunkod;Kommun;År;Värde", "0126;Haninge;2024;1", "0138 Salem;;2024;1"),
        faults="2B 3A",
        says="olika kommuners",
    ),
    "merged-cells-leave-rows-without-municipality": Case(
        text("Kommun;År;Värde", "Huddinge;2023;1", ";2024;2", "Haninge;2024;3"),
        "0126 2023 1; 0136 2024 3",
        faults="3A",
        says="Sammanfogade celler",
    ),
}
