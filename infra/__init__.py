"""Where the shop runs: one process on a laptop, and the command that starts it."""
