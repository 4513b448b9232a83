"""Lär av andra: what the feature brings to the site."""

from core.features.learn.view import learn_html, learn_table
from core.web.choices import LEARN
from core.web.pages import Door, Feature, MenuItem, Page, Table, of_an_indicator

_SHOW, _NAMED, _FILE = of_an_indicator(learn_html), "Lär av andra: {indicator}", Table("lar-av-{kpi}", learn_table)
_PAGE = Page(
    LEARN,
    "Lär av andra",
    "learn.py",
    _SHOW,
    named=_NAMED,
    needs_indicator=True,
    table=_FILE,
    door=Door.COMPARE,
    menu=(MenuItem(4),),
)
FEATURE = Feature((_PAGE,))
