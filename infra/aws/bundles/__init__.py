"""One zip for each function: its own code, what that imports, and nothing else."""
