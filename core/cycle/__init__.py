"""From deviation to effect: what people enter about why a figure is red, what is done, and what became of it."""
