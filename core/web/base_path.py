"""The site under a path of a name that it shares: what it is asked without that path, and says with it.

Inside the program every address is as if the name were ours alone. What goes out gets the path here, and nowhere else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from starlette.requests import HTTPConnection

from core.settings import Settings

# What leads somewhere in what our templates write: a text has its quotation marks escaped, and is never taken for one.
# Scripts read addresses in data; what somebody has typed stands in data-value.
_NAMES = "href|src|action|formaction|data-(?!value)[a-z-]+"
_ATTRIBUTE = re.compile(rf"""((?:\s(?:{_NAMES})=|url\()\\?["'])/(?!/)""")
_IN_JSON = re.compile(r"""("address": ?")/(?!/)""")


@lru_cache(maxsize=1)
def base_path() -> str:
    """The path that the process's site is under; '' for none."""
    return Settings.from_environment().base_path


def placed(html: str) -> str:
    """HTML whose addresses lead to where the site is."""
    base = base_path()
    return _ATTRIBUTE.sub(rf"\1{base}/", html) if base else html


def placed_json(text: str) -> str:
    """JSON whose addresses, and those of the HTML in it, lead to where the site is."""
    base = base_path()
    return _IN_JSON.sub(rf"\1{base}/", placed(text)) if base else text


def site_of(request: HTTPConnection) -> str:
    """Where the site is, as REQUEST came to it: scheme, name and path, without a slash at the end."""
    return f"{str(request.base_url).rstrip('/')}{base_path()}"


def within(path: str) -> str | None:
    """PATH as the program knows it; None where it is not of the site."""
    base = base_path()
    if not base:
        return path
    return path.removeprefix(base) if path.startswith(f"{base}/") else None
