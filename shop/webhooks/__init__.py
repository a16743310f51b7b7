"""Signed messages to the owner's other systems, one for every step of an order."""
