"""The ``shop`` command."""
