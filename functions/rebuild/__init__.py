"""Builds and publishes the pages that changes have reached."""
