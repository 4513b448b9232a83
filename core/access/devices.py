"""What somebody signs in with, in plain words: enough for her to know it again."""

from __future__ import annotations

# The first that stands in what the browser says of itself: many say that they are others too.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac")),
    *(("CrOS", "Chromebook"), ("Linux", "Linux")),
)


def device_words(user_agent: str) -> str:
    """ "Firefox på Windows"; what cannot be told is left out."""
    browser = next((words for sign, words in _BROWSERS if sign in user_agent), "Okänd webbläsare")
    system = next((words for sign, words in _SYSTEMS if sign in user_agent), "")
    return f"{browser} på {system}" if system else browser
