"""Nytt: what has happened in a municipality, to follow in a reader of feeds or at one's next visit."""
