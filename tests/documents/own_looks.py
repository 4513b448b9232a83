"""Templates of a municipality's own that look quite different, and files that are none; made of the product's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from core.documents.template_kinds import TemplateKind

Change = Callable[[str], str]
_COLOURS = {
    "dk1": "3B0A45",
    "lt1": "FFF6E9",
    "dk2": "7A0050",
    "lt2": "E8D3B9",
    "accent1": "8A1C5B",
    "accent5": "5A3A55",
}


def changed(kind: TemplateKind, changes: Mapping[str, Change], added: Mapping[str, bytes] | None = None) -> bytes:
    """The product's template with CHANGES of its parts, by a pattern of their names, and parts ADDED."""
    stream = io.BytesIO()
    with zipfile.ZipFile(kind.file) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in set(old.namelist()) - set(added or {}):
            content = old.read(name)
            for pattern, change in changes.items():
                if re.fullmatch(pattern, name):
                    content = change(content.decode()).encode()
            new.writestr(name, content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def recoded(kind: TemplateKind, part: str, change: Change) -> bytes:
    """The product's template with PART changed, and in UTF-16."""
    with zipfile.ZipFile(kind.file) as old:
        text = change(re.sub(r"<\?.*?\?>", "", old.read(part).decode()))
    return changed(kind, {}, {part: text.encode("utf-16")})


def other_deck() -> bytes:
    """Purple on sand, another font, and the chart to the right of what is said about it."""

    def theme(text: str) -> str:
        for name, colour in _COLOURS.items():
            text = re.sub(rf'(<a:{name}><a:srgbClr val=")[^"]*', rf"\g<1>{colour}", text)
        return text.replace('typeface="Arial"', 'typeface="Georgia"')

    def swapped(text: str) -> str:
        """The layout of a story, its two halves changed."""
        left, right, signal = (round(one * 9525) for one in (72, 840, 902))
        text = re.sub(rf'(name="(?:Utfall)".*?<a:off x=")({right})', rf"\g<1>{left}", text, flags=re.DOTALL)
        text = re.sub(rf'(name="Signal \d".*?<a:off x=")({signal})', rf"\g<1>{(134 * 9525)}", text, flags=re.DOTALL)
        return re.sub(rf'(name="Diagram".*?<a:off x=")({left})', rf"\g<1>{(492 * 9525)}", text, flags=re.DOTALL)

    return changed(
        TemplateKind.DECK, {r"ppt/theme/theme\d\.xml": theme, r"ppt/slideLayouts/slideLayout3\.xml": swapped}
    )


_DARK = {
    "dk1": "F4F7F9",
    "lt1": "101A22",
    "dk2": "9CD2F2",
    "lt2": "33424D",
    "accent1": "7CC4E8",
    "accent2": "6FD3A2",
    "accent3": "E8A6DE",
    "accent5": "B9C6D0",
    "accent6": "8FA0AD",
}
# What keeps its own light ground: the mark of drafts, and that figures are older.
_LIGHT = ("FDF3D7", "3D3210")


def dark_deck(*, is_whole: bool = False) -> bytes:
    """Light on dark, in Verdana, with air around the texts; IS_WHOLE: what is marked too."""

    def theme(text: str) -> str:
        for name, colour in _DARK.items():
            text = re.sub(rf'(<a:{name}><a:srgbClr val=")[^"]*', rf"\g<1>{colour}", text)
        return text.replace('typeface="Arial"', 'typeface="Verdana"')

    def looks(text: str) -> str:
        airy = text.replace('lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"', 'anchor="b"')
        return airy.replace(*_LIGHT) if is_whole else airy

    return changed(
        TemplateKind.DECK, {r"ppt/theme/theme\d\.xml": theme, r"ppt/slide(Layouts|Masters)/slide\w+\.xml": looks}
    )


def other_report(kind: TemplateKind = TemplateKind.REPORT) -> bytes:
    """Georgia in purple."""

    def styles(text: str) -> str:
        return text.replace('"Arial"', '"Georgia"').replace("18242F", "5B0A45").replace("0A5C7A", "8A1C5B")

    return changed(kind, {r"word/styles\.xml": styles})


def renamed_layout(text: str) -> str:
    return text.replace('<p:cSld name="Berättelse">', '<p:cSld name="Story">')


def with_word(field: str) -> Change:
    """A Word text in which the report's title is FIELD."""
    return lambda text: text.replace("{{ titel }}", field)


_LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    'Target="http://example.se/spara" TargetMode="External"/></Relationships>'
)


def with_link(text: str) -> str:
    return text.replace("</Relationships>", _LINK)


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")
        for n in range(23):
            archive.writestr(f"ppt/media/bild{n}.png", bytes(9_000_000))
    return stream.getvalue()
