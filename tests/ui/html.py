"""HTML as a browser would see it: elements, attributes, texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from core.server.index import ASSETS, stylesheet
from core.ui.charts import Drawn, DrawnChart
from core.words.hyphens import SOFT_HYPHEN


def as_lines(view: Drawn) -> DrawnChart:
    """VIEW, which is a chart of lines."""
    assert isinstance(view, DrawnChart)
    return view


# Everything else begins a line of its own, but for what belongs to the letter before it.
IN_A_LINE = {
    *("a", "abbr", "b", "button", "circle", "code", "em", "i", "input", "label", "small", "span", "strong", "summary"),
    *("svg", "text", "u", "use"),
}
VOID = {"input", "link", "meta", "br", "img", "base", "hr", "embed", "source"}


@dataclass
class Element:
    """An element with its attributes, its own and its descendants' text, and the elements in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        """The elements in it, near and far, with TAG and CLASS_ where given."""
        found = []
        for element in self.inside:
            if (not tag or element.tag == tag) and (not class_ or class_ in element.classes):
                found.append(element)
            found += element.all(tag, class_)
        return found

    def one(self, tag: str = "", class_: str = "") -> Element:
        [found] = self.all(tag, class_)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data.replace(SOFT_HYPHEN, "")


class _Texts(HTMLParser):
    """Gathers pairs of texts with nothing between them but tags of elements that stand in a line."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.is_cut, self.pairs = "", False, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's own
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_cut = True
        if tag not in IN_A_LINE:
            self.before = ""

    def handle_data(self, data: str) -> None:
        if self.is_cut and re.search(r"[\w%)]\Z", self.before) and re.match(r"\w", data):
            self.pairs.append(f"{self.before}|{data}")
        self.before, self.is_cut = data, False


def run_together(html: str) -> list[str]:
    """The pairs of texts in HTML that have no space between them, though they are different elements'."""
    reader = _Texts()
    reader.feed(html)
    reader.close()
    return reader.pairs


def parsed(html: str) -> Element:
    """The root of HTML, whose elements must all be ended in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not ended"
    return reader.open[0]


def symbols() -> set[str]:
    """The ids in the file of symbols."""
    return set(re.findall(r'<symbol id="([^"]+)"', (ASSETS / "symbols.svg").read_text(encoding="utf-8")))


def styled_classes() -> set[str]:
    """The classes that have a rule in the style sheets."""
    css = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", css)
    return {name for selector in selectors for name in re.findall(r"\.([A-Za-z][\w-]*)", selector)}
