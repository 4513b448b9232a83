"""Om: where the figures come from, how the signals are computed, terms."""
