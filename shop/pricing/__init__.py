"""What a cart costs: lines, shipping, tax, and everything wrong with it at once."""
