"""Rooms that write together: a leader's screen, the phones, and what it came to."""
