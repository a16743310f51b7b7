"""Prices carts and says what is in stock. Writes nothing."""
