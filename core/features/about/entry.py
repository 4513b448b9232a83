"""Om: what the feature brings to the site."""

from core.features.about.view import about_html
from core.web.choices import ABOUT
from core.web.pages import Feature, Page, Whose

FEATURE = Feature((Page(ABOUT, "Om", "about.py", about_html, Whose.EVERYBODY),))
