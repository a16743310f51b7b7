"""Says whether the shop can reach its store, how much mail waits, and what its API understands."""
