"""Lär av andra: whom a municipality can learn from."""
