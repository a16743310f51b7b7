"""Says whether the shop can reach its store, and how much mail waits."""
