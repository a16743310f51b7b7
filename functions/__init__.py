"""The serverless functions: one folder each, listed in ``registry.py``."""
