"""Påminnelser: e-mail a week and a day before what is due, to those who have asked for it."""
