"""What the product does, one folder a feature: what it asks, how it is drawn, its look, its forms, its tables."""
