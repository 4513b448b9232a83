"""The frame that every page stands in: addresses, menus, forms, rendering. Knows no feature."""
