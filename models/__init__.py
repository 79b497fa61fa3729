"""The trained parts and everything that trains them."""
