"""Presentation: an area's deck and the seminar day's, on the screen and as PowerPoint and PDF."""
