"""Checklistor: what to ask oneself at each step of the cycle, ticked by a municipality with day and function."""
