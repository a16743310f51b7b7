"""Sends what waits in the outbox; woken by the table's stream and by a schedule."""
