"""Own indicators: what convenors' groups count themselves, from a file to a published value."""
