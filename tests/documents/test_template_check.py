"""What is said of templates that cannot be used: what, where and what to do; and what those that can are warned of."""

from __future__ import annotations

import re

import pytest

from core.documents.template_check import Checked, check
from core.documents.template_kinds import TemplateKind
from tests.documents.own_looks import (
    Change,
    bomb,
    changed,
    dark_deck,
    other_deck,
    other_report,
    recoded,
    renamed_layout,
    with_link,
    with_word,
)

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
    "200 MB of pictures": (DECK, bomb(), ("för stor uppackad",)),
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


SETTINGS, FOOTER, RELS = r"word/settings\.xml", r"word/footer\d*\.xml", r"word/_rels/document\.xml\.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def tied(kind: str, to: str, more: str = "") -> Change:
    """Parts that are tied to another TO, of KIND."""
    tie = f"<Relationship Id='rId98' Type='{OFFICE}/{kind}' Target={to} {more}/></Relationships>"
    return lambda text: text.replace("</Relationships>", tie)


def instructed(*pieces: str) -> Change:
    """The foot's number of the page as another field, its instruction in PIECES."""
    runs = "</w:r><w:r>".join(f"<w:instrText>{piece}</w:instrText>" for piece in pieces)

    def change(text: str) -> str:
        return re.sub(r"<w:instrText[^>]*>[^<]*</w:instrText>", lambda _: runs, text, count=1)

    return change


def before(end: str, more: str) -> Change:
    return lambda text: text.replace(end, f"{more}{end}", 1)


# However it is spelt: a program that opens the file would read it so.
HIDDEN: dict[str, tuple[TemplateKind, bytes, str]] = {
    "a bracket in an address": (
        REPORT,
        changed(REPORT, {RELS: tied("hyperlink", "'http://x.se/>a'", "TargetMode='External'")}),
        "http://x.se/>a",
    ),
    "a word in codes": (
        REPORT,
        changed(REPORT, {RELS: tied("image", "'http://x.se/a.png'", 'TargetMode="Externa&#108;"')}),
        "http://x.se/a.png",
    ),
    "the mode before the address": (
        REPORT,
        changed(REPORT, {RELS: before("</Relationships>", "<Relationship TargetMode\n=\n'External' Target='b:c'/>")}),
        "b:c",
    ),
    "an address without its mode": (REPORT, changed(REPORT, {RELS: tied("image", "'//x.se/a.png'")}), "//x.se/a.png"),
    "another program's letters": (
        REPORT,
        recoded(REPORT, "word/_rels/document.xml.rels", tied("image", "'http://x.se/'", "TargetMode='External'")),
        "http://x.se/",
    ),
    "a link in a prefix": (
        DECK,
        changed(
            DECK,
            {
                r"ppt/_rels/.*": before(
                    "</Relationships>",
                    '<r:Relationship xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships" '
                    'Id="rId97" Target="file:///c:/x" TargetMode="External"/>',
                )
            },
        ),
        "file:///c:/x",
    ),
    "an object by another name": (
        DECK,
        changed(DECK, {r"ppt/_rels/.*": tied("package", "'media/a.dat'")}, {"ppt/media/a.dat": b"x"}),
        "ett inbäddat objekt",
    ),
    "a document put in": (REPORT, changed(REPORT, {RELS: tied("aFChunk", "'a.html'")}), "ett infogat dokument"),
    "a template's template": (
        REPORT,
        changed(REPORT, {RELS: tied("attachedTemplate", "'file:///c:/Normal.dotm'", "TargetMode='External'")}),
        "Dokumentmall",
    ),
    "a macro by another name": (DECK, changed(DECK, {r"ppt/_rels/.*": tied("vbaProject", "'a.bin'")}), "ett makro"),
    "a source of addresses": (
        REPORT,
        changed(REPORT, {SETTINGS: before("</w:settings>", '<w:mailMerge><w:query w:val="x"/></w:mailMerge>')}),
        "Koppla dokument",
    ),
    "a field in pieces": (REPORT, changed(REPORT, {FOOTER: instructed("INCLU", "DETEXT ", '"c:/x"')}), "INCLUDETEXT"),
    "a field in codes": (REPORT, changed(REPORT, {FOOTER: instructed("DD&#69;AUTO c:/x")}), "DDEAUTO"),
    "a field that leads out": (REPORT, changed(REPORT, {FOOTER: instructed('HYPERLINK "http://x.se"')}), "HYPERLINK"),
    "a button": (
        REPORT,
        changed(REPORT, {FOOTER: instructed("MACROBUTTON a b")}),
        "MACROBUTTON",
    ),
    "a simple field": (
        REPORT,
        changed(REPORT, {BODY: before("<w:sectPr", "<w:p><w:fldSimple w:instr='LINK a'/></w:p>")}),
        "LINK",
    ),
    "a picture of the net": (
        REPORT,
        changed(REPORT, {FOOTER: before("</w:ftr>", '<v:imagedata xmlns:v="urn:v" src="http://x.se/a.png"/>')}),
        "http://x.se/a.png",
    ),
    "a drawing that fetches": (
        REPORT,
        changed(
            REPORT,
            {},
            {
                "word/media/a.svg": b'<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="file:///etc/hosts"/></svg>'
            },
        ),
        "file:///etc/hosts",
    ),
    "a click that runs": (
        DECK,
        changed(DECK, {STORY: before("</p:cSld>", '<a:hlinkClick action="ppaction://program" r:id=""/>')}),
        "ppaction://program",
    ),
    "half a part": (DECK, changed(DECK, {STORY: lambda text: text[:900]}), "slideLayout3.xml i filen är trasig"),
    "a field in a note, in pieces": (
        REPORT,
        changed(REPORT, {}, {"word/footnotes.xml": b"<a><b>{</b><b>{ titel }}</b></a>"}),
        "word/footnotes.xml",
    ),
    "more text than a template has": (
        REPORT,
        changed(REPORT, {}, {f"word/a{n}.xml": b"<a>" + b"b" * 6_500_000 + b"</a>" for n in range(4)}),
        "mer i sig",
    ),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_leads_out_or_runs_is_found_however_it_is_spelt(case: str) -> None:
    kind, content, words = HIDDEN[case]
    assert words in " ".join(check(kind, content).faults)


def test_what_a_municipality_has_in_its_foot_is_no_fault() -> None:
    for fields in (
        "PAGE",
        "NUMPAGES \\* MERGEFORMAT",
        'DATE \\@ "yyyy-MM-dd"',
        'HYPERLINK \\l "_Toc1" \\h',
        "STYLEREF 1",
    ):
        assert check(REPORT, changed(REPORT, {FOOTER: instructed(fields)})).faults == ()


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


def test_on_a_dark_ground_light_texts_are_read_and_what_keeps_a_light_ground_is_told() -> None:
    [said] = check(DECK, dark_deck()).warnings
    assert "Platshållaren ”Märke”" in said
    assert check(DECK, dark_deck(is_whole=True)).warnings == ()


def test_colours_that_are_hard_to_read_are_warned_of_and_not_refused() -> None:
    pale = changed(DECK, {THEME: lambda text: text.replace("52616D", "B8C2CA")})
    [said] = check(DECK, pale).warnings
    assert said.startswith("Dekorfärg 5 (#B8C2CA) mot bakgrunden (#FFFFFF) har kontrasten 1,8:1.")
    system = changed(
        DECK,
        {
            THEME: lambda text: re.sub(
                r'<a:dk1><a:srgbClr val="[^"]*"/></a:dk1>', '<a:dk1><a:sysClr val="windowText"/></a:dk1>', text
            )
        },
    )
    assert check(DECK, system) == Checked(())
    own = changed(DECK, {STORY: lambda text: text.replace('<a:schemeClr val="tx1"/>', '<a:srgbClr val="DDDDDD"/>', 1)})
    [said] = check(DECK, own).warnings
    assert said.startswith("Platshållaren ”Rubrik” i layouten ”Berättelse” (#DDDDDD) mot bakgrunden (#FFFFFF)")
    word = changed(REPORT, {r"word/styles\.xml": lambda text: text.replace("52616D", "B8C2CA")})
    assert any("har kontrasten 1,8:1 mot vitt" in one for one in check(REPORT, word).warnings)
