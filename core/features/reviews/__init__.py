"""The plan review (avstämning): what the rules find in the committees' plans, and what people judge of them."""
