"""Översikt: the signal table and its cards."""
