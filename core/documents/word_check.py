"""Whether a Word template's fields are those of its document, and nothing but fields.

What is allowed is what the product's own template has: a field by its way ("delar[].tabell.rubriker[]"), and loops and
conditions over them. A loop within a loop goes over what the outer one is at, so the work is bounded by the content.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import TemplateSyntaxError, nodes

from core.charts.contrast import contrast
from core.documents.template_kinds import TemplateKind
from core.documents.word import environment

_MOST_LOOPS, _MOST_TOLD = 200, 6
_LEAST_CONTRAST, _WHITE = 4.5, "FFFFFF"
_ADVICE = "Utgå från produktens mall."


class _RefusedError(Exception):
    """A template does something that no template may."""


@dataclass
class _Fields:
    """What a template names, by its way: ``shown`` in the text, ``asked`` in loops and conditions."""

    shown: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    loops: int = 0


def word_checked(kind: TemplateKind, content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Faults and warnings of CONTENT as a template of KIND."""
    try:
        template = DocxTemplate(io.BytesIO(content))
        fields = _fields_of(template)
        return tuple(_faults(kind, fields)), tuple(_warnings(template))
    except TemplateSyntaxError as error:
        return (f"Ett fält är felskrivet: {_short(error.message or '')}. {_ADVICE}",), ()
    except _RefusedError as error:
        return (str(error),), ()
    except Exception as error:  # noqa: BLE001 - whatever the library meets in a file that is not as it says
        return (f"Word-filen går inte att läsa ({type(error).__name__}). Spara den på nytt i Word.",), ()


def _faults(kind: TemplateKind, found: _Fields) -> Iterator[str]:
    own = _own(kind)
    unknown = (found.shown | found.asked) - own.shown - own.asked
    for one in sorted(unknown):
        # What is under one that is unknown is told with it.
        if not any(one != other and one.startswith((f"{other}.", f"{other}[]")) for other in unknown):
            yield f"Fältet {_said(one)} finns inte i {kind.swedish.lower()}. Ta bort det eller rätta det. {_ADVICE}"
    lacking = sorted(own.shown - found.shown)
    for one in lacking[:_MOST_TOLD]:
        yield f"Fältet {_said(one)} saknas. Kopiera in det från produktens mall."
    if len(lacking) > _MOST_TOLD:
        yield f"{len(lacking) - _MOST_TOLD} fält till saknas. {_ADVICE}"


@cache
def _own(kind: TemplateKind) -> _Fields:
    return _fields_of(DocxTemplate(str(kind.file)))


def _said(way: str) -> str:
    """A field in words: its name, and in what repetition it is."""
    within, _, name = way.removesuffix("[]").rpartition(".")
    return f"”{name}” i ”{within.replace('[]', '')}”" if within else f"”{name}”"


def _short(text: str) -> str:
    return " ".join(text.split())[:120]


def _fields_of(template: Any) -> _Fields:
    template.init_docx()
    sources = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        sources += [template.patch_xml(template.get_part_xml(part)) for _, part in template.get_headers_footers(uri)]
    found = _Fields()
    for source in sources:
        _walk(environment().parse(source).body, {}, "", found)
    if found.loops > _MOST_LOOPS:
        raise _RefusedError(f"Mallen har fler än {_MOST_LOOPS} upprepningar. {_ADVICE}")
    return found


def _walk(body: list[nodes.Node], bound: Mapping[str, str], within: str, found: _Fields) -> None:
    """Read BODY, in which names are BOUND to ways; WITHIN is the loop's variable around it, '' for none."""
    for node in body:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    if not isinstance(one, nodes.TemplateData):
                        found.shown.add(_way(one, bound))
            case nodes.If():
                _ask(node.test, bound, found)
                for part in (node.body, node.elif_, node.else_):
                    _walk(list(part), bound, within, found)
            case nodes.For(target=nodes.Name(name=name)) if not (node.else_ or node.test or node.recursive):
                way = _way(node.iter, bound)
                if within and _root(node.iter) != within:
                    raise _RefusedError(
                        f"Upprepningen av {_said(way)} står inne i en annan som den inte hör till. {_ADVICE}"
                    )
                found.asked.add(way)
                found.loops += 1
                _walk(list(node.body), {**bound, name: f"{way}[]"}, name, found)
            case _:
                raise _RefusedError(f"Mallen har en instruktion som inte får finnas ({type(node).__name__}). {_ADVICE}")


def _ask(test: nodes.Node, bound: Mapping[str, str], found: _Fields) -> None:
    match test:
        case nodes.Not():
            _ask(test.node, bound, found)
        case nodes.And() | nodes.Or():
            _ask(test.left, bound, found)
            _ask(test.right, bound, found)
        case _:
            found.asked.add(_way(test, bound))


def _way(node: nodes.Node, bound: Mapping[str, str]) -> str:
    match node:
        case nodes.Name(name=name):
            return bound.get(name, name)
        case nodes.Getattr(node=inner, attr=attr):
            return f"{_way(inner, bound)}.{attr}"
    raise _RefusedError(
        f"Ett fält får bara vara ett namn, som {{{{ titel }}}}: inga uträkningar eller anrop. {_ADVICE}"
    )


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _warnings(template: Any) -> Iterator[str]:
    """Styles whose colour is hard to read on white."""
    document = template.docx
    used = {one.get(qn("w:val")) for one in document.element.body.iter(qn("w:pStyle"))} | {"Normal"}
    for style in document.styles:
        found = style.element.find(f"{qn('w:rPr')}/{qn('w:color')}") if style.style_id in used else None
        colour = "" if found is None else str(found.get(qn("w:val"), ""))
        if len(colour) == 6 and (ratio := contrast(colour, _WHITE)) < _LEAST_CONTRAST:
            told = f"{ratio:.1f}".replace(".", ",")
            yield f"Formatmallen ”{style.name}” (#{colour}) har kontrasten {told}:1 mot vitt. Text behöver minst 4,5:1."
