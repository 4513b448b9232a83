"""HTML as a browser would see it: elements, attributes, texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from core.charts.charts import Drawn, DrawnChart
from core.web.assets import ASSETS, stylesheet
from core.words.hyphens import SOFT_HYPHEN, WORD_JOINER


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
class _Page:
    """All texts and all elements of a page, in their order."""

    texts: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)


@dataclass(eq=False)
class Element:
    """An element with its attributes, its own and its descendants' text, and the elements in it."""

    tag: str
    attributes: dict[str, str]
    _page: _Page
    # Where it begins and ends among the page's texts and elements.
    _first: tuple[int, int]
    _end: tuple[int | None, int | None] = (None, None)
    inside: list[Element] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return "".join(self._page.texts[self._first[0] : self._end[0]])

    @cached_property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        """The elements in it, near and far, with TAG and CLASS_ where given."""
        return [
            element
            for element in self._page.elements[self._first[1] : self._end[1]]
            if (not tag or element.tag == tag) and (not class_ or class_ in element.classes)
        ]

    def one(self, tag: str = "", class_: str = "") -> Element:
        [found] = self.all(tag, class_)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()
        self.open = [Element("", {}, self.page, (0, 0))]

    @property
    def here(self) -> tuple[int, int]:
        return len(self.page.texts), len(self.page.elements)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        texts, elements = self.here
        element = Element(tag, attributes, self.page, (texts, elements + 1))
        self.page.elements.append(element)
        self.open[-1].inside.append(element)
        if tag in VOID:
            element._end = self.here
        else:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()._end = self.here

    def handle_data(self, data: str) -> None:
        self.page.texts.append(data.replace(SOFT_HYPHEN, "").replace(WORD_JOINER, ""))


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
