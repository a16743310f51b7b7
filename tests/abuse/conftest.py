"""The limits hold over every store the shop can have."""

from contracts.conftest import clock, store

__all__ = ["clock", "store"]
