"""What is said of templates that cannot be used: what, where and what to do; and what those that can are warned of."""

from __future__ import annotations

import pytest

from core.documents.template_check import check
from core.documents.template_kinds import TemplateKind
from tests.documents.own_looks import bomb, changed, other_deck, other_report, renamed_layout, with_link, with_word

DECK, REPORT = TemplateKind.DECK, TemplateKind.REPORT
STORY, THEME, BODY, APP = (
    *(r"ppt/slideLayouts/slideLayout3\.xml", r"ppt/theme/theme\d\.xml"),
    *(r"word/document\.xml", r"docProps/app\.xml"),
)
OLE = {"ppt/embeddings/oleObject1.bin": b"x"}
MACRO = {"ppt/vbaProject.bin": b"x"}

FAULTS: dict[str, tuple[TemplateKind, bytes, tuple[str, ...]]] = {
    "no zip": (DECK, b"inte en fil", ("ingen hel PowerPoint-fil", "spara som .pptx")),
    "cut off": (DECK, DECK.file.read_bytes()[:9000], ("ingen hel PowerPoint-fil",)),
    "old or with a password": (REPORT, b"\xd0\xcf\x11\xe0" + bytes(600), ("skyddad med lösenord",)),
    "too large": (DECK, bytes(10_000_001), ("större än 10 MB", "Komprimera bilder")),
    "a bomb": (DECK, bomb(), ("för stor uppackad",)),
    "another program's": (DECK, REPORT.file.read_bytes(), ("Det är en Word-fil",)),
    "a macro": (DECK, changed(DECK, {}, MACRO), ("ett makro (ppt/vbaProject.bin)",)),
    "macro enabled": (
        DECK,
        changed(
            DECK, {r"\[Content_Types\]\.xml": lambda text: text.replace("presentation.main", "x.macroEnabled.main")}
        ),
        ("sparad med makron",),
    ),
    "an object": (DECK, changed(DECK, {}, OLE), ("ett inbäddat objekt",)),
    "a link": (DECK, changed(DECK, {r"ppt/_rels/.*": with_link}), ("http://example.se/spara", "Ta bort länken")),
    "an entity": (
        REPORT,
        changed(
            REPORT, {BODY: lambda text: text.replace("<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1)}
        ),
        ("DOCTYPE",),
    ),
    "a field that fetches": (
        REPORT,
        changed(REPORT, {r"word/footer\d*\.xml": lambda text: text.replace(" PAGE ", ' INCLUDETEXT "c:/x" ')}),
        ("INCLUDETEXT",),
    ),
    "no layout": (DECK, changed(DECK, {STORY: renamed_layout}), ("Layouten ”Berättelse” saknas", "”Story”")),
    "no placeholder": (
        DECK,
        changed(DECK, {STORY: lambda text: text.replace('name="Utfall"', 'name="Resultat"')}),
        ("Platshållaren ”Utfall” saknas i layouten ”Berättelse”", "Markeringsfönstret"),
    ),
    "a placeholder outside": (
        DECK,
        changed(DECK, {STORY: lambda text: text.replace('<a:off x="685800"', '<a:off x="99685800"')}),
        ("ligger utanför bilden",),
    ),
    "of another size": (
        DECK,
        changed(DECK, {r"ppt/presentation\.xml": lambda text: text.replace('cx="12192000"', 'cx="9144000"')}),
        ("Bilderna är 25,4 × 19,1 cm", "Bredbild"),
    ),
    "from LibreOffice": (
        DECK,
        changed(
            DECK,
            {
                STORY: renamed_layout,
                APP: lambda text: text.replace("Microsoft Macintosh PowerPoint", "LibreOffice/7.4").replace(
                    "Microsoft Office PowerPoint", "LibreOffice/7.4"
                ),
            },
        ),
        ("sparad i LibreOffice",),
    ),
    "from Google": (
        DECK,
        changed(DECK, {STORY: renamed_layout, APP: lambda text: text.replace("Application>", "Program>")}),
        ("komma från Google",),
    ),
    "no field": (REPORT, changed(REPORT, {BODY: with_word("Rapport")}), ("Fältet ”titel” saknas",)),
    "a field of another": (
        REPORT,
        changed(REPORT, {BODY: with_word("{{ titel }}{{ hemligt }}")}),
        ("Fältet ”hemligt” finns inte i rapport",),
    ),
    "misspelt": (REPORT, changed(REPORT, {BODY: with_word("{{ titel titel }}")}), ("felskrivet",)),
    "half a field": (REPORT, changed(REPORT, {BODY: with_word("{{ titel }")}), ("Fältet ”titel” saknas",)),
    "a sum": (REPORT, changed(REPORT, {BODY: with_word("{{ 7 * 7 }}")}), ("inga uträkningar",)),
    "a call": (REPORT, changed(REPORT, {BODY: with_word("{{ titel.upper() }}")}), ("inga uträkningar",)),
    "python's inside": (REPORT, changed(REPORT, {BODY: with_word("{{ titel.__class__ }}")}), ("__class__",)),
    "a loop without end": (
        REPORT,
        changed(REPORT, {BODY: with_word("{% for a in range(9) %}{{ titel }}{% endfor %}")}),
        ("inga uträkningar",),
    ),
    "loops within loops": (
        REPORT,
        changed(
            REPORT,
            {BODY: with_word("{% for a in framsida %}{% for b in framsida %}{{ titel }}{% endfor %}{% endfor %}")},
        ),
        ("inne i en annan",),
    ),
    "an instruction": (REPORT, changed(REPORT, {BODY: with_word("{% set a = titel %}{{ titel }}")}), ("Assign",)),
    "a field in the properties": (
        REPORT,
        changed(REPORT, {r"docProps/core\.xml": lambda text: text.replace("rapport", "{{ titel }}")}),
        ("docProps/core.xml",),
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_template_that_cannot_be_used_is_refused_with_what_where_and_what_to_do(case: str) -> None:
    kind, content, words = FAULTS[case]
    said = " ".join(check(kind, content).faults)
    assert said
    assert [one for one in words if one not in said] == []


@pytest.mark.parametrize("kind", TemplateKind)
def test_the_products_own_templates_are_as_it_asks_and_can_be_read_by_all(kind: TemplateKind) -> None:
    found = check(kind, kind.file.read_bytes())
    assert (found.faults, found.warnings) == ((), ())


def test_a_template_that_looks_quite_different_can_be_used() -> None:
    assert check(DECK, other_deck()).faults == ()
    assert check(REPORT, other_report()).faults == ()


def test_colours_that_are_hard_to_read_are_warned_of_and_not_refused() -> None:
    pale = changed(DECK, {THEME: lambda text: text.replace("52616D", "B8C2CA")})
    [said] = check(DECK, pale).warnings
    assert said.startswith("Dekorfärg 5 (#B8C2CA) mot bakgrunden (#FFFFFF) har kontrasten 1,8:1.")
    word = changed(REPORT, {r"word/styles\.xml": lambda text: text.replace("52616D", "B8C2CA")})
    assert any("har kontrasten 1,8:1 mot vitt" in one for one in check(REPORT, word).warnings)
