"""Nytta och resurser: what the feature brings to the site."""

from core.features.resources.view import resources_download, resources_html
from core.web.choices import RESOURCES
from core.web.menus import group_words
from core.web.pages import Door, Feature, MenuItem, Page, Table, of_a_municipality

_SHOW = of_a_municipality(resources_html)
_FILE = Table("nytta-och-resurser-{area}", resources_download, group_words)
_PAGE = Page(
    RESOURCES, "Nytta och resurser", "resources.py", _SHOW, table=_FILE, door=Door.COMPARE, menu=(MenuItem(3),)
)
FEATURE = Feature((_PAGE,))
