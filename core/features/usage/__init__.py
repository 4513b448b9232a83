"""Användning: how many times pages are shown, by page, area and week, and nothing of who reads them."""
