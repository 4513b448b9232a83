"""Swedish words and numbers: one home for how figures, signals and reasons are said."""
