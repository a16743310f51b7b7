"""The whole shop in one process: pages, functions and the worker that empties the outbox."""
