"""News as an Atom feed, RFC 4287."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

from core.charts.text_fit import plain
from core.features.news.happened import Happened

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Channel:
    """What a feed is: its title, its address and that of its page in ``site``, and when figures were fetched."""

    site: str
    title: str
    address: str
    page: str
    fetched: datetime


def atom(of: Channel, news: Sequence[Happened]) -> bytes:
    """The feed OF with NEWS, newest first."""
    site, alternate = of.site, of.page
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "sv"})
    _text(feed, "id", site + of.address)
    _text(feed, "title", of.title)
    _text(feed, "updated", _moment(news[0].on) if news else of.fetched.astimezone(UTC).isoformat(timespec="seconds"))
    _link(feed, "self", site + of.address)
    _link(feed, "alternate", site + alternate)
    _text(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", "Nyckeltal Södertörn")
    for one in news:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _text(entry, "id", f"{site}{alternate}#{one.key}")
        _text(entry, "title", one.title)
        _text(entry, "updated", _moment(one.on))
        _link(entry, "alternate", site + one.address)
        _text(entry, "summary", one.text or one.title)
    whole: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return whole


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = plain(text)


def _link(parent: ET.Element, rel: str, address: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": address})
