"""The targets (målnivåer): what they are, how they are read and checked, kept, set, undone and written."""
