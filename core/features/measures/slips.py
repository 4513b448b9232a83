"""The codes of a vote as slips to print: a page that stands alone, made once and kept by nobody."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from core.charts.qr import follow
from core.web.alone import page_alone
from core.web.base_path import site_of
from core.web.choices import MEASURES, VOTE


def vote_address(municipality: str, key: str) -> str:
    """The path that leads to the vote KEY of MUNICIPALITY."""
    return f"{VOTE}?{urlencode({'kommun': municipality, 'omrostning': key})}"


def slips_answer(request: Request, municipality: str, key: str, title: str, codes: tuple[str, ...]) -> Response:
    """The answer with the slips of CODES to the vote KEY, called TITLE."""
    address = f"{site_of(request)}{vote_address(municipality, key)}"
    code = follow(address)
    return page_alone(
        "vote_slips.html",
        title=title,
        codes=codes,
        qr=code,
        shown=code.shown if code else address,
        back=f"{MEASURES}?{urlencode({'kommun': municipality})}#prioritera",
    )
