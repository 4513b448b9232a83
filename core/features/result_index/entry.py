"""Resultatindex: what the feature brings to the site."""

from core.features.result_index.view import index_html, index_table
from core.web.choices import INDEX
from core.web.menus import group_words
from core.web.pages import Door, Feature, MenuItem, Page, Table, of_a_municipality

_SHOW, _FILE = of_a_municipality(index_html), Table("resultatindex", index_table, group_words)
_PAGE = Page(INDEX, "Resultatindex", "result_index.py", _SHOW, table=_FILE, door=Door.STATE, menu=(MenuItem(3),))
FEATURE = Feature((_PAGE,))
