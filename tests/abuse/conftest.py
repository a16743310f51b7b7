"""The limits hold over every store the shop can have."""

from contracts.conftest import clock, contended_store, store

__all__ = ["clock", "contended_store", "store"]
