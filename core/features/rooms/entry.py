"""Rooms: what the feature brings to the site."""

from __future__ import annotations

from core.features.rooms.page import room_html
from core.features.rooms.phone_routes import phone_routes
from core.features.rooms.routes import result_routes
from core.features.rooms.screen_routes import screen_routes
from core.web.choices import ROOM
from core.web.pages import Door, Feature, personal

_ONE = personal(ROOM, "Ett rum", "room.py", room_html, door=Door.WORK)
FEATURE = Feature((_ONE,), lambda: [*phone_routes(), *screen_routes(), *result_routes()])
