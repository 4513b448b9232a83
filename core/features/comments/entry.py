"""Kommentera: what the feature brings to the site."""

from core.features.comments.page import comment_html, edit_html
from core.features.comments.routes import comment_routes
from core.web.choices import COMMENT
from core.web.pages import COMMENT_PLACE, Feature, personal

FEATURE = Feature(
    (personal(COMMENT, "Kommentera", "comment.py", comment_html),),
    comment_routes,
    {COMMENT_PLACE: lambda visit: edit_html(visit) or COMMENT_PLACE},
)
