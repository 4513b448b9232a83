"""Everything the product knows and does, apart from drawing pages."""
