"""Turns a confirmed cart into an order, exactly once."""
